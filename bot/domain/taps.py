"""What a button carries: 64 bytes at most, typed on the way out and on the way in.

``action:subject:seq:value``. The subject is a row's id, ``seq`` the state it was drawn from (by which an old button
is known), and the value what was chosen. Numbers are in base 36.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import BrokenTap

LIMIT = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""

_SHAPE = re.compile(r"([a-z_]{1,16}):([0-9a-z]{1,13}):([0-9a-z]{1,8}):([A-Za-z0-9_.+/-]{0,40})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Action(StrEnum):
    """Everything a button can do."""

    LANGUAGE = "language"
    ZONE = "zone"
    ZONE_ASK = "zone_ask"
    HOUR = "hour"
    HOUR_ASK = "hour_ask"
    BEGIN = "begin"
    DAY_START = "day_start"
    DAY_LATER = "day_later"
    DAY_SKIP = "day_skip"
    OPEN_UNIT = "open_unit"
    UNIT_NEXT = "unit_next"
    UNIT_RESUME = "unit_resume"
    GUESS = "guess"
    PAGE = "page"
    RECITE = "recite"
    REREAD = "reread"
    BLANK = "blank"
    CLAIM = "claim"
    RATE = "rate"
    NEXT_CARD = "next_card"
    TURN_CARD = "turn_card"
    RATE_CARD = "rate_card"
    REVIEW = "review"
    FOCUS = "focus"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    EXTEND = "extend"
    BREAK = "break"
    SET = "set"
    SETTINGS = "settings"
    TODAY = "today"
    PREVIEW = "preview"
    PREVIEW_SHELF = "preview_shelf"
    PREVIEW_UNIT = "preview_unit"
    MAP = "map"
    QUIZ = "quiz"
    PROJECT = "project"
    STEP = "step"
    HAND_IN = "hand_in"
    HAND_IN_NOT = "hand_in_not"
    PROJECT_DONE = "project_done"
    PROJECT_EDIT = "project_edit"
    PROJECT_PASS = "project_pass"  # noqa: S105 - not a secret
    CHECK = "check"
    CHECK_ANSWER = "check_answer"
    CHECK_BACK = "check_back"
    CHECK_SKIP = "check_skip"
    CHECK_PASS = "check_pass"  # noqa: S105 - not a secret
    SLOWER = "slower"
    SLOWER_NOT = "slower_not"
    RESOURCES = "resources"
    TRACK = "track"
    TRACKS = "tracks"
    TRACK_TAKE = "track_take"
    TRACK_BACK = "track_back"
    PLACE_START = "place_start"
    PLACE_STOP = "place_stop"
    PLACE_TAKE = "place_take"
    PLACE_ALL = "place_all"
    LAB = "lab"
    LABS = "labs"
    LAB_CHECK = "lab_check"
    LAB_HINT = "lab_hint"
    LAB_STOP = "lab_stop"
    LAB_EXTEND = "lab_extend"
    LAB_OVER = "lab_over"
    LAB_RESUME = "lab_resume"
    LAB_GIVE_UP = "lab_give_up"


_ACTIONS = frozenset(action.value for action in Action)


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap on one button."""

    action: Action
    subject: int = 0
    seq: int = 0
    value: str = ""

    def encode(self) -> str:
        """The callback data. Raises ``ValueError`` where it would not come back as it went."""
        data = f"{self.action}:{_base36(self.subject)}:{_base36(self.seq)}:{self.value}"
        if not _SHAPE.fullmatch(data) or len(data.encode()) > LIMIT:
            msg = f"not a callback: {data!r}"
            raise ValueError(msg)
        return data

    @classmethod
    def decode(cls, data: str) -> Tap:
        """Read callback data. Raises ``BrokenTap`` for anything that ``encode`` does not write."""
        found = _SHAPE.fullmatch(data)
        if found is None or found[1] not in _ACTIONS:
            raise BrokenTap(data)
        tap = cls(Action(found[1]), int(found[2], 36), int(found[3], 36), found[4])
        if tap.subject >= 2**63 or tap.encode() != data:
            raise BrokenTap(data)
        return tap

    def number(self) -> int:
        """The value as a whole number. Raises ``BrokenTap`` where it is none."""
        if not (self.value.isascii() and self.value.isdigit()):
            raise BrokenTap(self.value)
        return int(self.value)


def _base36(number: int) -> str:
    if number < 0:
        msg = f"ids and sequence numbers are not negative: {number}"
        raise ValueError(msg)
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
