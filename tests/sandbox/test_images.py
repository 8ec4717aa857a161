"""Each image of the course does what its units use it for, and a stand-in says that it is one."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import docker.errors
import pytest

from bot.sandbox import course_images as images
from bot.sandbox.engine import Engine
from bot.sandbox.image import Image
from bot.sandbox.recipes import STANDIN_LABEL, Recipe, read_recipe, standins
from tests.sandbox.course import network, running, said, volume
from tests.sandbox.helpers import until

BY_NAME = {recipe.name: recipe for recipe in standins()}


def test_no_name_is_made_twice_and_every_standin_tells_in_a_sentence_how_it_differs() -> None:
    names = Counter(name for recipe in standins() for name in recipe.names)
    assert set(names.values()) == {1}
    assert {name.partition(":")[0] for name in names} == {
        *("hello-world", "busybox", "alpine", "nginx", "python", "redis"),
        *("mysql", "wordpress", "registry", "debian", "ubuntu"),
    }
    for recipe in standins():
        assert re.fullmatch(r"[A-Z][^\n]{20,180}\.", recipe.differs), recipe.name
        assert all(":" in name for name in recipe.names)


def test_a_changed_file_is_another_recipe(tmp_path: Path) -> None:
    (tmp_path / "image.toml").write_text('names = ["a:1"]\nbase = "scratch"\ndiffers = "In nothing at all."\n')
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    before = read_recipe(tmp_path).digest
    assert read_recipe(tmp_path).digest == before
    (tmp_path / "Dockerfile").write_text("FROM scratch\nCMD sh\n")
    assert read_recipe(tmp_path).digest != before


def test_a_base_that_does_not_exist_is_told(tmp_path: Path) -> None:
    (tmp_path / "image.toml").write_text('names = ["a:1"]\nbase = "suse"\ndiffers = "In everything."\n')
    with pytest.raises(ValueError, match="debian or scratch, not suse"):
        read_recipe(tmp_path)


@pytest.mark.engine
def test_all_are_there(engine: Engine, course: tuple[Recipe, ...]) -> None:
    held = images.course_images(engine)
    assert [image.name for image in held] == [name for recipe in course for name in recipe.names]
    for image in held:
        assert image.there
        assert bool(image.differs) != bool(image.digest), image


@pytest.mark.engine
def test_an_image_of_ones_own_is_left_alone(engine: Engine, api: Any, image: Image) -> None:
    """Whoever has his own image of that name keeps it; a stand-in of an older recipe is made anew."""
    repository = f"pomodock/test-{secrets.token_hex(4)}"
    ours = replace(BY_NAME["debian"], names=(f"{repository}:1",))
    assert images.missing_names(engine, ours) == ours.names
    api.tag(image.tag, repository, "1")
    try:
        assert STANDIN_LABEL not in engine.labels(image.tag)
        assert images.missing_names(engine, ours) == ()
    finally:
        api.remove_image(f"{repository}:1")


@pytest.mark.engine
def test_hello_world_says_its_text_and_holds_nothing_else(api: Any, course: tuple[Recipe, ...]) -> None:
    text = said(api, "hello-world")
    assert text.startswith("\nHello from Docker!\nThis message shows that your installation appears to be working")
    assert text.endswith("https://docs.docker.com/get-started/\n\n")
    with pytest.raises(docker.errors.APIError, match="executable file not found"):
        said(api, "hello-world", "sh")
    assert api.inspect_image("hello-world")["Size"] < 100_000


@pytest.mark.engine
@pytest.mark.parametrize(
    ("image", "command", "output"),
    [
        ("busybox:1.37", "busybox | head -1 | cut -d. -f1,2", "BusyBox v1.37\n"),
        ("busybox:1.37", "ls -ld /tmp | cut -c1-10; echo 42 > /tmp/x && cat /tmp/x", "drwxrwxrwt\n42\n"),
        ("busybox:1.37-musl", "ls /lib 2>/dev/null | wc -l", "0\n"),
        ("busybox", "adduser -D -u 4242 app && id app", "uid=4242(app) gid=4242(app) groups=4242(app)\n"),
        ("alpine:3.22", ". /etc/os-release; echo $ID ${VERSION_ID%.*}", "alpine 3.22\n"),
        ("alpine", "ls /lib64 /lib/ld-linux* 2>/dev/null; ls /lib/ld-musl-* | wc -l", "1\n"),
        ("alpine", "addgroup -S app && adduser -S -G app app && id -u app; grep -c app /etc/group", "100\n1\n"),
        ("alpine", "id -u; grep CapEff /proc/self/status | cut -f2 | grep -c 0000; test $(nproc) -gt 0", "0\n1\n"),
        ("alpine", "unshare -r true 2>/dev/null || echo blocked", "blocked\n"),
        (
            "debian:trixie-slim",
            ". /etc/os-release; echo $VERSION_CODENAME; ldd /bin/ls | grep -c libc.so",
            "trixie\n1\n",
        ),
        ("debian:trixie-slim", "dd if=/dev/zero of=/x bs=1k count=3 2>/dev/null; stat -c %s /x", "3072\n"),
        ("ubuntu:24.04", ". /etc/os-release; echo $ID $VERSION_ID", "ubuntu 24.04\n"),
        ("python:3.13-slim", "python -c 'import sys; print(sys.version[:4])'; command -v python3 >/dev/null", "3.13\n"),
        ("python:3.13-slim", "useradd --no-create-home wall && id -u wall", "1000\n"),
        ("python:3.13-slim", "dpkg-query -W -f '${Package}\\n' bash dpkg libc6", "bash\ndpkg\nlibc6\n"),
        ("redis:7-alpine", "redis-cli --version | cut -d' ' -f1", "redis-cli\n"),
        (
            "registry:2",
            "registry --version | grep -c distribution; find /etc/docker -name config.yml",
            "1\n/etc/docker/registry/config.yml\n",
        ),
    ],
)
def test_small_things(api: Any, course: tuple[Recipe, ...], image: str, command: str, output: str) -> None:
    with running(api, image, ["tail", "-f", "/dev/null"], network_mode="none") as box:
        assert box.does(command) == output


@pytest.mark.engine
def test_pip_has_what_the_course_installs(engine: Engine, api: Any, course: tuple[Recipe, ...]) -> None:
    """A stand-in has these packages in it, and needs no network; the real image downloads them."""
    network_mode = "none" if STANDIN_LABEL in engine.labels("python:3.13-slim") else "bridge"
    with running(api, "python:3.13-slim", ["sleep", "600"], network_mode=network_mode) as box:
        box.does("pip install --no-cache-dir flask redis 'pymysql[rsa]' 2>&1")
        assert box.does("python -c 'import flask, redis, pymysql, cryptography; print(1)'") == "1\n"


@pytest.mark.engine
async def test_nginx_serves_its_page_and_a_site_of_ones_own(api: Any, course: tuple[Recipe, ...]) -> None:
    site = "server { listen 8000; location / { return 200 'mine\\n'; } }\n"
    with running(api, "nginx:alpine", files={"/etc/nginx/conf.d/mine.conf": site}, network_mode="none") as box:
        await until(box.succeeds("wget -q -O /dev/null 127.0.0.1"))
        assert "<title>Welcome to nginx!</title>" in box.does("wget -q -O - http://localhost")
        assert box.does("wget -q -O - http://localhost:8000") == "mine\n"
        assert "syntax is ok" in box.does("nginx -t 2>&1")
        assert '"GET / HTTP/1.1" 200' in box.logs()
        assert box.tried("command -v python3; ls /src 2>/dev/null")[1] == ""


@pytest.mark.engine
async def test_redis_answers_its_neighbours(api: Any, course: tuple[Recipe, ...]) -> None:
    with running(api, "redis:7-alpine", network_mode="none") as box:
        await until(box.succeeds("redis-cli ping"))
        neighbour = said(api, "redis", "redis-cli", "ping", network_mode=f"container:{box.name}")
        assert neighbour == "PONG\n"
        assert box.does("grep Uid /proc/1/status").split()[1] != "0"


@pytest.mark.engine
async def test_a_registry_takes_an_image_and_throws_its_rubbish_away(api: Any, course: tuple[Recipe, ...]) -> None:
    with running(api, "registry:2", port_bindings={5000: ("127.0.0.1", None)}) as box:
        at = f"localhost:{api.port(box.name, 5000)[0]['HostPort']}"
        with running(api, "busybox", ["sleep", "600"], network_mode=f"container:{box.name}") as neighbour:
            await until(neighbour.succeeds("wget -q -O - http://127.0.0.1:5000/v2/"))
            api.tag("busybox:1.37", f"{at}/team/shop", "1.0")
            try:
                assert "digest: sha256:" in api.push(f"{at}/team/shop", "1.0")
            finally:
                api.remove_image(f"{at}/team/shop:1.0")
            assert (
                neighbour.does("wget -q -O - http://127.0.0.1:5000/v2/_catalog") == '{"repositories":["team/shop"]}\n'
            )
        assert "blobs marked" in box.does("registry garbage-collect /etc/docker/registry/config.yml 2>&1")


@pytest.mark.engine
async def test_a_database_that_outlives_its_container(api: Any, course: tuple[Recipe, ...]) -> None:
    """The lesson of the unit: variables and scripts count on an empty volume only."""
    schema = "CREATE TABLE food (name TEXT); INSERT INTO food VALUES ('bread'), ('milk');"
    ready = "mysqladmin -h 127.0.0.1 ping --silent"
    with volume(api) as data:
        binds = {data: {"bind": "/var/lib/mysql", "mode": "rw"}}
        first = {
            "MYSQL_ROOT_PASSWORD": "it's",
            "MYSQL_DATABASE": "shop",
            "MYSQL_USER": "mei",
            "MYSQL_PASSWORD_FILE": "/pw",
        }
        with running(
            api,
            "mysql:8.4",
            environment=first,
            files={"/pw": "tomato\n", "/docker-entrypoint-initdb.d/schema.sql": schema},
            network_mode="none",
            binds=binds,
        ) as box:
            await until(box.succeeds(ready), patience=120)
            assert box.does("mysqladmin ping -h 127.0.0.1 >/dev/null 2>&1; echo $?") == "0\n"
            assert box.does("MYSQL_PWD=\"it's\" mysql shop -Ne 'SELECT COUNT(*) FROM food'") == "2\n"
            box.does("MYSQL_PWD=tomato mysql -h 127.0.0.1 -u mei shop -e \"INSERT INTO food VALUES ('eggs')\"")
            box.stop()
        with running(
            api, "mysql:8.4", environment={"MYSQL_ROOT_PASSWORD": "new"}, network_mode="none", binds=binds
        ) as box:
            await until(box.succeeds(ready), patience=120)
            assert "Access denied" in box.tried("MYSQL_PWD=new mysql -e 'SELECT 1' 2>&1")[1]
            dump = box.does('MYSQL_PWD="it\'s" mysqldump --single-transaction shop')
            assert "'eggs'" in dump
            assert dump.splitlines()[-1].startswith("-- Dump completed")


@pytest.mark.engine
def test_a_database_without_a_password_says_what_is_missing(api: Any, course: tuple[Recipe, ...]) -> None:
    output = said(api, "mysql:8.4", network_mode="none")
    assert "password option is not specified" in output
    assert "MYSQL_RANDOM_ROOT_PASSWORD" in output


@pytest.mark.engine
async def test_wordpress_writes_into_its_database(api: Any, course: tuple[Recipe, ...]) -> None:
    secret = {"/run/secrets/pw": "tomato\n"}
    database = {
        "MYSQL_DATABASE": "blog",
        "MYSQL_USER": "blog",
        "MYSQL_PASSWORD_FILE": "/run/secrets/pw",
        "MYSQL_RANDOM_ROOT_PASSWORD": "yes",
    }
    site = {"WORDPRESS_DB_NAME": "blog", "WORDPRESS_DB_USER": "blog", "WORDPRESS_DB_PASSWORD_FILE": "/run/secrets/pw"}
    password = "admin_password=tomato-9-x&admin_password2=tomato-9-x&pw_weak=1"
    install = f"weblog_title=Mei&user_name=mei&{password}&admin_email=m@example.com"
    with network(api) as net, running(api, "mysql:8.4", environment=database, files=secret, network_mode=net) as db:
        await until(db.succeeds("mysqladmin -h 127.0.0.1 ping --silent"), patience=120)
        site["WORDPRESS_DB_HOST"] = db.name
        with (
            running(api, "wordpress", environment=site, files=secret, network_mode=net) as blog,
            running(api, "nginx", ["sleep", "600"], network_mode=f"container:{blog.name}") as visitor,
        ):
            await until(visitor.succeeds("curl -sf -o /dev/null localhost"), patience=60)
            assert "WordPress" in visitor.does("curl -sL localhost")
            visitor.does(f"curl -sf -o /dev/null -d '{install}' 'localhost/wp-admin/install.php?step=2'")
            title = "SELECT option_value FROM wp_options WHERE option_name = 'blogname'"
            asked = f'MYSQL_PWD=$(cat /run/secrets/pw) mysql -h 127.0.0.1 -u blog -N blog -e "{title}"'
            assert db.does(asked) == "Mei\n"
            assert "<title>Mei</title>" in visitor.does("curl -sL localhost")
