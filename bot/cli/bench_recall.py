"""``pomodock bench recall``: how well the bot predicts what a learner recalls, on a log of real reviews."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.report import report
from bot.cli.review_log import BadLogError, read_log
from bot.domain.days import is_zone, parse_time_of_day
from bot.domain.recall import Recall, measure

_COLUMNS = "card_id,review_rating,review_time,review_duration"


def recall(
    reviews: Annotated[Path, typer.Option(help=f"CSV with the columns {_COLUMNS}; times are ISO, in UTC.")],
    zone: Annotated[str, typer.Option(help="The learner's IANA time zone, for example Europe/Berlin.")],
    rollover: Annotated[str, typer.Option(help="When his days start, HH:MM.")] = "04:00",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Log-loss of predicted recall in learner-days, beside FSRS given raw UTC times (cross-day reviews only)."""
    if not is_zone(zone):
        raise _refusal(f"There is no time zone {zone!r}. Give an IANA name such as Europe/Berlin or Asia/Shanghai.")
    starts = _rollover(rollover)
    try:
        result = measure(read_log(reviews), zone, starts)
    except (BadLogError, ValueError) as fault:
        raise _refusal(str(fault)) from None
    figures = {
        "reviews": result.reviews,
        "log_loss": result.log_loss,
        "log_loss_raw_utc": result.log_loss_raw_utc,
    }
    report(figures, _words(result), packages=("fsrs", "tzdata"), as_json=as_json)


def _rollover(text: str) -> time:
    starts = parse_time_of_day(text)
    if starts is None:
        raise _refusal(f"{text!r} is not a time of day. Give the rollover as HH:MM, for example 04:00.")
    return starts


def _refusal(sentence: str) -> typer.Exit:
    """Say what is wrong and how to mend it, for exit code 2."""
    typer.echo(sentence, err=True)
    return typer.Exit(2)


def _words(result: Recall) -> str:
    return (
        f"{result.reviews} cross-day reviews. Log-loss of predicted recall (lower is better):\n"
        f"  in learner-days   {result.log_loss:.4f}\n"
        f"  FSRS on raw UTC   {result.log_loss_raw_utc:.4f}"
    )
