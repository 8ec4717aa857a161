"""The life of one container, from creation to removal. Blocking: it runs in a thread of its own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, Protocol

import docker
import structlog
from docker.errors import APIError, NotFound

from bot.domain.run import RunLimits, RunOutcome, RunResult
from bot.sandbox.engine import ENGINE_ERRORS, Engine
from bot.sandbox.output import Capped
from bot.sandbox.policy import Policy

_log = structlog.get_logger(__name__)

_CHUNK = 16 * 1024
_GLANCE = 0.1  # seconds between two looks at deadline and stop while nothing comes
_HANDS_OVER = 5.0  # seconds for a container that waits to take its command
_KILLED = 137  # the exit code of a command that got SIGKILL

UNAVAILABLE = RunResult(RunOutcome.UNAVAILABLE, None, 0.0, "")


class Monotonic(Protocol):
    """The part of the clock that never moves."""

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """One command to run: in which image, under which name, within what."""

    name: str
    image: str
    command: str
    labels: dict[str, str]
    limits: RunLimits


class _Ended(Enum):
    BY_ITSELF = auto()
    AT_DEADLINE = auto()
    AT_CAP = auto()
    STOPPED = auto()


def run_once(engine: Engine, policy: Policy, order: Order, *, clock: Monotonic, stop: threading.Event) -> RunResult:
    """Create, start, read, judge and remove one container; ``stop`` ends it early.

    Never raises for what the engine or the command does.
    """
    if stop.is_set():
        return UNAVAILABLE
    try:
        engine.api()
    except ENGINE_ERRORS as error:
        _log.info("no engine for a run", error=str(error))
        return UNAVAILABLE
    try:
        return _lived(engine, policy, order, clock=clock, stop=stop)
    except ENGINE_ERRORS as error:
        _log.warning("run failed in the engine", container=order.name, error=str(error))
        engine.failed(error)
        return UNAVAILABLE
    finally:
        remove(engine, order.name)


def remove(engine: Engine, name: str) -> bool:
    """Kill and remove a container; whether it is gone. What stays is for the next sweep."""
    try:
        engine.api().remove_container(name, force=True, v=True)
    except NotFound:
        return True
    except ENGINE_ERRORS as error:
        if isinstance(error, APIError) and error.status_code == 409:
            return True  # its removal is in progress already
        _log.warning("container not removed yet", container=name, error=str(error))
        engine.failed(error)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Waiting:
    """A container that is up and waits for its one command. ``born`` is monotonic."""

    name: str
    limits: RunLimits
    born: float
    stream: Any


def make_waiting(engine: Engine, policy: Policy, order: Order, *, waits: int, born: float) -> Waiting | None:
    """Start a container that waits ``waits`` seconds for a command; ``None`` where it cannot be had."""
    stream: Any = None
    try:
        api = engine.api()
        _create(api, policy, order, policy.waiting_argv(order.limits, waits), takes_input=True)
        stream = api.attach_socket(order.name, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        api.start(order.name)
    except ENGINE_ERRORS as error:
        _log.info("no container could be started ahead", error=str(error))
        engine.failed(error)
        hang_up(stream)
        remove(engine, order.name)
        return None
    return Waiting(order.name, order.limits, born, stream)


def run_waiting(
    engine: Engine, waiting: Waiting, command: str, *, clock: Monotonic, stop: threading.Event
) -> RunResult | None:
    """Hand ``command`` to a waiting container and see it through; ``None`` where it takes none any more.

    The container is to be forgotten afterwards; whoever waits for the result need not wait for that.
    """
    stream = getattr(waiting.stream, "_sock", waiting.stream)
    output = Capped(waiting.limits.output_bytes)
    text = command.encode()
    try:
        if not engine.api().inspect_container(waiting.name)["State"]["Running"]:
            return None
        stream.settimeout(_HANDS_OVER)
        stream.sendall(b"%d\n%b" % (len(text), text))
        stream.settimeout(_GLANCE)
        return _followed(engine, waiting.name, waiting.limits, stream, output, own_clock=True, clock=clock, stop=stop)
    except ENGINE_ERRORS as error:
        _log.info("a container that waited was lost", container=waiting.name, error=str(error))
        engine.failed(error)
        return None


def forget(engine: Engine, waiting: Waiting) -> None:
    """Remove a container that waits."""
    hang_up(waiting.stream)
    remove(engine, waiting.name)


def hang_up(stream: Any) -> None:
    """Close a stream of the engine's with all that carries it; over TLS and ssh it has fewer parts."""
    for part in (getattr(stream, "_response", None), getattr(stream, "_sock", None), stream):
        if part is not None:
            with contextlib.suppress(*ENGINE_ERRORS, ValueError):
                part.close()


