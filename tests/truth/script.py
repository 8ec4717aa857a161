"""A unit's code blocks as what a learner would do with them: files to write and commands to type, in order.

- ``console``: a session. After ``$ `` stands what is typed, below it what was printed.
- ``sh``, ``bash``: commands, each of which succeeds; what they print is not shown.
- A block that begins with a comment and a file's name (``# Dockerfile``) is that file. JSON has no comments: there
  the line is not part of the file.
- All other blocks are to be looked at.

A Compose file in a unit that never starts it is at least read by Compose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.curriculum.code import awaits
from bot.curriculum.draft import UnitDraft
from bot.curriculum.unit_file import CodeBlock

_SHELLS = ("sh", "bash")
_NAMED = re.compile(r"(?:#|//|--) ?((?:[\w.-]+/)*(?:[\w-]*\.[\w.-]*\w|Dockerfile))[ \t]*")
_HEREDOC = re.compile(r"(?<!<)<<-?[ \t]*(['\"]?)(\w+)\1")
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"")
_OPENS = re.compile(r"(?:^|[;&|(\n]|\b(?:do|then|else)\b)[ \t]*(?:if|case|for|while|until)\b")
_CLOSES = re.compile(r"(?:^|[;&|(\n])[ \t]*(?:fi|esac|done)\b")


@dataclass(frozen=True, slots=True)
class File:
    """A file that the unit shows. ``name`` is a path in the working folder."""

    block: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed, and the lines that the unit shows below it.

    ``printed`` is missing where no output is shown: then the command has to succeed. ``differs`` says that a lab
    prints something else, and why.
    """

    block: int
    typed: str
    printed: tuple[str, ...] | None = None
    differs: str | None = None


Step = File | Command


def script(unit: UnitDraft) -> tuple[Step, ...]:
    """What ``unit`` has its learner do, without the blocks that cannot be run."""
    assert unit.matter is not None, "a faulty unit is not run"
    unrun = {entry.block for entry in unit.matter.cannot_run}
    differs = {entry.block: entry.how for entry in unit.matter.differs}
    blocks = enumerate((block for page in unit.pages for block in page.blocks), 1)
    steps = [step for at, block in blocks if at not in unrun for step in steps_of(at, block, differs.get(at))]
    return (*steps, *_read_by_compose(steps))


def _read_by_compose(steps: Sequence[Step]) -> Iterator[Command]:
    if any(isinstance(step, Command) and "docker compose" in step.typed for step in steps):
        return
    for step in steps:
        if isinstance(step, File) and re.search(r"^services:", step.text, re.MULTILINE):
            yield Command(step.block, f"docker compose -f {step.name} config -q")


def alike(one: Sequence[Step], other: Sequence[Step]) -> bool:
    """Whether two languages have the same files, commands and output, so that one run speaks for both."""
    return [_essence(step) for step in one] == [_essence(step) for step in other]


def _essence(step: Step) -> Step:
    return step if isinstance(step, File) else Command(step.block, step.typed, step.printed, step.differs and "so")


def steps_of(at: int, block: CodeBlock, differs: str | None = None) -> Iterator[Step]:
    """What one block, the one numbered ``at``, has its reader do."""
    if block.language in _SHELLS:
        yield from (Command(at, typed, None, differs) for typed in commands(block.text))
    elif block.language == "console":
        yield from (Command(at, typed, printed, differs) for typed, printed in session(block.text))
    elif file := _file(at, block):
        yield file


def _file(at: int, block: CodeBlock) -> File | None:
    first, _, rest = block.text.partition("\n")
    named = _NAMED.fullmatch(first)
    if not named or ".." in named.group(1).split("/"):
        return None
    return File(at, named.group(1), (rest if block.language == "json" else block.text).rstrip("\n") + "\n")


def commands(text: str) -> list[str]:
    """The commands in ``text``, each with the lines that it goes on in; comments and empty lines left out."""
    found: list[str] = []
    lines = text.split("\n")
    while lines:
        length = _length(lines)
        typed = "\n".join(lines[:length])
        if typed.strip() and not typed.lstrip().startswith("#"):
            found.append(typed)
        del lines[:length]
    return found


def session(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each command of a session with the lines printed after it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    lines = text.split("\n")
    while lines:
        prompt, lines[0] = lines[0][:2], lines[0][2:]
        assert prompt == "$ ", f"a session's block begins with a command: {text}"
        length = _length(lines)
        typed = "\n".join(lines[:length])
        del lines[:length]
        end = next((at for at, line in enumerate(lines) if line.startswith("$ ")), len(lines))
        found.append((typed, tuple(lines[:end])))
        del lines[:end]
    return found


def _length(lines: Sequence[str]) -> int:
    """How many of ``lines`` the command at their beginning takes: all of them where it never ends."""
    return next((count for count in range(1, len(lines)) if _is_whole("\n".join(lines[:count]))), len(lines))


def _is_whole(command: str) -> bool:
    if here := _HEREDOC.search(command.partition("\n")[0]):
        return command.rpartition("\n")[2].strip() == here.group(2)
    bare = _QUOTED.sub("x", command)
    return not awaits(command) and len(_OPENS.findall(bare)) <= len(_CLOSES.findall(bare))
