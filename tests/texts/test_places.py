"""Where are you? A learner answers in his own words, and the right city is on a button."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days import is_zone
from bot.domain.errors import UnknownZone
from bot.domain.taps import Action, Tap
from bot.texts.places import CityGazetteer

NOW = datetime(2026, 11, 24, 3, 20, tzinfo=UTC)
PLACES = CityGazetteer()


@pytest.mark.parametrize(
    ("said", "zone", "city", "chinese"),
    [
        ("shanghai", "Asia/Shanghai", "Shanghai", "上海"),
        ("上海", "Asia/Shanghai", "Shanghai", "上海"),
        ("Asia/Shanghai", "Asia/Shanghai", "Shanghai", "上海"),
        ("ＢＥＩＪＩＮＧ", "Asia/Shanghai", "Beijing", "北京"),
        ("深圳", "Asia/Shanghai", "Shenzhen", "深圳"),
        ("china", "Asia/Shanghai", "Shanghai", "上海"),
        ("中国", "Asia/Shanghai", "Shanghai", "上海"),
        ("臺北", "Asia/Taipei", "Taipei", "台北"),
        ("東京", "Asia/Tokyo", "Tokyo", "东京"),
        ("germany", "Europe/Berlin", "Berlin", "柏林"),
        ("德国", "Europe/Berlin", "Berlin", "柏林"),
        ("München", "Europe/Berlin", "Munich", "慕尼黑"),
        ("munchen", "Europe/Berlin", "Munich", "慕尼黑"),
        ("sao paulo", "America/Sao_Paulo", "Sao Paulo", "圣保罗"),
        ("New York", "America/New_York", "New York", "纽约"),
        ("york", "America/New_York", "New York", "纽约"),
        ("USA", "America/New_York", "New York", "纽约"),
        ("san fran", "America/Los_Angeles", "San Francisco", "旧金山"),
        ("Seattle", "America/Los_Angeles", "Seattle", "西雅图"),
        ("Mumbai", "Asia/Kolkata", "Mumbai", "孟买"),
        ("bengaluru", "Asia/Kolkata", "Bangalore", "班加罗尔"),
        ("Kiev", "Europe/Kyiv", "Kyiv", "基辅"),
        ("calcutta", "Asia/Kolkata", "Kolkata", "加尔各答"),
        ("St. Petersburg", "Europe/Moscow", "Saint Petersburg", "圣彼得堡"),
        ("shangai", "Asia/Shanghai", "Shanghai", "上海"),
        ("belrin", "Europe/Berlin", "Berlin", "柏林"),
        ("UTC+8", "Asia/Shanghai", "Shanghai", "上海"),
        ("gmt -5", "America/New_York", "New York", "纽约"),
        ("+05:30", "Asia/Kolkata", "Kolkata", "加尔各答"),
        ("utc", "UTC", "UTC", "UTC"),
        ("PST", "America/Los_Angeles", "Los Angeles", "洛杉矶"),
    ],
)
def test_a_place_is_found_by_what_people_call_it(said: str, zone: str, city: str, chinese: str) -> None:
    first = PLACES.search(said, NOW)[0]
    assert (first.zone, first.city["en"], first.city["zh"]) == (zone, city, chinese)
    assert first.local == NOW.astimezone(ZoneInfo(zone)).time()


@pytest.mark.parametrize("said", ["", " ", "?", "(.*", "[", "\\", "🙂", "zzzzqq", "a" * 10_000, "\x00", "25:99"])
def test_what_is_no_place_finds_none(said: str) -> None:
    assert PLACES.search(said, NOW) == []


@given(st.text(max_size=80), st.integers(1, 8))
def test_any_text_is_safe_and_whatever_is_found_fits_a_button(said: str, limit: int) -> None:
    found = PLACES.search(said, NOW, limit)
    assert len(found) <= limit
    for place in found:
        assert is_zone(place.zone)
        assert Tap.decode(Tap(Action.ZONE, 0, 0, place.zone).encode()).value == place.zone


def test_a_country_is_answered_with_each_of_its_zones_once() -> None:
    zones = [place.zone for place in PLACES.search("usa", NOW, limit=20)]
    assert len(zones) == len(set(zones)) == 20
    assert zones[:4] == ["America/New_York", "America/Los_Angeles", "America/Chicago", "America/Denver"]


def test_a_clock_finds_the_well_known_places_that_show_it() -> None:
    cities = [place.city["en"] for place in PLACES.at_clock(11, 20, NOW)]
    assert cities[0] == "Shanghai" and len(cities) == 8
    assert [place.city["en"] for place in PLACES.at_clock(8, 50, NOW)][:2] == ["Kolkata", "Kathmandu"]


def test_each_offset_is_offered_before_any_comes_twice() -> None:
    places = PLACES.at_clock(9, 0, NOW)
    offsets = [NOW.astimezone(ZoneInfo(place.zone)).utcoffset() for place in places]
    distinct = len(set(offsets))
    assert len(set(offsets[:distinct])) == distinct


@given(st.integers(0, 23), st.integers(0, 59), st.timedeltas(timedelta(), timedelta(days=365)))
def test_a_clock_is_never_more_than_a_quarter_of_an_hour_off(hour: int, minute: int, later: timedelta) -> None:
    instant = NOW + later
    for place in PLACES.at_clock(hour, minute, instant):
        local = instant.astimezone(ZoneInfo(place.zone))
        apart = abs(local.hour * 60 + local.minute + local.second / 60 - (hour * 60 + minute))
        assert min(apart, 24 * 60 - apart) <= 15
        assert place.local == time(local.hour, local.minute)


def test_the_first_offers_suit_the_language() -> None:
    chinese = [place.city["zh"] for place in PLACES.suggested("zh", NOW)]
    english = [place.city["en"] for place in PLACES.suggested("en", NOW)]
    assert chinese[:4] == ["上海", "香港", "台北", "新加坡"]
    assert english[:4] == ["New York", "London", "Los Angeles", "Berlin"]
    assert PLACES.suggested("fr", NOW) == PLACES.suggested("en", NOW)


def test_a_zone_has_its_city_also_by_an_old_name() -> None:
    assert PLACES.place("Asia/Calcutta", NOW).city == PLACES.place("Asia/Kolkata", NOW).city
    assert PLACES.place("Asia/Calcutta", NOW).zone == "Asia/Calcutta"
    assert PLACES.place("Etc/GMT+8", NOW).city == {"en": "GMT+8", "zh": "GMT+8"}


@pytest.mark.parametrize("zone", ["", "Asia", "Europe/Atlantis", "../../etc/passwd", "asia/shanghai", "x" * 5000])
def test_a_zone_that_does_not_exist_is_an_error_with_its_name(zone: str) -> None:
    with pytest.raises(UnknownZone) as caught:
        PLACES.place(zone, NOW)
    assert caught.value.text == zone
