// What the keys and the toolbar do to blocks. Every command is a ProseMirror command: (state, dispatch) → done or not.

import { toggleMark } from "@tiptap/pm/commands";
import { TextSelection } from "@tiptap/pm/state";
import { newId } from "./content.js";
import { HOSTS, LADDER, RANKS } from "./numbering.js";

const HEADINGS = new Set(["part", "section", "subsection", "subsubsection"]);
export const levelOf = (node) => node.attrs.level ?? "table";

/** The block the cursor is in: node, place in the list, position in the document. */
export function current(state) {
  const { $from } = state.selection;
  const index = Math.min($from.index(0), state.doc.childCount - 1);
  return { index, node: state.doc.child(index), pos: $from.posAtIndex(index, 0) };
}

const positionAt = (doc, index) => doc.resolve(0).posAtIndex(index, 0);

function chosen(state) {
  const first = current(state).index;
  const { $to, empty } = state.selection;
  return [first, empty ? first : Math.max(first, Math.min($to.index(0), state.doc.childCount - 1))];
}

/** One past the last block below this one (plans.outline.Outline.descendants). */
export function endOf(doc, index) {
  const level = levelOf(doc.child(index));
  let end = index + 1;
  while (end < doc.childCount && isBelow(level, levelOf(doc.child(end)))) end += 1;
  return end;
}

function isBelow(level, next) {
  if (HOSTS.has(level)) return !HOSTS.has(next) || RANKS[next] > RANKS[level];
  return ["bullet", "plus", "item"].includes(level) && !HOSTS.has(next) && RANKS[next] > RANKS[level] && RANKS[next] < 7;
}

const stepped = (level, step) => {
  const at = LADDER.indexOf(level);
  return at < 0 ? level : LADDER[Math.min(Math.max(at + step, 0), LADDER.length - 1)];
};

/** One level deeper or higher; numbered blocks below go along (Outline.indent, Outline.outdent). */
export const shift = (step) => (state, dispatch) => {
  const [first, last] = chosen(state);
  const { doc } = state;
  const levels = new Map();
  for (let index = first; index <= last; index += 1) {
    if (levels.has(index)) continue;
    const level = levelOf(doc.child(index));
    const target = stepped(level, step);
    if (target === level) continue;
    levels.set(index, target);
    for (let below = index + 1; below < endOf(doc, index); below += 1) {
      const lower = levelOf(doc.child(below));
      if (HEADINGS.has(lower) || (step > 0 && RANKS[lower] <= RANKS[target])) levels.set(below, stepped(lower, step));
    }
  }
  if (!dispatch) return true;
  const tr = state.tr;
  for (const [index, level] of levels) if (doc.child(index).type.name === "item") tr.setNodeAttribute(positionAt(doc, index), "level", level);
  if (tr.docChanged) dispatch(tr.scrollIntoView());
  return true;
};

/** A field of every chosen block. */
export const setField = (name, value) => (state, dispatch) => {
  const [first, last] = chosen(state);
  const tr = state.tr;
  for (let index = first; index <= last; index += 1) {
    const node = state.doc.child(index);
    if (name in node.attrs && node.attrs[name] !== value) tr.setNodeAttribute(positionAt(state.doc, index), name, value);
  }
  if (dispatch && tr.docChanged) dispatch(tr);
  return true;
};

/** Blocks first … end-1 to another place of the list (counted before they are taken out). */
export function moveTo(state, first, end, to) {
  if (to >= first && to <= end) return null;
  const { doc, selection } = state;
  const [from, until, target] = [first, end, to].map((index) => positionAt(doc, index));
  const moved = doc.slice(from, until).content;
  const tr = state.tr;
  if (target < from) tr.delete(from, until).insert(target, moved);
  else tr.insert(target, moved).delete(from, until);
  const start = target < from ? target : target - (until - from);
  const inside = (at) => Math.min(Math.max(at - from, 1), moved.size - 1) + start;
  if (selection.from >= from && selection.to <= until) tr.setSelection(TextSelection.between(tr.doc.resolve(inside(selection.anchor)), tr.doc.resolve(inside(selection.head))));
  return tr.scrollIntoView();
}

/** The block with all below it past its neighbour with all below that. */
export const move = (step) => (state, dispatch) => {
  const [first, last] = chosen(state);
  const end = Math.max(endOf(state.doc, first), endOf(state.doc, last));
  const to = step < 0 ? before(state.doc, first) : after(state.doc, first, end);
  const tr = to === null ? null : moveTo(state, first, end, to);
  if (tr && dispatch) dispatch(tr);
  return true;
};

