"""Changing tracks: nothing twice, nothing lost, no day in vain, and a way back."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.course import Track
from bot.domain.enrolment import Enrolment
from bot.domain.track import Change, first_day, move, move_back, outlook, without
from bot.domain.week import Settled, open_shares, share_of_day

TODAY = date(2026, 3, 10)
WEEKS = Track("weeks", {}, 14, {1: ("a",), 3: ("b", "c"), 8: ("d",), 9: ("e",)}, {5: "p", 10: "q"}, {6: "x", 14: "y"})
UNITS = "abcdefgh"

settled = st.builds(
    Settled,
    st.sets(st.sampled_from(UNITS)).map(frozenset),
    st.sets(st.sampled_from("pqr")).map(frozenset),
    st.sets(st.sampled_from("xyz")).map(frozenset),
)


def units(*some: str) -> Settled:
    """Only units are behind him."""
    return Settled(frozenset(some))


@st.composite
def tracks(draw: st.DrawFn, name: str) -> Track:
    """Any track: some units, each once, on some days; projects and self-assessments on days without units."""
    some = draw(st.lists(st.sampled_from(UNITS), unique=True, min_size=1))
    last = draw(st.integers(len(some) + 6, 30))
    days = sorted(draw(st.lists(st.integers(1, last), min_size=len(some), max_size=len(some))))
    plan: dict[int, tuple[str, ...]] = {}
    for day, unit in zip(days, some, strict=True):
        plan[day] = (*plan.get(day, ()), unit)
    free = sorted(set(range(1, last + 1)) - set(plan))
    weekly = st.lists(st.sampled_from(free), unique=True, max_size=3)
    projects = dict(zip(draw(weekly), "pqr", strict=False))
    assessments = dict(zip(draw(weekly), "xyz", strict=False))
    return Track(name, {}, last, plan, projects, assessments)


@st.composite
def enrolments(draw: st.DrawFn, track: str) -> Enrolment:
    """Somebody who began around today, and may have had his share."""
    started = TODAY + timedelta(days=draw(st.integers(-40, 2)))
    served = draw(st.none() | st.integers(-3, 1).map(lambda off: TODAY + timedelta(days=off)))
    return Enrolment(1, 1, 1, "c", 1, track, started, served)


def test_a_track_without_some_days_keeps_its_days_off_and_adds_none() -> None:
    shorter = without(WEEKS, units("b", "c", "d"))
    assert shorter.plan == {1: ("a",), 5: ("e",)}
    assert (shorter.projects, shorter.assessments) == ({3: "p", 6: "q"}, {4: "x", 10: "y"})
    assert shorter.days == 10
    assert without(WEEKS, units("b")).plan == WEEKS.plan | {3: ("c",)}


def test_a_week_of_which_nothing_is_left_goes_with_its_project_and_its_look_back() -> None:
    shorter = without(WEEKS, units("a", "b", "c"))
    assert shorter.plan == {1: ("d",), 2: ("e",)}
    assert (shorter.projects, shorter.assessments) == ({3: "q"}, {7: "y"})
    assert not list(open_shares(without(WEEKS, units(*"abcde")), Settled()))


def test_a_project_that_was_done_elsewhere_leaves_no_empty_day() -> None:
    shorter = without(WEEKS, Settled(projects=frozenset("p")))
    assert shorter.projects == {8: "q"}
    assert shorter.assessments == {4: "x", 12: "y"}


@given(tracks("t"), settled)
def test_leaving_out_keeps_the_order_and_makes_no_gap_longer(track: Track, left_out: Settled) -> None:
    shorter = without(track, left_out)
    assert shorter.units() == tuple(unit for unit in track.units() if unit not in left_out.units)
    assert shorter.days <= track.days
    assert all(1 <= day <= shorter.days for day in (*shorter.plan, *shorter.projects, *shorter.assessments))
    assert all(shorter.day_of(unit) <= track.day_of(unit) for unit in shorter.units())
    assert set(shorter.projects.values()) <= set(track.projects.values()) - left_out.projects
    assert set(shorter.assessments.values()) <= set(track.assessments.values()) - left_out.assessments
    assert without(track, Settled()) == track


def test_who_has_had_todays_share_goes_on_with_the_next() -> None:
    started = Enrolment(1, 1, 1, "c", 1, "t", TODAY, TODAY)
    assert first_day(started, TODAY, open_today=False) == TODAY + timedelta(days=1)
    assert first_day(started, TODAY, open_today=True) == TODAY
    assert first_day(started, TODAY + timedelta(days=1), open_today=False) == TODAY + timedelta(days=1)


def test_who_has_not_begun_yet_keeps_his_first_day() -> None:
    tomorrow = TODAY + timedelta(days=1)
    waiting = Enrolment(1, 1, 1, "c", 1, "t", tomorrow)
    assert first_day(waiting, TODAY, open_today=False) == tomorrow


@given(st.data(), tracks("new"), settled, st.booleans())
def test_a_switch_makes_what_is_open_first_due_on_its_day_and_never_a_day_below_one(
    data: st.DataObject, new: Track, behind: Settled, open_today: bool
) -> None:
    before = data.draw(enrolments("old"))
    first = first_day(before, TODAY, open_today=open_today)
    ahead = without(new, behind)
    moved = move(before, ahead, behind, first)
    assert first >= TODAY
    assert moved.day_number(first) >= 1
    assert moved.delivered_on is not None
    assert moved.delivered_on == before.delivered_on or moved.delivered_on < first
    foretold = outlook(moved, ahead, behind)
    share = share_of_day(ahead, moved.day_number(first), behind)
    assert [share] == list(foretold.shares[:1]) or (share is None and not foretold.shares)
    assert list(foretold.days[:1]) in ([], [first])
    assert share_of_day(ahead, moved.day_number(first) - 1, behind) is None


@given(st.data(), tracks("new"), settled)
def test_there_and_back_is_as_if_nothing_had_been(data: st.DataObject, new: Track, behind: Settled) -> None:
    before = data.draw(enrolments("old"))
    change = Change(1, before.id, before.track, before.started_on, new.id)
    first = first_day(before, TODAY, open_today=False)
    moved = move(before, without(new, behind), behind, first)
    after = move_back(moved, change)
    assert (after.track, after.started_on) == (before.track, before.started_on)
    assert after.delivered_on == before.delivered_on or before.delivered_on is None


@given(st.data(), tracks("new"), settled)
def test_who_goes_on_daily_meets_each_open_unit_once_and_ends_on_the_day_foretold(
    data: st.DataObject, new: Track, behind: Settled
) -> None:
    before = data.draw(enrolments("old"))
    first = first_day(before, TODAY, open_today=False)
    ahead = without(new, behind)
    moved = move(before, ahead, behind, first)
    foretold = outlook(moved, ahead, behind)
    met: list[str] = []
    now, today, last = behind, first, None
    for _ in range(80):
        # A project and a self-assessment of one day come one after the other on it.
        while share := share_of_day(ahead, moved.day_number(today), now):
            met += share.units
            now = Settled(
                now.units | set(share.units),
                now.projects | {share.project or ""},
                now.assessments | {share.assessment or ""},
            )
            last = today
        today += timedelta(days=1)
    assert met == list(foretold.units) == [unit for unit in new.units() if unit not in behind.units]
    assert last == (foretold.days[-1] if foretold.days else None)
