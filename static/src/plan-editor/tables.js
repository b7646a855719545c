// Tables: plain cells, header rows on top, every row as wide as the others.

import { TextSelection } from "@tiptap/pm/state";
import { current } from "./commands.js";
import { newId } from "./content.js";

function spot(state) {
  const { $from } = state.selection;
  const { node, pos } = current(state);
  if (node.type.name !== "table" || $from.depth < 3) return null;
  return { table: node, pos, row: $from.index(1), column: $from.index(2) };
}

export const inTable = (state) => spot(state) !== null;

const cellsOf = (table) => table.content.content.map((row) => row.content.content);

/** The table with other cells, the cursor in the cell of that row and column. */
function redrawn(state, { table, pos }, rows, row, column, attrs = {}) {
  const { schema, tr } = { schema: state.schema, tr: state.tr };
  const next = table.type.create({ ...table.attrs, ...attrs }, rows.map((cells) => schema.nodes.row.create(null, cells)));
  tr.replaceWith(pos, pos + table.nodeSize, next);
  let at = pos + 2;
  for (let above = 0; above < row; above += 1) at += next.child(above).nodeSize;
  for (let left = 0; left < column; left += 1) at += next.child(row).child(left).nodeSize;
  return tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView();
}

const within = (action) => (state, dispatch) => {
  const place = spot(state);
  if (!place) return false;
  const tr = action(state, place, cellsOf(place.table), () => state.schema.nodes.cell.create());
  if (tr && dispatch) dispatch(tr);
  return true;
};

export const addRow = within((state, place, rows, blank) => redrawn(state, place, rows.toSpliced(place.row + 1, 0, rows[place.row].map(blank)), place.row + 1, 0));

export const addColumn = within((state, place, rows, blank) => redrawn(state, place, rows.map((cells) => cells.toSpliced(place.column + 1, 0, blank())), place.row, place.column + 1));

export const removeRow = within((state, place, rows) => (rows.length < 2 ? null
  : redrawn(state, place, rows.toSpliced(place.row, 1), Math.max(place.row - 1, 0), 0, { header_rows: Math.min(place.table.attrs.header_rows, rows.length - 1) })));

export const removeColumn = within((state, place, rows) => (rows[0].length < 2 ? null
  : redrawn(state, place, rows.map((cells) => cells.toSpliced(place.column, 1)), place.row, Math.max(place.column - 1, 0))));

/** The rows down to the cursor are the header; once more and there is none. */
export const toggleHeader = within((state, { table, pos, row }) => state.tr.setNodeAttribute(pos, "header_rows", table.attrs.header_rows === row + 1 ? 0 : row + 1));

/** Tab and Shift+Tab walk the cells; Tab in the last one adds a row. */
export const nextCell = (step) => (state, dispatch) => {
  const place = spot(state);
  if (!place) return false;
  const width = place.table.firstChild.childCount;
  const at = place.row * width + place.column + step;
  if (at < 0) return true;
  if (at >= width * place.table.childCount) return addRow(state, dispatch);
  if (dispatch) dispatch(redrawnSelection(state, place, Math.floor(at / width), at % width));
  return true;
};

function redrawnSelection(state, { table, pos }, row, column) {
  let at = pos + 2;
  for (let above = 0; above < row; above += 1) at += table.child(above).nodeSize;
  for (let left = 0; left < column; left += 1) at += table.child(row).child(left).nodeSize;
  return state.tr.setSelection(TextSelection.create(state.doc, at + 1, at + 1 + table.child(row).child(column).content.size)).scrollIntoView();
}

/** A table in place of the block when nothing is written in it, else after it. */
export function insertTable(state, dispatch) {
  const { node, pos } = current(state);
  const { schema } = state;
  const cells = () => Array.from({ length: 3 }, () => schema.nodes.cell.create());
  const rows = Array.from({ length: 3 }, () => schema.nodes.row.create(null, cells()));
  const replaces = node.type.name === "item" && !node.content.size;
  const table = schema.nodes.table.create({ id: replaces ? node.attrs.id : newId(), header_rows: 1 }, rows);
  const at = replaces ? pos : pos + node.nodeSize;
  const tr = replaces ? state.tr.replaceWith(pos, pos + node.nodeSize, table) : state.tr.insert(at, table);
  if (at + table.nodeSize >= tr.doc.content.size) tr.insert(at + table.nodeSize, schema.nodes.item.create({ id: newId(), level: "paragraph" }));
  if (dispatch) dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 3)).scrollIntoView());
  return true;
}
