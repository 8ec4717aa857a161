// Which language the page speaks: the shown person's, unless another was chosen.

import { remember, remembered } from "./prefs.js";
import { emit, person } from "./store.js";
import { WORDS } from "./words.js";

/** What can be chosen; "auto" is the shown person's language. */
export const LANGUAGES = ["auto", "en", "zh"];
let choice = remembered("language", "auto");

/** What was chosen. */
export function languageChoice() {
  return LANGUAGES.includes(choice) ? choice : "auto";
}

/** "en" or "zh". Every Chinese language code is answered in Simplified Chinese. */
export function language() {
  if (languageChoice() !== "auto") return languageChoice();
  return /^zh\b/i.test(person()?.language_code ?? navigator.language) ? "zh" : "en";
}

/** Choose a language; the whole page is drawn again. */
export function setLanguage(next) {
  choice = next;
  remember("language", next);
  showLanguage();
  emit("language");
}

/** Tell the browser which language the page is in: fonts, hyphens and screen readers follow it. */
export function showLanguage() {
  document.documentElement.lang = language() === "zh" ? "zh-Hans" : "en";
  for (const element of document.querySelectorAll("[data-i18n]")) element.textContent = t(element.dataset.i18n);
}

/** The words for `key` with `{name}` filled in; plural words are functions of a number. */
export function t(key, values = {}) {
  const words = WORDS[language()][key] ?? WORDS.en[key] ?? key;
  if (typeof words === "function") return words(values.n);
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** One of two languages out of a value that may be a plain string. */
export function pick(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return value[language()] ?? value.en ?? Object.values(value)[0] ?? "";
}
