"""Files -> `Course`, or all that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.curriculum.check import check
from bot.curriculum.check_labs import fails_of
from bot.curriculum.draft import CardDraft, Draft, LabDraft, UnitDraft, read_draft
from bot.curriculum.faults import CourseFaults
from bot.curriculum.notes import notes_of
from bot.curriculum.schema import (
    AnswerEntry,
    AssessmentEntry,
    CheckEntry,
    ClozeEntry,
    CourseFile,
    FrontMatter,
    LabEntry,
    OutputEntry,
    PlacementEntry,
    PointEntry,
    ProjectEntry,
    QuizEntry,
    ShelfEntry,
    TopicEntry,
    TrackEntry,
)
from bot.curriculum.source import file_faults
from bot.domain.course import (
    LANGUAGES,
    AnswerText,
    Assessment,
    Card,
    CardKind,
    Cell,
    ClozeText,
    Course,
    Guess,
    KeyPoint,
    Language,
    Localized,
    Output,
    OutputText,
    PlacementQuestion,
    Project,
    ProjectText,
    QuizText,
    Resource,
    Shelf,
    Statement,
    SyllabusItem,
    Topic,
    Track,
    Unit,
    UnitText,
)
from bot.domain.lab import Check, CheckText, Lab, LabText, Task, WrongTry


def load_course(files: Mapping[str, bytes]) -> Course:
    """The course that ``files`` (path from the course's folder, to content) are.

    Raises `CourseFaults` with every fault there is; a course with a fault is not loaded in part.
    """
    unsafe = file_faults(files)
    if unsafe:
        raise CourseFaults(unsafe)
    draft = read_draft(files)
    faults = [*draft.faults, *check(draft)]
    if faults or draft.course is None:
        raise CourseFaults(faults)
    return _course(draft, draft.course)


def _course(draft: Draft, written: CourseFile) -> Course:
    tracks = {track.id: _track(track) for track in written.tracks}
    order = [*tracks[written.default_track].units(), *sorted(draft.units)]
    units = {unit: _unit(unit, draft.units[unit]) for unit in dict.fromkeys(order)}
    return Course(
        id=written.id,
        title=_localized(written.title),
        summary=_localized(written.summary),
        topics=tuple(map(_topic, written.topics)),
        units=units,
        cards={card.id: card for unit in units.values() for card in _cards(unit, draft, written)},
        tracks=tracks,
        default_track=written.default_track,
        syllabus=tuple(
            SyllabusItem(item.id, group.group, _localized(item.title))
            for group in written.syllabus
            for item in group.items
        ),
        projects={each.entry.id: _project(each.entry) for each in draft.projects},
        assessments={each.entry.id: _assessment(each.entry) for each in draft.assessments},
        shelves=tuple(_shelf(each.entry) for each in draft.shelves),
        placement=tuple(map(_placement_question, draft.placement)),
        labs={lab: _lab(lab, entry, folder) for lab, folder in draft.labs.items() if (entry := folder.entry)},
    )


def _track(entry: TrackEntry) -> Track:
    return Track(
        entry.id,
        _localized(entry.title),
        entry.days,
        dict(sorted(entry.plan.items())),
        dict(sorted(entry.projects.items())),
        dict(sorted(entry.assessments.items())),
        _localized(entry.summary) if entry.summary else {},
    )


def _project(entry: ProjectEntry) -> Project:
    texts = {language: getattr(entry, language) for language in LANGUAGES}
    return Project(
        entry.id,
        entry.minutes,
        entry.link,
        entry.units,
        {language: ProjectText(text.title, text.brief, text.steps) for language, text in texts.items()},
        entry.covers,
    )


def _assessment(entry: AssessmentEntry) -> Assessment:
    statements = tuple(Statement(each.unit, _localized(each)) for each in entry.statements)
    title, question = _localized(entry.title), _localized(entry.question)
    return Assessment(entry.id, title, entry.minutes, statements, question, entry.covers)


def _shelf(entry: ShelfEntry) -> Shelf:
    resources = tuple(
        Resource(each.url, _localized(each.title), _localized(each.why), each.languages) for each in entry.resources
    )
    note = _localized(entry.note) if entry.note else {}
    return Shelf(entry.id, _localized(entry.title), note, resources, entry.covers)


def _lab(lab: str, entry: LabEntry, folder: LabDraft) -> Lab:
    texts = {language: getattr(entry, language) for language in LANGUAGES}
    return Lab(
        id=lab,
        unit=entry.unit,
        minutes=entry.minutes,
        texts={at: LabText(text.title, text.brief, text.differs or "") for at, text in texts.items()},
        tasks=tuple(Task(task.id, _localized(task), tuple(map(_check, task.checks))) for task in entry.tasks),
        init=entry.init or "",
        files=dict(folder.files),
        cards=entry.cards,
        covers=entry.covers,
        solve=folder.solve or "",
        wrong={name: WrongTry(script, fails_of(script)) for name, script in sorted(folder.wrong.items())},
    )


def _check(entry: CheckEntry) -> Check:
    texts = {language: getattr(entry, language) for language in LANGUAGES}
    worded = {at: CheckText(text.expect, text.hint) for at, text in texts.items()}
    return Check(entry.id, entry.run, entry.timeout, worded, entry.needs)


def _localized(texts: object) -> Localized:
    return {language: getattr(texts, language) for language in LANGUAGES}


def _topic(entry: TopicEntry) -> Topic:
    cells = {} if entry.cells is None else {cell: getattr(entry.cells, cell) for cell in Cell}
    return Topic(entry.id, _localized(entry.title), _localized(entry.question), cells)


def _placement_question(entry: PlacementEntry) -> PlacementQuestion:
    written = {language: getattr(entry, language) for language in LANGUAGES}
    texts = {at: QuizText(text.question, text.options, text.explanation) for at, text in written.items()}
    return PlacementQuestion(entry.id, entry.units, entry.correct, texts)


def _unit(unit: str, drafts: Mapping[str, UnitDraft]) -> Unit:
    matters = {language: _matter(drafts[language]) for language in LANGUAGES}
    first = matters[LANGUAGES[0]]
    texts = {language: _unit_text(matter, drafts[language]) for language, matter in matters.items()}
    return Unit(unit, first.topics, first.minutes, texts, first.covers, first.continues)


def _matter(draft: UnitDraft) -> FrontMatter:
    assert draft.matter is not None, "a draft without faults has all its front matter"
    return draft.matter


def _unit_text(matter: FrontMatter, draft: UnitDraft) -> UnitText:
    guess = matter.guess
    notes = notes_of(matter, draft.pages)
    return UnitText(
        title=matter.title,
        survey=matter.survey,
        guess=Guess(guess.question, guess.options, guess.correct, guess.reveal),
        pages=tuple(replace(page.page, notes=here) for page, here in zip(draft.pages, notes, strict=True)),
        recite=matter.recite.ask,
        points=tuple(map(key_point, matter.recite.points)),
        differs={entry.block: entry.how for entry in matter.differs},
        cannot_run={entry.block: entry.why for entry in matter.cannot_run},
    )


def key_point(entry: PointEntry) -> KeyPoint:
    """A point as it is matched."""
    return KeyPoint(entry.id, entry.text, entry.accept, entry.reject)


def _cards(unit: Unit, draft: Draft, written: CourseFile) -> list[Card]:
    """The cards of a unit: those written, by topic and as they stand in its file, then the one it implies."""
    topics = [topic.id for topic in written.topics]
    own = [card for card in draft.cards if card.entry.unit == unit.id]
    return [*map(_card, sorted(own, key=lambda card: topics.index(card.topic))), _recite_card(unit)]


def _card(draft: CardDraft) -> Card:
    entry = draft.entry
    return Card(
        entry.id,
        CardKind(entry.kind),
        entry.unit,
        draft.topic,
        {language: _card_text(draft, language) for language in LANGUAGES},
        tuple(sorted(entry.correct)) if isinstance(entry, QuizEntry) else (),
        entry.covers,
        Output(entry.command, entry.prints, entry.files, entry.setup or "") if isinstance(entry, OutputEntry) else None,
    )


def _card_text(draft: CardDraft, language: Language) -> QuizText | AnswerText | ClozeText | OutputText:
    entry, text = draft.entry, getattr(draft.entry, language)
    if isinstance(entry, QuizEntry):
        return QuizText(text.question, text.options, text.explanation)
    if isinstance(entry, AnswerEntry):
        return AnswerText(text.question, text.answer)
    return ClozeText(text.text) if isinstance(entry, ClozeEntry) else OutputText(text.why)


def _recite_card(unit: Unit) -> Card:
    texts = {
        language: AnswerText(text.recite, "\n".join(f"- {point.text}" for point in text.points))
        for language, text in unit.texts.items()
    }
    return Card(unit.recite_card, CardKind.RECITE, unit.id, unit.topics[0], texts)
