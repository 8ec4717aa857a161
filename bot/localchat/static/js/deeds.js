// What the shown person does.

import { api } from "./api.js";
import { pressAnswered } from "./callbacks.js";
import { fetchMessage, takeMessage } from "./session.js";
import { chat, emit, isPrivate, person, state } from "./store.js";

let sending = Promise.resolve();

/** Send a text as the shown person; texts leave in the order in which they were sent. */
export function say(text, { chatId = state.chat, replyTo = null } = {}) {
  const personId = state.person;
  const turn = sending.then(() => api.send(chatId, personId, text, replyTo));
  sending = turn.catch(() => {});
  return turn;
}

/** A command that was tapped: in a group it names the bot, as Telegram does. */
export function sayCommand(command) {
  const bare = isPrivate(chat()) || command.includes("@") || !state.bot.username;
  return say(bare ? command : `${command}@${state.bot.username}`);
}

/** Press a callback button; resolves when the bot answered, or when the wait is over. */
export async function press(message, data) {
  const { chat: chatId, person: personId } = state;
  const done = pressAnswered(personId, chatId);
  try {
    const answer = await api.press(chatId, personId, message.message_id, data);
    done(answer);
    return answer;
  } catch (error) {
    done(null);
    throw error;
  }
}

/** Vote, and take over what the person may see of the poll now. */
export async function vote(message, options) {
  const { chat: chatId, person: personId } = state;
  await api.vote(chatId, personId, message.message_id, options);
  const fresh = await fetchMessage(chatId, personId, message.message_id);
  if (fresh && chatId === state.chat && personId === state.person) takeMessage(fresh, false);
  return fresh;
}

/** Block the bot as the shown person, or unblock it. */
export async function setBlocked(blocked) {
  await api.block(state.person, blocked);
  const one = person();
  if (one) one.blocked_bot = blocked;
  emit("people");
}
