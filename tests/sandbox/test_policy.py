"""Each protective flag: asked of the engine, and felt from inside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.domain.run import RunLimits, RunOutcome, RunResult
from bot.sandbox.plain import DockerSandbox
from bot.sandbox.policy import Policy
from tests.sandbox.helpers import until

Run = Callable[..., Awaitable[RunResult]]
Containers = Callable[[], list[dict[str, Any]]]

MIB = 1024 * 1024


def test_the_runtime_is_a_setting() -> None:
    assert "runtime" not in Policy().host_config(RunLimits())
    assert Policy(runtime="runsc").host_config(RunLimits())["runtime"] == "runsc"


def test_no_profile_is_ever_loosened() -> None:
    assert Policy().host_config(RunLimits())["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.engine
async def test_every_flag_as_the_engine_sees_it(sandbox: DockerSandbox, api: Any, containers: Containers) -> None:
    run = asyncio.ensure_future(sandbox.run("sleep 30", owner="learner-1", limits=RunLimits(seconds=30)))
    await until(lambda: any(row["State"] == "running" for row in containers()))
    seen = api.inspect_container(containers()[0]["Id"])
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run

    config, host = seen["Config"], seen["HostConfig"]
    assert config["User"] == "65534:65534"
    assert config["Hostname"] == "pomodock"
    assert (config["OpenStdin"], config["AttachStdin"], config["Tty"]) == (False, False, False)
    assert config["Image"] == sandbox.image.tag
    assert config["Entrypoint"] is None
    assert not config["Volumes"]
    assert host["NetworkMode"] == "none"
    assert list(seen["NetworkSettings"]["Networks"]) == ["none"]
    assert (host["Dns"], host["DnsSearch"]) == (["127.0.0.1"], ["."])
    assert host["ReadonlyRootfs"] is True
    assert host["Tmpfs"] == {"/tmp": f"rw,exec,nosuid,nodev,size={32 * MIB},nr_inodes=4096,mode=1777"}
    assert host["CapDrop"] == ["ALL"]
    assert not host["CapAdd"]
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["Privileged"] is False
    assert host["PidsLimit"] == 64
    assert host["Memory"] == host["MemorySwap"] == 128 * MIB
    assert host["NanoCpus"] == 500_000_000
    assert host["CpuShares"] == 128
    assert host["OomScoreAdj"] == 500
    assert host["OomKillDisable"] in {False, None}
    assert {(u["Name"], u["Soft"], u["Hard"]) for u in host["Ulimits"]} == {
        ("nofile", 256, 256),
        ("fsize", 32 * MIB, 32 * MIB),
        ("core", 0, 0),
        ("msgqueue", 0, 0),
    }
    assert host["LogConfig"]["Type"] == "none"
    assert host["Init"] is True
    assert host["IpcMode"] == "none"
    assert host["PidMode"] == host["UTSMode"] == host["UsernsMode"] == ""
    assert not host["Binds"]
    assert not host["Devices"]
    assert not host["GroupAdd"]
    assert host["AutoRemove"] is False
    assert host["RestartPolicy"]["Name"] in {"", "no"}
    assert "/proc/sys" in host["ReadonlyPaths"]
    assert "/proc/kcore" in host["MaskedPaths"]


@pytest.mark.engine
class TestFromInside:
    async def test_nobody_without_any_capability(self, run: Run) -> None:
        result = await run("id -u; id -g; id -G; grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status")
        lines = result.output.split("\n")
        assert lines[:3] == ["65534", "65534", "65534"]
        status = dict(line.split(":\t") for line in lines[3:] if line)
        assert {status[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
        assert status["NoNewPrivs"] == "1"
        assert status["Seccomp"] == "2"

    async def test_nothing_is_setuid_or_setgid_or_has_capabilities(self, run: Run) -> None:
        result = await run("find / -xdev -perm /6000 ! -type l 2>/dev/null; echo looked")
        assert result.output == "looked\n"
        probe = """python3 - <<'END'
import os
for folder, _, files in os.walk("/usr"):
    for name in files:
        path = os.path.join(folder, name)
        if not os.path.islink(path) and "security.capability" in os.listxattr(path):
            print(path)
print("looked")
END"""
        assert (await run(probe)).output == "looked\n"

    async def test_only_tmp_can_be_written_to(self, run: Run) -> None:
        probe = (
            "find / -type d -not -path '/proc/*' 2>/dev/null | while read -r folder; do"
            " (: > $folder/probe) 2>/dev/null && echo $folder; done"
        )
        assert (await run(probe)).output == "/tmp\n"
        assert (await run("find / -xdev -writable -type f 2>/dev/null; echo looked")).output == "looked\n"

    async def test_the_root_is_read_only(self, run: Run) -> None:
        result = await run("echo x > /etc/passwd; touch /var/x; mkdir /x; touch /dev/shm/x")
        assert result.outcome is RunOutcome.FAILED
        assert result.output.count("Read-only file system") + result.output.count("No such file") == 4

    async def test_nothing_under_proc_sys_opens_for_writing(self, run: Run) -> None:
        probe = """python3 - <<'END'
