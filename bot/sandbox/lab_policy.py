"""What a lab may do, as data: an unprivileged container in which Docker's commands work.

Weaker than a plain container in exactly what rootless Podman needs. Nothing in it ever has the host's uid 0: with it
a process could open the host's ``/proc/sys`` for writing, since ``/proc`` cannot be masked where an inner ``/proc``
has to be mounted. So there is no root, no setuid file, and every tmpfs is ``nosuid,nodev``.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.policy import MIB

SECCOMP_BASE = "/usr/share/containers/seccomp.json"
STORE = "/store"

_ADDED = Path(__file__).with_name("lab_seccomp.toml")


@dataclass(frozen=True, slots=True)
class LabPolicy:
    """Every flag of a lab."""

    user: str = "1000:1000"
    # The first process is a user's of its own: no learner can signal it, nor move the lab's deadline.
    keeper: str = "999:999"
    hostname: str = "lab"
    # Only loopback; inner networks live in a namespace of Podman's own.
    network: str = "none"
    # newuidmap and newgidmap need these two, and have them as file capabilities; no process of the learner does.
    capabilities: tuple[str, ...] = ("SETUID", "SETGID")
    memory_bytes: int = 1024 * MIB
    pids: int = 512
    cpus: float = 1.0
    cpu_shares: int = 128  # of 1024: whoever else wants the machine comes first
    home_bytes: int = 512 * MIB  # counted as memory of the lab; images and volumes of the learner lie here
    tmp_bytes: int = 128 * MIB
    home_inodes: int = 200_000  # an image of a course has some thousands of files, and an inode costs kernel memory
    tmp_inodes: int = 20_000

    def host_config(self, api: Any, *, seccomp: str, store: str, store_writable: bool = False) -> dict[str, Any]:
        """The engine's ``HostConfig``; ``seccomp`` is a profile as JSON, ``store`` the volume of images."""
        config: dict[str, Any] = api.create_host_config(
            network_mode=self.network,
            read_only=True,
            init=True,
            cap_drop=["ALL"],
            cap_add=list(self.capabilities),
            # No no-new-privileges: file capabilities would not work either.
            security_opt=[f"seccomp={seccomp}"],
            devices=["/dev/net/tun"],  # what passt moves packets through
            pids_limit=self.pids,
            mem_limit=self.memory_bytes,
            memswap_limit=self.memory_bytes,
            nano_cpus=int(self.cpus * 1e9),
            cpu_shares=self.cpu_shares,
            tmpfs=self._tmpfs(),
            binds={store: {"bind": STORE, "mode": "rw" if store_writable else "ro"}},
            log_config={"type": "none", "config": {}},
            restart_policy={"Name": "no"},
        )
        # Docker's systempaths=unconfined, which the SDK cannot say: the kernel mounts an inner /proc only where no
        # part of the outer one is covered.
        return {**config, "MaskedPaths": [], "ReadonlyPaths": []}

    def _tmpfs(self) -> dict[str, str]:
        own = "rw,nosuid,nodev,uid=1000,gid=1000"
        return {
            # Podman's storage: programs of inner containers are run from it.
            "/home/learner": f"{own},exec,mode=700,size={self.home_bytes},nr_inodes={self.home_inodes}",
            "/tmp": f"rw,nosuid,nodev,noexec,mode=1777,size={self.tmp_bytes},nr_inodes={self.tmp_inodes}",  # noqa: S108 - inside the container
            "/var/tmp": f"rw,nosuid,nodev,noexec,mode=1777,size={self.home_bytes},nr_inodes={self.tmp_inodes}",  # noqa: S108
            "/run": f"{own},noexec,mode=755,size={16 * MIB},nr_inodes={self.tmp_inodes}",
            "/run/keeper": f"rw,nosuid,nodev,noexec,uid=999,gid=999,mode=755,size={64 * 1024}",
        }


def added_calls() -> dict[str, str]:
    """The system calls that a lab may make beyond the default profile, each with the reason."""
    return tomllib.loads(_ADDED.read_text(encoding="utf-8"))


def seccomp_profile(base: str) -> str:
    """``base`` (a profile in Docker's JSON format) plus the calls that an inner engine needs."""
    profile = json.loads(base)
    allowed = {"names": sorted(added_calls()), "action": "SCMP_ACT_ALLOW", "args": []}
    profile["syscalls"] = [allowed, *profile["syscalls"]]
    return json.dumps(profile, separators=(",", ":"))
