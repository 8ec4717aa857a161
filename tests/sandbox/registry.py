"""An image registry on loopback that holds one image: enough of the distribution protocol for a pull."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


def base_with_setuid(api: Any, image: str, folder: Path) -> dict[str, Path]:
    """``image`` as blobs by digest, with a setuid and a setgid file and a mirror's address added."""
    made = api.create_container(image, command=["true"])
    layer = folder / "layer.tar"
    try:
        with layer.open("wb") as out:
            for chunk in api.export(made["Id"]):
                out.write(chunk)
    finally:
        api.remove_container(made["Id"], force=True)
    with tarfile.open(layer, "a") as tar:
        for name, mode, text in (
            ("usr/bin/become", 0o4755, b"#!/bin/sh\n"),
            ("usr/bin/begroup", 0o2755, b"#!/bin/sh\n"),
            ("etc/apt/apt.conf.d/01proxy", 0o644, b'Acquire::Retries "0";\n'),
        ):
            member = tarfile.TarInfo(name)
            member.mode, member.size = mode, len(text)
            tar.addfile(member, io.BytesIO(text))
    return _blobs(layer, folder)


@contextmanager
def serving(blobs: dict[str, Path]) -> Iterator[str]:
    """The address of a registry that answers any name with the image of ``blobs``."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, *, body: bool) -> None:
            kind, _, reference = self.path.rpartition("/")
            if self.path == "/v2/":
                return self._send(b"{}", "application/json", body)
            if kind.endswith("/manifests"):
                digest = reference if reference.startswith("sha256:") else _digest(blobs["manifest"])
                return self._send(blobs["manifest"].read_bytes(), _MANIFEST, body, digest)
            return self._send(blobs[reference].read_bytes(), "application/octet-stream", body, reference)

        def _send(self, content: bytes, kind: str, body: bool, digest: str = "") -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if digest:
                self.send_header("Docker-Content-Digest", digest)
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _blobs(layer: Path, folder: Path) -> dict[str, Path]:
    config = folder / "config.json"
    config.write_text(
        json.dumps(
            {
                "architecture": "amd64",
                "os": "linux",
                "config": {"Cmd": ["sh"], "User": "65534"},
                "rootfs": {"type": "layers", "diff_ids": [_digest(layer)]},
            }
        )
    )
    manifest = folder / "manifest.json"
    manifest.write_text(
        json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": _MANIFEST,
                "config": _described(config, "application/vnd.docker.container.image.v1+json"),
                "layers": [_described(layer, "application/vnd.docker.image.rootfs.diff.tar")],
            }
        )
    )
    return {"manifest": manifest, _digest(config): config, _digest(layer): layer}


def _described(file: Path, kind: str) -> dict[str, Any]:
    return {"mediaType": kind, "size": file.stat().st_size, "digest": _digest(file)}


def _digest(file: Path) -> str:
    return "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
