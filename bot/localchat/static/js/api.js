// Calls to our own server. Every failure is an ApiError whose message is a sentence for people.

export class ApiError extends Error {
  /** `status` is the HTTP status, or 0 when the server could not be reached. */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(method, path, options = {}) {
  let response;
  try {
    response = await fetch(path, { method, credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new ApiError("", 0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(String(body.error ?? response.statusText), response.status);
  return body;
}

function post(path, body) {
  return request("POST", path, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Each call of the server's control API by what it does. `person` and `chat` are ids. */
export const api = {
  state: (person, language) =>
    request("GET", `/ui/state?${new URLSearchParams({ ...(person ? { person } : {}), language })}`),
  messages: (chat, person, { before = null, limit = 50 } = {}) =>
    request(
      "GET",
      `/ui/chats/${chat}/messages?${new URLSearchParams({ person, limit, ...(before ? { before } : {}) })}`,
    ),
  send: (chat, person, text, replyTo = null) => post(`/ui/chats/${chat}/messages`, { person, text, reply_to: replyTo }),
  edit: (chat, person, id, text) => post(`/ui/chats/${chat}/messages/${id}/edit`, { person, text }),
  press: (chat, person, id, data) => post(`/ui/chats/${chat}/messages/${id}/press`, { person, data }),
  vote: (chat, person, id, options) => post(`/ui/chats/${chat}/messages/${id}/vote`, { person, options }),
  sticker: (chat, person) => post(`/ui/chats/${chat}/sticker`, { person }),
  block: (person, blocked) => post(`/ui/people/${person}/block`, { blocked }),
  travel: (body) => post("/ui/time", body),
  upload(chat, person, kind, file, caption) {
    const form = new FormData();
    form.append("person", person);
    form.append("kind", kind);
    form.append("file", file, file.name);
    if (caption) form.append("caption", caption);
    return request("POST", `/ui/chats/${chat}/upload`, { body: form });
  },
};

/** Where the bytes of a file are; `inline` for a picture to be shown. */
export function filePath(uniqueId, inline = false) {
  return `/ui/files/${encodeURIComponent(uniqueId)}${inline ? "?inline=1" : ""}`;
}
