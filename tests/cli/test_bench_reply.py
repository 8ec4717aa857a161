"""``pomodock bench reply``: the real bot and the bare one, started, asked and stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import bench_bots, bench_reply
from bot.cli.bench import app

FIGURES = {"p50_ms", "p99_ms", "echo_p50_ms", "echo_p99_ms", "ratio_p50", "ratio_p99"}


def test_one_object_with_the_figures_the_machine_and_the_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_reply, "WARM_UP", 4)
    result = CliRunner().invoke(app, ["reply", "--json", "--updates", "14"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found.keys() == FIGURES | {"updates", "machine", "versions"}
    assert found["updates"] == 14
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert 0 < found["echo_p50_ms"] <= found["echo_p99_ms"]
    assert found["ratio_p50"] == pytest.approx(found["p50_ms"] / found["echo_p50_ms"], abs=0.01)
    assert {"python", "python-telegram-bot", "sqlalchemy"} <= found["versions"].keys()


def test_a_bot_that_dies_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A course that is not there keeps the real bot from starting."""
    monkeypatch.setenv("POMODOCK_CONTENT", str(tmp_path))
    result = CliRunner().invoke(app, ["reply", "--updates", "10"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "the bot ended with code 2" in result.stderr


async def test_a_bot_that_does_not_listen_is_ended_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bench_bots, "_PATIENCE", 0.2)
    (tmp_path / "deaf.py").write_text("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nsignal.pause()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    async with bench_bots._started("deaf", ["deaf"], "1:x", {}, tmp_path / "data") as process:
        process.check()
    with pytest.raises(bench_bots.BotDied, match="deaf ended with code -"):
        process.check()
