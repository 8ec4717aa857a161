"""Every message the bot can say, made from the types of its fields: with sensible texts, or with hostile ones."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.course import LANGUAGES
from bot.domain.messages import MESSAGES
from bot.domain.messages.general import Trouble

EVIL = (
    "<b>&\"'",
    "</code></pre><script>alert(1)</script>",
    "&lt;b&gt;&#60;",
    "**bold** _it_ `code` [x](javascript:alert(1))",
    "{{ 7 * 7 }}{% raw %}",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 40,
    "\u202eدرنة",
    "שלום וברכה",
    "x" * 5000,
    "字" * 5000,
    "👍" * 3000,
    "a\nb\r\nc\td",
    "\x00\x07\x1b[31mred\x1b[0m",
    "\ud800 half",
    "``` unclosed",
    "%s %(name)s {0}",
    "  ",
    "\u3164",
    "",
)
TAME = {
    "en": ("Containers are not small VMs", "a plain process", "`docker ps` lists what runs"),
    "zh": ("容器不是小号虚拟机", "一个普通进程", "`docker ps` 列出运行中的容器"),
}
ZONES = ("Asia/Shanghai", "America/Argentina/ComodRivadavia", "Etc/GMT+8", "Europe/Berlin")

# Fields whose values are ours, not a stranger's: ids, addresses, choices that buttons carry.
OURS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(("containers-not-vms", "u", "a-unit-with-the-longest-id-there")),
    "content": st.just("aGVsbG8="),
    "nonce": st.just("0a1b2c3d"),
    "topic_id": st.sampled_from(("volumes", "")),
    "questions": st.integers(1, 20),
    "zone": st.sampled_from(ZONES),
    "link": st.just("https://t.me/pomodock_bot?start=hello"),
    "url": st.just("https://docs.docker.com/get-started/"),
    "rating": st.integers(1, 4),
    "current": st.sampled_from(("zh", "20", "0400")),
    "language": st.sampled_from(LANGUAGES),
    "suggested": st.sampled_from(LANGUAGES),
    "phase": st.sampled_from(("running", "paused", "break", "ended")),
}


def messages(name: str, *, hostile: bool) -> st.SearchStrategy[Any]:
    """Instances of one message class."""
    if name == Trouble.__name__:
        return st.one_of([troubles(error, hostile=hostile) for error in ERRORS])
    return _built(MESSAGES[name], hostile)


def troubles(error: type[errors.PomodockError], *, hostile: bool) -> st.SearchStrategy[Trouble]:
    """The message of one kind of error."""
    values = {field.name: _of(get_type_hints(error)[field.name], hostile) for field in fields(error)}  # type: ignore[arg-type]
    return st.builds(Trouble, st.just(error.__name__), st.fixed_dictionaries(values))


ERRORS: tuple[type[errors.PomodockError], ...] = tuple(
    kind for kind in vars(errors).values() if isinstance(kind, type) and is_dataclass(kind)
)


def _built(kind: type, hostile: bool) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return st.builds(kind, **{name: OURS[name] if name in OURS else _of(hints[name], hostile) for name in names})


def _of(hint: Any, hostile: bool) -> st.SearchStrategy[Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Mapping, dict):
        return _localized(hostile)
    if origin is tuple:
        if inner[-1] is Ellipsis:
            # A poll takes twelve options, and one of a placement question is the bot's.
            return st.lists(_of(inner[0], hostile), min_size=1, max_size=11).map(tuple)
        return st.tuples(*(_of(item, hostile) for item in inner))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, types.UnionType):
        return st.one_of([_of(item, hostile) for item in inner])
    return _plain(hint, hostile)


def _plain(hint: Any, hostile: bool) -> st.SearchStrategy[Any]:
    if is_dataclass(hint):
        return _built(hint, hostile)  # type: ignore[arg-type]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    by_type: dict[Any, st.SearchStrategy[Any]] = {
        str: st.sampled_from(EVIL) | st.text(max_size=300) if hostile else st.just("Mei"),
        bool: st.booleans(),
        int: st.integers(0, 2**40 if hostile else 40),
        float: st.floats(0, 1e6),
        date: st.dates(date(2026, 1, 1), date(2030, 1, 1)),
        time: st.times().map(lambda value: value.replace(microsecond=0)),
        type(None): st.none(),
    }
    return by_type[hint]


def _localized(hostile: bool) -> st.SearchStrategy[dict[str, str]]:
    if hostile:
        text = st.sampled_from(EVIL) | st.text(max_size=300)
        return st.fixed_dictionaries(dict.fromkeys(LANGUAGES, text))
    return st.integers(0, 2).map(lambda index: {language: TAME[language][index] for language in LANGUAGES})
