"""The picture of /progress can be drawn for whoever asks, from the first minute on."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.messages.common import StudyDay, TopicProgress
from bot.domain.messages.general import ProgressReport
from bot.texts.picture import WIDTH, draw

TODAY = date(2026, 11, 24)
counts = st.integers(-1, 10**7)
topics = st.lists(st.builds(TopicProgress, st.just({"en": "Images", "zh": "镜像"}), counts, counts), max_size=11)


def report(done: int, units: int, days: list[tuple[int, int]], mastery: list[TopicProgress]) -> ProgressReport:
    recent = tuple(
        StudyDay(TODAY - timedelta(days=len(days) - 1 - index), blocks, reviews)
        for index, (blocks, reviews) in enumerate(days)
    )
    return ProgressReport({"en": "GROW"}, 1, 28, done, units, 0, 0, 0, 0, 0, recent, tuple(mastery), None)


def picture(of: ProgressReport) -> Image.Image:
    return Image.open(BytesIO(draw(of))).convert("RGB")


@settings(max_examples=15)
@given(counts, counts, st.lists(st.tuples(counts, counts), max_size=20), topics)
def test_any_report_is_a_picture(
    done: int, units: int, days: list[tuple[int, int]], mastery: list[TopicProgress]
) -> None:
    image = picture(report(done, units, days, mastery))
    assert image.width == 2 * WIDTH and 0.4 < image.width / image.height < 4


def test_work_shows() -> None:
    def blue(of: ProgressReport) -> int:
        return sum(count for count, colour in picture(of).getcolors(1 << 20) or [] if colour == (0x3B, 0x7D, 0xD8))

    nothing = report(0, 24, [(0, 0)] * 14, [])
    some = report(0, 24, [(2, 0)] * 14, [])
    more = report(0, 24, [(4, 0)] * 14, [])
    assert 0 == blue(nothing) < blue(some) < blue(more)


def test_the_same_report_is_the_same_picture() -> None:
    of = report(7, 24, [(1, 5)] * 14, [TopicProgress({"en": "Images"}, 2, 7)])
    assert draw(of) == draw(of)
