// Pictures, files and stickers of a message.

import { filePath } from "./api.js";
import { h, icon, plainName } from "./dom.js";
import { t } from "./i18n.js";
import { dialog } from "./overlay.js";
import { sizeWords } from "./time.js";

const MAX_WIDTH = 420;
const MAX_HEIGHT = 420;

/** Nodes for the media of a message, or null. A picture already loaded in `previous` is moved over. */
export function mediaOf(message, previous = null) {
  if (message.photo?.length) return photo(message, previous);
  if (message.document) return fileCard(message.document);
  if (message.sticker) return sticker(message.sticker);
  return null;
}

function photo(message, previous) {
  const size = message.photo.reduce((best, one) => (one.width * one.height > best.width * best.height ? one : best));
  const alt = plainName(message.caption ?? "", 200) || t("photo");
  const kept = previous?.querySelector(`img[data-file="${CSS.escape(size.file_unique_id)}"]`);
  const scale = Math.min(1, MAX_WIDTH / size.width, MAX_HEIGHT / size.height);
  const img =
    kept ??
    h("img", {
      class: "photo-img",
      file: filePath(size.file_unique_id, true),
      width: Math.round(size.width * scale),
      height: Math.round(size.height * scale),
      decoding: "async",
      data: { file: size.file_unique_id, testid: "photo" },
    });
  img.setAttribute("alt", alt);
  const button = h(
    "button",
    {
      type: "button",
      class: "photo",
      "aria-label": `${t("openPhoto")}: ${alt}`,
      on: { click: () => openPhoto(size, alt) },
    },
    img,
  );
  if (!kept)
    img.addEventListener("error", () => {
      button.nextElementSibling?.classList.replace("meta-over", "meta-row");
      button.replaceWith(downloadLink(size.file_unique_id, "picture", t("photoBroken")));
    });
  return button;
}

function openPhoto(size, alt) {
  const img = h("img", { class: "viewer-img", file: filePath(size.file_unique_id, true), alt });
  dialog({
    content: [img, downloadLink(size.file_unique_id, "picture", t("downloadShort"))],
    buttons: [{ label: t("close"), value: "close", kind: "primary" }],
    testid: "viewer",
    wide: true,
  });
}

function downloadLink(uniqueId, name, label) {
  return h(
    "a",
    { class: "download-link", file: filePath(uniqueId), download: name, data: { testid: "download" } },
    icon("download"),
    label,
  );
}

function fileCard(document) {
  const name = plainName(document.file_name, 200) || t("file");
  return h(
    "a",
    {
      class: "file-card",
      file: filePath(document.file_unique_id),
      download: name,
      "aria-label": t("download", { name }),
      data: { testid: "document" },
    },
    h("span", { class: "file-badge" }, icon("file")),
    h(
      "span",
      { class: "file-words" },
      h("bdi", { class: "file-name" }, name),
      h("span", { class: "file-size" }, sizeWords(document.file_size)),
    ),
  );
}

function sticker(one) {
  return h(
    "div",
    {
      class: "sticker",
      role: "img",
      "aria-label": `${t("stickerWord")} ${plainName(one.emoji)}`.trim(),
      data: { testid: "sticker-message" },
    },
    plainName(one.emoji) || "🍅",
  );
}
