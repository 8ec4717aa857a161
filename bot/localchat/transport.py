"""A bot's way to the local chat without HTTP: PTB's request seam, calling ``LocalChat.call`` in the same process."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.localchat import files
from bot.localchat.chat import LocalChat
from bot.localchat.errors import AnswerLostError, ConnectionDroppedError
from bot.localchat.params import Upload

_CALL = re.compile(r".*/bot([^/]+)/([^/]+)")
_FILE = re.compile(r".*/file/bot([^/]+)/(.+)")


class InProcessRequest(BaseRequest):
    """Give it to ``ApplicationBuilder.request`` and ``get_updates_request``; any base URL will do.

    Told failures come as they would over HTTP: a dropped connection as NetworkError, a lost one as TimedOut, at once.
    """

    def __init__(self, chat: LocalChat) -> None:
        self._chat = chat

    @property
    def read_timeout(self) -> float | None:
        """None: nothing here takes time, and long polls end by themselves."""
        return None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call; the time-outs do not matter without a network."""
        path = unquote(urlsplit(url).path)
        if method == "GET" and (wanted := _FILE.fullmatch(path)):
            return self._download(wanted[1], wanted[2])
        called = _CALL.fullmatch(path)
        if called is None:
            return 404, b'{"ok": false, "error_code": 404, "description": "Not Found"}'
        try:
            status, body = await self._chat.call(called[1], called[2], *_parts(request_data))
        except ConnectionDroppedError as error:
            raise NetworkError(f"ConnectionDropped: {error}") from error
        except AnswerLostError as error:
            raise TimedOut from error
        return status, json.dumps(body).encode()

    def _download(self, token: str, path: str) -> tuple[int, bytes]:
        stored = files.find_path(self._chat.world, path) if token == self._chat.bot_token else None
        if stored is None:
            return 404, b'{"ok": false, "error_code": 404, "description": "Not Found"}'
        return 200, files.content(self._chat.world, stored)


def _parts(data: RequestData | None) -> tuple[dict[str, Any], dict[str, Upload]]:
    if data is None:
        return {}, {}
    attached = {
        name: Upload(part[0], part[1] if isinstance(part[1], bytes) else part[1].read(), part[2])
        for name, part in data.multipart_data.items()
    }
    return dict(data.json_parameters), attached
