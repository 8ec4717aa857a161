"""Editions: a course stored whole, by number, digest and files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.storage.database import Transaction
from bot.storage.schema import EditionRow


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """One edition's number, digest and files."""

    course: str
    number: int
    digest: str
    files: Mapping[str, bytes]


async def latest(tx: Transaction, course: str) -> StoredEdition | None:
    """The newest edition of a course."""
    query = select(EditionRow).where(EditionRow.course == course).order_by(EditionRow.number.desc()).limit(1)
    row = await tx.scalar(query)
    return None if row is None else _stored(row)


async def at(tx: Transaction, course: str, number: int) -> StoredEdition | None:
    """One edition of a course."""
    row = await tx.scalar(select(EditionRow).where(EditionRow.course == course, EditionRow.number == number))
    return None if row is None else _stored(row)


async def publish(tx: Transaction, edition: StoredEdition, now: datetime) -> None:
    """Store a new edition. What is stored is never changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(edition.files):
            archive.writestr(name, edition.files[name])
    tx.add(
        EditionRow(
            course=edition.course,
            number=edition.number,
            digest=edition.digest,
            files=packed.getvalue(),
            published_at=now,
        )
    )
    await tx.flush()


def _stored(row: EditionRow) -> StoredEdition:
    with zipfile.ZipFile(io.BytesIO(row.files)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return StoredEdition(row.course, row.number, row.digest, files)
