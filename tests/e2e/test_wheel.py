"""Installed as a wheel, far from the checkout, the demo has its course, its words and its page with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.demo import MEI, ROOT, Demo
from tests.e2e.robot import until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the installed wheel; what it depends on is there already."""
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT), cwd=folder)
    (wheel,) = (folder / "dist").glob("pomodock-*.whl")
    target = folder / "installed"
    pip = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    python(*pip, "--target", str(target), str(wheel), cwd=folder)
    return target


def python(*arguments: str, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def test_the_demo_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    elsewhere = {"PYTHONPATH": str(installed)}
    where = python("-P", "-c", "import bot; print(bot.__file__)", cwd=tmp_path, environment=elsewhere)
    assert Path(where).is_relative_to(installed)
    command = (sys.executable, "-P", str(installed / "bin" / "pomodock"))
    with Demo(tmp_path / "data", command=command, environment=elsewhere, cwd=tmp_path) as demo:
        for part in ("css/base.css", "js/main.js", "icons/bot.svg"):
            assert demo.http.get(f"/static/{part}").status_code == 200
        assert "Docker" in demo.state()["bot"]["description"]
        demo.say(MEI, "/start")
        for action in ("language", "zone", "hour", "begin", "unit_next"):
            tap(demo, action)
        until(lambda: bool(offered(demo, "guess")), "the first unit asks for a guess")
        assert "容器" in demo.messages(MEI)[-1]["text"]


def tap(demo: Demo, action: str) -> None:
    until(lambda: bool(offered(demo, action)), f"a button that does {action}")
    demo.press(MEI, demo.messages(MEI)[-1]["message_id"], offered(demo, action)[0])


def offered(demo: Demo, action: str) -> list[str]:
    """The buttons of the newest message that do this."""
    rows = [row for one in demo.messages(MEI)[-1:] for row in one.get("reply_markup", {}).get("inline_keyboard", [])]
    return [button["callback_data"] for row in rows for button in row if button["callback_data"].startswith(action)]
