"""/settings: language, place, hour, breaks, reminders, and when a day begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.domain.course import LANGUAGES
from bot.domain.errors import StaleTap
from bot.domain.focus import LONG_BREAKS
from bot.domain.messages.general import SettingChoice, SettingsMenu
from bot.domain.people import Person
from bot.services import day, memory
from bot.services import learner as learners
from bot.services.turn import Turn
from bot.storage import people
from bot.storage.people import Met

FLOW = "settings"
ROLLOVERS = tuple(time(hour) for hour in range(7))
"""When a learner-day may begin."""


async def menu(turn: Turn, met: Met) -> None:
    """All settings."""
    await learners.require(turn, met.person, met.chat)
    await turn.show(met.person, met.chat, _menu(turn, met.person), FLOW)


async def show_saved(turn: Turn, met: Met) -> None:
    """All settings, after a change."""
    await turn.show(met.person, met.chat, _menu(turn, met.person, saved=True), FLOW)


async def choose(turn: Turn, met: Met, setting: str) -> None:
    """The choices of one setting. Raises ``StaleTap`` for a setting that has none."""
    await learners.require(turn, met.person, met.chat)
    match setting:
        case "language":
            current = met.person.speaks
        case "long_break":
            current = str(met.person.long_break)
        case "rollover":
            current = met.person.rollover.strftime("%H%M")
        case _:
            raise StaleTap
    await turn.show(met.person, met.chat, SettingChoice(setting, current), FLOW)


async def change(turn: Turn, met: Met, assignment: str) -> None:
    """Set ``setting.value``. Raises ``StaleTap`` for a value that is not offered."""
    learner = await learners.require(turn, met.person, met.chat)
    setting, _, value = assignment.partition(".")
    person = _changed(met.person, setting, value)
    await people.save(turn.tx, person)
    if person.rollover != met.person.rollover:
        await memory.rezone(turn, met.person, person)
    await day.plan(turn, replace(learner, person=person))
    await show_saved(turn, Met(person, met.chat))


def _changed(person: Person, setting: str, value: str) -> Person:
    match setting:
        case "language" if value in LANGUAGES:
            return replace(person, language=value)
        case "long_break" if value in {str(minutes) for minutes in LONG_BREAKS}:
            return replace(person, long_break=int(value))
        case "reminders" if value in ("on", "off"):
            return replace(person, reminders=value == "on")
        case "rollover" if value in {hour.strftime("%H%M") for hour in ROLLOVERS}:
            return replace(person, rollover=time(int(value[:2]), int(value[2:])))
    raise StaleTap


def _menu(turn: Turn, person: Person, *, saved: bool = False) -> SettingsMenu:
    return SettingsMenu(
        language=person.speaks,
        place=turn.places.place(person.tz, turn.now),
        hour=person.hour or time(9),
        long_break=person.long_break,
        reminders=person.reminders,
        rollover=person.rollover,
        saved=saved,
    )
