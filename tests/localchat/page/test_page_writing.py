"""Writing: lines, commands, edits, replies, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.localchat.page.visiting import ALEX, MEI, House, Visitor, picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_shift_enter_makes_a_line_and_enter_sends(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await visitor.see("composer").press_sequentially("one")
    await visitor.page.keyboard.press("Shift+Enter")
    await visitor.see("composer").press_sequentially("two")
    await visitor.page.keyboard.press("Enter")
    await house.update("message")
    assert (await house.update("message"))["text"] == "one\ntwo"
    await expect(visitor.see("composer")).to_have_value("")


async def test_the_command_menu_filters_and_obeys_the_arrows(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await visitor.see("menu").click()
    await expect(visitor.see("command")).to_have_count(3)
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.see("command-list")).to_be_hidden()
    await visitor.see("composer").press_sequentially("/")
    await visitor.page.keyboard.press("ArrowDown")
    await expect(visitor.page.get_by_role("option", selected=True)).to_contain_text("/today")
    await visitor.see("composer").press_sequentially("ru")
    await expect(visitor.see("command")).to_have_count(1)
    await visitor.page.keyboard.press("Tab")
    await visitor.see("composer").press_sequentially("ls -l")
    await visitor.page.keyboard.press("Enter")
    await house.update("message")
    assert (await house.update("message"))["text"] == "/run ls -l"
    await visitor.see("composer").press_sequentially("/to")
    await visitor.page.keyboard.press("Enter")
    assert (await house.update("message"))["text"] == "/today"


async def test_arrow_up_edits_the_last_own_message(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await visitor.write("helo")
    await expect(visitor.see("message")).to_have_count(2)
    await visitor.see("composer").press("ArrowUp")
    await expect(visitor.see("composer-bar")).to_contain_text("Editing")
    await expect(visitor.see("composer")).to_have_value("helo")
    await visitor.write("hello")
    assert (await house.update("edited_message"))["text"] == "hello"
    await expect(visitor.see("message").last).to_have_attribute("data-edited", "true")
    await expect(visitor.see("composer-bar")).to_be_hidden()


async def test_a_reply_quotes_what_it_answers(house: House, visitor: Visitor) -> None:
    house.begin()
    question = await house.send(ALEX, "Why does it start so fast?")
    await visitor.come()
    await visitor.message(question).click(button="right")
    await visitor.see("menu-reply").click()
    await expect(visitor.see("composer-bar")).to_contain_text("Reply to Pomodock")
    await visitor.write("no OS to boot")
    await expect(visitor.see("reply-quote")).to_contain_text("Why does it start so fast?")
    await house.update("message")
    assert (await house.update("message"))["reply_to_message"]["message_id"] == question


async def test_files_pictures_and_stickers_reach_the_bot(house: House, visitor: Visitor, tmp_path: Path) -> None:
    house.begin()
    await house.update("message")
    await visitor.come()
    note = tmp_path / "notes.txt"
    note.write_bytes(b"my notes")
    await visitor.see("file-document").set_input_files(note)
    await visitor.see("caption").fill("see inside")
    await visitor.page.keyboard.press("Enter")
    message = await house.update("message")
    assert (message["document"]["file_name"], message["caption"]) == ("notes.txt", "see inside")
    shot = tmp_path / "shot.png"
    shot.write_bytes(picture())
    await visitor.see("file-photo").set_input_files(shot)
    await visitor.see("attach-send").click()
    assert (await house.update("message"))["photo"][-1]["width"] == 320
    await expect(visitor.see("photo")).to_have_js_property("naturalWidth", 320)
    await visitor.see("sticker").click()
    assert "sticker" in await house.update("message")
    empty = tmp_path / "empty.txt"
    empty.touch()
    await visitor.see("file-document").set_input_files(empty)
    await expect(visitor.see("toast").last).to_contain_text("empty.txt is empty")


async def test_what_the_server_refuses_is_said_and_comes_back_into_the_field(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await visitor.write("mine")
    await expect(visitor.see("message")).to_have_count(2)
    await visitor.see("composer").press("ArrowUp")
    await visitor.write("x" * 5000)
    await expect(visitor.see("toast")).to_contain_text("1 to 4096 characters")
    await expect(visitor.see("composer")).to_have_value("x" * 5000)


async def test_a_refusal_is_said_in_the_language_of_the_page(house: House, visitor: Visitor) -> None:
    house.begin(MEI)
    await visitor.come(f"#{MEI}/{MEI}")
    await visitor.see("composer").press("ArrowUp")
    await visitor.write("长" * 5000)
    await expect(visitor.see("toast")).to_have_text("文字消息最多 4096 个字符。")


async def test_blocking_takes_the_composer_away_until_unblocked(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await visitor.see("chat-menu").click()
    await visitor.see("block").click()
    await visitor.see("dialog-yes").click()
    await expect(visitor.see("unblock")).to_be_visible()
    await expect(visitor.see("composer")).to_have_count(0)
    status, _ = await house.chat.call(house.chat.bot_token, "sendMessage", {"chat_id": ALEX, "text": "?"})
    assert status == 403
    await visitor.see("unblock").click()
    await expect(visitor.see("composer")).to_be_visible()
