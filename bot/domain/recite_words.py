"""What a recitation is made of: normalised text, and the words, negations and boundaries in it.

`normalise` forgets how something was typed: width, case, accents, quotes, invisible characters, and which of
many marks separates two clauses. `tokens` then reads the result in English and Chinese at once, for learners
mix them: a Chinese character is a word of its own, an English word is reduced to its stem, words that carry
no meaning here are dropped, everything that denies becomes one and the same token, and words at which a
denial ends ("but", 而是) become boundaries. The lists below are general language; nothing here knows a course.

Every step is linear in the length of the text: no expression below can backtrack over more than one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
"""Chinese characters, as the inside of a character class. Compatibility forms are gone after `normalise`."""

_QUOTES = frozenset("’‘‛′´`ʼ＇ꞌ")
_STRONG = frozenset(";!?\n。।؟؛")
_WEAK = frozenset(",:()[]{}—―،、")
_KEPT_PUNCTUATION = _STRONG | _WEAK | frozenset(".'-")

_LONGEST_FOLD = 4
"""No letter becomes more letters than this; a few ornaments would become whole sentences."""


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    """One character without width, case or accents; "" for what cannot be seen, "," for pictures."""
    if char in _QUOTES:
        return "'"
    category = unicodedata.category(char)
    if char in "\n\r\v\f\u2028\u2029\x85":
        return "\n"
    if category == "Cc":
        return " "
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    folded = _bare(_bare(char).casefold())
    return "".join(_plain(each) for each in folded[:_LONGEST_FOLD])


def _plain(char: str) -> str:
    if char in _QUOTES:
        return "'"
    return "," if unicodedata.category(char) == "So" else char


def _bare(chars: str) -> str:
    """``chars`` decomposed, without the marks that sit on letters."""
    decomposed = unicodedata.normalize("NFKD", chars)
    return "".join(each for each in decomposed if unicodedata.category(each) not in ("Mn", "Me", "Cf", "Cn"))


_GAP = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """``text`` as it is compared: folded, with ". " between clauses, ", " between their parts, " " elsewhere.

    Never fails, whatever the text; normalising twice changes nothing.
    """
    folded = "".join(map(_fold, text))
    return _GAP.sub(lambda gap: _joint(gap, folded), folded)


def _joint(gap: re.Match[str], text: str) -> str:
    """What stands between two words, given everything that was typed between them."""
    if gap.start() == 0 or gap.end() == len(text):
        return ""
    run, before, after = gap.group(), text[gap.start() - 1], text[gap.end()]
    if len(run) == 1:
        inner = _inside_a_word(run, before, after)
        if inner is not None:
            return inner
    if _STRONG.intersection(run) or _ends_sentence(run):
        return ". "
    if _WEAK.intersection(run) or ".." in run or "…" in run or " - " in run or "--" in run.strip():
        return ", "
    return " "


def _inside_a_word(mark: str, before: str, after: str) -> str | None:
    """What a single mark with no space around it becomes: ``3.19`` and ``don't`` stay, ``image:tag`` parts."""
    numbers = before.isdecimal() and after.isdecimal()
    match mark:
        case "." if numbers:
            return "."
        case "." if before.isascii() and after.isascii():
            return ", "
        case "," if numbers:
            return ""
        case ":" if before.isascii() and after.isascii():
            return " "
        case "'" if before.isalpha() and after.isalpha():
            return "'"
        case _:
            return None


def _ends_sentence(run: str) -> bool:
    """Whether a full stop in ``run`` ends something: not an ellipsis, and not the dot of ``.dockerignore``."""
    return "." in run and ".." not in run and not (run.endswith(".") and len(run) > 1)


class Kind(Enum):
    """What a token is for."""

    WORD = "word"
    NOT = "not"
    """Something that denies what follows it."""
    UNTRUE = "untrue"
    """Something that denies what follows or what precedes it: "… is wrong", 是错的."""
    TURN = "turn"
    """A weak boundary: a comma, "but". A denial ends here; a phrase may go on."""
    STOP = "stop"
    """A clause ends."""


@dataclass(frozen=True, slots=True)
class Token:
    """One unit of a text. ``glued`` means a Chinese character straight after another one."""

    kind: Kind
    term: str = ""
    glued: bool = False


