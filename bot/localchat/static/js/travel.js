// The time machine: the bot's own time, what comes next, and the ways to get there.

import { api } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { pick, t } from "./i18n.js";
import { sayError } from "./overlay.js";
import { emit, on, state } from "./store.js";
import { lengthWords, longTime, receiveClock, utcTime, virtualNow, whenWords } from "./time.js";

const JUMPS = [
  ["plus1", 60],
  ["plus25", 1500],
  ["plusDay", 86400],
];
const SMALL = 2; // seconds of offset that still count as real time

let root;
let asked = false; // a journey that this page began is still going on
let parts = null;

/** Build the time machine inside `element` and keep it up to date. */
export function setUpTravel(element) {
  root = element;
  on("language", build);
  on("clock link", refresh);
  build();
  setInterval(refresh, 1000);
}

function build() {
  root.setAttribute("aria-label", t("clock"));
  const jump = ([key, seconds]) => button(`travel-${seconds}`, t(key), () => travel({ advance_seconds: seconds }));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  parts = {
    now: h("strong", { data: { testid: "travel-now" }, title: `${t("virtualTime")} (${zone})` }),
    utc: h("span", { class: "travel-utc", data: { testid: "travel-utc" } }),
    offset: h("span", { class: "travel-offset", data: { testid: "travel-offset" } }),
    next: h("span", { class: "travel-next", data: { testid: "travel-next-text" } }),
    live: h("span", { class: "visually-hidden", role: "status" }),
    buttons: [
      ...JUMPS.map(jump),
      button(
        "travel-next",
        [
          icon("next", "tiny"),
          h("span", { class: "long" }, t("toNext")),
          h("span", { class: "short" }, t("toNextShort")),
        ],
        () => travel({ to_next: true }),
        t("toNext"),
      ),
    ],
  };
  fill(
    root,
    icon("clock", "travel-icon"),
    h("div", { class: "travel-clock" }, parts.now, parts.utc, parts.offset),
    parts.next,
    h("div", { class: "travel-buttons", role: "group", "aria-label": t("clock") }, parts.buttons),
    parts.live,
    h("div", { class: "travel-progress", "aria-hidden": "true" }),
  );
  refresh();
}

function button(testid, label, run, name = null) {
  return h(
    "button",
    { type: "button", class: "travel-button", "aria-label": name, data: { testid }, on: { click: run } },
    label,
  );
}

function refresh() {
  const { clock } = state;
  if (!clock || !parts) return;
  const now = virtualNow();
  put(parts.now, longTime(now));
  put(parts.utc, `${utcTime(now)} UTC`);
  put(parts.offset, offsetWords(clock.offset_seconds ?? 0));
  parts.offset.classList.toggle("moved", Math.abs(clock.offset_seconds ?? 0) > SMALL);
  const travelling = asked || Boolean(clock.travelling);
  put(parts.next, travelling ? t("travelling") : nextWords(clock.next, now));
  parts.next.title = parts.next.textContent;
  root.dataset.travelling = String(travelling);
  root.setAttribute("aria-busy", String(travelling));
  const offline = state.link === "lost" || state.link === "expired";
  for (const one of parts.buttons) {
    // aria-disabled keeps the focus on the button while the journey lasts.
    const off = travelling || offline || (one.dataset.testid === "travel-next" && !clock.next);
    one.setAttribute("aria-disabled", String(off));
  }
}

function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function offsetWords(seconds) {
  if (Math.abs(seconds) <= SMALL) return t("realTime");
  // A journey takes a moment itself: a day less a second is still "1 day ahead".
  const size = Math.abs(seconds) < 120 ? Math.abs(seconds) : Math.round(Math.abs(seconds) / 60) * 60;
  return t(seconds > 0 ? "offset" : "offsetBack", { d: lengthWords(size) });
}

function nextWords(next, now) {
  if (!next) return t("nothingNext");
  const at = new Date(next.at);
  const left = (at - now) / 1000;
  const when = left < 1 ? t("due") : `${whenWords(at, now)} (${t("inTime", { d: lengthWords(left) })})`;
  return `${t("nextEvent")}: ${pick(next.text)} · ${when}`;
}

async function travel(body) {
  if (asked || state.clock?.travelling) return;
  const pressed = document.activeElement;
  if (pressed?.getAttribute("aria-disabled") === "true") return;
  asked = true;
  parts.live.textContent = t("travelling");
  refresh();
  try {
    const { now } = await api.travel(body);
    if (state.clock && Date.parse(now) > virtualNow()) receiveClock({ ...state.clock, now, travelling: false });
    if (state.clock) state.clock.travelling = false;
  } catch (error) {
    sayError(error);
  } finally {
    asked = false;
    emit("clock");
    parts.live.textContent = `${longTime(virtualNow())}. ${parts.next.textContent}`;
  }
}
