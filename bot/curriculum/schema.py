"""What may be written in the YAML of a course, as strict pydantic models: one a file.

The models are the format's reference. They check one value at a time; what has to fit together is in `check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.curriculum import limits
from bot.curriculum.document import Document, Where
from bot.curriculum.faults import Fault

Model = TypeVar("Model")


def _fault(what: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError("fault", "{what}", {"what": what, "mend": mend})


def _text(limit: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not text.strip():
            raise _fault("it is empty", "write something here")
        if limits.length(text) > limit:
            raise _fault(f"it has {limits.length(text)} characters", f"shorten it to {limit}")
        return text.strip()

    return check


def _block(limit: int) -> Callable[[str], str]:
    """As ``_text``, for lines in which the blanks at the beginning count."""
    check = _text(limit)

    def check_block(text: str) -> str:
        check(text)
        return text.strip("\n").rstrip()

    return check_block


def _script(script: str) -> str:
    # Left as it is, for the lines of its faults are counted from its beginning.
    _text(limits.SCRIPT)(script)
    return script


def _file_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", name) or ".." in name:
        raise _fault(f"`{name}` is not a file's name", "name a file below the working folder")
    return name


def _few_files(files: dict[str, str]) -> dict[str, str]:
    if len(files) > limits.FILES:
        raise _fault(f"it has {counted(len(files), 'files')}", f"write {limits.FILES} at most")
    return files


def _explanation(text: str) -> str:
    if text.strip().count("\n") > limits.EXPLANATION_LINE_FEEDS:
        raise _fault("it has more than two line feeds", "join some of its lines")
    return text


def _kebab(text: object) -> object:
    if isinstance(text, str) and not is_id(text):
        raise _fault(f"`{text}` is not an id", "use a-z, 0-9 and single hyphens, at most 40 characters")
    return text


def is_id(text: str) -> bool:
    """Whether ``text`` can be an id."""
    # A button carries a unit's id (domain/taps.py), and 64 bytes are all it has.
    parts = text.split("-")
    return len(text) <= 40 and all(part.isascii() and part.isalnum() and part == part.lower() for part in parts)


def _a_pomodoro(minutes: int) -> int:
    if minutes != limits.MINUTES:
        mend = f"write {limits.MINUTES}, and divide what takes longer into two units"
        raise _fault(f"it is {minutes}, and a unit is one Pomodoro", mend)
    return minutes


def counted(number: int, nouns: str) -> str:
    """``3 pages``, ``1 page``; ``nouns`` is a plural in s."""
    return f"{number} {nouns.removesuffix('s') if number == 1 else nouns}"


def _a_list(few: int, many: int, noun: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, list) and not few <= len(value) <= many:
            wanted = f"{few}" if few == many else f"{few} to {many}"
            raise _fault(f"it has {counted(len(value), noun)}", f"write {wanted}")
        return tuple(value) if isinstance(value, list) else value

    return BeforeValidator(check)


Id = Annotated[str, BeforeValidator(_kebab)]
Title = Annotated[str, AfterValidator(_text(limits.TITLE))]
Line = Annotated[str, AfterValidator(_text(limits.LINE))]
Ask = Annotated[str, AfterValidator(_text(limits.ASK))]
Question = Annotated[str, AfterValidator(_text(limits.QUESTION))]
Option = Annotated[str, AfterValidator(_text(limits.OPTION))]
Options = Annotated[tuple[Option, ...], _a_list(*limits.OPTIONS, "options")]
Explanation = Annotated[str, AfterValidator(_text(limits.EXPLANATION)), AfterValidator(_explanation)]
Answer = Annotated[str, AfterValidator(_text(limits.ANSWER))]
Cloze = Annotated[str, AfterValidator(_text(limits.CLOZE))]
Command = Annotated[str, AfterValidator(_block(limits.COMMAND))]
Prints = Annotated[str, AfterValidator(_block(limits.PRINTS))]
FileName = Annotated[str, AfterValidator(_file_name)]
FileText = Annotated[str, AfterValidator(_block(limits.FILE))]
Script = Annotated[str, AfterValidator(_script)]
TaskText = Annotated[str, AfterValidator(_text(limits.TASK))]
Phrasing = Annotated[str, AfterValidator(_text(limits.LINE))]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class TitleTexts(_Strict):
    """A title in every language."""

    en: Title
    zh: Title


class QuestionTexts(_Strict):
    """A topic's key question in every language."""

    en: Question
    zh: Question


