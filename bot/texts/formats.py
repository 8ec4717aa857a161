"""What templates print values with: numbers, plurals, clocks and dates, by the rules of a language (Babel)."""

from __future__ import annotations

import re
from datetime import date, time

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from bot.domain.course import Language, Localized

LOCALES: dict[Language, Locale] = {"en": Locale("en", "GB"), "zh": Locale.parse("zh_Hans_CN")}
"""Babel's locale of each language the bot speaks."""

_CODE = re.compile(r"`([^`\n]+)`")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_LINE_BREAKS = re.compile(r"\r\n?")


class Formats:
    """The formats of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = LOCALES[language]

    def pick(self, text: Localized) -> str:
        """The text in this language, or in any other where it lacks this one."""
        found = text.get(self.language)
        return found if found is not None else next(iter(text.values()), "")

    def inline(self, text: Localized) -> Markup:
        """The text in this language as HTML, with `` `code` `` set as code."""
        return Markup(_CODE.sub(r"<code>\1</code>", str(escape(self.pick(text)))))  # noqa: S704 - escaped first

    def number(self, value: int) -> str:
        """A whole number with its thousands separated."""
        return str(value) if abs(value) < 1000 else str(format_decimal(value, locale=self.locale))

    def plural(self, count: int, **forms: str) -> str:
        """The form that ``count`` takes in this language, with ``#`` replaced by the number.

        ``forms`` are named as CLDR does: ``one``, ``other``. ``other`` is always needed.
        """
        form = forms.get(self.locale.plural_form(count)) or forms["other"]
        return form.replace("#", self.number(count))

    def clock(self, value: time) -> str:
        """A time of day: ``09:00``, in Chinese ``9:00``."""
        return f"{value.hour}:{value.minute:02}" if self.language == "zh" else f"{value:%H:%M}"

    def date(self, value: date, pattern: str) -> str:
        """A date by a CLDR pattern, such as ``EEEE`` for the weekday."""
        return format_date(value, pattern, locale=self.locale)


def seconds(value: float) -> str:
    """How long something took, in seconds: two decimals below one, one below ten. Never nothing at all."""
    if value < 0.995:
        return f"{max(value, 0.01):.2f}"
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"


def decimal(value: float) -> str:
    """A number with one decimal, or none where that would be a zero."""
    return f"{value:.1f}".removesuffix(".0")


def terminal(output: str) -> str:
    """The output of a program as text: no escape sequences, line feeds alone."""
    return _LINE_BREAKS.sub("\n", _ANSI.sub("", output)).strip("\n")


def hhmm(value: time) -> str:
    """A time of day as a button carries it: ``0900``."""
    return f"{value:%H%M}"


def lgap(text: str) -> str:
    """``text`` to stand after a Chinese character: a space before Latin and digits."""
    return f" {text}" if text[:1].isascii() and text[:1].isalnum() else text


def rgap(text: str) -> str:
    """``text`` to stand before a Chinese character: a space after Latin and digits."""
    return f"{text} " if text[-1:].isascii() and text[-1:].isalnum() else text


def upfirst(text: str) -> str:
    """``text`` with its first letter capital, for a button."""
    return text[:1].upper() + text[1:]
