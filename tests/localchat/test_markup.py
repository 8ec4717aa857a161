"""HTML formatting becomes text and entities, or is refused with Telegram's words."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localchat.errors import ApiError
from bot.localchat.markup import parse_html

TAGS = ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "code", "pre", "blockquote")


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>bold</b> not", "bold not", [("bold", 0, 4)]),
        ("<STRONG>x</strong>", "x", [("bold", 0, 1)]),
        ("😀<i>é</i>", "😀é", [("italic", 2, 1)]),
        ("<u>a<s>b</s></u>", "ab", [("strikethrough", 1, 1), ("underline", 0, 2)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#128512; &#x41;", 'a <b> & "c" 😀 A', []),
        ("&nbsp; &unknown; & <b></b>", "&nbsp; &unknown; & ", []),
        ("<b>x</>", "x", [("bold", 0, 1)]),
    ],
)
def test_tags_and_references(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, found = parse_html(source)
    assert plain == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_code_in_a_language_is_one_block() -> None:
    plain, found = parse_html('<pre><code class="language-sh">docker ps</code></pre>')
    assert plain == "docker ps"
    assert found == [{"type": "pre", "offset": 0, "length": 9, "language": "sh"}]


def test_links_keep_their_address_and_bad_ones_only_their_text() -> None:
    plain, found = parse_html(
        '<a href="https://docs.docker.com/?a=1&amp;b=2">docs</a> <a href="javascript:alert(1)">no</a>'
    )
    assert plain == "docs no"
    assert found == [{"type": "text_link", "offset": 0, "length": 4, "url": "https://docs.docker.com/?a=1&b=2"}]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<script>alert(1)</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("ü<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=a$b>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_malformed_formatting_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"
    assert refusal.value.code == 400


@given(st.text())
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(st.lists(st.tuples(st.sampled_from(TAGS), st.text(min_size=1, max_size=8)), max_size=6))
def test_offsets_count_utf16_units(parts: list[tuple[str, str]]) -> None:
    plain, found = parse_html("".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts))
    raw = plain.encode("utf-16-le", "surrogatepass")
    cut = [raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le", "surrogatepass") for e in found]
    assert cut == [html.unescape(html.escape(text)) for _tag, text in parts]


@given(st.text(alphabet="<>/&;=\"' abpre#x1"))
def test_no_input_breaks_the_reader(source: str) -> None:
    try:
        plain, found = parse_html(source)
    except ApiError as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")
    else:
        assert all(entity["offset"] + entity["length"] <= len(plain) for entity in found)