class SummaryTexts(_Strict):
    """What the course is, in every language."""

    en: Annotated[str, AfterValidator(_text(limits.SUMMARY))]
    zh: Annotated[str, AfterValidator(_text(limits.SUMMARY))]


class CellsEntry(_Strict):
    """The cells of a topic's row: which item of the syllabus stands in each."""

    question: Id
    concepts: Id
    focus: Id
    use: Id


class TopicEntry(_Strict):
    """One entry of ``topics`` in ``course.yaml``."""

    id: Id
    title: TitleTexts
    question: QuestionTexts
    cells: CellsEntry | None = None


class SyllabusItemEntry(_Strict):
    """One thing that the course promises to teach."""

    id: Id
    title: TitleTexts


class SyllabusEntry(_Strict):
    """One group of ``syllabus`` in ``course.yaml``."""

    group: Id
    title: TitleTexts
    items: Annotated[tuple[SyllabusItemEntry, ...], _a_list(1, 200, "items")]


class LineTexts(_Strict):
    """A line in every language."""

    en: Line
    zh: Line


class TrackEntry(_Strict):
    """One entry of ``tracks`` in ``course.yaml``: units, projects and self-assessments by day.

    Editions that were published before tracks had a ``summary`` stay readable without one.
    """

    id: Id
    title: TitleTexts
    summary: LineTexts | None = None
    days: Annotated[int, Field(ge=1, le=limits.DAYS)]
    plan: dict[int, Annotated[tuple[Id, ...], _a_list(1, 8, "units")]]
    projects: dict[int, Id] = {}
    assessments: dict[int, Id] = {}


class CourseFile(_Strict):
    """``course.yaml``."""

    id: Id
    title: TitleTexts
    summary: SummaryTexts
    topics: Annotated[tuple[TopicEntry, ...], _a_list(1, 40, "topics")]
    default_track: Id
    tracks: Annotated[tuple[TrackEntry, ...], _a_list(1, 12, "tracks")]
    syllabus: Annotated[tuple[SyllabusEntry, ...], _a_list(1, 40, "groups")] = ()


class GuessEntry(_Strict):
    """``guess`` in a unit's front matter."""

    question: Question
    options: Options
    correct: int
    reveal: Ask


class PointEntry(_Strict):
    """One of ``recite.points`` in a unit's front matter."""

    id: Id
    text: Line
    accept: Annotated[tuple[Phrasing, ...], _a_list(1, 200, "phrasings")]
    reject: Annotated[tuple[Phrasing, ...], _a_list(0, 200, "phrasings")] = ()


class ReciteEntry(_Strict):
    """``recite`` in a unit's front matter."""

    ask: Ask
    points: Annotated[tuple[PointEntry, ...], _a_list(*limits.POINTS, "points")]


class CannotRunEntry(_Strict):
    """A code block, counted from 1 over all pages, that cannot be tried in a lab, and why."""

    block: int
    why: Line


class DiffersEntry(_Strict):
    """A code block, counted the same way, whose output a lab prints differently, and how."""

    block: int
    how: Line


Covers = Annotated[tuple[Id, ...], _a_list(1, 40, "items")]


