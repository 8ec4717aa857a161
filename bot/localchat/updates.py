"""getMe, getUpdates, and the web hook that is never there."""

from __future__ import annotations

from typing import Any

from bot.localchat.params import Arguments, boolean, integer, method, strings
from bot.localchat.people import bot_object
from bot.localchat.world import World

MOST_UPDATES = 100
LONGEST_POLL_SECONDS = 50


def get_me(world: World, _arguments: Arguments) -> dict[str, Any]:
    """The bot, with what it may do."""
    return {
        **bot_object(world),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, arguments: Arguments) -> list[dict[str, Any]]:
    """Waiting updates; confirms those below ``offset``."""
    with world.store.transaction():
        if "allowed_updates" in arguments:
            world.inbox.allow(arguments["allowed_updates"])
        world.inbox.confirm(arguments.get("offset", 0))
    limit = max(1, min(arguments.get("limit", MOST_UPDATES), MOST_UPDATES))
    timeout = max(0, min(arguments.get("timeout", 0), LONGEST_POLL_SECONDS))
    return await world.inbox.fetch(limit, timeout)


def delete_webhook(world: World, arguments: Arguments) -> bool:
    """True: there is no web hook. May forget what waits."""
    if arguments.get("drop_pending_updates"):
        world.inbox.clear()
    return True


def get_webhook_info(world: World, _arguments: Arguments) -> dict[str, Any]:
    """No address, and how many updates wait."""
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": world.inbox.count()}
    if world.inbox.allowed is not None:
        info["allowed_updates"] = world.inbox.allowed
    return info


METHODS = (
    method("getMe", get_me),
    method(
        "getUpdates", get_updates, "", True, offset=integer, limit=integer, timeout=integer, allowed_updates=strings
    ),
    method("deleteWebhook", delete_webhook, drop_pending_updates=boolean),
    method("getWebhookInfo", get_webhook_info),
)
