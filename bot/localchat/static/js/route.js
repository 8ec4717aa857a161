// Where we are stands in the address: #person/chat for a conversation, #person for the list of a phone.
// The browser's own Back therefore works, and two windows can show two people.

import { show } from "./session.js";
import { sayError } from "./overlay.js";

/** Go to a conversation, or with `chatId` null to the list of chats. */
export function goTo(personId, chatId) {
  const hash = chatId === null ? `#${personId}` : `#${personId}/${chatId}`;
  if (location.hash === hash) return apply();
  location.hash = hash;
}

/** Follow the address now and whenever it changes. */
export function followAddress() {
  // The key has done its work (it is a cookie now); it need not stay where others may read it.
  if (location.search) history.replaceState(null, "", `/${location.hash}`);
  addEventListener("hashchange", apply);
  return apply();
}

function apply() {
  const [, personId, chatId] = /^#(\d+)(?:\/(-?\d+))?$/.exec(location.hash) ?? [];
  const pane = personId && !chatId ? "list" : "chat";
  return show(Number(personId ?? NaN), Number(chatId ?? NaN), pane).catch(sayError);
}
