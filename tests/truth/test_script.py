"""What a unit shows is taken apart as its reader would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.unit_file import CodeBlock
from tests.truth.course import chain, chains, units
from tests.truth.script import Command, File, alike, commands, session, steps_of

WORDS = st.from_regex(r"[a-z][a-z0-9/.:=-]{0,8}", fullmatch=True)
PLAIN = (
    st.lists(WORDS, min_size=1, max_size=5)
    .map(" ".join)
    .filter(lambda line: line.split()[0] not in {"if", "case", "for", "while", "until"})
)
SHOWN = st.lists(
    st.text("abcXYZ 019{}[]'\"\\|<>…", max_size=20).filter(lambda line: not line.startswith("$ ")), max_size=4
)


def block(language: str, text: str) -> CodeBlock:
    return CodeBlock(language, 1, text)


@given(st.lists(st.tuples(PLAIN, SHOWN), min_size=1, max_size=5))
def test_a_session_is_each_command_with_what_it_printed(typed: list[tuple[str, list[str]]]) -> None:
    text = "\n".join(line for command, shown in typed for line in (f"$ {command}", *shown))

    assert session(text) == [(command, tuple(shown)) for command, shown in typed]


@given(st.lists(PLAIN, min_size=1, max_size=6))
def test_every_line_is_a_command_of_its_own(lines: list[str]) -> None:
    assert commands("\n".join(["# what this is for", "", *lines])) == lines


@pytest.mark.parametrize(
    "command",
    [
        "docker run -d --name web \\\n  -p 8080:80 \\\n  nginx",
        "until docker exec db \\\n  mysqladmin ping; do sleep 1; done",
        "until test -e ready\ndo sleep 1\ndone",
        "for n in 1 2; do\n  if test $n = 1; then echo done; fi\ndone",
        "docker exec db sh -c 'echo one\necho two'",
        "cat > Dockerfile <<'EOF'\nFROM busybox\nCMD [\"ls\"]\nEOF",
        "curl -s localhost |\n  grep title",
        "echo 'for you'",
    ],
)
def test_a_command_goes_on_until_the_shell_has_all_of_it(command: str) -> None:
    assert commands(f"ls\n{command}\nls") == ["ls", command, "ls"]
    assert session(f"$ ls\n$ {command}\n$ ls") == [("ls", ()), (command, ()), ("ls", ())]


@pytest.mark.parametrize(
    ("language", "text", "name", "content"),
    [
        ("dockerfile", "# Dockerfile\nFROM busybox", "Dockerfile", "# Dockerfile\nFROM busybox\n"),
        ("dockerfile", "# Dockerfile.arg\nFROM busybox", "Dockerfile.arg", "# Dockerfile.arg\nFROM busybox\n"),
        ("text", "# .env\nTAG=1", ".env", "# .env\nTAG=1\n"),
        ("text", "# web/index.html\nhi", "web/index.html", "# web/index.html\nhi\n"),
        ("json", '// daemon.json\n{"debug": true}', "daemon.json", '{"debug": true}\n'),
        ("sql", "-- shop.sql\nSELECT 1;", "shop.sql", "-- shop.sql\nSELECT 1;\n"),
    ],
)
def test_a_block_that_begins_with_its_name_is_a_file(language: str, text: str, name: str, content: str) -> None:
    assert list(steps_of(3, block(language, text))) == [File(3, name, content)]


@pytest.mark.parametrize(
    "text",
    ["FROM busybox", "# a picture\n+---+", "# ../../etc/passwd.txt\nroot", "# /etc/hosts.conf\n", "# 3 layers\n"],
)
def test_any_other_block_is_a_picture(text: str) -> None:
    assert list(steps_of(1, block("text", text))) == []


def test_what_differs_in_a_lab_is_marked() -> None:
    assert list(steps_of(2, block("console", "$ id -u\n0"), "the lab is not root")) == [
        Command(2, "id -u", ("0",), "the lab is not root")
    ]


def test_languages_may_word_their_reasons_and_nothing_else() -> None:
    english, chinese = Command(1, "id -u", ("0",), "no root"), Command(1, "id -u", ("0",), "不是 root")

    assert alike([english], [chinese])
    assert not alike([english], [Command(1, "id -u", ("1",), "不是 root")])
    assert not alike([File(1, "a.txt", "one")], [File(1, "a.txt", "一")])


def test_every_unit_is_in_one_run_after_what_it_goes_on_from() -> None:
    assert sorted({unit for each in chains() for unit in each}) == sorted(units())
    assert all(each == chain(each[-1]) for each in chains())
