"""What people do at the page, over HTTP: each request is one act, each failure one sentence."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.localchat.errors import ApiError, PeopleError
from bot.localchat.http_api import read_body, read_form

if TYPE_CHECKING:
    from bot.localchat.chat import LocalChat

ANSWER_SECONDS = 10.0
BODY_BYTES = 1024 * 1024

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def routes(chat: LocalChat) -> list[BaseRoute]:
    """All that changes something."""
    return [*_message_routes(chat), *_file_routes(chat), *_control_routes(chat)]


def _message_routes(chat: LocalChat) -> list[BaseRoute]:

    async def say(request: Request) -> Response:
        body = await _body(request)
        reply_to = None if body.get("reply_to") is None else number(body["reply_to"], "reply_to")
        message = chat.say(_person(body), path_number(request, "chat"), words(body, "text"), reply_to)
        return JSONResponse({"message_id": message["message_id"]})

    async def edit(request: Request) -> Response:
        body = await _body(request)
        room, message_id = path_number(request, "chat"), path_number(request, "message")
        chat.edit(_person(body), room, message_id, words(body, "text"))
        return _done()

    async def press(request: Request) -> Response:
        body = await _body(request)
        room, message_id = path_number(request, "chat"), path_number(request, "message")
        query = chat.press(_person(body), room, message_id, words(body, "data"), forged=True)
        return JSONResponse(await chat.answer(query, ANSWER_SECONDS))

    async def vote(request: Request) -> Response:
        body = await _body(request)
        options = body.get("options")
        if not isinstance(options, list):
            raise PeopleError("options must be a list of numbers.")
        room, message_id = path_number(request, "chat"), path_number(request, "message")
        chat.vote(_person(body), room, message_id, [number(option, "options") for option in options])
        return _done()

    message = "/ui/chats/{chat}/messages/{message}"
    return [
        _post("/ui/chats/{chat}/messages", say),
        _post(f"{message}/edit", edit),
        _post(f"{message}/press", press),
        _post(f"{message}/vote", vote),
    ]


def _file_routes(chat: LocalChat) -> list[BaseRoute]:
    async def sticker(request: Request) -> Response:
        message = chat.send_sticker(_person(await _body(request)), path_number(request, "chat"))
        return JSONResponse({"message_id": message["message_id"]})

    async def upload(request: Request) -> Response:
        return await _upload(chat, request)

    return [_post("/ui/chats/{chat}/sticker", sticker), _post("/ui/chats/{chat}/upload", upload)]


def _control_routes(chat: LocalChat) -> list[BaseRoute]:
    async def block(request: Request) -> Response:
        body, person = await _body(request), path_number(request, "person")
        if not isinstance(body.get("blocked"), bool):
            raise PeopleError("blocked must be true or false.")
        (chat.block if body["blocked"] else chat.unblock)(person)
        return _done()

    async def travel(request: Request) -> Response:
        advance = _advance(await _body(request))
        now = await chat.control.travel(advance)
        return JSONResponse({"now": now.isoformat(timespec="seconds")})

    async def faults(request: Request) -> Response:
        if request.method == "DELETE":
            chat.faults.clear()
        else:
            _add_fault(chat, await _body(request))
        return _done()

    return [
        _post("/ui/people/{person}/block", block),
        _post("/ui/time", travel),
        Route("/ui/faults", plain(faults), methods=["POST", "DELETE"]),
    ]


def _post(path: str, endpoint: Endpoint) -> Route:
    return Route(path, plain(endpoint), methods=["POST"])


def plain(endpoint: Endpoint) -> Endpoint:
    """The endpoint, with what goes wrong told in one sentence."""

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except PeopleError as error:
            return JSONResponse({"error": str(error)}, error.status)
        except ApiError as error:
            return JSONResponse({"error": error.description}, error.code)

    return guarded


def number(value: Any, name: str) -> int:
    """A whole number from JSON or a query. Raises PeopleError otherwise."""
    try:
        parsed = int(value) if isinstance(value, str) and len(value) < 20 else value
    except ValueError:
        parsed = None
    if not isinstance(parsed, int) or isinstance(parsed, bool) or abs(parsed) >= 2**62:
        raise PeopleError(f"{name} must be a whole number.")
    return parsed


def path_number(request: Request, name: str) -> int:
    """A whole number from the path."""
    return number(request.path_params[name], name)


def words(body: dict[str, Any], name: str) -> str:
    """A string from a JSON body. Raises PeopleError otherwise."""
    value = body.get(name)
    if not isinstance(value, str):
        raise PeopleError(f"{name} must be a text.")
    return value


def _person(body: dict[str, Any]) -> int:
    return number(body.get("person"), "person")


async def _body(request: Request) -> dict[str, Any]:
    try:
        value = json.loads(await read_body(request, BODY_BYTES) or b"{}")
    except (ValueError, RecursionError) as error:
        raise PeopleError("The request must be JSON.") from error
    if not isinstance(value, dict):
        raise PeopleError("The request must be a JSON object.")
    return value


async def _upload(chat: LocalChat, request: Request) -> Response:
    form = await read_form(request)
    try:
        given, kind = form.get("file"), form.get("kind")
        if not isinstance(given, UploadFile):
            raise PeopleError("Choose a file first.")
        room, person = path_number(request, "chat"), number(form.get("person"), "person")
        caption, data = str(form.get("caption") or ""), await given.read()
        if kind == "photo":
            message = chat.send_photo(person, room, data, caption)
        elif kind == "document":
            message = chat.send_document(person, room, given.filename or "file", data, caption)
        else:
            raise PeopleError("kind must be photo or document.")
    finally:
        await form.close()
    return JSONResponse({"message_id": message["message_id"]})


def _advance(body: dict[str, Any]) -> timedelta | None:
    if body.get("to_next") is True:
        return None
    seconds = number(body.get("advance_seconds"), "advance_seconds")
    if abs(seconds) > 10**9:
        raise PeopleError("That is too far for a clock.")
    return timedelta(seconds=seconds)


def _add_fault(chat: LocalChat, body: dict[str, Any]) -> None:
    method = body.get("method")
    times, retry_after = number(body.get("times", 1), "times"), number(body.get("retry_after", 1), "retry_after")
    try:
        chat.faults.add(words(body, "kind"), method if isinstance(method, str) else None, times, retry_after)
    except ValueError as error:
        raise PeopleError(str(error)) from error


def _done() -> Response:
    return JSONResponse({"ok": True})
