// The bot's clock as the page shows it: virtual, in this browser's zone, and lengths of time in words.

import { language, t } from "./i18n.js";
import { state } from "./store.js";

/** Take over a clock object of the server, noting when it came on the page's steady clock. */
export function receiveClock(clock) {
  state.clock = { ...clock, receivedAt: performance.now() };
}

/** The bot's now, as a Date; between two reports of the server it goes on by itself. */
export function virtualNow() {
  if (!state.clock) return new Date();
  return new Date(Date.parse(state.clock.now) + performance.now() - state.clock.receivedAt);
}

const locale = () => (language() === "zh" ? "zh-CN" : "en-GB");
const formats = new Map();

function format(date, options) {
  const key = `${locale()} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return formats.get(key).format(date);
}

/** Times in this browser's zone (and in UTC), as the page's language writes them. */
export const hourMinute = (date) => format(date, { hour: "2-digit", minute: "2-digit" });
export const utcTime = (date) => format(date, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
export const longTime = (date) =>
  format(date, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
/** The hour, with the date only when that is another than `now`'s. */
export const whenWords = (date, now) => (dayKey(date) === dayKey(now) ? hourMinute(date) : longTime(date));
/** The same for two instants of one local day. */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

/** "Today", or the date, with its year only when it is another. */
export function dayName(date) {
  const now = virtualNow();
  if (dayKey(now) === dayKey(date)) return t("today");
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return format(date, { day: "numeric", month: "long", ...year });
}

/** For a list of chats: the hour today, the date before. */
export function shortTime(date) {
  if (dayKey(virtualNow()) === dayKey(date)) return hourMinute(date);
  return format(date, { day: "numeric", month: "short" });
}

/** "1 d 2 h", "25 min": the two largest parts of a length in seconds. */
export function lengthWords(seconds) {
  let rest = Math.max(0, Math.round(seconds));
  const parts = [];
  for (const [unit, size] of [
    ["d", 86400],
    ["h", 3600],
    ["min", 60],
  ]) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) parts.push(unitWords(count, unit));
  }
  if (!parts.length) return unitWords(rest, "s");
  return parts.slice(0, 2).join(" ");
}

function unitWords(count, unit) {
  const word = t(unit);
  return word.startsWith(" ") ? `${count}${word}` : `${count} ${word}`;
}

/** "4.2 MB" out of a number of bytes. */
export function sizeWords(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const units = ["B", "KB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** step;
  return `${step && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
}
