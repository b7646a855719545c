// The fix that the check proposes, put in by one click and taken back by Ctrl+Z like anything typed.

import { TextSelection } from "@tiptap/pm/state";
import { place } from "./content.js";
import { offsetOf } from "./footnotes.js";

function block(doc, id) {
  let found = null;
  doc.forEach((node, offset) => { if (node.attrs.id === id) found = { node, offset }; });
  return found;
}

/** Put `fix` in the place of `found` (letters start–end of the block, in code points); false when they are gone. */
function write(tr, { block: id, start, end, found, fix }) {
  const here = block(tr.doc, id);
  if (!here || here.node.type.name !== "item") return false;
  const { node, offset } = here;
  const text = node.textContent;
  const lead = text.length - text.trimStart().length; // the check reads the text without blanks at its ends
  const [from, to] = [start, end].map((points) => lead + place(text.slice(lead), points));
  if (text.slice(from, to) !== found) return false;
  const [first, last] = [offset + 1 + offsetOf(node, from, true), offset + 1 + offsetOf(node, to)];
  tr.insertText(fix, first, last);
  tr.setSelection(TextSelection.create(tr.doc, first + fix.length));
  return true;
}

/** Give blocks their new levels ("id:level id:level"); false when one of them is gone. */
function lift(tr, levels) {
  return levels.split(" ").every((change) => {
    const [id, level] = change.split(":");
    const here = block(tr.doc, id);
    if (here) tr.setNodeAttribute(here.offset, "level", level);
    return Boolean(here);
  });
}

/** Whether the fix could be put in; the text stays as it is when not. */
export function applyFix(view, fix) {
  const { tr } = view.state;
  if (!(fix.levels ? lift(tr, fix.levels) : write(tr, fix))) return false;
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return true;
}
