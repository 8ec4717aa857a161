"""/resources: what is worth a learner's time outside this course, one kind a screen."""

from __future__ import annotations

from bot.domain.course import Course, Shelf
from bot.domain.errors import StaleTap
from bot.domain.messages.common import ResourceLine, Tab
from bot.domain.messages.resources import NoResources, Resources
from bot.services import learner as learners
from bot.services.turn import Turn
from bot.storage.people import Met

FLOW = "resources"


async def show(turn: Turn, met: Met, shelf_id: str | None = None) -> None:
    """One kind, the first unless named. Raises ``StaleTap`` for one that there is not (any more)."""
    learner = await learners.find(turn, met.person, met.chat)
    course = learner.course if learner else turn.courses.current().course
    if not course.shelves:
        await turn.say(met.person, met.chat, NoResources())
        return
    known = {shelf.id: shelf for shelf in course.shelves}
    shelf = course.shelves[0] if shelf_id is None else known.get(shelf_id)
    if shelf is None:
        raise StaleTap
    await turn.show(met.person, met.chat, _screen(course, shelf), FLOW)


def _screen(course: Course, shelf: Shelf) -> Resources:
    lines = (ResourceLine(each.url, each.title, each.why, each.languages) for each in shelf.resources)  # type: ignore[arg-type]
    tabs = (Tab(each.id, each.title, each.id == shelf.id) for each in course.shelves)
    return Resources(shelf.title, shelf.note or None, tuple(lines), tuple(tabs))