class FrontMatter(_Strict):
    """What stands between the two ``---`` of ``units/<id>/<language>.md``."""

    title: Title
    topics: Annotated[tuple[Id, ...], _a_list(1, 11, "topics")]
    covers: Covers = ()
    cannot_run: Annotated[tuple[CannotRunEntry, ...], _a_list(1, 40, "blocks")] = ()
    differs: Annotated[tuple[DiffersEntry, ...], _a_list(1, 40, "blocks")] = ()
    minutes: Annotated[int, AfterValidator(_a_pomodoro)]
    continues: Id | None = None
    """The unit whose working folder this one goes on in; on every track it comes later than that."""
    survey: Annotated[tuple[Line, ...], _a_list(*limits.SURVEY_LINES, "survey lines")]
    guess: GuessEntry
    recite: ReciteEntry


class QuizEntryText(_Strict):
    """A quiz card in one language."""

    question: Question
    options: Options
    explanation: Explanation


class AnswerEntryText(_Strict):
    """A question-and-answer card in one language."""

    question: Question
    answer: Answer


class ClozeEntryText(_Strict):
    """A cloze card in one language: gaps are ``[[word]]`` or ``[[word::hint]]``."""

    text: Cloze


class OutputEntryText(_Strict):
    """Why a command prints what it prints, in one language."""

    why: Ask


class QuizEntry(_Strict):
    """A quiz card of ``cards/<topic>.yaml``."""

    id: Id
    unit: Id
    kind: Literal["quiz"]
    correct: Annotated[tuple[int, ...], _a_list(1, limits.OPTIONS[1], "correct options")]
    covers: Covers = ()
    en: QuizEntryText
    zh: QuizEntryText


class AnswerEntry(_Strict):
    """A question-and-answer card of ``cards/<topic>.yaml``."""

    id: Id
    unit: Id
    kind: Literal["answer"]
    covers: Covers = ()
    en: AnswerEntryText
    zh: AnswerEntryText


class ClozeEntry(_Strict):
    """A sentence with gaps, of ``cards/<topic>.yaml``."""

    id: Id
    unit: Id
    kind: Literal["cloze"]
    covers: Covers = ()
    en: ClozeEntryText
    zh: ClozeEntryText


class OutputEntry(_Strict):
    """A command of which the learner says what it prints, of ``cards/<topic>.yaml``.

    ``files`` lie in the working folder, and ``setup`` has run there before. Both, the command and its output are the
    same in every language.
    """

    id: Id
    unit: Id
    kind: Literal["output"]
    covers: Covers = ()
    files: Annotated[dict[FileName, FileText], AfterValidator(_few_files)] = Field(default_factory=dict)
    setup: Command | None = None
    command: Command
    prints: Prints
    en: OutputEntryText
    zh: OutputEntryText


AnyCard = QuizEntry | AnswerEntry | ClozeEntry | OutputEntry
CardEntry = Annotated[AnyCard, Discriminator("kind")]


class PlacementText(_Strict):
    """A placement question in one language."""

    question: Annotated[str, AfterValidator(_text(limits.PLACEMENT_QUESTION))]
    options: Options
    explanation: Explanation


class PlacementEntry(_Strict):
    """One question of ``placement.yaml``: whoever answers it rightly knows what ``units`` teach of it.

    Exactly one option is correct; the bot adds "I don't know" as the last.
    """

    id: Id
    units: Annotated[tuple[Id, ...], _a_list(1, 8, "units")]
    correct: int
    en: PlacementText
    zh: PlacementText


PlacementFile = Annotated[tuple[PlacementEntry, ...], _a_list(1, 40, "questions")]


class RecitationEntry(_Strict):
    """What a learner might say, and the points a fair teacher would find in it."""

    text: Annotated[str, AfterValidator(_text(4_000))]
    found: Annotated[tuple[Id, ...], _a_list(0, limits.POINTS[1], "points")]


class RecitationsFile(_Strict):
    """``units/<id>/recitations.yaml``."""

    en: Annotated[tuple[RecitationEntry, ...], _a_list(1, 200, "recitations")]
    zh: Annotated[tuple[RecitationEntry, ...], _a_list(1, 200, "recitations")]


class AskTexts(_Strict):
    """A question, or a note, in every language."""

    en: Ask
    zh: Ask


