"""What can be handed in, and what a project goes through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadLink, StaleTap
from bot.domain.project import LONGEST_LINK, HandIn, Work, finish, put_aside, read_hand_in, reopen, take, tick

NOW = datetime(2026, 3, 6, 9, tzinfo=UTC)
WORK = Work(1, 1, 1, "c", 1, "p", NOW)


@pytest.mark.parametrize(
    ("text", "link", "words"),
    [
        ("https://github.com/mei/shop", "https://github.com/mei/shop", None),
        ("github.com/mei/shop", "https://github.com/mei/shop", None),
        ("Here: https://gitlab.example.org:8443/a/b?x=1#y.", "https://gitlab.example.org:8443/a/b?x=1#y", "Here"),
        ("仓库在这里：https://gitee.com/mei/shop，测试最费劲", "https://gitee.com/mei/shop，测试最费劲", "仓库在这里"),
        ("仓库 https://gitee.com/mei/shop 测试最费劲", "https://gitee.com/mei/shop", "仓库  测试最费劲"),
        ("It went well, the volume was hard.", None, "It went well, the volume was hard."),
        ("I used docker.io/library/nginx and it ran", None, "I used docker.io/library/nginx and it ran"),
    ],
)
def test_an_address_and_the_words_around_it(text: str, link: str | None, words: str | None) -> None:
    assert read_hand_in(text) == HandIn(link, words)


@pytest.mark.parametrize(
    "text",
    [
        "http://github.com/mei/shop",
        "ftp://example.com/x",
        "https://",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://user:secret@github.com/x",
        "https://github.com/<script>",
        'https://github.com/"onclick',
        "https://github.com/\u202egnp",
        "https://[::1/x",
        f"https://example.com/{'x' * LONGEST_LINK}",
        "javascript://example.com/%0aalert(1)",
    ],
)
def test_addresses_that_will_not_do(text: str) -> None:
    with pytest.raises(BadLink):
        read_hand_in(text)


@given(st.text(max_size=400))
def test_whatever_is_sent_a_link_that_is_kept_is_short_plain_and_secure(text: str) -> None:
    try:
        given_in = read_hand_in(text)
    except BadLink:
        return
    if given_in.link is not None:
        assert given_in.link.lower().startswith("https://") and len(given_in.link) <= LONGEST_LINK
        assert not set(given_in.link) & set(" <>\"'\n")


def test_words_do_not_take_the_link_away() -> None:
    work = take(take(WORK, HandIn("https://a.example/b", None)), HandIn(None, "hard"))
    assert (work.link, work.words, work.seq) == ("https://a.example/b", "hard", 2)


@given(st.lists(st.integers(0, 2)))
def test_ticking_twice_is_not_ticking(steps: list[int]) -> None:
    work = WORK
    for step in steps:
        work = tick(work, step, 3)
    assert work.ticked == {step for step in range(3) if steps.count(step) % 2}


def test_the_track_goes_on_and_does_not_come_back() -> None:
    aside = put_aside(WORK, NOW)
    assert aside.settled
    done = finish(aside, NOW)
    assert done.settled
    again = reopen(done, NOW)
    assert again.settled and again.done_at is None
    for again_done in (lambda: finish(done, NOW), lambda: put_aside(done, NOW), lambda: reopen(WORK, NOW)):
        with pytest.raises(StaleTap):
            again_done()
    with pytest.raises(StaleTap):
        tick(WORK, 3, 3)
