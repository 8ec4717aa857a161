// What is shown: the state of the server, the shown person's chat, and its messages.

import { ApiError, api } from "./api.js";
import { language, showLanguage } from "./i18n.js";
import { chatsOf, emit, isPrivate, person, state } from "./store.js";
import { receiveClock } from "./time.js";
import { markRead } from "./unread.js";

const PAGE = 50;
let loadNumber = 0; // an answer that belongs to an earlier load is dropped
let touched = new Set(); // messages that changed while a load was under way

/** Take over the whole state from the server; returns the cursor from which events go on. */
export async function loadState() {
  const fresh = await api.state(state.person, language());
  takeState(fresh);
  return fresh.cursor;
}

function takeState(fresh) {
  state.bot = { ...state.bot, ...fresh.bot };
  state.people = fresh.people;
  state.chats = fresh.chats;
  state.status = fresh.status;
  receiveClock(fresh.clock);
  for (const topic of ["people", "chats", "clock", "status"]) emit(topic);
}

/** Show a person and one of the person's chats; ids that do not exist fall back to the first. */
export async function show(personId, chatId, pane) {
  const before = { person: state.person, chat: state.chat };
  state.person = person(personId)?.id ?? state.people[0]?.id ?? null;
  const mine = chatsOf(state.person);
  const wanted = mine.find((one) => one.id === chatId);
  const same = before.person === state.person ? mine.find((one) => one.id === before.chat) : null;
  state.chat = (wanted ?? same ?? mine.find(isPrivate) ?? mine[0])?.id ?? null;
  state.pane = pane;
  const personChanged = before.person !== state.person;
  if (personChanged) {
    showLanguage();
    emit("language");
    refreshBot();
  }
  if (personChanged || before.chat !== state.chat) await loadChat();
  else markRead();
  emit("pane");
}

// Name and description of the bot depend on the reader's language.
async function refreshBot() {
  const fresh = await api.state(state.person, language()).catch(() => null);
  if (!fresh) return;
  state.bot = { ...state.bot, ...fresh.bot };
  emit("chats");
}

/** Load the newest messages of the shown chat. */
export async function loadChat() {
  const number = ++loadNumber;
  const { chat: chatId, person: personId } = state;
  state.messages = new Map();
  state.loading = true;
  touched = new Set();
  emit("chat");
  try {
    const page = await api.messages(chatId, personId, { limit: PAGE });
    if (number !== loadNumber) return;
    takePage(page);
    state.commands = page.commands ?? [];
  } finally {
    if (number === loadNumber) {
      state.loading = false;
      emit("chat");
      markRead();
    }
  }
}

/** After a lost connection: the newest messages again, put over what is shown. */
export async function refreshChat() {
  const number = loadNumber;
  touched = new Set();
  const page = await api.messages(state.chat, state.person, { limit: PAGE });
  if (number !== loadNumber) return;
  const known = new Set(state.messages.keys());
  takePage(page, known.size > 0);
  state.commands = page.commands ?? [];
  for (const message of page.messages) emit("message", { message, isNew: !known.has(message.message_id) });
  emit("chats");
}

/** Load messages before the first one shown; false when there are none. */
export async function loadOlder() {
  if (state.complete || state.loading || !state.messages.size) return false;
  const number = loadNumber;
  const first = Math.min(...state.messages.keys());
  const page = await api.messages(state.chat, state.person, { before: first, limit: PAGE });
  if (number !== loadNumber) return false;
  takePage(page);
  emit("older");
  return page.messages.length > 0;
}

function takePage(page, keepComplete = false) {
  for (const message of page.messages) {
    // An event that came while we asked is newer than the answer.
    if (!touched.has(message.message_id)) state.messages.set(message.message_id, message);
  }
  if (!keepComplete) state.complete = page.messages.length < PAGE;
}

/** Take over a message that came or changed. */
export function takeMessage(message, isNew) {
  const known = state.messages.has(message.message_id);
  const newest = state.messages.size ? Math.max(...state.messages.keys()) : 0;
  // An edit of something that is not loaded is not a new message.
  if (!known && !isNew && message.message_id < newest) return;
  touched.add(message.message_id);
  state.messages.set(message.message_id, message);
  emit("message", { message, isNew: isNew && !known });
  if (isNew) markRead();
}

/** One message as the shown person may see it now; null when there is none. */
export async function fetchMessage(chatId, personId, id) {
  const page = await api.messages(chatId, personId, { before: id + 1, limit: 1 });
  return page.messages.find((one) => one.message_id === id) ?? null;
}

/** True for the error of a page that belongs to an earlier start of the program. */
export const isExpired = (error) => error instanceof ApiError && error.status === 403;
