// The messages of the shown chat: kept in order, changed in place, scrolled only when that is wanted.

import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { messageElement, senderName, summary } from "./message.js";
import { sayError } from "./overlay.js";
import { loadOlder } from "./session.js";
import { chat, emit, isPrivate, notStarted, on, state } from "./store.js";
import { startScreen } from "./startscreen.js";
import { dayKey, dayName } from "./time.js";

const NEAR = 80; // pixels from the end that still count as being at the end
const GROUP_SECONDS = 600; // messages of one sender within this time stand together

let scroller;
let list;
let pill;
let pinned = true; // the reader is at the end and wants to stay there
let news = 0;

/** Build the timeline inside `body` and keep it up to date. */
export function setUpTimeline(body) {
  list = h("div", { class: "messages" });
  scroller = h(
    "div",
    {
      class: "scroller",
      role: "log",
      "aria-live": "off",
      tabindex: "0",
      data: { testid: "timeline" },
      on: { scroll: onScroll, keydown: onKey },
    },
    list,
  );
  pill = h("button", {
    type: "button",
    class: "pill",
    hidden: true,
    data: { testid: "new-messages" },
    on: { click: () => toEnd() },
  });
  fill(body, scroller, pill);
  new ResizeObserver(() => pinned && toEnd()).observe(list);
  new ResizeObserver(() => pinned && toEnd()).observe(scroller);
  on("chat language", renderAll);
  on("message", ({ message, isNew }) => upsert(message, isNew));
  on("deleted", remove);
  on("older", renderOlder);
  on("people chats", () => list.querySelector(".start-screen, .empty") && renderAll());
}

function renderAll() {
  scroller.setAttribute("aria-label", t("messages"));
  list.classList.toggle("group", !isPrivate(chat()));
  pinned = true;
  news = 0;
  if (state.loading)
    fill(
      list,
      h("div", { class: "empty", data: { testid: "loading" } }, h("span", { class: "spinner" }), t("loading")),
    );
  else if (notStarted()) fill(list, startScreen());
  else if (!state.messages.size)
    fill(
      list,
      h("div", { class: "empty" }, h("span", { class: "chip" }, t(isPrivate(chat()) ? "emptyChat" : "emptyGroup"))),
    );
  else
    fill(
      list,
      sorted().map((message) => messageElement(message)),
    );
  regroup();
  toEnd();
}

const sorted = () => [...state.messages.values()].sort((a, b) => a.message_id - b.message_id);
const elementOf = (id) => list.querySelector(`:scope > .message[data-message-id="${Number(id)}"]`);

function upsert(message, isNew) {
  const old = elementOf(message.message_id);
  if (old) keepPlace(() => replace(old, message));
  else insert(message);
  if (!isNew) return;
  if (message.mine) toEnd();
  else if (!pinned) news += 1;
  if (!message.mine) announce(message);
  showPill();
}

function insert(message) {
  for (const other of list.querySelectorAll(".start-screen, .empty")) other.remove();
  const node = messageElement(message);
  node.classList.add("fresh");
  const after = [...list.querySelectorAll(":scope > .message")].find(
    (one) => Number(one.dataset.messageId) > message.message_id,
  );
  keepPlace(() => {
    list.insertBefore(node, after ? (dayChipOf(after) ?? after) : null);
    regroup();
  });
}

function replace(old, message) {
  const node = messageElement(message, old);
  const focus = focusPath(old);
  old.replaceWith(node);
  restoreFocus(node, focus);
  regroup();
}

// A keyboard user who pressed "Next" must find the focus on the new "Next", not at the page's start.
function focusPath(old) {
  if (!old.contains(document.activeElement)) return null;
  const active = document.activeElement;
  const buttons = [...old.querySelectorAll(".inline-button")];
  return { self: active === old, data: active.dataset.callback, index: buttons.indexOf(active) };
}

function restoreFocus(node, focus) {
  if (!focus) return;
  const buttons = [...node.querySelectorAll(".inline-button")];
  const same = buttons.find((one) => focus.data !== undefined && one.dataset.callback === focus.data);
  const target = focus.self ? node : (same ?? buttons[Math.min(Math.max(focus.index, 0), buttons.length - 1)] ?? node);
  target.focus({ preventScroll: true });
}

