"""All Bot API methods of the local chat, by name, and how a call becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.localchat import callbacks, chats, commands, edits, files, messages, polls, profile, updates
from bot.localchat.errors import ApiError
from bot.localchat.params import Files, Method, parse
from bot.localchat.world import World

_FAMILIES = (updates, messages, edits, callbacks, polls, files, commands, profile, chats)

METHODS: dict[str, Method] = {declared.name: declared for family in _FAMILIES for declared in family.METHODS}


async def perform(world: World, name: str, given: Mapping[str, object], attached: Files) -> Any:
    """Run one call; its change is committed when this returns. Raises ApiError."""
    declared = METHODS.get(name)
    if declared is None:
        raise ApiError(404, "Not Found: method not found")
    arguments = parse(declared, given, attached)
    if declared.waits:
        return await declared.run(world, arguments)
    with world.change():
        return declared.run(world, arguments)
