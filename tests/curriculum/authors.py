"""What the tests of authors share: the small course, and an author's slip in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.curriculum.faults import CourseFaults, Fault
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder

TINY = Path(__file__).parent / "courses" / "tiny"


def tiny() -> dict[str, bytes]:
    """The files of the small course."""
    return read_folder(TINY)


def slip(file: str, old: str, new: str) -> tuple[dict[str, bytes], int]:
    """The small course with ``old`` in ``file`` replaced once, and the line at which that happened."""
    files = tiny()
    text = files[file].decode()
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    line = text[: text.index(old)].count("\n") + 1
    return {**files, file: text.replace(old, new, 1).encode()}, line


def faults_of(files: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """What is wrong with ``files``; nothing where they are a course."""
    try:
        load_course(files)
    except CourseFaults as error:
        return error.faults
    return ()
