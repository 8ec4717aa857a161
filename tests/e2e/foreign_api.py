"""A Bot API server that is not ours: written from Telegram's machine-readable specification, standard library only.

It knows one bot, one person and one private chat. Each call is held against the specification: the method must exist,
each parameter must be one of the method's and of its type, down to the last field of each button. What does not fit is
answered as Telegram does, and kept in ``faults``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

TOKEN = "4200000001:foreign-token-of-a-foreign-server-00"
BOT = {"id": 4200000001, "is_bot": True, "first_name": "Elsewhere", "username": "elsewhere_bot"}
PERSON = {"id": 77, "is_bot": False, "first_name": "Robin", "language_code": "en"}
CHAT = {"id": 77, "type": "private", "first_name": "Robin"}
_DATE = 1_800_000_000
_PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Float": (int, float),
    "Boolean": bool,
    "True": bool,
}


class Specification:
    """The types and methods of one version of the Bot API."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._methods, self._types = document["methods"], document["types"]

    def faults(self, method: str, given: Mapping[str, Any], files: Mapping[str, bytes]) -> list[str]:
        """What is wrong with a call; ``given`` holds texts as a form does, or values as JSON does."""
        if method not in self._methods:
            return [f"there is no method {method}"]
        fields = {field["name"]: field for field in self._methods[method].get("fields", [])}
        attached = {value.removeprefix("attach://") for value in given.values() if str(value).startswith("attach://")}
        faults = [f"{method} has no parameter {name}" for name in (*given, *files) if name not in {*fields, *attached}]
        for name, field in fields.items():
            if name in files:
                faults += [] if "InputFile" in field["types"] else [f"{method}.{name} is no file"]
            elif name not in given:
                faults += [f"{method} lacks {name}"] if field["required"] else []
            elif not any(self._fits(_read(given[name], kind), kind) for kind in field["types"]):
                faults.append(f"{method}.{name} is not of type {' or '.join(field['types'])}: {given[name]!r:.200}")
        return faults

    def _fits(self, value: Any, kind: str) -> bool:
        if kind.startswith("Array of "):
            inner = kind.removeprefix("Array of ")
            return isinstance(value, list) and all(self._fits(item, inner) for item in value)
        if kind in _PLAIN:
            return isinstance(value, _PLAIN[kind]) and (kind in ("Boolean", "True") or not isinstance(value, bool))
        if kind == "InputFile":
            return isinstance(value, str)
        about = self._types[kind]
        if about.get("subtypes"):
            return any(self._fits(value, subtype) for subtype in about["subtypes"])
        fields = {field["name"]: field for field in about.get("fields", [])}
        return (
            isinstance(value, dict)
            and value.keys() <= fields.keys()
            and all(name in value for name, field in fields.items() if field["required"])
            and all(any(self._fits(item, one) for one in fields[name]["types"]) for name, item in value.items())
        )


