"""Learners who attack: each attack runs in a real lab and would say GOT THROUGH; none does.

Those that could harm the machine if they worked have a bound of their own. `TestTheyBite` takes the one flag away that
stops an attack, and sees it get through: an attack that no flag stops would prove nothing.
"""

from __future__ import annotations

import asyncio
import platform
import secrets
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.domain.lab_shell import LabLimits
from bot.sandbox.engine import Engine
from bot.sandbox.image_store import store_name
from bot.sandbox.lab_container import LabParts
from bot.sandbox.lab_host import DockerLabs
from bot.sandbox.lab_image import lab_seccomp, lab_tag
from bot.sandbox.lab_policy import LabPolicy
from tests.sandbox.course import LABEL, Box, started_lab

pytestmark = pytest.mark.engine

GOT = "GOT THROUGH"

WRITES = {
    "the kernel's core pattern": "echo '|/tmp/x' > /proc/sys/kernel/core_pattern",
    "the kernel's name of the machine": "echo evil > /proc/sys/kernel/hostname",
    "the memory's knobs": "echo 3 > /proc/sys/vm/drop_caches",
    "the magic key": "echo h > /proc/sysrq-trigger",
    "the helper of device events": "echo /tmp/x > /sys/kernel/uevent_helper",
    "a program of the image": "echo x >> /usr/bin/env",
    "the users": "echo 'x::0:0::/:/bin/sh' >> /etc/passwd",
    "who may map which users": "echo learner:0:4294967295 > /etc/subuid",
    "the images of everybody": "touch /store/overlay-images/x",
    "the lab's deadline": "echo 99999999 > /run/keeper/deadline",
    "the lab's deadline, by another file": "cd /run/keeper && echo 99999999 > next && mv next deadline",
    "the place of the deadline": "mv /run/keeper /run/elsewhere",
    "the configuration of the checks' client": "echo '{}' > /etc/docker-client/config.json",
    "the memory of the first process": "echo x > /proc/1/mem",
    "the out-of-memory order": "echo -1000 > /proc/1/oom_score_adj",
}

BECOMES = {
    "root by a setuid file of an inner container": (
        "mkdir -p ~/w && docker run --rm -v ~/w:/w alpine sh -c 'cp /bin/busybox /w/b && chmod 4755 /w/b'"
        ' && [ "$(~/w/b id -u)" = 0 ]'
    ),
    "root by a setuid file of its own": "cp /bin/bash ~/b && chmod 4755 ~/b && [ \"$(~/b -p -c 'id -u')\" = 0 ]",
    "root by mapping the host's root": "unshare -U sleep 5 & sleep 0.5; newuidmap $! 0 0 1",
    "root's group by mapping it": "unshare -U sleep 5 & sleep 0.5; newgidmap $! 0 0 1",
    "the keeper by mapping it": "unshare -U sleep 5 & sleep 0.5; newuidmap $! 0 999 1",
    "root by su": "su -c true",
    "root by sudo": "sudo -n true",
    "the first process": "nsenter -t 1 -m -p true",
    "somebody in the first process's root": "cat /proc/1/root/etc/hostname",
    "the reader of the first process": "cat /proc/1/environ",
    "the master of the keeper": "kill -9 1 || pkill -9 -u keeper || kill -STOP 1 || pkill -STOP -u keeper",
    "the one who sets the deadline": "/usr/local/lib/pomodock/keep 99999",
    "the engine's friend": "ls /run/containerd/containerd.sock || curl -s --unix-socket /var/run/containerd.sock x:/",
    "the host's engine's friend": "find / -name '*.sock' ! -path '/proc/*' 2>/dev/null | grep -v '^/run/docker.sock'",
}

