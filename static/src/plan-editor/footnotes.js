// Footnotes: a number in the text, one letter wide, and a small box for its words. Numbers are painted, never stored.

import { Node } from "@tiptap/core";
import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";

const key = new PluginKey("footnotes"); // its state: the position of the note whose box is open, or null
const NAME = "footnote";
const MOST = 2000;
let box;

const noteAt = (doc, pos) => (pos !== null && pos < doc.content.size && doc.nodeAt(pos)?.type.name === NAME ? doc.nodeAt(pos) : null);

function noteView({ node, getPos, editor }) {
  const { type } = node;
  const dom = Object.assign(document.createElement("sup"), { className: "plan-note", contentEditable: "false", title: node.attrs.text });
  dom.setAttribute("role", "button");
  dom.addEventListener("click", () => open(editor.view, getPos()));
  return {
    dom,
    update(next) {
      if (next.type !== type) return false;
      dom.title = next.attrs.text;
      return true;
    },
    ignoreMutation: () => true,
  };
}

/** The arrow keys pass it and Backspace deletes it, as if it were a letter. */
export const Footnote = Node.create({
  name: NAME, group: "inline", inline: true, atom: true, selectable: false,
  addAttributes: () => ({ text: { default: "", parseHTML: (dom) => dom.dataset.note ?? "", renderHTML: ({ text }) => ({ "data-note": text }) } }),
  parseHTML: () => [{ tag: "sup[data-note]" }],
  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes],
  addNodeView: () => noteView,
});

/** Inside a block: how far from its start the letter `place` of its text stands; `after` the notes there, else before them. */
export function offsetOf(block, place, after = false) {
  let offset = 0;
  let left = place;
  for (const child of block.content.content) {
    if (child.isText) {
      if (left < child.text.length || (left === child.text.length && !after)) return offset + left;
      left -= child.text.length;
    } else if (!left && !after) return offset;
    offset += child.nodeSize;
  }
  return offset;
}

const open = (view, pos) => view.dispatch(view.state.tr.setMeta(key, pos));

/** A note at the cursor, behind the chosen words; beside a note that is there, its box. */
export function footnote(state, dispatch) {
  const { $from, $to, empty } = state.selection;
  if ($from.parent.type.name !== "item") {
    window.nhipCau.toast("Chú thích đặt trong đoạn văn, chưa đặt được trong bảng.", "info");
    return true;
  }
  if (!dispatch) return true;
  const at = $to.sameParent($from) ? $to.pos : $from.pos;
  const beside = [at - 1, at].find((pos) => empty && noteAt(state.doc, pos));
  if (beside !== undefined) dispatch(state.tr.setMeta(key, beside));
  else {
    const tr = state.tr.insert(at, state.schema.nodes[NAME].create(null, null, $from.marks())).setMeta("addToHistory", false).setMeta(key, at);
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  }
  return true;
}

/** The text area with the words of a note, by its number; nothing when it is gone. */
export function areaOfNote(view, number) {
  const dom = [...view.dom.getElementsByClassName("plan-note")].find((one) => Number(one.dataset.number) === number);
  if (!dom) return null;
  open(view, view.posAtDOM(dom, 0));
  return box.words;
}

function paint(view) {
  let number = 0;
  for (const dom of view.dom.getElementsByClassName("plan-note")) {
    const counted = dom.closest(".plan-block").dataset.adoption !== "not_applicable";
    const shown = counted ? String(number += 1) : "–";
    if (dom.dataset.number === shown && dom.ariaLabel.endsWith(dom.title)) continue;
    dom.dataset.number = shown;
    dom.ariaLabel = `Chú thích ${shown}: ${dom.title}`;
  }
}

const button = (text, look) => Object.assign(document.createElement("button"), { type: "button", className: `btn ${look}`, textContent: text });

