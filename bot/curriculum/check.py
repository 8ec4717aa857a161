"""What has to fit together in a course, beyond what one value says about itself.

One function a rule, each over the whole draft; adding a rule is adding a function to ``RULES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.curriculum import check_cards, check_labs, check_placement, check_syllabus, check_weeks, limits
from bot.curriculum.document import Document, Where
from bot.curriculum.draft import CardDraft, Draft, UnitDraft
from bot.curriculum.faults import Fault
from bot.curriculum.notes import notes_of
from bot.curriculum.schema import FrontMatter, PointEntry, QuizEntry, TrackEntry, counted
from bot.domain.course import LANGUAGES
from bot.domain.recite import says_nothing

Rule = Callable[[Draft], Iterable[Fault]]


def check(draft: Draft) -> list[Fault]:
    """Every fault that only the whole shows."""
    return [fault for rule in RULES for fault in rule(draft)]


def _repeated(ids: Iterable[str], document: Document, wheres: Iterable[Where], noun: str) -> Iterator[Fault]:
    """A fault for each id that was there before, at its place."""
    seen: set[str] = set()
    for each, where in zip(ids, wheres, strict=True):
        if each in seen:
            yield document.fault(
                where, f"the {noun} `{each}` is here twice", "give one of them another id, or remove it"
            )
        seen.add(each)


# --- course.yaml ---------------------------------------------------------------------------------------------


def topics_are_unique(draft: Draft) -> Iterator[Fault]:
    """No two topics and no two tracks share an id."""
    if draft.course:
        topics, tracks = draft.course.topics, draft.course.tracks
        document = draft.course_document
        places = [("topics", at, "id") for at in range(len(topics))]
        yield from _repeated((topic.id for topic in topics), document, places, "topic")
        places = [("tracks", at, "id") for at in range(len(tracks))]
        yield from _repeated((track.id for track in tracks), document, places, "track")


def default_track_exists(draft: Draft) -> Iterator[Fault]:
    """The track that a newcomer is put on is one of the tracks."""
    if draft.course and draft.course.default_track not in {track.id for track in draft.course.tracks}:
        what = f"there is no track `{draft.course.default_track}`"
        yield draft.course_document.fault(("default_track",), what, "name one of the tracks below, or add it")


def tracks_are_walkable(draft: Draft) -> Iterator[Fault]:
    """Days are in the track's time, and each unit is there once and exists."""
    for at, track in enumerate(draft.course.tracks if draft.course else ()):
        yield from _track_faults(draft, track, ("tracks", at, "plan"))


def _track_faults(draft: Draft, track: TrackEntry, plan: Where) -> Iterator[Fault]:
    seen: set[str] = set()
    for day, units in track.plan.items():
        if not 1 <= day <= track.days:
            what = f"day {day} is not one of the {track.days} days of `{track.id}`"
            yield draft.course_document.fault((*plan, day), what, "move its units, or change `days`")
        for place, unit in enumerate(units):
            where = (*plan, day, place)
            if unit not in draft.units:
                what, mend = f"there is no unit `{unit}`", f"write units/{unit}/, or correct the id"
                yield draft.course_document.fault(where, what, mend)
            elif unit in seen:
                what = f"the unit `{unit}` is in `{track.id}` twice"
                yield draft.course_document.fault(where, what, "leave it on one day")
            seen.add(unit)


def units_are_on_a_track(draft: Draft) -> Iterator[Fault]:
    """Each unit is on some track: nobody would meet it otherwise."""
    if draft.course:
        planned = {unit for track in draft.course.tracks for units in track.plan.values() for unit in units}
        for unit, texts in draft.units.items():
            if unit not in planned:
                first = next(iter(texts.values()))
                what = f"the unit `{unit}` is on no track"
                yield Fault(first.front.file, 1, what, "put it on a day in course.yaml, or remove it")


# --- units ---------------------------------------------------------------------------------------------------


def units_have_every_language(draft: Draft) -> Iterator[Fault]:
    """A unit that is there in one language is there in all."""
    for unit in sorted({*draft.units, *draft.recitations}):
        for language in LANGUAGES:
            if language not in draft.units.get(unit, {}):
                what = f"the unit `{unit}` is missing in `{language}`"
                yield Fault(f"units/{unit}/{language}.md", 1, what, "write this file")


