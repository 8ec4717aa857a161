"""Names of files that strangers send."""

from __future__ import annotations

from pathlib import PurePosixPath


def safe_name(name: str) -> str:
    """``name`` as a file name that can do no harm: its last part, without control characters; empty if none is left."""
    last = PurePosixPath(name.replace("\\", "/").strip()).name
    kept = "".join(sign for sign in last if sign.isprintable())
    return "" if kept in {"", ".", ".."} else kept.encode()[:200].decode(errors="ignore")
