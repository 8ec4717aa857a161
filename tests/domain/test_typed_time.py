"""People type the hour they want to learn at in many ways."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.typed_time import parse_time_of_day


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("9:00", time(9)),
        ("  9 : 05 ", time(9, 5)),
        ("09.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("21h", time(21)),
        ("0930", time(9, 30)),
        ("21:45", time(21, 45)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("9 o'clock", time(9)),
        ("9am", time(9)),
        ("9 PM", time(21)),
        ("9:30 p.m.", time(21, 30)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("Noon", time(12)),
        ("midnight", time(0)),
        ("９：３０", time(9, 30)),
        ("２１点", time(21)),
        ("21点半", time(21, 30)),
        ("21 点 45 分", time(21, 45)),
        ("九点", time(9)),
        ("九点整", time(9)),
        ("九点钟", time(9)),
        ("两点一刻", time(2, 15)),
        ("九点三刻", time(9, 45)),
        ("九点零五", time(9, 5)),
        ("九点五分", time(9, 5)),
        ("九点二十", time(9, 20)),
        ("二十三点五十九分", time(23, 59)),
        ("早上九点", time(9)),
        ("每天早上 9:00", time(9)),
        ("上午十点半", time(10, 30)),
        ("中午十二点", time(12)),
        ("中午1点", time(13)),
        ("下午三点二十", time(15, 20)),
        ("傍晚六点", time(18)),
        ("晚上9点", time(21)),
        ("晚上十二点", time(0)),
        ("晚上一点", time(1)),
        ("凌晨12点", time(0)),
        ("凌晨五点", time(5)),
        ("半夜十一点", time(23)),
        ("21時半", time(21, 30)),
    ],
)
def test_what_people_type(text: str, meant: time) -> None:
    assert parse_time_of_day(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("25:99", "24:00", "24", "9:60", "9:5", "9:", ":30", "-9", "9.5", "999", "2460", "13pm", "0am", "13:00 am"),
        *("", " ", "nine", "soon", "9:00; DROP", "9" * 5000, "９" * 33, "\0", "⏰", "٩:٠٠", "9:00\n10:00"),
        *("点", "九点五", "下午二十一点", "早上十二点", "中午八点", "二十五点", "十十点", "九点七十分", "一二点"),
    ],
)
def test_what_says_no_time_is_refused(text: str) -> None:
    assert parse_time_of_day(text) is None


@given(st.times())
def test_every_minute_can_be_typed(clock: time) -> None:
    clock = clock.replace(second=0, microsecond=0)
    assert parse_time_of_day(f"{clock:%H:%M}") == clock
    assert parse_time_of_day(f"{clock:%I:%M %p}") == clock
    assert parse_time_of_day(f"{clock.hour}点{clock.minute}分") == clock


@given(st.text(max_size=40) | st.text(alphabet="0123456789:.hapm 零两一九十点时半刻分早上晚下午中", max_size=12))
def test_anything_else_is_a_time_or_none(text: str) -> None:
    meant = parse_time_of_day(text)
    assert meant is None or (meant.second == 0 and meant.tzinfo is None)