def units_know_their_topics(draft: Draft) -> Iterator[Fault]:
    """Topics of units exist, and none is named twice."""
    known = {topic.id for topic in draft.course.topics} if draft.course else None
    for each, matter in _matters(draft):
        places = [("topics", at) for at in range(len(matter.topics))]
        yield from _repeated(matter.topics, each.front, places, "topic")
        for where, topic in zip(places, matter.topics, strict=True):
            if known is not None and topic not in known:
                yield each.front.fault(where, f"there is no topic `{topic}`", "name a topic of course.yaml")


def continued_units_come_before(draft: Draft) -> Iterator[Fault]:
    """A unit continues one that exists, and no track has it without that, or before it."""
    for unit, texts in draft.units.items():
        for each in texts.values():
            before = each.matter.continues if each.matter else None
            if before is not None and before not in draft.units:
                yield each.front.fault(("continues",), f"there is no unit `{before}`", "name a unit of this course")
            elif before is not None:
                yield from _lost_starts(draft, each, unit, before)


def _lost_starts(draft: Draft, each: UnitDraft, unit: str, before: str) -> Iterator[Fault]:
    for track in draft.course.tracks if draft.course else ():
        order = [planned for day in sorted(track.plan) for planned in track.plan[day]]
        if unit in order and before not in order[: order.index(unit)]:
            what = f"`{before}` does not come before `{unit}` in `{track.id}`"
            yield each.front.fault(("continues",), what, "plan it earlier there, or continue another unit")


def guesses_have_an_answer(draft: Draft) -> Iterator[Fault]:
    """``guess.correct`` is one of the options, and no option is there twice."""
    for each, matter in _matters(draft):
        if not 0 <= matter.guess.correct < len(matter.guess.options):
            what, mend = _out_of_range(matter.guess.correct, len(matter.guess.options))
            yield each.front.fault(("guess", "correct"), what, mend)
        places = [("guess", "options", at) for at in range(len(matter.guess.options))]
        yield from _repeated(matter.guess.options, each.front, places, "option")


def _out_of_range(index: int, options: int) -> tuple[str, str]:
    return f"there is no option {index}", f"count from 0: 0 to {options - 1}"


def points_can_be_found(draft: Draft) -> Iterator[Fault]:
    """Ids of points are unique, and every phrasing has a word to look for."""
    for each, matter in _matters(draft):
        points = matter.recite.points
        places = [("recite", "points", at, "id") for at in range(len(points))]
        yield from _repeated((point.id for point in points), each.front, places, "point")
        for at, point in enumerate(points):
            yield from _phrasing_faults(each.front, point, ("recite", "points", at))


def _phrasing_faults(front: Document, point: PointEntry, where: Where) -> Iterator[Fault]:
    for key, phrasings in (("accept", point.accept), ("reject", point.reject)):
        for at, phrasing in enumerate(phrasings):
            if says_nothing(phrasing):
                what = f"`{phrasing}` has no word that can be looked for, or too many parts in any order"
                yield front.fault((*where, key, at), what, "write a phrasing with two to six words that matter")


def languages_are_in_step(draft: Draft) -> Iterator[Fault]:
    """A unit is the same in every language: topics, options, points, pages and their code."""
    for texts in draft.units.values():
        model = texts.get(LANGUAGES[0])
        for language in LANGUAGES[1:]:
            if model and language in texts:
                yield from _matter_steps(model, texts[language])
                yield from _page_steps(model, texts[language])


def _matter_steps(model: UnitDraft, other: UnitDraft) -> Iterator[Fault]:
    if model.matter and other.matter:
        for where, wanted, found in _compared(model.matter, other.matter):
            if wanted != found:
                name = ".".join(map(str, where))
                what = f"`{name}` is out of step: {found} here, {wanted} in {model.front.file}"
                yield other.front.fault(where, what, "make both the same")


