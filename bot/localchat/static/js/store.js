// What the page knows, and who wants to hear when it changes.

/** The one state; whoever changes it says so with `emit`. */
export const state = {
  bot: { id: 0, name: "Pomodock", username: "", description: "", short_description: "" },
  people: [],
  chats: [],
  clock: null, // the server's clock object, with `receivedAt` on the page's own steady clock
  status: { bot: "starting", engine: "ready", detail: "" },
  person: null, // id of the shown person
  chat: null, // id of the shown chat
  pane: "chat", // what a phone shows: "list" or "chat"
  messages: new Map(), // of the shown chat: message_id -> message
  complete: false, // true when the first message of the chat is loaded
  loading: true,
  commands: [],
  typing: new Map(), // chat id -> chat action
  unread: new Map(), // "person/chat" -> how many
  link: "connecting", // "connecting" | "online" | "lost" | "expired"
};

const listeners = new Map();

/** Call `listener` whenever one of `topics` changes. */
export function on(topics, listener) {
  for (const topic of topics.split(" ")) {
    if (!listeners.has(topic)) listeners.set(topic, []);
    listeners.get(topic).push(listener);
  }
}

/** Tell all who listen that `topic` changed. */
export function emit(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** A person, a chat, by id: the shown one unless said otherwise; null when there is none. */
export const person = (id = state.person) => state.people.find((one) => one.id === id) ?? null;
export const chat = (id = state.chat) => state.chats.find((one) => one.id === id) ?? null;
/** The chats of a person. */
export const chatsOf = (id) => state.chats.filter((one) => one.person_ids.includes(id));
/** True for a chat of one person with the bot. */
export const isPrivate = (one) => one?.type === "private";

/** Unread messages of a person, in one chat or in all of hers. */
export function unreadOf(personId, chatId = null) {
  if (chatId !== null) return state.unread.get(`${personId}/${chatId}`) ?? 0;
  return chatsOf(personId).reduce((sum, one) => sum + unreadOf(personId, one.id), 0);
}

/** True while nothing has been said in a private chat: the page shows Start instead of the composer. */
export function notStarted(one = chat()) {
  return isPrivate(one) && !one.started && state.messages.size === 0;
}
