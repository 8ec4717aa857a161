"""Whether the code that a unit shows is code: what its reader would refuse before anything runs.

Nothing is run here and no other program is asked, so that a course can be judged wherever it is read. What a
language's own reader would say beyond this is for the course's tests, which have that reader at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in a line of a code block, counted from 0, and how to mend it."""

    line: int
    what: str
    mend: str


def complaints(language: str, text: str) -> list[Complaint]:
    """What is wrong with ``text``; nothing where its language is not one that is read here."""
    reader = _READERS.get(language)
    return list(reader(text)) if reader else []


def _yaml(text: str) -> Iterator[Complaint]:
    try:
        for _ in yaml.parse(text, Loader=_Loader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        line = min(int(mark.line), text.count("\n")) if mark else 0
        yield Complaint(line, f"this is not YAML: {problem}", "check the indentation and the quotes")


def _json(text: str) -> Iterator[Complaint]:
    # JSON has no comments, but a block's first line may name the file that it is.
    bare = re.sub(r"\A(?:#|//)[^\n]*", "", text)
    try:
        json.loads(bare)
    except json.JSONDecodeError as error:
        yield Complaint(error.lineno - 1, f"this is not JSON: {error.msg}", "check commas, quotes and brackets")
    except RecursionError:
        yield Complaint(0, "this JSON is nested too deeply", "nest it less deeply")


# --- Dockerfile ----------------------------------------------------------------------------------------------

_INSTRUCTIONS = re.compile(
    "ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|"
    "VOLUME|WORKDIR"
)
_HEREDOC = re.compile(r"(?<!<)<<-?[ \t]*(['\"]?)([A-Za-z_]\w*)\1")


def _dockerfile(text: str) -> Iterator[Complaint]:
    """Each instruction starts with a known word in capitals, says something, and ends before the file does."""
    continued: int | None = None
    for at, line in _outside_heredocs(text):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if continued is None:
            yield from _instruction(at, stripped)
        continued = at if stripped.endswith("\\") else None
    if continued is not None:
        yield Complaint(continued, "the instruction goes on after \\, but the file ends", "remove the \\, or go on")


def _instruction(at: int, line: str) -> Iterator[Complaint]:
    word, _, rest = line.partition(" ")
    if not _INSTRUCTIONS.fullmatch(word):
        yield Complaint(at, f"`{word}` is no instruction of a Dockerfile", "correct it, in capitals")
    elif not rest.strip():
        yield Complaint(at, f"`{word}` has nothing behind it", "say what it is to do")


def _outside_heredocs(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` with their numbers, without the bodies of here-documents."""
    wanted = ""
    for at, line in enumerate(text.split("\n")):
        if wanted:
            wanted = "" if line.strip() == wanted else wanted
            continue
        opening = _HEREDOC.search(line)
        wanted = opening.group(2) if opening else ""
        yield at, line


# --- Shell ---------------------------------------------------------------------------------------------------


def _quoted(depth: int) -> str:
    """A text in double quotes, in which commands may have quotes of their own: ``"$(tr -d '"')"``.

    What was matched is never tried another way, so that a long text takes no longer than its length asks for.
    """
    inside = r"\\.|[^\"\\]"
    brackets = r"\((?:\\.|[^()'\"\\])*+\)"
    for _ in range(depth):
        brackets = rf"\((?:\\.|'[^']*'|\"(?:{inside})*+\"|{brackets}|[^()'\"\\])*+\)"
        inside = rf"\\.|\${brackets}|[^\"\\]"
    return rf"\"(?:{inside})*+\""


_CLOSED = re.compile(rf"""\\.|'[^']*'|{_quoted(3)}|(?:(?<=\s)|^)\#[^\n]*""", re.DOTALL | re.MULTILINE)
"""What may hold anything without meaning anything to the shell: an escape, a quoted text, a comment."""
_WORD = re.compile(r"(?:^|[;&|(){!\n]|\b(?:do|then|else)\b)[ \t]*(if|case|for|while|until|fi|esac|done)\b")
_GAP = re.compile(r"<[\w.-]+>")
_ENDS = {"if": "fi", "case": "esac", "for": "done", "while": "done", "until": "done"}


def _shell(text: str) -> Iterator[Complaint]:
    return _commands(list(_outside_heredocs(text)))


def _console(text: str) -> Iterator[Complaint]:
    """Only what is typed is shell: the lines after ``$ ``, and those that they go on in."""
    typed: list[tuple[int, str]] = []
    for at, line in _outside_heredocs(text):
        if line.startswith("$ "):
            typed.append((at, line[2:]))
        elif typed and typed[-1][0] == at - 1 and typed[-1][1].endswith("\\"):
            typed.append((at, line))
    return _commands(typed)


def _commands(lines: list[tuple[int, str]]) -> Iterator[Complaint]:
    """Every command is finished, and every loop and condition has its end."""
    started, command, whole = 0, "", ""
    for at, line in lines:
        started = started if command else at
        command = f"{command}\n{line}" if command else line
        if not awaits(command):
            whole, command = f"{whole}\n{_bare(command)}", ""
    if awaited := awaits(command):
        yield Complaint(started, f"this command is not finished: {awaited}", "finish it, or quote what is text")
    elif lines:
        yield from _unended(lines[0][0], whole)


def _bare(command: str) -> str:
    return _CLOSED.sub(lambda piece: " " if piece.group().startswith(("\\\n", "#")) else "x", command)


def awaits(command: str) -> str:
    """What a shell would go on waiting for after ``command``; empty where it would start."""
    bare = _bare(command).rstrip(" \t")
    if "'" in bare or '"' in bare:
        return "a quote is left open"
    if bare.endswith("\\"):
        return "nothing follows its \\"
    if bare.endswith(("|", "&&")):
        return "nothing follows its | or &&"
    return ""


def _unended(at: int, bare: str) -> Iterator[Complaint]:
    if gap := _GAP.search(bare):
        yield Complaint(at, f"`{gap.group()}` is a redirection to the shell", "write an example in its place, or …")
    words = _WORD.findall(bare)
    for end in sorted(set(_ENDS.values())):
        if words.count(end) != sum(words.count(word) for word, its_end in _ENDS.items() if its_end == end):
            yield Complaint(at, f"there is a `{end}` too many or too few", f"end each block with its own `{end}`")
    if "case" not in words and bare.count("(") != bare.count(")"):
        yield Complaint(at, "a bracket is left open or closed twice", "pair ( and ), or quote them")


_READERS: dict[str, Callable[[str], Iterator[Complaint]]] = {
    "yaml": _yaml,
    "json": _json,
    "dockerfile": _dockerfile,
    "console": _console,
    **dict.fromkeys(("sh", "bash"), _shell),
}
