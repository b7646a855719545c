// Drafting a plan block by block: Enter, Tab, Alt+arrows, kinds and levels, safe in two tabs.

import { LADDER, numbers } from "./plan-numbering.js";
import { FindingsPanel } from "./plan-findings.js";
import { Saver } from "./plan-saving.js";

const draft = JSON.parse(document.getElementById("plan-draft").textContent);
const list = document.getElementById("plan-blocks");
const panel = document.getElementById("plan-panel-body");
const state = document.getElementById("plan-save-state");
const fields = Object.fromEntries(["abstract", "bases", "opening", "closing"].map((name) => [name, document.getElementById(`plan-${name}`)]));
let blocks = [];
let bound = new Set(draft.bound);
const undone = [];

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function read() {
  return {
    abstract: fields.abstract.value.trim(),
    bases: lines(fields.bases.value), opening: lines(fields.opening.value), closing: lines(fields.closing.value),
    blocks: blocks.map((block) => ({ ...block })),
  };
}

function load(content) {
  fields.abstract.value = content.abstract ?? "";
  for (const name of ["bases", "opening", "closing"]) fields[name].value = (content[name] ?? []).join("\n");
  blocks = (content.blocks ?? []).map((block) => ({ ...block }));
  draw();
  Object.values(fields).forEach(grow);
}

function show(kind, text) {
  state.textContent = text;
  state.dataset.state = kind;
}

const saver = new Saver({
  url: draft.save_url, base: draft.base, key: `ke-hoach:${draft.save_url}`, read, show,
  onSaved(answer) { bound = new Set(answer.bound); markBound(); clearFaults(); findings.refreshSoon(); },
  onConflict: showConflict,
  onFaults(faults) {
    clearFaults();
    for (const fault of faults) row(fault.block)?.append(Object.assign(document.createElement("p"), { className: "plan-fault invalid-feedback d-block", textContent: fault.message }));
    if (faults.length && !faults[0].block) window.nhipCau.toast(faults[0].message, "danger");
  },
});

function clearFaults() {
  list.querySelectorAll(".plan-fault").forEach((fault) => fault.remove());
}

const row = (id) => list.querySelector(`[data-block="${CSS.escape(id)}"]`);
const index = (id) => blocks.findIndex((block) => block.id === id);

function grow(area) {
  area.style.height = "auto"; // through CSSOM, which the policy allows
  area.style.height = `${area.scrollHeight + 2}px`;
}

function options(select, choices, value) {
  for (const [name, label] of Object.entries(choices)) select.append(new Option(label, name, false, name === value));
}

function button(action, label, text) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "plan-tool", textContent: text, title: label });
  made.setAttribute("aria-label", label);
  made.dataset.action = action;
  return made;
}

function drawRow(block) {
  const item = document.createElement("li");
  item.className = "plan-block";
  item.dataset.block = block.id;
  const number = Object.assign(document.createElement("span"), { className: "plan-number" });
  const body = block.level === "table" ? tableText(block) : Object.assign(document.createElement("textarea"), { rows: 1, value: block.text, spellcheck: false });
  body.classList.add("plan-text");
  body.setAttribute("aria-label", "Nội dung đoạn");
  const tools = Object.assign(document.createElement("div"), { className: "plan-tools" });
  const level = document.createElement("select");
  level.className = "plan-level"; level.setAttribute("aria-label", "Cấp của đoạn"); options(level, draft.levels, block.level);
  const kind = document.createElement("select");
  kind.className = "plan-kind"; kind.setAttribute("aria-label", "Loại đoạn"); options(kind, draft.kinds, block.kind);
  tools.append(level, kind, button("outdent", "Lên một cấp", "⇤"), button("indent", "Xuống một cấp", "⇥"), button("up", "Chuyển lên", "↑"), button("down", "Chuyển xuống", "↓"), button("records", "Số liệu của đoạn", "Số liệu"), button("remove", "Xóa đoạn", "Xóa"));
  if (draft.derived) tools.append(adoptionTools(block));
  item.append(number, body, tools);
  return item;
}

function adoptionTools(block) {
  const box = Object.assign(document.createElement("span"), { className: "plan-adoption" });
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", "Cách tiếp thu đoạn của cấp trên");
  options(choice, draft.adoptions, block.adoption ?? "");
  choice.className = "plan-adoption-choice";
  const reason = Object.assign(document.createElement("input"), { type: "text", className: "plan-adoption-reason", placeholder: "Lý do", value: block.adoption_reason ?? "" });
  reason.setAttribute("aria-label", "Lý do");
  box.append(choice, reason);
  return box;
}

function tableText(block) {
  const area = Object.assign(document.createElement("textarea"), { rows: 2, value: (block.rows ?? []).map((cells) => cells.join(" | ")).join("\n") });
  area.dataset.table = "yes";
  return area;
}

function draw(focusId) {
  list.replaceChildren(...blocks.map(drawRow));
  renumber();
  markBound();
  list.querySelectorAll("textarea").forEach(grow);
  if (focusId) focus(focusId);
}

