"""A lab: Docker's commands work in it, the course's images are there, and nothing in it has a way up."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from bot.sandbox.engine import Engine
from bot.sandbox.image_store import is_complete, store_name
from bot.sandbox.lab_policy import added_calls, seccomp_profile
from tests.sandbox.course import LABEL, Box, started_lab
from tests.sandbox.helpers import until


@pytest.fixture(scope="module")
def lab(engine: Engine, lab_image: str) -> Iterator[Box]:
    """One lab for the questions of this file; each leaves it as it was."""
    with started_lab(engine) as box:
        yield box


@pytest.fixture(autouse=True)
async def _ready(request: pytest.FixtureRequest) -> None:
    if "lab" in request.fixturenames:
        box: Box = request.getfixturevalue("lab")
        await until(box.succeeds("docker version >/dev/null 2>&1"))


def test_each_call_that_is_added_has_its_reason() -> None:
    assert all(len(reason) > 5 for reason in added_calls().values())
    assert "bpf" not in added_calls()


def test_the_profile_is_the_default_and_what_is_added() -> None:
    base = {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}
    made = json.loads(seccomp_profile(json.dumps(base)))
    assert made["defaultAction"] == "SCMP_ACT_ERRNO"
    assert made["syscalls"][1:] == base["syscalls"]
    assert set(made["syscalls"][0]["names"]) == set(added_calls())


@pytest.mark.engine
class TestWhatALearnerDoes:
    def test_hello_world(self, lab: Box) -> None:
        assert "Hello from Docker!" in lab.does("docker run --rm hello-world")

    def test_images_have_their_usual_names(self, lab: Box) -> None:
        listed = lab.does("docker images --format '{{.Repository}}:{{.Tag}}'").split()
        assert {"nginx:alpine", "mysql:8.4", "busybox:1.37-musl", "hello-world:latest"} <= set(listed)

    async def test_a_published_port(self, lab: Box) -> None:
        lab.does("docker run -d --name web -p 8080:80 nginx")
        try:
            await until(lab.succeeds("curl -sf -o /dev/null localhost:8080"))
            assert "Welcome to nginx!" in lab.does("curl -s localhost:8080")
            assert "GET / HTTP/1.1" in lab.does("docker logs web")
        finally:
            lab.does("docker rm -f web")

    def test_a_build(self, lab: Box) -> None:
        lab.does(
            "mkdir -p ~/b && cd ~/b && echo hello > note"
            " && printf 'FROM alpine\\nCOPY note /\\nRUN cat note > copy\\n' > Dockerfile"
        )
        lab.does("cd ~/b && docker build -t mine . 2>&1")
        assert lab.does("docker run --rm mine cat /copy") == "hello\n"
        lab.does("docker rmi mine; rm -r ~/b")

    async def test_compose(self, lab: Box) -> None:
        file = 'services:\\n  web: {image: nginx:alpine, ports: ["8081:80"]}\\n  cache: {image: redis:7-alpine}\\n'
        lab.does(f"mkdir -p ~/c && cd ~/c && printf '{file}' > compose.yaml && docker compose up -d 2>&1")
        try:
            await until(lab.succeeds("curl -sf -o /dev/null localhost:8081"))
            await until(lab.succeeds("cd ~/c && docker compose exec -T cache redis-cli ping"))
            assert "Welcome" in lab.does("cd ~/c && docker compose exec -T web wget -q -O - http://web")
        finally:
            lab.does("cd ~/c && docker compose down -t 1 2>&1; rm -r ~/c")

    async def test_a_registry_of_ones_own(self, lab: Box) -> None:
        lab.does("docker run -d --name reg -p 5002:5000 registry:2")
        try:
            await until(lab.succeeds("curl -sf localhost:5002/v2/"))
            lab.does("docker tag busybox localhost:5002/mine:1 && docker push localhost:5002/mine:1 2>&1")
            assert '"mine"' in lab.does("curl -s localhost:5002/v2/_catalog")
        finally:
            lab.does("docker rm -fv reg; docker rmi localhost:5002/mine:1 2>&1")


@pytest.mark.engine
class TestNoWayUp:
    def test_no_setuid_file_anywhere(self, lab: Box) -> None:
        assert lab.does("find / /store -xdev -perm /6000 ! -type l 2>/dev/null; true") == ""

    def test_two_files_have_a_capability(self, lab: Box) -> None:
        assert sorted(lab.does("getcap -r / 2>/dev/null").splitlines()) == [
            "/usr/bin/newgidmap cap_setgid=ep",
            "/usr/bin/newuidmap cap_setuid=ep",
        ]

    def test_a_learner_is_a_learner(self, lab: Box) -> None:
        assert lab.does("id -u; grep CapEff /proc/self/status").split() == ["1000", "CapEff:", "0" * 16]

    def test_no_file_of_the_store_belongs_to_root(self, lab: Box) -> None:
        assert lab.does("find /store -mindepth 1 -uid 0 2>/dev/null | head -3") == ""

    def test_the_store_and_the_root_are_read_only(self, lab: Box) -> None:
        for place in ("/store/x", "/usr/bin/x", "/etc/x"):
            assert "Read-only file system" in lab.tried(f"touch {place}")[1]

    def test_every_tmpfs_forbids_setuid_and_devices(self, lab: Box) -> None:
        mounts = [line.split() for line in lab.does("grep ' tmpfs ' /proc/mounts").splitlines()]
        ours = [(place, options.split(",")) for _, place, _, options, *_ in mounts if not place.startswith("/dev")]
        assert {place for place, _ in ours} >= {"/tmp", "/var/tmp", "/run", "/home/learner"}
        for place, options in ours:
            assert {"nosuid", "nodev"} <= set(options), place

    def test_nothing_of_the_kernel_opens_for_writing(self, lab: Box) -> None:
        opened = """find /proc/sys /sys -type f -writable 2>/dev/null |
            while read -r file; do (: >> "$file") 2>/dev/null && echo "$file"; done"""
        # Linux lets anyone open this one, which is the lab's own, and nobody without a capability write to it.
        harmless = "/proc/sys/kernel/ns_last_pid"
        assert set(lab.tried(opened)[1].split()) <= {harmless}
        assert lab.tried(f"echo 1 > {harmless}")[0] != 0


@pytest.mark.engine
def test_the_store_is_complete_and_a_half_filled_one_is_not(engine: Engine, api: Any, lab_image: str) -> None:
    assert is_complete(engine, store_name(engine))
    half = f"pomodock-images-test-{secrets.token_hex(4)}"
    assert not is_complete(engine, half)
    api.create_volume(half, labels={**LABEL, "pomodock.kind": "images"})
    try:
        assert not is_complete(engine, half)
    finally:
        api.remove_volume(half)
