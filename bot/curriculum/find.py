"""Where the courses that come with Pomodock are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def content_root() -> Path:
    """The folder with one folder a course: inside an installed wheel, else the checkout's ``content/``.

    Raises `FileNotFoundError` where neither is there, which only a broken installation can bring about.
    """
    for root in (_PACKAGE / "_content", _PACKAGE.parent / "content"):
        if root.is_dir():
            return root
    raise FileNotFoundError("the courses are missing: install Pomodock again, or name a course folder")
