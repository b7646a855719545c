// Carries changes to the endpoint when nothing else does: in batches, one at a time, the same key until there is an answer.

import { form } from "./boxes.js";

const PAUSE = 350;
const LONGEST = 30_000;
const queue = new Map();
let take = "";
let underway = null; // {body, names}, kept as it is until the server answered
let tries = 0;
let timer = 0;

const tell = (name, detail) => form.dispatchEvent(new CustomEvent(name, { detail }));

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The stamp of now, not of the moment of typing: an answer may have come in between. */
function seenNow(change) {
  const place = change.kind === "cell" ? form.querySelector(`[data-cell="${CSS.escape(change.name)}"]`) : form.querySelector(`[data-narrative="${CSS.escape(change.value.code ?? "")}"]`);
  return place?.dataset.stamp ?? "";
}

function pack() {
  const changes = [...queue.values()];
  queue.clear();
  const of = (kind) => changes.filter((one) => one.kind === kind).map((one) => ({ ...one.value, seen: seenNow(one) }));
  const nil = changes.find((one) => one.kind === "nil");
  const body = { key: newKey(), form: form.dataset.form, cells: of("cell"), narratives: of("text"), nil_return: nil ? nil.value : null, take };
  take = "";
  return { body: JSON.stringify(body), changes, took: body.take !== "" };
}

export const pending = () => queue.size > 0 || underway !== null || take !== "";

async function post(body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": window.nhipCau.csrfToken() };
  const answer = await fetch(form.dataset.saveUrl, { method: "POST", headers, body, redirect: "manual" });
  if (answer.type === "opaqueredirect") throw new Error("signed-out");
  if (answer.status >= 500 || answer.status === 429) throw new Error("line");
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json") ? await answer.json() : null;
  if (json) return { ...json, httpStatus: answer.status };
  if (answer.ok) throw new Error("line");
  return { httpStatus: answer.status, message: "Máy chủ không nhận. Hãy tải lại trang; nếu vẫn vậy, báo người quản trị." };
}

async function send() {
  clearTimeout(timer);
  if (underway?.travels || !pending()) return;
  underway ??= pack();
  underway.travels = true;
  tell("entry:line", { state: "sending" });
  try {
    const answer = await post(underway.body);
    const { changes, took } = underway;
    underway = null;
    tries = 0;
    tell("entry:answered", { ...answer, changes, took });
    if (pending()) later(PAUSE);
  } catch (error) {
    underway.travels = false;
    tries += 1;
    tell("entry:line", { state: error.message === "signed-out" ? "signed-out" : "waiting" });
    later(Math.min(LONGEST, 1000 * 2 ** Math.min(tries, 5)) * (0.75 + Math.random() / 4));
  }
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

export function startSending() {
  form.addEventListener("entry:changed", (event) => {
    if (event.defaultPrevented) return;
    for (const change of event.detail.changes) queue.set(change.name, change);
    take = event.detail.take || take;
    if (!underway) later(take ? 0 : PAUSE);
  });
  form.addEventListener("entry:flush", () => send());
  window.addEventListener("online", () => send());
}
