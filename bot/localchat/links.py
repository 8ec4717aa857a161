"""Which addresses may stand behind a link or a button: what Telegram takes, and nothing that could run in a page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?=.{4,253}$)([\w\-]{1,63}\.)+[\w\-]{2,63}", re.UNICODE)
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.\-]*:")


def is_link(url: str) -> bool:
    """Whether Telegram would take this address: http, https with a host that has a dot, or tg://."""
    if not url or any(char.isspace() or char < " " for char in url):
        return False
    if not _SCHEME.match(url):
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme == "tg":
        return bool(parts.netloc)
    return parts.scheme in {"http", "https"} and bool(_HOST.fullmatch(host)) and port != 0
