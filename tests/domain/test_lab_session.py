"""A lab's time, and what its checks are worth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import lab_session as labs
from bot.domain.lab import Check, CheckText
from bot.domain.lab_check import Judged, Verdict, first_failure, judge, rating_of, runnable
from bot.domain.lab_file import safe_name
from bot.domain.lab_session import LabSession
from bot.domain.lab_shell import ScriptResult
from bot.domain.review import Rating

NOW = datetime(2026, 3, 2, tzinfo=UTC)
FRESH = LabSession(1, 1, 1, "tea", 1, "kettle", "0a1b2c3d", NOW)
CHECK = Check("full", "test -s cup", 5, {"en": CheckText("a cup", "tilt")}, needs=("hot",))


@given(st.lists(st.integers(0, 29), max_size=30))
def test_a_lab_in_use_lives_on_but_never_beyond_its_longest_time(pauses: list[int]) -> None:
    session, now = labs.opened(FRESH, "lab-1", NOW), NOW
    for minutes in pauses:
        now += timedelta(minutes=minutes)
        if session.ends_at is None or now >= session.ends_at:
            break
        before = session.ends_at
        session = labs.touched(session, now)
        assert session.ends_at is not None
        assert before <= session.ends_at <= NOW + labs.LONGEST
        assert not labs.can_live_longer(session, now)


def test_a_quiet_lab_ends_after_half_an_hour() -> None:
    assert labs.opened(FRESH, "lab-1", NOW).ends_at == NOW + labs.IDLE


@given(st.booleans(), st.booleans())
def test_only_a_clean_pass_is_good(done: bool, hinted: bool) -> None:
    rating = rating_of(done=done, hinted=hinted)
    assert (rating is Rating.GOOD) == (done and not hinted)
    assert (rating is Rating.AGAIN) == (not done)


def test_a_check_waits_for_what_it_needs() -> None:
    assert not runnable(CHECK, {})
    assert not runnable(CHECK, {"hot": Verdict.FAILED})
    assert runnable(CHECK, {"hot": Verdict.PASSED})


@given(st.integers(0, 255) | st.none(), st.text(max_size=2000))
def test_zero_passes_and_nothing_else_does(code: int | None, output: str) -> None:
    judged = judge(CHECK, ScriptResult(code, output))
    assert (judged.verdict is Verdict.PASSED) == (code == 0)
    assert (judged.verdict is Verdict.TOO_SLOW) == (code is None)
    assert len(judged.seen) <= 300
    assert "\n" not in judged.seen


def test_a_check_that_waits_is_no_failure_of_its_own() -> None:
    failed = Judged("hot", Verdict.FAILED)
    assert first_failure([Judged("full", Verdict.WAITS), failed]) == failed
    assert first_failure([Judged("full", Verdict.WAITS)]) is None


@given(st.text(max_size=300))
def test_a_strangers_file_name_is_one_plain_name_or_none(name: str) -> None:
    safe = safe_name(name)
    assert "/" not in safe
    assert "\0" not in safe
    assert safe not in {".", ".."}
    assert len(safe.encode()) <= 200


def test_a_path_is_cut_to_its_last_part() -> None:
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("C:\\Users\\mei\\Dockerfile") == "Dockerfile"
    assert safe_name("..") == ""
