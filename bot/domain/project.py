"""A learner's work on a week's project: steps ticked, something handed in, done or put aside.

Every change raises ``seq``; a tap that carries an older one is stale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from bot.domain.errors import BadLink, StaleTap

LONGEST_LINK = 300
"""Characters of an address."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]*[^\W\d_][\w-]*(?::\d{1,5})?")
_TRAILING = ".,;:!?)>]}\"'。，；：！？）》」"


@dataclass(frozen=True, slots=True)
class Work:
    """One person's work on one project. What was put aside stays open, and so does what is done: the track goes on."""

    id: int
    person: int
    chat: int
    course: str
    edition: int
    project: str
    started_at: datetime
    ticked: frozenset[int] = frozenset()
    """Steps that are done, counted from 0."""
    link: str | None = None
    words: str | None = None
    seq: int = 0
    aside_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def settled(self) -> bool:
        """Whether the track may go on."""
        return self.done_at is not None or self.aside_at is not None


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a message hands in: an address, words, or both."""

    link: str | None
    words: str | None


def tick(work: Work, step: int, steps: int) -> Work:
    """A step is done, or is not after all. Raises ``StaleTap`` for a step that there is not."""
    if work.done_at is not None or not 0 <= step < steps:
        raise StaleTap
    return replace(work, ticked=work.ticked ^ {step}, seq=work.seq + 1)


def take(work: Work, given: HandIn) -> Work:
    """Keep what was handed in; a message without an address leaves the address as it was, and so with words."""
    return replace(work, link=given.link or work.link, words=given.words or work.words, seq=work.seq + 1)


def finish(work: Work, now: datetime) -> Work:
    """The learner says that it is done. Raises ``StaleTap`` where it was already."""
    if work.done_at is not None:
        raise StaleTap
    return replace(work, done_at=now, aside_at=None, seq=work.seq + 1)


def reopen(work: Work, now: datetime) -> Work:
    """Change something about a project that is done. The track does not come back to it."""
    if work.done_at is None:
        raise StaleTap
    return replace(work, done_at=None, aside_at=now, seq=work.seq + 1)


def put_aside(work: Work, now: datetime) -> Work:
    """Not this week: the track goes on without it. Raises ``StaleTap`` for a project that is settled."""
    if work.settled:
        raise StaleTap
    return replace(work, aside_at=now, seq=work.seq + 1)


def read_hand_in(text: str) -> HandIn:
    """The first address in ``text``, and the words around it. Raises ``BadLink`` for one that will not do."""
    found = _ADDRESS.search(text)
    if found is None:
        # Nobody types https:// on a phone; alone in a message, host/path can only be an address.
        bare = text.strip()
        return HandIn(checked_link(f"https://{bare}"), None) if _BARE.fullmatch(bare) else HandIn(None, bare or None)
    raw = found[0].rstrip(_TRAILING)
    words = f"{text[: found.start()]}{text[found.start() + len(raw) :]}".strip(f" \t\n{_TRAILING}(<[{{《「（")
    return HandIn(checked_link(raw), words or None)


def checked_link(link: str) -> str:
    """``link``, if a browser opens it securely and a message can carry it. Raises ``BadLink``."""
    try:
        parts = urlsplit(link)
    except ValueError as error:
        raise BadLink(link) from error
    plain = link.isprintable() and not set(link) & set(" <>\"'\\`|")
    if len(link) > LONGEST_LINK or not plain or parts.scheme.lower() != "https" or not _HOST.fullmatch(parts.netloc):
        raise BadLink(link)
    return link
