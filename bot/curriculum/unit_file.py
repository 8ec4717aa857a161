"""A unit's Markdown: front matter, then pages, each with the line it starts at and the code blocks in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.curriculum.document import Document, read_document
from bot.curriculum.faults import Fault
from bot.curriculum.fence import Fence
from bot.domain.course import Page


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """What stands between two fences, without their indentation. ``line`` is that of the opening fence."""

    language: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page, the line of its heading, and its code blocks."""

    page: Page
    line: int
    blocks: tuple[CodeBlock, ...]

    @property
    def code(self) -> tuple[str, ...]:
        """The language of each code block."""
        return tuple(block.language for block in self.blocks)


@dataclass(frozen=True, slots=True)
class UnitFile:
    """Front matter and pages of ``units/<id>/<language>.md``."""

    front: Document
    pages: tuple[PageDraft, ...]


_HEADING = re.compile(r"##[ \t]+(\S.*?)[ \t]*#*")


def read_unit_file(file: str, text: str) -> UnitFile:
    """A unit's file. Faults of front matter and pages are in ``front.faults``."""
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        front = Document(file)
        front.faults.append(Fault(file, 1, "there is no front matter", "start the file with --- and end it with ---"))
        return UnitFile(front, ())
    front = read_document(file, "\n".join(lines[1:end]) + "\n", first_line=2)
    return UnitFile(front, _pages(front, lines[end + 1 :], end + 2))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of Markdown. ``code`` is true inside a block and at its fences; ``opens`` names a block's language."""

    number: int
    text: str
    code: bool
    opens: str | None = None

    @property
    def title(self) -> str | None:
        """The page's title, where this line is its heading."""
        match = None if self.code else _HEADING.fullmatch(self.text)
        return match.group(1) if match else None


def _numbered(texts: list[str], first_line: int) -> tuple[list[_Line], int | None]:
    """The lines, and the number of the line whose code block is never closed."""
    lines: list[_Line] = []
    fence, opened = Fence(), None
    for number, text in enumerate(texts, first_line):
        before, fence = fence, fence.after(text)
        opens = fence.language if fence.is_open and not before.is_open else None
        lines.append(_Line(number, text, before.is_open or fence.is_open, opens))
        if opens is not None:
            opened = number
    return lines, opened if fence.is_open else None


def _pages(front: Document, texts: list[str], first_line: int) -> tuple[PageDraft, ...]:
    lines, unclosed = _numbered(texts, first_line)
    if unclosed is not None:
        front.faults.append(Fault(front.file, unclosed, "this code block is never closed", "end it with ```"))
    for line in lines:
        front.faults.extend(_markdown_faults(front.file, line))
    starts = [at for at, line in enumerate(lines) if line.title]
    stray = next((line for line in lines[: starts[0] if starts else None] if line.text.strip()), None)
    if stray or not starts:
        number = stray.number if stray else first_line
        front.faults.append(Fault(front.file, number, "no page starts here", "start each page with `## Its title`"))
    pages = [_page(lines[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=False)]
    front.faults.extend(
        Fault(front.file, page.line, "this page is empty", "write below its heading, or remove it")
        for page in pages
        if not page.page.markdown
    )
    return tuple(pages)


def _page(lines: list[_Line]) -> PageDraft:
    """A page from its heading on."""
    heading, *body = lines
    markdown = "\n".join(line.text for line in body).strip("\n").rstrip()
    return PageDraft(Page(heading.title or "", markdown), heading.number, tuple(_blocks(body)))


def _blocks(body: list[_Line]) -> Iterator[CodeBlock]:
    """The code blocks of a page. What is never closed ends with the page."""
    starts = [at for at, line in enumerate(body) if line.opens is not None]
    for start in starts:
        opening = body[start]
        inside = itertools.takewhile(lambda line: line.code and line.opens is None, body[start + 1 :])
        # The closing fence counts as code, too, and is the last such line before the next opening one.
        texts = [line.text for line in inside][:-1]
        indent = len(opening.text) - len(opening.text.lstrip(" \t"))
        bare = [text[indent:] if not text[:indent].strip() else text for text in texts]
        yield CodeBlock(opening.opens or "", opening.number, "\n".join(bare))


_FORBIDDEN = (
    (re.compile(r"^#[ \t]"), "a heading of the first level", "start pages with ##"),
    (re.compile(r"^\s*\|.*\|\s*$"), "a table", "write a list: Telegram has no tables"),
    (re.compile(r"!\[[^\[\]]*\]\("), "an image", "draw it as text in a code block"),
    (
        re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?>"),
        "raw HTML",
        "use Markdown, and `code` for what is to be read",
    ),
    (re.compile(r"\[[^\[\]]+\]\((?!https?://\w)"), "a link that leads nowhere", "link to a whole https:// address"),
)


def _markdown_faults(file: str, line: _Line) -> list[Fault]:
    if line.opens == "":
        return [Fault(file, line.number, "this code block has no language", "write ```text, ```bash, … above it")]
    return (
        [] if line.code else [Fault(file, line.number, f"here is {what}", mend) for what, mend in _refused(line.text)]
    )


def _refused(line: str) -> list[tuple[str, str]]:
    bare = re.sub(r"`[^`]*`", "", line)
    return [(what, mend) for pattern, what, mend in _FORBIDDEN if pattern.search(bare)]


def refused_markdown(markdown: str) -> list[tuple[str, str]]:
    """What is in ``markdown``, outside its code, that a chat cannot show: its name, and what to do instead."""
    lines, _ = _numbered(markdown.split("\n"), 1)
    return [refused for line in lines if not line.code for refused in _refused(line.text)]
