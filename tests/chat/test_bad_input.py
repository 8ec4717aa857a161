"""What strangers send: each gets a clear sentence, or silence where that is right; nothing is lost, nothing stops."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.messages.general import NotUnderstood, Trouble
from bot.domain.messages.study import Recital
from bot.domain.taps import Action
from bot.storage.schema import InboxRow
from tests.world import ALEX, GROUP, Somebody, World

EVIL = "<b>bold</b> & <script>alert(1)</script> *a* _b_ `c` [d](tg://user?id=1) {{ 7*7 }} \u202e"


def private_message(who: int = ALEX, **content: Any) -> dict[str, Any]:
    chat = {"id": who, "type": "private", "first_name": "Alex"}
    user = {"id": who, "is_bot": False, "first_name": "Alex", "language_code": "en"}
    return {"message": {"message_id": 900, "date": 1772440000, "chat": chat, "from": user, **content}}


async def reciting(somebody: Somebody) -> Somebody:
    await somebody.enrol()
    await somebody.press("begin", "now")
    await somebody.read_all()
    return somebody


async def set_aside(world: World) -> list[str]:
    async with world.bot.database.begin() as tx:
        rows = await tx.scalars(select(InboxRow).where(InboxRow.state == "set_aside").order_by(InboxRow.update_id))
        return [row.reason or "" for row in rows]


async def test_a_recitation_of_twenty_thousand_characters(world: World) -> None:
    alex = await reciting(world.alex)
    async with alex.watching():
        await world.inject(private_message(text="the white sets first " * 1000))
    trouble = alex.heard(Trouble)
    assert (trouble.error, trouble.fields["length"]) == ("TextTooLong", 21000)
    await alex.say("the white sets first")
    assert alex.heard(Recital).points[0].state == "found"


async def test_twenty_thousand_characters_as_a_client_sends_them(world: World) -> None:
    alex = await reciting(world.alex)
    await alex.say("the white sets first " * 1000)  # five messages
    assert set(alex.kinds) <= {"Trouble", "Recital"}
    await alex.say("the white sets first")
    alex.heard(Recital)


async def test_html_and_markdown_in_what_is_said(world: World) -> None:
    alex = await reciting(world.alex)
    await alex.say(EVIL)
    alex.heard(Recital)
    await alex.say("/" + EVIL)
    assert alex.heard(Trouble).error == "UnknownCommand"
    await alex.say(f"/run {EVIL}")
    await world.commands_done()
    assert "<script>alert(1)</script>" in alex.last.text
    await alex.say("/settings")
    await alex.press("settings", "zone")
    await alex.say(EVIL)
    assert "<b>bold</b>" in alex.last.text


@pytest.mark.parametrize(
    "name", [EVIL, "x" * 64, "👩‍👩‍👧‍👦" * 8, "\u3164", "\u202eevil", "{{ name }}", "ـ" * 60, "a\nb"]
)
async def test_names_of_every_kind(world: World, name: str) -> None:
    world.chat.rename(ALEX, name)
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await world.travel(hours=1)
    assert "DayOffer" in alex.kinds
    assert await world.bot.next_event("en")


async def test_a_sticker_where_text_was_asked(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("language")
    await alex.sticker()
    assert alex.heard(Trouble).error == "NeedsText"
    await alex.press("zone")
    await alex.sticker()
    assert alex.heard(Trouble).error == "NeedsText"
    await alex.press("hour")
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.sticker()
    assert alex.heard(Trouble).error == "NeedsText"
    await alex.say("the white sets first")
    alex.heard(Recital)


async def test_a_sticker_that_nobody_asked_for(world: World) -> None:
    await world.alex.enrol()
    await world.alex.sticker()
    world.alex.heard(NotUnderstood)


async def test_other_things_than_text(world: World) -> None:
    alex = await reciting(world.alex)
    location = {"latitude": 1.0, "longitude": 2.0}
    for content in (
        {"location": location},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"contact": {"phone_number": "1", "first_name": "B"}},
    ):
        async with alex.watching():
            await world.inject(private_message(**content))
        assert alex.heard(Trouble).error == "NeedsText"
    async with alex.watching():
        await world.inject(private_message(pinned_message={**private_message(text="x")["message"], "message_id": 1}))
    assert not alex.news  # a report of Telegram's, not an answer


async def test_an_edited_command(world: World) -> None:
    alex = world.alex
    message = world.chat.say(ALEX, ALEX, "/hepl")["message_id"]
    await world.settle()
    await alex.edit(message, "/help")
    assert alex.heard(Trouble).error == "EditNotRead"


async def test_an_edited_recitation(world: World) -> None:
    alex = await reciting(world.alex)
    await alex.say("the white")
    mine = [screen.id for screen in alex.screens if screen.mine][-1]
    await alex.edit(mine, "the white sets first")
    assert alex.heard(Trouble).error == "EditNotRead"


async def test_an_edit_of_small_talk_is_nothing(world: World) -> None:
    await world.alex.enrol()
    message = world.chat.say(ALEX, ALEX, "hello")["message_id"]
    await world.settle()
    await world.alex.edit(message, "hello!")
    assert not world.alex.news


async def test_a_button_of_an_old_message(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    first = alex.last.id
    await alex.press("begin", "now")
    await alex.press("unit_next")
    await alex.press("guess")
    for data in ("begin:1:0:now", "unit_next:1:0:question", "guess:1:1:0"):
        await alex.forge(data, first)
        assert alex.toast or alex.news
    await alex.press("page")
    assert "ReadPage" in alex.kinds


async def test_a_message_that_was_deleted_is_written_anew(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    query = {
        "id": "1",
        "from": {"id": ALEX, "is_bot": False, "first_name": "Alex"},
        "chat_instance": "1",
        "data": alex.data("unit_next"),
        "message": {"message_id": 4242, "date": 0, "chat": {"id": ALEX, "type": "private", "first_name": "Alex"}},
    }
    async with alex.watching():
        await world.inject({"callback_query": query})
    assert alex.kinds == ["AskGuess"]
    assert alex.has("guess")


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "begin",
        "begin:1:0",
        "begin:1:0:now:more",
        "begin:zzzzzzzzzzzzz:0:now",
        "rate:1:5:9",
        "rate:1:5:" + "9" * 40,
        "page:1:3:-1",
        "page:1:3:٣",
        "hour:0:0:2599",
        "zone:0:0:../../etc/passwd",
        "BEGIN:1:0:now",
        "begin:01:0:now",
        "nothing:1:1:1",
        "\u0000\u0001",
        "😀" * 16,
        "'; DROP TABLE people; --",
    ],
)
async def test_a_forged_button(world: World, data: str) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    assert not await alex.forge(data)
    assert alex.toast
    await alex.press("unit_next")
    assert "AskGuess" in alex.kinds


async def test_every_action_with_ids_that_are_nobodys(world: World) -> None:
    alex, mei = world.alex, world.mei
    await reciting(alex)
    harmless = {
        Action.LANGUAGE,
        Action.ZONE,
        Action.ZONE_ASK,
        Action.HOUR,
        Action.HOUR_ASK,
        Action.SETTINGS,
        Action.SET,
    }
    for action in Action:
        for subject in ("0", "1", "1y2p0ij32e8e7", "9"):
            await mei.forge(
                f"{action}:{subject}:2:1", mei.last.id if mei.bots else None
            ) if mei.bots else await mei.say("/start")
            assert mei.toast or mei.news or action in harmless, action
    await alex.say("the white sets first")
    alex.heard(Recital)


async def test_the_buttons_of_somebody_elses_unit(world: World) -> None:
    alex, mei = world.alex, world.mei
    await alex.enrol()
    await alex.press("begin", "now")
    await mei.enrol()
    for action in ("unit_next", "pause", "stop"):
        data = alex.data(action)
        assert not await mei.forge(data)
        assert mei.toast
    await alex.press("unit_next")
    assert "AskGuess" in alex.kinds


async def test_a_tap_in_a_strange_place(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await alex.say("/progress")
    picture = alex.last
    assert picture.raw.get("photo")
    await alex.forge("settings:0:0:", picture.id)  # a text cannot be edited into a picture
    assert alex.last.text.startswith(("Settings", "⚙")) or "SettingsMenu" in alex.kinds


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": None},
        {"message": []},
        {"message": "text"},
        {"message": {"message_id": "x"}},
        {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": ALEX, "type": "private"}}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 2**70, "type": "private"}, "text": "hi"}},
        {"message": {"message_id": 1, "date": 10**30, "chat": {"id": ALEX, "type": "private"}, "text": "hi"}},
        {"callback_query": {"id": "1"}},
        {"callback_query": {"id": "1", "from": {"id": ALEX, "is_bot": False, "first_name": "A"}, "chat_instance": "1"}},
        {"poll_answer": {"poll_id": "1"}},
        {"poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["0"]}},
        {"my_chat_member": {"chat": {"id": ALEX}}},
        {"something_new": {"chat": {"id": ALEX}}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "/start"}},
        private_message(text="\ud800 half a character, and \x00"),
        private_message(text="/run \ud800\x00"),
        private_message(who=2**62, text="/start"),
    ],
)
async def test_an_update_that_cannot_be_parsed_stops_nothing(world: World, update: dict[str, Any]) -> None:
    alex = world.alex
    world.forgive(refusals=True)
    await world.inject(update)
    await world.commands_done()
    await alex.say("/start")
    assert alex.kinds == ["ChooseLanguage"]
    await world.restart()
    await alex.press("language")
    assert alex.has("zone")


async def test_what_was_set_aside_is_kept_with_its_reason(world: World) -> None:
    await world.inject({"message": {"message_id": "x"}})
    (reason,) = await set_aside(world)
    assert reason


async def test_a_handler_that_breaks_says_sorry_once_and_the_next_update_is_handled(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    world.forgive("an update could not be handled")
    courses = world.bot.courses
    known, courses.default = courses.default, "gone"
    courses._latest.clear()
    await alex.say("/start")
    courses.default = known
    await alex.say("/help")
    assert "Help" in alex.kinds


UPDATES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "chat", "from", "message", "text", "date", "type", "user"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


async def test_whatever_comes_the_bot_goes_on(world: World) -> None:
    @settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
    @given(
        st.dictionaries(
            st.sampled_from(["message", "edited_message", "callback_query", "poll_answer", "my_chat_member", "x"]),
            UPDATES,
            max_size=2,
        )
    )
    def throw(update: dict[str, Any]) -> None:
        world.chat.inject(update)

    throw()
    world.forgive("an update could not be handled", "not even the apology got through")
    await world.settle()
    await world.alex.say("/help")
    assert "Help" in world.alex.kinds


async def test_a_broken_update_in_the_group(world: World) -> None:
    chat = {"id": GROUP, "type": "supergroup", "title": "x"}
    await world.inject({"message": {"message_id": 1, "date": 1, "chat": chat, "text": "/today"}})
    await world.alex.say("/help")
    assert "Help" in world.alex.kinds
