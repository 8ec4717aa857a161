"""Which key points a recitation contains: free text against phrasings written by the course's author.

**The grammar of a phrasing.** A phrasing is words in the order in which they are said. It is compared with
every clause of the recitation (clauses end at ``. ; ! ?``, their Chinese forms, and line ends) after both went
through `recite_words`: width, case, accents, punctuation, English plural and verb endings do not matter, nor do
words such as "the", "just", 了, 都; a Latin word of six letters or more may have one letter wrong, unless that makes it
another word of the phrasings: ``containerd`` is no ``container``.

=====================  ==============================================================================
``boot os``            a space: a few other words may stand between (three, or four Chinese characters)
``共用内核``            no space in Chinese: nothing may stand between
``kernel … shared``    ``…`` or ``...``: many words may stand between (ten, or twenty Chinese characters)
``start|boot os``      alternatives for one word, up to the next space or ``…``; in Chinese leave a space after
                       them: ``共用|共享 内核``. ``operating-system|os``: a hyphen makes several words one
``kernel & shared``    both, in any order, in one clause (up to four parts)
``no os … boot``       a phrasing that denies, see below; then ``…`` means any order, too
=====================  ==============================================================================

**Denial.** Everything that denies (not, n't, no, never, without, instead of; 不, 没有, 无需, 并非 …) is the same
to the matcher, and counts by parity: the denials inside a match and shortly before it in the same part of the
clause (parts end at commas and at "but", "because", 而是, 就 …) are counted, and must be even in number where the
phrasing itself has an even number (usually none), odd where it has an odd one. Where a match goes over several parts, a
denial in one of them is enough. So "doesn't share the kernel"
does not say ``share kernel``; "cannot start without sharing the kernel" does; and ``no os … boot``
is said by "no OS to boot", "it does not boot an OS", "an OS need not be booted". A phrase is denied afterwards, too,
where "is wrong", "is not true", 是错的 follow at once.

**Rejection.** ``reject`` has phrasings of the opposite. Where one of them is said within one part of a clause,
``accept`` does not count there. What is said well elsewhere still does, so a clause more never loses a point.

The point's own text is a phrasing, too, taken word by word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from itertools import chain, permutations

from bot.domain.course import KeyPoint, Language
from bot.domain.recite_words import Kind, Token, normalise, tokens

__all__ = ["find_points", "normalise", "says_nothing"]

MAX_LENGTH = 20_000
"""Characters of a recitation that are read; the rest is ignored."""
MAX_PARTS = 4
"""Parts of a phrasing that may come in any order."""

_CLAUSE = 1_000
"""How far apart in position two clauses are: further than any gap."""
_TYPO_LENGTH = 6
"""Stems shorter than this must be spelt right."""


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far denials and gaps reach in one language, in words or Chinese characters."""

    space: int
    ellipsis: int
    denial: int


_ENGLISH_REACH = _Reach(space=3, ellipsis=10, denial=4)
_CHINESE_REACH = _Reach(space=4, ellipsis=20, denial=7)


def find_points(text: str, points: Sequence[KeyPoint], language: Language) -> frozenset[str]:
    """The ids of the points that ``text`` says. Any text is fine; only its first ``MAX_LENGTH`` characters count."""
    said = _read(text[:MAX_LENGTH])
    said.known = frozenset().union(*map(_vocabulary, points))
    reach = _CHINESE_REACH if language.startswith("zh") else _ENGLISH_REACH
    return frozenset(point.id for point in points if _is_said(point, said, reach))


def says_nothing(phrasing: str) -> bool:
    """Whether a phrasing has no word left to look for, or more parts in any order than ``MAX_PARTS``."""
    return not _compiled(phrasing)


def _is_said(point: KeyPoint, said: _Said, reach: _Reach) -> bool:
    phrases = (phrase for phrasing in point.accept for phrase in _compiled(phrasing))
    found = _matches(chain(phrases, _verbatim(point.text)), said, reach)
    if not point.reject:
        return any(True for _ in found)
    first = next(found, None)
    if first is None:
        return False
    opposite = _parts_with_the_opposite(point, said, reach)
    return any(opposite.isdisjoint(said.parts_of(match)) for match in chain([first], found))


def _parts_with_the_opposite(point: KeyPoint, said: _Said, reach: _Reach) -> set[int]:
    """The parts of clauses in which something is said that ``point`` rejects."""
    phrases = (phrase for phrasing in point.reject for phrase in _compiled(phrasing))
    found = _matches(phrases, said, reach)
    return {said.part(match.start) for match in found if len(said.parts_of(match)) == 1}


