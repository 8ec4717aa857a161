"""What must hold of every state of the page: nothing clipped, nothing in the wrong language, nothing gone wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, Page, Response

_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’]*(?:[,;:]? [A-Za-z][A-Za-z'’]*){3,}")
"""Four English words in a row are a sentence; a name such as "Docker Engine API" is not."""
_MACHINE = re.compile(r"\b[a-z]+_[a-z]+\b")
"""A word of the program that slipped through."""
_NAMES = ("@pomodock_bot", "小梅 Mei", "小梅", "简体中文", "Docker study group")


@dataclass(frozen=True)
class Look:
    """How somebody looks at the page."""

    language: str
    scheme: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"

    @property
    def height(self) -> int:
        """A laptop's window, or a phone."""
        return 800 if self.width > 720 else 740


class Camera:
    """Takes a picture of each step, and looks at the page more closely than a picture can."""

    def __init__(self, page: Page, look: Look, folder: Path) -> None:
        self._page, self._look, self._folder = page, look, folder
        self._number = 0
        self.trouble: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("console", self._hear)
        page.on("response", self._check)

    def _hear(self, line: ConsoleMessage) -> None:
        # That is the machine's doing: containers come and go beside us, and each may change the network.
        if line.type in ("error", "warning") and "ERR_NETWORK_CHANGED" not in line.text:
            self.trouble.append(f"console: {line.text}")

    def _check(self, answer: Response) -> None:
        if answer.status >= 400:
            self.trouble.append(f"{answer.status} {answer.url}")

    async def take(self, step: str, *, either: bool = False) -> None:
        """A picture; all that can be seen must be whole, and in one language unless it may be ``either``."""
        self._number += 1
        await self._page.evaluate("() => document.fonts.ready")
        await self._page.screenshot(path=self._folder / f"{self._number:02}-{step}.png", animations="disabled")
        found: dict[str, Any] = await self._page.evaluate(EXAMINE)
        strange = [] if either else foreign(found["words"], self._look.language)
        faults = {"scrolls sideways (px)": found["overflow"], "cut off": found["clipped"], "not translated": strange}
        where = f"{self._look} {self._number:02}-{step}"
        self.trouble += [f"{where}: {fault}: {what}" for fault, what in faults.items() if what]

    def content(self) -> None:
        """Fail with all that was wrong in any picture."""
        assert self.trouble == [], "\n".join(self.trouble)


def foreign(words: list[str], language: str) -> list[str]:
    """The texts that are in the other language, or in no human one."""
    strange = []
    for text in words:
        left = text
        for name in _NAMES:
            left = left.replace(name, "")
        if (_CJK if language == "en" else _ENGLISH).search(left) or _MACHINE.search(left):
            strange.append(text)
    return strange


EXAMINE = """() => {
  const root = document.scrollingElement;
  const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== 'hidden';
  // Previews are one line by design, as in Telegram; sideways scrollers and what only readers hear are whole anyway.
  const aside = '.chat-row, .face-name, .reply-quote, .visually-hidden, .skip, .travel-progress, .people, pre';
  const clipped = [];
  for (const one of document.querySelectorAll('body *')) {
    if (one.closest(aside) || one.closest('svg') || !seen(one)) continue;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const name = `${one.tagName}.${one.className}: ${(one.textContent ?? '').trim().slice(0, 80)}`;
    if (box.width && (box.right > innerWidth + 1 || box.left < -1)) clipped.push(`beyond the window ${name}`);
    const hides = (value) => value === 'hidden' || value === 'clip';
    if (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1) clipped.push(`sideways ${name}`);
    if (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1) clipped.push(`below ${name}`);
  }
  for (const one of document.querySelectorAll('button')) {
    if (one.closest(aside) || !seen(one)) continue;
    const label = document.createRange();
    label.selectNodeContents(one);
    const words = label.getBoundingClientRect(), box = one.getBoundingClientRect();
    if (words.width && (words.right > box.right + 1 || words.left < box.left - 1 || words.bottom > box.bottom + 1))
      if (!one.querySelector('.badge, .corner')) clipped.push(`button ${one.textContent.trim().slice(0, 80)}`);
  }
  const words = [];
  // What people wrote, names, code and what a command printed have no language.
  const quoted = '.avatar, #announcer, pre, code, .code-block, [data-mine=true], bdi, [data-testid=command-link]';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
    if (text && !parent.closest(`${quoted}, script, style, noscript, .chat-row`)) words.push(text);
  }
  for (const one of document.querySelectorAll('body *'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
      if (one.getAttribute(name) && !one.closest(`${quoted}, .chat-row`)) words.push(one.getAttribute(name));
  return {overflow: Math.max(0, root.scrollWidth - innerWidth), clipped, words: [...new Set(words)]};
}"""
