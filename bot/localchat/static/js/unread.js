// What each person has not seen yet.

import { api } from "./api.js";
import { remember, remembered } from "./prefs.js";
import { chatsOf, emit, state } from "./store.js";

const LOOK_BACK = 50; // messages that are counted at most
const phone = matchMedia("(max-width: 720px)");

/** True when the person really looks at that chat now. */
export function isLookedAt(personId, chatId) {
  const visible = !document.hidden && (!phone.matches || state.pane === "chat");
  return visible && state.person === personId && state.chat === chatId;
}

/** The shown person has seen the shown chat. */
export function markRead() {
  if (!isLookedAt(state.person, state.chat)) return;
  const key = `${state.person}/${state.chat}`;
  state.unread.delete(key);
  const newest = state.messages.size ? Math.max(...state.messages.keys()) : 0;
  if (newest) remember("read", { ...remembered("read", {}), [key]: newest });
  emit("unread");
}

/** Count what came while the page was closed. */
export async function countUnread() {
  const read = remembered("read", {});
  for (const one of state.people) {
    for (const other of chatsOf(one.id)) {
      const key = `${one.id}/${other.id}`;
      if (!other.last || isLookedAt(one.id, other.id)) continue;
      const page = await api.messages(other.id, one.id, { limit: LOOK_BACK }).catch(() => ({ messages: [] }));
      const newest = page.messages.at(-1)?.message_id ?? 0;
      // A mark beyond the newest message belongs to an earlier folder on the same port.
      const seen = (read[key] ?? 0) <= newest ? (read[key] ?? 0) : 0;
      const news = page.messages.filter((message) => !message.mine && message.message_id > seen);
      if (news.length) state.unread.set(key, news.length);
    }
  }
  emit("unread");
}

/** Count a new message for all who are not looking. */
export function noteUnread(where, message) {
  for (const id of where.person_ids) {
    if (message.from?.id === id || isLookedAt(id, where.id)) continue;
    const key = `${id}/${where.id}`;
    state.unread.set(key, (state.unread.get(key) ?? 0) + 1);
  }
  emit("unread");
}