function before(doc, first) {
  if (!first) return null;
  const level = levelOf(doc.child(first));
  for (let index = first - 1; index >= 0; index -= 1) {
    const other = levelOf(doc.child(index));
    if (other === level) return endOf(doc, index) >= first ? index : first - 1;
    if (RANKS[other] < RANKS[level]) break;
  }
  return first - 1;
}

function after(doc, first, end) {
  if (end >= doc.childCount) return null;
  return levelOf(doc.child(end)) === levelOf(doc.child(first)) ? endOf(doc, end) : end + 1;
}

const fresh = (node, level, kind) => ({ id: newId(), level, kind, adoption: "", adoption_reason: "", rest: null });

/** Enter: the letters before the cursor keep the block, its record and its place in the upper plan. */
export function enter(state, dispatch) {
  const { $from } = state.selection;
  const { node, pos } = current(state);
  if (node.type.name !== "item") {
    if (dispatch) dispatch(state.tr.insertText("\n").scrollIntoView());
    return true;
  }
  const { level, kind } = node.attrs;
  if (!node.content.size && LADDER.indexOf(level) > 1) return shift(-1)(state, dispatch);
  if (!dispatch) return true;
  const tr = state.tr.deleteSelection();
  const next = level === "part" ? fresh(node, "section", "text") : fresh(node, level, kind);
  if (state.selection.empty && $from.parentOffset === 0 && node.content.size) tr.insert(pos, node.type.create(fresh(node, level, kind)));
  else tr.split(tr.selection.from, 1, [{ type: node.type, attrs: next }]);
  dispatch(tr.scrollIntoView());
  return true;
}

export function lineBreak(state, dispatch) {
  if (dispatch) dispatch(state.tr.insertText("\n").scrollIntoView());
  return true;
}

/** Backspace at a block's start: to the level of the block above when it stands deeper, else into that block. */
export function backspace(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  const { index, node, pos } = current(state);
  if (node.type.name !== "item") return true;
  if (!index) return true;
  const above = state.doc.child(index - 1);
  const tr = state.tr;
  const deeper = LADDER.indexOf(node.attrs.level) > LADDER.indexOf(levelOf(above)) && LADDER.includes(levelOf(above));
  if (!node.content.size) { tr.delete(pos, pos + node.nodeSize); tr.setSelection(TextSelection.near(tr.doc.resolve(pos), -1)); }
  else if (above.type.name !== "item") return true;
  else if (deeper) tr.setNodeAttribute(pos, "level", levelOf(above));
  else if (!above.content.size) tr.delete(pos - above.nodeSize, pos);
  else tr.join(pos);
  if (dispatch) dispatch(tr.scrollIntoView());
  return true;
}

/** Delete at a block's end: the next block's letters come up. */
export function deleteForward(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset < $from.parent.content.size) return false;
  const { index, node, pos } = current(state);
  if (node.type.name !== "item" || index + 1 >= state.doc.childCount) return true;
  const below = state.doc.child(index + 1);
  const end = pos + node.nodeSize;
  const tr = state.tr;
  if (!node.content.size) { tr.delete(pos, end); tr.setSelection(TextSelection.near(tr.doc.resolve(pos), 1)); }
  else if (below.type.name !== "item") return true;
  else tr.join(end);
  if (dispatch) dispatch(tr);
  return true;
}

/** The chosen blocks go; what stands below them stays. */
export function remove(state, dispatch) {
  const [first, last] = chosen(state);
  const from = positionAt(state.doc, first);
  const until = positionAt(state.doc, last + 1);
  const tr = state.tr;
  if (until - from === state.doc.content.size) tr.replaceWith(from, until, state.schema.nodes.item.create({ id: newId(), level: "part" }));
  else tr.delete(from, until);
  tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size)), first ? -1 : 1));
  if (dispatch) dispatch(tr.scrollIntoView());
  return true;
}

/** A new paragraph after the chosen block, with the cursor in it. */
export function addAfter(state, dispatch) {
  const { node, pos } = current(state);
  const at = pos + node.nodeSize;
  const tr = state.tr.insert(at, state.schema.nodes.item.create({ id: newId(), level: "paragraph" }));
  if (dispatch) dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
}

/** As in Word: letters of which only some are bold become bold; all bold ones become plain. */
export const letters = (mark) => toggleMark(mark, null, { removeWhenPresent: false });
