"""Strict reading of a Bot API call: its parameters have names, types and a method they belong to.

Values arrive as Telegram takes them: strings in URL-encoded and multipart bodies (JSON inside where a list or an
object is meant), native types in a JSON body. Whatever is not declared, or is not what was declared, is refused with
a 400.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.localchat.errors import ApiError, bad_request

Arguments: TypeAlias = dict[str, Any]
Parser: TypeAlias = Callable[[object, str], Any]

INT64 = 2**63
_INTEGER = re.compile(r"[+-]?\d{1,19}")
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
}


@dataclass(frozen=True)
class Upload:
    """A file in a multipart body: what it claims to be called and to be, and its bytes."""

    name: str
    data: bytes
    mime: str


Files: TypeAlias = Mapping[str, Upload]


@dataclass(frozen=True)
class Method:
    """One Bot API method: its parameters with their parsers, which of them are required, and what it does.

    ``run`` takes the world and the parsed arguments and returns the result (or an awaitable of it, for long polls).
    """

    name: str
    parameters: Mapping[str, Parser]
    required: frozenset[str]
    run: Callable[[Any, Arguments], Any]
    waits: bool = False


def method(
    name: str, run: Callable[[Any, Arguments], Any], required: str = "", waits: bool = False, /, **parameters: Parser
) -> Method:
    """Declare a method; ``required`` names the required parameters, separated by blanks."""
    return Method(name, parameters, frozenset(required.split()), run, waits)


def parse(declared: Method, given: Mapping[str, object], files: Files) -> Arguments:
    """The arguments of one call; absent parameters are absent in them. Raises a 400 that names the one at fault."""
    arguments: Arguments = {}
    attached: set[str] = set()
    for name, value in {**given, **files}.items():
        parser = declared.parameters.get(name)
        if parser is None:
            if name in files:
                continue  # may be meant by an attach:// elsewhere; looked at below
            raise bad_request(f'unknown parameter "{name}" of {declared.name}')
        if value is None:
            continue
        if parser is upload:
            arguments[name] = parser(_attached(value, name, files, attached), name)
        else:
            arguments[name] = parser(value, name)
    _refuse_strays(declared, files, attached)
    for name in declared.required:
        if name not in arguments:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return arguments


def _attached(value: object, name: str, files: Files, attached: set[str]) -> object:
    """The file that a parameter means: its own, or the one that attach:// names. Notes which it was in ``attached``."""
    if not isinstance(value, str) or not value.startswith("attach://"):
        attached.add(name)
        return value
    part = value.removeprefix("attach://")
    if part not in files:
        raise bad_request(f'file "{part}" is named by attach:// but not attached')
    attached.add(part)
    return files[part]


def _refuse_strays(declared: Method, files: Files, attached: set[str]) -> None:
    for name in files:
        if name not in attached:
            raise bad_request(f'unknown parameter "{name}" of {declared.name}')


def _invalid(name: str, wanted: str) -> ApiError:
    return bad_request(f'parameter "{name}" must be {wanted}')


def text(value: object, name: str) -> str:
    """A string that can be written in UTF-8."""
    if not isinstance(value, str):
        raise _invalid(name, "a string")
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise bad_request("strings must be encoded in UTF-8")
    return value.replace("\0", " ")


def integer(value: object, name: str) -> int:
    """A 64-bit integer."""
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not -INT64 <= value < INT64:
        raise _invalid(name, "an integer")
    return value


def boolean(value: object, name: str) -> bool:
    """True or False."""
    if isinstance(value, bool):
        return value
    match str(value).lower():
        case "true" | "1":
            return True
        case "false" | "0":
            return False
    raise _invalid(name, "True or False")


def chat_id(value: object, name: str) -> int:
    """A chat's id. No chat here has a @username, so none is found by one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return integer(value, name)
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return integer(value, name)
    if value == "":
        raise bad_request("chat_id is empty")
    raise bad_request("chat not found")


def upload(value: object, name: str) -> Upload | str:
    """A new file, or the file_id of one that is already here."""
    if isinstance(value, Upload):
        return value
    return text(value, name)


def json_value(value: object, name: str) -> Any:
    """A value that may come as JSON text."""
    if isinstance(value, str):
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error
    return value


def mapping(value: object, name: str) -> dict[str, Any]:
    """An object."""
    value = json_value(value, name)
    if not isinstance(value, dict):
        raise bad_request(f"object expected as {name.replace('_', ' ')}")
    return value


def array(value: object, name: str) -> list[Any]:
    """A list."""
    value = json_value(value, name)
    if not isinstance(value, list):
        raise bad_request(f"can't parse {name.replace('_', ' ')}: an array is expected")
    return value


def nested(value: object, name: str) -> dict[str, Any]:
    """An object inside of JSON, where JSON text in a string is no object."""
    if not isinstance(value, dict):
        raise bad_request(f"object expected as {name}")
    return value


def nested_list(value: object, name: str) -> list[Any]:
    """A list inside of JSON."""
    if not isinstance(value, list):
        raise bad_request(f"array expected as {name}")
    return value


def integers(value: object, name: str) -> list[int]:
    """A list of integers."""
    return [integer(item, name) for item in array(value, name)]


def strings(value: object, name: str) -> list[str]:
    """A list of strings."""
    return [text(item, name) for item in array(value, name)]


def fields(value: object, name: str, /, *, required: str = "", **parsers: Parser) -> dict[str, Any]:
    """An object with these fields and no others; ``required`` names those that must be there."""
    given = nested(value, name)
    for key in given:
        if key not in parsers:
            raise bad_request(f'unknown field "{key}" in {name}')
    parsed = {key: parsers[key](item, f"{name}.{key}") for key, item in given.items() if item is not None}
    for key in required.split():
        if key not in parsed:
            raise bad_request(f"can't parse {name}: can't find field \"{key}\"")
    return parsed