def _lived(engine: Engine, policy: Policy, order: Order, *, clock: Monotonic, stop: threading.Event) -> RunResult:
    api = engine.api()
    _create(api, policy, order, policy.argv(order.command, order.limits))
    output = Capped(order.limits.output_bytes)
    with _attached(api, order.name) as stream:
        if stop.is_set():
            return UNAVAILABLE
        api.start(order.name)
        return _followed(engine, order.name, order.limits, stream, output, own_clock=False, clock=clock, stop=stop)


def _followed(
    engine: Engine,
    name: str,
    limits: RunLimits,
    stream: Any,
    output: Capped,
    *,
    own_clock: bool,
    clock: Monotonic,
    stop: threading.Event,
) -> RunResult:
    """Read a command's output to its end and say how it ended.

    ``own_clock``: how long it took is measured here, for the engine counts from the container's start.
    """
    started = clock.monotonic()
    deadline = started + limits.seconds
    ended = _read(stream, output, deadline=deadline, clock=clock, stop=stop)
    if ended is _Ended.STOPPED:
        return UNAVAILABLE
    if ended is _Ended.AT_CAP:
        return RunResult(RunOutcome.TOO_MUCH_OUTPUT, None, clock.monotonic() - started, output.text())
    # The stream may have ended because the engine did: asked anew, it says so.
    api = engine.api()
    # A program may close its output and go on: the deadline holds for it as well.
    state = _final_state(api, name, deadline=deadline, clock=clock, stop=stop)
    if stop.is_set():
        return UNAVAILABLE
    if state is None:
        return RunResult(RunOutcome.TIMEOUT, None, clock.monotonic() - started, output.text())
    took = clock.monotonic() - started if own_clock else _lasted(state)
    return _judged(state, output.text(), took)


def _create(api: docker.APIClient, policy: Policy, order: Order, argv: list[str], *, takes_input: bool = False) -> None:
    api.create_container(
        order.image,
        command=argv,
        name=order.name,
        hostname=policy.hostname,
        user=policy.user,
        working_dir="/tmp",  # noqa: S108 - inside the container
        environment=dict(policy.environment),
        labels=order.labels,
        stdin_open=takes_input,
        tty=False,
        host_config=api.create_host_config(**policy.host_config(order.limits)),
    )


@contextlib.contextmanager
def _attached(api: docker.APIClient, name: str) -> Iterator[Any]:
    """The raw stream of a container's output, opened before it starts so that no byte is missed."""
    wrapped: Any = api.attach_socket(name, params={"stdout": 1, "stderr": 1, "stream": 1})
    stream = getattr(wrapped, "_sock", wrapped)
    try:
        stream.settimeout(_GLANCE)
        yield stream
    finally:
        hang_up(wrapped)


def _read(stream: Any, output: Capped, *, deadline: float, clock: Monotonic, stop: threading.Event) -> _Ended:
    while not output.overflowed:
        if stop.is_set():
            return _Ended.STOPPED
        if clock.monotonic() >= deadline:
            return _Ended.AT_DEADLINE
        try:
            chunk = stream.recv(_CHUNK)
        except TimeoutError:
            continue
        if not chunk:
            return _Ended.BY_ITSELF
        output.feed(chunk)
    return _Ended.AT_CAP


def _final_state(
    api: docker.APIClient, name: str, *, deadline: float, clock: Monotonic, stop: threading.Event
) -> dict[str, Any] | None:
    """The engine's word on how a container ended, or ``None`` if it still runs at the deadline.

    When the output has ended, the end is mostly a moment away; looking often costs less than a blocking wait
    that nobody could stop.
    """
    pause = 0.005
    while True:
        state: dict[str, Any] = api.inspect_container(name)["State"]
        if state["Status"] in {"exited", "dead"}:
            return _with_oom_settled(api, name, state, stop)
        if clock.monotonic() >= deadline or stop.wait(pause):
            return None
        pause = min(pause * 2, _GLANCE)


def _with_oom_settled(api: docker.APIClient, name: str, state: dict[str, Any], stop: threading.Event) -> dict[str, Any]:
    """The engine hears of out-of-memory kills on a channel of their own: after a kill, ask once more."""
    if state["ExitCode"] != _KILLED or state["OOMKilled"]:
        return state
    stop.wait(_GLANCE)
    latest: dict[str, Any] = api.inspect_container(name)["State"]
    return latest


def _judged(state: dict[str, Any], output: str, seconds: float) -> RunResult:
    code = int(state["ExitCode"])
    outcome = RunOutcome.OK if code == 0 else RunOutcome.FAILED
    if state["OOMKilled"]:
        # Also where the shell went on and ended well: whoever was killed, the learner should know.
        outcome = RunOutcome.OUT_OF_MEMORY
    return RunResult(outcome, code, seconds, output)


def _lasted(state: dict[str, Any]) -> float:
    """Seconds between start and end by the engine's clock: the command's own time, without ours around it."""
    try:
        started, finished = (datetime.fromisoformat(state[key]) for key in ("StartedAt", "FinishedAt"))
    except ValueError:
        return 0.0
    return max(0.0, (finished - started).total_seconds())
