"""Reads a review log, the CSV that FSRS tools exchange, and trusts nothing in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.recall import Reviewed
from bot.domain.review import Rating

_NEEDED = ("card_id", "review_rating", "review_time")
_YEARS = range(1970, 2200)
_RATINGS = {str(rating.value): rating for rating in Rating}


class BadLogError(Exception):
    """The file is no review log; the message is a sentence that says where and how to mend it."""


def read_log(path: Path) -> list[Reviewed]:
    """Every review in the file, in the file's order. Raises ``BadLogError`` at the first fault.

    Further columns (``review_duration``) are not read. A time without an offset is taken as UTC.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reviews = list(_reviews(path, csv.DictReader(file, strict=True)))
    except OSError as fault:
        raise BadLogError(f"{path} cannot be read: {fault.strerror or fault}.") from None
    except UnicodeDecodeError:
        raise BadLogError(f"{path} is not UTF-8 text. Save it as CSV in UTF-8.") from None
    if not reviews:
        raise BadLogError(f"{path} has no reviews. It needs a header line and one line for each review.")
    return reviews


def _reviews(path: Path, rows: csv.DictReader[str]) -> Iterator[Reviewed]:
    try:
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            raise BadLogError(f"{path} lacks the column {', '.join(missing)}. Its first line must name the columns.")
        for row in rows:
            try:
                yield _review(row)
            except BadLogError as fault:
                raise BadLogError(f"{path}:{rows.line_num}: {fault}") from None
    except csv.Error as fault:
        raise BadLogError(f"{path}:{rows.line_num}: not CSV ({fault}).") from None


def _review(row: Mapping[str, str | None]) -> Reviewed:
    card, rating, at = ((row.get(name) or "").strip() for name in _NEEDED)
    if not card:
        raise BadLogError("card_id is empty. Each review names its card.")
    if rating not in _RATINGS:
        raise BadLogError(f"review_rating is {rating[:40]!r}. It must be 1, 2, 3 or 4 (again, hard, good, easy).")
    return Reviewed(card, _RATINGS[rating], _instant(at))


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    if at is None or at.year not in _YEARS:
        raise BadLogError(f"review_time is {text[:40]!r}. It must be an ISO time such as 2026-03-29T20:32:32+00:00.")
    return at
