"""A learner says a unit in his own words, and the bot finds the key points in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.course import KeyPoint
from bot.domain.recite import MAX_LENGTH, find_points, normalise, says_nothing
from bot.domain.recite_words import stem_of

NO_OS = KeyPoint(
    "no-guest-os",
    "no guest OS has to boot",
    accept=("no os|operating-system … boot|start|load", "nothing to boot"),
)
SHARED = KeyPoint(
    "shared-kernel",
    "it uses the kernel of the host",
    accept=("share & kernel", "same|one|host kernel"),
    reject=("vm|virtual-machine share … kernel",),
)
PROCESS = KeyPoint("process", "it is a process", accept=("just|plain|ordinary process",))
POINTS = (NO_OS, SHARED, PROCESS)

ZH_NO_OS = KeyPoint("no-guest-os", "不用启动操作系统", accept=("没有 操作系统|系统|OS … 启动|引导|开机",))
ZH_SHARED = KeyPoint(
    "shared-kernel",
    "和宿主机共用内核",
    accept=("共用|共享|同一个 内核", "用…宿主机|主机 内核|kernel"),
    reject=("虚拟机…共用|共享 内核",),
)
ZH_PROCESS = KeyPoint("process", "就是一个进程", accept=("普通|只是 进程", "一个进程"))
ZH_POINTS = (ZH_NO_OS, ZH_SHARED, ZH_PROCESS)


def found(text: str, language: str = "en") -> set[str]:
    return set(find_points(text, ZH_POINTS if language == "zh" else POINTS, language))


def said(phrasing: str, text: str, language: str = "en", reject: tuple[str, ...] = ()) -> bool:
    point = KeyPoint("it", "qqqq", (phrasing,), reject)
    return find_points(text, [point], language) == {"it"}


# --- stories -------------------------------------------------------------------------------------------------


def test_mei_says_it_all_in_one_breath() -> None:
    text = "There's no OS to boot; it's just a process, and containers share the host's kernel."

    assert found(text) == {"no-guest-os", "shared-kernel", "process"}


@pytest.mark.parametrize(
    "text",
    [
        "It doesn't boot an OS",
        "it doesn’t need to boot its own operating system",
        "No guest OS has to be started.",
        "starts without booting an operating system",
        "an OS need not be booted",
        "dont have to load an os",
        "There is nothing to boot",
    ],
)
def test_denials_are_alike_however_they_are_worded(text: str) -> None:
    assert found(text) == {"no-guest-os"}


@pytest.mark.parametrize(
    "text",
    [
        "containers don't share the kernel",
        "They never share a kernel with the host.",
        "It is not true that containers share the kernel",
        "Containers share neither files nor the kernel",
        "sharing the kernel is wrong",
        "the kernel is not shared",
    ],
)
def test_the_opposite_of_a_point_is_not_the_point(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "It cannot start without sharing the kernel of the host",
        "There is no container that does not share the kernel",
        "It is not a VM, it shares the kernel",
        "not slow because containers share one kernel",
        "It not only shares the kernel but also the page cache",
        "All share nothing but the kernel",
    ],
)
def test_a_denial_of_something_else_takes_nothing_away(text: str) -> None:
    assert "shared-kernel" in found(text)


def test_a_wrong_subject_is_rejected_where_it_is_said_and_nowhere_else() -> None:
    assert found("Virtual machines share the kernel of the host") == set()
    assert found("Virtual machines share the kernel of the host. No! Containers share it, one kernel.") == {
        "shared-kernel"
    }
    assert found("a virtual machine boots, containers share the kernel") == {"shared-kernel"}


def test_a_rejection_that_is_itself_denied_rejects_nothing() -> None:
    assert found("A VM does not share the kernel, a container has the same kernel") == {"shared-kernel"}


def test_endings_do_not_matter() -> None:
    for form in ("boot", "boots", "booted", "booting", "Boots"):
        assert said("image … boot", f"the images were all {form}")
    assert said("copy layer", "it copies the layers")
    assert said("isolate", "isolation")
    assert said("run process", "a running process") and said("run process", "it ran processes")


def test_a_slip_of_the_finger_in_a_long_word_does_not_matter() -> None:
    assert said("container", "a contaienr") and said("container", "a contaner") and said("namespace", "namespqces")


def test_a_slip_in_a_short_word_is_another_word() -> None:
    assert not said("host", "the boat is a hose")


def test_words_must_be_near_each_other_unless_the_phrasing_has_a_gap() -> None:
    text = "share with all of the other containers on that machine one kernel"

    assert not said("share kernel", text)
    assert said("share … kernel", text)


def test_words_in_two_sentences_are_not_one_phrase() -> None:
    assert not said("share … kernel", "They share files. Each kernel is different")
    assert not said("share … kernel", "They share files\nEach kernel is different")


def test_order_matters_unless_the_phrasing_says_otherwise() -> None:
    assert not said("share kernel", "the kernel is shared")
    assert said("share & kernel", "the kernel is shared")
    assert said("share & kernel", "they share a kernel")


def test_a_word_of_several_words_is_one_alternative() -> None:
    assert said("operating-system|os boots", "the operating system boots")
    assert said("copy-on-write", "Copy on write!") and said("copy-on-write", "it is copy-on-write")


def test_the_text_of_the_point_itself_is_the_point() -> None:
    assert found("it uses the kernel of the host") == {"shared-kernel"}


def test_an_alternative_takes_only_its_own_place() -> None:
    assert said("start|launch container", "launch the container")
    assert not said("start|launch container", "start it")


def test_xiaomei_says_it_in_chinese() -> None:
    text = "容器里没有操作系统要启动，它就是宿主机上的一个普通进程，和宿主机共用同一个内核。"

    assert found(text, "zh") == {"no-guest-os", "shared-kernel", "process"}


@pytest.mark.parametrize(
    "text",
    [
        "不需要启动操作系统",
        "无需引导任何系统",
        "操作系统不用启动",
        "省去了启动操作系统的时间",
        "没有自己的ＯＳ，不用开机",
        "它不启动操作系统",
    ],
)
def test_chinese_denials_are_alike_however_they_are_worded(text: str) -> None:
    assert "no-guest-os" in found(text, "zh")


@pytest.mark.parametrize(
    "text",
    [
        "容器不共享内核",
        "容器没有和宿主机共享内核",
        "容器并不是共用内核",
        "共享内核是错的",
        "虚拟机也共用内核",
        "容器从不共用内核",
    ],
)
def test_the_opposite_in_chinese_is_not_the_point(text: str) -> None:
    assert "shared-kernel" not in found(text, "zh")


@pytest.mark.parametrize(
    "text",
    [
        "容器不仅共享内核，还共享镜像的层",
        "容器不是虚拟机，而是共享内核的进程",
        "容器不启动系统就能共享内核",
        "没有一个容器不共享内核",
        "不同的容器共用一个内核",
        "用的是主机的ｋｅｒｎｅｌ",
    ],
)
def test_a_chinese_denial_of_something_else_takes_nothing_away(text: str) -> None:
    assert "shared-kernel" in found(text, "zh")


def test_little_words_in_chinese_do_not_matter() -> None:
    assert said("共用内核", "它们共用了内核", "zh")
    assert not said("共用内核", "共用宿主机内核", "zh")
    assert said("共用 内核", "共用宿主机的内核", "zh")


def test_a_phrasing_without_a_word_in_it_is_recognised() -> None:
    assert says_nothing("the … is") and says_nothing("🙂") and says_nothing("a & b1 & c1 & d1 & e1 & f1")
    assert not says_nothing("no os … boot")


# --- what strangers send -------------------------------------------------------------------------------------

HOSTILE = {
    "emoji only": "🙂🐳👩‍💻" * 3000,
    "one word for ever": "kernel" * 4000,
    "denials for ever": "not share kernel no never " * 800,
    "Chinese for ever": "操作系统不启动，共用内核" * 1800,
    "quotes": "a'" * 10_000,
    "dots": "." * 20_000,
    "commas": "，不" * 10_000,
    "marks upon marks": "e" + "\u0301\u0316" * 10_000,
    "a ligature of a whole sentence": "ﷺ" * 20_000,
    "right to left": "\u202eשלום kernel עולם\u202c" * 1000,
    "nothing to see": "\u200b\u200d\ufeff\u2060" * 5000,
    "control characters": "".join(map(chr, range(32))) * 500,
    "lone surrogates": "\ud800\udfff" * 5000,
    "different words": " ".join(f"{n}containerx" for n in range(1500)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_a_stranger_sends_does_any_harm(text: str) -> None:
    for language in ("en", "zh"):
        assert found(text, language) <= {"no-guest-os", "shared-kernel", "process"}


def test_invisible_characters_hide_nothing() -> None:
    assert found("con\u200btainers sha\u00adre the ker\u2060nel") == {"shared-kernel"}
    assert found("\u202econtainers share the kernel\u202c") == {"shared-kernel"}


def test_only_so_much_is_read() -> None:
    assert found("x " * MAX_LENGTH + "They share the kernel") == set()


def test_folding_one_character_twice_changes_nothing_for_every_character() -> None:
    unstable = [code for code in range(0x20000) for once in (normalise(f"a{chr(code)}a"),) if normalise(once) != once]

    assert unstable == []


# --- rules ---------------------------------------------------------------------------------------------------

VOCABULARY = re.findall(
    r"\S+",
    "containers share the kernel no not OS boot boots process plain one host vm never without and but because . "
    ", ; isn't 共用 内核 不 没有 操作系统 启动 而是 就 ， 。 进程 一个 普通 虚拟机 OS、 🙂 kernal",
)
talk = st.lists(st.sampled_from(VOCABULARY), max_size=25).map(" ".join)
languages = st.sampled_from(["en", "zh"])


@given(st.text())
@example("İ ſ ß ŉ ǆ Å ｶﾞ ½ 1,000.5 don´t a . b")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(), languages)
def test_only_points_that_were_asked_for_are_found(text: str, language: str) -> None:
    assert found(text, language) <= {"no-guest-os", "shared-kernel", "process"}


@given(talk, languages)
def test_full_width_is_half_width(text: str, language: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)

    assert found(wide.replace(" ", "\u3000"), language) == found(text, language)


@given(talk, languages)
def test_case_does_not_matter(text: str, language: str) -> None:
    assert found(text.upper(), language) == found(text.lower(), language) == found(text, language)


@given(talk, languages, st.sampled_from(["\n", ". ", "。", "; "]))
def test_a_sentence_more_never_loses_a_point(text: str, language: str, end: str) -> None:
    more = "Whales are not fish"

    assert found(text, language) <= found(f"{text}{end}{more}", language)
    assert found(text, language) <= found(f"{more}{end}{text}", language)


@given(talk, languages)
def test_one_denial_too_many_is_another_statement(text: str, language: str) -> None:
    """What is said by words of a point alone is not said once it is denied."""
    plain = "share kernel" if language == "en" else "共用内核"
    denied = f"not {plain}" if language == "en" else f"不{plain}"

    assert said(plain, plain, language) and not said(plain, denied, language)
    assert said(plain, f"{text}。{plain}", language)


@given(st.from_regex(re.compile(r"[a-z]{1,12}"), fullmatch=True))
def test_a_regular_plural_is_its_singular(word: str) -> None:
    if not word.endswith(("s", "x", "z", "ch", "sh", "y", "i", "u", "e")) and len(word) > 3:
        assert stem_of(word + "s") == stem_of(word)


# --- words that look alike -----------------------------------------------------------------------------------

CALLED = KeyPoint("runtime", "containerd starts it", accept=("containerd start",))
MADE = KeyPoint("made", "a container is made", accept=("container made|created",))


def test_a_word_that_is_looked_for_is_no_typing_error_of_another_one() -> None:
    points = [CALLED, MADE]

    assert find_points("The container will start later.", points, "en") == set()
    assert find_points("containerd is made in Go", points, "en") == set()
    assert find_points("containerd starts it", points, "en") == {"runtime"}


def test_what_nobody_looks_for_is_a_typing_error_still() -> None:
    assert find_points("The contaner is made.", [CALLED, MADE], "en") == {"made"}


@given(st.text("abcdefghij", min_size=6, max_size=12), st.data())
def test_two_words_a_letter_apart_stay_two_words(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word)))
    other = word[:at] + data.draw(st.sampled_from("klmnopq")) + word[at:]
    one, two = (KeyPoint(name, "zzzz", (said_as,)) for name, said_as in (("one", word), ("two", other)))

    assert find_points(word, [one, two], "en") == ({"one"} if stem_of(word) != stem_of(other) else {"one", "two"})
    assert find_points(other, [one, two], "en") == ({"two"} if stem_of(word) != stem_of(other) else {"one", "two"})
