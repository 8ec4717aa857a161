// A handful of paper for a right answer, as Telegram has it; nothing for those who asked for less movement.

import { h } from "./dom.js";
import { calm } from "./theme.js";

const PIECES = 26;
const COLOURS = ["#e8503a", "#ffb84d", "#4fae4e", "#3a93e0", "#a15fd0"];

/** Throw paper out of the middle of `node`. */
export function confetti(node) {
  if (calm() || !node.animate) return;
  const box = node.getBoundingClientRect();
  const layer = h("div", { class: "confetti", "aria-hidden": "true" });
  document.body.append(layer);
  const flights = Array.from({ length: PIECES }, (_, index) => fly(layer, box, index));
  Promise.allSettled(flights).then(() => layer.remove());
}

function fly(layer, box, index) {
  const piece = h("span", { class: "confetti-piece" });
  piece.style.left = `${box.left + box.width / 2}px`;
  piece.style.top = `${box.top + box.height / 3}px`;
  piece.style.background = COLOURS[index % COLOURS.length];
  layer.append(piece);
  const angle = (index / PIECES) * Math.PI * 2;
  const far = 70 + ((index * 37) % 90);
  const x = Math.cos(angle) * far * 1.4;
  const y = Math.sin(angle) * far - 60;
  return piece.animate(
    [
      { transform: "translate(0, 0) rotate(0)", opacity: 1 },
      { transform: `translate(${x}px, ${y}px) rotate(${angle * 90}deg)`, opacity: 1, offset: 0.4 },
      { transform: `translate(${x * 1.2}px, ${y + 260}px) rotate(${angle * 240}deg)`, opacity: 0 },
    ],
    { duration: 1100 + ((index * 53) % 500), easing: "cubic-bezier(.2,.7,.4,1)" },
  ).finished;
}
