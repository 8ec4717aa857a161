"""``python -m bot`` is the command ``pomodock``."""

from __future__ import annotations

from bot.cli.app import app


def main() -> None:
    """Run the command."""
    app(prog_name="pomodock")


if __name__ == "__main__":
    main()
