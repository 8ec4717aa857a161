// Polls and quizzes: choosing, voting, and what is known afterwards.

import { textActions } from "./actions.js";
import { confetti } from "./confetti.js";
import { h, icon } from "./dom.js";
import { formatted } from "./entities.js";
import { t } from "./i18n.js";
import { sayError } from "./overlay.js";
import { vote } from "./deeds.js";

/** The box of a poll inside its bubble. */
export function pollBox(message) {
  const { poll } = message;
  const view = viewOf(message);
  const box = h("div", {
    class: `poll ${view.revealed ? "revealed" : "open"}`,
    data: { testid: "poll", pollId: poll.id, closed: String(view.closed), voted: String(view.voted) },
  });
  const options = poll.options.map((option, index) => optionRow(message, view, option, index));
  box.append(
    h("div", { class: "poll-question", dir: "auto" }, formatted(poll.question, poll.question_entities, textActions)),
    h("div", { class: "poll-kind" }, kindWords(poll, view)),
    h("div", { class: "poll-options", role: "group", "aria-label": poll.question }, options),
    ...explanationOf(poll, view),
    footer(message, view, box),
  );
  return box;
}

function viewOf(message) {
  const { poll } = message;
  const mine = Array.isArray(message.my_vote) ? message.my_vote : [];
  const voted = mine.length > 0;
  const closed = Boolean(poll.is_closed);
  const known = poll.correct_option_ids ?? (Number.isInteger(poll.correct_option_id) ? [poll.correct_option_id] : null);
  return {
    quiz: poll.type === "quiz",
    several: Boolean(poll.allows_multiple_answers),
    mine,
    voted,
    closed,
    revealed: voted || closed,
    right: voted || closed ? known : null,
    voters: poll.total_voter_count ?? 0,
  };
}

function kindWords(poll, view) {
  const words = [view.closed ? t("finalResults") : t(view.quiz ? "quiz" : "poll")];
  if (poll.is_anonymous) words.push(t("anonymous"));
  if (view.several && !view.revealed) words.push(t("severalAnswers"));
  return words.join(" · ");
}

function optionRow(message, view, option, index) {
  const label = h(
    "span",
    { class: "poll-label", dir: "auto" },
    formatted(option.text, option.text_entities, textActions),
  );
  if (view.revealed) return resultRow(view, option, index, label);
  const mark = h(
    "span",
    { class: `poll-mark ${view.several ? "square" : "round"}`, "aria-hidden": "true" },
    icon("check"),
  );
  const props = { type: "button", class: "poll-option", data: { testid: "poll-option", option: index } };
  if (view.several) Object.assign(props, { role: "checkbox", "aria-checked": "false" });
  const row = h("button", props, mark, label);
  row.addEventListener("click", () => (view.several ? toggle(row) : submit(message, [index], row)));
  return row;
}

function toggle(row) {
  const chosen = row.getAttribute("aria-checked") !== "true";
  row.setAttribute("aria-checked", String(chosen));
  const box = row.closest(".poll");
  box.querySelector("[data-testid=poll-vote]").disabled = !box.querySelector("[aria-checked=true]");
}

function resultRow(view, option, index, label) {
  const isMine = view.mine.includes(index);
  const isRight = view.right?.includes(index) ?? false;
  const isWrong = view.quiz && isMine && view.right !== null && !isRight;
  const percent = view.voters ? Math.round(((option.voter_count ?? 0) / view.voters) * 100) : 0;
  const state = isRight ? "right" : isWrong ? "wrong" : isMine ? "chosen" : "";
  const bar = h("span", { class: "poll-bar", "aria-hidden": "true" }, h("span", { class: "poll-fill" }));
  bar.firstChild.style.width = `${Math.max(percent, 1)}%`;
  const mark = h(
    "span",
    { class: "poll-result-mark" },
    state ? icon(isWrong ? "close" : "check") : null,
    state ? h("span", { class: "visually-hidden" }, t(state)) : null,
  );
  return h(
    "div",
    { class: `poll-result ${state}`, data: { testid: "poll-option", option: index, result: state, percent } },
    h("span", { class: "poll-percent" }, `${percent}%`),
    mark,
    label,
    bar,
  );
}

function explanationOf(poll, view) {
  if (!view.revealed || !poll.explanation) return [];
  return [
    h(
      "div",
      { class: "poll-explanation", data: { testid: "poll-explanation" } },
      icon("bulb"),
      h(
        "div",
        { dir: "auto" },
        h("span", { class: "visually-hidden" }, `${t("explanation")}: `),
        formatted(poll.explanation, poll.explanation_entities, textActions),
      ),
    ),
  ];
}

function footer(message, view, box) {
  const count = view.voters ? t(view.quiz ? "answers" : "votes", { n: view.voters }) : t("noVotes");
  if (view.revealed || !view.several) return h("div", { class: "poll-count" }, count);
  const chosen = () => [...box.querySelectorAll("[aria-checked=true]")].map((row) => Number(row.dataset.option));
  const button = h(
    "button",
    {
      type: "button",
      class: "poll-vote",
      disabled: true,
      data: { testid: "poll-vote" },
      on: { click: () => submit(message, chosen(), button) },
    },
    t("vote"),
  );
  return button;
}

async function submit(message, options, row) {
  const box = row.closest(".poll");
  if (box.getAttribute("aria-busy") === "true" || !options.length) return;
  box.setAttribute("aria-busy", "true");
  row.classList.add("pending");
  try {
    const fresh = await vote(message, options);
    if (fresh) celebrate(fresh);
  } catch (error) {
    sayError(error);
  } finally {
    box.removeAttribute("aria-busy");
    row.classList.remove("pending");
  }
}

function celebrate(message) {
  const view = viewOf(message);
  if (!view.quiz || !view.right) return;
  const node = document.querySelector(`.message[data-message-id="${message.message_id}"] .bubble`);
  if (!node) return;
  const right = view.mine.length === view.right.length && view.mine.every((one) => view.right.includes(one));
  if (right) confetti(node);
  else node.classList.add("shake");
}