class ProjectEntryText(_Strict):
    """A project in one language."""

    title: Title
    brief: Annotated[str, AfterValidator(_text(limits.BRIEF))]
    steps: Annotated[tuple[Line, ...], _a_list(*limits.STEPS, "steps")]


class ProjectEntry(_Strict):
    """A project of ``projects.yaml``. ``link: true`` where an address is to be handed in."""

    id: Id
    minutes: Annotated[int, Field(ge=limits.PROJECT_MINUTES[0], le=limits.PROJECT_MINUTES[1])]
    link: bool = False
    units: Annotated[tuple[Id, ...], _a_list(1, 12, "units")]
    covers: Covers = ()
    en: ProjectEntryText
    zh: ProjectEntryText


class StatementEntry(_Strict):
    """One "I can …" of a self-assessment."""

    unit: Id
    en: Line
    zh: Line


class AssessmentEntry(_Strict):
    """A self-assessment of ``assessments.yaml``."""

    id: Id
    title: TitleTexts
    minutes: Annotated[int, Field(ge=limits.ASSESSMENT_MINUTES[0], le=limits.ASSESSMENT_MINUTES[1])]
    statements: Annotated[tuple[StatementEntry, ...], _a_list(*limits.STATEMENTS, "statements")]
    question: AskTexts
    covers: Covers = ()


class ResourceEntry(_Strict):
    """One resource. ``languages`` are those that it is in."""

    url: Annotated[str, AfterValidator(_text(limits.LINK))]
    title: TitleTexts
    why: LineTexts
    languages: Annotated[tuple[Literal["en", "zh"], ...], _a_list(1, 2, "languages")]


class ShelfEntry(_Strict):
    """Resources of one kind, in ``resources.yaml``. ``note`` says what became of those that are gone."""

    id: Id
    title: TitleTexts
    note: AskTexts | None = None
    resources: Annotated[tuple[ResourceEntry, ...], _a_list(*limits.RESOURCES, "resources")]
    covers: Covers = ()


class LabEntryText(_Strict):
    """A lab in one language. ``differs`` says what a real Docker engine does otherwise."""

    title: Title
    brief: Annotated[str, AfterValidator(_text(limits.LAB_BRIEF))]
    differs: Ask | None = None


class CheckEntryText(_Strict):
    """What a check expects, and one hint, in one language."""

    expect: Annotated[str, AfterValidator(_text(limits.EXPECT))]
    hint: Annotated[str, AfterValidator(_text(limits.HINT))]


class CheckEntry(_Strict):
    """A check of a lab's task: ``run`` is bash, and 0 passes."""

    id: Id
    needs: Annotated[tuple[Id, ...], _a_list(1, 8, "checks")] = ()
    run: Script
    timeout: Annotated[int, Field(ge=limits.CHECK_SECONDS[0], le=limits.CHECK_SECONDS[1])] = 10
    en: CheckEntryText
    zh: CheckEntryText


class TaskEntry(_Strict):
    """A task of a lab."""

    id: Id
    en: TaskText
    zh: TaskText
    checks: Annotated[tuple[CheckEntry, ...], _a_list(*limits.CHECKS, "checks")]


class LabEntry(_Strict):
    """``labs/<id>/lab.yaml``. ``init`` is bash that runs before the learner comes."""

    unit: Id
    minutes: Annotated[int, Field(ge=limits.LAB_MINUTES[0], le=limits.LAB_MINUTES[1])]
    covers: Covers = ()
    cards: Annotated[tuple[Id, ...], _a_list(1, 8, "cards")] = ()
    en: LabEntryText
    zh: LabEntryText
    init: Script | None = None
    tasks: Annotated[tuple[TaskEntry, ...], _a_list(*limits.TASKS, "tasks")]


