// Round pictures: the bot has a drawing, people and groups have their initials on a colour of their own.

import { h, plainName } from "./dom.js";

const COLOURS = 7;

/** The first letters of a name: one for Chinese, up to two for Latin words. */
export function initials(name) {
  const words = plainName(name).split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0];
  if (!/[a-z]/i.test(first) || words.length < 2) return first.toUpperCase();
  return (first + [...words[words.length - 1]][0]).toUpperCase();
}

/** The round picture of the bot, or of a person or group. `size`: small, medium, large, huge. */
export function avatar({ id, name, bot = false }, size = "") {
  if (bot)
    return h(
      "span",
      { class: `avatar bot ${size}` },
      h("img", { file: "/static/icons/bot.svg", alt: "", draggable: "false" }),
    );
  const colour = Math.abs(Number(id) || 0) % COLOURS;
  return h("span", { class: `avatar colour-${colour} ${size}`, "aria-hidden": "true" }, initials(name));
}
