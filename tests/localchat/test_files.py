"""Pictures and documents, both ways; what they claim to be does not matter, what they are does."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.localchat import LocalChat, PeopleError
from bot.localchat.files import clean_name
from bot.localchat.params import Upload
from tests.localchat.raw_bot import ALEX, RawBot


def picture(kind: str = "PNG", width: int = 40, height: int = 30) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(data, kind)
    return data.getvalue()


async def test_a_picture_of_the_bot_with_its_words(bot: RawBot) -> None:
    upload = {"photo": Upload("chart.png", picture(), "image/png")}
    message = await bot.ok("sendPhoto", upload, chat_id=ALEX, caption="<b>Week 1</b>", parse_mode="HTML")
    (size,) = message["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (40, 30, len(picture()))
    assert message["caption"] == "Week 1"
    again = await bot.ok("sendPhoto", chat_id=ALEX, photo=size["file_id"])
    assert again["photo"] == message["photo"]


async def test_a_document_by_attach_name(bot: RawBot) -> None:
    upload = {"part7": Upload("out.txt", b"hello", "text/plain")}
    message = await bot.ok("sendDocument", upload, chat_id=ALEX, document="attach://part7")
    assert message["document"]["file_name"] == "out.txt"
    assert message["document"]["mime_type"] == "text/plain"
    path = (await bot.ok("getFile", file_id=message["document"]["file_id"]))["file_path"]
    assert path.startswith("documents/")


async def test_files_that_telegram_refuses(bot: RawBot) -> None:
    async def photo(data: bytes) -> str:
        return await bot.refused("sendPhoto", {"photo": Upload("x.png", data, "image/png")}, chat_id=ALEX)

    assert await photo(b"<svg onload=alert(1)>") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await photo(picture("GIF")) == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await photo(picture(width=2100, height=100)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert "too big for a photo" in await photo(picture() + b"\0" * 10 * 1024 * 1024)
    empty = {"document": Upload("x", b"", "")}
    assert await bot.refused("sendDocument", empty, chat_id=ALEX) == "Bad Request: file must be non-empty"
    huge = {"document": Upload("x", b"x" * (50 * 1024 * 1024 + 1), "")}
    assert await bot.refused("sendDocument", huge, chat_id=ALEX) == "Bad Request: Request Entity Too Large"
    words = "Bad Request: the local chat fetches nothing from the network: upload the file"
    assert await bot.refused("sendPhoto", chat_id=ALEX, photo="https://example.org/x.png") == words
    words = "Bad Request: wrong remote file identifier specified: Wrong string length"
    assert await bot.refused("sendPhoto", chat_id=ALEX, photo="local-photo-0") == words
    words = 'Bad Request: file "x" is named by attach:// but not attached'
    assert await bot.refused("sendPhoto", chat_id=ALEX, photo="attach://x") == words
    stray = {"photo": Upload("x.png", picture(), ""), "stray": Upload("x", b"x", "")}
    assert await bot.refused("sendPhoto", stray, chat_id=ALEX) == 'Bad Request: unknown parameter "stray" of sendPhoto'
    words = "Bad Request: message caption is too long"
    good = {"photo": Upload("x.png", picture(), "")}
    assert await bot.refused("sendPhoto", good, chat_id=ALEX, caption="x" * 1025) == words


async def test_a_refused_message_leaves_no_file_behind(bot: RawBot, chat: LocalChat) -> None:
    await bot.refused("sendPhoto", {"photo": Upload("x.png", picture(), "")}, chat_id=ALEX, caption="x" * 1025)
    assert chat.world.store.one("SELECT count(*) FROM files")[0] == 0


async def test_a_caption_can_be_edited(bot: RawBot) -> None:
    sent = await bot.ok("sendPhoto", {"photo": Upload("x.png", picture(), "")}, chat_id=ALEX, caption="one")
    which = {"chat_id": ALEX, "message_id": sent["message_id"]}
    assert (await bot.ok("editMessageCaption", caption="two", **which))["caption"] == "two"
    assert "caption" not in await bot.ok("editMessageCaption", **which)
    words = "Bad Request: there is no text in the message to edit"
    assert await bot.refused("editMessageText", text="x", **which) == words


async def test_files_of_people_reach_the_bot(bot: RawBot, chat: LocalChat) -> None:
    chat.send_document(ALEX, ALEX, "notes.md", b"# hi", caption="see /help")
    chat.send_photo(ALEX, ALEX, picture("JPEG"))
    first, second = await bot.updates()
    assert first["message"]["document"]["file_name"] == "notes.md"
    assert first["message"]["caption_entities"][0]["type"] == "bot_command"
    assert second["message"]["photo"][0]["width"] == 40
    with pytest.raises(PeopleError, match="cannot be sent"):
        chat.send_photo(ALEX, ALEX, b"no picture")


async def test_a_bot_downloads_up_to_20_megabytes(bot: RawBot, chat: LocalChat) -> None:
    big = chat.send_document(ALEX, ALEX, "big.bin", b"x" * (20 * 1024 * 1024 + 1))
    assert await bot.refused("getFile", file_id=big["document"]["file_id"]) == "Bad Request: file is too big"
    words = "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert await bot.refused("getFile", file_id="nonsense") == words


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\x.exe", "x.exe"),
        ("..", "file"),
        ("a\r\nSet-Cookie: x\0.txt", "aSet-Cookie: x.txt"),
        ("", "file"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
    ],
)
def test_a_file_name_is_only_a_name(name: str, clean: str) -> None:
    assert clean_name(name) == clean
