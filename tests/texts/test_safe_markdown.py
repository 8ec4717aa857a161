"""What a learner wrote is text in a Markdown document, whatever signs are in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from telegramify_markdown import convert

from bot.texts.safe_markdown import line, quote

SIGNS = st.text(alphabet="`*_[]()<>#~|\\!&+-=.1 ab字\n", min_size=1, max_size=60)


@given(SIGNS)
def test_a_quote_stays_in_its_quote(text: str) -> None:
    assert all(row.startswith(">") for row in quote(text).split("\n"))


@given(st.text(alphabet="`*_[]()<>#~\\!&+-=.1ab字", min_size=1, max_size=40).filter(lambda text: text.strip()))
def test_a_line_comes_out_as_it_went_in(text: str) -> None:
    shown, entities = convert(line(text), latex_escape=False)
    assert shown.strip() == text.strip()
    assert [entity.type for entity in entities if entity.type not in ("url", "text_link")] == []
