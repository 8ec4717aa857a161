"""Sentences with gaps as Telegram shows them."""

from __future__ import annotations

from bot.texts.gaps import gapped, whole

COMMAND = "Start it: `docker run [[-d::in the background]] nginx`, [[now]]."


def test_a_gap_is_a_blank_with_its_hint_also_in_code() -> None:
    assert gapped(COMMAND, "en") == (
        "Start it: <code>docker run </code>____ (in the background)<code> nginx</code>, ____."
    )
    assert gapped("[[内核::谁的]]", "zh") == "____（谁的）"


def test_the_words_are_bold_since_code_cannot_be() -> None:
    assert whole(COMMAND) == "Start it: <code>docker run </code><b>-d</b><code> nginx</code>, <b>now</b>."


def test_what_looks_like_html_is_text_and_a_lone_backtick_too() -> None:
    assert whole("a ` [[<b>]] & b") == "a ` <b>&lt;b&gt;</b> &amp; b"