def _compared(model: FrontMatter, other: FrontMatter) -> Iterator[tuple[Where, object, object]]:
    """What must be equal in two languages, with its place."""
    yield ("topics",), _listed(model.topics), _listed(other.topics)
    yield ("covers",), _listed(model.covers), _listed(other.covers)
    yield ("continues",), model.continues or "nothing", other.continues or "nothing"
    for key in ("cannot_run", "differs"):
        blocks = [_listed(str(entry.block) for entry in getattr(matter, key)) for matter in (model, other)]
        yield (key,), blocks[0], blocks[1]
    yield ("survey",), counted(len(model.survey), "lines"), counted(len(other.survey), "lines")
    options = [counted(len(matter.guess.options), "options") for matter in (model, other)]
    yield ("guess", "options"), options[0], options[1]
    yield ("guess", "correct"), model.guess.correct, other.guess.correct
    wanted, found = ([point.id for point in matter.recite.points] for matter in (model, other))
    differing = [at for at, pair in enumerate(zip(wanted, found, strict=False)) if pair[0] != pair[1]]
    yield ("recite", "points", *differing[:1]), _listed(wanted), _listed(found)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _page_steps(model: UnitDraft, other: UnitDraft) -> Iterator[Fault]:
    if len(model.pages) != len(other.pages):
        line = other.pages[-1].line if other.pages else 1
        what = f"{counted(len(other.pages), 'pages')} here, {len(model.pages)} in {model.front.file}"
        yield Fault(other.front.file, line, what, "make both the same, page by page")
        return
    for mine, theirs in zip(model.pages, other.pages, strict=True):
        if mine.code != theirs.code:
            what = (
                f"the code blocks of this page are [{_listed(theirs.code)}], "
                f"those of {model.front.file}:{mine.line} are [{_listed(mine.code)}]"
            )
            yield Fault(other.front.file, theirs.line, what, "give both the same code blocks")


def pages_fit(draft: Draft) -> Iterator[Fault]:
    """Titles and pages are no longer than is read on a phone."""
    for texts in draft.units.values():
        for language, each in texts.items():
            for page in each.pages:
                size, limit = limits.length(page.page.markdown), limits.PAGE[language]
                if size > limit:
                    what = f"this page has {size} characters, {limit} fit"
                    yield Fault(each.front.file, page.line, what, "shorten it, or start another page with ##")
                if limits.length(page.page.title) > limits.TITLE:
                    what = f"this heading has more than {limits.TITLE} characters"
                    yield Fault(each.front.file, page.line, what, "shorten it")


def pages_fit_with_their_notes(draft: Draft) -> Iterator[Fault]:
    """A page and what is told about its code blocks fit one message."""
    for each, matter in _matters(draft):
        for page, notes in zip(each.pages, notes_of(matter, each.pages), strict=True):
            own = limits.length(page.page.title) + limits.length(page.page.markdown) + limits.FRAME
            size = own + sum(limits.length(note.text) + limits.NOTE_FRAME for note in notes)
            if notes and size > limits.MESSAGE:
                what = f"this page with its {counted(len(notes), 'notes')} on code blocks has {size} characters"
                mend = f"shorten `differs` and `cannot_run`, or start another page: {limits.MESSAGE} fit"
                yield Fault(each.front.file, page.line, what, mend)


def _matters(draft: Draft) -> Iterator[tuple[UnitDraft, FrontMatter]]:
    for texts in draft.units.values():
        for each in texts.values():
            if each.matter:
                yield each, each.matter


# --- cards ---------------------------------------------------------------------------------------------------


def cards_are_unique(draft: Draft) -> Iterator[Fault]:
    """No two cards share an id, in whatever file."""
    first: dict[str, CardDraft] = {}
    for card in draft.cards:
        if card.entry.id in first:
            before = first[card.entry.id]
            line = before.document.line((*before.where, "id"))
            what = f"the card `{card.entry.id}` is in {before.document.file}:{line} already"
            yield card.fault(("id",), what, "give one of them another id, or remove it")
        first.setdefault(card.entry.id, card)


def cards_have_a_place(draft: Draft) -> Iterator[Fault]:
    """A card's unit and topic exist."""
    for card in draft.cards:
        if card.entry.unit not in draft.units:
            yield card.fault(("unit",), f"there is no unit `{card.entry.unit}`", "name a unit of this course")
    if draft.course:
        known = {topic.id for topic in draft.course.topics}
        for topic, document in draft.card_files.items():
            if topic not in known:
                what = f"there is no topic `{topic}`"
                yield Fault(document.file, 1, what, "name the file as a topic of course.yaml")


