"""One command in one throwaway container: what is allowed, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RunOutcome(StrEnum):
    """How a command ended."""

    OK = "ok"
    FAILED = "failed"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    TOO_MUCH_OUTPUT = "too_much_output"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class RunLimits:
    """What one command may use. Seconds, bytes."""

    seconds: float = 10.0
    output_bytes: int = 64 * 1024
    memory_bytes: int = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a command did. ``output`` is both streams in order, decoded, never over the cap."""

    outcome: RunOutcome
    exit_code: int | None
    seconds: float
    output: str


class SandboxState(StrEnum):
    """Whether commands can run."""

    READY = "ready"
    NO_ENGINE = "no_engine"
    NO_IMAGE = "no_image"
    BUILDING = "building"
    BUILD_FAILED = "build_failed"


class BuildPart(StrEnum):
    """What can be built by itself, in the order in which it is needed."""

    RUN = "run"
    IMAGES = "images"
    LAB = "lab"


class BuildStep(StrEnum):
    """What building an image is at; a build goes through some of them."""

    LOOK = "look"
    PULL = "pull"
    INSTALL = "install"
    BOOTSTRAP = "bootstrap"
    IMPORT = "import"
    PACKAGES = "packages"
    STANDIN = "standin"
    LAB = "lab"
    STORE = "store"
    DONE = "done"


class BuildProblem(StrEnum):
    """Why an image could not be built; each has a mend of its own."""

    NO_ENGINE = "no_engine"
    NO_DEBOOTSTRAP = "no_debootstrap"
    NO_MIRROR = "no_mirror"
    NEEDS_ROOT = "needs_root"
    NO_IMAGES = "no_images"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """Where a build is: the step, how much of that step is done (0 to 1), and the image it is about."""

    step: BuildStep
    share: float = 0.0
    image: str = ""


@dataclass(frozen=True, slots=True)
class CourseImage:
    """An image that the course uses, and what the engine holds under its name.

    ``differs`` is a sentence about how a stand-in differs from the image that a registry has, empty for the real
    one; ``digest`` names what exactly was pulled, empty for a stand-in.
    """

    name: str
    there: bool
    differs: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How a build ended. ``problem`` is ``None`` when the image is there.

    ``command`` is what to type to mend the problem, or empty; ``detail`` holds the last words of the tool
    that failed, for people who know it.
    """

    image: str
    problem: BuildProblem | None = None
    command: str = ""
    detail: str = ""
