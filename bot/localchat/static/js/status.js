// Slim banners: connection lost, bot stopped, no engine. And the end: the page of an earlier start.

import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { dialog } from "./overlay.js";
import { on, state } from "./store.js";

const hidden = new Set(); // banners the person put away; each comes back when its state changes
let expiredShown = false;

/** Keep the banners in `element` true; `retry` is what "Try now" does. */
export function setUpStatus(element, retry) {
  const render = () => {
    const due = banners();
    for (const gone of hidden) if (!due.some((one) => one.key === gone)) hidden.delete(gone);
    const all = due.filter((one) => !hidden.has(one.key));
    const key = JSON.stringify([all, t("retry")]);
    if (element.dataset.key !== key) {
      element.dataset.key = key;
      fill(
        element,
        all.map((one) => banner(one, retry, render)),
      );
    }
    document.body.dataset.bot = state.status.bot;
    document.body.dataset.engine = state.status.engine;
    document.body.dataset.link = state.link;
    if (state.link === "expired") showExpired();
  };
  on("status link language", render);
}

function banners() {
  if (state.link === "expired") return [{ key: "expired", icon: "warning", kind: "bad", text: t("expiredText") }];
  if (state.link === "lost") return [{ key: "lost", kind: "bad", text: t("reconnecting"), retry: true }];
  const { bot, engine } = state.status;
  const detail = /\s/.test(state.status.detail ?? "") ? state.status.detail : "";
  const list = [];
  if (bot === "stopped") list.push({ key: "bot-stopped", icon: "warning", kind: "bad", text: t("botStopped"), detail });
  if (bot === "starting") list.push({ key: "bot-starting", icon: "clock", kind: "info", text: t("botStarting") });
  if (engine === "missing")
    list.push({ key: "engine-missing", icon: "cube", kind: "info", text: t(missingWords()), detail, hide: true });
  if (engine === "building")
    list.push({ key: "engine-building", icon: "cube", kind: "info", text: t("engineBuilding"), detail, hide: true });
  return list;
}

// The detail is a sentence to be shown, or one word for what is missing: the engine, or only its image.
function missingWords() {
  return ["no_image", "build_failed"].includes(state.status.detail) ? "engineUnbuilt" : "engineMissing";
}

function banner(one, retry, render) {
  const put = () => {
    hidden.add(one.key);
    render();
    document.getElementById("composer")?.focus();
  };
  return h(
    "div",
    { class: `banner ${one.kind}`, data: { testid: "status", state: one.key } },
    // What needs no file can be shown when the server is gone.
    one.retry ? h("span", { class: "spinner", "aria-hidden": "true" }) : icon(one.icon),
    h("p", {}, one.text, one.detail ? h("span", { class: "banner-detail" }, ` ${one.detail}`) : null),
    one.retry
      ? h(
          "button",
          { type: "button", class: "banner-button", data: { testid: "retry" }, on: { click: retry } },
          t("retry"),
        )
      : null,
    one.hide
      ? h(
          "button",
          { type: "button", class: "banner-button", data: { testid: "hide-status" }, on: { click: put } },
          t("hide"),
        )
      : null,
  );
}

function showExpired() {
  if (expiredShown) return;
  expiredShown = true;
  dialog({
    title: t("expiredTitle"),
    content: [h("p", { class: "dialog-text" }, t("expiredText"))],
    buttons: [{ label: t("ok"), value: "ok", kind: "primary" }],
    testid: "expired",
  });
}
