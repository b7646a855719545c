// The editor's document: a flat list of blocks. Numbers are never letters of the text; they are painted (painter.js).

import { Mark, Node } from "@tiptap/core";
import { Footnote } from "./footnotes.js";
import { blockView, tableView } from "./views.js";

const quiet = (value) => ({ default: value, rendered: false });

/** What every block carries. `rest`: what the editor keeps untouched (origin, source, …). */
function blockAttributes() {
  return {
    id: { default: "", parseHTML: (dom) => dom.dataset.block ?? "", renderHTML: ({ id }) => ({ "data-block": id }) },
    kind: { default: "text", parseHTML: (dom) => dom.dataset.kind ?? "text", renderHTML: ({ kind }) => ({ "data-kind": kind }) },
    adoption: quiet(""), adoption_reason: quiet(""), rest: quiet(null),
  };
}

const Doc = Node.create({ name: "doc", topNode: true, content: "block+" });

const Text = Node.create({ name: "text", group: "inline" });

const Item = Node.create({
  name: "item", group: "block", content: "(text | footnote)*", whitespace: "pre",
  addAttributes: () => ({
    ...blockAttributes(),
    level: { default: "paragraph", parseHTML: (dom) => dom.dataset.level ?? "paragraph", renderHTML: ({ level }) => ({ "data-level": level }) },
  }),
  parseHTML: () => [{ tag: "p[data-block]", preserveWhitespace: "full" }, { tag: "p" }],
  renderHTML: ({ HTMLAttributes }) => ["p", HTMLAttributes, 0],
  addNodeView: () => blockView,
});

const Table = Node.create({
  name: "table", group: "block", content: "row+", isolating: true,
  addAttributes: () => ({
    ...blockAttributes(),
    header_rows: { default: 0, parseHTML: (dom) => Number(dom.dataset.headerRows ?? 0), renderHTML: ({ header_rows: rows }) => ({ "data-header-rows": rows }) },
  }),
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  addNodeView: () => tableView,
});

const Row = Node.create({ name: "row", content: "cell+", parseHTML: () => [{ tag: "tr" }], renderHTML: () => ["tr", 0] });

const Cell = Node.create({
  name: "cell", content: "text*", marks: "", whitespace: "pre", isolating: true,
  parseHTML: () => [{ tag: "td", preserveWhitespace: "full" }, { tag: "th", preserveWhitespace: "full" }],
  renderHTML: () => ["td", 0],
});

const letters = (name, tag, ...others) => Mark.create({
  name,
  parseHTML: () => [tag, ...others].map((each) => ({ tag: each })),
  renderHTML: () => [tag, 0],
});

export const nodes = [Doc, Text, Footnote, Item, Table, Row, Cell, letters("b", "b", "strong"), letters("i", "i", "em"), letters("u", "u")];
