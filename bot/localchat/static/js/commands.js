// The command menu: opened by its button, or by typing "/", filtered while one types.

import { fill, h, plainName } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./store.js";

/**
 * A listbox that belongs to `input`. Gives back: `element`, `filter(text)` after each change of the text,
 * `toggle()` for the button, `key(event)` which is true when the key was meant for the menu, `refresh()`.
 */
export function setUpCommands(input, { pick }) {
  const element = h("div", {
    id: "command-list",
    class: "command-list",
    role: "listbox",
    hidden: true,
    data: { testid: "command-list" },
  });
  let shown = [];
  let at = 0;

  const close = () => {
    element.hidden = true;
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (command) => {
    close();
    pick(`/${command}`);
  };
  const mark = () => {
    [...element.querySelectorAll("[role=option]")].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === at));
      if (index === at) row.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", `command-${at}`);
  };
  const open = (commands) => {
    shown = commands;
    at = 0;
    element.setAttribute("aria-label", t("commands"));
    fill(
      element,
      commands.map((one, index) => row(one, index, choose)),
      commands.length ? null : h("div", { class: "command-none" }, t("noCommand")),
    );
    element.hidden = false;
    if (commands.length) mark();
  };

  input.setAttribute("aria-controls", "command-list");
  input.setAttribute("aria-autocomplete", "list");
  close();
  document.addEventListener("pointerdown", (event) => {
    if (!element.hidden && !event.target.closest(".command-list, [data-testid=menu], .composer-field")) close();
  });

  return {
    element,
    refresh: close,
    filter(text) {
      const typed = /^\/(\w*)$/.exec(text)?.[1];
      if (typed === undefined || !state.commands.length) return close();
      open(state.commands.filter((one) => one.command.startsWith(typed.toLowerCase())));
    },
    toggle() {
      if (!element.hidden) return close();
      open(state.commands);
      input.focus();
    },
    key(event) {
      if (element.hidden) return false;
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (move && shown.length) {
        at = (at + move + shown.length) % shown.length;
        mark();
      } else if (event.key === "Escape") close();
      else if (event.key === "Tab" && shown.length && !event.shiftKey) {
        input.value = `/${shown[at].command} `;
        close();
      } else if (event.key === "Enter" && shown.length) choose(shown[at].command);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

function row(one, index, choose) {
  return h(
    "div",
    {
      id: `command-${index}`,
      role: "option",
      class: "command-row",
      "aria-selected": "false",
      data: { testid: "command", command: one.command },
      on: { pointerdown: (event) => event.preventDefault(), click: () => choose(one.command) },
    },
    h("span", { class: "command-name" }, `/${plainName(one.command, 32)}`),
    h("span", { class: "command-words" }, plainName(one.description, 256)),
  );
}
