"""A course comes from a folder of somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.faults import CourseFaults
from bot.curriculum.find import content_root
from bot.curriculum.source import MAX_COURSE_BYTES, MAX_FILE_BYTES, MAX_FILES, digest, read_folder
from tests.curriculum.authors import TINY, faults_of, tiny


def refusals(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(CourseFaults) as caught:
        read_folder(folder)
    return [(fault.file, fault.what) for fault in caught.value.faults]


def test_a_folder_is_its_files_with_slashes() -> None:
    assert sorted(tiny()) == [
        "assessments.yaml",
        "cards/heat.yaml",
        "cards/time.yaml",
        "course.yaml",
        "placement.yaml",
        "projects.yaml",
        "resources.yaml",
        "units/boil/en.md",
        "units/boil/recitations.yaml",
        "units/boil/zh.md",
        "units/poach/en.md",
        "units/poach/zh.md",
    ]


def test_what_an_editor_leaves_behind_is_not_part_of_a_course(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    (tmp_path / ".course.yaml.swp").write_text("x")
    (tmp_path / "course.yaml").write_text("id: x")

    assert read_folder(tmp_path) == {"course.yaml": b"id: x"}


def test_what_a_lab_gives_its_learner_may_be_hidden_but_not_what_programs_left_there(tmp_path: Path) -> None:
    given = tmp_path / "labs" / "one" / "files"
    for name in (".env", ".config/app.ini", ".git/config", ".DS_Store", ".env.swp", "src/__pycache__/a.pyc"):
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text("x")
    (given.parent / ".notes").write_text("x")

    assert sorted(read_folder(tmp_path)) == ["labs/one/files/.config/app.ini", "labs/one/files/.env"]


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret")
    course = tmp_path / "course"
    course.mkdir()
    (course / "course.yaml").symlink_to(tmp_path / "secret")
    (course / "units").symlink_to(tmp_path)

    assert {name for name, _ in refusals(course)} == {"course.yaml", "units"}


def test_a_file_without_end_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "course.yaml").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)

    assert refusals(tmp_path) == [("course.yaml", f"the file has {MAX_FILE_BYTES + 1} bytes")]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusals(tmp_path / "none") == [(str(tmp_path / "none"), "there is no such folder")]


@pytest.mark.parametrize("name", ["..", "../x", "a/../x", ".", "...", "a b", ".a/..", "..a", "a\\b"])
def test_what_a_lab_gives_cannot_lead_out_of_its_folder(name: str) -> None:
    faults = faults_of({**tiny(), f"labs/soft-egg/files/{name}": b""})

    assert [fault.file for fault in faults] == [f"labs/soft-egg/files/{name}"]


@pytest.mark.parametrize(
    "name", ["../course.yaml", "/etc/passwd", "units/../../x", "a//b", "", "a\\b", "C:x", "a\n.md", "a/" * 9 + "b", "ä"]
)
def test_stored_files_cannot_lead_out_of_the_course(name: str) -> None:
    faults = faults_of({**tiny(), name: b""})

    assert [fault.file for fault in faults] == [name]


def test_stored_files_are_no_larger_than_those_of_a_folder() -> None:
    assert len(faults_of({"course.yaml": b"a" * (MAX_FILE_BYTES + 1)})) == 1
    assert len(faults_of({f"cards/c{number}.yaml": b"" for number in range(MAX_FILES + 1)})) == 1
    enough = MAX_COURSE_BYTES // MAX_FILE_BYTES + 1
    assert len(faults_of({f"cards/c{number}.yaml": b"a" * MAX_FILE_BYTES for number in range(enough)})) == 1


def test_the_digest_names_names_and_contents_and_nothing_else() -> None:
    files = tiny()
    backwards = dict(reversed(files.items()))

    assert digest(files) == digest(backwards) == digest(read_folder(TINY))
    assert digest(files) != digest({**files, "course.yaml": files["course.yaml"] + b"\n"})
    assert digest({"a": b"bc"}) != digest({"ab": b"c"})
    assert digest({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.dictionaries(st.text(), st.binary()), st.dictionaries(st.text(), st.binary()))
def test_other_files_have_another_digest(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert (digest(one) == digest(other)) == (one == other)


@given(st.dictionaries(st.sampled_from(sorted(tiny())), st.binary(max_size=300)))
def test_whatever_is_in_the_files_only_faults_come_out(files: dict[str, bytes]) -> None:
    assert faults_of(files)


@given(st.sampled_from(sorted(tiny())), st.integers(0, 2000), st.integers(0, 60))
def test_a_course_with_a_hole_is_a_course_or_has_faults(name: str, start: int, size: int) -> None:
    """Nothing but faults comes out, whatever was cut out of a file."""
    files = tiny()
    data = files[name]
    files[name] = data[:start] + data[start + size :]

    for fault in faults_of(files):
        assert fault.what and fault.mend and fault.line >= 1


def test_the_docker_course_comes_with_pomodock() -> None:
    assert (content_root() / "docker" / "course.yaml").is_file()
