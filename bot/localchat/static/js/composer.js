// Where the person writes: text, commands, files, stickers, replies and edits.

import { api } from "./api.js";
import { attachMenu, setUpAttach } from "./attach.js";
import { setUpCommands } from "./commands.js";
import { fill, h, icon, iconButton, plainName } from "./dom.js";
import { t } from "./i18n.js";
import { senderName, summary } from "./message.js";
import { isEditable } from "./messagemenu.js";
import { sayError } from "./overlay.js";
import { say, sayCommand, setBlocked } from "./deeds.js";
import { isPrivate, chat, notStarted, on, person, state } from "./store.js";

const MAX_HEIGHT = 200; // pixels a growing text may take
const drafts = new Map(); // "person/chat" -> unsent text

let footer;
let parts;
let mode = { kind: "new" }; // or {kind: "reply" | "edit", message}
let draftKey = "";

/** Build the composer inside `element` and keep it up to date. */
export function setUpComposer(element) {
  footer = element;
  parts = build();
  setUpAttach(document.getElementById("conversation"));
  on("chat language commands", renderFooter);
  on("people chats message deleted", refreshFooter);
  on("reply", (message) => setMode({ kind: "reply", message }));
  on("editing", (message) => setMode({ kind: "edit", message }));
  on("focus-composer", focusFooter);
  document.addEventListener("keydown", typeAnywhere);
}

function build() {
  const input = h("textarea", {
    id: "composer",
    class: "composer-input",
    rows: "1",
    dir: "auto",
    autocomplete: "off",
    data: { testid: "composer" },
  });
  const bar = h("div", { class: "composer-bar", hidden: true, data: { testid: "composer-bar" } });
  const built = { input, bar, buttons: h("div", { class: "composer-row" }) };
  built.commands = setUpCommands(input, { pick: sendCommand });
  input.addEventListener("input", onInput);
  input.addEventListener("keydown", onKey);
  return built;
}

// Which foot the chat has: Start, Unblock, or the composer.
function footerKind() {
  if (!state.chat || state.loading) return "none";
  if (isPrivate(chat()) && person()?.blocked_bot) return "unblock";
  return notStarted() ? "start" : "composer";
}

function refreshFooter() {
  if (footer.dataset.kind !== footerKind()) renderFooter();
}

function renderFooter() {
  const kind = footerKind();
  keepDraft();
  const focused = footer.contains(document.activeElement);
  footer.dataset.kind = kind;
  if (kind === "start")
    fill(
      footer,
      bigButton("start", t("start"), () => say("/start")),
    );
  else if (kind === "unblock")
    fill(
      footer,
      bigButton("unblock", t("unblock"), () => setBlocked(false)),
    );
  else if (kind === "composer") renderComposer();
  else fill(footer);
  // Not under a finger: there the keyboard would cover the conversation.
  if (focused && matchMedia("(hover: hover)").matches) focusFooter();
}

/** Put the focus where the person acts next: the text field, or the one big button. */
export function focusFooter() {
  (footer.querySelector("textarea") ?? footer.querySelector("button"))?.focus({ preventScroll: true });
}

function bigButton(testid, label, run) {
  const button = h("button", { type: "button", class: "big-button", data: { testid } }, label);
  // Not `disabled`: that would throw the focus away, and the composer that comes next should have it.
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    await run().catch(sayError);
    button.removeAttribute("aria-disabled");
  });
  return button;
}

function renderComposer() {
  const { input, bar, buttons, commands } = parts;
  input.setAttribute("placeholder", t("composer"));
  input.setAttribute("aria-label", t("composer"));
  const menu = h(
    "button",
    {
      type: "button",
      class: "menu-button",
      "aria-haspopup": "listbox",
      "aria-label": t("commands"),
      data: { testid: "menu" },
    },
    icon("commands"),
    h("span", {}, t("menu")),
  );
  menu.addEventListener("click", () => commands.toggle());
  const attach = iconButton("attach", t("attach"), { "aria-haspopup": "menu", data: { testid: "attach" } });
  attach.addEventListener("click", () => attachMenu(attach));
  const sticker = iconButton("sticker", t("sticker"), {
    data: { testid: "sticker" },
    on: { click: () => api.sticker(state.chat, state.person).catch(sayError) },
  });
  const send = iconButton("send", t("send"), { class: "send", data: { testid: "send" }, on: { click: submit } });
  fill(
    buttons,
    state.commands.length ? menu : null,
    h("div", { class: "composer-field" }, attach, input, sticker),
    send,
  );
  fill(footer, commands.element, bar, buttons);
  commands.refresh();
  takeDraft();
}

