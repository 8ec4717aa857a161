"""Cities and their time zones: what ``ports.Gazetteer`` promises, from the zone database and Babel.

A zone is known by its main city; big cities without a zone of their own come from ``cities.py``. Names are
compared without case, accents and width, in English, Chinese (simplified and traditional) and as the zone
database spells them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from bot.domain.course import Language, Localized
from bot.domain.days import is_zone
from bot.domain.errors import UnknownZone
from bot.domain.messages.common import Place
from bot.texts.cities import BEST_KNOWN, BIG_CITIES, OTHER_COUNTRY_NAMES, OTHER_NAMES, SUGGESTED

LONGEST_QUERY = 60
"""Characters; no place has a longer name."""

_TOLERANCE = 15 * 60
_DAY = 24 * 3600
_GAPS = re.compile(r"[\W_]+")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-\u2212])\s*([01]?[0-9])(?::?([0-5][0-9]))?", re.IGNORECASE)
_ROW = re.compile(r"(\S+)\s+([A-Z]{2})\s+(\S.*?)\s+([\u4e00-\u9fff]+)(?:\s+(.*))?")
_LANGUAGES: dict[Language, str] = {"en": "en", "zh": "zh_Hans_CN"}
_ALSO_READ = ("zh_Hant_TW",)


@dataclass(frozen=True, slots=True)
class _City:
    """A city in a zone. ``rank`` orders equal matches; ``main`` cities name their zone."""

    zone: str
    country: str
    names: Localized
    keys: frozenset[str]
    countries: frozenset[str]
    rank: int
    main: bool


class CityGazetteer:
    """Implements ``ports.Gazetteer``. The index is built at the first question."""

    def search(self, text: str, now: datetime, limit: int = 6) -> list[Place]:
        """Places whose city, country or zone name matches ``text``, best first; nothing for what is no name."""
        if len(text) > LONGEST_QUERY:
            return []
        if (offset := _OFFSET.fullmatch(unicodedata.normalize("NFKC", text).strip())) is not None:
            return [_at(city, now) for city in _with_offset(offset, now)[:limit]]
        return [_at(city, now) for city in _matches(_key(text))[:limit]]

    def at_clock(self, hour: int, minute: int, now: datetime, limit: int = 8) -> list[Place]:
        """The best known places where it is now about that time: one for each offset first."""
        asked = hour * 3600 + minute * 60
        first: dict[timedelta | None, _City] = {}
        more: list[_City] = []
        for city in _main_cities():
            local = now.astimezone(ZoneInfo(city.zone))
            apart = abs(local.hour * 3600 + local.minute * 60 + local.second - asked)
            if min(apart, _DAY - apart) > _TOLERANCE:
                continue
            if first.setdefault(local.utcoffset(), city) is not city:
                more.append(city)
        return [_at(city, now) for city in (*first.values(), *more)[:limit]]

    def suggested(self, language: Language, now: datetime) -> list[Place]:
        """The places to offer first to somebody who reads ``language``."""
        return [self.place(zone, now) for zone in SUGGESTED.get(language, SUGGESTED["en"])]

    def place(self, zone: str, now: datetime) -> Place:
        """The place of an IANA zone, by its own name even where another has taken its place. Raises ``UnknownZone``."""
        if not is_zone(zone):
            raise UnknownZone(zone)
        city = _index().get(_canonical(zone))
        names = city.names if city else _names(zone)
        return Place(zone, names, now.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0))


def _at(city: _City, now: datetime) -> Place:
    local = now.astimezone(ZoneInfo(city.zone)).time()
    return Place(city.zone, city.names, local.replace(second=0, microsecond=0))


def _with_offset(offset: re.Match[str], now: datetime) -> list[_City]:
    """Main cities whose clocks differ from UTC by what ``UTC+8`` or ``-3:30`` says."""
    apart = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    apart = apart if offset[1] == "+" else -apart
    return [city for city in _main_cities() if now.astimezone(ZoneInfo(city.zone)).utcoffset() == apart]


@lru_cache(maxsize=512)
def _matches(key: str) -> tuple[_City, ...]:
    """Every city that matches a normalised query, the best first and each zone once where only its country matched."""
    if not key:
        return ()
    scored = [(score, city) for city in _cities() if (score := _score(city, key)) is not None]
    if not scored and (alike := _nearly(key)):
        scored = [(0, city) for city in _cities() if not city.keys.isdisjoint(alike)]
    scored.sort(key=lambda pair: (pair[0], pair[1].rank))
    return tuple(_each_country_zone_once(scored))


def _each_country_zone_once(scored: Iterable[tuple[int, _City]]) -> Iterator[_City]:
    zones: set[str] = set()
    for score, city in scored:
        if score in _COUNTRY_SCORES and city.zone in zones:
            continue
        zones.add(city.zone)
        yield city


_COUNTRY_SCORES = frozenset({1, 5, 6})


def _score(city: _City, key: str) -> int | None:
    """How well a city answers: 0 is its very name, more is worse, none is no match."""
    if key in city.keys:
        return 0
    if key in city.countries:
        return 1
    if any(name.startswith(key) for name in city.keys):
        return 2
    if any(f" {key}" in name for name in city.keys):
        return 3
    if len(key) < _fewest(key):
        return None
    if any(key in name for name in city.keys):
        return 4
    if any(name.startswith(key) for name in city.countries):
        return 5
    return 6 if any(key in name for name in city.countries) else None


def _fewest(key: str) -> int:
    """From how many characters on a piece of a name says something: one Chinese one, three Latin ones."""
    return 3 if key.isascii() else 1


def _nearly(key: str) -> list[str]:
    """Names that are spelt almost like this, for who mistypes; the first letter is taken as right."""
    if len(key) < 4:
        return []
    alike = [name for name in _all_keys() if name[0] == key[0] and abs(len(name) - len(key)) <= 2]
    return get_close_matches(key, alike, n=3, cutoff=0.8)


@cache
def _all_keys() -> tuple[str, ...]:
    return tuple(sorted({key for city in _cities() for key in city.keys}))


@cache
def _cities() -> tuple[_City, ...]:
    """All cities, the best known first."""
    main = list(_main())
    ranks = {city.zone: city.rank for city in main}
    # A big city comes right after the main city of its zone, before the main cities of lesser known zones.
    rows = (match for line in BIG_CITIES.splitlines() if (match := _ROW.fullmatch(line)))
    big = [_big(match, ranks, place) for place, match in enumerate(rows)]
    return tuple(sorted((*main, *big), key=lambda city: city.rank))


@cache
def _main_cities() -> tuple[_City, ...]:
    return tuple(city for city in _cities() if city.main)


@cache
def _index() -> dict[str, _City]:
    return {city.zone: city for city in _main_cities()}


def _main() -> Iterator[_City]:
    order = {zone: place for place, zone in enumerate(BEST_KNOWN.split())}
    for place, (zone, country) in enumerate(_zone_table()):
        others = OTHER_NAMES.get(zone, "").split()
        spelt = [zone, zone.rsplit("/", 1)[-1], *_aliases().get(zone, ()), *_traditional(zone), *others]
        names = _names(zone)
        yield _City(
            zone,
            country,
            names,
            _keys(*names.values(), *spelt),
            _country_keys(country),
            rank=1000 * order.get(zone, len(order) + place),
            main=True,
        )


def _big(match: re.Match[str], ranks: dict[str, int], place: int) -> _City:
    zone, country, english, chinese, others = match.groups()
    more = (others or "").replace("_", "\x00").split()
    keys = _keys(english, chinese, *(name.replace("\x00", " ") for name in more))
    rank = ranks.get(zone, 10**6) + place + 1
    return _City(zone, country, {"en": english, "zh": chinese}, keys, _country_keys(country), rank, main=False)


def _zone_table() -> Iterator[tuple[str, str]]:
    """Each zone of the zone database's table, and its country; the universal one last."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            if is_zone(zone):
                yield zone, country
    yield "UTC", ""


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    """Other keys of each zone, by which Babel may know its city."""
    found: dict[str, tuple[str, ...]] = {}
    for alias, zone in get_global("zone_aliases").items():
        found[zone] = (*found.get(zone, ()), alias)
    return found


