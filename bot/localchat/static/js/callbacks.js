// Answers to pressed buttons. The same answer comes twice, as the response to the press and as an
// event; it is shown once, whichever comes first.

import { plainName } from "./dom.js";
import { state } from "./store.js";
import { alertDialog, toast } from "./overlay.js";

const CREDIT_MS = 15000;
const waiting = new Map(); // "person/chat" -> presses still without a response
let credits = []; // answers shown whose other half is still to come

/** Note a press; call what is returned with the response, or with null when there was none. */
export function pressAnswered(personId, chatId) {
  const key = `${personId}/${chatId}`;
  waiting.set(key, (waiting.get(key) ?? 0) + 1);
  return (answer) => {
    waiting.set(key, waiting.get(key) - 1);
    if (answer?.answered && answer.text) showOnce(key, answer, "response");
  };
}

/** A toast event of the server. */
export function answerCame(event) {
  if (event.person !== state.person || !event.text) return;
  showOnce(`${event.person}/${event.chat}`, event, "event");
}

function showOnce(key, answer, source) {
  const now = performance.now();
  credits = credits.filter((one) => one.until > now);
  const match = credits.findIndex((one) => one.key === key && one.text === answer.text && one.source !== source);
  if (match >= 0) {
    credits.splice(match, 1);
    return;
  }
  // An event without a press of this page (another window pressed) has no other half.
  if (source === "response" || waiting.get(key))
    credits.push({ key, text: answer.text, source, until: now + CREDIT_MS });
  if (answer.show_alert) alertDialog(answer.text, plainName(state.bot.name));
  else toast(answer.text);
}
