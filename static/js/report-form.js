// The report form works without this file as one form; here it is a sheet that saves box by box (docs/cell-endpoint.md).

import { held, waiting } from "./entry/asking.js";
import { boxOf, cellNamed, cellOf, form, isFilled, lay, reveal, same, say, settle, SIGNS, stateOf, valueOf, wordsOf } from "./entry/boxes.js";
import { focusSlot, remember, startKeys } from "./entry/keys.js";
import { grouped, read, shown } from "./entry/numbers.js";
import { startPasting } from "./entry/pasting.js";
import { pending, startSending } from "./entry/sending.js";
import { forgetRefusal, startShowing, tellLine } from "./entry/showing.js";
import { count, startSteps } from "./entry/steps.js";
import { wantsToSend } from "./entry/submitting.js";

const known = new WeakMap(); // box or heading → what was last given to be saved
const outgoing = new Map();
let dispatching = 0;
let asksToSend = false;

// --- giving changes away

function emit(change, at = 0) {
  outgoing.set(change.name, change);
  clearTimeout(dispatching);
  dispatching = setTimeout(dispatch, at);
}

function dispatch(take = "") {
  clearTimeout(dispatching);
  const changes = [...outgoing.values()];
  outgoing.clear();
  if (!changes.length && !take) return;
  const event = new CustomEvent("entry:changed", { detail: { changes, take }, cancelable: true });
  form.dispatchEvent(event);
  if (event.defaultPrevented) clean(); // somebody keeps them now
}

/** Leaving the page loses nothing when nothing waits here. */
function clean() {
  const lost = form.dataset.outbox !== "yes" && form.querySelector(".rp-refused, .rp-conflict"); // kept nowhere else
  if (!pending() && !waiting().length && !outgoing.size && !lost) window.nhipCau.markDirty(form, false);
}

const SHOWN = { nil: "không phát sinh", unknown: "chưa có số liệu", na: "không áp dụng", blank: "để trống" };

function give(cell) {
  const value = valueOf(cell);
  known.set(cell, value);
  forgetRefusal(cell);
  window.nhipCau.markDirty(form);
  tellLine("· đang lưu…");
  emit({
    name: cell.dataset.cell, kind: "cell", words: wordsOf(cell), shown: SHOWN[value.state] ?? value.typed,
    value: { cell: cell.dataset.cell, ...value }, seen: cell.dataset.stamp,
  });
}

/** A box was left, or changed at once: hint, ask where a sum jumps, else give it away. */
function changed(cell, remembers = true) {
  settle(cell);
  group(cell);
  const before = known.get(cell);
  const now = valueOf(cell);
  if (same(now, before) || cell.dataset.asked === now.typed) {
    if (same(now, before) && cell.dataset.asked) held(cell, give); // taken back: nothing to ask
    return;
  }
  if (remembers) remember([[cell, before]]);
  if (!held(cell, give)) give(cell);
  soon(cell);
}

const touched = new Set();
let looking = 0;

/** Counting and hints wait until the next box has the focus and is on the screen. */
function soon(cell) {
  touched.add(cell);
  clearTimeout(looking);
  looking = setTimeout(look, 120);
}

function look() {
  const cells = [...touched];
  touched.clear();
  for (const row of new Set(cells.map((cell) => cell.closest("[data-row]")))) judgeRow(row);
  count([...new Set(cells.map((cell) => cell.closest(".rp-section")))]);
}

function giveText(area, pause = 0) {
  if (area.value === known.get(area)) return;
  known.set(area, area.value);
  forgetRefusal(area.closest(".rp-text"));
  const code = area.dataset.narrative;
  emit({ name: `text:${code}`, kind: "text", words: area.labels[0].textContent, shown: area.value.slice(0, 80), value: { code, text: area.value }, seen: area.dataset.stamp }, pause);
}

function giveNil(box) {
  emit({ name: "nil_return", kind: "nil", words: "Trong kỳ không phát sinh hoạt động nào", shown: box.checked ? "có" : "không", value: box.checked, seen: "" });
}

// --- hints while typing; the server decides

function group(cell) {
  for (const input of cell.querySelectorAll("input[data-value], input[data-base]")) input.value = grouped(input.value);
}

function hint(cell) {
  const box = boxOf(cell);
  if (box.tagName === "SELECT") return "";
  const number = read(box.value);
  if (unreadable(cell)) return `“${box.value.trim()}” chưa phải là số: dấu chấm phân cách nghìn (1.234), dấu phẩy cho phần lẻ (12,5).`;
  if (number !== null && "whole" in box.dataset && !Number.isInteger(number)) return "Ô này chỉ ghi số nguyên.";
  const earlier = Number(cell.dataset.earlier ?? 0);
  if (number !== null && number < earlier) return `Lũy kế nhỏ hơn số các kỳ trước cộng lại (${shown(earlier)}).`;
  const [code, breakdown] = cell.dataset.cell.split(":");
  const total = breakdown && number !== null ? read(boxOf(cellNamed(code)).value) : null;
  return total !== null && number > total ? "Lớn hơn tổng số ở trên." : "";
}

