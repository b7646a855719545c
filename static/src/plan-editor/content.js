// The JSON of plans/outline.py and the editor's document, both ways. Marks count letters as Python does (code points).

const PAIRS = /[\ud800-\udfff]/;
const KINDS = ["b", "i", "u"];
const OWN = new Set(["id", "level", "kind", "text", "marks", "notes", "rows", "header_rows", "adoption", "adoption_reason"]);
const kept = new WeakMap();

export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Place in code points → place in the string. */
export function place(text, points) {
  return PAIRS.test(text) ? [...text].slice(0, points).join("").length : points;
}

const points = (text) => (PAIRS.test(text) ? [...text].length : text.length);

function letters(block) {
  const text = block.text ?? "";
  const marks = (block.marks ?? []).map(([start, end, kind]) => [place(text, start), place(text, end), kind]);
  const notes = (block.notes ?? []).map(([at, words]) => [place(text, at), words]);
  const cuts = [...new Set([0, text.length, ...marks.flatMap(([start, end]) => [start, end]), ...notes.map(([at]) => at)])].filter((cut) => cut <= text.length).sort((a, b) => a - b);
  const on = (start, end) => KINDS.filter((kind) => marks.some(([from, to, name]) => name === kind && from <= start && end <= to)).map((type) => ({ type }));
  return cuts.flatMap((start, at) => {
    const called = notes.filter(([spot]) => spot === start).map(([, words]) => ({ type: "footnote", attrs: { text: words }, marks: on(start - 1, start + 1) }));
    const end = cuts[at + 1];
    return end ? [...called, { type: "text", text: text.slice(start, end), marks: on(start, end) }] : called;
  });
}

const plain = (text) => (text ? [{ type: "text", text }] : []);

/** A block of the plan → a node's JSON. */
export function nodeOf(block) {
  const rest = Object.fromEntries(Object.entries(block).filter(([name]) => !OWN.has(name)));
  const attrs = { id: block.id || newId(), kind: block.kind ?? "text", adoption: block.adoption ?? "", adoption_reason: block.adoption_reason ?? "", rest };
  if (block.level !== "table") {
    if (block.rows) Object.assign(rest, { rows: block.rows });
    if (block.header_rows) Object.assign(rest, { header_rows: block.header_rows });
    return { type: "item", attrs: { ...attrs, level: block.level }, content: letters(block) };
  }
  if (block.text) Object.assign(rest, { text: block.text, marks: block.marks ?? [] });
  const rows = block.rows?.length ? block.rows : [[""]];
  const width = Math.max(1, ...rows.map((row) => row.length));
  const row = (cells) => ({ type: "row", content: Array.from({ length: width }, (_, at) => ({ type: "cell", content: plain(cells[at] ?? "") })) });
  return { type: "table", attrs: { ...attrs, header_rows: block.header_rows ?? 0 }, content: rows.map(row) };
}

/** An empty plan shows one empty block, which is not saved while nothing is written. */
export function documentOf(blocks) {
  return { type: "doc", content: blocks.length ? blocks.map(nodeOf) : [nodeOf({ id: newId(), level: "part" })] };
}

function marksOf(node) {
  if (node.childCount === 1 && !node.firstChild.marks.length) return [];
  const found = [];
  for (const kind of KINDS) {
    let at = 0;
    let run = null;
    node.forEach((child) => {
      if (!child.isText) return;
      const length = points(child.text);
      if (child.marks.some((mark) => mark.type.name === kind)) {
        if (run) run[1] = at + length;
        else found.push(run = [at, at + length, kind]);
      } else run = null;
      at += length;
    });
  }
  return found;
}

/** A note without words is none yet. */
function notesOf(node) {
  const found = [];
  let at = 0;
  node.forEach((child) => {
    if (child.isText) at += points(child.text);
    else if (child.attrs.text.trim()) found.push([at, child.attrs.text.trim()]);
  });
  return found;
}

function facts(node) {
  const { id, kind, level, adoption, adoption_reason: reason, header_rows: headerRows, rest } = node.attrs;
  const block = { id, level: level ?? "table", kind, text: "" };
  if (node.type.name === "table") {
    block.rows = node.content.content.map((row) => row.content.content.map((cell) => cell.textContent));
    if (headerRows) block.header_rows = Math.min(headerRows, block.rows.length);
  } else {
    block.text = node.textContent;
    const marks = marksOf(node);
    if (marks.length) block.marks = marks;
    const notes = notesOf(node);
    if (notes.length) block.notes = notes;
  }
  if (adoption) block.adoption = adoption;
  if (reason) block.adoption_reason = reason;
  return { ...block, ...rest };
}

/** A node → the block of the plan; the same object for the same node. */
export function blockOf(node) {
  if (!kept.has(node)) kept.set(node, facts(node));
  return kept.get(node);
}

/** The blocks of the document; none for a page on which nothing was written yet. */
export function blocksOf(doc) {
  const blocks = doc.content.content.map(blockOf);
  return blocks.length === 1 && !blocks[0].text && !blocks[0].notes && blocks[0].level === "part" ? [] : blocks;
}

/** The smallest change that turns the editor's document into these blocks. */
export function become(tr, blocks) {
  const next = tr.doc.type.schema.nodeFromJSON(documentOf(blocks));
  const start = tr.doc.content.findDiffStart(next.content);
  if (start === null) return tr;
  let { a, b } = tr.doc.content.findDiffEnd(next.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) { a += overlap; b += overlap; }
  return tr.replace(start, a, next.slice(start, b));
}
