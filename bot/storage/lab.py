"""Labs of learners, and the steps that were done in them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from bot.domain.lab_check import Judged, Verdict
from bot.domain.lab_session import Ending, LabSession, LabStage, LabStep, StepKind, StepState
from bot.storage.database import Transaction
from bot.storage.schema import LabSessionRow, LabStepRow

_GOING_ON = (LabStage.QUEUED.value, LabStage.OPEN.value)


async def get(tx: Transaction, session_id: int) -> LabSession | None:
    """The session with this id."""
    row = await tx.get(LabSessionRow, session_id)
    return None if row is None else _session(row)


async def of_person(tx: Transaction, person_id: int) -> LabSession | None:
    """The lab that a person waits for or works in."""
    query = select(LabSessionRow).where(LabSessionRow.person_id == person_id, LabSessionRow.stage.in_(_GOING_ON))
    row = await tx.scalar(query.order_by(LabSessionRow.id).limit(1))
    return None if row is None else _session(row)


async def going_on(tx: Transaction) -> Sequence[LabSession]:
    """All labs that are waited for or open, in the order in which they were asked for."""
    query = select(LabSessionRow).where(LabSessionRow.stage.in_(_GOING_ON)).order_by(LabSessionRow.id)
    return [_session(row) for row in await tx.scalars(query)]


async def endings(tx: Transaction, person_id: int, course: str) -> Sequence[tuple[str, Ending]]:
    """Each lab that a person had in a course and how it ended, in order."""
    query = select(LabSessionRow.lab, LabSessionRow.ending).where(
        LabSessionRow.person_id == person_id, LabSessionRow.course == course, LabSessionRow.ending.is_not(None)
    )
    rows = (await tx.execute(query.order_by(LabSessionRow.id))).all()
    return [(lab, Ending(ending)) for lab, ending in rows if ending]


async def add(tx: Transaction, session: LabSession) -> LabSession:
    """Store a new session; it comes back with its id."""
    row = LabSessionRow(
        person_id=session.person,
        chat_id=session.chat,
        course=session.course,
        edition=session.edition,
        lab=session.lab,
        nonce=session.nonce,
        stage=session.stage.value,
        replays=session.replays,
        asked_at=session.asked_at,
    )
    tx.add(row)
    await tx.flush()
    return _session(row)


async def save(tx: Transaction, session: LabSession) -> None:
    """Store what changed of a session."""
    values = {
        "stage": session.stage.value,
        "container": session.container,
        "place": session.place,
        "seq": session.seq,
        "hinted": session.hinted,
        "verdicts": [[each.check, each.verdict.value, each.seen] for each in session.verdicts],
        "hint_for": session.hint_for,
        "replays": session.replays,
        "ending": session.ending.value if session.ending else None,
        "opened_at": session.opened_at,
        "ends_at": session.ends_at,
    }
    await tx.execute(update(LabSessionRow).where(LabSessionRow.id == session.id).values(values))


async def add_step(
    tx: Transaction,
    session_id: int,
    kind: StepKind,
    text: str = "",
    *,
    file: str | None = None,
    content: bytes | None = None,
) -> LabStep:
    """Something that is to be done in a lab."""
    row = LabStepRow(
        session_id=session_id, kind=kind.value, text=text, file=file, content=content, state=StepState.WAITING.value
    )
    tx.add(row)
    await tx.flush()
    return _step(row)


async def keep_content(tx: Transaction, step_id: int, content: bytes) -> None:
    """The bytes of a step's file, for a lab that repeats it."""
    await tx.execute(update(LabStepRow).where(LabStepRow.id == step_id).values(content=content))


async def steps(tx: Transaction, session_id: int, *states: StepState) -> Sequence[LabStep]:
    """The steps of a session in these states, in order."""
    wanted = [state.value for state in states]
    query = select(LabStepRow).where(LabStepRow.session_id == session_id, LabStepRow.state.in_(wanted))
    return [_step(row) for row in await tx.scalars(query.order_by(LabStepRow.id))]


async def mark(tx: Transaction, step_id: int, state: StepState, was: StepState | None = None) -> bool:
    """Say what became of a step; false where it was not as it ``was`` said to be."""
    query = update(LabStepRow).where(LabStepRow.id == step_id)
    if was is not None:
        query = query.where(LabStepRow.state == was.value)
    changed = await tx.execute(query.values(state=state.value).returning(LabStepRow.id))
    return changed.first() is not None


def _session(row: LabSessionRow) -> LabSession:
    return LabSession(
        id=row.id,
        person=row.person_id,
        chat=row.chat_id,
        course=row.course,
        edition=row.edition,
        lab=row.lab,
        nonce=row.nonce,
        asked_at=row.asked_at,
        stage=LabStage(row.stage),
        container=row.container,
        place=row.place,
        seq=row.seq,
        hinted=row.hinted,
        verdicts=tuple(Judged(check, Verdict(verdict), seen) for check, verdict, seen in row.verdicts),
        hint_for=row.hint_for,
        opened_at=row.opened_at,
        ends_at=row.ends_at,
        ending=Ending(row.ending) if row.ending else None,
        replays=row.replays,
    )


def _step(row: LabStepRow) -> LabStep:
    return LabStep(row.id, row.session_id, StepKind(row.kind), row.text, StepState(row.state), row.file, row.content)
