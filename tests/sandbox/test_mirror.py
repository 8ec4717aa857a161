"""Which package mirror a machine is set up for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.mirror import (
    Mirror,
    Source,
    download_settings,
    host_mirror,
    parse_deb822,
    parse_one_line,
)

DEB822 = """\
# See sources.list(5)
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
 contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb-src
URIs: http://src.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: https://third.example/node
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
"""

ONE_LINE = """\
# deb http://off.example/debian bookworm main
deb [arch=amd64 signed-by=/keys/d.gpg] http://mirror.example/debian/ bookworm main contrib # ours
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian-security bookworm-security main
deb https://third.example/apt stable main
deb cdrom:[Debian 12]/ bookworm main
nonsense
"""


def _machine(root: Path, *, release: str, **files: str) -> Path:
    for name, text in {"etc/os-release": release, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


BOOKWORM = 'ID=debian\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12"\n'
NOBLE = "ID=ubuntu\nVERSION_CODENAME=noble\n"


def test_deb822() -> None:
    keys = "/usr/share/keyrings/debian-archive-keyring.gpg"
    assert parse_deb822(DEB822) == [
        Source("http://mirror.example/debian", "bookworm", ("main", "contrib"), keys),
        Source("http://mirror.example/debian", "bookworm-updates", ("main", "contrib"), keys),
        Source("https://third.example/node", "bookworm", ("main",), None),
    ]


def test_one_line() -> None:
    assert parse_one_line(ONE_LINE)[:2] == [
        Source("http://mirror.example/debian/", "bookworm", ("main", "contrib"), "/keys/d.gpg"),
        Source("http://mirror.example/debian-security", "bookworm-security", ("main",), None),
    ]


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert isinstance(parse_one_line(text) + parse_deb822(text), list)
    assert isinstance(download_settings(text), dict)


def test_debian_prefers_the_suite_that_is_wanted(tmp_path: Path) -> None:
    root = _machine(tmp_path, release=BOOKWORM, **{"etc/apt/sources.list.d/debian.sources": DEB822})
    keys = "/usr/share/keyrings/debian-archive-keyring.gpg"
    assert host_mirror("trixie", root) == Mirror("http://mirror.example/debian", ("trixie", "bookworm"), keys)


def test_a_third_party_is_not_taken_for_the_distribution(tmp_path: Path) -> None:
    root = _machine(
        tmp_path,
        release=BOOKWORM,
        **{
            "etc/apt/sources.list": "deb http://a.example/packages bookworm main\n" + ONE_LINE,
            "etc/apt/sources.list.d/x.list": "deb http://z.example/x bookworm main",
        },
    )
    found = host_mirror("trixie", root)
    assert found is not None
    assert found.uri == "http://mirror.example/debian"


def test_ubuntu_takes_its_own_suite(tmp_path: Path) -> None:
    sources = "Types: deb\nURIs: http://u.example/ubuntu/\nSuites: noble noble-updates\nComponents: main universe\n"
    root = _machine(tmp_path, release=NOBLE, **{"etc/apt/sources.list.d/ubuntu.sources": sources})
    assert host_mirror("trixie", root) == Mirror("http://u.example/ubuntu", ("noble",), None)


def test_a_list_of_mirrors(tmp_path: Path) -> None:
    root = _machine(
        tmp_path,
        release=BOOKWORM,
        **{
            "etc/apt/sources.list": "deb mirror+file:/etc/apt/mirrors/debian.list bookworm main\n",
            "etc/apt/mirrors/debian.list": "# ours\nhttps://cdn.example/debian\tpriority:1\n",
        },
    )
    found = host_mirror("trixie", root)
    assert found is not None
    assert found.uri == "https://cdn.example/debian"


@pytest.mark.parametrize("release", ["", "ID=arch\n", BOOKWORM])
def test_a_machine_without_a_mirror(tmp_path: Path, release: str) -> None:
    assert host_mirror("trixie", _machine(tmp_path, release=release)) is None
    assert host_mirror("trixie", tmp_path / "nothing") is None


def test_the_proxy_and_certificates_of_apt() -> None:
    dump = """\
Acquire::http::Proxy "http://proxy.example:3142";
Acquire::http::Proxy::direct.example "DIRECT";
Acquire::https::CAInfo "/etc/ours.pem";
Dir::Cache "var/cache/apt";
"""
    assert download_settings(dump) == {
        "http_proxy": "http://proxy.example:3142",
        "https_proxy": "http://proxy.example:3142",
        "ca": "/etc/ours.pem",
    }
    assert download_settings('Acquire::http::Proxy "DIRECT";') == {"http_proxy": "", "https_proxy": ""}
    assert download_settings('Acquire::http::Proxy "";\nAcquire::https::Proxy "false";') == {}
