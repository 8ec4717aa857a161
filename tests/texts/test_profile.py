"""The page that a newcomer sees before the first message, and the menu of commands."""

from __future__ import annotations

import re

import pytest

from bot.chat.commands import COMMANDS
from bot.domain.course import LANGUAGES
from bot.domain.messages.general import Help
from bot.texts.profile import DESCRIPTION_LIMIT, SHORT_DESCRIPTION_LIMIT, profile
from bot.texts.renderer import TextRenderer
from tests.texts.telegram import text_of, units


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_profile_is_within_telegrams_limits(language: str) -> None:
    said = profile(language)
    assert 0 < units(said.description) <= DESCRIPTION_LIMIT
    assert 0 < units(said.short_description) <= SHORT_DESCRIPTION_LIMIT
    for name, what in (*said.commands, *said.group_commands):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 3 <= units(what) <= 256


def test_every_language_has_the_same_commands_in_the_same_order() -> None:
    menus = {tuple(name for name, _ in profile(language).commands) for language in LANGUAGES}
    assert len(menus) == 1
    assert set(COMMANDS) == set(*menus)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_the_menu(language: str) -> None:
    text = text_of(TextRenderer().render(Help(enrolled=True, engine=True), language).html)
    for name, what in profile(language).commands:
        assert (f"/{name} – {what}" in text) == (name != "start")


def test_the_english_profile_is_english_and_the_chinese_one_chinese() -> None:
    assert profile("en").description.isascii()
    assert re.search("[\u4e00-\u9fff]", profile("zh").short_description)
