"""What Telegram shows of the bot before the first message: descriptions and command menus, by scope and language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.ext import ExtBot

from bot.domain.course import Language
from bot.domain.people import DEFAULT_LANGUAGE

Commands = tuple[tuple[str, str], ...]


class Profile(Protocol):
    """The words for one language."""

    @property
    def description(self) -> str:
        """Shown in an empty chat."""

    @property
    def short_description(self) -> str:
        """Shown on the bot's page."""

    @property
    def commands(self) -> Commands:
        """The menu of private chats."""

    @property
    def group_commands(self) -> Commands:
        """The menu of groups."""


async def publish(bot: ExtBot[dict[str, Any]], profiles: Mapping[Language, Profile]) -> None:
    """Tell Telegram. A language that nobody translated gets the default one's words."""
    for language, words in profiles.items():
        code = None if language == DEFAULT_LANGUAGE else language
        await bot.set_my_description(words.description, language_code=code)
        await bot.set_my_short_description(words.short_description, language_code=code)
        await bot.set_my_commands(words.commands, BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_commands(words.group_commands, BotCommandScopeAllGroupChats(), language_code=code)
