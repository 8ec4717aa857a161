"""What /quiz asks for, in any order, width, case and language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.course import Topic
from bot.domain.errors import BadCount
from bot.domain.quiz_request import QuizRequest, read

TOPICS = tuple(
    Topic(name, {"en": en, "zh": zh}, {})
    for name, en, zh in (
        ("engine", "Docker Engine", "Docker Engine"),
        ("dockerfile", "Dockerfile", "Dockerfile"),
        ("volumes", "Volumes", "数据卷"),
        ("ci-cd", "CI/CD", "CI/CD"),
    )
)


@pytest.mark.parametrize(
    ("said", "topics", "count"),
    [
        ("", (), 5),
        ("7", (), 7),
        ("volumes", ("volumes",), 5),
        ("VOLUMES 10", ("volumes",), 10),
        ("10 volumes", ("volumes",), 10),
        ("３　数据卷", ("volumes",), 3),
        ("《数据卷》", ("volumes",), 5),
        ("卷", ("volumes",), 5),
        ("#3", ("volumes",), 5),
        ("3 10", ("volumes",), 10),
        ("#9 2", (), 2),
        ("docker", ("engine", "dockerfile"), 5),
        ("dockerfile", ("dockerfile",), 5),
        ("docker e", ("engine",), 5),
        ("ci cd", ("ci-cd",), 5),
        ("CI/CD", ("ci-cd",), 5),
        ("ＣＩ／ＣＤ 20", ("ci-cd",), 20),
        ("kubernetes", (), 5),
        ("《》", (), 5),
    ],
)
def test_it_is_understood(said: str, topics: tuple[str, ...], count: int) -> None:
    request = read(said, TOPICS)
    assert (request.topics, request.count) == (topics, count)


@pytest.mark.parametrize("said", ["0", "21", "volumes 0", "1000000 volumes", "0021 0"])
def test_a_number_that_is_none_is_said(said: str) -> None:
    with pytest.raises(BadCount):
        read(said, TOPICS)


@given(st.text(max_size=300))
def test_whatever_is_written_is_a_request_or_a_bad_number(said: str) -> None:
    try:
        request = read(said, TOPICS)
    except BadCount:
        return
    assert isinstance(request, QuizRequest)
    assert 1 <= request.count <= 20
    assert set(request.topics) <= {topic.id for topic in TOPICS}
