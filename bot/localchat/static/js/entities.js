// Formatted text: Bot API entities (offsets in UTF-16 units, as JavaScript counts) become DOM nodes.

import { h, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { safeUrl } from "./links.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/**
 * Nodes for `text`. `actions`: what a tap does: `command(text)`, `link(url, shownText)`, `copy(text)`.
 * Entities that lie outside the text or cross each other are cut, never trusted.
 */
export function formatted(text, entities, actions) {
  const string = String(text ?? "");
  const sane = (Array.isArray(entities) ? entities : []).filter((one) => isSane(one, string.length));
  sane.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return render(string, 0, string.length, sane, actions);
}

function isSane(entity, length) {
  return (
    entity !== null &&
    typeof entity === "object" &&
    Number.isInteger(entity.offset) &&
    Number.isInteger(entity.length) &&
    entity.offset >= 0 &&
    entity.length > 0 &&
    entity.offset < length
  );
}

function render(text, start, end, entities, actions) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const from = Math.max(first.offset, at);
    const to = Math.min(first.offset + first.length, end);
    const { inner, outer } = split(others, from, to);
    rest = outer;
    if (from >= to) continue;
    if (from > at) nodes.push(document.createTextNode(text.slice(at, from)));
    nodes.push(element(first, text.slice(from, to), render(text, from, to, inner, actions), actions));
    at = to;
    // The line feed after a block has been drawn by the block itself.
    if (BLOCKS.has(first.type) && text[at] === "\n" && at < end) at += 1;
  }
  if (at < end) nodes.push(document.createTextNode(text.slice(at, end)));
  return nodes;
}

// Those that begin inside go inside, cut at its end; what reaches beyond goes on outside.
function split(entities, from, to) {
  const inner = [];
  const outer = [];
  for (const one of entities) {
    const end = one.offset + one.length;
    if (one.offset >= to) outer.push(one);
    else {
      if (end > from) inner.push({ ...one, length: Math.min(end, to) - one.offset });
      if (end > to) outer.push({ ...one, offset: to, length: end - to });
    }
  }
  return { inner, outer };
}

function element(entity, text, children, actions) {
  const { type } = entity;
  if (Object.hasOwn(TAGS, type)) return h(TAGS[type], {}, children);
  if (type === "code") return h("code", { class: "inline-code" }, text);
  if (type === "pre") return codeBlock(text, entity.language, actions);
  if (type === "spoiler") return spoiler(children);
  if (type === "blockquote") return h("blockquote", { class: "quote" }, children);
  if (type === "expandable_blockquote") return expandable(children);
  if (type === "url") return anchor(text, children, text, actions);
  if (type === "text_link") return anchor(entity.url, children, text, actions);
  if (type === "bot_command") return commandLink(text, actions);
  if (["mention", "hashtag", "cashtag", "text_mention", "email", "phone_number"].includes(type)) {
    return h("span", { class: "mention" }, children);
  }
  return h("span", {}, children);
}

function codeBlock(text, language, actions) {
  const label = typeof language === "string" && language ? language.slice(0, 32) : t("codeIn");
  const copy = iconButton("copy", t("copy"), {
    class: "code-copy",
    data: { testid: "copy-code" },
    on: { click: () => actions.copy(text) },
  });
  return h(
    "figure",
    { class: "code-block" },
    h("figcaption", {}, h("span", { class: "code-language" }, label), copy),
    h("pre", { tabindex: "0" }, h("code", {}, text.replace(/\n$/, ""))),
  );
}

function spoiler(children) {
  const inner = h("span", { class: "spoiler-text", "aria-hidden": "true" }, children);
  const outer = h(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler"), title: t("spoiler") },
    inner,
  );
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (outer.classList.contains("revealed")) return;
    event.preventDefault();
    event.stopPropagation();
    outer.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label", "title"]) outer.removeAttribute(name);
    inner.removeAttribute("aria-hidden");
  };
  // Capture: a link under the cover must not open before it has been seen.
  outer.addEventListener("click", reveal, { capture: true });
  outer.addEventListener("keydown", reveal);
  return outer;
}

function expandable(children) {
  const quote = h("blockquote", { class: "quote expandable" }, h("div", { class: "quote-text" }, children));
  const toggle = h("button", { type: "button", class: "quote-toggle", "aria-expanded": "false" }, t("showMore"));
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = t(open ? "showLess" : "showMore");
  });
  quote.append(toggle);
  return quote;
}

function anchor(address, children, shown, actions) {
  const url = safeUrl(address);
  if (!url) return h("span", {}, children);
  const click = (event) => {
    event.preventDefault();
    actions.link(url, shown);
  };
  return h("a", { class: "link", href: url.href, title: url.href, data: { testid: "link" }, on: { click } }, children);
}

function commandLink(text, actions) {
  return h(
    "button",
    {
      type: "button",
      class: "link command",
      data: { testid: "command-link", command: text },
      on: { click: () => actions.command(text) },
    },
    text,
  );
}
