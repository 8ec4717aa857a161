"""What a message can hold, and what a tap on it does."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.localchat.page.visiting import ALEX, GROUP, House, Visitor, entity, fill_with_everything, quiz, rows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_formatting_lies_where_the_bot_put_it_even_behind_emoji(house: House, visitor: Visitor) -> None:
    house.begin()
    text = "🐳🧪 Containers are not small VMs; 25 min, old, run ls -l or read the docs. Secret: 42."
    entities = [
        entity("bold", "Containers are not small VMs", text), entity("italic", "not small", text),
        entity("underline", "25 min", text), entity("strikethrough", "old", text), entity("code", "ls -l", text),
        entity("text_link", "the docs", text, url="https://docs.docker.com/x"), entity("spoiler", "42", text),
    ]  # fmt: skip
    sent = visitor.message(await house.send(ALEX, text, entities=entities))
    await visitor.come()
    await expect(sent.locator("strong")).to_have_text("Containers are not small VMs")
    await expect(sent.locator("strong em")).to_have_text("not small")
    await expect(sent.locator("u")).to_have_text("25 min")
    await expect(sent.locator("s")).to_have_text("old")
    await expect(sent.locator("code")).to_have_text("ls -l")
    link = sent.get_by_test_id("link")
    await expect(link).to_have_attribute("href", "https://docs.docker.com/x")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))
    hidden = sent.get_by_text("42")
    await expect(hidden).to_be_hidden()
    await sent.get_by_role("button", name="Hidden text").press("Enter")
    await expect(hidden).to_be_visible()


async def test_code_is_named_and_copied_whole(house: House, visitor: Visitor) -> None:
    house.begin()
    code = "docker build -t x .\ndocker run x"
    text = f"Try:\n{code}\nThen go on."
    marks = [entity("pre", code, text, language="bash"), entity("blockquote", "Then go on.", text)]
    sent = visitor.message(await house.send(ALEX, text, entities=marks))
    await visitor.come()
    await expect(sent.locator(".code-language")).to_have_text("bash")
    await expect(sent.locator("pre")).to_have_text(code)
    await expect(sent.locator("blockquote")).to_have_text("Then go on.")
    await sent.get_by_test_id("copy-code").click()
    await expect(visitor.see("toast")).to_have_text("Copied")
    assert await visitor.page.evaluate("() => navigator.clipboard.readText()") == code


async def test_pictures_are_shown_and_files_are_downloaded(house: House, visitor: Visitor) -> None:
    await fill_with_everything(house)
    await visitor.come()
    shown = visitor.see("photo")
    await expect(shown).to_have_js_property("naturalWidth", 900)
    await visitor.page.get_by_role("button", name="Open the picture").click()
    await expect(visitor.see("viewer").locator("img")).to_have_js_property("naturalWidth", 900)
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.see("viewer")).to_have_count(0)
    async with visitor.page.expect_download() as download:
        await visitor.see("document").click()
    assert (await (await download.value).path()).read_bytes() == b"all of it"
    await expect(visitor.see("sticker-message")).to_be_visible()


async def test_a_command_in_a_text_can_be_tapped(house: House, visitor: Visitor) -> None:
    house.begin()
    await house.send(ALEX, "Or /today brings them at once.")
    await visitor.come()
    await visitor.see("command-link").last.click()
    await house.update("message")
    assert (await house.update("message"))["text"] == "/today"


@pytest.mark.parametrize(("choice", "result"), [(1, "right"), (0, "wrong")])
async def test_a_quiz_says_what_was_right_and_why(house: House, visitor: Visitor, choice: int, result: str) -> None:
    house.begin()
    poll = visitor.message(await quiz(house))
    await visitor.come()
    await expect(poll.get_by_test_id("poll-explanation")).to_have_count(0)
    await poll.get_by_test_id("poll-option").nth(choice).click()
    assert (await house.update("poll_answer"))["option_ids"] == [choice]
    await expect(poll.get_by_test_id("poll-option").nth(choice)).to_have_attribute("data-result", result)
    await expect(poll.get_by_test_id("poll-option").nth(choice)).to_have_attribute("data-percent", "100")
    await expect(poll.get_by_test_id("poll-option").nth(1)).to_have_attribute("data-result", "right")
    await expect(poll.get_by_test_id("poll-explanation")).to_contain_text("One kernel for all.")


async def test_who_has_not_voted_is_not_told_the_answer(house: House, visitor: Visitor) -> None:
    poll = visitor.message(await quiz(house, GROUP))
    await visitor.come(f"#{ALEX}/{GROUP}")
    await poll.get_by_test_id("poll-option").nth(1).click()
    await expect(poll.get_by_test_id("poll-explanation")).to_be_visible()
    await visitor.see("person").nth(1).click()
    await expect(poll.get_by_test_id("poll")).to_have_attribute("data-voted", "false")
    await expect(poll.get_by_test_id("poll-explanation")).to_have_count(0)
    await expect(poll).to_contain_text("1 人已作答")


async def test_several_answers_are_chosen_then_sent_and_can_be_taken_back(house: House, visitor: Visitor) -> None:
    house.begin()
    options = [{"text": text} for text in ("Multi-stage builds", "A slim base", "More layers")]
    sent = await house.bot("sendPoll", chat_id=ALEX, question="What makes it smaller?", options=options,
                           allows_multiple_answers=True, is_anonymous=False)  # fmt: skip
    poll = visitor.message(sent["message_id"])
    await visitor.come()
    await expect(poll.get_by_test_id("poll-vote")).to_be_disabled()
    await poll.get_by_role("checkbox", name="Multi-stage builds").click()
    await poll.get_by_role("checkbox", name="A slim base").press("Space")
    await poll.get_by_test_id("poll-vote").click()
    assert (await house.update("poll_answer"))["option_ids"] == [0, 1]
    await expect(poll.locator("[data-result=chosen]")).to_have_count(2)
    await poll.get_by_test_id("message-menu").click(force=True)
    await visitor.see("menu-retract").click()
    await expect(poll.get_by_test_id("poll")).to_have_attribute("data-voted", "false")
    await house.bot("stopPoll", chat_id=ALEX, message_id=sent["message_id"])
    await expect(poll).to_contain_text("Final results")
    await expect(poll.get_by_test_id("poll-vote")).to_have_count(0)


async def test_a_button_is_busy_until_the_bot_answers_and_the_answer_is_shown_once(
    house: House, visitor: Visitor
) -> None:
    house.begin()
    await house.send(ALEX, "Ready?", reply_markup=rows({"text": "Yes", "callback_data": "yes"}))
    await visitor.come()
    button = visitor.see("inline-button")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    query = await house.update("callback_query")
    assert query["data"] == "yes"
    await house.bot("answerCallbackQuery", callback_query_id=query["id"], text="Here we go")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await expect(visitor.see("toast")).to_have_text("Here we go")


async def test_an_alert_waits_for_escape_and_gives_the_focus_back(house: House, visitor: Visitor) -> None:
    house.begin()
    await house.send(ALEX, "Ready?", reply_markup=rows({"text": "Yes", "callback_data": "yes"}))
    await visitor.come()
    await visitor.see("inline-button").press("Enter")
    query = await house.update("callback_query")
    await house.bot("answerCallbackQuery", callback_query_id=query["id"], text="Too late", show_alert=True)
    alert = visitor.page.get_by_role("dialog")
    await expect(alert).to_contain_text("Too late")
    await visitor.page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)
    await expect(visitor.see("inline-button")).to_be_focused()


async def test_an_edit_changes_the_message_in_place_and_keeps_the_focus(house: House, visitor: Visitor) -> None:
    house.begin()
    first = await house.send(ALEX, "Page 1", reply_markup=rows({"text": "Next", "callback_data": "p2"}))
    await house.send(ALEX, "Below")
    await visitor.come()
    await visitor.message(first).get_by_test_id("inline-button").focus()
    buttons = rows({"text": "Next", "callback_data": "p3"})
    await house.bot("editMessageText", chat_id=ALEX, message_id=first, text="Page 2", reply_markup=buttons)
    await expect(visitor.message(first)).to_contain_text("Page 2")
    await expect(visitor.message(first).get_by_test_id("inline-button")).to_be_focused()
    await expect(visitor.see("message").nth(1)).to_contain_text("Page 2")
    await house.bot("editMessageText", chat_id=ALEX, message_id=first, text="Done")
    await expect(visitor.message(first).get_by_test_id("edited")).to_be_visible()


async def test_a_deep_link_in_the_group_leads_to_the_private_chat(house: House, visitor: Visitor) -> None:
    link = {"text": "In private", "url": "https://t.me/pomodock_bot?start=join_7"}
    await house.send(GROUP, "Let us talk in private.", reply_markup=rows(link))
    await visitor.come(f"#{ALEX}/{GROUP}")
    await visitor.see("inline-button").click()
    assert (await house.update("message"))["text"] == "/start join_7"
    await expect(visitor.see("subtitle")).to_have_text("bot")
    await expect(visitor.see("message")).to_contain_text("/start join_7")


async def test_a_foreign_link_is_shown_before_it_is_opened(house: House, visitor: Visitor) -> None:
    house.begin()
    await house.send(ALEX, "Look", reply_markup=rows({"text": "docs.docker.com", "url": "https://evil.example/x"}))
    await visitor.come()
    await visitor.see("inline-button").click()
    await expect(visitor.see("confirm")).to_contain_text("https://evil.example/x")
    await visitor.see("dialog-no").click()
    assert len(visitor.page.context.pages) == 1
