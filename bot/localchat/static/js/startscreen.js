// A chat that nobody has begun yet: who the bot is and what it does, never an empty page.

import { h, plainName } from "./dom.js";
import { formatted } from "./entities.js";
import { pick, t } from "./i18n.js";
import { state } from "./store.js";
import { textActions } from "./actions.js";
import { avatar } from "./avatar.js";

/** Picture, name and description of the bot; the Start button stands in the composer's place. */
export function startScreen() {
  const { bot } = state;
  const description = pick(bot.description) || pick(bot.short_description);
  return h(
    "section",
    { class: "start-screen", data: { testid: "start-screen" } },
    avatar({ bot: true }, "huge"),
    h("h2", {}, h("bdi", {}, plainName(pick(bot.name)))),
    bot.username ? h("p", { class: "start-username" }, `@${bot.username}`) : null,
    description
      ? h(
          "div",
          { class: "start-card" },
          h("strong", {}, t("whatCanItDo")),
          h("p", { dir: "auto", data: { testid: "bot-description" } }, formatted(description, [], textActions)),
        )
      : null,
  );
}
