// What the server tells as it happens.

import { api } from "./api.js";
import { answerCame } from "./callbacks.js";
import { fetchMessage, loadState, refreshChat, takeMessage } from "./session.js";
import { chat, emit, state } from "./store.js";
import { receiveClock } from "./time.js";
import { noteUnread } from "./unread.js";

const TYPING_MS = 5000;
const typingTimers = new Map();

/** One event of the server's stream. */
export function receive(event) {
  EVENTS[event.type]?.(event);
}

const EVENTS = {
  message: (event) => receiveMessage(event.chat, event.message, true),
  edit: (event) => receiveMessage(event.chat, event.message, false),
  poll: (event) => receiveMessage(event.chat, event.message, false),
  delete(event) {
    if (event.chat !== state.chat) return;
    state.messages.delete(event.message_id);
    emit("deleted", event.message_id);
  },
  typing(event) {
    state.typing.set(event.chat, event.action);
    clearTimeout(typingTimers.get(event.chat));
    typingTimers.set(
      event.chat,
      setTimeout(() => stopTyping(event.chat), TYPING_MS),
    );
    emit("typing");
  },
  toast: (event) => answerCame(event),
  clock(event) {
    receiveClock(event.clock ?? event);
    emit("clock");
  },
  status(event) {
    const { type, status, ...rest } = event;
    state.status = status ?? rest;
    emit("status");
  },
  // The server has forgotten what lies between; look at everything again.
  reset: () => Promise.all([refreshAll(), refreshChat()]).catch(() => {}),
  bot: () => refreshAll(),
  person: () => refreshAll(),
};

async function refreshAll() {
  await loadState().catch(() => {});
  const page = await api.messages(state.chat, state.person, { limit: 1 }).catch(() => null);
  if (page?.commands) state.commands = page.commands;
  emit("commands");
}

function stopTyping(chatId) {
  clearTimeout(typingTimers.get(chatId));
  if (state.typing.delete(chatId)) emit("typing");
}

async function receiveMessage(chatId, message, isNew) {
  if (message.from?.id === state.bot.id) stopTyping(chatId);
  if (isNew) noteNews(chatId, message);
  if (chatId !== state.chat) return;
  const personId = state.person;
  const own = { ...message, mine: message.from?.id === personId };
  // What a person may see of a poll depends on her own vote, so she asks for it herself.
  const seen = message.poll ? await fetchMessage(chatId, personId, message.message_id).catch(() => null) : own;
  if (chatId !== state.chat || personId !== state.person) return;
  takeMessage(seen ?? { ...own, my_vote: state.messages.get(message.message_id)?.my_vote ?? null }, isNew);
}

function noteNews(chatId, message) {
  const where = chat(chatId);
  if (!where) return void loadState().catch(() => {});
  where.started = true;
  where.last = { text: message.text ?? message.caption ?? "", date: message.date, message };
  noteUnread(where, message);
  emit("chats");
}
