"""Cards that ask what a command prints, as scripts of their own."""

from __future__ import annotations

from bot.curriculum.draft import read_draft
from bot.curriculum.schema import OutputEntry
from bot.curriculum.source import read_folder
from tests.truth.course import FOLDER
from tests.truth.script import Command, File, Step, commands


def outputs() -> dict[str, list[OutputEntry]]:
    """Every such card of the course, by topic."""
    found: dict[str, list[OutputEntry]] = {}
    for card in read_draft(read_folder(FOLDER)).cards:
        if isinstance(card.entry, OutputEntry):
            found.setdefault(card.topic, []).append(card.entry)
    return found


def steps_of_card(card: OutputEntry) -> list[Step]:
    """The card's files and what ran before, then its command with what it prints."""
    files = [File(0, name, text) for name, text in card.files.items()]
    before = [Command(0, typed) for typed in commands(card.setup or "")]
    return [*files, *before, Command(0, card.command, tuple(card.prints.rstrip("\n").split("\n")))]
