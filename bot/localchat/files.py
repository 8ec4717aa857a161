"""sendPhoto, sendDocument and getFile; the files of people too."""

from __future__ import annotations

import io
import mimetypes
import secrets
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image

from bot.localchat import history
from bot.localchat.entities import caption, entity_list
from bot.localchat.errors import bad_request
from bot.localchat.params import Arguments, Upload, boolean, method, text, upload
from bot.localchat.sending import SEND_PARAMETERS, send
from bot.localchat.world import World

PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
NAME_LIMIT = 200
IMAGE_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_COLUMNS = "unique_id, path, name, mime, kind, width, height, size"


@dataclass(frozen=True)
class StoredFile:
    """What is known of a file; its bytes are read when they are asked for. Width and height are 0 for documents."""

    unique_id: str
    path: str
    name: str
    mime: str
    kind: str
    width: int
    height: int
    size: int

    @property
    def file_id(self) -> str:
        """The identifier that can be sent again."""
        return f"local-{self.kind}-{self.unique_id}"


def send_photo(world: World, arguments: Arguments) -> history.Message:
    """Send a picture, new or by file_id."""
    given = arguments["photo"]
    stored = store_photo(world, given) if isinstance(given, Upload) else _again(world, given, "photo")
    content = {"photo": [photo_size(stored)], **caption(arguments)}
    if arguments.get("show_caption_above_media") and "caption" in content:
        content["show_caption_above_media"] = True
    if arguments.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return send(world, arguments, content)


def send_document(world: World, arguments: Arguments) -> history.Message:
    """Send a file, new or by file_id."""
    given = arguments["document"]
    stored = store_document(world, given) if isinstance(given, Upload) else _again(world, given, "document")
    return send(world, arguments, {"document": document(stored), **caption(arguments)})


def get_file(world: World, arguments: Arguments) -> dict[str, Any]:
    """Where a file can be downloaded."""
    stored = _by_id(world, arguments["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def store_photo(world: World, given: Upload) -> StoredFile:
    """Keep a picture. Raises ApiError 400 when it is none, or too big or too narrow for Telegram."""
    size = len(given.data)
    if size > PHOTO_BYTES:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes")
    kind, width, height = picture(given.data)
    if not kind:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return store(world, "photo", "photo." + kind.lower(), IMAGE_MIMES[kind], given.data, width, height)


def store_document(world: World, given: Upload) -> StoredFile:
    """Keep a file of any kind. Raises ApiError when it is empty or over 50 MB."""
    if not given.data:
        raise bad_request("file must be non-empty")
    if len(given.data) > UPLOAD_BYTES:
        raise bad_request("Request Entity Too Large")
    name = clean_name(given.name)
    mime = mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"
    return store(world, "document", name, mime, given.data)


def picture(data: bytes) -> tuple[str, int, int]:
    """``PNG``, ``JPEG`` or ``WEBP``, width and height, read from the bytes; empty and zeros for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bomb is judged by its dimensions, it is never unpacked
            with Image.open(io.BytesIO(data), formats=tuple(IMAGE_MIMES)) as image:
                return str(image.format), image.width, image.height
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "", 0, 0


def clean_name(name: str) -> str:
    """A file name that is only a name: no folders, no control characters, not too long, never empty."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if char.isprintable()).strip().strip(".")
    return name[-NAME_LIMIT:] or "file"


def store(world: World, kind: str, name: str, mime: str, data: bytes, width: int = 0, height: int = 0) -> StoredFile:
    """Keep the bytes; ``kind`` is photo, document or sticker."""
    number = world.store.next_number("file")
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    path = f"{kind}s/file_{number}" + (f".{suffix}" if suffix.isascii() and suffix.isalnum() else "")
    stored = StoredFile(secrets.token_hex(8), path, name, mime, kind, width, height, len(data))
    values = (stored.unique_id, path, name, mime, kind, width, height, stored.size, data)
    world.store.run("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *values)
    return stored


def find(world: World, unique_id: str) -> StoredFile | None:
    """A file by its unique id, or None."""
    row = world.store.one(f"SELECT {_COLUMNS} FROM files WHERE unique_id = ?", unique_id)  # noqa: S608
    return StoredFile(*row) if row else None


def find_path(world: World, path: str) -> StoredFile | None:
    """A file by the path that getFile gave, or None."""
    row = world.store.one(f"SELECT {_COLUMNS} FROM files WHERE path = ?", path)  # noqa: S608
    return StoredFile(*row) if row else None


def content(world: World, stored: StoredFile) -> bytes:
    """The bytes of a file."""
    return bytes(world.store.one("SELECT data FROM files WHERE unique_id = ?", stored.unique_id)["data"])


def photo_size(stored: StoredFile) -> dict[str, Any]:
    """A picture as the Bot API's PhotoSize."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "width": stored.width,
        "height": stored.height,
        "file_size": stored.size,
    }


def document(stored: StoredFile) -> dict[str, Any]:
    """A file as the Bot API's Document."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "mime_type": stored.mime,
        "file_size": stored.size,
    }


def _by_id(world: World, file_id: str) -> StoredFile | None:
    stored = find(world, file_id.rsplit("-", 1)[-1])
    return stored if stored is not None and stored.file_id == file_id else None


def _again(world: World, file_id: str, kind: str) -> StoredFile:
    if "://" in file_id:
        raise bad_request("the local chat fetches nothing from the network: upload the file")
    stored = _by_id(world, file_id)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


METHODS = (
    method(
        "sendPhoto", send_photo, "chat_id photo", **SEND_PARAMETERS,
        photo=upload, caption=text, parse_mode=text, caption_entities=entity_list, show_caption_above_media=boolean,
        has_spoiler=boolean,
    ),
    method(
        "sendDocument", send_document, "chat_id document", **SEND_PARAMETERS,
        document=upload, caption=text, parse_mode=text, caption_entities=entity_list,
        disable_content_type_detection=boolean,
    ),
    method("getFile", get_file, "file_id", file_id=text),
)  # fmt: skip
