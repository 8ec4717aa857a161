"""What a container wrote: bytes from the engine's stream, up to a cap, then safe text."""

from __future__ import annotations

import codecs
import re

_HEADER = 8  # one byte of stream number, three of padding, four of length

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movements
    r"|\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # OSC and relatives: titles, links
    r"|\x1b[ -/]*[0-~]"  # two-character sequences
)
# C0 without tab, line feed, carriage return and backspace; DEL; C1.
_CONTROLS = re.compile(r"[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Capped:
    """Collects the engine's multiplexed stream, at most ``cap`` bytes of what the container wrote."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._pending = bytearray()
        self._payload_left = 0
        self._kept = bytearray()
        self.overflowed = False

    def feed(self, chunk: bytes) -> None:
        """Take ``chunk`` as it came from the engine; frames may be split anywhere."""
        self._pending += chunk
        while self._pending and not self.overflowed:
            if self._payload_left:
                self._keep(self._take(min(self._payload_left, len(self._pending))))
            elif len(self._pending) >= _HEADER:
                self._payload_left = int.from_bytes(self._take(_HEADER)[4:], "big")
            else:
                return

    def text(self) -> str:
        """What was kept, as safe text, never over the cap when encoded again."""
        return to_text(bytes(self._kept), cap=self._cap, cut=self.overflowed)

    def raw(self) -> bytes:
        """What was kept, as it came."""
        return bytes(self._kept)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._pending[:size])
        del self._pending[:size]
        return taken

    def _keep(self, payload: bytes) -> None:
        self._payload_left -= len(payload)
        room = self._cap - len(self._kept)
        self._kept += payload[:room]
        self.overflowed = len(payload) > room


def to_text(raw: bytes, *, cap: int, cut: bool = False) -> str:
    """``raw`` as a person would see it on a screen, at most ``cap`` bytes in UTF-8.

    Bytes that are no UTF-8 become U+FFFD; escape sequences and control characters go; a carriage return
    and a backspace overwrite, so that a progress bar is its last state. ``cut`` says that ``raw`` ends where the
    cap was: half a character there is dropped.
    """
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(raw, final=not cut)
    text = _ESCAPES.sub("", text.replace("\r\n", "\n"))
    text = _CONTROLS.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
    text = "\n".join(_overwritten(line) for line in text.split("\n"))
    return text.encode()[:cap].decode(errors="ignore")


def _overwritten(line: str) -> str:
    """``line`` after its carriage returns and backspaces, in one pass."""
    if "\r" not in line and "\b" not in line:
        return line
    shown: list[str] = []
    at = 0
    for character in line:
        if character == "\r":
            at = 0
        elif character == "\b":
            at = max(0, at - 1)
        else:
            shown[at : at + 1] = [character]
            at += 1
    return "".join(shown)
