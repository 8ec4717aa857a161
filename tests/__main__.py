"""``make test``: lint, format, types, import contracts, then every test with each real component that is there.

What is missing is said in one line each; with ``CI=true`` a missing component is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from tests.components import absent

CHECKS: tuple[tuple[str, Sequence[str]], ...] = (
    ("lint", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
    ("contracts", ("importlinter.cli", "lint-imports")),
    ("content", ("bot", "content", "check")),
)


def main(arguments: Sequence[str]) -> int:
    """Run everything; ``--lint`` leaves the tests out, other arguments go to pytest."""
    failed = [name for name, command in CHECKS if not _passes(name, command)]
    if "--lint" in arguments:
        return bool(failed)
    lacking = absent()
    for sentence in lacking:
        print(f"missing: {sentence}", flush=True)
    if lacking and os.environ.get("CI") == "true":
        failed.append("components")
    workers = str(max(2, os.cpu_count() or 2))
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadgroup", *arguments]
    if subprocess.run(command, check=False).returncode:
        failed.append("tests")
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return bool(failed)


def _passes(name: str, command: Sequence[str]) -> bool:
    module, *rest = command
    if module == "importlinter.cli":
        full = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    else:
        full = [sys.executable, "-m", module, *rest]
    print(f"== {name}", flush=True)
    return subprocess.run(full, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
