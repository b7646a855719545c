// Drafting a plan: continuous typing over its blocks, saved by itself, safe in two tabs and without a line.

import { Editor, Extension } from "@tiptap/core";
import { baseKeymap } from "@tiptap/pm/commands";
import { history, redo, undo } from "@tiptap/pm/history";
import { keymap } from "@tiptap/pm/keymap";
import { TextSelection } from "@tiptap/pm/state";
import { FindingsPanel } from "../../js/plan-findings.js";
import { backspace, deleteForward, enter, letters, lineBreak, move, setField, shift } from "./commands.js";
import { ask } from "./conflict.js";
import { become, blocksOf, documentOf, place } from "./content.js";
import { dragging } from "./drag.js";
import { applyFix } from "./fixes.js";
import { areaOfNote, footnote, footnotes, offsetOf } from "./footnotes.js";
import { Memory, replay } from "./memory.js";
import { painting } from "./painter.js";
import { clipboardEvents, handlePaste } from "./paste.js";
import { chosenWords, savedDraft, saveFirst, tellUnsaved } from "./remarks.js";
import { Saver, sameContent } from "./saving.js";
import { nodes } from "./schema.js";
import { slashMenu } from "./slash.js";
import { inTable, nextCell } from "./tables.js";
import { Toolbar } from "./toolbar.js";
import { elementOf } from "./views.js";

const draft = JSON.parse(document.getElementById("plan-draft").textContent);
const sheet = document.getElementById("plan-sheet");
const panel = document.getElementById("plan-panel-body");
const state = document.getElementById("plan-save-state");
const fields = Object.fromEntries(["abstract", "bases", "opening", "closing"].map((name) => [name, document.getElementById(`plan-${name}`)]));
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
let painter;
let saver;
let toolbar;

const remark = () => { toRemark(); return true; };
const toTools = () => { toolbar.focus(); return true; };
const keys = (schema) => keymap({
  Enter: enter, "Shift-Enter": lineBreak, Backspace: backspace, "Shift-Backspace": backspace, "Mod-Backspace": backspace, Delete: deleteForward,
  Tab: (...args) => (inTable(args[0]) ? nextCell(1) : shift(1))(...args),
  "Shift-Tab": (...args) => (inTable(args[0]) ? nextCell(-1) : shift(-1))(...args),
  "Alt-ArrowUp": move(-1), "Alt-ArrowDown": move(1),
  "Mod-b": letters(schema.marks.b), "Mod-i": letters(schema.marks.i), "Mod-u": letters(schema.marks.u),
  "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo, "Mod-Alt-m": remark, "Mod-Alt-f": footnote, F10: toTools, "Mod-/": toTools,
});

const Typing = Extension.create({
  name: "typing",
  addProseMirrorPlugins() {
    return [slashMenu(draft), keys(this.editor.schema), keymap(baseKeymap), history({ newGroupDelay: 500 }), footnotes(), painting((made) => { painter = made; })];
  },
});

const editor = new Editor({
  element: document.getElementById("plan-blocks"),
  extensions: [...nodes, Typing],
  content: documentOf(draft.content.blocks ?? []),
  enableCoreExtensions: false, injectCSS: false, enableInputRules: false, enablePasteRules: false,
  editorProps: {
    handlePaste,
    handleDOMEvents: clipboardEvents,
    clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, "\n", (note) => ` [${note.attrs.text}]`),
    attributes: { class: "plan-blocks", role: "textbox", "aria-multiline": "true", "aria-label": "Nội dung kế hoạch", "aria-describedby": "plan-keys", spellcheck: "false", lang: "vi" },
  },
});
const { view } = editor;

function read() {
  return {
    abstract: fields.abstract.value.trim(),
    bases: lines(fields.bases.value), opening: lines(fields.opening.value), closing: lines(fields.closing.value),
    blocks: blocksOf(view.state.doc),
  };
}

function load(content) {
  loadFields(content);
  view.dispatch(become(view.state.tr, content.blocks ?? []));
}

function loadFields(content) {
  fields.abstract.value = content.abstract ?? "";
  for (const name of ["bases", "opening", "closing"]) fields[name].value = (content[name] ?? []).join("\n");
  Object.values(fields).forEach(grow);
}

function grow(area) {
  area.style.height = "auto"; // through CSSOM, which the policy allows
  area.style.height = `${area.scrollHeight + 2}px`;
}

function show(kind, text) {
  state.textContent = text;
  state.dataset.state = kind;
}

function bind(ids) {
  painter.bound = new Set(ids);
  painter.signs();
}

/** The cursor (or a selection, in code points) into a block of the text. */
function select(id, start = 0, end = start) {
  let found = null;
  view.state.doc.forEach((node, offset) => { if (node.attrs.id === id) found = { node, offset }; });
  if (!found) return;
  const { node, offset } = found;
  const text = node.textContent;
  const lead = text.length - text.trimStart().length; // the check reads the text without blanks at its ends
  const at = (points, after) => (node.type.name === "item" ? offset + 1 + offsetOf(node, Math.min(lead + place(text.slice(lead), points), text.length), after) : offset + 3);
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at(start, start < end), at(end))));
  view.focus();
}

/** A block as the panel of findings knows a text area. */
const areaOf = (id) => elementOf(id) && {
  value: "", focus() {}, setSelectionRange: (start, end) => select(id, start, end), scrollIntoView: (how) => elementOf(id).scrollIntoView(how),
};

