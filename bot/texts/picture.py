"""The picture of ``/progress``: two weeks at a glance. Digits and shapes only, so that it reads in every language.

A ring for the units; fourteen days as bars (focus blocks) with dots (reviews); a bar for each topic, with the
number it has in the caption. Drawn at twice its size with the font that comes with Pillow.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.domain.messages.common import StudyDay, TopicProgress
from bot.domain.messages.general import ProgressReport

WIDTH = 720
"""Points; the picture has twice as many pixels."""
DAYS = 14
"""The last days that are shown."""

_SCALE = 2
_MARGIN = 32
_PAPER, _INK, _PALE, _FAINT = "#ffffff", "#1f2933", "#7b8794", "#e7ecf1"
_GREEN, _BLUE, _ORANGE = "#3fa45b", "#3b7dd8", "#ee8a2c"
_TOP = 220
"""Height of the part above the topics."""
_CHART = (240, 44, WIDTH - _MARGIN, 172)
"""Left, top, right and bottom of the bars."""
_TOPIC_HEIGHT = 34

Box = tuple[float, float, float, float]


def draw(report: ProgressReport) -> bytes:
    """The report as a PNG."""
    topics = [topic for topic in report.topics if topic.total > 0]
    rows = (len(topics) + 1) // 2
    height = _TOP + (rows * _TOPIC_HEIGHT + _MARGIN if rows else 0)
    image = Image.new("RGB", (WIDTH * _SCALE, height * _SCALE), _PAPER)
    pen = _Pen(ImageDraw.Draw(image))
    _ring(pen, report.units_done, report.units)
    _days(pen, report.recent[-DAYS:])
    _topics(pen, topics)
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


class _Pen:
    """Draws in points on an image that has ``_SCALE`` pixels a point."""

    def __init__(self, canvas: ImageDraw.ImageDraw) -> None:
        self._canvas = canvas

    def bar(self, box: Box, colour: str, radius: float = 3) -> None:
        left, top, right, bottom = (value * _SCALE for value in box)
        if right - left >= 1 and bottom - top >= 1:
            radius = min(radius * _SCALE, (right - left) / 2, (bottom - top) / 2)
            self._canvas.rounded_rectangle((left, top, right, bottom), radius, fill=colour)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        box = ((x - radius) * _SCALE, (y - radius) * _SCALE, (x + radius) * _SCALE, (y + radius) * _SCALE)
        self._canvas.ellipse(box, fill=colour)

    def arc(self, box: Box, share: float, colour: str, width: float) -> None:
        scaled = tuple(value * _SCALE for value in box)
        self._canvas.arc(scaled, -90, -90 + 360 * share, fill=colour, width=round(width * _SCALE))

    def words(self, x: float, y: float, text: str, size: int, colour: str = _INK, anchor: str = "mm") -> None:
        self._canvas.text((x * _SCALE, y * _SCALE), text, colour, _font(size * _SCALE), anchor)


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(pixels)


def _ring(pen: _Pen, done: int, units: int) -> None:
    box = (_MARGIN, 36, _MARGIN + 152, 188)
    pen.arc(box, 1, _FAINT, 16)
    pen.arc(box, min(done / units, 1) if units > 0 else 0, _GREEN, 16)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    pen.words(x, y - 10, _short(done), 44)
    pen.words(x, y + 26, f"/ {_short(units)}", 20, _PALE)


def _days(pen: _Pen, days: tuple[StudyDay, ...]) -> None:
    left, top, right, bottom = _CHART
    pen.bar((left, bottom, right, bottom + 1), _FAINT, 0)
    step = (right - left) / DAYS
    first = DAYS - len(days)
    most_blocks = max([4, *(day.blocks for day in days)])
    most_reviews = max([1, *(day.reviews for day in days)])
    for place, day in enumerate(days, start=first):
        x = left + (place + 0.5) * step
        _day(pen, x, day, (bottom - top) * day.blocks / most_blocks, step)
        if day.reviews > 0:
            pen.dot(x, 202, 3 + 4 * day.reviews / most_reviews, _ORANGE)


def _day(pen: _Pen, x: float, day: StudyDay, height: float, step: float) -> None:
    bottom = _CHART[3]
    half = step * 0.3
    pen.bar((x - half, bottom - height, x + half, bottom), _BLUE, 4)
    if day.blocks > 0:
        pen.words(x, bottom - height - 10, _short(day.blocks), 13)
    pen.words(x, bottom + 14, str(day.day.day), 12, _PALE)


def _topics(pen: _Pen, topics: list[TopicProgress]) -> None:
    column = (WIDTH - 3 * _MARGIN) / 2
    rows = (len(topics) + 1) // 2
    for index, topic in enumerate(topics):
        x = _MARGIN + (index // rows) * (column + _MARGIN)
        y = _TOP + 16 + (index % rows) * _TOPIC_HEIGHT
        left, right = x + 28, x + column - 64
        pen.words(x + 20, y, str(index + 1), 14, _PALE, "rm")
        pen.bar((left, y - 6, right, y + 6), _FAINT, 6)
        share = min(max(topic.known / topic.total, 0), 1)
        if share > 0:
            pen.bar((left, y - 6, left + max((right - left) * share, 12), y + 6), _ORANGE, 6)
        pen.words(x + column, y, f"{_short(topic.known)} / {_short(topic.total)}", 14, _PALE, "rm")


def _short(number: int) -> str:
    """A number that fits its place whatever it is."""
    return str(number) if -1000 < number < 1000 else f"{number // 1000}k" if number < 1_000_000 else "…"