def _canonical(zone: str) -> str:
    aliases: dict[str, str] = dict(get_global("zone_aliases"))
    return aliases.get(zone, zone)


def _names(zone: str) -> dict[Language, str]:
    """A zone's city in each language; what the zone is called where Babel has no city for it."""
    spelt = zone.rsplit("/", 1)[-1].replace("_", " ")
    return {language: _babel_city(zone, name) or spelt for language, name in _LANGUAGES.items()}


def _babel_city(zone: str, locale_name: str) -> str | None:
    zones = Locale.parse(locale_name).time_zones
    for key in (zone, *_aliases().get(zone, ())):
        if city := zones.get(key, {}).get("city"):
            return str(city)
    return None


def _traditional(zone: str) -> list[str]:
    return [city for locale in _ALSO_READ if (city := _babel_city(zone, locale))]


@cache
def _country_keys(country: str) -> frozenset[str]:
    if not country:
        return frozenset()
    locales = (*_LANGUAGES.values(), *_ALSO_READ)
    names = [str(Locale.parse(name).territories.get(country, "")) for name in locales]
    return _keys(*names, *OTHER_COUNTRY_NAMES.get(country, "").split(","))


def _keys(*names: str) -> frozenset[str]:
    return frozenset(key for name in names if (key := _key(name)))


def _key(text: str) -> str:
    """A name without case, accents, width and punctuation."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return _GAPS.sub(" ", bare).strip()