function remove(id) {
  keepPlace(() => {
    elementOf(id)?.remove();
    regroup();
  });
  if (!state.messages.size) renderAll();
}

function renderOlder() {
  keepPlace(() => {
    const known = new Set([...list.querySelectorAll(":scope > .message")].map((one) => Number(one.dataset.messageId)));
    const older = sorted().filter((message) => !known.has(message.message_id));
    list.prepend(...older.map((message) => messageElement(message)));
    regroup();
  });
}

// What the reader looks at stays where it is, whatever changes above or below.
function keepPlace(change) {
  if (pinned) {
    change();
    return toEnd();
  }
  const top = scroller.getBoundingClientRect().top;
  const anchor = [...list.children].find((one) => one.getBoundingClientRect().bottom > top);
  const id = anchor?.dataset.messageId;
  const before = anchor?.getBoundingClientRect().top;
  change();
  const now = anchor?.isConnected ? anchor : id ? elementOf(id) : null;
  if (now) scroller.scrollTop += now.getBoundingClientRect().top - before;
}

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  pinned = true;
  news = 0;
  showPill();
}

function onScroll() {
  pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  if (pinned) news = 0;
  showPill();
  if (scroller.scrollTop < 200 && !pinned) loadOlder().catch(sayError);
}

function showPill() {
  pill.hidden = pinned;
  pill.classList.toggle("with-news", news > 0);
  pill.setAttribute("aria-label", news ? t("newMessages", { n: news }) : t("toBottom"));
  fill(pill, icon("down"), news ? h("span", {}, t("newMessages", { n: news })) : null);
}

// Day chips between days, and messages of one sender drawn together.
function regroup() {
  let previous = null;
  for (const node of list.querySelectorAll(":scope > .message")) {
    const date = new Date(Number(node.dataset.date) * 1000);
    const newDay = !previous || dayKey(date) !== dayKey(new Date(Number(previous.dataset.date) * 1000));
    const joins =
      !newDay &&
      previous.dataset.sender === node.dataset.sender &&
      node.dataset.sender !== undefined &&
      Number(node.dataset.date) - Number(previous.dataset.date) < GROUP_SECONDS;
    setDayChip(node, newDay ? dayName(date) : null);
    node.classList.toggle("first", !joins);
    node.classList.add("last");
    if (joins) previous.classList.remove("last");
    previous = node;
  }
  for (const chip of list.querySelectorAll(":scope > .day"))
    if (!chip.nextElementSibling?.matches(".message")) chip.remove();
}

function dayChipOf(node) {
  const chip = node.previousElementSibling;
  return chip?.classList.contains("day") ? chip : null;
}

function setDayChip(node, words) {
  const chip = dayChipOf(node);
  if (!words) chip?.remove();
  else if (chip) chip.firstChild.textContent = words;
  else node.before(h("div", { class: "day" }, h("span", { class: "chip" }, words)));
}

function announce(message) {
  document.getElementById("announcer").textContent = `${senderName(message)}: ${summary(message, 300)}`;
}

// Up and down walk through the messages; Enter opens the menu of one.
function onKey(event) {
  const nodes = [...list.querySelectorAll(":scope > .message")];
  const at = nodes.indexOf(document.activeElement);
  if (event.target !== scroller && at < 0) return;
  const to = { ArrowUp: at < 0 ? nodes.length - 1 : at - 1, ArrowDown: at < 0 ? nodes.length : at + 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    nodes[to]?.focus();
    nodes[to]?.scrollIntoView({ block: "nearest" });
    if (to >= nodes.length) emit("focus-composer");
  } else if ((event.key === "Enter" || event.key === "ContextMenu") && at >= 0) {
    event.preventDefault();
    nodes[at].querySelector(".message-more")?.click();
  }
}

/** Bring the message that was quoted into view and mark it for a moment. */
export function reveal(node) {
  node.scrollIntoView({ block: "center" });
  node.classList.add("found");
  setTimeout(() => node.classList.remove("found"), 1600);
}

document.addEventListener("reveal", (event) => reveal(event.target), true);
