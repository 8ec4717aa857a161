"""Formatted text as Telegram stores it: trimmed, within its limit, with entities that are in order and in place."""

from __future__ import annotations

import re
from typing import Any

from bot.localchat import utf16
from bot.localchat.errors import bad_request
from bot.localchat.links import is_link
from bot.localchat.markup import Entity, parse_html
from bot.localchat.params import Arguments, array, boolean, fields, integer, text

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_FOUND_BY_SERVER = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
_ORDER = (
    "blockquote", "expandable_blockquote", "text_link", "bold", "italic", "underline", "strikethrough", "spoiler",
    "code", "pre",
)  # fmt: skip
_TYPES = _FOUND_BY_SERVER | frozenset(_ORDER) | {"text_mention", "custom_emoji", "date_time"}
_SOLID = ("pre", "code")

_COMMAND = re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])", re.ASCII)
_MENTION = re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")
_URL = re.compile(r"(?<!\w)(?:https?://|t\.me/)[^\s<>\"]+", re.IGNORECASE)


def formatted(arguments: Arguments, name: str, mode: str, entities: str) -> tuple[str, list[Entity]]:
    """The text called ``name`` with its entities, from a parse mode or an explicit list. Raises ApiError 400."""
    source = arguments.get(name, "")
    parse_mode = arguments.get(mode, "").lower()
    if parse_mode == "html":
        plain, found = parse_html(source)
    elif parse_mode:
        raise bad_request("unsupported parse_mode: the local chat understands HTML and explicit entities only")
    else:
        plain, found = source, _explicit(source, arguments.get(entities, []))
    return tidy(plain, found)


def message_text(arguments: Arguments) -> dict[str, Any]:
    """``text`` and ``entities`` of a message. Raises ApiError 400 when it is empty or too long."""
    plain, found = formatted(arguments, "text", "parse_mode", "entities")
    if not plain:
        raise bad_request("message text is empty")
    if utf16.length(plain) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return with_entities("text", plain, "entities", found)


def caption(arguments: Arguments) -> dict[str, Any]:
    """``caption`` and ``caption_entities`` of a message, or nothing. Raises ApiError 400 when it is too long."""
    plain, found = formatted(arguments, "caption", "parse_mode", "caption_entities")
    if utf16.length(plain) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return with_entities("caption", plain, "caption_entities", found) if plain else {}


def with_entities(name: str, plain: str, entities_name: str, entities: list[Entity]) -> dict[str, Any]:
    """Text and its entities as fields of a message, those included that every Telegram server finds by itself."""
    entities = in_order(entities + _unclaimed(find(plain), entities))
    return {name: plain, entities_name: entities} if entities else {name: plain}


def tidy(plain: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without blanks around it, its entities moved accordingly; whatever is inside code is code only."""
    trimmed = plain.strip()
    start = utf16.length(plain[: len(plain) - len(plain.lstrip())]) if trimmed else 0
    end = utf16.length(trimmed)
    kept: list[Entity] = []
    for entity in entities:
        first = max(0, entity["offset"] - start)
        last = min(end, entity["offset"] + entity["length"] - start)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return trimmed, _without_inner(in_order(kept))


def in_order(entities: list[Entity]) -> list[Entity]:
    """Entities as Telegram sorts them: by place, the longer ones first."""
    return sorted(entities, key=_sort_key)


def find(plain: str) -> list[Entity]:
    """Commands, mentions and addresses in plain text."""
    patterns = (("bot_command", _COMMAND), ("mention", _MENTION), ("url", _URL))
    matches = [(kind, match) for kind, pattern in patterns for match in pattern.finditer(plain)]
    if not matches:
        return []
    offsets = utf16.units(plain)
    found = []
    for kind, match in matches:
        end = match.start() + len(match[0].rstrip(".,:;!?)('")) if kind == "url" else match.end()
        entity = {"type": kind, "offset": offsets[match.start()], "length": offsets[end] - offsets[match.start()]}
        found.append(entity)
    links = [entity for entity in found if entity["type"] == "url"]
    return links + _unclaimed([entity for entity in found if entity["type"] != "url"], links)


def _unclaimed(found: list[Entity], claimed: list[Entity]) -> list[Entity]:
    """Found entities that do not meet code, a link or a like entity."""
    owners = [
        entity for entity in claimed if entity["type"] in {*_SOLID, "text_link", "text_mention", *_FOUND_BY_SERVER}
    ]
    return [entity for entity in found if not any(_overlap(entity, owner) for owner in owners)]


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _sort_key(entity: Entity) -> tuple[int, int, int]:
    kind = entity["type"]
    return entity["offset"], -entity["length"], _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _without_inner(entities: list[Entity]) -> list[Entity]:
    """Code keeps no other formatting inside; what surrounds it is split around it, quotes excepted."""
    solid: list[Entity] = []
    for entity in entities:
        if entity["type"] in _SOLID and not any(_overlap(entity, other) for other in solid):
            solid.append(entity)
    kept = list(solid)
    for entity in entities:
        if entity["type"].endswith("blockquote"):
            kept.append(entity)
        elif entity["type"] not in _SOLID:
            kept += _around(entity, solid)
    return in_order(kept)


def _around(entity: Entity, solid: list[Entity]) -> list[Entity]:
    pieces, at, end = [], entity["offset"], entity["offset"] + entity["length"]
    for block in solid:
        if _overlap(entity, block):
            pieces.append((at, block["offset"]))
            at = max(at, block["offset"] + block["length"])
    pieces.append((at, end))
    return [{**entity, "offset": first, "length": last - first} for first, last in pieces if last > first]


def _explicit(source: str, entities: list[Any]) -> list[Entity]:
    offsets = set(utf16.units(source)) if entities else set()
    return [_entity(item, offsets, utf16.length(source)) for item in entities]


def _entity(item: object, offsets: set[int], end: int) -> Entity:
    entity = fields(
        item, "MessageEntity", required="type offset length",
        type=text, offset=integer, length=integer, url=text, user=_user, language=text, custom_emoji_id=text,
        unix_time=integer, date_time_format=text,
    )  # fmt: skip
    first, last = entity["offset"], entity["offset"] + entity["length"]
    if entity["type"] not in _TYPES:
        raise bad_request(f'can\'t parse MessageEntity: unsupported entity type "{entity["type"]}"')
    if first < 0 or entity["length"] < 1:
        raise bad_request(f"entity has an invalid offset {first} or length {entity['length']}")
    if last > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {first} ends after the end of the text at UTF-16 offset {last}"
        )
    if first not in offsets or last not in offsets:
        raise bad_request(
            f"entity beginning at UTF-16 offset {first} ends in a middle of a UTF-16 symbol at UTF-16 offset {last}"
        )
    if entity["type"] == "text_link" and not is_link(entity.get("url", "")):
        raise bad_request(f'text_link URL "{entity.get("url", "")}" is invalid')
    if entity["type"] == "text_mention" and "user" not in entity:
        raise bad_request("can't parse MessageEntity: can't find field \"user\"")
    return entity


def _user(value: object, name: str) -> dict[str, Any]:
    return fields(
        value, name, required="id is_bot first_name",
        id=integer, is_bot=boolean, first_name=text, last_name=text, username=text, language_code=text,
    )  # fmt: skip


def entity_list(value: object, name: str) -> list[Any]:
    """A parameter that lists entities; each is looked at together with its text."""
    entities = array(value, name)
    if len(entities) > 1000:
        raise bad_request(f"too many entities in {name}")
    return entities