const findings = new FindingsPanel({ url: draft.findings_url, areaOf: (id, field, line) => (field === "notes" ? areaOfNote(view, Number(line) + 1) : id ? areaOf(id) : fields[field]), applyFix: (fix) => applyFix(view, fix), busy: () => saver?.dirty });

loadFields(draft.content);
const memory = new Memory(draft.save_url, blocksOf(view.state.doc)); // not as sent: the database orders keys its own way
const earlier = memory.earlier(draft.base);
if (earlier.length) replay(view, earlier, memory.blocks);

saver = new Saver({
  url: draft.save_url, base: draft.base, key: `ke-hoach:${draft.save_url}`, read, show,
  isWatched: () => document.body.classList.contains("plan-preview-open"),
  onSend(content) { memory.note(content.blocks); },
  onSaved(answer) { memory.keep(answer.version); bind(answer.bound); showFaults([]); findings.refreshSoon(); },
  onConflict(answer) {
    if (answer.locked) { window.nhipCau.toast(answer.message, "danger"); return; }
    ask(answer, {
      mine: read, base: saver.acknowledged,
      settle(content, resend) {
        if (content) load(content);
        saver.resume(answer.version, { resend, theirs: resend ? answer.content : read() });
      },
    });
  },
  onFaults: showFaults,
});

function showFaults(faults) {
  const box = document.getElementById("plan-faults");
  painter.faulty = new Map(faults.filter((fault) => fault.block).map((fault) => [fault.block, fault.message]));
  painter.signs();
  box.hidden = !faults.length;
  box.querySelector("ul").replaceChildren(...faults.map((fault) => {
    const line = document.createElement("li");
    const go = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link plan-fault", textContent: fault.message });
    go.addEventListener("click", () => (fault.block ? select(fault.block) : fields[fault.field]?.focus()));
    line.append(go);
    return line;
  }));
}

async function openRecords(id) {
  if (!(await saver.flush())) return;
  htmx.ajax("GET", draft.records_url.replace("BLOCK", id), { target: panel, swap: "innerHTML" });
  document.getElementById("plan-panel").scrollIntoView({ block: "nearest" });
}

/** The chosen words into the form of the panel, once they are saved. */
async function toRemark() {
  const words = chosenWords(view.state);
  if (await saver.flush()) document.dispatchEvent(new CustomEvent("plan:remark", { detail: words }));
  else tellUnsaved();
}

// A wording was taken: it comes into the text as a change that can be undone.
document.body.addEventListener("plan-text-changed", async () => {
  const fresh = await savedDraft();
  if (!fresh || saver.dirty) return; // the next save then says what differs
  load(fresh.content);
  saver.resume(fresh.base, { resend: false, theirs: read() });
  memory.note(blocksOf(view.state.doc));
  memory.keep(fresh.base);
  bind(fresh.bound);
  findings.refreshSoon();
});
saveFirst(document.getElementById("plan-comments"), saver);

toolbar = new Toolbar(document.getElementById("plan-toolbar"), view, draft, {
  onRecords: openRecords, onRemark: toRemark,
  onRemove(id) { window.nhipCau.toast(painter.bound.has(id) ? "Đã xóa đoạn và số liệu khai ở đoạn đó." : "Đã xóa đoạn. Bấm Ctrl+Z để lấy lại.", "info"); },
});
dragging(view, sheet);
bind(draft.bound);

const first = document.getElementById("plan-first");
const blank = () => {
  const written = view.state.doc.childCount > 1 || view.state.doc.firstChild.content.size > 0;
  if (first.hidden !== written) first.hidden = written;
};
blank();

editor.on("transaction", ({ transaction }) => {
  toolbar.update();
  blank();
  if (transaction.docChanged) saver.changed();
});

for (const field of Object.values(fields)) field.addEventListener("input", () => { grow(field); saver.changed(); });

document.getElementById("plan-done").addEventListener("click", async (event) => {
  if (!saver.dirty) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  if (await saver.flush()) window.location.assign(href);
});

findings.refresh();
findings.showLinked();

const left = saver.leftCopy();
if (left && !sameContent(left.content, read())) {
  window.nhipCau.ask("Máy này còn giữ phần soạn chưa kịp lưu lần trước. Lấy lại để soạn tiếp?").then((agreed) => {
    if (!agreed) { saver.forgetCopy(); return; }
    saver.base = left.base;
    load(left.content);
    saver.changed();
  });
}

// The picker of cited papers writes at the caret.
document.addEventListener("plan:insert-text", (event) => {
  const { $from } = view.state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, "", " ").slice(-1);
  const gap = !before || /[\s(“"]/.test(before) ? "" : " ";
  view.dispatch(view.state.tr.insertText(gap + event.detail.text).scrollIntoView());
  view.focus();
});

// The panels beside the text ask for a place, for other words there, for a block's kind or adoption, for its records.
document.addEventListener("plan:change-block", ({ detail: { block, start, end, text, fields: wanted = {}, records } }) => {
  select(block, start, end);
  if (text) view.dispatch(view.state.tr.insertText(text));
  for (const [name, value] of Object.entries(wanted)) setField(name, value)(view.state, view.dispatch);
  if (records) openRecords(block);
});
