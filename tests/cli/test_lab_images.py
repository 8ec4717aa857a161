"""``pomodock lab images``: which images are real, and what to do about those that are not."""

from __future__ import annotations

from bot.cli.lab import inventory
from bot.domain.run import CourseImage


def test_standins_of_one_recipe_share_a_line() -> None:
    differs = "It is Debian's BusyBox."
    held = [CourseImage(f"busybox:{tag}", there=True, differs=differs) for tag in ("latest", "1.37")]
    assert inventory(held) == [
        "busybox:latest, busybox:1.37: a stand-in. It is Debian's BusyBox.",
        "Where a registry answers: docker image rm the stand-ins, and build again for the real ones.",
    ]


def test_the_real_ones_say_what_was_pulled() -> None:
    held = [
        CourseImage("nginx:alpine", there=True, digest="sha256:abc"),
        CourseImage("redis:7-alpine", there=True),
    ]
    assert inventory(held) == ["nginx:alpine: sha256:abc", "redis:7-alpine: your own"]


def test_what_is_missing_is_told_with_the_command() -> None:
    held = [CourseImage("mysql:8.4", there=False), CourseImage("registry:2", there=False)]
    assert inventory(held) == ["Missing: mysql:8.4, registry:2. Type: pomodock lab build --only images"]