MOUNTS = {
    "the root, writable": "unshare -Urm mount -o remount,rw /",
    "the store, writable": "unshare -Urm mount -o remount,rw,bind /store",
    "home with setuid": (
        "unshare -Urm sh -c 'mount -o remount,bind,suid,dev ~ && grep home/learner /proc/mounts | grep -v nosuid'"
    ),
    "control groups, to have more memory (version 1)": (
        "unshare -UrmC sh -c 'mkdir /tmp/c && mount -t cgroup -o memory x /tmp/c"
        " && echo -1 > /tmp/c/memory.limit_in_bytes'"
    ),
    "control groups, to have more memory (version 2)": (
        "unshare -UrmC sh -c 'mkdir /tmp/d && mount -t cgroup2 x /tmp/d && echo max > /tmp/d/memory.max'"
    ),
    "control groups, to leave them": (
        "unshare -UrmC sh -c 'mkdir /tmp/e && mount -t cgroup -o pids x /tmp/e && mkdir /tmp/e/mine"
        " && echo $$ > /tmp/e/mine/tasks'"
    ),
    # CVE-2022-0492
    "control groups, for their release agent": (
        "unshare -UrmC sh -c 'mkdir /tmp/f && mount -t cgroup -o rdma x /tmp/f && echo /tmp/x > /tmp/f/release_agent'"
    ),
    "a disk": "mkdir -p /tmp/d && mknod /tmp/sda b 8 0 && mount /tmp/sda /tmp/d",
    "a disk, from inside": "docker run --rm --privileged alpine sh -c 'mknod /sda b 8 0 && head -c1 /sda'",
    "a disk that is handed in": "docker run --rm --privileged --device /dev/sda alpine head -c1 /dev/sda",
    "the kernel's memory": "docker run --rm --privileged alpine sh -c 'mknod /kmsg c 1 11 && echo x > /kmsg'",
    "debugfs": "unshare -Urm mount -t debugfs x /mnt",
    "the kernel, from a privileged inner container": (
        "docker run --rm --privileged -v /:/host alpine sh -c 'echo evil > /host/proc/sys/kernel/core_pattern'"
    ),
    "the kernel, from its own proc": (
        "docker run --rm --privileged alpine sh -c 'echo x > /proc/sys/kernel/core_pattern'"
    ),
    "the keeper's folder": "docker run --rm --privileged -v /run/keeper:/k alpine sh -c 'echo 99999999 > /k/deadline'",
    "a kernel module": "docker run --rm --privileged -v /lib:/lib2 alpine modprobe dummy",
}

# System calls by their numbers on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl); each answers -1 where it is refused.
CALLS = {
    "bpf": "321, 0, 0, 0",
    "perf_event_open": "298, 0, 0, -1, -1, 0",
    "kexec_load": "246, 0, 0, 0, 0",
    "init_module": "175, 0, 0, 0",
    "finit_module": "313, 0, 0, 0",
    "delete_module": "176, 0, 0",
    "reboot": "169, 0xfee1dead, 672274793, 0x89abcdef",
    "swapon": "167, 0, 0",
    "settimeofday": "164, 0, 0",
    "clock_settime": "227, 0, 0",
    "adjtimex, setting": "159, pack('L', 0x8000) . (chr(0) x 400)",
    "acct": "163, 0",
    "open_by_handle_at": "304, 0, 0, 0",
    "iopl": "172, 3",
    "ioperm": "173, 0, 1, 1",
    "quotactl": "179, 0, 0, 0, 0",
    "syslog, clearing": "103, 5, 0, 0",
    "sethostname, in the lab itself": "170, 'evil', 4",
    "ptrace of the first process": "101, 16, 1, 0, 0",
    "setuid to root": "105, 0",
    "setgid to root": "106, 0",
    "chroot": "161, '/tmp'",
    "mknod of a disk": "133, '/tmp/disk', 0x6000 | 0600, 0x800",
}


@pytest.fixture(scope="module")
def lab(engine: Engine, lab_image: str) -> Iterator[Box]:
    with started_lab(engine) as box:
        yield box


