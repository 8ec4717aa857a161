// Which addresses may be opened, and which of them mean "go to the bot".

const ALLOWED = new Set(["http:", "https:", "tg:"]);

/** A parsed http, https or tg address, or null. An address without a scheme is taken as https. */
export function safeUrl(value) {
  const text = String(value ?? "").trim();
  if (!text) return null;
  const url = parse(text) ?? parse(`https://${text}`);
  if (!url || !ALLOWED.has(url.protocol)) return null;
  return url;
}

function parse(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/**
 * What a link to our bot asks for: {kind: "start" | "group" | "open", payload} or null for other links.
 * `t.me/<bot>?start=x` and `tg://resolve?domain=<bot>&start=x` mean the same.
 */
export function botLink(url, username) {
  const name = url.protocol === "tg:" ? tgDomain(url) : telegramPath(url);
  if (!name || name.toLowerCase() !== String(username).toLowerCase()) return null;
  const query = url.searchParams;
  if (query.has("startgroup")) return { kind: "group", payload: payload(query.get("startgroup")) };
  if (query.has("start")) return { kind: "start", payload: payload(query.get("start")) };
  return { kind: "open", payload: "" };
}

function tgDomain(url) {
  const isResolve = url.host === "resolve" || url.pathname.replace(/^\/+/, "") === "resolve";
  return isResolve ? url.searchParams.get("domain") : null;
}

function telegramPath(url) {
  if (!["t.me", "telegram.me"].includes(url.hostname)) return null;
  return url.pathname.split("/")[1] || null;
}

function payload(value) {
  return /^[A-Za-z0-9_-]{1,64}$/.test(value ?? "") ? value : "";
}
