"""YAML as authors expect it, with the line of everything in it.

YAML 1.1 turns ``no`` into false, ``10:30`` into 630 and ``012`` into 10. Here nothing is turned into anything
by surprise: such a word is a fault that says "put it in quotes". What remains are text, whole numbers,
``true``, ``false`` and nothing. Aliases, tags, a second document and a key given twice are faults, too, so
that a small file cannot become a large one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.curriculum.faults import Fault

Where = tuple[str | int, ...]
"""A place in a document: keys and indexes from the top."""

MAX_DEPTH = 16
MAX_VALUES = 50_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_TRAPS = (
    (re.compile(r"(?i:yes|no|on|off|y|n)"), "true or false"),
    (re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"), "a number of seconds"),
    (re.compile(r"[-+]?0[0-9_]+"), "an octal number"),
    (re.compile(r"[-+]?0[xob][0-9a-fA-F_]+"), "another number"),
    (re.compile(r"[-+]?[0-9]+(?:_[0-9]+)+"), "a number without the underscores"),
    (re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?i:inf|nan)"), "a fraction"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"), "a date"),
    (re.compile(r"\+[0-9]+|-?[0-9]{17,}"), "a number"),
    (re.compile(r"True|TRUE|False|FALSE|Null|NULL"), "true, false or nothing"),
)


@dataclass(slots=True)
class Document:
    """What a file says (``data``) and where (``lines``)."""

    file: str
    data: object = None
    lines: dict[Where, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, where: Where) -> int:
        """The line of what is at ``where``, or of the nearest thing around it that exists."""
        for length in range(len(where), 0, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return self.lines.get((), 1)

    def fault(self, where: Where, what: str, mend: str) -> Fault:
        """A fault at ``where``."""
        return Fault(self.file, self.line(where), what, mend)


def read_document(file: str, text: str, first_line: int = 1) -> Document:
    """``text`` as a document whose first line is ``first_line`` of ``file``. All faults are in its ``faults``."""
    document = Document(file, lines={(): first_line})
    reader = _Reader(document, first_line)
    try:
        document.data = reader.read(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        document.faults.append(_syntax_fault(file, error, text, first_line))
    except _GiveUpError as error:
        document.faults.append(error.fault)
    return document


def _syntax_fault(file: str, error: yaml.YAMLError, text: str, first_line: int) -> Fault:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    line = int(mark.line) if mark is not None else text[: position or 0].count("\n")
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    line = min(line, text.rstrip("\n").count("\n"))
    return Fault(
        file,
        first_line + line,
        f"this is not YAML: {problem}",
        "check the indentation, and put text with : # & * [ ] { } or quotes in it between double quotes",
    )


class _GiveUpError(Exception):
    """Reading on would be of no use."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


class _Reader:
    """Turns the parser's events into values, noting lines and faults as it goes."""

    def __init__(self, document: Document, first_line: int) -> None:
        self._document = document
        self._first_line = first_line
        self._values = 0

    def read(self, events: Iterator[Any]) -> object:
        data: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._give_up(event, "a second document starts here", "remove the --- line")
            elif isinstance(event, yaml.NodeEvent):
                data = self._value(event, events, ())
        return data

    def _line(self, event: Any) -> int:
        return self._first_line + int(event.start_mark.line)

    def _add(self, event: Any, what: str, mend: str) -> None:
        self._document.faults.append(Fault(self._document.file, self._line(event), what, mend))

    def _give_up(self, event: Any, what: str, mend: str) -> _GiveUpError:
        return _GiveUpError(Fault(self._document.file, self._line(event), what, mend))

    def _value(self, event: Any, events: Iterator[Any], where: Where) -> object:
        self._values += 1
        if self._values > MAX_VALUES or len(where) > MAX_DEPTH:
            raise self._give_up(event, "this file has too much in it", "split it, or nest it less deeply")
        if isinstance(event, yaml.AliasEvent):
            raise self._give_up(event, f"*{event.anchor} is an alias", "write the value out where it is needed")
        if event.tag is not None:
            self._add(event, f"{event.tag} is a tag", "remove it: text, numbers, lists and maps need none")
        if event.anchor is not None:
            self._add(event, f"&{event.anchor} is an anchor", "remove it: aliases are not used here")
        self._document.lines.setdefault(where, self._line(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, where)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(events, where)
        return self._scalar(event)

    def _list(self, events: Iterator[Any], where: Where) -> list[object]:
        items: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, events, (*where, len(items))))
        return items

    def _map(self, events: Iterator[Any], where: Where) -> dict[object, object]:
        entries: dict[object, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._give_up(event, "a key is not a word", "put text that has [ ] { } in it in quotes")
            key = self._scalar(event)
            inner = (*where, key if isinstance(key, int) else str(key))
            if key in entries:
                self._add(event, f"`{key}` is here twice", "keep one of them")
            self._document.lines[inner] = self._line(event)
            entries[key] = self._value(next(events), events, inner)
        return entries

    def _scalar(self, event: Any) -> object:
        text: str = event.value
        if event.style:
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        for trap, becomes in _TRAPS:
            if trap.fullmatch(text):
                self._add(event, f"`{text}` without quotes is {becomes} to YAML", f'write "{text}"')
                break
        return text