import os
opened = []
for folder, _, files in os.walk("/proc/sys"):
    for name in files:
        try:
            os.close(os.open(os.path.join(folder, name), os.O_WRONLY))
            opened.append(name)
        except OSError:
            pass
print(opened)
END"""
        assert (await run(probe)).output == "[]\n"

    async def test_scripts_of_ones_own_run(self, run: Run) -> None:
        result = await run("printf '#!/bin/sh\\necho mine\\n' > go; chmod +x go; ./go; pwd")
        assert result.output == "mine\n/tmp\n"

    async def test_tmp_honours_no_setuid_and_no_devices(self, run: Run) -> None:
        options = (await run("grep ' /tmp ' /proc/mounts")).output
        assert "nosuid" in options
        assert "nodev" in options
        assert "noexec" not in options

    async def test_the_disk_cannot_be_filled(self, run: Run) -> None:
        fill = "for i in 1 2 3 4; do dd if=/dev/zero of=/tmp/$i bs=1M count=20 2>&1; done; du -sm /tmp"
        result = await run(fill)
        assert "No space left on device" in result.output
        assert int(result.output.split("\n")[-2].split("\t")[0]) <= 32

    async def test_one_file_has_a_limit_of_its_own(self, run: Run) -> None:
        result = await run("truncate -s 1T big; ls -s big")
        assert "File size limit exceeded" in result.output or "File too large" in result.output

    async def test_inodes_run_out_before_the_host_does(self, run: Run) -> None:
        result = await run("python3 -c '\nfor i in range(10000): open(str(i), \"w\").close()'; ls | wc -l")
        assert "No space left on device" in result.output
        assert 3000 < int(result.output.split("\n")[-2]) <= 4096

    async def test_processes_run_out(self, run: Run) -> None:
        result = await run("""python3 -c '
import os, time
for _ in range(200):
    if os.fork() == 0:
        time.sleep(60)'""")
        assert "Resource temporarily unavailable" in result.output

    async def test_a_fork_bomb_ends_and_the_engine_goes_on(self, run: Run, containers: Containers) -> None:
        bomb = await run("bash -c 'b() { b | b & }; b; sleep 60' 2>/dev/null", seconds=2.0)
        assert bomb.outcome in {RunOutcome.TIMEOUT, RunOutcome.FAILED, RunOutcome.OUT_OF_MEMORY}
        assert containers() == []
        assert (await run("echo alive")).output == "alive\n"

    async def test_files_run_out(self, run: Run) -> None:
        result = await run("""python3 -c '
kept = [open("/etc/passwd") for _ in range(300)]' 2>&1 | tail -1""")
        assert "Too many open files" in result.output

    async def test_no_core_is_dumped(self, run: Run) -> None:
        assert (await run("ulimit -c; ulimit -Hc")).output == "0\n0\n"

    async def test_only_loopback(self, run: Run) -> None:
        assert (await run("ls /sys/class/net; cat /sys/class/net/lo/address")).output.startswith("lo\n00:")
        # A documentation address (RFC 5737): nobody is there, even were there a way.
        result = await run("curl -sS --max-time 5 http://192.0.2.1/")
        assert result.outcome is RunOutcome.FAILED
        assert "connect" in result.output.lower()
        assert result.exit_code == 7

    async def test_no_engine_is_in_sight(self, run: Run) -> None:
        result = await run("ls /var/run/docker.sock /run/docker.sock; env")
        assert result.output.count("No such file") == 2
        assert "DOCKER" not in result.output

    async def test_no_namespace_mount_or_tracing_of_others(self, run: Run) -> None:
        result = await run("unshare -r true; mount -t tmpfs none /tmp; kill -9 1; echo here")
        assert result.output.endswith("here\n")
        assert "Operation not permitted" in result.output

    async def test_half_a_processor(self, run: Run) -> None:
        result = await run(
            "cat /sys/fs/cgroup/cpu.max || cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.shares"
        )
        assert "50000" in result.output

    async def test_one_run_knows_nothing_of_another(self, run: Run) -> None:
        await run("echo secret > /tmp/secret")
        assert "No such file" in (await run("cat /tmp/secret")).output

    async def test_nothing_tells_of_the_machine_that_built_the_image(self, run: Run) -> None:
        result = await run("cat /etc/apt/sources.list; ls /etc/apt/sources.list.d")
        assert "http" not in result.output

    async def test_nothing_tells_of_the_network_around_the_engine(self, run: Run) -> None:
        result = await run("cat /etc/hostname; grep -v '^#' /etc/resolv.conf")
        assert result.output in {"pomodock\nnameserver 127.0.0.1\n", "pomodock\nsearch .\nnameserver 127.0.0.1\n"}
