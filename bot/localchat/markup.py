"""HTML parse mode: Telegram's tags become text and entities, anything else is refused with Telegram's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.localchat import utf16
from bot.localchat.errors import ApiError, bad_request
from bot.localchat.links import is_link

Entity = dict[str, Any]

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip
_MARK = re.compile(r"[<&]")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"""[^\s=>/"']*""")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_CHARACTER = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9A-Fa-f]{1,8})|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and its entities with offsets in UTF-16 code units. Raises ApiError 400."""
    return _Reader(source).read()


def unescape(source: str) -> str:
    """Character references resolved as Telegram does: four names and numbers, all others left as they are."""
    return _CHARACTER.sub(lambda match: _character(match) or match[0], source)


def _character(match: re.Match[str]) -> str | None:
    if match[3]:
        return _NAMED[match[3]]
    number = int(match[1]) if match[1] else int(match[2], 16)
    if number in {0, 0x2028, 0x2029} or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return None
    return chr(number)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            mark = _MARK.search(self.source, self.at)
            if mark is None:
                self._add(self.source[self.at :])
                break
            self._add(self.source[self.at : mark.start()])
            self.at = mark.start()
            if mark[0] == "&":
                self._reference()
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.parts), self.entities

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16.length(text)

    def _reference(self) -> None:
        match = _CHARACTER.match(self.source, self.at)
        char = _character(match) if match else None
        if match is None or char is None:
            self._add("&")
            self.at += 1
        else:
            self._add(char)
            self.at = match.end()

    def _start_tag(self) -> None:
        begin = self.at
        tag = self._match(_NAME, begin + 1).lower()
        if self.at >= len(self.source):
            raise _cannot("Unclosed start tag" + self._where(begin))
        if tag not in _TAGS:
            raise _cannot(f'Unsupported start tag "{tag}"' + self._where(begin))
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot('Tag "span" must have class "tg-spoiler"' + self._where(begin))
        self.at += 1  # the ">"
        self.open.append(_Open(tag, _argument(tag, attributes), self.offset, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_blanks()
            if self._here(begin) == ">":
                return attributes
            name = self._match(_ATTRIBUTE_NAME, self.at)
            if not name:
                raise _cannot(f'Empty attribute name in the tag "{tag}"' + self._where(begin))
            self._skip_blanks()
            if self._here(begin) == "=":
                self.at += 1
                self._skip_blanks()
                attributes[name] = self._value(begin)
            else:
                attributes[name] = ""

    def _value(self, begin: int) -> str:
        quote = self._here(begin)
        start = self.at
        if quote not in "\"'":
            token = self._match(_TOKEN, start).lower()
            if self._here(begin) != ">" and not self._here(begin).isspace():
                raise _cannot("Unexpected end of name token" + self._where(start))
            return token
        end = self.source.find(quote, start + 1)
        if end < 0:
            raise _cannot("Unclosed start tag" + self._where(begin))
        self.at = end + 1
        self._here(begin)
        return unescape(self.source[start + 1 : end])

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _cannot("Unexpected end tag" + self._where(begin))
        tag = self._match(_NAME, begin + 2)
        self._skip_blanks()
        if self.source[self.at : self.at + 1] != ">":
            raise _cannot("Unclosed end tag" + self._where(begin))
        self.at += 1
        opened = self.open.pop()
        if tag and tag.lower() != opened.tag:
            raise _cannot(f'Unmatched end tag{self._where(begin)}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"type": _TAGS[opened.tag], "offset": opened.offset, "length": self.offset - opened.offset}
        if opened.tag == "a":
            url = opened.argument or "".join(self.parts[opened.begin :])
            if not is_link(url):
                return  # Telegram drops a link that leads nowhere and keeps its text
            entity["url"] = url
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag in {"pre", "code"}:
            entity = self._code(entity, opened)
        self.entities.append(entity)

    def _code(self, entity: Entity, opened: _Open) -> Entity:
        """``<pre><code class="language-x">`` is one block of code in a language."""
        inner = self.entities[-1] if self.entities else None
        if opened.tag == "pre" and inner and inner["type"] == "code" and _same_place(inner, entity):
            self.entities.pop()
            if "language" in inner:
                entity["language"] = inner["language"]
        elif opened.tag == "code" and opened.argument:
            entity["language"] = opened.argument
        return entity

    def _match(self, pattern: re.Pattern[str], at: int) -> str:
        match = pattern.match(self.source, at)
        assert match is not None  # the patterns match the empty string too
        self.at = match.end()
        return match[0]

    def _skip_blanks(self) -> None:
        while self.source[self.at : self.at + 1].isspace():
            self.at += 1

    def _here(self, begin: int) -> str:
        if self.at >= len(self.source):
            raise _cannot("Unclosed start tag" + self._where(begin))
        return self.source[self.at]

    def _where(self, at: int) -> str:
        return f" at byte offset {len(self.source[:at].encode('utf-8', 'surrogatepass'))}"


def _argument(tag: str, attributes: dict[str, str]) -> str:
    match tag:
        case "a":
            return attributes.get("href", "")
        case "code":
            css_class = attributes.get("class", "")
            return css_class.removeprefix("language-") if css_class.startswith("language-") else ""
        case "blockquote":
            return "expandable" if "expandable" in attributes else ""
    return ""


def _same_place(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] == other["offset"] and one["length"] == other["length"])


def _cannot(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
