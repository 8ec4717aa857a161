"""Where a lab answers differently, the learner is told so below the page, in a quiet line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.curriculum import limits
from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain import screens
from bot.domain.course import LANGUAGES, NoteKind, Page
from bot.domain.messages.common import PageNote
from bot.domain.messages.study import ReadPage
from bot.domain.study import Step, UnitSession
from bot.texts.renderer import TextRenderer
from tests.texts.telegram import check, text_of

RENDERER = TextRenderer()
COURSE = load_course(read_folder(content_root() / "docker"))
DIFFERS = {"en": "before 23.0 it prints `0B`", "zh": "23.0 以前输出 `0B`"}


def pages() -> Iterator[tuple[ReadPage, dict[str, Page]]]:
    """Every page of the course, as it is sent and as it was written."""
    for unit in COURSE.units.values():
        for at in range(len(unit.texts["en"].pages)):
            session = UnitSession(1, 1, 1, 1, COURSE.id, 1, unit.id, Step.READ, datetime(2026, 3, 2, tzinfo=UTC), at)
            yield screens.page(unit, session), {language: unit.texts[language].pages[at] for language in LANGUAGES}


def read(note: PageNote, language: str) -> str:
    page = ReadPage(9, 4, 1, 2, {language: "Disk"}, {language: "Text."}, (note,))
    return text_of(RENDERER.render(page, language).html)


def test_the_only_code_block_of_a_page_is_this() -> None:
    assert read(PageNote(NoteKind.DIFFERS, 0, DIFFERS), "en") == (
        "Disk\n\nText.\n\nIn a lab this may answer differently: before 23.0 it prints 0B\n\nPage 1 of 2"
    )
    assert read(PageNote(NoteKind.DIFFERS, 0, DIFFERS), "zh") == (
        "Disk\n\nText.\n\n这段代码在实验环境里的输出可能不同：23.0 以前输出 0B\n\n第 1 页，共 2 页"
    )


def test_one_of_many_is_named_by_its_place() -> None:
    note = PageNote(NoteKind.CANNOT_RUN, 2, {"en": "needs systemd", "zh": "要有 systemd"})
    assert "\nCode block 2 of this page can't be tried in a lab: needs systemd\n" in read(note, "en")
    assert "\n本页第 2 段代码在实验环境里试不了：要有 systemd\n" in read(note, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_of_the_course_is_told_on_its_page_which_still_fits(language: str) -> None:
    told = 0
    for page, written in pages():
        rendered = RENDERER.render(page, language)
        check(rendered)
        for note in written[language].notes:
            assert note.text.replace("`", "") in text_of(rendered.html)
            told += 1
    listed = [
        len(unit.texts[language].differs) + len(unit.texts[language].cannot_run) for unit in COURSE.units.values()
    ]
    assert told == sum(listed) > 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoteKind)
def test_what_the_check_allows_for_our_own_words_is_enough(kind: NoteKind, language: str) -> None:
    def length(notes: int) -> int:
        told = (PageNote(kind, 40, {language: "why"}),) * notes
        page = ReadPage(9, 4, 88, 99, {language: "Title"}, {language: "Text"}, told)
        return limits.length(text_of(RENDERER.render(page, language).html))

    assert length(0) - len("TitleText") <= limits.FRAME
    assert length(9) - length(1) <= 8 * (limits.NOTE_FRAME + len("why"))