def _read(value: Any, kind: str) -> Any:
    """A parameter as its type: forms carry numbers, booleans and objects as text."""
    if not isinstance(value, str) or kind in ("String", "InputFile"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


class ForeignApi:
    """The server, in threads of its own."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._change = threading.Condition()
        self._updates: list[dict[str, Any]] = []
        self._number = 0
        self._closed = False
        self.faults: list[str] = []
        self.methods: set[str] = set()
        self.messages: dict[int, dict[str, Any]] = {}
        self.unanswered: set[str] = set()
        """Taps that the bot has not answered."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/bot"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        with self._change:
            self._closed = True
            self._change.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # What the person does.

    def say(self, text: str) -> None:
        """Write to the bot."""
        message = {**self._message(), "from": PERSON, "text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self._push("message", message)

    def press(self, message: Mapping[str, Any], data: str) -> None:
        """Tap a button."""
        query = str(self._next())
        self.unanswered.add(query)
        self._push(
            "callback_query",
            {"id": query, "from": PERSON, "message": message, "chat_instance": "1", "data": data},
        )

    def vote(self, poll_id: str, options: list[int]) -> None:
        """Answer a poll."""
        answer = {"poll_id": poll_id, "user": PERSON, "option_ids": options}
        self._push("poll_answer", {**answer, "option_persistent_ids": [str(one) for one in options]})

    @property
    def newest(self) -> dict[str, Any] | None:
        """The bot's last message."""
        with self._change:
            return dict(self.messages[max(self.messages)]) if self.messages else None

    @property
    def unconfirmed(self) -> int:
        """Updates that the bot has not confirmed yet."""
        with self._change:
            return len(self._updates)

    # What the bot does.

    def call(self, method: str, given: Mapping[str, Any], files: Mapping[str, bytes]) -> tuple[int, dict[str, Any]]:
        """One call, held against the specification."""
        with self._change:
            self.methods.add(method)
            faults = self._specification.faults(method, given, files)
            self.faults += faults
        if faults:
            return 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {faults[0]}"}
        if method == "getUpdates":
            return 200, {"ok": True, "result": self._get_updates(given)}
        with self._change:
            result = self._result(method, given)
        if result is None:
            return 400, {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"}
        return 200, {"ok": True, "result": result}

    def _result(self, method: str, given: Mapping[str, Any]) -> Any:
        if method == "getMe":
            return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}
        if method.startswith("send") and method != "sendChatAction":
            return self._sent(method, given)
        if method.startswith("editMessage"):
            return self._edited(given)
        if method == "answerCallbackQuery":
            self.unanswered.discard(str(given["callback_query_id"]))
        return True

    def _sent(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        message = {**self._message(), "from": BOT}
        size = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}
        if method == "sendPoll":
            message["poll"] = self._poll(given)
        elif method == "sendPhoto":
            message["photo"] = [size]
        elif method == "sendDocument":
            message["document"] = {"file_id": "f", "file_unique_id": "u"}
        else:
            message["text"] = given["text"]
        self._mark(message, given)
        self.messages[message["message_id"]] = message
        self._change.notify_all()
        return message

    def _edited(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        message = self.messages.get(int(given["message_id"]))
        if message is None:
            return None
        message["edit_date"] = _DATE
        message.pop("reply_markup", None)
        if "text" in given:
            message["text"] = given["text"]
        self._mark(message, given)
        return message

    @staticmethod
    def _mark(message: dict[str, Any], given: Mapping[str, Any]) -> None:
        if "reply_markup" in given:
            message["reply_markup"] = _read(given["reply_markup"], "InlineKeyboardMarkup")

    def _poll(self, given: Mapping[str, Any]) -> dict[str, Any]:
        options = [one if isinstance(one, str) else one["text"] for one in _read(given["options"], "Array")]
        return {
            "id": str(self._next()),
            "question": given["question"],
            "options": [
                {"persistent_id": str(index), "text": text, "voter_count": 0} for index, text in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": False,
            "type": given.get("type", "regular"),
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }

    def _get_updates(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        offset, seconds = int(given.get("offset", 0)), int(given.get("timeout", 0))
        with self._change:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            self._change.wait_for(lambda: self._updates or self._closed, timeout=seconds)
            return list(self._updates)

    def _push(self, kind: str, body: Mapping[str, Any]) -> None:
        with self._change:
            self._updates.append({"update_id": self._next(), kind: body})
            self._change.notify_all()

    def _message(self) -> dict[str, Any]:
        return {"message_id": self._next(), "date": _DATE, "chat": CHAT}

    def _next(self) -> int:
        with self._change:
            self._number += 1
            return self._number

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                head, _, method = urlsplit(self.path).path.rpartition("/")
                given, files = _form(self.headers.get("Content-Type", ""), body)
                given |= dict(parse_qsl(urlsplit(self.path).query))
                if head != f"/bot{TOKEN}":
                    status, answer = 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
                else:
                    status, answer = api.call(method, given, files)
                content = json.dumps(answer).encode()
                with suppress(ConnectionError):  # who stopped polling has gone
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


def _form(kind: str, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    if kind.startswith("application/json"):
        return json.loads(body or b"{}"), {}
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    given: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if part.get_filename() is None:
            given[str(name)] = content.decode()
        else:
            files[str(name)] = content
    return given, files