/** What is typed here stands in the document at once, so that it is saved; one undo takes back all of it. */
class Box {
  constructor(view) {
    this.view = view;
    this.dom = Object.assign(document.createElement("div"), { className: "plan-note-box", hidden: true });
    this.dom.setAttribute("role", "dialog");
    this.label = Object.assign(document.createElement("label"), { htmlFor: "plan-note-words" });
    this.words = Object.assign(document.createElement("textarea"), { id: "plan-note-words", rows: 3, maxLength: MOST, lang: "vi" });
    const [done, remove] = [button("Xong", "btn-primary"), button("Xóa chú thích", "btn-link")];
    this.dom.append(this.label, this.words, done, remove);
    view.dom.closest(".plan-sheet").append(this.dom);
    this.words.addEventListener("input", () => this.put(key.getState(view.state), this.words.value, false));
    this.words.addEventListener("keydown", (event) => this.keys(event));
    done.addEventListener("click", () => this.leave());
    remove.addEventListener("click", () => { this.words.value = ""; this.leave(); });
    this.dom.addEventListener("focusout", (event) => { if (!this.dom.contains(event.relatedTarget) && document.hasFocus()) this.close(); });
    paint(view);
  }

  keys(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey)) return;
    event.preventDefault();
    this.leave();
  }

  update(view, before) {
    if (view.state.doc !== before.doc) paint(view);
    const [was, now] = [key.getState(before), key.getState(view.state)];
    if (now === null) {
      if (!this.dom.hidden) this.dom.hidden = true; // written again it would be styled again, key by key
    } else if (was === null) this.show(now);
  }

  show(pos) {
    const { text } = noteAt(this.view.state.doc, pos).attrs;
    const dom = this.view.nodeDOM(pos);
    this.first = text || null; // null: a new note
    this.words.value = text;
    this.label.textContent = `Chú thích ${dom.dataset.number}`;
    this.dom.setAttribute("aria-label", this.label.textContent);
    this.dom.hidden = false;
    const [spot, sheet] = [dom.getBoundingClientRect(), this.dom.offsetParent.getBoundingClientRect()];
    this.dom.style.top = `${spot.bottom - sheet.top + 6}px`;
    this.dom.style.left = `${Math.max(4, Math.min(spot.left - sheet.left, sheet.width - this.dom.offsetWidth - 4))}px`;
    this.words.focus({ preventScroll: true });
    this.dom.scrollIntoView({ block: "nearest" });
    this.words.setSelectionRange(text.length, text.length);
  }

  /** The note at a position gets other words; null: no note stands there. */
  put(pos, text, undoable) {
    const { tr, doc, schema } = this.view.state;
    const here = noteAt(doc, pos) ? pos + 1 : pos;
    const note = text === null ? [] : schema.nodes[NAME].create({ text }, null, doc.resolve(pos).marks());
    this.view.dispatch(tr.replaceWith(pos, here, note).setMeta("addToHistory", undoable));
  }

  /** Back to what stood here before the box was opened, then the whole change as one step. */
  close() {
    const { view, first } = this;
    const pos = key.getState(view.state);
    if (pos === null) return;
    const text = this.words.value.trim() || null;
    open(view, null);
    this.put(pos, first, false);
    if (text !== first) this.put(pos, text, true);
  }

  leave() {
    const { view } = this;
    const pos = key.getState(view.state);
    this.close();
    const { tr, doc } = view.state;
    view.dispatch(tr.setSelection(TextSelection.create(doc, noteAt(doc, pos) ? pos + 1 : pos)));
    view.focus();
  }

  destroy() { this.dom.remove(); }
}

export function footnotes() {
  return new Plugin({
    key,
    state: {
      init: () => null,
      apply(tr, pos) {
        const told = tr.getMeta(key);
        if (told !== undefined) return told;
        const at = pos === null ? null : tr.mapping.map(pos, 1);
        return noteAt(tr.doc, at) ? at : null;
      },
    },
    view: (view) => (box = new Box(view)),
  });
}