def tried(box: Box, script: str) -> str:
    """What an attack says; it has 20 seconds."""
    return box.tried(
        f"timeout -k 1 20 bash -c {quoted(script)} >/tmp/said 2>&1 && echo '{GOT}'; head -c 300 /tmp/said"
    )[1]


def quoted(script: str) -> str:
    return "'" + script.replace("'", "'\\''") + "'"


class TestNothingGetsThrough:
    @pytest.mark.parametrize("script", WRITES.values(), ids=WRITES)
    def test_writing(self, lab: Box, script: str) -> None:
        assert GOT not in tried(lab, script)

    @pytest.mark.parametrize("script", BECOMES.values(), ids=BECOMES)
    def test_becoming(self, lab: Box, script: str) -> None:
        assert GOT not in tried(lab, script)

    @pytest.mark.parametrize("script", MOUNTS.values(), ids=MOUNTS)
    def test_mounting(self, lab: Box, script: str) -> None:
        assert GOT not in tried(lab, script)

    @pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers of these calls are those of x86-64")
    @pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
    def test_calling(self, lab: Box, call: str) -> None:
        assert GOT not in tried(lab, f'perl -e "exit(syscall({call}) == -1)"')

    def test_the_lab_still_has_its_deadline_and_its_name(self, lab: Box) -> None:
        assert int(lab.does("cat /run/keeper/deadline")) < 10_000_000
        assert lab.does("hostname") == "lab\n"

    def test_no_key_of_anybody_else_is_seen(self, lab: Box) -> None:
        keys = [line.split() for line in lab.does("cat /proc/keys").splitlines()]
        # The engine gives each container a session keyring of its own, with nothing in it.
        assert all(key[5] == "1000" or (key[8].startswith("_ses.") and key[9:] == ["empty"]) for key in keys)


class Canary:
    """A server on every address of this machine, which counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("0.0.0.0", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


def addresses() -> list[str]:
    """This machine's own addresses."""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return sorted(str(each) for each in {*found, "127.0.0.1", "172.17.0.1"})


def name_servers() -> list[str]:
    """Whom this machine asks for addresses."""
    lines = (line.split() for line in Path("/etc/resolv.conf").read_text().splitlines())
    return [line[1] for line in lines if len(line) > 1 and line[0] == "nameserver" and ":" not in line[1]]


class TestNoWayOut:
    @pytest.mark.parametrize("way", ["", "docker run --rm --network host alpine", "docker run --rm alpine"])
    def test_no_address_of_the_host_is_reached(self, lab: Box, canary: Canary, way: str) -> None:
        get = "wget -q -T 2 -O -" if way else "curl -s -m 2"
        for address in [*addresses(), "host.docker.internal", "host.containers.internal", "10.0.2.2"]:
            lab.tried(f"timeout 8 {way} {get} http://{address}:{canary.port}/")
        assert canary.visits == 0

    @pytest.mark.parametrize("address", ["169.254.169.254", "1.1.1.1", "[fd00:ec2::254]", *name_servers()])
    def test_no_address_beyond_is_reached(self, lab: Box, address: str) -> None:
        assert lab.tried(f"curl -sf -m 3 http://{address}/")[0] != 0

    def test_names_are_not_found(self, lab: Box) -> None:
        assert lab.tried("getent hosts example.com")[0] != 0

    def test_a_neighbour_is_not_reached(self, engine: Engine, lab: Box) -> None:
        with started_lab(engine) as neighbour:
            neighbour.does("docker run -d -p 8088:80 nginx")
            neighbour.tried("sleep 1; curl -sf -m 3 localhost:8088")
            for address in ("127.0.0.1", *neighbour.does("hostname -I; true").split()):
                assert lab.tried(f"curl -sf -m 2 http://{address}:8088/")[0] != 0

    def test_there_is_no_interface_but_loopback(self, lab: Box) -> None:
        assert lab.does("ls /sys/class/net").split() == ["lo"]

    def test_a_raw_socket_hears_nothing_but_its_own(self, lab: Box) -> None:
        assert GOT not in tried(lab, 'perl -MSocket -e "socket(S, 17, 3, 0x0300) or exit 1"')


