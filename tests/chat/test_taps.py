"""Every button has a handler, and every handler a button."""

from __future__ import annotations

import inspect

from bot.chat.commands import COMMANDS, split
from bot.chat.taps import HANDLERS
from bot.domain.taps import Action


def test_every_action_has_a_handler() -> None:
    assert set(HANDLERS) == set(Action)
    assert all(callable(handler) for handler in HANDLERS.values())


def test_a_command_is_split_as_people_write_it() -> None:
    assert split("/run ls -l") == ("run", "", "ls -l")
    assert split("/RUN@Pomodock_Bot\nls") == ("run", "pomodock_bot", "ls")
    assert split("/run\tls\n-l ") == ("run", "", "ls\n-l")
    assert split("/") == ("", "", "")
    assert split("run") == ("", "", "")
    assert all(inspect.iscoroutinefunction(command) for command in COMMANDS.values())
