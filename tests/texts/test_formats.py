"""Times, numbers and intervals as a reader of each language writes them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages.common import When
from bot.texts.environment import environment
from bot.texts.formats import Formats, seconds, terminal
from bot.texts.markup import fit, plain
from bot.texts.measure import columns, cut, cut_columns, said, units

TODAY = date(2026, 11, 24)
MINUTE, HOUR, DAY = 60, 3600, 86_400


def phrase(language: str, name: str, value: object) -> str:
    return str(environment(language).filters[name](value))


@pytest.mark.parametrize(
    ("ahead", "clock", "english", "chinese"),
    [
        (0, time(21), "today at 21:00", "今天 21:00"),
        (0, time(1), "tonight at 01:00", "今天深夜 1:00"),
        (1, time(9), "tomorrow at 09:00", "明天 9:00"),
        (2, time(9), "on Thursday at 09:00", "11 月 26 日（周四）9:00"),
        (7, time(9, 30), "on Tuesday, 1 December at 09:30", "12 月 1 日（周二）9:30"),
        (400, time(9), "on 29 December 2027 at 09:00", "2027 年 12 月 29 日 9:00"),
    ],
)
def test_a_moment_is_told_as_people_tell_it(ahead: int, clock: time, english: str, chinese: str) -> None:
    when = When(TODAY + timedelta(days=ahead), clock, ahead)
    assert phrase("en", "when", when) == english
    assert phrase("zh", "when", when) == chinese


@pytest.mark.parametrize(
    ("interval", "short", "spoken", "short_zh", "spoken_zh"),
    [
        (10 * MINUTE, "10 min", "in 10 minutes", "10 分钟", "10 分钟后"),
        (MINUTE, "1 min", "in 1 minute", "1 分钟", "1 分钟后"),
        (5 * HOUR, "5 h", "in 5 hours", "5 小时", "5 小时后"),
        (DAY, "1 d", "tomorrow", "1 天", "明天"),
        (3 * DAY, "3 d", "in 3 days", "3 天", "3 天后"),
        (61 * DAY, "2 mo", "in 2 months", "2 个月", "2 个月后"),
        (45 * DAY, "1.5 mo", "in 1.5 months", "1.5 个月", "1.5 个月后"),
        (31 * DAY, "1 mo", "in 1 month", "1 个月", "1 个月后"),
        (730 * DAY, "2 y", "in 2 years", "2 年", "2 年后"),
    ],
)
def test_an_interval_is_short_on_a_button_and_spoken_in_a_sentence(
    interval: int, short: str, spoken: str, short_zh: str, spoken_zh: str
) -> None:
    assert (phrase("en", "interval", interval), phrase("en", "after", interval)) == (short, spoken)
    assert (phrase("zh", "interval", interval), phrase("zh", "after", interval)) == (short_zh, spoken_zh)


@given(st.integers(0, 36_500 * DAY))
def test_every_interval_fits_beside_a_rating(interval: int) -> None:
    for language in ("en", "zh"):
        assert 3 <= columns(phrase(language, "interval", interval)) <= 10


def test_plurals_and_thousands() -> None:
    english = Formats("en")
    assert [english.plural(count, one="# card", other="# cards") for count in (0, 1, 2)] == [
        "0 cards",
        "1 card",
        "2 cards",
    ]
    assert Formats("zh").plural(1, one="wrong", other="# 张卡片") == "1 张卡片"
    assert english.number(20_000) == "20,000"
    assert english.plural(1234, one="#", other="# lines") == "1,234 lines"


def test_a_text_that_lacks_the_language_is_shown_in_another() -> None:
    assert Formats("zh").pick({"en": "Only English"}) == "Only English"
    assert Formats("en").pick({}) == ""


def test_seconds_are_exact_where_it_matters() -> None:
    took = (0.0, 0.034, 0.34, 0.99, 0.996, 9.94, 9.96, 12.4)
    assert [seconds(value) for value in took] == ["0.01", "0.03", "0.34", "0.99", "1.0", "9.9", "10", "12"]


def test_the_output_of_a_program_is_text() -> None:
    assert terminal("\x1b[1;31mred\x1b[0m\r\nnext\r\n") == "red\nnext"
    assert terminal("\x1b]0;title\x07shown") == "shown"


@given(st.text(), st.integers(1, 60))
def test_a_cut_text_is_never_longer_and_says_that_it_was_cut(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text or short.endswith("…")
    narrow = cut_columns(text, limit)
    assert columns(narrow) <= max(limit, 1)
    assert narrow == text or narrow.endswith("…")


@given(st.text())
def test_what_strangers_say_stays_on_its_line(text: str) -> None:
    shown = said(text, 40)
    assert "\n" not in shown and "\u202e" not in shown and units(shown) <= 42
    assert shown.count("\u2068") == shown.count("\u2069")


@given(
    st.lists(st.sampled_from(["text ", "&lt;", "&#34;", "汉", "😀", "<b>x😀</b>", "<pre>a&amp;\nb</pre>"]), max_size=40)
)
def test_a_message_that_is_too_long_is_cut_with_its_tags_closed(pieces: list[str]) -> None:
    html = "".join(pieces)
    short = fit(html, 20)
    assert units(plain(short)) <= 20
    assert short.count("<b>") == short.count("</b>") and short.count("<pre>") == short.count("</pre>")
    assert short == html or plain(short).endswith("…")
    assert plain(html).startswith(plain(short).removesuffix("…")) or short == html
