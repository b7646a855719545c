// Pasting from Word, from a web page or as plain text: structured blocks, nothing else. No script, no style, no download.

import { Fragment, Slice } from "@tiptap/pm/model";
import { newId } from "./content.js";
import { current } from "./commands.js";
import { levelOfLabel, readLabel } from "./labels.js";
import { isLegacy, LEGACY } from "./legacy.js";

const DROPPED = new Set(["SCRIPT", "STYLE", "HEAD", "META", "LINK", "TITLE", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT", "EMBED", "SVG", "IMG", "BUTTON", "INPUT", "SELECT", "TEXTAREA"]);
const HEADINGS = { H1: "part", H2: "section", H3: "subsection", H4: "subsubsection", H5: "subsubsection", H6: "subsubsection" };
const DECIMAL = ["section", "subsection", "subsubsection", "point"];
const BLOCKS = "p,h1,h2,h3,h4,h5,h6,li,table,div,ul,ol,blockquote,section,article,pre,dt,dd,tr";
const clean = (text) => text.normalize("NFC").replace(/[\u200b\ufeff\u00ad]/g, "");
// eslint-disable-next-line no-control-regex
const visible = (text) => clean(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");

const NOTE = "\ufffc"; // the letter a footnote stands for while runs are tidied
const NOTES = "div[id^=ftn], div[id^=edn], div[id^=sdfootnote], div[id^=sdendnote]"; // Word, LibreOffice

/** Takes the footnotes and endnotes off a pasted page: name → words. */
function takeNotes(body) {
  const notes = new Map();
  for (const div of body.querySelectorAll(NOTES)) {
    for (const back of div.querySelectorAll("a[href^='#']")) back.remove();
    const words = visible(div.textContent).replace(/[\s\u00a0]+/g, " ").trim().slice(0, 2000);
    if (words) notes.set(div.id, words);
    div.remove();
  }
  return notes;
}

/** Collects paragraphs as lists of runs {text, marks, note} while walking the pasted tree. */
class Reader {
  constructor(notes) {
    this.notes = notes;
    this.blocks = [];
    this.runs = [];
    this.level = null;
  }

  flush(level = null) {
    const runs = tidy(this.runs);
    this.runs = [];
    if (runs.length) this.blocks.push(leveled(runs, this.level ?? level));
    this.level = null;
  }

  walk(node, marks, list) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.text(child, marks);
      else if (child.nodeType === Node.ELEMENT_NODE && !DROPPED.has(child.tagName.toUpperCase())) this.element(child, marks, list);
    }
  }

  text(node, marks) {
    const text = clean(node.data).replace(/[\s\u00a0]+/g, " ");
    if (text) this.runs.push({ text, marks });
  }

  element(dom, marks, list) {
    const style = (dom.getAttribute("style") ?? "").toLowerCase();
    if (/display\s*:\s*none|mso-hide\s*:\s*all/.test(style)) return;
    if (/mso-list\s*:\s*ignore/.test(style)) { this.label = clean(dom.textContent).replace(/[\s\u00a0]+/g, " ").trim(); return; }
    const tag = dom.tagName;
    const inner = marksOf(tag, style, marks);
    const note = tag === "A" && this.notes.get(dom.getAttribute("href")?.match(/^#_?(\w+\d+)(?:sym)?$/)?.[1]);
    if (note) this.runs.push({ text: NOTE, marks: inner, note });
    else if (tag === "BR") this.runs.push({ text: "\n", marks });
    else if (tag === "TABLE") { this.flush(); this.table(dom, inner, list); }
    else if (tag === "UL" || tag === "OL") { this.flush(); this.walk(dom, inner, { kind: listKind(dom, style), depth: (list?.depth ?? 0) + 1 }); this.flush(); }
    else if (tag === "LI") this.item(dom, inner, list);
    else if (dom.matches(BLOCKS)) this.paragraph(dom, inner, style, list);
    else this.walk(dom, inner, list);
  }

  item(dom, marks, list) {
    this.flush();
    this.level = levelInList(list ?? { kind: "ul", depth: 1 });
    this.walk(dom, marks, list);
    this.flush();
  }

  paragraph(dom, marks, style, list) {
    const opening = this.level; // <li><p>…: the list's level belongs to its first paragraph
    this.level = null;
    this.flush();
    this.level = opening;
    this.label = null;
    this.walk(dom, marks, list);
    const word = style.match(/mso-list\s*:\s*\S+\s+level(\d)/);
    if (word || this.label) this.level = levelOfLabel(this.label ?? "", Number(word?.[1] ?? 1));
    if (this.label && !this.level) this.runs.unshift({ text: `${this.label} `, marks });
    this.label = null;
    this.flush(HEADINGS[dom.tagName] ?? null);
  }

  /** A table of one column or one row only frames text, as web pages do: its cells are read as paragraphs. */
  table(dom, marks, list) {
    const rows = [...dom.rows].filter((row) => row.closest("table") === dom);
    const cells = rows.map((row) => [...row.cells].flatMap((cell) => [cellText(cell, this.notes), ...Array(Math.min(cell.colSpan, 20) - 1).fill("")]).slice(0, 20));
    const width = Math.max(0, ...cells.map((row) => row.length));
    if (width < 2 || dom.querySelector("table")) { for (const row of rows) for (const cell of row.cells) { this.walk(cell, marks, list); this.flush(); } return; }
    let header = 0;
    while (header < Math.min(rows.length, 20) && (rows[header].closest("thead") || [...rows[header].cells].every((cell) => cell.tagName === "TH"))) header += 1;
    this.blocks.push({ level: "table", header, rows: cells.slice(0, 1000).map((row) => [...row, ...Array(width - row.length).fill("")]) });
  }
}

function cellText(cell, notes) {
  const inner = new Reader(notes);
  inner.walk(cell, [], null);
  inner.flush();
  return inner.blocks.map((block) => (block.rows ? block.rows.map((row) => row.join(" ")).join("\n") : block.runs.map((run) => (run.note ? ` [${run.note}]` : run.text)).join(""))).join("\n");
}

function marksOf(tag, style, marks) {
  const on = new Set(marks);
  const weight = style.match(/font-weight\s*:\s*(\w+)/)?.[1];
  if (tag === "B" || tag === "STRONG") on.add("b");
  if (tag === "I" || tag === "EM") on.add("i");
  if (tag === "U" || /text-decoration[^;]*underline/.test(style)) on.add("u");
  if (weight) { if (weight === "bold" || weight === "bolder" || Number(weight) >= 600) on.add("b"); else on.delete("b"); }
  if (/font-style\s*:\s*italic/.test(style)) on.add("i");
  else if (/font-style\s*:\s*normal/.test(style)) on.delete("i");
  return [...on];
}

function listKind(dom, style) {
  if (dom.tagName === "UL") return "ul";
  const type = dom.getAttribute("type") ?? "";
  if (type === "a" || /lower-(alpha|latin)/.test(style)) return "point";
  if (type === "I" || /upper-roman/.test(style)) return "part";
  return "ol";
}

function levelInList({ kind, depth }) {
  if (kind === "ul") return depth > 1 ? "plus" : "bullet";
  return kind === "ol" ? DECIMAL[Math.min(depth, DECIMAL.length) - 1] : kind;
}

/** Runs without blanks at the ends and never two blanks in a row. */
function tidy(runs) {
  let last = "\n";
  const kept = [];
  for (const run of runs) {
    let text = visible(run.text);
    if (/\s$/.test(last)) text = text.replace(/^ +/, "");
    if (text.startsWith("\n") && kept.length) kept.at(-1).text = kept.at(-1).text.trimEnd();
    if (!kept.length) text = text.trimStart();
    if (text) { kept.push({ ...run, text }); last = text; }
  }
  while (kept.length) {
    kept.at(-1).text = kept.at(-1).text.trimEnd();
    if (kept.at(-1).text) break;
    kept.pop();
  }
  return kept;
}

/** A typed number gives the level and goes; a heading that is bold as a whole needs no mark for it. */
function leveled(runs, level) {
  const label = readLabel(runs.map((run) => run.text).join(""));
  if (label && label[1] && (level === null || label[0] === level || level in { part: 1, section: 1, subsection: 1, subsubsection: 1 })) {
    runs = tidy(without(runs, label[1]));
    level = label[0];
  }
  const heading = ["part", "section", "subsection", "subsubsection"].includes(level);
  if (heading && runs.every((run) => run.marks.includes("b"))) runs = runs.map((run) => ({ ...run, marks: run.marks.filter((mark) => mark !== "b") }));
  return { level, runs };
}

function without(runs, count) {
  return runs.flatMap((run) => {
    const cut = Math.min(count, run.text.length);
    count -= cut;
    return cut < run.text.length ? [{ ...run, text: run.text.slice(cut) }] : [];
  });
}

export function readHtml(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const reader = new Reader(takeNotes(body));
  reader.walk(body, [], null);
  reader.flush();
  return reader.blocks.filter((block) => block.rows || block.runs.length);
}

export function readPlain(text) {
  return text.split(/\r\n?|\n/).map((line) => visible(line).replace(/[\t\u00a0 ]+/g, " ").trim()).filter(Boolean).map((line) => leveled([{ text: line, marks: [] }], null)).filter((block) => block.runs.length);
}

function inline(schema, { text, marks, note }) {
  const on = marks.map((name) => schema.marks[name].create());
  return note ? schema.nodes.footnote.create({ text: note }, null, on) : schema.text(text, on);
}

/** Unnumbered lines are paragraphs beside numbered ones; alone they are what the block is into which they fall. */
function nodesOf(schema, blocks, host) {
  const level = blocks.some((block) => block.level) || host.type.name !== "item" ? "paragraph" : host.attrs.level;
  const kind = host.attrs.kind;
  return blocks.map((block) => {
    const attrs = { id: newId(), kind: block.level ? "text" : kind };
    if (block.rows) {
      const cell = (text) => schema.nodes.cell.create(null, text ? schema.text(text) : null);
      return schema.nodes.table.create({ ...attrs, header_rows: block.header }, block.rows.map((row) => schema.nodes.row.create(null, row.map(cell))));
    }
    return schema.nodes.item.create({ ...attrs, level: block.level ?? level }, block.runs.map((run) => inline(schema, run)));
  });
}

function put(view, nodes) {
  const { state } = view;
  let tr = state.tr.deleteSelection();
  const { node, pos } = current({ doc: tr.doc, selection: tr.selection });
  const inline = nodes.length === 1 && nodes[0].type.name === "item";
  const first = nodes[0];
  if (inline && (node.content.size || nodes[0].attrs.level === "paragraph")) tr.replaceSelection(new Slice(first.content, 0, 0));
  else if (node.type.name === "item" && !node.content.size) {
    nodes[0] = first.type.create({ ...first.attrs, id: node.attrs.id }, first.content);
    tr.replaceWith(pos, pos + node.nodeSize, nodes);
    const end = pos + nodes.reduce((sum, each) => sum + each.nodeSize, 0);
    tr.setSelection(state.selection.constructor.near(tr.doc.resolve(end), -1));
  } else {
    const open = (each) => (each.type.name === "item" ? 1 : 0);
    tr.replaceSelection(new Slice(Fragment.from(nodes), open(first), open(nodes.at(-1))));
  }
  view.dispatch(tr.scrollIntoView().setMeta("paste", true));
}

/** ProseMirror's handlePaste. What was copied in this editor keeps its shape; all else is read here. */
export function handlePaste(view, event) {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (html.includes("data-pm-slice")) return false;
  if (isLegacy(text)) {
    window.nhipCau.toast(LEGACY, "danger");
    return true;
  }
  const { $from } = view.state.selection;
  if ($from.parent.type.name === "cell") {
    view.dispatch(view.state.tr.insertText(visible(text).trim()).scrollIntoView());
    return true;
  }
  const read = html ? readHtml(html) : [];
  const blocks = read.length ? read : readPlain(text);
  if (blocks.length) put(view, nodesOf(view.state.schema, blocks, current(view.state).node));
  return true;
}

/** A copy right after Shift+End comes before the browser has told of the new selection: ProseMirror would copy nothing of its own. */
function seeSelection(view) {
  view.domObserver.flush();
  return false;
}

export const clipboardEvents = { copy: seeSelection, cut: seeSelection };
