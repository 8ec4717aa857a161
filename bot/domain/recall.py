"""How well recall is predicted: the log-loss of ``review`` on a log of real reviews, beside FSRS as it comes.

Scored are **cross-day reviews**: those on another learner-day than the review of the same card before. Both
predictors are scored on the same ones; both see every review. A review counts as recalled unless it was
rated *Again*.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise

import fsrs

from bot.domain import review
from bot.domain.days import ROLLOVER, learner_day
from bot.domain.review import Rating

CLAMP = 1e-4
"""No probability is taken as nearer to 0 or 1 than this."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One line of a review log: a card, how it went, and when (aware)."""

    card_id: str
    rating: Rating
    at: datetime


@dataclass(frozen=True, slots=True)
class Recall:
    """What was measured. Losses are in nats a review; lower is better."""

    reviews: int
    """How many cross-day reviews were scored."""
    log_loss: float
    """Of ``review.retrievability``, in learner-days."""
    log_loss_raw_utc: float
    """Of the ``fsrs`` library with its default weights, given the raw instants in UTC."""


Predict = Callable[[Sequence[Reviewed]], list[float]]
"""For one card's reviews in order: how likely each was recalled, told before it is known."""


def measure(log: Iterable[Reviewed], zone: str, rollover: time = ROLLOVER) -> Recall:
    """Score both predictors on ``log``, in any order of lines.

    Raises ``ValueError`` where the log has no cross-day review, or for a zone that is none.
    """
    cards = _by_card(log)
    ours = _loss(cards, lambda card: _in_learner_days(card, zone, rollover), zone, rollover)
    raw = _loss(cards, _in_raw_utc, zone, rollover)
    return Recall(len(ours), math.fsum(ours) / len(ours), math.fsum(raw) / len(raw))


def _by_card(log: Iterable[Reviewed]) -> list[list[Reviewed]]:
    cards: dict[str, list[Reviewed]] = defaultdict(list)
    for reviewed in sorted(log, key=lambda line: line.at):
        cards[reviewed.card_id].append(reviewed)
    return list(cards.values())


def _loss(cards: Iterable[Sequence[Reviewed]], predict: Predict, zone: str, rollover: time) -> list[float]:
    losses = [
        _surprise(likely, reviewed.rating)
        for card in cards
        for likely, reviewed, scored in zip(predict(card), card, _cross_day(card, zone, rollover), strict=True)
        if scored
    ]
    if not losses:
        raise ValueError("no card was reviewed on two learner-days")
    return losses


def _cross_day(card: Sequence[Reviewed], zone: str, rollover: time) -> list[bool]:
    days = [learner_day(reviewed.at, zone, rollover) for reviewed in card]
    return [False, *(day != before for before, day in pairwise(days))]


def _surprise(likely: float, rating: Rating) -> float:
    likely = min(max(likely, CLAMP), 1 - CLAMP)
    return -math.log(1 - likely if rating is Rating.AGAIN else likely)


def _in_learner_days(card: Sequence[Reviewed], zone: str, rollover: time) -> list[float]:
    memory, predictions = review.first(card[0].card_id, card[0].at), []
    for reviewed in card:
        predictions.append(review.retrievability(memory, reviewed.at, zone, rollover))
        memory = review.answer(memory, reviewed.rating, reviewed.at, zone, rollover)
    return predictions


def _in_raw_utc(card: Sequence[Reviewed]) -> list[float]:
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    memory, predictions = fsrs.Card(card_id=0, due=card[0].at), []
    for reviewed in card:
        at = reviewed.at.astimezone(UTC)
        predictions.append(scheduler.get_card_retrievability(memory, at))
        memory, _ = scheduler.review_card(memory, fsrs.Rating(reviewed.rating), at)
    return predictions
