"""Whatever is sent to the Bot API, the answer is one of Telegram's, and what came out can be read by PTB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Message, TelegramObject, Update

from bot.localchat import LocalChat, PeopleError, Server, params
from bot.localchat.commands import language, scope
from bot.localchat.entities import entity_list
from bot.localchat.keyboards import inline_keyboard
from bot.localchat.methods import METHODS
from bot.localchat.params import Parser
from bot.localchat.sending import link_preview_options, reply_parameters
from tests.localchat.raw_bot import ALEX, GROUP, HeldClock

KEYS = st.sampled_from(
    [
        "type", "offset", "length", "url", "text", "inline_keyboard", "callback_data", "message_id", "chat_id", "user",
        "language", "command", "description", "is_disabled", "user_id", "copy_text",
    ]
)  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(), max_size=20),
    st.sampled_from(
        [ALEX, GROUP, "HTML", "<b>x</b>", "bold", "quiz", "pre", "/start", "chat", "https://x.org", "[]", "{}"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


TEXTS = st.one_of(
    st.text(max_size=40), st.sampled_from(["<b>x</b> /a", "<pre>x", "😀" * 9, "", "quiz", "typing", "HTML"])
)
ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["bold", "pre", "text_link", "url"]),
            "offset": st.integers(0, 9),
            "length": st.integers(1, 9),
        }
    ),
    max_size=4,
)
BUTTONS = st.fixed_dictionaries({"text": TEXTS, "callback_data": TEXTS})
PLAUSIBLE: dict[Parser, st.SearchStrategy[Any]] = {
    params.text: TEXTS,
    params.integer: st.integers(0, 30),
    params.integers: st.lists(st.integers(0, 3), max_size=2),
    params.boolean: st.booleans(),
    params.chat_id: st.sampled_from([ALEX, GROUP]),
    params.array: st.lists(st.dictionaries(st.sampled_from(["text", "command", "description"]), TEXTS), max_size=4),
    entity_list: ENTITIES,
    inline_keyboard: st.fixed_dictionaries({"inline_keyboard": st.lists(st.lists(BUTTONS, max_size=3), max_size=3)}),
    reply_parameters: st.fixed_dictionaries({"message_id": st.integers(0, 30)}),
    link_preview_options: st.fixed_dictionaries({"is_disabled": st.booleans()}),
    scope: st.sampled_from([{"type": "default"}, {"type": "chat", "chat_id": ALEX}]),
    language: st.sampled_from(["", "zh"]),
}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A call that is nearly right: plausible values, and now and then anything at all."""
    name = draw(st.sampled_from(sorted(METHODS.keys() - {"getUpdates"})))
    declared = METHODS[name].parameters
    chosen = METHODS[name].required | draw(
        st.sets(st.sampled_from(sorted(declared)), max_size=2) if declared else st.just(set())
    )
    found = {key: draw(PLAUSIBLE.get(declared[key], VALUES)) for key in sorted(chosen)}
    if draw(st.integers(0, 3)) == 0:
        found[draw(st.sampled_from([*sorted(declared), "other"]))] = draw(VALUES)
    return name, found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalChat]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    chat = LocalChat(folder, HeldClock(), limits=False)
    chat.say(ALEX, ALEX, "/start")
    yield chat
    chat.close()


@given(call=calls())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_every_call_has_one_of_telegrams_answers(shared: LocalChat, call: tuple[str, dict[str, Any]]) -> None:
    status, body = await shared.call(shared.bot_token, *call)
    assert status in {200, 400, 403}, body
    assert body["ok"] is (status == 200)
    json.dumps(body).encode()
    if status == 200 and isinstance(body["result"], dict) and "message_id" in body["result"]:
        assert not leftovers(Message.de_json(body["result"]))


@given(words=st.text(st.characters(), max_size=60), data=st.text(st.characters(), min_size=1, max_size=70))
@settings(max_examples=80, deadline=None)
async def test_whatever_people_send_can_be_read(shared: LocalChat, words: str, data: str) -> None:
    token = shared.bot_token
    sent = (await shared.call(token, "sendMessage", {"chat_id": ALEX, "text": "?"}))[1]["result"]["message_id"]
    for act in (
        lambda: shared.say(ALEX, ALEX, words),
        lambda: shared.rename(ALEX, words),
        lambda: shared.send_document(ALEX, ALEX, words, b"x", words),
        lambda: shared.press(ALEX, ALEX, sent, data, forged=True),
    ):
        try:
            act()
        except PeopleError as refusal:
            assert str(refusal)
    _status, body = await shared.call(token, "getUpdates", {})
    for update in body["result"]:
        assert not leftovers(Update.de_json(json.loads(json.dumps(update))))
    await shared.call(token, "deleteWebhook", {"drop_pending_updates": True})


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b"[" * 200_000),
        ("application/json", b'{"chat_id": ' + b"9" * 5000 + b"}"),
        ("application/x-www-form-urlencoded", b"chat_id=%ff&text=\xff"),
        ("multipart/form-data", b"nothing of the kind"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n"),
        ("text/plain", b"chat_id=1001"),
    ],
)
async def test_broken_bodies_over_http(server: Server, chat: LocalChat, kind: str, content: bytes) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        url = f"/bot{chat.bot_token}/sendMessage"
        answer = await client.post(url, content=content, headers={"Content-Type": kind})
        assert answer.status_code == 400
        assert answer.json()["description"].startswith("Bad Request: ")
        endless = await client.post(url, data={"chat_id": "1001", "text": "x" * 1_100_000})
        assert endless.status_code == 413


def leftovers(thing: object) -> list[object]:
    """Fields that PTB did not know, anywhere inside."""
    if isinstance(thing, TelegramObject):
        found: list[object] = [thing.api_kwargs] if thing.api_kwargs else []
        return found + [left for name in thing._get_attrs() for left in leftovers(getattr(thing, name))]
    if isinstance(thing, tuple | list):
        return [left for item in thing for left in leftovers(item)]
    return []
