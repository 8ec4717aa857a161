"""A learner's shell in a lab: what may come back from it, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ShellOutcome(StrEnum):
    """How a command in a lab's shell ended."""

    OK = "ok"
    FAILED = "failed"
    STOPPED = "stopped"
    """By Ctrl-C, or killed where it did not listen."""
    TOO_MUCH_OUTPUT = "too_much_output"
    FULL_SCREEN = "full_screen"
    """It wanted the whole screen, as editors do."""
    SHELL_ENDED = "shell_ended"
    """``exit``; the next command gets a new shell."""
    GONE = "gone"
    """The lab is not there any more, or its engine does not answer."""


@dataclass(frozen=True, slots=True)
class ShellResult:
    """What a command did. ``output`` is safe text; ``folder`` is where the shell is now."""

    outcome: ShellOutcome
    exit_code: int | None
    output: str
    folder: str


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """What a check or another script of ours did. ``exit_code`` is missing where it did not end in time."""

    exit_code: int | None
    output: str


class FileProblem(StrEnum):
    """Why a file cannot be fetched from a lab."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    GONE = "gone"


class LabState(StrEnum):
    """Whether labs can be had."""

    READY = "ready"
    NO_ENGINE = "no_engine"
    NO_IMAGE = "no_image"


@dataclass(frozen=True, slots=True)
class LabLimits:
    """What one lab may use. Seconds, bytes."""

    seconds: int = 45 * 60
    """How long it lives unless its learner asks for more."""
    longest: int = 3 * 60 * 60
    """Beyond this nobody can extend it."""
    output_bytes: int = 64 * 1024
    upload_bytes: int = 1024 * 1024
    fetch_bytes: int = 8 * 1024 * 1024
