// One message as a bubble: sender, quoted message, media, text, time, buttons.

import { textActions } from "./actions.js";
import { avatar } from "./avatar.js";
import { h, icon, iconButton, plainName } from "./dom.js";
import { formatted } from "./entities.js";
import { t } from "./i18n.js";
import { keyboard } from "./keyboard.js";
import { mediaOf } from "./media.js";
import { messageMenu } from "./messagemenu.js";
import { pollBox } from "./poll.js";
import { chat, isPrivate, state } from "./store.js";
import { hourMinute } from "./time.js";

const BIG_EMOJI = /^(?:\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*){1,3}$/u;

/** The name of whoever sent a message. */
export function senderName(message) {
  const from = message.from ?? {};
  if (from.id === state.bot.id) return plainName(state.bot.name);
  return plainName([from.first_name, from.last_name].filter(Boolean).join(" ") || from.username || "?");
}

/** One line that stands for a message: in the list of chats, in a quote, for a screen reader. */
export function summary(message, limit = 120) {
  const word = kindWord(message);
  const text = message.text ?? message.caption ?? "";
  return plainName([word, text].filter(Boolean).join(" · "), limit);
}

function kindWord({ photo, document, sticker, poll }) {
  if (photo) return t("photo");
  if (document) return plainName(document.file_name) || t("file");
  if (sticker) return `${sticker.emoji ?? ""} ${t("stickerWord")}`.trim();
  if (poll) return `${t(poll.type === "quiz" ? "quiz" : "poll")}: ${poll.question}`;
  return "";
}

/** The element of a message. `previous` is the element it replaces, whose picture is kept. */
export function messageElement(message, previous = null) {
  const service = serviceText(message);
  if (service)
    return h(
      "div",
      {
        class: "message service",
        tabindex: "-1",
        data: { testid: "message", messageId: message.message_id, date: message.date },
      },
      h("span", { class: "chip" }, service),
    );
  const name = senderName(message);
  const time = hourMinute(new Date(message.date * 1000));
  const inGroup = !isPrivate(chat());
  const bubble = h(
    "div",
    { class: "bubble" },
    inGroup && !message.mine ? senderOf(message, name) : null,
    quoteOf(message),
    content(message, previous),
  );
  const node = h(
    "div",
    {
      class: `message ${message.mine ? "out" : "in"}${bareSticker(message) ? " bare" : ""}`,
      role: "article",
      tabindex: "-1",
      "aria-label": `${message.mine ? t("youSender") : name}, ${time}`,
      data: {
        testid: "message",
        messageId: message.message_id,
        mine: message.mine ? "true" : "false",
        date: message.date,
        sender: message.from?.id,
        edited: message.edit_date ? "true" : null,
      },
    },
    h("div", { class: "stack" }, bubble, keyboard(message)),
  );
  const more = iconButton("more", t("messageMenu"), {
    class: "message-more",
    tabindex: "-1",
    "aria-haspopup": "menu",
    data: { testid: "message-menu" },
  });
  more.addEventListener("click", () => messageMenu(message, more));
  node.addEventListener("contextmenu", (event) => openContext(event, message, more));
  node.append(more);
  return node;
}

function openContext(event, message, more) {
  // The browser's own menu stays where it is of use: on links, pictures and selected text.
  if (event.target.closest("a, img, textarea") || String(getSelection())) return;
  event.preventDefault();
  messageMenu(message, more, event.clientX ? { x: event.clientX, y: event.clientY } : null);
}

function senderOf(message, name) {
  const id = message.from?.id ?? 0;
  return [
    avatar({ id, name, bot: id === state.bot.id }, "small"),
    h("div", { class: `sender colour-${Math.abs(id) % 7}` }, h("bdi", {}, name)),
  ];
}

function quoteOf(message) {
  const original = message.reply_to_message;
  if (!original) return null;
  const go = () =>
    document
      .querySelector(`.message[data-message-id="${Number(original.message_id)}"]`)
      ?.dispatchEvent(new CustomEvent("reveal"));
  return h(
    "button",
    { type: "button", class: "reply-quote", data: { testid: "reply-quote" }, on: { click: go } },
    h("bdi", { class: "reply-name" }, senderName(original)),
    h("span", { class: "reply-text" }, summary(original)),
  );
}

function content(message, previous) {
  const meta = metaOf(message);
  if (message.poll) return [pollBox(message), h("div", { class: "meta-row" }, meta)];
  const media = mediaOf(message, previous);
  const text = message.text ?? message.caption;
  if (!media && text === undefined) return h("div", { class: "text muted" }, t("unsupported"), meta);
  if (text === undefined) return [media, h("div", { class: message.document ? "meta-row" : "meta-over" }, meta)];
  return [
    media,
    h(
      "div",
      { class: `text ${bigEmoji(message) ? "big-emoji" : ""}`, dir: "auto" },
      formatted(text, message.entities ?? message.caption_entities, textActions),
      meta,
    ),
  ];
}

function metaOf(message) {
  const date = new Date(message.date * 1000);
  return h(
    "span",
    { class: "meta" },
    showsEdited(message) ? h("span", { class: "edited", data: { testid: "edited" } }, t("edited")) : null,
    h("time", { datetime: date.toISOString(), title: date.toLocaleString() }, hourMinute(date)),
    message.mine ? icon("checks", "tick") : null,
  );
}

// A bot's message with buttons is a screen that changes all the time: Telegram does not mark it either.
function showsEdited(message) {
  return Boolean(message.edit_date) && !(message.from?.id === state.bot.id && message.reply_markup);
}

const bareSticker = (message) => Boolean(message.sticker);

// One to three emoji alone are shown large, as Telegram does.
function bigEmoji(message) {
  return Boolean(message.text) && !message.entities?.length && BIG_EMOJI.test(message.text);
}

function serviceText(message) {
  const name = senderName(message);
  if (message.pinned_message) return t("pinned", { name });
  if (message.new_chat_members)
    return t("joined", { name: message.new_chat_members.map((one) => plainName(one.first_name)).join(", ") });
  if (message.left_chat_member) return t("left", { name: plainName(message.left_chat_member.first_name) });
  return null;
}
