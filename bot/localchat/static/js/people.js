// Whose eyes we look through: the people of the local chat, as faces in the sidebar and as a menu.

import { avatar } from "./avatar.js";
import { fill, h, plainName } from "./dom.js";
import { t } from "./i18n.js";
import { popupMenu } from "./overlay.js";
import { goTo } from "./route.js";
import { chat, isPrivate, on, state, unreadOf } from "./store.js";

/** The row of faces. */
export function setUpPeople(element) {
  const render = () => {
    const focus = element.contains(document.activeElement) ? document.activeElement.dataset.personId : null;
    element.setAttribute("aria-label", t("people"));
    fill(element, state.people.map(face));
    if (focus) element.querySelector(`[data-person-id="${focus}"]`)?.focus();
  };
  on("people chat unread language pane", render);
}

function face(one) {
  const current = one.id === state.person;
  const name = plainName(one.name);
  const unread = unreadOf(one.id);
  const label = [
    current ? t("you", { name }) : t("speakAs", { name }),
    one.admin ? t("admin") : "",
    unread ? t("unread", { n: unread }) : "",
  ];
  return h(
    "button",
    {
      type: "button",
      class: `face ${current ? "current" : ""}`,
      "aria-pressed": String(current),
      "aria-label": label.filter(Boolean).join(", "),
      data: { testid: "person", personId: one.id },
      on: { click: () => switchTo(one.id, "list") },
    },
    h(
      "span",
      { class: "ring" },
      avatar(one, "medium"),
      unread && !current ? h("span", { class: "badge corner" }, String(Math.min(unread, 99))) : null,
    ),
    h("span", { class: "face-name" }, h("bdi", {}, name)),
    one.admin ? h("span", { class: "face-role" }, t("admin")) : null,
  );
}

/** The same choice as a menu, for the head of a conversation. */
export function peopleMenu(anchor) {
  const items = state.people.map((one) => ({
    label: plainName(one.name),
    node: avatar(one, "small"),
    note: one.admin
      ? h("span", { class: "menu-note" }, t("admin"))
      : unreadOf(one.id)
        ? h("span", { class: "badge" }, String(unreadOf(one.id)))
        : null,
    checked: one.id === state.person,
    testid: `speak-as-${one.id}`,
    run: () => switchTo(one.id, "chat"),
  }));
  popupMenu(anchor, [{ heading: t("people") }, ...items], { label: t("people") });
}

// In a group one stays in the group; otherwise one lands in one's own chat with the bot.
function switchTo(personId, pane) {
  const here = chat();
  const keeps = here && !isPrivate(here) && here.person_ids.includes(personId);
  const own = state.chats.find((one) => isPrivate(one) && one.person_ids.includes(personId));
  const target = keeps ? here : own;
  const onPhoneList = pane === "list" && state.pane === "list" && matchMedia("(max-width: 720px)").matches;
  goTo(personId, onPhoneList || !target ? null : target.id);
}
