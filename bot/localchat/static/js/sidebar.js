// The left pane: settings, the people, and the chats of the shown person.

import { avatar } from "./avatar.js";
import { fill, h, iconButton, plainName } from "./dom.js";
import { LANGUAGES, languageChoice, pick, setLanguage, t } from "./i18n.js";
import { summary } from "./message.js";
import { popupMenu } from "./overlay.js";
import { setUpPeople } from "./people.js";
import { goTo } from "./route.js";
import { chatsOf, emit, isPrivate, on, person, state, unreadOf } from "./store.js";
import { THEMES, setTheme, themeChoice } from "./theme.js";
import { shortTime } from "./time.js";

/** Build the sidebar inside `element` and keep it up to date. */
export function setUpSidebar(element) {
  const head = h("div", { class: "sidebar-head" });
  const people = h("div", { class: "people", role: "group" });
  const chats = h("div", { class: "chats" });
  fill(element, head, people, chats);
  setUpPeople(people);
  on("language people theme", () => {
    element.setAttribute("aria-label", t("chats"));
    renderHead(head);
  });
  on("chats chat people unread language clock pane", () => renderChats(chats));
}

function renderHead(head) {
  const menu = iconButton("menu", t("settings"), { "aria-haspopup": "menu", data: { testid: "settings" } });
  menu.addEventListener("click", () => settings(menu));
  const focused = head.contains(document.activeElement);
  fill(head, menu, h("span", { class: "brand" }, plainName(pick(state.bot.name))));
  if (focused) menu.focus();
}

function settings(anchor) {
  const languageNames = { auto: t("languageAuto", { name: plainName(person()?.name) }), en: "English", zh: "简体中文" };
  const themeIcons = { auto: "auto", light: "sun", dark: "moon" };
  const themeNames = { auto: t("themeAuto"), light: t("themeLight"), dark: t("themeDark") };
  const theme = (one) => ({
    label: themeNames[one],
    icon: themeIcons[one],
    checked: themeChoice() === one,
    testid: `theme-${one}`,
    run: () => {
      setTheme(one);
      emit("theme");
    },
  });
  const tongue = (one) => ({
    label: languageNames[one],
    icon: "globe",
    checked: languageChoice() === one,
    testid: `language-${one}`,
    run: () => setLanguage(one),
  });
  popupMenu(
    anchor,
    [{ heading: t("theme") }, ...THEMES.map(theme), { heading: t("language") }, ...LANGUAGES.map(tongue)],
    { label: t("settings") },
  );
}

let shown = "";

function renderChats(element) {
  const rows = chatsOf(state.person).map(rowData);
  const key = JSON.stringify([rows, t("chats")]);
  if (key === shown) return;
  shown = key;
  const focus = element.contains(document.activeElement) ? document.activeElement.dataset.chatId : null;
  element.setAttribute("aria-label", t("chats"));
  element.setAttribute("role", "group");
  fill(element, rows.map(chatRow));
  if (focus) element.querySelector(`[data-chat-id="${focus}"]`)?.focus();
}

function rowData(one) {
  const name = plainName(isPrivate(one) ? pick(state.bot.name) : one.title);
  const last = one.last;
  const began =
    isPrivate(one) && !one.started ? plainName(pick(state.bot.short_description)) || t("notStarted") : t("emptyChat");
  const words = last ? (last.message ? summary(last.message) : plainName(last.text)) : began;
  const time = last?.date ? shortTime(new Date(last.date * 1000)) : "";
  return {
    id: one.id,
    bot: isPrivate(one),
    title: one.title,
    name,
    words,
    time,
    unread: unreadOf(state.person, one.id),
    current: one.id === state.chat,
  };
}

function chatRow(row) {
  return h(
    "button",
    {
      type: "button",
      class: `chat-row ${row.current ? "current" : ""}`,
      "aria-current": row.current ? "true" : null,
      data: { testid: "chat", chatId: row.id },
      on: { click: () => goTo(state.person, row.id) },
    },
    avatar({ id: row.id, name: row.title, bot: row.bot }, "large"),
    h(
      "span",
      { class: "chat-words" },
      h(
        "span",
        { class: "chat-line" },
        h("bdi", { class: "chat-name" }, row.name),
        h("time", { class: "chat-time" }, row.time),
      ),
      h(
        "span",
        { class: "chat-line" },
        h("span", { class: "chat-last", dir: "auto" }, row.words),
        row.unread
          ? h(
              "span",
              { class: "badge", data: { testid: "unread" }, "aria-label": t("unread", { n: row.unread }) },
              String(Math.min(row.unread, 99)),
            )
          : null,
      ),
    ),
  );
}
