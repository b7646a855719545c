// The report form and the outbox: what is typed is on the device before it is sent, and what the device holds stands in
// the form when it is opened again (docs/cell-endpoint.md, “In the page”).

import { cellNamed, cellOf, form, valueOf, wordsOf } from "../entry/boxes.js";
import * as outbox from "./outbox.js";
import { keepSending, lineNow } from "./sending.js";
import { deviceOwner, StoreFull } from "./store.js";

const owner = document.querySelector('meta[name="nc-owner"]')?.content ?? "";
const report = form && {
  owner, url: location.pathname, endpoint: form.dataset.saveUrl, form: form.dataset.form, title: form.dataset.title,
};
let keeps = true; // until the device has no room
let keeping = 0; // changes on their way into the store

const tell = (name, detail) => form.dispatchEvent(new CustomEvent(name, { detail }));
const textOf = (code) => form.querySelector(`[data-narrative="${CSS.escape(code)}"]`);
const there = (name) => (name.startsWith("text:") ? Boolean(textOf(name.slice(5))) : name === outbox.NIL_RETURN || Boolean(cellNamed(name)));

// --- into the outbox

/** The grid gives a change away: kept here, or sent by the grid itself when the device keeps nothing. */
async function onChanged(event) {
  if (!keeps) return;
  event.preventDefault();
  const { changes, take } = event.detail;
  keeping += 1;
  try {
    await outbox.keepChanges(report, changes, { take });
    navigator.storage?.persist?.();
  } catch (error) {
    giveUp(error);
    tell("entry:changed", event.detail);
  } finally {
    keeping -= 1;
  }
  if (take) keepSending(owner);
}

function giveUp(error) {
  keeps = false;
  delete form.dataset.outbox;
  const words = error instanceof StoreFull
    ? "Máy này đã hết chỗ. Số nhập từ bây giờ được gửi thẳng, chỉ khi có mạng; đừng đóng trang trước khi thấy “đã lưu”."
    : "Trình duyệt này không giữ được số đã nhập khi mất mạng. Đừng đóng trang trước khi thấy “đã lưu”.";
  window.nhipCau.toast(words, "warning");
}

// --- every keystroke

const typed = new Map();
let writing = null;

function typedChange(target) {
  const cell = cellOf(target);
  if (cell) {
    const value = valueOf(cell);
    return { name: cell.dataset.cell, kind: "cell", words: wordsOf(cell), shown: value.typed, value: { cell: cell.dataset.cell, ...value }, seen: cell.dataset.stamp };
  }
  const code = target.dataset.narrative;
  return code && {
    name: `text:${code}`, kind: "text", words: target.labels[0].textContent, shown: target.value.slice(0, 80), value: { code, text: target.value },
    seen: target.dataset.stamp,
  };
}

/** One write at a time; of what was typed meanwhile only the last of each box. */
function write() {
  writing ??= (async () => {
    while (typed.size && keeps) {
      const changes = [...typed.values()];
      typed.clear();
      await outbox.keepChanges(report, changes, { typing: true });
      form.dataset.typed = String(Date.now());
    }
  })().catch(giveUp).finally(() => { writing = null; });
  return writing;
}

function onInput({ target }) {
  const one = keeps && typedChange(target);
  if (!one) return;
  typed.set(one.name, one);
  write();
}

/** A box that was left as it was before is typed no more; one the grid asks about waits for the answer. */
function onLeave({ target }) {
  const one = typedChange(target);
  if (!one) return;
  setTimeout(async () => {
    await writing;
    if (!cellOf(target)?.dataset.asked) await outbox.endTyping(owner, report.url, [one.name]);
  }, 50);
}

// --- out of the outbox

/** What the device holds is laid over the page, with the stamps, refusals and conflicts it knows. */
async function layHeld() {
  await outbox.forgetShown(owner, report.url, Number(form.dataset.version));
  const known = await outbox.formOf(owner, report.url);
  if (known && known.form !== report.form) await outbox.moveToForm(report, there);
  const rows = (await outbox.changesOf(owner, report.url)).filter((row) => there(row.name));
  if (!rows.length) return;
  tell("entry:lay", Object.fromEntries(rows.map((row) => [row.name, row.value])));
  // A sum the grid had asked about when the tab went is asked about again, not sent.
  const left = rows.filter((row) => row.state === outbox.TYPING && !asksAgain(row)).map((row) => row.name);
  if (left.length) await outbox.endTyping(owner, report.url, left);
  const named = (state, give) => (texts) => Object.fromEntries(rows
    .filter((row) => row.state === state && row.kind === (texts ? "text" : "cell"))
    .map((row) => [texts ? row.value.code : row.name, give(row)]));
  const saved = named(outbox.SENT, (row) => row.stamp);
  const refused = named(outbox.REFUSED, (row) => row.reason);
  const conflicts = named(outbox.CONFLICT, (row) => row.theirs);
  tell("entry:answered", {
    saved: saved(false), refused: refused(false), conflicts: conflicts(false), changes: [], held: true,
    narratives: { saved: saved(true), refused: refused(true), conflicts: conflicts(true) },
  });
}

function asksAgain({ name }) {
  tell("entry:look", { name });
  return Boolean(cellNamed(name)?.dataset.asked);
}

const LINES = {
  offline: "· chưa lưu được lên máy chủ: số đã nhập nằm trên máy này, tự gửi khi có mạng",
  "signed-out": "· đăng nhập lại để gửi; số đã nhập vẫn nằm trên máy này",
  other: "· người khác đang đăng nhập trên máy này; số bạn nhập chưa được gửi",
};

async function showLine() {
  const { state, sending } = lineNow();
  if (sending) return tell("entry:line", { state: "sending" });
  const words = LINES[state || (navigator.onLine ? "" : "offline")];
  if (!words) return undefined;
  const { reports } = await outbox.waitingOf(owner);
  const mine = reports.find((one) => one.form.url === report.url);
  if (!mine) return undefined;
  const will = mine.form.take ? "; báo cáo được gửi lên cấp trên ngay khi có mạng" : "";
  return tell("entry:line", { state: "waiting", message: `${words}${will}` });
}

function onTold({ url, answer, line, dropped }) {
  if (url === report.url && answer) tell("entry:answered", { changes: [], ...answer, more: answer.more || keeping > 0 });
  if (url === report.url && dropped && navigator.onLine) {
    window.nhipCau.markDirty(form, false);
    location.reload();
  }
  if (line || (url === report.url && !answer)) showLine();
}

async function start() {
  await deviceOwner(); // throws where nothing can be kept: the grid sends by itself
  if (form.dataset.ready !== "yes") await new Promise((done) => { form.addEventListener("entry:ready", done, { once: true }); });
  await layHeld();
  form.addEventListener("entry:changed", onChanged, { capture: true }); // before the grid sends by itself
  form.addEventListener("entry:flush", () => keepSending(owner));
  form.addEventListener("entry:dropped", ({ detail }) => outbox.forget(owner, report.url, detail.name));
  form.addEventListener("input", onInput);
  form.addEventListener("focusout", onLeave);
  outbox.onTold(onTold);
  form.dataset.outbox = "yes";
  showLine();
}

if (form && owner) start().catch(giveUp);
