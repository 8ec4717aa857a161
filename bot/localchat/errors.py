"""What can go wrong in the local chat.

- ``ApiError``: the Bot API refuses a call; becomes ``{"ok": false, ...}`` with Telegram's code and text.
- ``PeopleError``: a person tried what a Telegram client would not let him do; becomes one sentence on the page.
- ``ConnectionDroppedError``: a told failure; the call was not applied and the connection breaks.
- ``AnswerLostError``: a told failure; the call was applied and its answer never arrives.
"""

from __future__ import annotations


class ApiError(Exception):
    """A refusal by the Bot API: HTTP status, Telegram's description, and seconds to wait for a 429."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, object]:
        """The JSON that Telegram would answer."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class PeopleError(Exception):
    """A person cannot do this; ``status`` is the HTTP status for the page."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class ConnectionDroppedError(Exception):
    """The call was not applied and there is no answer: the connection breaks."""


class AnswerLostError(Exception):
    """The call was applied, but its answer never comes."""


def bad_request(text: str) -> ApiError:
    """Telegram's 400 with this text after ``Bad Request: ``."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """Telegram's 403 with this text after ``Forbidden: ``."""
    return ApiError(403, f"Forbidden: {text}")


def too_many_requests(seconds: int) -> ApiError:
    """Telegram's 429: try again after ``seconds``."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
