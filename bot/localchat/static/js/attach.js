// Files of the person: chosen, dropped or pasted, shown once more with a caption, then sent.

import { api } from "./api.js";
import { h, icon, plainName } from "./dom.js";
import { t } from "./i18n.js";
import { dialog, popupMenu, sayError, toast } from "./overlay.js";
import { notStarted, state } from "./store.js";
import { sizeWords } from "./time.js";

const LIMITS = { photo: 10 * 1024 * 1024, document: 50 * 1024 * 1024 }; // bytes, Telegram's own
const PICTURES = ["image/png", "image/jpeg", "image/webp"];

const inputs = {
  photo: h("input", {
    type: "file",
    accept: PICTURES.join(","),
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
    data: { testid: "file-photo" },
  }),
  document: h("input", {
    type: "file",
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
    data: { testid: "file-document" },
  }),
};

/** Make `area` take dropped and pasted files. */
export function setUpAttach(area) {
  for (const [kind, input] of Object.entries(inputs)) {
    document.body.append(input);
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.value = "";
      if (file) offer(file, kind);
    });
  }
  area.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    area.classList.add("dropping");
    area.dataset.drop = t("dropHere");
  });
  area.addEventListener("dragleave", (event) => event.target === area && area.classList.remove("dropping"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("dropping");
    take(event.dataTransfer.files[0]);
  });
  area.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files[0]);
  });
}

function take(file) {
  if (file && !notStarted()) offer(file, PICTURES.includes(file.type) ? "photo" : "document");
}

/** The choice between a picture and a file. */
export function attachMenu(anchor) {
  popupMenu(
    anchor,
    [
      { label: t("attachPhoto"), icon: "picture", testid: "attach-photo", run: () => inputs.photo.click() },
      { label: t("attachDocument"), icon: "file", testid: "attach-document", run: () => inputs.document.click() },
    ],
    { label: t("attach") },
  );
}

async function offer(file, kind) {
  const name = plainName(file.name, 80) || t("file");
  if (file.size > LIMITS[kind]) return toast(t("tooBig", { name, limit: sizeWords(LIMITS[kind]) }), { kind: "error" });
  if (!file.size) return toast(t("emptyFile", { name }), { kind: "error" });
  const { chat: chatId, person: personId } = state;
  const caption = h("textarea", {
    class: "caption",
    rows: "2",
    maxlength: "1024",
    placeholder: t("caption"),
    "aria-label": t("caption"),
    autofocus: true,
    data: { testid: "caption" },
  });
  const picture = kind === "photo" ? URL.createObjectURL(file) : null;
  const preview = picture
    ? h("img", { class: "attach-preview", file: picture, alt: name })
    : h(
        "div",
        { class: "file-card" },
        h("span", { class: "file-badge" }, icon("file")),
        h(
          "span",
          { class: "file-words" },
          h("bdi", { class: "file-name" }, name),
          h("span", { class: "file-size" }, sizeWords(file.size)),
        ),
      );
  caption.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    caption.closest("dialog").querySelector(".primary").click();
  });
  const answer = await dialog({
    title: t(kind === "photo" ? "sendPhoto" : "sendFile"),
    content: [preview, caption],
    buttons: [
      { label: t("cancel"), value: "no" },
      { label: t("send"), value: "send", kind: "primary", testid: "attach-send" },
    ],
    testid: "attach-dialog",
  });
  if (picture) URL.revokeObjectURL(picture);
  if (answer === "send") await api.upload(chatId, personId, kind, file, caption.value.trim()).catch(sayError);
}
