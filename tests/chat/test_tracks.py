"""Every track of the real course, from its first day to its end: all that is offered is done, day by day.

The strict server refuses what Telegram would refuse, and the world fails with it: that is how each message of each
unit, card, project and look back is held to the limits, in both languages.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import yaml

from bot.curriculum.find import content_root
from bot.domain.messages.assessment import AskReflection, CheckDone, CheckOffer
from bot.domain.messages.day import DayOffer, TrackDone
from bot.domain.messages.project import ProjectOffer, ProjectScreen
from bot.domain.messages.quiz import ClozeFront
from bot.domain.messages.study import UnitDone
from tests.world import Somebody, World, open_world

COURSE = content_root() / "docker"
FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TRACKS = {"grow-4-week": 28, "pareto": 12, "phases-6-week": 42, "pomodoro-16": 6}


def recitation(unit: str, language: str, random: Random) -> str:
    """What some learner said of this unit."""
    said = yaml.safe_load((COURSE / "units" / unit / "recitations.yaml").read_text(encoding="utf-8"))
    return str(random.choice(said[language])["text"])


class Walk:
    """One learner on one track."""

    def __init__(self, world: World, language: str, track: str) -> None:
        self.world = world
        self.learner: Somebody = world.alex
        self.language = language
        self.random = Random(f"{track}/{language}")
        self.units: list[str] = []
        self.projects: list[str] = []
        self.assessments: list[str] = []

    async def day(self, number: int) -> None:
        """What the morning of the track's ``number``-th day brings, done to the end."""
        await self.world.travel(to=FIRST + (number - 1) * DAY + timedelta(seconds=5))
        for offer in self.learner.messages:
            if isinstance(offer, DayOffer):
                for unit in offer.units:
                    await self.unit(unit.id)
            elif isinstance(offer, ProjectOffer):
                await self.project(offer)
            elif isinstance(offer, CheckOffer):
                await self.look_back(offer)
        if number % 3 == 0:
            await self.review()

    async def unit(self, unit: str) -> None:
        """From the survey to the end of the quiz, then the break."""
        learner = self.learner
        await learner.press("day_start", unit)
        await learner.read_all()
        await learner.say(recitation(unit, self.language, self.random))
        await learner.press("rate", str(self.random.randint(1, 4)))
        while "UnitDone" not in learner.kinds:
            await learner.answer(right=self.random.random() < 0.8)
            await learner.press("next_card")
        assert learner.heard(UnitDone).points >= 3
        self.units.append(unit)
        await self.world.travel(minutes=40)

    async def project(self, offer: ProjectOffer) -> None:
        """Every step ticked, a link handed in where one is wanted, done."""
        learner = self.learner
        await learner.press("project", offer.id)
        for step in range(len(offer.steps)):
            await learner.press("step", str(step))
        await learner.press("hand_in")
        await learner.say("https://github.com/alex/pomodock-wall 学会了很多 and slept well")
        await learner.press("project_done")
        assert learner.heard(ProjectScreen).done
        self.projects.append(offer.id)

    async def look_back(self, offer: CheckOffer) -> None:
        """Each statement judged, and a word at the end."""
        learner = self.learner
        await learner.press("check", offer.id)
        while "AskReflection" not in learner.kinds:
            await learner.press("check_answer", str(self.random.randint(0, 2)))
        learner.heard(AskReflection)
        await learner.say("Networks took me longest; 网络最费时间。")
        learner.heard(CheckDone)
        self.assessments.append(offer.id)

    async def review(self) -> None:
        """All that is due, card by card."""
        learner = self.learner
        await learner.say("/review")
        while not {"ReviewDone", "NothingDue"} & set(learner.kinds):
            if learner.last.poll is not None:
                await learner.answer(right=self.random.random() < 0.8)
                await learner.press("next_card")
                continue
            if any(isinstance(message, ClozeFront) for message in learner.messages) and self.random.random() < 0.5:
                await learner.say("kernel 内核")
            else:
                await learner.press("turn_card")
            await learner.press("rate_card", str(self.random.randint(1, 4)))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("track", TRACKS)
async def test_a_learner_walks_the_whole_track(tmp_path: Path, track: str, language: str) -> None:
    start = FIRST - timedelta(minutes=30)
    async with open_world(tmp_path / "world", start=start, course="docker", limits=False) as world:
        learner = world.alex
        await learner.enrol(language=language)
        await learner.press("begin", "later")
        if track != "grow-4-week":
            await learner.say("/track")
            await learner.press("track", track)
            await learner.press("track_take")
        plan = world.bot.courses.current().course.tracks[track]
        walk = Walk(world, language, track)
        for number in range(1, plan.days + 1):
            assert "TrackDone" not in learner.kinds
            await walk.day(number)
        await learner.say("/today")
        assert learner.heard(TrackDone).track == plan.title
        assert Counter(walk.units) == Counter(plan.units())
        assert walk.projects == [plan.projects[day] for day in sorted(plan.projects)]
        assert walk.assessments == [plan.assessments[day] for day in sorted(plan.assessments)]
        for words in ("/progress", "/map", "/notes", "/resources"):
            await learner.say(words)
        assert plan.days == TRACKS[track]
