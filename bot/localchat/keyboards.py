"""Inline keyboards: every button has words and does exactly one thing."""

from __future__ import annotations

from typing import Any

from bot.localchat.errors import bad_request
from bot.localchat.links import is_link
from bot.localchat.params import fields, mapping, nested, nested_list, text

DATA_BYTES = 64
MOST_BUTTONS = 100
_STYLES = ("danger", "success", "primary")


def inline_keyboard(value: object, name: str) -> dict[str, Any]:
    """A checked InlineKeyboardMarkup; one without buttons is empty and takes a keyboard away. Raises ApiError 400."""
    given = mapping(value, name)
    if "inline_keyboard" not in given:
        raise bad_request("the local chat has inline keyboards only: reply_markup needs the field inline_keyboard")
    rows = [_row(row) for row in fields(given, name, inline_keyboard=nested_list)["inline_keyboard"]]
    rows = [row for row in rows if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows}


def _row(row: object) -> list[dict[str, Any]]:
    if not isinstance(row, list):
        raise bad_request("can't parse inline keyboard: an array of arrays of buttons is expected")
    return [_button(button) for button in row]


def _button(value: object) -> dict[str, Any]:
    button = fields(
        value,
        "InlineKeyboardButton",
        required="text",
        text=text,
        url=text,
        callback_data=text,
        copy_text=nested,
        style=text,
    )
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    actions = [key for key in ("url", "callback_data", "copy_text") if key in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one optional field must be used")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request(f"can't parse inline keyboard button: style must be one of {', '.join(_STYLES)}")
    _check_action(button)
    return button


def _check_action(button: dict[str, Any]) -> None:
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not is_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button:
        copied = fields(button["copy_text"], "CopyTextButton", required="text", text=text)["text"]
        if not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