# --- what was said -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Said:
    """A recitation, indexed: where each stem stands, and where denials and parts of clauses begin."""

    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    denials: list[int] = field(default_factory=list)
    """Position of the word before which each denial stands."""
    untrue: set[int] = field(default_factory=set)
    turns: list[int] = field(default_factory=list)
    """Position of the first word of each part of a clause, ascending."""
    known: frozenset[str] = frozenset()
    """Stems that are looked for somewhere: whoever says one of them has not mistyped another."""
    _near: dict[str, list[int]] = field(default_factory=dict)
    _by_deletion: dict[str, list[str]] | None = None

    def part(self, place: int) -> int:
        """The number of the part of a clause that ``place`` is in."""
        return bisect_left(self.turns, place + 1)

    def parts_of(self, match: _Match) -> range:
        """The parts of clauses that ``match`` touches."""
        return range(self.part(match.start), self.part(match.end) + 1)

    def part_start(self, place: int) -> int:
        """The first position of the part that ``place`` is in."""
        part = self.part(place)
        return self.turns[part - 1] if part else 0

    def denials_between(self, first: int, last: int) -> int:
        """How many denials stand before the words at ``first`` to ``last``, both included."""
        return bisect_left(self.denials, last + 1) - bisect_left(self.denials, first)

    def near(self, stem: str) -> list[int]:
        """Where ``stem`` stands, or a word that differs from it by one typing error."""
        if stem not in self._near:
            spellings = self._spellings(stem) if len(stem) >= _TYPO_LENGTH and stem.isascii() else {stem}
            found = [self.places[each] for each in spellings if each in self.places]
            self._near[stem] = found[0] if len(found) == 1 else list(merge(*found))
        return self._near[stem]

    def _spellings(self, stem: str) -> set[str]:
        if self._by_deletion is None:
            self._by_deletion = defaultdict(list)
            for word in self.places:
                if _TYPO_LENGTH - 1 <= len(word) <= _LONGEST_TYPO and word.isascii():
                    for shorter in _deletions(word):
                        self._by_deletion[shorter].append(word)
        near = {word for shorter in _deletions(stem) for word in self._by_deletion.get(shorter, ())}
        return {stem, *(near - self.known)}


_LONGEST_TYPO = 40


def _deletions(word: str) -> set[str]:
    """``word`` and everything it becomes with one letter less: two words that share one are a typing error apart."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _read(text: str) -> _Said:
    said, place = _Said(), 0
    for token in tokens(text):
        match token.kind:
            case Kind.WORD:
                said.places[token.term].append(place)
                place += 1
            case Kind.TURN:
                said.turns.append(place)
            case Kind.STOP:
                place += _CLAUSE
                said.turns.append(place)
            case _:
                said.denials.append(place)
                if token.kind is Kind.UNTRUE:
                    said.untrue.add(place)
    return said


# --- what is looked for --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """The next word of a phrasing: any of ``ways``, each a run of stems; ``gap`` says what may stand before it."""

    ways: tuple[tuple[str, ...], ...]
    gap: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One order in which a phrasing can be said; ``denies`` where it has to be denied to count."""

    steps: tuple[_Step, ...]
    denies: bool


_SPACE, _ELLIPSIS, _NONE = "space", "ellipsis", "none"


@lru_cache(maxsize=8192)
def _verbatim(text: str) -> tuple[_Phrase, ...]:
    steps, denials = _plain_steps(text)
    return (_Phrase(tuple(steps), denials % 2 == 1),) if steps else ()


@lru_cache(maxsize=8192)
def _compiled(phrasing: str) -> tuple[_Phrase, ...]:
    """All orders of a phrasing, with the denials taken out and counted; empty where nothing is left."""
    parts, denials = [], 0
    for part in phrasing.split("&"):
        chunks = []
        for chunk in re.split(r"…+|\.{3,}", part):
            steps, more = _steps(chunk)
            denials += more
            if steps:
                chunks.append(steps)
        parts.append(chunks)
    denies = denials % 2 == 1
    if denies:
        parts = [[chunk] for chunks in parts for chunk in chunks]
    groups = [_joined(chunks) for chunks in parts if chunks]
    if len(groups) > MAX_PARTS:
        return ()
    return tuple(_Phrase(_joined(order), denies) for order in permutations(groups) if order)