EXHAUSTS = {
    "a fork bomb": ":(){ :|:& };: & sleep 4",
    "memory": "head -c 3G /dev/zero | tail | wc -c",
    "the disk": "cat /dev/zero > ~/full; cat /dev/zero > /tmp/full; cat /dev/zero > /var/tmp/full",
    "inodes": "cd ~ && for i in $(seq 400); do mkdir -p n/$i && touch n/$i/{1..1000} || break; done",
    "processes in the background": "for i in $(seq 2000); do sleep 1000 & done",
    "a sparse file of 1 TiB": "truncate -s 1T ~/sparse && ls -l ~/sparse",
    "a deep tree": "mkdir -p ~/deep && cd ~/deep && for i in $(seq 3000); do mkdir d && cd d || break; done",
    "the processor": "for i in 1 2 3 4; do (while :; do :; done) & done; sleep 3",
    "inner containers": "for i in $(seq 30); do docker run -d alpine sleep 100 >/dev/null 2>&1 || break; done",
}


@pytest.mark.slow
@pytest.mark.parametrize("script", EXHAUSTS.values(), ids=EXHAUSTS)
async def test_who_exhausts_his_lab_exhausts_nothing_else(lab_image: str, script: str) -> None:
    """A lab beside it answers meanwhile and afterwards, and the exhausted one can be removed."""
    host = DockerLabs(Clock(), instance=f"test-{secrets.token_hex(6)}", limits=LabLimits(seconds=300, longest=300))
    try:
        evil, good = await host.claim("evil"), await host.claim("good")
        assert evil is not None
        assert good is not None
        attack = asyncio.ensure_future(host.run(evil, script))
        for _ in range(8):
            assert (await host.run(good, "docker ps -q; echo well")).output == "well\n"
            await asyncio.sleep(0.5)
        if not attack.done():
            await host.interrupt(evil)
            await asyncio.wait({attack}, timeout=20)
        await host.end(evil)
        assert not await host.alive(evil)
        attack.cancel()
        assert (await host.run(good, "docker run --rm hello-world | grep -c Hello")).output == "1\n"
    finally:
        await host.sweep(lambda name: False)
        for each in (evil, good):
            await host.end(each or "")
        await host.aclose()


@pytest.fixture
def weaker(engine: Engine, lab_image: str) -> Iterator[Any]:
    """Labs from which a flag was taken."""
    api: Any = engine.api()
    names: list[str] = []

    def start(policy: LabPolicy, **changed: Any) -> Box:
        name = f"pomodock-test-{secrets.token_hex(6)}"
        names.append(name)
        parts = LabParts(lab_tag(), store_name(engine), lab_seccomp(engine))
        host = {**policy.host_config(api, seccomp=parts.seccomp, store=parts.store), **changed}
        command = ["/usr/local/lib/pomodock/keeper", "120", "120"]
        api.create_container(
            parts.image, command=command, name=name, hostname="lab", user=policy.keeper, labels=LABEL, host_config=host
        )
        api.start(name)
        return Box(api, name, policy.user)

    yield start
    for name in names:
        api.remove_container(name, force=True, v=True)


