// The head of a conversation: who is on the other side, what it is doing, and the chat's menu.

import { avatar } from "./avatar.js";
import { fill, h, icon, iconButton, plainName } from "./dom.js";
import { pick, t } from "./i18n.js";
import { confirmDialog, popupMenu, sayError } from "./overlay.js";
import { peopleMenu } from "./people.js";
import { goTo } from "./route.js";
import { setBlocked } from "./deeds.js";
import { chat, isPrivate, on, person, state, unreadOf } from "./store.js";

let header;
let shown = "";

/** Keep the header in `element` true. */
export function setUpHeader(element) {
  header = element;
  on("chat people chats language typing link unread pane", render);
}

/** What the header says under the title. */
function subtitle(one) {
  const action = state.typing.get(one.id);
  if (state.link !== "online") return { words: t("connecting"), kind: "quiet" };
  if (action) return { words: t(ACTION_WORDS[action] ?? "typing"), kind: "typing" };
  if (isPrivate(one)) return { words: t(person()?.blocked_bot ? "blocked" : "bot"), kind: "quiet" };
  return { words: t("members", { n: one.person_ids.length + 1 }), kind: "quiet" };
}

// Bot API chat actions and the words for them; what is not listed counts as typing.
const ACTION_WORDS = Object.assign(Object.create(null), {
  upload_photo: "upload_photo",
  upload_document: "upload_document",
  upload_video: "upload_document",
  upload_voice: "record_voice",
  record_voice: "record_voice",
  record_video: "record_voice",
  choose_sticker: "choose_sticker",
  find_location: "find_location",
});

function render() {
  const one = chat();
  if (!one) return fill(header);
  const title = plainName(isPrivate(one) ? pick(state.bot.name) : one.title);
  const under = subtitle(one);
  const elsewhere = state.people.reduce((sum, other) => sum + unreadOf(other.id), 0);
  const key = JSON.stringify([
    one.id,
    title,
    under,
    elsewhere,
    state.person,
    t("back"),
    person()?.blocked_bot,
    person()?.name,
  ]);
  if (key === shown) return;
  // Only what changed is drawn again: a button of the header must not lose the focus to a typing dot.
  const focus = header.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  shown = key;
  const menu = iconButton("more", t("chatMenu"), { "aria-haspopup": "menu", data: { testid: "chat-menu" } });
  menu.addEventListener("click", () => chatMenu(menu, one));
  const me = h(
    "button",
    {
      type: "button",
      class: "speak-as",
      "aria-haspopup": "menu",
      title: t("you", { name: plainName(person()?.name) }),
      "aria-label": t("you", { name: plainName(person()?.name) }),
      data: { testid: "speak-as" },
    },
    avatar(person() ?? {}, "small"),
    icon("down"),
  );
  me.addEventListener("click", () => peopleMenu(me));
  fill(
    header,
    h(
      "span",
      { class: "back-wrap" },
      iconButton("back", t("back"), {
        class: "back",
        data: { testid: "back" },
        on: { click: () => goTo(state.person, null) },
      }),
      elsewhere ? h("span", { class: "badge corner" }, String(Math.min(elsewhere, 99))) : null,
    ),
    avatar({ id: one.id, name: one.title, bot: isPrivate(one) }, "medium"),
    h(
      "div",
      { class: "chat-title" },
      h("h1", {}, h("bdi", {}, title)),
      h("p", { class: under.kind, data: { testid: "subtitle" } }, under.words, under.kind === "typing" ? dots() : null),
    ),
    me,
    menu,
  );
  if (focus) header.querySelector(`[data-testid="${focus}"]`)?.focus();
}

function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

function chatMenu(anchor, one) {
  const items = [];
  if (isPrivate(one)) {
    const blocked = Boolean(person()?.blocked_bot);
    items.push({
      label: t(blocked ? "unblockBot" : "block"),
      icon: "block",
      danger: !blocked,
      testid: "block",
      run: () => toggleBlock(!blocked),
    });
  } else {
    const members = one.person_ids.map((id) => state.people.find((other) => other.id === id)).filter(Boolean);
    items.push({ heading: t("members", { n: members.length + 1 }) });
    for (const other of members) {
      items.push({
        label: plainName(other.name),
        node: avatar(other, "small"),
        checked: other.id === state.person,
        run: () => goTo(other.id, one.id),
      });
    }
  }
  popupMenu(anchor, items, { label: t("chatMenu") });
}

async function toggleBlock(blocked) {
  const name = plainName(person()?.name);
  if (
    blocked &&
    !(await confirmDialog({ title: t("block"), text: t("blockAsk", { name }), yes: t("block"), danger: true }))
  )
    return;
  await setBlocked(blocked).catch(sayError);
}
