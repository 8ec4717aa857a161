"""The page and what it asks for: HTML from the package, state, messages, files, and events as they happen."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.localchat import files, people, ui, views
from bot.localchat.security import NO_KEY

if TYPE_CHECKING:
    from bot.localchat.chat import LocalChat

STATIC = Path(str(package_files("bot.localchat"))) / "static"
_FRESH = {"Cache-Control": "no-store"}


def routes(chat: LocalChat) -> list[BaseRoute]:
    """``/``, ``/static`` and all of ``/ui``."""

    async def index(request: Request) -> Response:
        if not (chat.guard.is_key(request.query_params.get("key")) or chat.guard.has_key(request)):
            return PlainTextResponse(NO_KEY, 403)
        html = (STATIC / "index.html").read_text(encoding="utf-8")
        response = Response(html, media_type="text/html", headers=_FRESH)
        response.set_cookie(chat.guard.cookie, chat.page_key, path="/", httponly=True, samesite="strict")
        return response

    async def state(request: Request) -> Response:
        person, language = request.query_params.get("person"), request.query_params.get("language")
        person_id = ui.number(person, "person") if person else None
        return JSONResponse(await views.state(chat.world, chat.control, person_id, language), headers=_FRESH)

    async def messages(request: Request) -> Response:
        query = request.query_params
        person, room = people.in_chat(
            chat.world, ui.number(query.get("person"), "person"), ui.path_number(request, "chat")
        )
        before = ui.number(query["before"], "before") if "before" in query else None
        limit = ui.number(query.get("limit", "50"), "limit")
        return JSONResponse(views.messages(chat.world, person, room, before, limit), headers=_FRESH)

    async def events(request: Request) -> Response:
        after = (
            request.headers.get("last-event-id") or request.query_params.get("after") or str(chat.world.events.cursor)
        )
        stream = _stream(chat, ui.number(after, "after"))
        return StreamingResponse(stream, media_type="text/event-stream", headers=_FRESH)

    async def download(request: Request) -> Response:
        return _download(chat, request.path_params["unique_id"], inline=request.query_params.get("inline") == "1")

    return [
        Route("/", index),
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
        Route("/ui/state", ui.plain(state)),
        Route("/ui/chats/{chat}/messages", ui.plain(messages), methods=["GET"]),
        Route("/ui/events", ui.plain(events)),
        Route("/ui/files/{unique_id}", download),
        *ui.routes(chat),
    ]


async def _stream(chat: LocalChat, cursor: int) -> AsyncIterator[str]:
    yield ": here\n\n"
    async with aclosing(chat.world.events.follow(cursor)) as events:
        async for event in events:
            if event is None:
                yield ": still here\n\n"
            else:
                number, body = event
                yield f"id: {number}\ndata: {json.dumps(views.event_for_all(body))}\n\n"


def _download(chat: LocalChat, unique_id: str, *, inline: bool) -> Response:
    """A file as an attachment of no type; a picture, shown in the page, only when its bytes are one."""
    stored = files.find(chat.world, unique_id)
    if stored is None:
        return JSONResponse({"error": "There is no such file."}, 404)
    data = files.content(chat.world, stored)
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox", **_FRESH}
    kind = files.picture(data)[0] if inline else ""
    if kind:
        return Response(data, media_type=files.IMAGE_MIMES[kind], headers=headers)
    headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}"
    return Response(data, media_type="application/octet-stream", headers=headers)