_PIECE = re.compile(rf"(?P<stop>\. )|(?P<turn>, )|(?P<han>[{HAN}]+)|(?P<word>(?:[^\W_{HAN}]|['.](?=[^\W_]))+)")


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order. The text need not be normalised."""
    return tuple(_tokens(normalise(text)))


def _tokens(normal: str) -> Iterator[Token]:
    words: list[str] = []
    for piece in _PIECE.finditer(normal):
        if piece.lastgroup == "word":
            words.append(piece.group())
            continue
        yield from _word_tokens(words)
        words = []
        if piece.lastgroup == "han":
            yield from _han_tokens(piece.group())
        else:
            yield Token(Kind.STOP if piece.lastgroup == "stop" else Kind.TURN)
    yield from _word_tokens(words)


# --- Chinese -------------------------------------------------------------------------------------------------

_HAN_KEEP = (
    "不同 不一样 不一致 不可变 不变 不断 不久 不少 不错 不足 不妨 不禁 差不多 非常 除非 未来 否则 是否 能否 "
    "无限 无缝 无状态 要不然 不然 没错 没问题 没关系 一无所有"
)
"""Words that look like denials and are none."""
_HAN_DROP = (
    "不仅仅 不仅 不但 不只是 不只 不止 不光 无非 不得不 不论 无论 不管 是不是 能不能 会不会 要不要 有没有 "
    "其实 的 了 着 地 得 都 也 还 又 会 便 吧 呢 啊 嘛 吗"
)
"""Words that change nothing about what is said."""
_HAN_NOT = (
    "不需要 并不需要 不需 不用 不必 不会 不再 不能 不是 并不是 不存在 不具备 不具有 不包含 不含 不带 不要 不去 不 "
    "并不 并没有 并没 并非 没有 没 没法 无法 无需 无须 毋需 毋须 用不着 从不 从来不 从未 从没 未曾 尚未 毫无 "
    "未 无 非 避免 缺少 缺乏 省去 省掉 省略 免去 免除 不算"
)
_HAN_UNTRUE = "不对 不正确 不准确 不成立 是错的 错误的是 错误的 错误 误以为 误解 误区 不真实"
_HAN_TURN = (
    "而是 而且 而 但是 但 不过 可是 却 因为 所以 因此 因而 只是 反而 于是 由于 并且 从而 然后 就 才 只要 如果 "
    "虽然 尽管 即使"
)

_HAN_ALSO = frozenset("也又")
"""没有甲也没有乙: two denials side by side, not one of the other."""


def _lexicon(lists: dict[Kind | None, str]) -> dict[str, Kind | None]:
    """Each word of the lists with what it is; ``None`` is a word that is dropped."""
    return {word: kind for kind, words in lists.items() for word in words.split()}


_CHINESE = _lexicon(
    {Kind.WORD: _HAN_KEEP, None: _HAN_DROP, Kind.NOT: _HAN_NOT, Kind.UNTRUE: _HAN_UNTRUE, Kind.TURN: _HAN_TURN}
)
_HAN_WORD = re.compile("|".join([*sorted(_CHINESE, key=len, reverse=True), "."]))
"""The longest word of a list that starts here, else one character."""


def _han_tokens(run: str) -> Iterator[Token]:
    """Tokens of Chinese characters without anything between them."""
    glued, before = False, ""
    for match in _HAN_WORD.finditer(run):
        word = match.group()
        kind = _CHINESE.get(word, Kind.WORD)
        also, before = before in _HAN_ALSO, word
        if kind is None:
            continue
        if kind is not Kind.WORD:
            if also:
                yield Token(Kind.TURN)
            yield Token(kind)
            glued = glued and kind is not Kind.TURN
            continue
        for char in word:
            yield Token(Kind.WORD, char, glued)
            glued = True


# --- English -------------------------------------------------------------------------------------------------

_EN_DROP = (
    "a an the this that these those its his her their our your my is are was were be been being am do does did "
    "will would can could should may might shall must has had have of to really very also even "
    "actually basically it they he she we you i them there here any some such s re ve ll d m"
)
_EN_NOT = "not no never without none nothing neither cannot nobody nowhere hardly avoid lack"
_EN_UNTRUE = "false untrue wrong incorrect myth misconception"
_EN_TURN = (
    "but because whereas although though however therefore hence thus instead since while so yet rather otherwise then"
)
_EN_ALSO = frozenset({"and", "or"})
"""No OS and no kernel: two denials side by side, not one of the other."""
_ENGLISH = _lexicon({None: _EN_DROP, Kind.NOT: _EN_NOT, Kind.UNTRUE: _EN_UNTRUE, Kind.TURN: _EN_TURN})

_IDIOMS: dict[tuple[str, ...], Kind | None] = {
    tuple(words.split()): kind
    for words, kind in {
        "not only": None,
        "not just": None,
        "not merely": None,
        "not simply": None,
        "nothing but": None,
        "nothing more than": None,
        "no more than": None,
        "nothing other than": None,
        "none other than": None,
        "no doubt": None,
        "no matter": None,
        "no wonder": None,
        "instead of": Kind.NOT,
        "rather than": Kind.NOT,
        "no longer": Kind.NOT,
        "no need": Kind.NOT,
        "free of": Kind.NOT,
        "free from": Kind.NOT,
        "not true": Kind.UNTRUE,
        "not right": Kind.UNTRUE,
        "not correct": Kind.UNTRUE,
        "not the case": Kind.UNTRUE,
        **{f"{link} {subject}": Kind.TURN for link in ("and", "or", "as") for subject in ("it", "they", "we", "you")},
    }.items()
}
"""Words that mean something else together than one by one."""
_IDIOM_LENGTH = max(map(len, _IDIOMS))

_LOOSE_CONTRACTIONS = frozenset(
    [
        "dont",
        "doesnt",
        "didnt",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "cant",
        "couldnt",
        "wont",
        "wouldnt",
        "shouldnt",
        "hasnt",
        "havent",
        "hadnt",
    ]
)


def _word_tokens(words: Sequence[str]) -> Iterator[Token]:
    """Tokens of words, mostly English, between two boundaries."""
    plain = [part for word in words for part in _contraction(word)]
    at = 0
    while at < len(plain):
        length, kind, term = _reading(plain, at)
        if kind is Kind.NOT and at and plain[at - 1] in _EN_ALSO:
            yield Token(Kind.TURN)
        if kind is not None:
            yield Token(kind, term)
        at += length


def _contraction(word: str) -> Sequence[str]:
    """``doesn't`` is two words, and so is ``kernel's``, whose second one is dropped later."""
    if word in _LOOSE_CONTRACTIONS or word.endswith("n't"):
        return ("not",)
    return word.split("'")


def _reading(words: Sequence[str], at: int) -> tuple[int, Kind | None, str]:
    """How many words are read together at ``at``, as what, and the stem where it is an ordinary word."""
    for length in range(_IDIOM_LENGTH, 1, -1):
        idiom = tuple(words[at : at + length])
        if idiom in _IDIOMS:
            return length, _IDIOMS[idiom], ""
    word = words[at]
    if word == "nor":
        return 1, (None if at else Kind.NOT), ""
    stem = stem_of(word)
    kind = _ENGLISH.get(word, _ENGLISH.get(stem, Kind.WORD))
    return 1, kind, stem if kind is Kind.WORD else ""


_IRREGULAR = {
    form: stem
    for stem, forms in {
        "run": "ran",
        "build": "built",
        "begin": "began begun",
        "keep": "kept",
        "hold": "held",
        "make": "made",
        "go": "went gone goes",
        "write": "wrote written",
        "lose": "lost",
        "leave": "left",
        "give": "gave given",
        "take": "took taken",
        "get": "got gotten",
        "see": "saw seen",
        "throw": "threw thrown",
        "break": "broke broken",
        "choose": "chose chosen",
        "send": "sent",
        "bring": "brought",
        "say": "said",
        "come": "came",
        "mean": "meant",
        "die": "dying",
        "lie": "lying",
    }.items()
    for form in forms.split()
}


@lru_cache(maxsize=8192)
def stem_of(word: str) -> str:
    """An English word without its plural or verb ending: ``boots``, ``booting`` and ``booted`` are ``boot``.

    The stem need not be a word (``share`` is ``shar``); it only has to be the same for all forms.
    """
    if word in _IRREGULAR:
        return stem_of(_IRREGULAR[word])
    if not word.isascii() or not word.isalpha() or len(word) <= 3:
        return word
    word = _without_ending(_singular(word))
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and not word.endswith("eed") and re.search("[aeiouy]", root):
            doubled = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz"
            return root[:-1] if doubled else root
    return word[:-3] if word.endswith("ation") and len(word) > 6 else word
