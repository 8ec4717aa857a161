"""What a learner-day holds: units, a project, a self-assessment, or nothing; one at a time, none before its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain.course import Course, Track
from bot.domain.week import WEEK, Settled, Share, next_share, one_more_week, open_shares, share_of_day

TRACK = Track("t", {}, 14, {1: ("a",), 3: ("b", "c"), 8: ("d",)}, {5: "p", 13: "q"}, {7: "s"})
MONDAY = date(2026, 3, 2)


def settled(units: str = "", projects: str = "", assessments: str = "") -> Settled:
    return Settled(frozenset(units), frozenset(projects), frozenset(assessments))


def some(names: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names))


SETTLED = st.builds(Settled, some("abcd"), some("pq"), some("s"))


def test_a_week_in_its_order() -> None:
    assert share_of_day(TRACK, 1, settled()) == Share(1, ("a",))
    assert share_of_day(TRACK, 2, settled("a")) is None
    assert share_of_day(TRACK, 3, settled("ab")) == Share(3, ("c",))
    assert share_of_day(TRACK, 4, settled("abc")) is None
    assert share_of_day(TRACK, 5, settled("abc")) == Share(5, project="p")
    assert share_of_day(TRACK, 7, settled("abc", "p")) == Share(7, assessment="s")
    assert share_of_day(TRACK, 8, settled("abc", "p", "s")) == Share(8, ("d",))
    assert next_share(TRACK, settled("abcd", "pq", "s")) is None


def test_the_project_comes_after_its_weeks_units_and_before_the_next_ones() -> None:
    assert share_of_day(TRACK, 9, settled("ab")) == Share(3, ("c",))
    assert share_of_day(TRACK, 9, settled("abc")) == Share(5, project="p")
    assert share_of_day(TRACK, 9, settled("abcd", "p")) == Share(7, assessment="s")


@given(st.integers(-3, 40), SETTLED)
def test_one_thing_at_a_time_open_and_not_before_its_day(day: int, behind: Settled) -> None:
    share = share_of_day(TRACK, day, behind)
    if share is None:
        assert all(other.day > day for other in open_shares(TRACK, behind))
        return
    assert share.day <= day
    assert sum([bool(share.units), share.project is not None, share.assessment is not None]) == 1
    assert not set(share.units) & behind.units
    assert share.project not in behind.projects
    assert share.assessment not in behind.assessments
    assert share == next_share(TRACK, behind)


@given(SETTLED)
def test_who_settles_what_comes_next_reaches_everything_once(behind: Settled) -> None:
    met: list[Share] = []
    while share := next_share(TRACK, behind):
        met.append(share)
        behind = Settled(
            behind.units | set(share.units), behind.projects | {share.project}, behind.assessments | {share.assessment}
        )
        assert len(met) < 10
    assert [share.day for share in met] == sorted(share.day for share in met)


@given(st.integers(-60, 60), st.integers(1, 28), st.integers(0, 80))
def test_one_more_week_is_a_week_on_top_of_when_it_would_come(started: int, next_day: int, today: int) -> None:
    started_on, now = MONDAY + timedelta(days=started), MONDAY + timedelta(days=today)
    comes = max(started_on + timedelta(days=next_day - 1), now + timedelta(days=1))
    moved = one_more_week(started_on, next_day, now)
    assert moved + timedelta(days=next_day - 1) == comes + WEEK
    assert moved >= started_on + WEEK


@pytest.fixture(scope="module")
def docker() -> Course:
    return load_course(read_folder(content_root() / "docker"))


def test_four_weeks_end_on_day_28_with_a_project_and_a_look_back_each(docker: Course) -> None:
    track = docker.tracks["grow-4-week"]
    assert track.days == 28
    assert sorted(track.projects) == [6, 13, 20, 27]
    assert sorted(track.assessments) == [7, 14, 21, 28]
    assert max(*track.plan, *track.projects, *track.assessments) == 28
    assert docker.projects[track.projects[27]].link, "the last project is handed in by its repository's link"


def test_every_track_ends_with_what_it_says_it_ends_with(docker: Course) -> None:
    for track in docker.tracks.values():
        last = list(open_shares(track, Settled()))[-1]
        assert last.assessment is not None
        assert last.day == track.days
