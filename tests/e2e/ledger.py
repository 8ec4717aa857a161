"""What the demo's two files say: what the bot owes and has sent, and what the server has accepted.

The files are only read, also while the program runs and after it was killed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.storage import codec
from bot.texts.markup import plain
from bot.texts.renderer import TextRenderer

_GROWING = {
    "people": ("id",),
    "enrolments": ("id",),
    "unit_sessions": ("id", "seq"),
    "focus_blocks": ("id", "seq"),
    "quiz_sessions": ("id", "seq"),
    "polls": ("poll_id",),
    "poll_answers": ("poll_id",),
    "reviews": ("id",),
    "memories": ("card", "reviews"),
    "deliveries": ("id",),
    "inbox": ("update_id",),
}
"""Tables that only grow, each with its key and, where there is one, a count that only goes up."""
_WAKEUP_OF = {"running": "focus.end", "paused": "focus.let_go", "break": "break.end"}


@dataclass(frozen=True)
class Ledger:
    """Both files at one moment, for one person."""

    person: int
    tables: Mapping[str, list[dict[str, Any]]]
    messages: Mapping[int, dict[str, Any]]
    """The bot's messages in the person's chat, by number."""
    pending: int
    """Updates that the server still has for the bot."""

    @classmethod
    def read(cls, data: Path, person: int) -> Ledger:
        """Read both files."""
        tables = {}
        with closing(_open(data / "pomodock.sqlite3")) as bot:
            for table in (*_GROWING, "wakeups", "flows", "runs"):
                tables[table] = [dict(row) for row in bot.execute(f"SELECT * FROM {table}")]
        with closing(_open(data / "chat" / "localchat.sqlite3")) as chat:
            rows = chat.execute("SELECT body FROM messages WHERE chat_id = ?", (person,))
            messages = [json.loads(row["body"]) for row in rows]
            pending = chat.execute("SELECT count(*) FROM updates").fetchone()[0]
        by_bot = {one["message_id"]: one for one in messages if one["from"]["is_bot"]}
        return cls(person, tables, by_bot, pending)

    @property
    def owed(self) -> list[dict[str, Any]]:
        """Deliveries that are not marked as sent."""
        return [row for row in self.tables["deliveries"] if row["state"] == "owed"]

    @property
    def held_back(self) -> bool:
        """Whether all that is owed was not asked for and waits for the end of a focus block."""
        block = any(row["phase"] in ("running", "paused") for row in self.tables["focus_blocks"])
        return block and all(not row["asked_for"] for row in self.owed)

    @property
    def settled(self) -> bool:
        """Whether nothing is on its way, in either direction."""
        waiting = self.pending or self.tables["runs"] or any(row["state"] == "new" for row in self.tables["inbox"])
        return not waiting and (not self.owed or self.held_back)

    @property
    def unclaimed(self) -> set[int]:
        """Messages in the chat that the bot does not know it has sent."""
        return set(self.messages) - {row["message_id"] for row in self.tables["deliveries"] if row["state"] == "sent"}

    def excuse(self, message_id: int) -> bool:
        """Whether an unclaimed message is one that is still marked as owed here: accepted, but not yet written down."""
        message = self.messages[message_id]
        words = message.get("text") or message.get("caption") or message["poll"]["question"]
        return any(_words(row) == words for row in self.owed)

    def consistent(self, excused: set[int]) -> None:
        """Fail unless the chat shows what the bot says it has sent, once, apart from what is excused."""
        sent = [row for row in self.tables["deliveries"] if row["state"] == "sent"]
        others = [row for row in self.tables["deliveries"] if row["state"] not in ("sent", "owed")]
        assert others == [], f"given up: {others}"
        first = [row["message_id"] for row in sent if not row["edit"]]
        assert len(first) == len(set(first)), "two deliveries claim one message"
        assert set(first) <= set(self.messages), "marked as sent, but not in the chat"
        assert {row["message_id"] for row in sent} <= set(self.messages), "an edit of a message that is not in the chat"
        extra = set(self.messages) - set(first) - excused
        assert not extra, f"sent twice without excuse: {[self.messages[one] for one in sorted(extra)]}"

    def armed(self) -> None:
        """Fail unless everything that runs has the wakeup that ends it."""
        wakeups = {(row["kind"], row["subject"]) for row in self.tables["wakeups"]}
        for enrolment in self.tables["enrolments"]:
            assert ("day.deliver", enrolment["id"]) in wakeups, "nobody will bring the next unit"
        for block in self.tables["focus_blocks"]:
            kind = _WAKEUP_OF.get(block["phase"])
            assert kind is None or (kind, block["id"]) in wakeups, f"nobody will end the block that is {block['phase']}"

    def goes_on_from(self, before: Ledger) -> None:
        """Fail if anything that was there ``before`` is gone or went backwards, or an update was left or dropped."""
        for table, columns in _GROWING.items():
            now = {row[columns[0]]: row for row in self.tables[table]}
            for row in before.tables[table]:
                assert row[columns[0]] in now, f"lost from {table}: {row}"
                assert all(now[row[columns[0]]][count] >= row[count] for count in columns[1:]), f"backwards: {row}"
        states = {row["state"] for row in self.tables["inbox"]}
        assert states <= {"handled"}, f"updates that were not handled: {states}"


def _words(row: Mapping[str, Any]) -> str:
    message = codec.load(row["kind"], row["version"], json.loads(row["fields"]))
    rendered = TextRenderer().render(message, "en")
    return rendered.quiz.question if rendered.quiz else plain(rendered.html)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)
    connection.row_factory = sqlite3.Row
    return connection