const unreadable = (cell) => boxOf(cell).tagName !== "SELECT" && Number.isNaN(read(boxOf(cell).value));

function judgeRow(row) {
  for (const cell of row.querySelectorAll("[data-cell]")) {
    const words = hint(cell);
    const shown = cell.querySelector(".rp-live");
    if ((shown?.textContent ?? "") !== words) say(cell, words, unreadable(cell) ? "rp-live is-unreadable" : "rp-live");
  }
}

// --- what a person does

function onClick(event) {
  const one = event.target.closest("[data-take]");
  const all = event.target.closest("[data-take-all]");
  if (!one && !all) return;
  event.preventDefault();
  const buttons = one ? [one] : [...form.querySelectorAll("[data-take]")].filter((button) => !isFilled(cellOf(button)));
  const cells = buttons.map(cellOf);
  remember(cells.map((cell) => [cell, valueOf(cell)]));
  buttons.forEach((button, at) => lay(cells[at], { typed: button.dataset.take }));
  for (const cell of cells) changed(cell, false);
  if (one) focusSlot(boxOf(cells[0]));
  tellLine(`· đã lấy ${cells.length} số gợi ý`);
}

function onInput(event) {
  if (event.target.matches("[data-narrative]")) {
    giveText(event.target, 1500);
    return;
  }
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.target !== boxOf(cell) || event.isComposing) return;
  const text = event.target.value.trim();
  if (SIGNS[text]) changed(cell);
  else if (text && stateOf(cell) !== "value") settle(cell);
}

function onChange(event) {
  if (event.target.name === "nil_return") giveNil(event.target);
  if (event.target.matches("[data-narrative]")) {
    known.delete(event.target);
    giveText(event.target);
  }
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  if (event.target.matches(".rp-state")) {
    lay(cell, { ...valueOf(cell), state: event.target.value });
    changed(cell);
  } else if (event.target.matches("select[data-value], [data-note]")) changed(cell);
}

function leaveActive() {
  const cell = document.activeElement?.closest?.("[data-cell]");
  if (cell && form.contains(cell)) changed(cell);
}

/** Every box given away, now. */
function saveNow(take = "") {
  leaveActive();
  look();
  dispatch(take);
  form.dispatchEvent(new CustomEvent("entry:flush"));
}

async function onSubmit(event) {
  event.preventDefault();
  if (event.submitter?.value !== "submit") {
    saveNow();
    if (!pending()) tellLine("· không có gì chưa lưu");
    return;
  }
  leaveActive();
  look();
  if (!(await wantsToSend())) return;
  asksToSend = true;
  saveNow("submit");
}

const again = {
  cell: give,
  text: (area) => {
    known.delete(area);
    giveText(area);
  },
  settled: (cell) => {
    known.set(cell, valueOf(cell));
    soon(cell);
    clean();
  },
  judged: soon,
  clean,
  settledText: (area) => known.set(area, area.value),
  busy: () => pending() || outgoing.size > 0,
  stopped: () => { asksToSend = false; },
  sent: () => {
    window.nhipCau.markDirty(form, false);
    location.assign(form.dataset.doneUrl);
  },
  takesAnswer: () => {
    const asked = asksToSend;
    asksToSend = false;
    return asked;
  },
};

function start() {
  for (const cell of form.querySelectorAll("[data-cell]")) known.set(cell, valueOf(cell));
  for (const area of form.querySelectorAll("[data-narrative]")) known.set(area, area.value);
  form.classList.add("is-live");
  startSteps();
  startKeys(changed);
  startPasting(changed);
  startSending();
  startShowing(again);
  form.addEventListener("click", onClick);
  form.addEventListener("input", onInput);
  form.addEventListener("change", onChange);
  form.addEventListener("submit", onSubmit);
  form.addEventListener("focusout", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (cell && !cell.contains(event.relatedTarget)) changed(cell);
  });
  form.addEventListener("entry:lay", ({ detail }) => Object.entries(detail).forEach(layKept));
  form.addEventListener("entry:look", ({ detail }) => {
    const cell = cellNamed(detail.name);
    if (cell && held(cell, give)) soon(cell);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveNow());
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!event.repeat) saveNow();
  });
  form.dataset.ready = "yes";
  form.dispatchEvent(new CustomEvent("entry:ready", { bubbles: true }));
}

/** What a device still holds stands in the box without being given away once more. */
function layKept([name, value]) {
  const cell = cellNamed(name);
  const area = form.querySelector(`[data-narrative="${CSS.escape(name.replace(/^text:/, ""))}"]`);
  if (cell) {
    lay(cell, value);
    known.set(cell, valueOf(cell));
    soon(cell);
  } else if (area) {
    area.value = value.text;
    known.set(area, area.value);
  } else if (name === "nil_return") form.querySelector("[name=nil_return]").checked = value;
}

if (form) start();
