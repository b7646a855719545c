// Paints what is computed onto the blocks: number, title, bound to a record, faulty. Attributes only, so typing is not disturbed.

import { Plugin, PluginKey } from "@tiptap/pm/state";
import { newId } from "./content.js";
import { hintOf } from "./hints.js";
import { isTitle, numbers } from "./numbering.js";
import { elementOf } from "./views.js";

const key = new PluginKey("painter");

const levelOf = (node) => node.attrs.level ?? "table";
const sameShape = (one, two) => one.attrs.id === two.attrs.id && levelOf(one) === levelOf(two) && one.attrs.adoption === two.attrs.adoption;

class Painter {
  constructor(view) {
    this.carriers = new Set();
    this.bound = new Set();
    this.faulty = new Map();
    this.update(view, null);
  }

  update(view, before) {
    const doc = view.state.doc;
    if (before?.doc === doc) return;
    const old = before?.doc;
    let reshaped = !old || old.childCount !== doc.childCount;
    const touched = [];
    doc.forEach((node, _offset, at) => {
      if (old?.maybeChild(at) === node) return;
      touched.push(node);
      if (!reshaped && !sameShape(old.child(at), node)) reshaped = true;
    });
    if (reshaped) this.number(doc);
    (reshaped ? doc.content.content : touched).forEach((node) => this.title(node));
    if (reshaped) this.signs();
  }

  number(doc) {
    const blocks = doc.content.content.map((node) => ({ id: node.attrs.id, level: levelOf(node), adoption: node.attrs.adoption }));
    this.carriers = new Set();
    for (const [id, printed] of numbers(blocks, this.carriers)) {
      const dom = elementOf(id);
      if (dom && dom.dataset.number !== printed) dom.dataset.number = printed;
    }
  }

  title(node) {
    const { id } = node.attrs;
    const dom = elementOf(id);
    if (!dom) return;
    dom.classList.toggle("is-titled", isTitle(levelOf(node), node.textContent, this.carriers.has(id)));
    dom.classList.toggle("is-empty", !node.content.size);
    if (!node.content.size) dom.dataset.hint = hintOf(node.attrs);
  }

  signs() {
    for (const dom of this.marked ?? []) dom.classList.remove("is-bound", "has-fault");
    this.marked = [...this.bound, ...this.faulty.keys()].map(elementOf).filter(Boolean);
    for (const id of this.bound) elementOf(id)?.classList.add("is-bound");
    for (const id of this.faulty.keys()) elementOf(id)?.classList.add("has-fault");
  }
}

/** Every block has an id of its own: a pasted copy gets a new one. */
function ownIds(transactions, _old, state) {
  if (!transactions.some((tr) => tr.docChanged)) return null;
  const seen = new Set();
  let tr = null;
  state.doc.forEach((node, offset) => {
    const { id } = node.attrs;
    if (id && !seen.has(id)) { seen.add(id); return; }
    tr ??= state.tr;
    const fresh = newId();
    seen.add(fresh);
    tr.setNodeAttribute(offset, "id", fresh);
  });
  return tr;
}

export function painting(onPainter) {
  return new Plugin({ key, appendTransaction: ownIds, view(view) { const painter = new Painter(view); onPainter(painter); return painter; } });
}
