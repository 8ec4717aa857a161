// Inline keyboards: rows of buttons under a bubble.

import { otherButton } from "./actions.js";
import { h, icon, plainName } from "./dom.js";
import { t } from "./i18n.js";
import { sayError } from "./overlay.js";
import { press } from "./deeds.js";
import { toast } from "./overlay.js";

const STYLES = new Set(["primary", "success", "danger"]);

/** The rows of a message, or null when it has none. */
export function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!Array.isArray(rows) || !rows.length) return null;
  return h(
    "div",
    { class: "inline-keyboard", data: { testid: "inline-keyboard" } },
    rows.map((row) =>
      h(
        "div",
        { class: "inline-row" },
        row.map((button) => inlineButton(message, button)),
      ),
    ),
  );
}

function inlineButton(message, button) {
  const isCallback = button.callback_data !== undefined;
  const node = h(
    "button",
    {
      type: "button",
      class: `inline-button ${STYLES.has(button.style) ? button.style : ""}`,
      data: { testid: "inline-button", callback: button.callback_data, url: button.url },
      on: { click: () => (isCallback ? run(node, message, button.callback_data) : otherButton(button)) },
    },
    h("span", { class: "inline-label", dir: "auto" }, plainName(button.text, 256)),
    isCallback ? null : icon(button.copy_text ? "copy" : "link", "inline-corner"),
  );
  return node;
}

async function run(node, message, data) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  node.setAttribute("aria-description", t("wait"));
  try {
    const answer = await press(message, data);
    if (!answer.answered) toast(t("noAnswer"));
  } catch (error) {
    sayError(error);
  } finally {
    node.removeAttribute("aria-busy");
    node.removeAttribute("aria-description");
  }
}
