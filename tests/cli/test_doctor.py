"""Somebody sets the bot up, and ``pomodock doctor`` tells him what is missing."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.clock import Clock
from bot.localchat import LocalChat
from bot.storage.database import Database


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a token, without an engine, and with an empty data folder."""
    monkeypatch.setenv("POMODOCK_DATA", str(tmp_path))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no-engine.sock")
    monkeypatch.setenv("POMODOCK_API_URL", "http://127.0.0.1:9/bot")
    monkeypatch.delenv("POMODOCK_BOT_TOKEN", raising=False)
    return tmp_path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A Bot API server that answers: its address, and a token that it takes."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait_for(coroutine: object) -> object:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result()  # type: ignore[arg-type]

    async def serve() -> tuple[LocalChat, object]:
        chat = LocalChat(tmp_path / "chat", Clock())
        return chat, await chat.serve()

    chat, running = wait_for(serve())  # type: ignore[misc]
    yield running.api_url, chat.bot_token
    wait_for(running.stop())
    chat.close()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def examine() -> tuple[int, str]:
    result = CliRunner().invoke(app, ["doctor"])
    return result.exit_code, result.output


def test_a_fresh_machine_is_told_how_to_get_a_token_and_an_engine(home: Path) -> None:
    code, said = examine()
    assert code == 1
    assert "mend token: There is no bot token. Talk to @BotFather" in said
    assert "note engine: no Docker engine answers; all but /run works" in said
    assert re.search(r"ok   content: \d+ units", said)
    assert "ok   database:" in said


def test_with_a_token_that_is_taken_all_that_is_needed_is_fine(
    home: Path, server: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, token = server
    monkeypatch.setenv("POMODOCK_API_URL", address)
    monkeypatch.setenv("POMODOCK_BOT_TOKEN", token)
    code, said = examine()
    assert code == 0, said
    assert "ok   token: @pomodock_bot" in said
    assert "ok   clock: right" in said
    assert token not in said


def test_a_refused_token_says_where_to_get_it_again(
    home: Path, server: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POMODOCK_API_URL", server[0])
    monkeypatch.setenv("POMODOCK_BOT_TOKEN", "1:wrong")
    code, said = examine()
    assert code == 1
    assert "mend token: refused; copy it again from @BotFather" in said


def test_a_server_that_cannot_be_reached_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POMODOCK_BOT_TOKEN", "1:any")
    code, said = examine()
    assert code == 1
    assert "mend token: http://127.0.0.1:9/bot cannot be reached" in said


def test_a_database_that_a_bot_works_on_is_fine(home: Path) -> None:
    database = Database(f"sqlite:///{home / 'pomodock.sqlite3'}")
    database.claim()
    try:
        assert "ok   database: in use by a running bot" in examine()[1]
    finally:
        asyncio.run(database.close())


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "postgresql://nobody@127.0.0.1:9/none"])
def test_a_database_that_cannot_be_used_says_what_to_check(
    home: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("POMODOCK_DATABASE_URL", url)
    code, said = examine()
    assert code == 1
    assert "mend database:" in said
    assert "check POMODOCK_DATABASE_URL" in said


def test_a_faulty_course_names_the_command_that_lists_its_faults(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "content" / "docker").mkdir(parents=True)
    (home / "content" / "docker" / "course.yaml").write_text("id: docker\n")
    monkeypatch.setenv("POMODOCK_CONTENT", str(home / "content"))
    code, said = examine()
    assert code == 1
    assert "pomodock content check" in said


@pytest.mark.parametrize(("name", "value"), [("POMODOCK_API_URL", "telegram.org"), ("POMODOCK_ADMINS", "me, myself")])
def test_a_setting_that_cannot_be_read_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    code, said = examine()
    assert code == 1
    assert name in said
