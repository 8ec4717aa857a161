"""The files of a course: from a folder, or from wherever they were stored, with a digest that names them.

A course is given to strangers by strangers, so nothing here follows a link or a ``..``, and nothing is read
that is larger than a course has reason to be.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from bot.curriculum.faults import CourseFaults, Fault

MAX_FILE_BYTES = 256 * 1024
MAX_COURSE_BYTES = 16 * 1024 * 1024
MAX_FILES = 2_000
MAX_FOLDERS = 6
"""How deep folders may be nested."""

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_GIVEN = re.compile(r"(labs/[^/]+/files)/(.+)")
"""What a lab gives its learner: there a hidden file, such as ``.env``, is meant."""
_LEFT_BEHIND = re.compile(r"__pycache__|\.git|\.DS_Store|\..*\.sw[a-z]")
"""What programs leave behind, wherever it is."""


def read_folder(root: Path) -> dict[str, bytes]:
    """All files of the course in ``root``: path from there, with slashes, to content. Hidden files are left out,
    except those that a lab gives its learner.

    Raises `CourseFaults` where there is no such folder, or something in it that a course cannot have.
    """
    if not root.is_dir():
        raise CourseFaults(
            [Fault(str(root), 1, "there is no such folder", "name the folder that has course.yaml in it")]
        )
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path, name in _walk(root, root, faults):
        size = path.lstat().st_size
        if size > MAX_FILE_BYTES:
            faults.append(_too_large(name, size))
        elif len(files) < MAX_FILES:
            files[name] = path.read_bytes()
        else:
            faults.append(_too_many())
            break
    faults.extend(file_faults(files))
    if faults:
        raise CourseFaults(faults)
    return files


def _walk(folder: Path, root: Path, faults: list[Fault]) -> Iterator[tuple[Path, str]]:
    """Regular files in ``folder``, sorted, with their names; what is neither file nor folder becomes a fault."""
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        if _is_left_out(name):
            continue
        mode = path.lstat().st_mode
        if S_ISDIR(mode) and name.count("/") < MAX_FOLDERS:
            yield from _walk(path, root, faults)
        elif S_ISREG(mode):
            yield path, name
        else:
            faults.append(
                Fault(name, 1, "this is neither a file nor a folder of a course", "replace it by a plain file")
            )


def _is_left_out(name: str) -> bool:
    last = name.rpartition("/")[2]
    return bool(_LEFT_BEHIND.fullmatch(last)) or (last.startswith(".") and not _GIVEN.fullmatch(name))


def file_faults(files: Mapping[str, bytes]) -> list[Fault]:
    """What is wrong with names and sizes of ``files``, wherever they came from."""
    faults = [
        Fault(name, 1, "this is not a file name that a course can have", "use letters, digits, - _ . and folders only")
        for name in files
        if not _is_plain(name)
    ]
    faults += [_too_large(name, len(data)) for name, data in files.items() if len(data) > MAX_FILE_BYTES]
    total = sum(map(len, files.values()))
    if total > MAX_COURSE_BYTES:
        faults.append(Fault("course.yaml", 1, f"the course has {total} bytes", f"keep it under {MAX_COURSE_BYTES}"))
    if len(files) > MAX_FILES:
        faults.append(_too_many())
    return faults


def _is_plain(name: str) -> bool:
    parts = name.split("/")
    if given := _GIVEN.fullmatch(name):
        folder, own = given.groups()
        plain = [*folder.split("/"), *(part.removeprefix(".") for part in own.split("/"))]
    else:
        plain = parts
    return len(parts) <= MAX_FOLDERS + 1 and all(_PART.fullmatch(part) for part in plain)


def _too_large(name: str, size: int) -> Fault:
    return Fault(name, 1, f"the file has {size} bytes", f"split it into files under {MAX_FILE_BYTES} bytes")


def _too_many() -> Fault:
    return Fault("course.yaml", 1, f"the course has more than {MAX_FILES} files", "remove what is not part of it")


def digest(files: Mapping[str, bytes]) -> str:
    """The sha256 of names and contents, as 64 hexadecimal digits. The order of ``files`` does not matter."""
    whole = hashlib.sha256()
    for name in sorted(files):
        encoded = name.encode()
        whole.update(len(encoded).to_bytes(8, "big") + encoded)
        whole.update(len(files[name]).to_bytes(8, "big") + files[name])
    return whole.hexdigest()
