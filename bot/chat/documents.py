"""Files that somebody sends: into the open lab."""

from __future__ import annotations

from telegram import Document

from bot.domain.errors import FileTooLarge
from bot.domain.lab_file import safe_name
from bot.domain.lab_shell import LabLimits
from bot.services import lab
from bot.services.turn import Turn
from bot.storage.people import Met


async def take(turn: Turn, met: Met, document: Document) -> None:
    """Fetch a document from Telegram and put it into the lab. Raises ``FileTooLarge`` before anything is fetched."""
    limit = LabLimits().upload_bytes
    if (document.file_size or 0) > limit:
        raise FileTooLarge(document.file_size or 0, limit)
    file = await document.get_file()
    content = bytes(await file.download_as_bytearray())
    await lab.put(turn, met, safe_name(document.file_name or ""), content)
