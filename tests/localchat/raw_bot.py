"""People, a clock that is moved by hand, and a bot that speaks raw Bot API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.localchat import LocalChat

ALEX, MEI, ADA = 1001, 1002, 1003
GROUP = -1001000000001


class HeldClock(Clock):
    """Time stands still until ``pass_real`` or ``advance_to`` moves it."""

    def __init__(self) -> None:
        super().__init__()
        self._real = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._real + self.offset

    def monotonic(self) -> float:
        return self._monotonic

    def pass_real(self, seconds: float) -> None:
        self._real += timedelta(seconds=seconds)
        self._monotonic += seconds


@dataclass
class RawBot:
    """Calls methods as a bot does; ``ok`` returns the result, ``refused`` what Telegram would say."""

    chat: LocalChat

    async def ok(self, method: str, files: dict[str, Any] | None = None, **params: Any) -> Any:
        status, body = await self.chat.call(self.chat.bot_token, method, params, files or {})
        assert status == 200, body
        assert body["ok"] is True
        return body["result"]

    async def refused(self, method: str, files: dict[str, Any] | None = None, **params: Any) -> str:
        status, body = await self.chat.call(self.chat.bot_token, method, params, files or {})
        assert status != 200, body
        assert body["ok"] is False
        assert body["error_code"] == status
        return str(body["description"])

    async def updates(self, offset: int = 0) -> list[dict[str, Any]]:
        updates: list[dict[str, Any]] = await self.ok("getUpdates", offset=offset)
        return updates
