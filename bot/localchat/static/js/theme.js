// Light, dark, or what the system says; the choice is remembered.

import { remember, remembered } from "./prefs.js";

/** What can be chosen; "auto" is what the system says. */
export const THEMES = ["auto", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");
let choice = remembered("theme", "auto");

/** What was chosen. */
export function themeChoice() {
  return THEMES.includes(choice) ? choice : "auto";
}

/** Choose a theme and remember it. */
export function setTheme(next) {
  choice = next;
  remember("theme", next);
  apply();
}

function apply() {
  const shown = themeChoice() === "auto" ? (system.matches ? "dark" : "light") : themeChoice();
  document.documentElement.dataset.theme = shown;
}

system.addEventListener("change", apply);
apply();

/** True when the person asked the system for less movement. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
