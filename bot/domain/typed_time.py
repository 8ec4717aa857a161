"""Times of day as people type them, in English and Chinese, with any width of digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

_LONGEST = 32
"""Characters; nobody types a longer time, and a stranger may send anything."""

_EXACT = {"noon": time(12), "midday": time(12), "midnight": time(0), "正午": time(12), "午夜": time(0)}

_WESTERN = re.compile(
    r"(?P<hour>[0-9]{1,2})"
    r"(?:\s*[:.h]\s*(?P<minute>[0-9]{2}))?"
    r"(?:\s*(?:h|o'?clock|uhr))?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?"
)
_BARE_DIGITS = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})")
_TENS = r"[二三四五]?十[一二三四五六七八九]?"
_NUMBER = rf"[0-9]{{1,2}}|{_TENS}|[零〇]?[零〇一二两兩三四五六七八九]"
_CHINESE = re.compile(
    r"(?:每天|今天|明天)?(?P<period>凌晨|半夜|深夜|清晨|早晨|早上|早|上午|中午|下午|傍晚|晚上|晚|夜里)?"
    rf"(?P<hour>{_NUMBER})"
    r"(?:"
    r":(?P<digits>[0-9]{2})"
    r"|[点點时時](?:钟|鐘|整)?"
    rf"(?:(?P<word>半|一刻|三刻)|(?P<minute>{_NUMBER})分|(?P<bare>[0-9]{{2}}|{_TENS}|[零〇][一二三四五六七八九]))?"
    r")?"
)
_WORDS = {"半": 30, "一刻": 15, "三刻": 45}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
# The hours that a part of the day may mean; each spans at most twelve, so that a number names one of them at most.
_PERIODS = {
    **dict.fromkeys(("凌晨",), range(7)),
    **dict.fromkeys(("清晨", "早晨", "早上", "早"), range(3, 12)),
    **dict.fromkeys(("上午",), range(6, 13)),
    **dict.fromkeys(("中午",), range(11, 15)),
    **dict.fromkeys(("下午",), range(12, 21)),
    **dict.fromkeys(("傍晚",), range(16, 21)),
    **dict.fromkeys(("晚上", "晚", "夜里"), (*range(17, 24), *range(5))),
    **dict.fromkeys(("半夜", "深夜"), (*range(21, 24), *range(6))),
}


def parse_time_of_day(text: str) -> time | None:
    """The time of day that ``text`` says, to the minute, or ``None`` where it says none.

    Understood: ``9``, ``9:00``, ``09.30``, ``0930``, ``9h30``, ``9 pm``, ``noon``, ``21点半``, ``早上九点``,
    ``９：３０``.
    Refused: what no clock shows (``25:99``, ``24:00``, ``13am``) and what could be read in two ways (``9:5``).
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).casefold().strip().rstrip("。.! ")
    if plain in _EXACT:
        return _EXACT[plain]
    if match := _BARE_DIGITS.fullmatch(plain):
        return _time(int(match["hour"]), int(match["minute"]))
    if match := _WESTERN.fullmatch(plain):
        return _western(match)
    if match := _CHINESE.fullmatch(plain.replace(" ", "")):
        return _chinese(match)
    return None


def _western(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"] is None:
        return _time(hour, minute)
    if not 1 <= hour <= 12:
        return None
    return _time(hour % 12 + (12 if match["half"] == "p" else 0), minute)


def _chinese(match: re.Match[str]) -> time | None:
    hour = _in_period(_number(match["hour"]), match["period"])
    if match["word"]:
        return _time(hour, _WORDS[match["word"]])
    return _time(hour, _number(match["digits"] or match["minute"] or match["bare"] or "0"))


def _in_period(hour: int, period: str | None) -> int:
    """The hour of 24 that ``hour`` means in a part of the day; -1 where the two contradict each other.

    "早上九点" is 9 and "晚上九点" 21; "晚上十二点" is midnight, and "下午二十一点" is nothing.
    """
    if period is None:
        return hour
    meant = (hour % 12, hour % 12 + 12) if 1 <= hour <= 12 else (hour,)
    return next((candidate for candidate in meant if candidate in _PERIODS[period]), -1)


def _number(text: str) -> int:
    """A number up to 99, in digits or in Chinese numerals, as ``_NUMBER`` lets through."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[ones[-1]]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if 0 <= hour <= 23 and 0 <= minute <= 59 else None
