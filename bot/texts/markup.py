"""Telegram's HTML once it is written: its text, and a shorter version of it that is still well-formed."""

from __future__ import annotations

import re
from html import unescape

from bot.texts.measure import beginning, units

_TOKEN = re.compile(r"<[^>]*>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-z]{1,8});|[^<&]+|&")
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_BLANK_LINES = re.compile(r"\n{3,}")
_NAME = re.compile(r"</?([a-z-]+)")


def plain(html: str) -> str:
    """The text that is left when Telegram has parsed ``html``."""
    return unescape(_TAG.sub("", html)) if "<" in html or "&" in html else html


def tidy(html: str) -> str:
    """``html`` without blank lines at its ends and with one at most between lines; code is left as it is."""
    if "\n\n\n" not in html:
        return html.strip()
    return "".join(
        part if part.startswith("<pre>") else _BLANK_LINES.sub("\n\n", part) for part in _CODE.split(html)
    ).strip()


def fit(html: str, limit: int) -> str:
    """``html`` with a text of at most ``limit`` UTF-16 code units; what is cut ends in an ellipsis, its tags closed."""
    if units(html) <= limit or units(plain(html)) <= limit:
        return html
    return _shortened(html, limit - 1)


def _shortened(html: str, room: int) -> str:
    parts: list[str] = []
    open_tags: list[str] = []
    for token in _TOKEN.findall(html):
        if token.startswith("<"):
            _track(token, open_tags)
            parts.append(token)
            continue
        size = units(unescape(token))
        if size > room:
            parts.append(_start(token, room))
            break
        room -= size
        parts.append(token)
    return "".join(parts) + "…" + "".join(f"</{name}>" for name in reversed(open_tags))


def _track(tag: str, open_tags: list[str]) -> None:
    found = _NAME.match(tag)
    if tag.startswith("</"):
        open_tags.pop()
    elif found:
        open_tags.append(found[1])


def _start(token: str, room: int) -> str:
    """As much of plain text as there is room for; a character reference is whole or absent."""
    return "" if token.startswith("&") else beginning(token, room)
