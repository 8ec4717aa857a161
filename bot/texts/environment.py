"""Jinja2 as this project uses it: one environment a language, strict, escaping, compiled once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from bot.domain.course import Language, Localized
from bot.texts import formats, gaps, keyboard, markdown, measure, safe_markdown
from bot.texts.formats import Formats

FOLDER = "texts"


@cache
def environment(language: Language) -> Environment:
    """The environment of ``language``: its formats, and the phrases of ``<lang>/words.j2`` as filters."""
    env = Environment(
        loader=PackageLoader("bot", FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters |= _filters(Formats(language))
    env.globals |= {
        "button": keyboard.button,
        "link": keyboard.link,
        "row": keyboard.row,
        "n": Formats(language).plural,
        "lang": language,
    }
    env.filters |= macros(env, f"{language}/words.j2")
    return env


def macros(env: Environment, name: str) -> dict[str, Macro]:
    """The macros of one template, by name."""
    module = env.get_template(name).module
    return {key: value for key, value in vars(module).items() if isinstance(value, Macro)}


def _filters(words: Formats) -> dict[str, Callable[..., Any]]:
    def course_markdown(text: Localized) -> Markup:
        return markdown.to_html(words.pick(text))

    def gapped(text: Localized) -> Markup:
        return gaps.gapped(words.pick(text), words.language)

    def whole(text: Localized) -> Markup:
        return gaps.whole(words.pick(text))

    return {
        "t": words.pick,
        "inline": words.inline,
        "markdown": course_markdown,
        "num": words.number,
        "clock": words.clock,
        "date": words.date,
        "seconds": formats.seconds,
        "decimal": formats.decimal,
        "terminal": formats.terminal,
        "hhmm": formats.hhmm,
        "said": measure.said,
        "upfirst": formats.upfirst,
        "lgap": formats.lgap,
        "rgap": formats.rgap,
        "cut": measure.cut,
        "columns": measure.columns,
        "gapped": gapped,
        "whole": whole,
        "mdline": safe_markdown.line,
        "mdplain": safe_markdown.course_line,
        "mdquote": safe_markdown.quote,
    }