function focus(id, atEnd = true) {
  const area = row(id)?.querySelector(".plan-text");
  if (!area) return;
  area.focus();
  const place = atEnd ? area.value.length : 0;
  area.setSelectionRange(place, place);
}

function renumber() {
  const printed = numbers(blocks);
  for (const block of blocks) {
    const item = row(block.id);
    if (!item) continue;
    item.dataset.level = block.level;
    item.dataset.kind = block.kind;
    item.dataset.adoption = block.adoption ?? "";
    item.classList.toggle("is-titled", isTitle(block));
    item.querySelector(".plan-number").textContent = printed.get(block.id);
    item.querySelector(".plan-level").value = block.level;
  }
}

const TITLED = ["section", "subsection", "subsubsection"];

/** As the paper prints it: a part always bold, a numbered block when it is only a title. */
function isTitle(block) {
  return block.level === "part" || (TITLED.includes(block.level) && block.text.length <= 160 && !/[.;]$/.test(block.text));
}

function markBound() {
  for (const item of list.children) item.classList.toggle("is-bound", bound.has(item.dataset.block));
}

function changed() {
  saver.changed();
}

function insertAfter(id, made) {
  blocks.splice(id === null ? blocks.length : index(id) + 1, 0, made);
  const item = drawRow(made);
  const before = id === null ? null : row(id).nextSibling;
  list.insertBefore(item, before);
  renumber();
  grow(item.querySelector(".plan-text"));
  focus(made.id, false);
  changed();
}

function remove(id) {
  const at = index(id);
  undone.push({ at, block: blocks[at] });
  blocks.splice(at, 1);
  row(id).remove();
  renumber();
  const near = blocks[at - 1] ?? blocks[at];
  if (near) focus(near.id);
  changed();
  window.nhipCau.toast("Đã xóa đoạn. Bấm Ctrl+Z ngoài ô soạn để lấy lại.", "info");
}

function restore() {
  const last = undone.pop();
  if (!last) return;
  blocks.splice(last.at, 0, last.block);
  draw(last.block.id);
  changed();
}

function shift(id, step) {
  const block = blocks[index(id)];
  const at = LADDER.indexOf(block.level);
  if (at < 0) return;
  block.level = LADDER[Math.min(Math.max(at + step, 0), LADDER.length - 1)];
  renumber();
  changed();
}

function move(id, step) {
  const at = index(id);
  const to = at + step;
  if (to < 0 || to >= blocks.length) return;
  const [block] = blocks.splice(at, 1);
  blocks.splice(to, 0, block);
  const item = row(id);
  if (step < 0) item.previousElementSibling.before(item); else item.nextElementSibling.after(item);
  renumber();
  item.querySelector(".plan-text").focus();
  changed();
}

function split(area, block) {
  const tail = area.value.slice(area.selectionEnd);
  const head = area.value.slice(0, area.selectionStart);
  setText(block, area, head);
  const level = block.level === "part" ? "section" : block.level;
  const kind = block.level === "part" ? "text" : block.kind;
  insertAfter(block.id, { id: newId(), level, kind, text: tail });
}

function setText(block, area, text) {
  block.text = text;
  if (block.marks) block.marks = block.marks.filter(([, end]) => end <= text.length);
  area.value = text;
  grow(area);
}

function joinToPrevious(area, block) {
  const above = blocks[index(block.id) - 1];
  if (!above || above.level === "table") return false;
  const place = above.text.length;
  const upper = row(above.id).querySelector(".plan-text");
  setText(above, upper, above.text + block.text);
  blocks.splice(index(block.id), 1);
  row(block.id).remove();
  renumber();
  upper.focus();
  upper.setSelectionRange(place, place);
  changed();
  return true;
}

async function openRecords(id) {
  if (!(await saver.flush())) return;
  htmx.ajax("GET", draft.records_url.replace("BLOCK", id), { target: panel, swap: "innerHTML" });
  document.getElementById("plan-panel").scrollIntoView({ block: "nearest" });
}

const actions = { outdent: (id) => shift(id, -1), indent: (id) => shift(id, 1), up: (id) => move(id, -1), down: (id) => move(id, 1), remove, records: openRecords };

list.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-action]");
  if (tool) actions[tool.dataset.action](tool.closest(".plan-block").dataset.block);
});

list.addEventListener("input", (event) => {
  const block = blocks[index(event.target.closest(".plan-block").dataset.block)];
  if (event.target.dataset.table) block.rows = event.target.value.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  else if (event.target.classList.contains("plan-text")) { const marks = block.marks; block.text = event.target.value; if (marks) block.marks = marks.filter(([, end]) => end <= block.text.length); }
  else if (event.target.classList.contains("plan-adoption-reason")) block.adoption_reason = event.target.value;
  else return;
  if (event.target.tagName === "TEXTAREA") grow(event.target);
  changed();
});

list.addEventListener("change", (event) => {
  const block = blocks[index(event.target.closest(".plan-block").dataset.block)];
  if (event.target.classList.contains("plan-level")) { block.level = event.target.value; if (block.level === "table" && !block.rows) { block.rows = [[block.text]]; block.text = ""; draw(block.id); } }
  else if (event.target.classList.contains("plan-kind")) block.kind = event.target.value;
  else if (event.target.classList.contains("plan-adoption-choice")) block.adoption = event.target.value;
  else return;
  renumber();
  changed();
});

