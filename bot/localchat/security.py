"""The door: only this machine's own page, with this start's key, gets in.

Three checks. *Host*: our own name and port, so that no foreign name can be pointed here. *Origin*: our own, whenever
something changes. *Key*: random at each start, in the printed address, then in a cookie that no other site can send.
"""

from __future__ import annotations

import ipaddress
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
KEY_HEADER = "X-Pomodock-Key"
NO_KEY = "This page is closed. Open the address that Pomodock printed when it started; it carries this start's key."
_OPEN = ("/bot", "/file/bot", "/static/")
"""Paths that need no key: the Bot API has its token, what is static is public; ``/`` looks at the key itself."""
_SAFE_METHODS = ("GET", "HEAD")


class Guard:
    """The checks, with what they go by: the key, the port, and the host that was asked for."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._port: int | None = None
        self._host: str | None = None

    def bind(self, host: str, port: int) -> None:
        """Expect requests for this address from now on."""
        self._host, self._port = host, port

    @property
    def cookie(self) -> str:
        """The cookie's name; a port has its own, because cookies do not tell ports apart."""
        return f"pomodock_key_{self._port or 0}"

    def middleware(self) -> Middleware:
        """The checks as a layer around the application."""
        return Middleware(_Door, guard=self)

    def knows_host(self, host_header: str) -> bool:
        """Whether a request's Host is ours."""
        name, _, port = host_header.rpartition(":") if _has_port(host_header) else (host_header, "", "80")
        if self._port is not None and port != str(self._port):
            return False
        name = name.strip("[]").lower()
        if name in {"127.0.0.1", "localhost"} or name == self._host:
            return True
        return self._host in {"0.0.0.0", "::"} and _is_address(name)  # noqa: S104

    def knows_origin(self, headers: Headers) -> bool:
        """Whether a request's Origin, if it has one, is the page's own."""
        origin = headers.get("origin")
        return origin is None or origin == f"http://{headers.get('host', '')}"

    def is_key(self, given: str | None) -> bool:
        """Whether this is the key."""
        return given is not None and secrets.compare_digest(given.encode("utf-8", "replace"), self._key.encode())

    def has_key(self, request: HTTPConnection) -> bool:
        """Whether a request carries the key in its cookie or header."""
        return self.is_key(_cookies(request.headers).get(self.cookie)) or self.is_key(request.headers.get(KEY_HEADER))

    def refusal(self, request: HTTPConnection, method: str) -> tuple[int, str] | None:
        """Why this request does not get in: HTTP status and a sentence; None if it does."""
        headers, path = request.headers, request.scope["path"]
        if not self.knows_host(headers.get("host", "")):
            return 403, "This server answers to its own address only."
        if not self.knows_origin(headers):
            return 403, "This server takes requests of its own page only."
        if path != "/" and not path.startswith(_OPEN):
            if not self.has_key(request):
                return 403, NO_KEY
            if method not in _SAFE_METHODS and "origin" not in headers and not self.is_key(headers.get(KEY_HEADER)):
                return 403, "A change needs the Origin of the page, or the key in a header."
        return None


class _Door:
    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._guard.refusal(HTTPConnection(scope), scope["method"])
        app = self._app if refusal is None else JSONResponse({"error": refusal[1]}, status_code=refusal[0])
        await app(scope, receive, _with_headers(scope, send))


def _with_headers(scope: Scope, send: Send) -> Send:
    if scope["path"].startswith("/bot"):
        return send

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _has_port(host_header: str) -> bool:
    return ":" in host_header.rpartition("]")[2]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
