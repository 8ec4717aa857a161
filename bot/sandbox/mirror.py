"""The package mirror that this machine's apt is set up for: parsing only, except ``host_mirror``.

Formats: ``sources.list(5)`` (one line a source, and deb822), ``apt-config dump``, ``os-release(5)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^\]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s*(?P<components>.*)$")
_SETTING = re.compile(r'^(?P<name>Acquire::(?:http|https)::(?:Proxy|CAInfo)) "(?P<value>[^"]*)";$')
_SCHEMES = ("http://", "https://", "file:/")
_ALIASES = {"stable", "testing", "unstable", "sid"}


@dataclass(frozen=True, slots=True)
class Source:
    """One place that apt gets packages from."""

    uri: str
    suite: str
    components: tuple[str, ...]
    keyring: str | None = None


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where a root file system can be made from: an archive, the suites to try, the key to check it with."""

    uri: str
    suites: tuple[str, ...]
    keyring: str | None


def parse_one_line(text: str) -> list[Source]:
    """The enabled binary sources of a ``*.list`` file."""
    sources = []
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        if found := _ONE_LINE.match(line):
            options = dict(part.split("=", 1) for part in (found["options"] or "").split() if "=" in part)
            components = tuple(found["components"].split())
            keyring = _keyring(options.get("signed-by", ""))
            sources.append(Source(found["uri"], found["suite"], components, keyring))
    return sources


def parse_deb822(text: str) -> list[Source]:
    """The enabled binary sources of a ``*.sources`` file."""
    sources = []
    for paragraph in re.split(r"\n\s*\n", text):
        fields = _fields(paragraph)
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() == "no":
            continue
        components = tuple(fields.get("components", "").split())
        keyring = _keyring(fields.get("signed-by", ""))
        sources += [
            Source(uri, suite, components, keyring)
            for uri in fields.get("uris", "").split()
            for suite in fields.get("suites", "").split()
        ]
    return sources


def choose(sources: Iterable[Source], *, distribution: str, codename: str, wanted: str) -> Mirror | None:
    """The distribution's own archive among ``sources`` (third parties use the same suite names).

    ``wanted`` is the Debian suite to prefer; the host's own ``codename`` is what its mirror has for certain. Another
    distribution's archive does not have ``wanted`` at all.
    """
    own = [
        source
        for source in sources
        if source.suite in {codename, *_ALIASES} and "main" in source.components and source.uri.startswith(_SCHEMES)
    ]
    if not own:
        return None
    # The archive of Debian ends in /debian, that of Ubuntu in /ubuntu or /ubuntu-ports, on every mirror.
    best = max(own, key=lambda s: (f"/{distribution}" in s.uri, s.suite == codename))
    suites = (wanted, codename) if distribution == "debian" else (codename,)
    return Mirror(best.uri.rstrip("/"), tuple(dict.fromkeys(suites)), best.keyring)


def download_settings(apt_config: str) -> dict[str, str]:
    """Proxy and certificate settings out of ``apt-config dump``: keys ``http_proxy https_proxy ca``."""
    names = {
        "Acquire::http::Proxy": "http_proxy",
        "Acquire::https::Proxy": "https_proxy",
        "Acquire::https::CAInfo": "ca",
    }
    settings = {}
    for line in apt_config.splitlines():
        found = _SETTING.match(line)
        if found and found["name"] in names and found["value"] not in {"", "false"}:
            value = "" if found["value"] == "DIRECT" else found["value"]
            settings[names[found["name"]]] = value
    # apt falls back to the plain proxy for https.
    if "http_proxy" in settings:
        settings.setdefault("https_proxy", settings["http_proxy"])
    return settings


def host_mirror(wanted: str, root: Path = Path("/")) -> Mirror | None:
    """The mirror configured below ``root``, or ``None`` on a machine without one."""
    release = _release(root / "etc/os-release")
    if "VERSION_CODENAME" not in release:
        return None
    sources = [_resolved(source, root) for source in _configured(root)]
    return choose(sources, distribution=release.get("ID", ""), codename=release["VERSION_CODENAME"], wanted=wanted)


def _configured(root: Path) -> list[Source]:
    folder = root / "etc/apt/sources.list.d"
    sources = parse_one_line(_read(root / "etc/apt/sources.list"))
    for file in sorted(folder.glob("*.list")):
        sources += parse_one_line(_read(file))
    for file in sorted(folder.glob("*.sources")):
        sources += parse_deb822(_read(file))
    return sources


def _resolved(source: Source, root: Path) -> Source:
    """Cloud images name a file of mirrors (``mirror+file:/etc/apt/mirrors/debian.list``): take its first."""
    if not source.uri.startswith("mirror+file:"):
        return source
    file = root / source.uri.removeprefix("mirror+file:").lstrip("/")
    listed = [line.split()[0] for line in _read(file).splitlines() if line.strip() and line[0] != "#"]
    return Source(listed[0] if listed else "", source.suite, source.components, source.keyring)


def _release(file: Path) -> dict[str, str]:
    lines = (line.partition("=") for line in _read(file).splitlines())
    return {name: value.strip("\"'") for name, equals, value in lines if equals}


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""


def _fields(paragraph: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in paragraph.splitlines():
        if line.startswith("#"):
            continue
        if line[:1] in {" ", "\t"} and name:
            fields[name] += "\n" + line.strip()
        elif ":" in line:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def _keyring(signed_by: str) -> str | None:
    """A key file; fingerprints and keys written into the source itself are of no use to debootstrap."""
    first = signed_by.replace(",", " ").split()
    return first[0] if first and first[0].startswith("/") else None
