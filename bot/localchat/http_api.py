"""The Bot API over HTTP: URL-encoded, multipart or JSON in, JSON out, and downloads of files."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import structlog
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.localchat import files
from bot.localchat.errors import AnswerLostError, ApiError, ConnectionDroppedError, bad_request
from bot.localchat.params import Upload

if TYPE_CHECKING:
    from bot.localchat.chat import LocalChat

_log = structlog.get_logger(__name__)

BODY_BYTES = files.UPLOAD_BYTES + 1024 * 1024
FORM_BYTES = 1024 * 1024
_ATTACHMENT = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}


def routes(chat: LocalChat) -> list[BaseRoute]:
    """``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

    async def call(request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        try:
            params, attached = await _read(request)
            status, body = await chat.call(token, method, params, attached)
        except ApiError as error:
            status, body = error.code, error.body()
        except ConnectionDroppedError:
            return _Dropped()
        except AnswerLostError:
            return _Silent(lambda: chat.world.inbox.closed)
        return _json(status, body)

    async def download(request: Request) -> Response:
        if request.path_params["token"] != chat.bot_token:
            return _json(401, ApiError(401, "Unauthorized").body())
        stored = files.find_path(chat.world, request.path_params["path"])
        if stored is None:
            return _json(404, ApiError(404, "Not Found").body())
        return Response(files.content(chat.world, stored), media_type="application/octet-stream", headers=_ATTACHMENT)

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
    ]


async def _read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    params: dict[str, Any] = dict(request.query_params)
    if request.method != "POST":
        return params, {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        given, attached = await _multipart(request)
        return {**params, **given}, attached
    body = await read_body(request, FORM_BYTES)
    if not body:
        return params, {}
    if kind == "application/json":
        return {**params, **_json_object(body)}, {}
    if kind == "application/x-www-form-urlencoded":
        return {**params, **_form(body)}, {}
    raise bad_request(f"unsupported content type {kind!r}")


async def read_body(request: Request, most: int) -> bytes:
    """The body, if it is at most ``most`` bytes. Raises ApiError 413 otherwise."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ApiError(413, "Request Entity Too Large")
    return body


async def _multipart(request: Request) -> tuple[dict[str, str], dict[str, Upload]]:
    form = await read_form(request)
    params: dict[str, str] = {}
    attached: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            attached[name] = Upload(value.filename or "file", await value.read(), value.content_type or "")
        else:
            params[name] = value
    await form.close()
    return params, attached


async def read_form(request: Request) -> FormData:
    """A multipart form of a size that Telegram would take. Raises ApiError 400 or 413."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > BODY_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    try:
        return await request.form(max_files=12, max_fields=60, max_part_size=FORM_BYTES)
    except HTTPException as error:
        raise bad_request(f"can't parse multipart body: {error.detail}") from error


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise bad_request("can't parse JSON body") from error
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON body: an object is expected")
    return value


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise bad_request("strings must be encoded in UTF-8") from error


async def our_fault(request: Request, error: Exception) -> Response:
    """What nobody foresaw: logged (without the token), and a plain 500 for the caller."""
    path = request.scope["path"]
    _log.error("the local chat failed", path="/bot" if path.startswith("/bot") else path, exc_info=error)
    if path.startswith("/ui/"):
        return _json(500, {"error": "Something failed on this side; the terminal has the details."})
    return _json(500, ApiError(500, "Internal Server Error").body())


def _json(status: int, body: dict[str, Any]) -> Response:
    return Response(json.dumps(body), status, media_type="application/json")


class _Dropped(Response):
    """Promises a byte and breaks off: the client sees the connection die."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


class _Silent(Response):
    """Says nothing until the client gives up or the server stops, then breaks off."""

    def __init__(self, stopped: Any) -> None:
        super().__init__()
        self._stopped = stopped

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while not self._stopped():
            try:
                message = await asyncio.wait_for(receive(), 0.2)
            except TimeoutError:
                continue
            if message["type"] == "http.disconnect":
                return
        await _Dropped()(scope, receive, send)
