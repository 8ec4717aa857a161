"""Failures on demand: the server can be told to fail, so that the bot's manners in bad weather can be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.localchat.errors import ApiError, ConnectionDroppedError, too_many_requests

KINDS = ("500", "502", "timeout", "drop", "429")


@dataclass(frozen=True)
class Fault:
    """One kind of failure, for one method (None: any but getUpdates), so many times more."""

    kind: str
    method: str | None
    times: int
    retry_after: int

    def hits(self, method: str) -> bool:
        """Whether this fault is meant for a call of ``method``."""
        return method != "getUpdates" if self.method is None else self.method == method


class Faults:
    """The failures still to come, oldest first. They live in memory: a restart is healthy again."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, kind: str, method: str | None = None, times: int = 1, retry_after: int = 1) -> None:
        """Let the next ``times`` calls of ``method`` fail.

        ``"500"``, ``"502"`` and ``"429"`` answer so without applying the call; ``"drop"`` breaks the connection
        without applying it; ``"timeout"`` applies it and never answers. Raises ValueError for an unknown kind or a
        senseless number.
        """
        if kind not in KINDS:
            raise ValueError(f"Unknown kind of fault {kind!r}; use one of {', '.join(KINDS)}.")
        if times < 1 or retry_after < 1:
            raise ValueError("times and retry_after must be 1 or more.")
        self._waiting.append(Fault(kind, method, times, retry_after))

    def clear(self) -> None:
        """Fail no more."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, used up by it; None in good weather."""
        for index, fault in enumerate(self._waiting):
            if fault.hits(method):
                if fault.times == 1:
                    del self._waiting[index]
                else:
                    self._waiting[index] = replace(fault, times=fault.times - 1)
                return fault
        return None


def fail_before(fault: Fault) -> None:
    """Raise what this fault means for a call that is not applied; ``timeout`` passes, it fails afterwards."""
    match fault.kind:
        case "500":
            raise ApiError(500, "Internal Server Error")
        case "502":
            raise ApiError(502, "Bad Gateway")
        case "429":
            raise too_many_requests(fault.retry_after)
        case "drop":
            raise ConnectionDroppedError("connection dropped on demand")