@lru_cache(maxsize=1024)
def _vocabulary(point: KeyPoint) -> frozenset[str]:
    """Every stem that a point's phrasings look for."""
    phrases = [*_verbatim(point.text), *(p for phrasing in (*point.accept, *point.reject) for p in _compiled(phrasing))]
    return frozenset(stem for phrase in phrases for step in phrase.steps for way in step.ways for stem in way)


def _joined(chunks: Iterable[Sequence[_Step]]) -> tuple[_Step, ...]:
    """Chunks one after the other, with a wide gap before each."""
    return tuple(_Step(step.ways, _ELLIPSIS) if at == 0 else step for chunk in chunks for at, step in enumerate(chunk))


def _steps(chunk: str) -> tuple[list[_Step], int]:
    """The steps of words that stand in order, and how many denials were among them."""
    steps: list[_Step] = []
    denials = 0
    for run in re.findall(r"[^\s|]*(?:\|[^\s|]*)+|[^|]+(?=\s)|[^|\s]+", chunk.strip()):
        if "|" in run:
            ways = tuple(filter(None, (_stems(tokens(way)) for way in run.split("|"))))
            steps.extend([_Step(ways, _SPACE)] if ways else [])
            continue
        more, denied = _plain_steps(run)
        steps.extend(more)
        denials += denied
    return steps, denials


def _plain_steps(words: str) -> tuple[list[_Step], int]:
    """One step a word; how many denials were among them."""
    found = tokens(words)
    steps = [_Step(((token.term,),), _NONE if token.glued else _SPACE) for token in found if token.kind is Kind.WORD]
    return steps, sum(token.kind in (Kind.NOT, Kind.UNTRUE) for token in found)


def _stems(found: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.term for token in found if token.kind is Kind.WORD)


# --- looking -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Match:
    """A phrase found so far, from ``start`` to ``end``; ``denied`` where the denials in it are odd."""

    start: int
    end: int
    denied: bool


def _matches(phrases: Iterable[_Phrase], said: _Said, reach: _Reach) -> Iterator[_Match]:
    """Where one of the phrases is said, and meant."""
    for phrase in phrases:
        for match in _occurrences(phrase.steps, said, reach):
            denied = match.denied != _denied_after(match, said, phrase.denies)
            if denied == phrase.denies:
                yield match


def _denied_after(match: _Match, said: _Said, wanted: bool) -> bool:
    """Whether the denial stands right behind: "… is wrong"; and, where one is looked for, "an OS is not needed"."""
    behind = match.end + 1
    if said.part_start(behind) == behind:
        return False
    return behind in said.untrue or (wanted and not match.denied and said.denials_between(behind, behind) > 0)


def _occurrences(steps: Sequence[_Step], said: _Said, reach: _Reach) -> list[_Match]:
    """Every place where the steps stand in order, at most one for each end and parity of denials."""
    gaps: Mapping[str, int] = {_NONE: 0, _SPACE: reach.space, _ELLIPSIS: reach.ellipsis}
    found: list[_Match] | None = None
    for step in steps:
        ways = [_along(found, way, gaps[step.gap], said, reach) for way in step.ways]
        found = sorted(set().union(*ways), key=lambda match: (match.end, match.denied)) if len(ways) > 1 else ways[0]
        if not found:
            break
    return found or []


def _along(found: list[_Match] | None, way: Sequence[str], gap: int, said: _Said, reach: _Reach) -> list[_Match]:
    """``found`` carried on over the stems of one way to say the next word."""
    for stem in way:
        places = said.near(stem)
        if not places:
            return []
        if found is None:
            found = [_begun(place, said, reach) for place in places]
        else:
            found = list(_carried(found, places, gap, said))
        gap = 0
    return found or []


def _begun(place: int, said: _Said, reach: _Reach) -> _Match:
    first = max(said.part_start(place), place - reach.denial + 1)
    return _Match(place, place, said.denials_between(first, place) % 2 == 1)


def _carried(found: Sequence[_Match], places: Iterable[int], gap: int, said: _Said) -> Iterator[_Match]:
    """For each place, the nearest match before it within ``gap``, denied and not, with the denials in between."""
    nearest: dict[bool, _Match] = {}
    at = 0
    for place in places:
        while at < len(found) and found[at].end < place:
            nearest[found[at].denied] = found[at]
            at += 1
        seen = set()
        for match in nearest.values():
            if place - match.end - 1 > gap:
                continue
            part = said.part_start(place)
            odd = said.denials_between(max(match.end + 1, part), place) % 2 == 1
            denied = (match.denied or odd) if part > match.end else match.denied != odd
            if denied not in seen:
                seen.add(denied)
                yield _Match(match.start, place, denied)
