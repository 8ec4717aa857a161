// The menu of one message: reply, copy, edit, take back a vote.

import { t } from "./i18n.js";
import { copyText, popupMenu, sayError } from "./overlay.js";
import { vote } from "./deeds.js";
import { emit } from "./store.js";

/** True when the shown person may change this message. */
export function isEditable(message) {
  return Boolean(message.mine && message.text !== undefined);
}

function isRetractable({ poll, my_vote: mine }) {
  return Boolean(poll?.allows_revoting && !poll.is_closed && mine?.length);
}

/** Open the menu beside `anchor`, or where the pointer is. */
export function messageMenu(message, anchor, point = null) {
  const text = message.text ?? message.caption;
  const items = [{ label: t("reply"), icon: "reply", testid: "menu-reply", run: () => emit("reply", message) }];
  if (text) items.push({ label: t("copyText"), icon: "copy", testid: "menu-copy", run: () => copyText(text) });
  if (isEditable(message))
    items.push({ label: t("edit"), icon: "edit", testid: "menu-edit", run: () => emit("editing", message) });
  if (isRetractable(message))
    items.push({
      label: t("retract"),
      icon: "back",
      testid: "menu-retract",
      run: () => vote(message, []).catch(sayError),
    });
  popupMenu(anchor, items, { label: t("messageMenu"), point });
}
