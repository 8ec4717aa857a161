"""Ways to the end of a week in the course about eggs: two units, a project on day 5, a look back on day 7."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.world import Somebody, World

FRIDAY = datetime(2026, 3, 6, 9, 0, 5, tzinfo=UTC)
SUNDAY = FRIDAY + timedelta(days=2)


async def both_units(somebody: Somebody, words: str = "The white sets first") -> None:
    """Enrolled on Monday in London, and both units done."""
    await somebody.enrol()
    await somebody.press("begin", "now")
    for _ in range(2):
        await somebody.read_all()
        await somebody.recite_and_rate(words)
        await somebody.finish_quiz()
        if somebody.has("day_start"):
            await somebody.press("day_start")


async def to_the_project(world: World, somebody: Somebody) -> None:
    """It is Friday, nine o'clock, and the project is offered."""
    await both_units(somebody)
    await world.travel(to=FRIDAY)


async def to_the_look_back(world: World, somebody: Somebody) -> None:
    """It is Sunday, nine o'clock; the project was put aside, the self-assessment is offered."""
    await to_the_project(world, somebody)
    await somebody.press("project_pass")
    await world.travel(to=SUNDAY)