function keepDraft() {
  if (draftKey && mode.kind !== "edit") drafts.set(draftKey, parts.input.value);
}

function takeDraft() {
  const key = `${state.person}/${state.chat}`;
  if (key !== draftKey) {
    draftKey = key;
    mode = { kind: "new" };
    setText(drafts.get(key) ?? "");
  }
  renderBar();
}

function setText(text) {
  parts.input.value = text;
  onInput();
}

function onInput() {
  const { input } = parts;
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, MAX_HEIGHT)}px`;
  input.classList.toggle("full", input.scrollHeight > MAX_HEIGHT);
  footer.classList.toggle("has-text", input.value.trim() !== "");
  parts.commands.filter(mode.kind === "new" ? input.value : "");
}

function onKey(event) {
  if (event.isComposing || parts.commands.key(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && mode.kind !== "new") {
    event.preventDefault();
    setMode({ kind: "new" });
  } else if (event.key === "ArrowUp" && !parts.input.value && !event.ctrlKey && !event.shiftKey) {
    const last = [...state.messages.values()].filter(isEditable).sort((a, b) => b.message_id - a.message_id)[0];
    if (last) {
      event.preventDefault();
      setMode({ kind: "edit", message: last });
    }
  }
}

function setMode(next) {
  if (footer.dataset.kind !== "composer") return;
  if (mode.kind === "edit" || next.kind === "edit") setText(next.kind === "edit" ? next.message.text : "");
  mode = next;
  parts.commands.filter("");
  renderBar();
  parts.input.focus();
}

function renderBar() {
  const { bar } = parts;
  bar.hidden = mode.kind === "new";
  if (bar.hidden) return fill(bar);
  const title = mode.kind === "edit" ? t("editing") : t("replyTo", { name: senderName(mode.message) });
  fill(
    bar,
    icon(mode.kind === "edit" ? "edit" : "reply"),
    h("div", { class: "bar-words" }, h("strong", {}, title), h("span", {}, summary(mode.message))),
    iconButton("close", t("cancel"), {
      data: { testid: "composer-cancel" },
      on: { click: () => setMode({ kind: "new" }) },
    }),
  );
}

async function submit() {
  const text = parts.input.value;
  if (!text.trim()) return parts.input.focus();
  const was = mode;
  const key = draftKey;
  mode = { kind: "new" };
  setText("");
  renderBar();
  parts.input.focus();
  try {
    if (was.kind === "edit") await editMessage(was.message, text);
    else await say(text, { replyTo: was.kind === "reply" ? was.message.message_id : null });
  } catch (error) {
    giveBack(key, was, text);
    sayError(error);
  }
}

async function editMessage(message, text) {
  if (text !== message.text) await api.edit(state.chat, state.person, message.message_id, text);
}

// What could not be sent must not be lost: back into the field, or the draft of the chat it was for.
function giveBack(key, was, text) {
  if (key !== draftKey) return void drafts.set(key, text);
  if (parts.input.value) return;
  mode = was;
  setText(text);
  renderBar();
}

function sendCommand(command) {
  setText("");
  sayCommand(command).catch(sayError);
  parts.input.focus();
}

// A letter typed anywhere goes into the message, as in Telegram; Escape goes there too.
function typeAnywhere(event) {
  if (footer.dataset.kind !== "composer" || document.querySelector("dialog[open], .menu")) return;
  const inField = event.target.closest?.("input, textarea");
  if (event.key === "Escape" && event.target !== parts.input) return parts.input.focus();
  if (inField || event.ctrlKey || event.metaKey || event.altKey || [...event.key].length !== 1 || event.key === " ")
    return;
  parts.input.focus();
}
