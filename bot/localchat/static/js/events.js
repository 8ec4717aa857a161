// The server's stream of events: kept open, opened again when it breaks, never silently dead.

import { ApiError } from "./api.js";
import { receive } from "./news.js";
import { isExpired, loadState, refreshChat } from "./session.js";
import { emit, state } from "./store.js";
import { countUnread } from "./unread.js";

const WAITS = [500, 1000, 2000, 3000, 5000]; // milliseconds between attempts

let source = null;
let timer = null;
let attempt = 0;
let cursor = 0;

/** Open the stream after `after` and keep it open. */
export function follow(after) {
  cursor = after;
  addEventListener("online", retryNow);
  open();
}

/** Try again at once, because the person asked or the network came back. */
export function retryNow() {
  if (state.link === "lost") again(0);
}

function setLink(link) {
  if (state.link === link) return;
  state.link = link;
  emit("link");
}

function open() {
  source?.close();
  const mine = new EventSource(`/ui/events?after=${encodeURIComponent(cursor)}`);
  source = mine;
  mine.onopen = () => {
    attempt = 0;
    setLink("online");
  };
  mine.onmessage = (event) => {
    cursor = event.lastEventId || cursor;
    const parsed = parse(event.data);
    if (parsed) receive(parsed);
  };
  mine.onerror = () => {
    if (source !== mine) return;
    mine.close();
    source = null;
    check();
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// The stream broke: is the program gone, is the key no longer valid, or was it only the stream?
async function check() {
  try {
    const fresh = await loadState();
    // What happened meanwhile is replayed from the old cursor; a fresh look at the chat covers what is not.
    cursor = Math.min(Number(cursor), Number(fresh)) || fresh;
    await refreshChat();
    open();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isExpired(error)) return setLink("expired");
    setLink("lost");
    again(WAITS[Math.min(attempt++, WAITS.length - 1)]);
  }
}

function again(wait) {
  clearTimeout(timer);
  timer = setTimeout(check, wait);
}

/** First contact: load, then follow. Until it succeeds the page says that it is trying. */
export async function begin(ready) {
  try {
    const first = await loadState();
    await ready();
    follow(first);
    await countUnread();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isExpired(error)) return setLink("expired");
    setLink("lost");
    setTimeout(() => begin(ready), WAITS[Math.min(attempt++, WAITS.length - 1)]);
  }
}
