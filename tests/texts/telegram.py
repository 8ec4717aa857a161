"""What Telegram takes: its HTML parsed as strictly as it does, and its limits."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from unicodedata import category

from bot.domain.taps import Tap
from bot.services.rendered import Button, Quiz, Rendered

TAGS = {"b", "i", "s", "code", "pre", "a", "blockquote"}
_REFERENCES = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}> is not a tag of Telegram's"
        assert not {"code", "pre"} & set(self.open) or (self.open[-1:] == ["pre"] and tag == "code"), "tag in code"
        assert tag not in self.open, f"<{tag}> in itself"
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("code", "class")}, f"<{tag} {name}>"
            assert re.match(r"https?://" if tag == "a" else r"language-[\w+#.-]+$", value or "")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> out of place"

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def text_of(html: str) -> str:
    """The text Telegram would show. Fails for HTML that it would refuse."""
    html = str(html)
    assert not _REFERENCES.search(html), "a bare & or an unknown reference"
    parser = _Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == [], "open tags"
    # html.parser forgives a bare "<"; Telegram does not.
    assert unescape(re.sub(r"</?[a-z]+(?: [^>]*)?>", "", html)) == parser.text
    return parser.text


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check(rendered: Rendered) -> None:
    """Fail where Telegram would refuse the message."""
    if rendered.quiz is not None:
        check_quiz(rendered.quiz)
        assert rendered.html == "" and rendered.attachment is None
        for button in (button for row in rendered.buttons for button in row):
            check_button(button)
        return
    text = text_of(rendered.html)
    assert text.strip(), "Telegram trims, and refuses what is then empty"
    assert units(text) <= (4096 if rendered.attachment is None else 1024)
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", text)
    for row in rendered.buttons:
        assert 1 <= len(row) <= 3
        assert len(row) == 1 or max(len(button.label) for button in row) * len(row) <= 40, "labels fit a phone"
        for button in row:
            check_button(button)
    assert sum(map(len, rendered.buttons)) <= 100


def check_button(button: Button) -> None:
    # Marks that are set upon a letter, and what joins letters, take no room.
    wide = [letter for letter in button.label if category(letter) not in ("Mn", "Me", "Cf")]
    assert button.label.strip() and len(wide) <= 40 and "\n" not in button.label
    if button.url:
        assert button.url.startswith("https://") and not button.data
    else:
        assert Tap.decode(button.data).encode() == button.data
        assert len(button.data.encode()) <= 64


def check_words(rendered: Rendered) -> None:
    """Fail for a button without a word or a number on it."""
    for row in rendered.buttons:
        for button in row:
            assert re.search(r"[^\W_]", button.label), "words on every button"


def check_quiz(quiz: Quiz) -> None:
    assert units(quiz.question) <= 300
    assert all(units(option) <= 100 for option in quiz.options)
    assert units(quiz.explanation) <= 200 and quiz.explanation.count("\n") <= 2
    assert 1 <= len(quiz.options) <= 12