def quizzes_can_be_answered(draft: Draft) -> Iterator[Fault]:
    """Correct options exist and are named once, some option is wrong, and no option is there twice."""
    for card in draft.cards:
        entry = card.entry
        if isinstance(entry, QuizEntry):
            yield from _correct_faults(card, entry)
            for language in LANGUAGES:
                options = getattr(entry, language).options
                places = [(*card.where, language, "options", at) for at in range(len(options))]
                yield from _repeated(options, card.document, places, "option")


def _correct_faults(card: CardDraft, entry: QuizEntry) -> Iterator[Fault]:
    options = [len(getattr(entry, language).options) for language in LANGUAGES]
    if len(set(options)) > 1:
        counts = ", ".join(f"{count} in {language}" for count, language in zip(options, LANGUAGES, strict=True))
        yield card.fault((LANGUAGES[-1], "options"), f"options are out of step: {counts}", "make both the same")
    for at, index in enumerate(entry.correct):
        if not 0 <= index < min(options):
            yield card.fault(("correct", at), *_out_of_range(index, min(options)))
        if index in entry.correct[:at]:
            yield card.fault(("correct", at), f"option {index} is named twice", "name it once")
    if len(set(entry.correct)) == max(options):
        yield card.fault(("correct",), "every option is correct", "add a wrong one: a real misconception")


def units_have_a_quiz(draft: Draft) -> Iterator[Fault]:
    """Each unit has a quiz card, for a unit ends with a quiz."""
    if any(document.faults for document in draft.card_files.values()):
        return
    quizzed = {card.entry.unit for card in draft.cards if isinstance(card.entry, QuizEntry)}
    for unit, texts in draft.units.items():
        if unit not in quizzed:
            file = next(iter(texts.values())).front.file
            yield Fault(file, 1, f"the unit `{unit}` has no quiz card", "write one in cards/<topic>.yaml")


# --- recitations ---------------------------------------------------------------------------------------------


def recitations_name_points(draft: Draft) -> Iterator[Fault]:
    """The points that a recitation is labelled with exist in its unit."""
    for unit, (document, model) in draft.recitations.items():
        for language, text in draft.units.get(unit, {}).items():
            if text.matter is None:
                continue
            known = {point.id for point in text.matter.recite.points}
            for at, recitation in enumerate(getattr(model, language)):
                for place, point in enumerate(recitation.found):
                    if point not in known:
                        what = f"the unit `{unit}` has no point `{point}`"
                        yield document.fault((language, at, "found", place), what, "name one of its points")


RULES: tuple[Rule, ...] = (
    topics_are_unique,
    default_track_exists,
    tracks_are_walkable,
    units_are_on_a_track,
    units_have_every_language,
    units_know_their_topics,
    continued_units_come_before,
    guesses_have_an_answer,
    points_can_be_found,
    languages_are_in_step,
    pages_fit,
    pages_fit_with_their_notes,
    cards_are_unique,
    cards_have_a_place,
    quizzes_can_be_answered,
    units_have_a_quiz,
    check_cards.answers_can_be_sent,
    check_cards.clozes_have_gaps,
    check_cards.clozes_are_in_step,
    check_cards.commands_are_code,
    recitations_name_points,
    check_syllabus.syllabus_is_unique,
    check_syllabus.syllabus_is_covered,
    check_syllabus.cells_are_items,
    check_syllabus.covers_are_items,
    check_syllabus.listed_blocks_exist,
    check_syllabus.most_code_can_run,
    check_syllabus.code_is_code,
    check_weeks.weeklies_are_unique,
    check_weeks.weeklies_know_their_units,
    check_weeks.projects_are_in_step,
    check_weeks.weeklies_have_a_day,
    check_weeks.weeklies_are_on_a_track,
    check_weeks.resources_can_be_opened,
    check_labs.labs_are_whole,
    check_labs.labs_know_their_course,
    check_labs.checks_can_be_tried,
    check_labs.wrong_tries_say_what_fails,
    check_labs.labs_fit,
    check_labs.lab_texts_can_be_sent,
    check_labs.placeholders_are_known,
    check_labs.labs_name_things_alike,
    check_placement.questions_are_unique,
    check_placement.questions_name_units,
    check_placement.questions_have_an_answer,
)
