"""People: the language to suggest, the zone to fall back on, and their days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.people import Person, suggest_language


def person(zone: str | None = None, rollover: time = time(4)) -> Person:
    return Person(1, 1, "A", None, zone, None, rollover, 20, True)


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh", "zh"), ("zh-hans", "zh"), ("ZH-TW", "zh"), ("en-GB", "en"), ("fr", "en"), ("", "en"), (None, "en")],
)
def test_any_chinese_client_is_offered_chinese(code: str | None, language: str) -> None:
    assert suggest_language(code) == language


def test_until_it_is_chosen_all_has_a_default() -> None:
    assert (person().speaks, person().tz) == ("en", "UTC")


def test_a_day_begins_where_the_person_is() -> None:
    night = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)  # 03:30 in Shanghai
    assert person("Asia/Shanghai").today(night) == date(2026, 3, 2)
    assert person("Asia/Shanghai", time(3)).today(night) == date(2026, 3, 3)
    assert person("Asia/Shanghai").day_start(date(2026, 3, 3)) == datetime(2026, 3, 2, 20, tzinfo=UTC)
