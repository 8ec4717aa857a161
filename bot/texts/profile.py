"""What the bot says of itself on Telegram: descriptions and command menus, worded in ``<lang>/profile.j2``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.domain.course import Language
from bot.texts.environment import environment

DESCRIPTION_LIMIT = 512
"""UTF-16 code units (Bot API, setMyDescription)."""
SHORT_DESCRIPTION_LIMIT = 120
"""UTF-16 code units (Bot API, setMyShortDescription)."""

Commands = tuple[tuple[str, str], ...]
"""Commands without their slash, each with what it does, in the order of the menu."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The bot's profile in one language. Plain text."""

    description: str
    short_description: str
    commands: Commands
    """The menu of private chats."""
    group_commands: Commands
    """The menu of groups."""


@cache
def profile(language: Language, of: str = "profile") -> Profile:
    """The profile in one of ``LANGUAGES``: the bot's, or that of the author's ``preview``."""
    words = vars(environment(language).get_template(f"{language}/{of}.j2").module)
    return Profile(
        description=words["description"].strip(),
        short_description=words["short_description"].strip(),
        commands=tuple(words["commands"].items()),
        group_commands=tuple(words["group_commands"].items()),
    )
