"""Code that a unit shows is read before a learner types it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.code import complaints
from bot.curriculum.draft import read_draft
from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.curriculum.unit_file import CodeBlock, read_unit_file
from tests.curriculum.authors import TINY

LANGUAGES = ("yaml", "json", "dockerfile", "console", "sh", "bash")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sh", "echo 'one\ntwo' # it's a comment\nfor i in 1 2; do\n  echo \"$i\"\ndone"),
        ("sh", "cat <<EOF | tr a b\nit's (not) shell \"\nEOF\ndocker run -d \\\n  --name web nginx"),
        ("sh", 'case "$1" in\n  a) echo a ;;\nesac\necho $(( (1 + 2) * 3 )) "it\'s" \\\'ok'),
        ("sh", "until docker exec db ping &&\n  true; do sleep 1; done"),
        ("sh", 'x="$(curl -s a | tr -d \'"\')"\necho "$(( (1 + 2) * 3 ))" "a $(b "$(c "d)" \'"\')")"'),
        ("sh", "f() { for i in 1; do echo; done; }\na || { if ! b; then c; fi; }"),
        ("sh", "case $x in\n a) if b; then c; fi ;;\nesac"),
        ("sh", "echo $((1<<3)) <<< a\nif true; then echo; fi"),
        ("console", "it's output (\n…\n$ docker inspect web \\\n  -f '{{.Id}}'\nit's output"),
        (
            "dockerfile",
            '# Dockerfile\nFROM a AS b\nRUN x \\\n # between\n && y\nRUN <<EOF\nanything at all\nEOF\nCMD ["x"]',
        ),
        ("yaml", "# compose.yaml\nservices:\n  web: &web\n    image: nginx\n  two: *web\n---\nkey: !reference [a, b]"),
        ("json", '# daemon.json\n{"a": [1, 2]}'),
        ("python", "this is not (read here"),
    ],
)
def test_what_is_right_is_left_alone(language: str, text: str) -> None:
    assert complaints(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("sh", "true\ndocker run \\", 1),
        ("sh", "true &&", 0),
        ("sh", "echo $(date", 0),
        ("sh", '"$(' * 3_001, 0),
        ("sh", 'true\necho "$(echo "a)"', 1),
        ("sh", "if true; then\n  echo", 0),
        ("sh", "docker pull <image>", 0),
        ("console", "$ true\nout'put\n$ echo \"a", 2),
        ("dockerfile", "FROM a\nrun b", 1),
        ("yaml", "a: b\n  c: d", 1),
        ("json", "{\n'a': 1}", 1),
        ("json", "[" * 100_000, 0),
    ],
)
def test_what_is_wrong_is_found_in_its_line(language: str, text: str, line: int) -> None:
    assert [each.line for each in complaints(language, text)] == [line]


@given(st.sampled_from(LANGUAGES), st.text(max_size=300))
def test_anything_can_be_read_and_nothing_comes_out_but_complaints(language: str, text: str) -> None:
    assert all(0 <= each.line <= text.count("\n") for each in complaints(language, text))


def test_a_code_block_is_what_stands_between_its_fences() -> None:
    text = "---\n---\n## One\n\n- in a list:\n\n  ```sh\n  a\n    b\n  ```\n\n```text\n\n```\n```json\n1\n```\n"

    (page,) = read_unit_file("f.md", text).pages

    assert page.blocks == (CodeBlock("sh", 7, "a\n  b"), CodeBlock("text", 12, ""), CodeBlock("json", 15, "1"))


@pytest.mark.parametrize("folder", [content_root() / "docker", TINY.parent / "tea"], ids=lambda folder: folder.name)
def test_a_real_shell_reads_every_script_of_a_lab(folder: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    for lab in load_course(read_folder(folder)).labs.values():
        scripts = {check.id: check.run for check in lab.checks()} | {"init": lab.init, "solve": lab.solve}
        for name, script in (scripts | {name: each.script for name, each in lab.wrong.items()}).items():
            read = subprocess.run([bash, "-n"], check=False, input=script, text=True, capture_output=True)
            assert (read.returncode, read.stderr) == (0, ""), (lab.id, name, read.stderr)


def test_a_real_shell_reads_every_command_of_the_docker_course() -> None:
    bash = shutil.which("bash")
    assert bash, "the course teaches the shell, and a shell is needed to hold it against"
    draft = read_draft(read_folder(content_root() / "docker"))
    for unit, texts in draft.units.items():
        blocks = [block for page in texts["en"].pages for block in page.blocks if block.language in ("sh", "bash")]
        script = "\n".join(f"step_{at}() {{\n{block.text}\n}}" for at, block in enumerate(blocks))
        read = subprocess.run([bash, "-n"], check=False, input=script, text=True, capture_output=True)
        assert (read.returncode, read.stderr) == (0, ""), (unit, read.stderr)
