// The page of the local chat: everything is put together here.
//
// For automation, all in `data-*` attributes, stable across languages and themes:
//   body            data-ready="true" once the first chat is shown; data-bot, data-engine, data-link (online, lost,
//                   expired, connecting), data-pane (list, chat); html data-theme, lang
//   address         #PERSON/CHAT shows that person's chat, #PERSON the list of chats (matters on a phone)
//   person          data-person-id, aria-pressed           speak-as, speak-as-ID: the same as a menu
//   chat            data-chat-id, aria-current             unread: the badge inside
//   timeline        the scroller                           start-screen, bot-description, start, unblock
//   message         data-message-id, data-mine, data-sender, data-edited; inside: inline-button with data-callback or
//                   data-url (aria-busy while the bot has not answered), photo, document, sticker-message, copy-code,
//                   link, command-link, reply-quote, edited, message-menu -> menu-reply, menu-copy, menu-edit,
//                   menu-retract
//   poll            data-poll-id, data-voted, data-closed; poll-option with data-option, then data-result (right,
//                   wrong, chosen) and data-percent; poll-vote; poll-explanation
//   composer        the text field; send, menu, command-list, command (data-command), attach -> attach-photo,
//                   attach-document, attach-dialog, caption, attach-send; file-photo, file-document (inputs);
//                   sticker, composer-bar, composer-cancel; new-messages
//   travel          data-travelling; travel-now, travel-utc, travel-offset, travel-next-text, and the buttons
//                   travel-60, travel-1500, travel-86400, travel-next
//   status          data-state: bot-stopped, bot-starting, engine-missing, engine-building, lost, expired; retry, hide-status
//   toast, alert, confirm, viewer, expired, dialog-ok, dialog-yes, dialog-no, popup-menu, chat-menu, block, back,
//   settings, theme-auto|light|dark, language-auto|en|zh, subtitle

import { focusFooter, setUpComposer } from "./composer.js";
import { begin, retryNow } from "./events.js";
import { setUpHeader } from "./header.js";
import { showLanguage } from "./i18n.js";
import { followAddress } from "./route.js";
import { setUpSidebar } from "./sidebar.js";
import { setUpStatus } from "./status.js";
import { on, state, unreadOf } from "./store.js";
import { setUpTimeline } from "./timeline.js";
import { setUpTravel } from "./travel.js";
import { markRead } from "./unread.js";

const byId = (id) => document.getElementById(id);

function setUp() {
  showLanguage();
  setUpTravel(byId("travel"));
  setUpStatus(byId("banners"), retryNow);
  setUpSidebar(byId("sidebar"));
  setUpHeader(byId("header"));
  setUpTimeline(byId("body"));
  setUpComposer(byId("footer"));
  on("pane", () => (document.body.dataset.pane = state.pane));
  on("unread", showTitle);
  document.addEventListener("visibilitychange", markRead);
  // The address belongs to route.js, so the skip link moves the focus itself.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    focusFooter();
  });
}

function showTitle() {
  const count = state.people.reduce((sum, one) => sum + unreadOf(one.id), 0);
  document.title = count ? `(${count}) Pomodock` : "Pomodock";
}

async function start() {
  await followAddress();
  document.body.dataset.ready = "true";
  // On a phone the keyboard would cover the conversation; with a pointer and keys one wants to write at once.
  if (matchMedia("(hover: hover) and (min-width: 721px)").matches) byId("composer")?.focus({ preventScroll: true });
}

setUp();
begin(start);