list.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").normalize("NFC");
  const parts = lines(text);
  if (parts.length < 2 || event.target.dataset.table || !event.target.classList.contains("plan-text")) return;
  event.preventDefault();
  const block = blocks[index(event.target.closest(".plan-block").dataset.block)];
  const tail = event.target.value.slice(event.target.selectionEnd);
  setText(block, event.target, event.target.value.slice(0, event.target.selectionStart) + parts[0]);
  let after = block.id;
  parts.slice(1).forEach((part, place) => {
    const made = { id: newId(), level: block.level, kind: block.kind, text: part + (place === parts.length - 2 ? tail : "") };
    insertAfter(after, made);
    after = made.id;
  });
});

list.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!area.classList.contains("plan-text") || event.isComposing || event.keyCode === 229) return;
  const block = blocks[index(area.closest(".plan-block").dataset.block)];
  const atStart = area.selectionStart === 0 && area.selectionEnd === 0;
  if (event.key === "Enter" && !event.shiftKey && !area.dataset.table) { event.preventDefault(); split(area, block); }
  else if (event.key === "Tab" && !event.ctrlKey && !area.dataset.table && (atStart || event.shiftKey)) { event.preventDefault(); shift(block.id, event.shiftKey ? -1 : 1); }
  else if (event.altKey && event.key === "ArrowUp") { event.preventDefault(); move(block.id, -1); }
  else if (event.altKey && event.key === "ArrowDown") { event.preventDefault(); move(block.id, 1); }
  else if (event.key === "Backspace" && atStart && !area.dataset.table && area.value === "" && blocks.length > 1) { event.preventDefault(); remove(block.id); }
  else if (event.key === "Backspace" && atStart && !area.dataset.table) { if (joinToPrevious(area, block)) event.preventDefault(); }
  else if (event.key === "Escape") document.getElementById("plan-done").focus();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.closest("textarea, input, select")) restore();
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); saver.flush(); }
});

for (const field of Object.values(fields)) field.addEventListener("input", () => { grow(field); changed(); });

document.getElementById("plan-add").addEventListener("click", () => {
  const last = blocks.at(-1);
  insertAfter(last ? last.id : null, { id: newId(), level: last?.level ?? "part", kind: last?.kind ?? "text", text: "" });
});

document.getElementById("plan-done").addEventListener("click", async (event) => {
  if (!saver.dirty) return;
  event.preventDefault();
  if (await saver.flush()) window.location.assign(event.currentTarget?.href ?? document.getElementById("plan-done").href);
});

// ---- somebody else saved: both texts are shown, a person chooses ----

function showConflict(answer) {
  const box = document.getElementById("plan-conflict");
  if (answer.locked) { window.nhipCau.toast(answer.message, "danger"); return; }
  document.getElementById("plan-conflict-title").textContent = `${answer.saved_by} đã lưu bản khác lúc ${answer.saved_at}`;
  document.getElementById("plan-conflict-rows").replaceChildren(...answer.changes.map((change) => {
    const line = document.createElement("tr");
    for (const text of [change.label, change.theirs || "(không có)", change.mine || "(không có)"]) line.append(Object.assign(document.createElement("td"), { textContent: text }));
    return line;
  }));
  box.hidden = false;
  box.scrollIntoView({ block: "start" });
  const settle = (resend, content) => { box.hidden = true; if (content) load(content); saver.resume(answer.version, { resend }); };
  document.getElementById("plan-keep-mine").onclick = () => settle(true);
  document.getElementById("plan-keep-theirs").onclick = () => settle(false, answer.content);
  document.getElementById("plan-keep-both").onclick = () => settle(true, both(answer.content));
}

/** Their text, with the blocks that read differently here put after them. */
function both(theirs) {
  const mine = read();
  const known = new Map(theirs.blocks.map((block) => [block.id, block]));
  const extra = mine.blocks.filter((block) => known.get(block.id)?.text !== block.text && block.text);
  return { ...theirs, blocks: [...theirs.blocks, ...extra.map((block) => ({ ...block, id: known.has(block.id) ? newId() : block.id }))] };
}

const findings = new FindingsPanel({
  url: draft.findings_url,
  areaOf: (id, field) => (id ? row(id)?.querySelector(".plan-text") : fields[field]),
});

load(draft.content);
findings.refresh();
findings.showLinked();
if (!blocks.length) blocks = [], document.getElementById("plan-add").textContent = "Viết đoạn đầu tiên";
const left = saver.leftCopy();
if (left && JSON.stringify(left.content) !== JSON.stringify(read())) {
  window.nhipCau.ask("Máy này còn giữ phần soạn chưa kịp lưu lần trước. Lấy lại để soạn tiếp?").then((agreed) => {
    if (!agreed) { saver.forgetCopy(); return; }
    saver.base = left.base;
    load(left.content);
    changed();
  });
}