class TestTheyBite:
    def test_without_no_network_the_host_is_reached(self, weaker: Any, canary: Canary) -> None:
        box: Box = weaker(LabPolicy(network="host"))
        box.tried(f"curl -s -m 3 http://127.0.0.1:{canary.port}/")
        assert canary.visits == 1

    def test_as_root_the_kernel_opens_for_writing(self, weaker: Any) -> None:
        box: Box = weaker(LabPolicy())
        opened = "exec 3>>/proc/sys/kernel/core_pattern"  # opened only: nothing is written
        assert box.tried(opened)[0] != 0
        assert box.tried(opened, as_user="0:0")[0] == 0

    def test_without_a_user_of_its_own_the_keeper_is_killed(self, weaker: Any) -> None:
        box: Box = weaker(LabPolicy(keeper="1000:1000"), Tmpfs=_tmpfs(uid=1000))
        box.tried("pkill -9 keeper")
        assert not _alive(box)

    def test_without_nosuid_a_setuid_file_is_obeyed_as_its_owner(self, weaker: Any) -> None:
        seen = []
        for flag in ("suid", "nosuid"):
            box: Box = weaker(LabPolicy(), Tmpfs=_tmpfs(uid=999, tmp=f"{flag},exec"))
            box.does("cp /bin/bash /tmp/b && chmod 4755 /tmp/b", as_user="999:999")
            seen.append(box.does("/tmp/b -p -c 'id -u'"))
        assert seen == ["999\n", "1000\n"]

    def test_without_a_limit_of_processes_there_are_more(self, weaker: Any) -> None:
        many = "for i in $(seq 700); do sleep 20 & done 2>/dev/null; ls -d /proc/[0-9]* | wc -l"
        bound: Box = weaker(LabPolicy())
        free: Box = weaker(LabPolicy(pids=900))
        assert bound.tried(many)[0] != 0 or int(bound.tried("ls -d /proc/[0-9]* | wc -l")[1].split()[-1]) <= 512
        assert int(free.does(many).split()[-1]) > 600

    def test_without_a_size_the_disk_takes_more(self, weaker: Any) -> None:
        fill = "head -c 30M /dev/zero > /tmp/full && echo all"
        small = replace(LabPolicy(), tmp_bytes=8 * 1024 * 1024)
        assert weaker(small).tried(fill)[0] != 0
        assert weaker(LabPolicy()).does(fill) == "all\n"

    def test_without_a_read_only_root_the_keeper_could_write_where_he_owns(self, weaker: Any) -> None:
        assert weaker(LabPolicy()).tried("touch /var/x", as_user="0:0")[0] != 0
        assert weaker(LabPolicy(), ReadonlyRootfs=False).tried("touch /var/x", as_user="0:0")[0] == 0


def _tmpfs(*, uid: int, tmp: str = "nosuid,noexec") -> dict[str, str]:
    return {
        "/home/learner": "rw,nosuid,nodev,exec,mode=700,uid=1000,gid=1000,size=64m",
        "/tmp": f"rw,nodev,{tmp},mode=1777,size=64m",
        "/run": "rw,nosuid,nodev,mode=755,uid=1000,gid=1000,size=16m",
        "/run/keeper": f"rw,nosuid,nodev,mode=755,uid={uid},gid={uid},size=64k",
    }


def _alive(box: Box) -> bool:
    try:
        return box.tried("true")[0] == 0
    except Exception:
        return False


def test_it_is_an_attack_for_every_day_of_the_month() -> None:
    assert len(WRITES) + len(BECOMES) + len(MOUNTS) + len(CALLS) + len(EXHAUSTS) >= 60


def test_a_lab_is_a_lab(engine: Engine, lab_image: str) -> None:
    """What the tests above start is what learners get."""
    with started_lab(engine) as box:
        api: Any = engine.api()
        host = api.inspect_container(box.name)["HostConfig"]
    assert host["NetworkMode"] == "none"
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert sorted(host["CapAdd"]) in (["SETGID", "SETUID"], ["CAP_SETGID", "CAP_SETUID"])
    assert host["Privileged"] is False
    assert host["PidsLimit"] == 512
    assert host["Memory"] == host["MemorySwap"] == 1024**3
    assert all("unconfined" not in option for option in host["SecurityOpt"])
    assert [bind for bind in host["Binds"] if not bind.endswith(":ro")] == []