COURSE: TypeAdapter[CourseFile] = TypeAdapter(CourseFile)
FRONT_MATTER: TypeAdapter[FrontMatter] = TypeAdapter(FrontMatter)
CARD: TypeAdapter[AnyCard] = TypeAdapter(CardEntry)
PLACEMENT: TypeAdapter[tuple[PlacementEntry, ...]] = TypeAdapter(PlacementFile)
RECITATIONS: TypeAdapter[RecitationsFile] = TypeAdapter(RecitationsFile)
PROJECT: TypeAdapter[ProjectEntry] = TypeAdapter(ProjectEntry)
ASSESSMENT: TypeAdapter[AssessmentEntry] = TypeAdapter(AssessmentEntry)
SHELF: TypeAdapter[ShelfEntry] = TypeAdapter(ShelfEntry)
LAB: TypeAdapter[LabEntry] = TypeAdapter(LabEntry)


def read_as(kind: TypeAdapter[Model], data: object, document: Document, where: Where = ()) -> Model | None:
    """``data``, which stands at ``where`` in ``document``, as a model; its faults go to ``document.faults``."""
    try:
        return kind.validate_python(data)
    except ValidationError as error:
        document.faults.extend(_said(details, data, document, where) for details in error.errors(include_url=False))
        return None


def _said(details: ErrorDetails, data: object, document: Document, where: Where) -> Fault:
    """One of pydantic's errors in words, at its line."""
    place = _place(details["loc"], data)
    name = f"`{'.'.join(map(str, place))}`" if place else "this"
    what, mend = _in_words(details)
    return document.fault((*where, *place), f"{name}: {what}", mend)


def _place(loc: Where, data: object) -> Where:
    """Where an error is in the data: without the names of kinds that pydantic puts into its location."""
    place: list[str | int] = []
    here: Any = data
    for part in loc:
        if part == "[key]":
            break
        if isinstance(here, dict) and part not in here and part in CARD_KINDS:
            continue
        place.append(part)
        here = here.get(part) if isinstance(here, dict) else _item(here, part)
    return tuple(place)


def _item(here: object, part: object) -> object:
    return here[part] if isinstance(here, list | tuple) and isinstance(part, int) and part < len(here) else None


CARD_KINDS = ("quiz", "answer", "cloze", "output")
_KINDS = "write `kind: quiz`, `answer`, `cloze` or `output`"
_PLAIN: dict[str, tuple[str, str]] = {
    "missing": ("it is missing", "add it"),
    "extra_forbidden": ("there is no such key here", "correct its name or remove it"),
    "string_type": ("it is {kind}, not text", "write text, in quotes where it looks like a number or true"),
    "bool_type": ("it is {kind}, not true or false", "write true or false without quotes"),
    "literal_error": ("it is not one of the words known here", "write one of them: {expected}"),
    "int_type": ("it is {kind}, not a whole number", "write a number without quotes"),
    "dict_type": ("it is {kind}, not a map", "write `key: value` lines below it"),
    "model_type": ("it is {kind}, not a map", "write `key: value` lines below it"),
    "model_attributes_type": ("it is {kind}, not a map", "write `key: value` lines below it"),
    "tuple_type": ("it is {kind}, not a list", "write `- item` lines below it"),
    "union_tag_not_found": ("`kind` is missing", _KINDS),
    "union_tag_invalid": ("its kind is not known", _KINDS),
}


def _in_words(details: ErrorDetails) -> tuple[str, str]:
    """What is wrong and how to mend it, for one of pydantic's errors."""
    context = details.get("ctx", {})
    if details["type"] == "fault":
        return str(context["what"]), str(context["mend"])
    if details["type"] in ("greater_than_equal", "less_than_equal"):
        bound, word = (context["ge"], "least") if "ge" in context else (context["le"], "most")
        return f"it is {details['input']}", f"write a number of at {word} {bound}"
    what, mend = _PLAIN.get(details["type"], (details["msg"], "correct it"))
    return what.format(kind=_kind_of(details["input"])), mend.format(expected=context.get("expected", ""))


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int():
            return "a number"
        case str():
            return "text"
        case dict():
            return "a map"
        case list() | tuple():
            return "a list"
        case _:
            return type(value).__name__
