"""Courses as they are taught: editions, from the content folder into the database and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import structlog

from bot.curriculum import source
from bot.curriculum.faults import CourseFaults
from bot.curriculum.load import load_course
from bot.domain.course import Course, Edition
from bot.storage import editions
from bot.storage.database import Database, Transaction

_log = structlog.get_logger(__name__)


class NoCourse(Exception):
    """There is no edition to teach: the folder is faulty and nothing was published before."""


class Courses:
    """The editions this process teaches. Old ones stay, for who began with them."""

    def __init__(self, default: str) -> None:
        self.default = default
        """The id of the course that a new learner is enrolled in: the one published last."""
        self._editions: dict[tuple[str, int], Edition] = {}
        self._latest: dict[str, int] = {}

    def current(self, course: str | None = None) -> Edition:
        """The newest edition of a course."""
        course = course or self.default
        return self._editions[course, self._latest[course]]

    async def at(self, tx: Transaction, course: str, number: int) -> Course:
        """A course as it was in edition ``number``."""
        if (course, number) not in self._editions:
            stored = await editions.at(tx, course, number)
            if stored is None:
                msg = f"edition {number} of {course} is not in the database"
                raise NoCourse(msg)
            self._keep(stored)
        return self._editions[course, number].course

    async def publish(self, database: Database, folder: Path, now: datetime) -> Edition:
        """Make a clean folder with a new digest the next edition; a faulty one leaves the last good one live.

        Raises ``NoCourse`` when the folder is faulty and nothing was published before.
        """
        files: Mapping[str, bytes] = {}
        faults: CourseFaults | None = None
        try:
            files = source.read_folder(folder)
            course_id = load_course(files).id
        except CourseFaults as error:
            faults, course_id = error, folder.name
        async with database.begin() as tx:
            last = await editions.latest(tx, course_id)
            if faults is None:
                last = await self._published(tx, course_id, files, last, now)
        if last is None:
            raise NoCourse(str(faults))
        if faults is not None:
            _log.error("the course has faults; the last good edition stays live", edition=last.number)
        self._keep(last)
        self._latest[course_id] = last.number
        self.default = course_id
        return self._editions[course_id, last.number]

    async def _published(
        self,
        tx: Transaction,
        course: str,
        files: Mapping[str, bytes],
        last: editions.StoredEdition | None,
        now: datetime,
    ) -> editions.StoredEdition:
        digest = source.digest(files)
        if last is not None and last.digest == digest:
            return last
        fresh = editions.StoredEdition(course, last.number + 1 if last else 1, digest, files)
        await editions.publish(tx, fresh, now)
        return fresh

    def _keep(self, stored: editions.StoredEdition) -> None:
        edition = Edition(stored.number, stored.digest, load_course(stored.files))
        self._editions[stored.course, stored.number] = edition
