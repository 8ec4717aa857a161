"""Course Markdown as Telegram's HTML.

``telegramify-markdown`` reads the Markdown and gives text with entities (offsets in UTF-16 code units, which may
cross each other); here they become tags that are properly nested: ``b i s code pre a blockquote`` and no others.
Whatever looks like HTML in the source is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup, escape
from telegramify_markdown import MessageEntity, RenderConfig, convert

from bot.texts.measure import printable

# What means something to the library and nothing in a course goes through it as private characters of the same length:
# "$PATH/$HOME" is no formula, "<image>" is no tag, "a || b" hides nothing. Full-width punctuation too, because Markdown
# wants a blank between it and a "**", and Chinese has none there.
_SIGNS = "|$<，。、；：？！（）《》〈〉「」『』【】“”‘’…—～"
_HIDE = {ord(sign): chr(0xE000 + place) for place, sign in enumerate(_SIGNS) if sign != "|"}
_SHOW = {0xE000 + place: sign for place, sign in enumerate(_SIGNS)}
_BARS = "\ue000\ue000"
_PRIVATE = re.compile("[\ue000-\ue0ff]")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#_.-]{1,32}")
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "b",
    "strikethrough": "s",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_SOLID = frozenset({"code", "pre"})
_AROUND_CODE = frozenset({"blockquote", "a"})


@dataclass(frozen=True, slots=True)
class _Span:
    """One tag over a stretch of text, in indexes of Python's string."""

    start: int
    end: int
    tag: str
    argument: str = ""


@lru_cache(maxsize=1024)
def to_html(source: str) -> Markup:
    """``source`` as Telegram HTML. Course texts are few and read often, hence the cache."""
    text, entities = convert(_hide(printable(source)), latex_escape=False, config=_CONFIG)
    text = text.rstrip()
    return Markup(_tagged(text, _spans(text, entities)))  # noqa: S704 - every piece of text is escaped


def _config() -> RenderConfig:
    config = RenderConfig.isolated()
    config.cite_expandable = False
    symbols = config.markdown_symbol
    symbols.heading_level_1 = symbols.heading_level_2 = symbols.heading_level_3 = symbols.heading_level_4 = ""
    symbols.image = symbols.link = ""
    symbols.unordered_list_item = "•"
    symbols.task_completed, symbols.task_uncompleted = "☑", "☐"
    return config


_CONFIG = _config()


def _hide(source: str) -> str:
    return _PRIVATE.sub("\ufffd", source).translate(_HIDE).replace("||", _BARS)


def _show(text: str) -> str:
    return text.translate(_SHOW)


def _spans(text: str, entities: Iterable[MessageEntity]) -> list[_Span]:
    """The entities as tags, the outer before the inner, cut to the text."""
    index = _indexes(text)
    spans = []
    for entity in entities:
        tag, argument = _tag(entity)
        start = index.get(entity.offset, len(text))
        end = index.get(entity.offset + entity.length, len(text))
        if tag and start < end:
            spans.append(_Span(start, end, tag, argument))
    return sorted(spans, key=lambda span: (span.start, -span.end, span.tag in _SOLID))


def _indexes(text: str) -> dict[int, int]:
    """From UTF-16 offset to index."""
    offsets, at = {}, 0
    for index, char in enumerate(text):
        offsets[at] = index
        at += 2 if char > "\uffff" else 1
    offsets[at] = len(text)
    return offsets


def _tag(entity: MessageEntity) -> tuple[str, str]:
    """The tag of an entity and what it needs to be opened; no tag for what we do not show."""
    if entity.type == "text_link":
        url = _show(entity.url or "")
        return ("a", url) if url.startswith(("https://", "http://")) else ("", "")
    if entity.type in _SOLID:
        # ``text`` marks a drawing: no client need name that as a language.
        language = "" if entity.language == "text" else entity.language or ""
        return entity.type, language if _LANGUAGE.fullmatch(language) else ""
    return _TAGS.get(entity.type, ""), ""


def _tagged(text: str, spans: list[_Span]) -> str:
    """Text in tags, written stretch by stretch: where a tag ends, those inside it are closed with it."""
    borders = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    parts: list[str] = []
    stack: list[_Span] = []
    for start, end in pairwise(borders):
        wanted = _nested([span for span in spans if span.start <= start and end <= span.end])
        kept = _common(stack, wanted)
        parts += [_close(span) for span in reversed(stack[kept:])]
        parts += [_open(span) for span in wanted[kept:]]
        parts.append(str(escape(_show(text[start:end]))))
        stack = wanted
    parts += [_close(span) for span in reversed(stack)]
    return "".join(parts)


def _nested(spans: list[_Span]) -> list[_Span]:
    """Those of the tags over one stretch that Telegram lets stand together: no quote in a quote, nothing about code."""
    solid = next((span for span in spans if span.tag in _SOLID), None)
    chosen: list[_Span] = []
    for span in spans:
        if any(span.tag == other.tag for other in chosen):
            continue
        if solid is None or span is solid or span.tag in _AROUND_CODE:
            chosen.append(span)
    if solid is not None:
        chosen.sort(key=lambda span: span is solid)
    return chosen


def _common(one: list[_Span], other: list[_Span]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right:
            break
        count += 1
    return count


def _open(span: _Span) -> str:
    if span.tag == "a":
        return f'<a href="{escape(span.argument)}">'
    if span.tag == "pre" and span.argument:
        return f'<pre><code class="language-{span.argument}">'
    return f"<{span.tag}>"


def _close(span: _Span) -> str:
    return "</code></pre>" if span.tag == "pre" and span.argument else f"</{span.tag}>"
