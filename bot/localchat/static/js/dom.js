// Building DOM nodes. Text is always a text node: there is no way to hand markup to this module.

import { safeUrl } from "./links.js";

const FORBIDDEN = new Set(["style", "innerhtml", "outerhtml", "srcdoc", "src", "href"]);

// Characters that turn the direction of what follows; a stranger's name must not reorder our words.
const DIRECTION_CONTROLS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;

/** A name or file name of a stranger, without control characters, cut to a length a line can bear. */
export function plainName(value, limit = 128) {
  // eslint-disable-next-line no-control-regex
  const text = String(value ?? "")
    .replace(DIRECTION_CONTROLS, "")
    .replace(/[\u0000-\u001f\u007f]+/g, " ");
  const points = [...text.trim()];
  return points.length > limit ? `${points.slice(0, limit - 1).join("")}…` : points.join("");
}

/**
 * One element. `props`: `class`, `on` (listeners), `data` (data-*), `href` (checked), `file` (a path of
 * our own server for href or src), booleans, and plain attributes. Children are nodes or strings.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "on") listen(element, value);
    else if (name === "data") Object.assign(element.dataset, definedOnly(value));
    else if (name === "href") setHref(element, value);
    else if (name === "file") element.setAttribute(tag === "img" ? "src" : "href", ownPath(value));
    else setPlain(element, name, value);
  }
  append(element, children);
  return element;
}

/** A decorative picture from icons/. */
export function icon(name, extra = "") {
  return h("span", { class: `icon icon-${name} ${extra}`.trim(), "aria-hidden": "true" });
}

/** A button that is only a picture: the label is what a screen reader says and the pointer shows. */
export function iconButton(name, label, props = {}) {
  return h(
    "button",
    { type: "button", ...props, class: `icon-button ${props.class ?? ""}`.trim(), "aria-label": label, title: label },
    icon(name),
  );
}

/** Replace all children of `parent`. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
  return parent;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

function listen(element, listeners) {
  for (const [event, listener] of Object.entries(listeners)) element.addEventListener(event, listener);
}

function definedOnly(data) {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== undefined));
}

function setHref(element, value) {
  const url = safeUrl(value);
  if (!url) return;
  element.setAttribute("href", url.href);
  element.setAttribute("target", "_blank");
  element.setAttribute("rel", "noopener noreferrer nofollow");
}

function ownPath(path) {
  if (!path.startsWith("/ui/files/") && !path.startsWith("/static/") && !path.startsWith("blob:")) {
    throw new Error(`not a path of this page: ${path}`);
  }
  return path;
}

function setPlain(element, name, value) {
  if (FORBIDDEN.has(name.toLowerCase()) || /^on/i.test(name)) throw new Error(`attribute not allowed: ${name}`);
  element.setAttribute(name, value === true ? "" : String(value));
}
