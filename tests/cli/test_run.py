"""Starting the bot with something missing ends in one sentence, never in a traceback."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.storage.database import Database


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POMODOCK_DATA", str(tmp_path))
    monkeypatch.setenv("POMODOCK_API_URL", "http://127.0.0.1:9/bot")
    monkeypatch.delenv("POMODOCK_BOT_TOKEN", raising=False)
    return tmp_path


def attempt(*command: str) -> str:
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.output


def test_without_a_token_it_says_where_to_get_one() -> None:
    assert "Talk to @BotFather" in attempt("run")


def test_without_a_network_it_says_what_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POMODOCK_BOT_TOKEN", "1:any")
    assert "cannot be reached" in attempt("run")


def test_a_second_bot_on_one_file_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POMODOCK_BOT_TOKEN", "1:any")
    first = Database(f"sqlite:///{home / 'pomodock.sqlite3'}")
    first.claim()
    try:
        said = attempt("run")
    finally:
        asyncio.run(first.close())
    assert "another Pomodock is already using" in said


def test_a_port_that_is_taken_says_how_to_choose_another(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = attempt("demo", "--no-browser", "--port", str(port), "--data", str(tmp_path / "demo"))
    assert f"Port {port} cannot be used" in said


def test_the_demo_listens_on_loopback_unless_told_otherwise(tmp_path: Path) -> None:
    said = attempt("demo", "--no-browser", "--port", "0", "--host", "0.0.0.0", "--data", str(tmp_path / "demo"))
    assert "can be reached from other machines" in said
