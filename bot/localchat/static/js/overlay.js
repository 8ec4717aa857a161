// What lies above the page: toasts, dialogs and small menus. All of them close with Escape.

import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { refusal } from "./refusals.js";

const TOAST_MS = 4500;
let dialogNumber = 0; // dialogs may lie over each other; each title has an id of its own

/** A short notice at the foot of the page, read out politely. */
export function toast(text, { kind = "plain" } = {}) {
  const box = document.getElementById("toasts");
  const node = h("div", { class: `toast ${kind}`, data: { testid: "toast" } }, text);
  box.append(node);
  while (box.children.length > 3) box.firstElementChild.remove();
  setTimeout(() => node.remove(), TOAST_MS + String(text).length * 25);
}

/**
 * A modal dialog. `content` are nodes, `buttons` a list of {label, value, kind, testid}.
 * Resolves to the value of the button pressed, or null when it was closed otherwise.
 */
export function dialog({ title, content = [], buttons = [], testid = "dialog", wide = false }) {
  const before = document.activeElement;
  const titleId = `dialog-title-${(dialogNumber += 1)}`;
  return new Promise((resolve) => {
    const heading = title ? h("h2", { id: titleId }, title) : null;
    const row = h(
      "div",
      { class: "dialog-buttons" },
      buttons.map((one) => dialogButton(one, (value) => node.close(value))),
    );
    const node = h(
      "dialog",
      {
        class: `dialog ${wide ? "wide" : ""}`,
        role: "dialog",
        "aria-modal": "true",
        "aria-labelledby": title ? titleId : null,
        data: { testid },
      },
      heading,
      content,
      buttons.length ? row : null,
    );
    node.addEventListener("click", (event) => event.target === node && node.close(""));
    node.addEventListener("close", () => {
      node.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(node.returnValue || null);
    });
    document.body.append(node);
    node.showModal();
    (node.querySelector("[autofocus]") ?? node.querySelector(".dialog-buttons .primary"))?.focus();
  });
}

function dialogButton({ label, value, kind = "", testid }, close) {
  return h(
    "button",
    {
      type: "button",
      class: `text-button ${kind}`,
      data: { testid: testid ?? `dialog-${value}` },
      on: { click: () => close(value) },
    },
    label,
  );
}

/** A sentence that must be acknowledged (answerCallbackQuery with show_alert, for example). */
export function alertDialog(text, title = "") {
  return dialog({
    title,
    content: [h("p", { class: "dialog-text" }, text)],
    buttons: [{ label: t("ok"), value: "ok", kind: "primary" }],
    testid: "alert",
  });
}

/** A question; resolves to true when it was affirmed. */
export async function confirmDialog({ title, text, yes, danger = false }) {
  const answer = await dialog({
    title,
    content: [h("p", { class: "dialog-text" }, text)],
    buttons: [
      { label: t("cancel"), value: "no" },
      { label: yes, value: "yes", kind: danger ? "danger primary" : "primary" },
    ],
    testid: "confirm",
  });
  return answer === "yes";
}

let openMenu = null;

/** Close the open menu, if there is one. */
export function closeMenu() {
  openMenu?.();
}

/**
 * A small menu beside `anchor`, or at `point` {x, y}. `items`: {label, icon, run, checked, danger, testid} or
 * {heading}. Arrow keys move, Escape or a click elsewhere closes it.
 */
export function popupMenu(anchor, items, { label, point = null }) {
  closeMenu();
  const close = () => {
    if (openMenu !== close) return;
    openMenu = null;
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute?.("aria-expanded", "false");
    if (anchor.isConnected) anchor.focus({ preventScroll: true });
  };
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, data: { testid: "popup-menu" } });
  fill(
    menu,
    items.map((one) => menuEntry(one, close)),
  );
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  menu.addEventListener("keydown", (event) => menuKeys(event, menu, close));
  openMenu = close;
  document.body.append(menu);
  place(menu, point ?? anchor.getBoundingClientRect());
  anchor.setAttribute?.("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  menu.querySelector("button")?.focus();
}

function menuEntry(item, close) {
  if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return h(
    "button",
    {
      type: "button",
      role,
      tabindex: "-1",
      class: item.danger ? "danger" : "",
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      data: { testid: item.testid },
      on: {
        click: () => {
          close();
          item.run();
        },
      },
    },
    item.node ?? (item.icon ? icon(item.icon) : null),
    h("span", { class: "menu-label" }, item.label),
    item.note ?? null,
    item.checked ? icon("check", "menu-check") : null,
  );
}

function menuKeys(event, menu, close) {
  const buttons = [...menu.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (move !== undefined) {
    event.preventDefault();
    buttons[(move + buttons.length) % buttons.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}

// Below the anchor where there is room, above it otherwise; never outside the window.
function place(menu, box) {
  const anchor = {
    left: box.left ?? box.x,
    right: box.right ?? box.x,
    top: box.top ?? box.y,
    bottom: box.bottom ?? box.y,
  };
  // Not its rectangle: that is smaller while the menu grows into view.
  const { offsetWidth: width, offsetHeight: height } = menu;
  const gap = 6;
  const left = anchor.left + width + gap > innerWidth ? anchor.right - width : anchor.left;
  const below = anchor.bottom + gap;
  const top = below + height + gap > innerHeight ? anchor.top - height - gap : below;
  menu.style.left = `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`;
  menu.style.top = `${Math.max(gap, top)}px`;
}

/** Copy to the clipboard and say whether it worked. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  } catch {
    toast(t("copyFailed"), { kind: "error" });
  }
}

/** Say what went wrong with a call; a lost connection has its own banner and needs no toast. */
export function sayError(error) {
  if (error.status === 0) toast(t("unreachable"), { kind: "error" });
  else if (error.status !== undefined)
    toast(refusal(error.message) || t("failed", { why: error.status }), { kind: "error" });
  else throw error;
}
