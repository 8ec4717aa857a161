"""What a plain throwaway container may do, as data, with the reason beside each value.

Nothing here is a default of the engine that we merely hope for: each flag is said, and ``tests/sandbox`` asks
the engine and the container itself whether it holds. The engine's default seccomp profile applies because no
``seccomp=`` option is given; ``unconfined`` never is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.domain.run import RunLimits

MIB = 1024 * 1024

OWNER_LABEL = "pomodock.owner"
INSTANCE_LABEL = "pomodock.instance"
KIND_LABEL = "pomodock.kind"
# Seconds after the engine's own "Created" at which anyone may remove the container. A span, not an instant:
# the machine of the engine and that of the bot need not agree about the time, and ours may travel.
EXPIRY_LABEL = "pomodock.expiry-seconds"

# Seconds beyond its limit after which a container counts as a leftover.
EXPIRES_AFTER = 60

_ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/tmp",  # noqa: S108 - the container's own tmpfs, its only writable place
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        # Python buffers a pipe; without this its two streams would arrive out of order.
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Every flag of a plain container."""

    # runc, runsc, kata …; None is the engine's default.
    runtime: str | None = None
    # nobody and nogroup: not root inside, and not root on the host either, with or without user namespaces.
    user: str = "65534:65534"
    hostname: str = "pomodock"
    # Only loopback.
    network: str = "none"
    # No /dev/shm: without it /tmp is the one place that can be written to.
    ipc: str = "none"
    tmp_bytes: int = 32 * MIB  # counted as memory of the container too
    tmp_inodes: int = 4096
    pids: int = 64  # a limit of the container, where ulimit nproc would count one uid over all containers
    cpus: float = 0.5
    cpu_shares: int = 128  # of 1024: whoever else wants the machine comes first
    open_files: int = 256
    file_bytes: int = 32 * MIB
    # Seconds beyond its limit after which a command ends itself, for the case that the bot never comes back.
    self_end_after: int = 15
    oom_score: int = 500  # should the host itself run short, sandboxes go before bot and database
    environment: Mapping[str, str] = field(default_factory=lambda: _ENVIRONMENT)

    def tmp_options(self) -> str:
        """Mount options of ``/tmp``.

        ``exec``, because learners write scripts and run them, and ``noexec`` would stop nothing: ``sh FILE``,
        ``python3 FILE`` and ``memfd_create`` run whatever they like. ``nosuid,nodev`` do stop something.
        """
        return f"rw,exec,nosuid,nodev,size={self.tmp_bytes},nr_inodes={self.tmp_inodes},mode=1777"

    def host_config(self, limits: RunLimits) -> dict[str, Any]:
        """The arguments of docker SDK's ``create_host_config``."""
        arguments: dict[str, Any] = {
            "init": True,  # reaps orphans and, by ending, ends all that is left
            "network_mode": self.network,
            # Otherwise the container would be given the host's name servers, and with them names of its network.
            "dns": ["127.0.0.1"],
            "dns_search": ["."],
            "ipc_mode": self.ipc,
            "read_only": True,
            "tmpfs": {"/tmp": self.tmp_options()},  # noqa: S108 - a mount point inside the container
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true"],
            "privileged": False,
            "pids_limit": self.pids,
            "mem_limit": limits.memory_bytes,
            "memswap_limit": limits.memory_bytes,  # equal to the memory: no swap
            "nano_cpus": int(self.cpus * 1_000_000_000),
            "cpu_shares": self.cpu_shares,
            "oom_score_adj": self.oom_score,
            "ulimits": [
                {"Name": "nofile", "Soft": self.open_files, "Hard": self.open_files},
                {"Name": "fsize", "Soft": self.file_bytes, "Hard": self.file_bytes},
                {"Name": "core", "Soft": 0, "Hard": 0},
                # Message queues are a file system of their own, writable by anyone: no room in it.
                {"Name": "msgqueue", "Soft": 0, "Hard": 0},
            ],
            # Output is read while it comes; none of it reaches the engine's disk.
            "log_config": {"type": "none", "config": {}},
            "restart_policy": {"Name": "no"},
            "auto_remove": False,  # how it ended is read first
        }
        if self.runtime is not None:
            arguments["runtime"] = self.runtime
        return arguments

    def labels(self, *, owner: str, instance: str, limits: RunLimits, waits: int = 0) -> dict[str, str]:
        """Whose container it is, which bot's, and when it is a leftover."""
        return {
            KIND_LABEL: "run",
            OWNER_LABEL: owner,
            INSTANCE_LABEL: instance,
            EXPIRY_LABEL: str(waits + int(limits.seconds) + EXPIRES_AFTER),
        }

    def waiting_argv(self, limits: RunLimits, waits: int) -> list[str]:
        """As ``argv``, for a command that comes on standard input: a line with its bytes, then so many bytes.

        The container ends by itself if none comes within ``waits`` seconds.
        """
        taking = (
            'IFS= read -r size && command=$(head -c "$size"; echo .) && exec timeout --kill-after=1 "$1" '
            """/bin/sh -c 'exec /bin/sh -c -- "$1" 2>&1' sh "${command%.}" </dev/null"""
        )
        longest = int(limits.seconds) + self.self_end_after
        lives = str(waits + longest)
        return ["timeout", "--kill-after=1", lives, "/bin/sh", "-c", taking, "sh", str(longest)]

    def argv(self, command: str, limits: RunLimits) -> list[str]:
        """``/bin/sh -c command`` with both streams in one pipe, and an end of its own.

        One pipe keeps the order of the streams exact (the engine reads two pipes in no particular order) without
        the side effects of a terminal: colours, pagers, prompts, ``\\r\\n``.
        """
        return [
            "timeout",
            "--kill-after=1",
            str(int(limits.seconds) + self.self_end_after),
            "/bin/sh",
            "-c",
            'exec /bin/sh -c -- "$1" 2>&1',
            "sh",
            command,
        ]
