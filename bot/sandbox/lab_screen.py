"""What a lab's shell writes to its terminal, told apart: a command's output, the mark of its end, a full screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.output import to_text

# As root/usr/local/lib/pomodock/shellrc writes it: exit code and folder.
_MARK = re.compile(rb"\x1b\]7;pomodock;(\d{1,3});([^\x07\x1b]{0,4096})\x07")
_MARK_BEGINS = b"\x1b]7;pomodock;"
# The switch to a terminal's other screen, as terminfo's xterm says it, and its older forms.
_FULL_SCREEN = re.compile(rb"\x1b\[\?(?:1049|1047|47)h")
_LONGEST_MARK = len(_MARK_BEGINS) + 4096 + 8


@dataclass(slots=True)
class Screen:
    """Collects bytes of a terminal until the mark comes; keeps at most ``cap`` of a command's output."""

    cap: int
    code: int | None = None
    folder: str = ""
    full_screen: bool = False
    overflowed: bool = False
    _kept: bytearray = field(default_factory=bytearray)
    _pending: bytearray = field(default_factory=bytearray)

    def feed(self, chunk: bytes) -> bool:
        """Take ``chunk``; whether a mark came with it. What follows a mark belongs to the next command."""
        self._pending += chunk
        mark = _MARK.search(self._pending)
        if mark is None:
            self._keep(self._safe_length())
            return False
        self.code = int(mark.group(1))
        self.folder = mark.group(2).decode(errors="replace")
        self._keep(mark.start())
        del self._pending[: mark.end() - mark.start()]
        return True

    def clear(self) -> None:
        """Begin with another command; what a background program wrote meanwhile stays for it."""
        self.code, self.full_screen, self.overflowed = None, False, False
        self._kept.clear()

    def text(self) -> str:
        """What was kept, as safe text."""
        return to_text(bytes(self._kept), cap=self.cap, cut=self.overflowed)

    def _safe_length(self) -> int:
        """How much of what is pending is surely no beginning of a mark."""
        start = self._pending.rfind(b"\x1b")
        tail = bytes(self._pending[start:]) if start >= 0 else b""
        begins = _MARK_BEGINS.startswith(tail[: len(_MARK_BEGINS)]) or tail.startswith(_MARK_BEGINS)
        held = start >= 0 and begins and len(tail) < _LONGEST_MARK
        return start if held else len(self._pending)

    def _keep(self, size: int) -> None:
        taken = bytes(self._pending[:size])
        del self._pending[:size]
        # The switch may lie across two chunks: look again at the last few bytes that were kept.
        seam = bytes(self._kept[-8:]) + taken
        self.full_screen = self.full_screen or _FULL_SCREEN.search(seam) is not None
        room = self.cap - len(self._kept)
        self._kept += taken[:room]
        self.overflowed = self.overflowed or len(taken) > room
