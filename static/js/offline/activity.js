// Writing down an activity without a line: what is typed and the photos chosen stay on the device as a draft; with a
// line the form is sent as ever, without one it goes into the outbox under the same key, so it is logged once.

import * as outbox from "./outbox.js";
import { size } from "./panel.js";
import { StoreFull } from "./store.js";

const owner = document.querySelector('meta[name="nc-owner"]')?.content ?? "";
const page = location.pathname;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "request_key"]);
const QUICK = 30_000;
const BYTES_A_MS = 10;

const form = () => document.querySelector("form[data-outbox]");
const keyField = () => form().elements.request_key;
const fileInputs = () => [...form().querySelectorAll("input[type=file]")];
const note = (text) => { form().querySelector("[data-draft-note]").textContent = text; };
const clean = () => window.nhipCau.markDirty(form(), false);

function written() {
  const fields = [...new FormData(form())].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));
  const files = fileInputs().flatMap((input) => [...input.files].map((file) => ({ name: input.name, file, fileName: file.name })));
  return { owner, fields, files, key: keyField().value, bytes: files.reduce((sum, { file }) => sum + file.size, 0) };
}

async function room() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined ? "" : ` Máy còn khoảng ${size(Math.max(quota - usage, 0))}.`;
}

const fullWords = async (bytes) => `Máy này đã hết chỗ: ảnh, tệp (${size(bytes)}) chưa được giữ, phần chữ vẫn được giữ.${await room()} `
  + "Hãy bỏ bớt ảnh hoặc giải phóng bộ nhớ của máy.";

// --- the draft

let resting = false;
let saving = null;
let once = false;

/** One write at a time; what is typed meanwhile goes with the next. */
async function saveDraft() {
  once = true;
  saving ??= (async () => {
    try {
      while (once) {
        once = false;
        await writeDraft();
      }
    } finally {
      saving = null;
    }
  })();
  return saving;
}

async function writeDraft() {
  const { key, fields, files, bytes } = written();
  const draft = { owner, url: page, key, fields };
  try {
    await outbox.keepDraft({ ...draft, files });
    note(`Bản nháp đang được giữ trên máy này${files.length ? ` (${files.length} tệp, ${size(bytes)})` : ""}.`);
  } catch (error) {
    if (!(error instanceof StoreFull)) throw error;
    note(await fullWords(bytes));
    await outbox.keepDraft({ ...draft, files: [] });
  }
}

const keep = () => saveDraft().catch(() => note("Trình duyệt này không giữ được bản nháp. Đừng đóng trang trước khi ghi xong."));

function fill({ fields, files, key }) {
  const now = form();
  for (const one of now.elements) if (["radio", "checkbox"].includes(one.type)) one.checked = false;
  for (const [name, value] of fields) {
    for (const one of now.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["radio", "checkbox"].includes(one.type)) one.checked ||= one.value === value;
      else one.value = value;
    }
  }
  for (const input of fileInputs()) {
    const held = new DataTransfer();
    for (const { file, fileName } of files.filter(({ name }) => name === input.name)) held.items.add(new File([file], fileName, { type: file.type }));
    input.files = held.files;
    if (held.files.length) input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (key) keyField().value = key;
  now.querySelector("input[name=type]:checked")?.dispatchEvent(new Event("change", { bubbles: true }));
}

async function restore() {
  const draft = await outbox.draftOf(owner, page);
  // A copy of the page kept on the device must not give two activities one key.
  keyField().value = draft?.key ?? outbox.newKey();
  if (!draft) return;
  fill(draft);
  note(`Đã mở lại bản nháp trên máy này${draft.files.length ? `, ${draft.files.length} tệp` : ""}. `);
  const fresh = document.createElement("button");
  fresh.type = "button";
  fresh.className = "btn btn-sm btn-outline-secondary";
  fresh.textContent = "Bỏ bản nháp, ghi mới";
  fresh.addEventListener("click", async () => { await outbox.dropDraft(owner, page); clean(); location.reload(); });
  form().querySelector("[data-draft-note]").append(fresh);
}

// --- sending

function missing() {
  const typed = new FormData(form());
  if (!typed.get("type")) return "Hãy chọn một loại hoạt động.";
  if (!typed.get("title")?.trim()) return "Hãy nhập tên hoạt động.";
  return typed.get("happened_on") ? "" : "Hãy nhập ngày.";
}

/** Into the outbox, whole or not at all; then the form is free for the next activity. */
async function keepForLater() {
  const lacks = missing();
  if (lacks) {
    window.nhipCau.toast(lacks, "danger");
    return;
  }
  const { bytes, fields, files, key } = written();
  const title = fields.find(([name]) => name === "title")?.[1] ?? "";
  try {
    await outbox.keepActivity({ key, owner, page, title, endpoint: form().dataset.outbox, fields: [...fields, ["request_key", key]], files });
  } catch (error) {
    window.nhipCau.toast(error instanceof StoreFull ? await fullWords(bytes) : "Trình duyệt này không giữ được hoạt động. Hãy gửi khi có mạng.", "danger");
    return;
  }
  navigator.storage?.persist?.();
  resting = true; // an emptied form is no draft
  form().reset();
  for (const input of fileInputs()) input.dispatchEvent(new Event("change", { bubbles: true }));
  resting = false;
  keyField().value = outbox.newKey();
  clean();
  note("");
  window.nhipCau.toast(`Đã giữ “${title}” trên máy này. Hoạt động được gửi khi có mạng.`, "success");
  scrollTo({ top: 0 });
}

const ours = (event) => form() && event.target.closest?.("form") === form();

function listen() {
  for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => ours(event) && !resting && keep());
  document.addEventListener("submit", (event) => {
    if (!ours(event) || navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keepForLater();
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    if (ours(event)) event.detail.timeout = QUICK + written().bytes / BYTES_A_MS;
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(kind, (event) => ours(event) && keepForLater());
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (ours(event) && event.detail.xhr.getResponseHeader("HX-Redirect")) outbox.dropDraft(owner, page);
  });
  // A session that ended answers with the sign-in page, which is no answer to an activity.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    const signedOut = xhr.status === 403 || new URL(xhr.responseURL || location.href).pathname === "/dang-nhap/";
    if (!ours(event) && event.detail.target?.id !== "activity-form") return;
    if (!signedOut) return;
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    keepForLater();
  });
}

if (owner && form()) {
  restore().then(listen, () => note("Trình duyệt này không giữ được bản nháp khi mất mạng. Đừng đóng trang trước khi ghi xong."));
}
