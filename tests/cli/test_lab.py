"""``pomodock lab build`` in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.lab import app, sentences
from bot.domain.run import BuildProblem, BuildReport
from tests.engine import require_engine


def test_without_an_engine_it_says_how_to_get_one(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["build", "--docker-host", f"unix://{tmp_path}/none.sock"])
    assert done.exit_code == 1
    assert "docker.io" in done.output
    assert "DOCKER_HOST" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("problem", BuildProblem)
def test_every_problem_is_a_sentence_with_its_mend(problem: BuildProblem) -> None:
    said = sentences(BuildReport("pomodock/run:1", problem, command="sudo mend", detail="E: the tool's words"))
    assert said[0].rstrip(":").endswith((".", "Type"))
    assert said[1:] == ["  sudo mend", "E: the tool's words"]


@pytest.mark.engine
def test_with_an_engine_the_image_is_there_in_the_end() -> None:
    require_engine()
    done = CliRunner().invoke(app, ["build"])
    assert done.exit_code == 0, done.output
    assert "Ready: pomodock/run:" in done.output
