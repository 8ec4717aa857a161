// What a tap inside a message does: commands, links, code to copy, buttons.

import { plainName } from "./dom.js";
import { t } from "./i18n.js";
import { botLink, safeUrl } from "./links.js";
import { confirmDialog, copyText, sayError, toast } from "./overlay.js";
import { goTo } from "./route.js";
import { say, sayCommand } from "./deeds.js";
import { chatsOf, isPrivate, state } from "./store.js";

/** Handed to the renderer of formatted text. */
export const textActions = {
  command: (text) => sayCommand(text).catch(sayError),
  link: (url, shown) => openLink(url, shown),
  copy: (text) => copyText(text),
};

/** Open an address. A link to our bot goes to its private chat; a disguised one is asked about. */
export async function openLink(url, shown) {
  const ours = botLink(url, state.bot.username);
  if (ours) return followBotLink(ours);
  if (url.protocol === "tg:") return toast(t("onlyTelegram"));
  const honest = [url.href, url.href.replace(/\/$/, "")].includes(String(shown).trim());
  if (!honest && !(await confirmDialog({ title: t("openLink"), text: plainName(url.href, 300), yes: t("open") })))
    return;
  window.open(url.href, "_blank", "noopener,noreferrer");
}

async function followBotLink({ kind, payload }) {
  const chats = chatsOf(state.person);
  const target = kind === "group" ? chats.find((one) => !isPrivate(one)) : chats.find(isPrivate);
  if (!target) return toast(t("privateOnly"));
  goTo(state.person, target.id);
  if (kind === "open") return;
  const command = kind === "group" ? `/start@${state.bot.username}` : "/start";
  await say(`${command} ${payload}`.trim(), { chatId: target.id }).catch(sayError);
}

/** A button that is not a callback: an address, a text to copy, or something only Telegram has. */
export function otherButton(button) {
  const url = button.url ? safeUrl(button.url) : null;
  if (url) openLink(url, "");
  else if (button.copy_text?.text) copyText(button.copy_text.text);
  else toast(t("onlyTelegram"));
}
