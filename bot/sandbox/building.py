"""What both ways of building an image share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator

from bot.domain.run import BuildProblem, BuildProgress, BuildStep
from bot.sandbox.engine import Engine

Tell = Callable[[BuildProgress], None]

# Run with the root of the image as $1, inside the image or beside it. No setuid or setgid is left on anything;
# what identifies the machine that built it (its mirror, its name servers, its name) goes too.
CLEAN = r"""
set -eu
cd "$1"
rm -rf var/lib/apt/lists/* var/cache/apt/* var/log/* tmp/* var/tmp/*
rm -rf usr/share/doc/* usr/share/man/* usr/share/info/* usr/share/locale/*
rm -rf etc/apt/sources.list etc/apt/sources.list.d/* etc/apt/apt.conf.d/*proxy*
for file in etc/resolv.conf etc/hostname; do if [ -w "$file" ]; then : > "$file"; fi; done
find . -xdev ! -type l -perm /6000 -exec chmod a-s {} +
"""

# How the image of /run is used: by nobody, in the one place where he may write.
RUN_CONFIG = ("USER 65534:65534", "WORKDIR /tmp", 'CMD ["/bin/sh"]')
# A Debian to build upon.
PLAIN_CONFIG = ('CMD ["bash"]',)

# About the size of the exported image in bytes; only a progress bar believes it.
_EXPECTED_BYTES = 150_000_000


class CannotBuildError(Exception):
    """A build that ended without an image. Carries what ``BuildReport`` tells."""

    def __init__(self, problem: BuildProblem, *, command: str = "", detail: str = "") -> None:
        super().__init__(problem, command, detail)
        self.problem = problem
        self.command = command
        self.detail = detail


def go_on(stop: threading.Event) -> None:
    """Raise ``CannotBuildError`` once the build is no longer wanted."""
    if stop.is_set():
        raise CannotBuildError(BuildProblem.STOPPED)


def import_root(
    engine: Engine,
    tag: str,
    tar: Iterable[bytes],
    *,
    base: str,
    config: tuple[str, ...],
    tell: Tell,
    stop: threading.Event,
) -> None:
    """Make the tar of a root file system the image ``tag``, as one layer, without file capabilities.

    ``config`` holds instructions of a Dockerfile such as ``USER``.
    """
    repository, _, version = tag.rpartition(":")
    changes = [
        f"LABEL pomodock.base={base}",
        "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        *config,
    ]
    engine.api().import_image_from_data(_counted(tar, tell, stop), repository=repository, tag=version, changes=changes)


def _counted(tar: Iterable[bytes], tell: Tell, stop: threading.Event) -> Iterator[bytes]:
    sent = 0
    tell(BuildProgress(BuildStep.IMPORT))
    for chunk in tar:
        go_on(stop)
        before, sent = sent, sent + len(chunk)
        if before * 50 // _EXPECTED_BYTES != sent * 50 // _EXPECTED_BYTES:
            tell(BuildProgress(BuildStep.IMPORT, min(0.95, sent / _EXPECTED_BYTES)))
        yield chunk
