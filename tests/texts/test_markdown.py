"""Course Markdown arrives in the chat as it was meant, whatever is written in it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import escape

from bot.texts.markdown import to_html
from tests.texts.telegram import text_of

PIECES = (
    *("**", "*", "_", "__", "~~", "`", "```", "```bash\n", "\n", "\n\n", "\n> ", "\n- ", "\n1. ", "    ", "# ", "||"),
    *("[x](https://example.org)", "[y](javascript:alert(1))", "![z](https://example.org/a.png)", "<b>", "</b>", "<!--"),
    *(
        "&amp;",
        "&#60;",
        "&",
        "$",
        "$$",
        "\\",
        "|",
        "<image>",
        "😀",
        "👩‍👩‍👧",
        "汉字",
        "שלום",
        "word",
        " ",
        "\ue001",
        "\x00",
    ),
)
markdown = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=200)


@given(markdown)
@example("**bold `code` bold**")
@example("> quote\n> > deeper\n>\n> ```\n> code\n> ```")
@example("**a _b** c_")
def test_whatever_is_written_telegram_takes_it(source: str) -> None:
    text_of(to_html(source))


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "So", "Sc"]), min_size=1))
@example("😀𝄞汉字")
def test_bold_covers_exactly_the_bold_word_after_anything(before: str) -> None:
    expected = f"{escape(before)} <b>fett</b> end"
    assert to_html(f"{before} **fett** end") == expected


@given(st.text(alphabet="abc😀汉<>&$|{}\\\"' ", min_size=1).filter(str.strip), st.sampled_from(["bash", "c++", ""]))
def test_code_is_shown_as_it_was_written(code: str, language: str) -> None:
    html = to_html(f"before\n\n```{language}\n{code}\n```\n\nafter 😀")
    assert text_of(html) == f"before\n\n{code}\n\nafter 😀"
    opened = f'<pre><code class="language-{language}">' if language else "<pre>"
    assert opened in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Text with **bold**, *italic* and `code`", "Text with <b>bold</b>, <i>italic</i> and <code>code</code>"),
        ("- one\n- two", "• one\n• two"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("> wise words", "<blockquote>wise words</blockquote>"),
        ("[docs](https://docs.docker.com)", '<a href="https://docs.docker.com">docs</a>'),
        ("[bad](javascript:alert(1))", "bad"),
        ('[q](https://e.org/"x)', '<a href="https://e.org/&#34;x">q</a>'),
        ("run `docker run <image>` <now>", "run <code>docker run &lt;image&gt;</code> &lt;now&gt;"),
        ("in $PATH and $HOME: a || b || c", "in $PATH and $HOME: a || b || c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("**bold `code` bold**", "<b>bold </b><code>code</code><b> bold</b>"),
        ("~~old~~", "<s>old</s>"),
        ("一句**要紧**的话", "一句<b>要紧</b>的话"),
        ("不是有一个**“更小的”**系统，**根本没有。**它", "不是有一个<b>“更小的”</b>系统，<b>根本没有。</b>它"),
        ("", ""),
    ],
)
def test_what_authors_write(source: str, html: str) -> None:
    assert to_html(source) == html


def test_a_quote_may_hold_code() -> None:
    html = to_html("> first\n>\n> ```bash\n> ls\n> ```")
    assert html == '<blockquote>first\n\n<pre><code class="language-bash">ls</code></pre></blockquote>'


def test_a_drawing_has_no_language_to_name() -> None:
    assert str(to_html("```text\na -> b\n```")) == "<pre>a -&gt; b</pre>"
    assert "language-console" in str(to_html("```console\n$ ls\n```"))
