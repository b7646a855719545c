// Moving like a sheet: arrows, Enter, Tab; typing replaces, F2 edits, Escape goes back, Ctrl+Z undoes.

import { boxOf, cellOf, form, lay, noteOf, reveal, valueOf } from "./boxes.js";

const SLOTS = "[data-value], [data-base]";
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let editing = false; // after F2 or a second click the arrows move inside the text
let column = 0;
let entered = null; // what stood in the cell when it was entered
const undone = [];

/** The row below or above, also across sections; none in a section that is not on the screen. */
function neighbour(row, down) {
  const beside = down > 0 ? row.nextElementSibling : row.previousElementSibling;
  if (beside) return beside;
  let section = row.closest("details.rp-section");
  do section = down > 0 ? section.nextElementSibling : section.previousElementSibling;
  while (section && !section.querySelector(".rp-row"));
  if (!section || section.hidden) return null;
  const rows = section.querySelectorAll(".rp-row");
  return rows[down > 0 ? 0 : rows.length - 1];
}

export const slotsOf = (row) => [...row.querySelectorAll(SLOTS)];

export function focusSlot(slot) {
  reveal(slot);
  slot.focus();
  slot.select?.();
}

/** Keeps what stood in cells, so that Ctrl+Z brings it back: a paste is one entry. */
export function remember(cells) {
  undone.push(cells);
  if (undone.length > 100) undone.shift();
}

export function undo(changed) {
  const last = undone.pop();
  if (!last) return false;
  for (const [cell, value] of last) {
    lay(cell, value);
    changed(cell, false);
  }
  focusSlot(boxOf(last[0][0]));
  return true;
}

function go(slot, down, right) {
  const row = slot.closest(".rp-row");
  const here = slotsOf(row);
  if (right) {
    const next = here[here.indexOf(slot) + right];
    if (next) {
      focusSlot(next);
      column = here.indexOf(next);
    }
    return;
  }
  const next = neighbour(row, down);
  if (next) {
    const slots = slotsOf(next);
    focusSlot(slots[Math.min(column, slots.length - 1)]);
  } else if (down > 0) form.querySelector(".rp-bar button:not([data-back], [data-next])").focus();
}

function openNote(cell) {
  const note = noteOf(cell);
  note.closest("details").open = true;
  note.focus();
}

function pickState(cell) {
  const state = cell.querySelector(".rp-state");
  state.focus();
  try {
    state.showPicker?.();
  } catch {
    // A browser that opens it only after a click; the focus is there.
  }
}

function onKey(event, changed) {
  if (event.isComposing || event.keyCode === 229) return;
  const slot = event.target.closest?.(SLOTS);
  const control = event.ctrlKey || event.metaKey;
  if (!slot) {
    onKeyBeside(event);
    return;
  }
  const cell = cellOf(slot);
  const text = slot.tagName !== "SELECT";
  const taken = () => event.preventDefault();
  if (control && event.key.toLowerCase() === "z" && !event.shiftKey) {
    if (!editing && slot.value === slot.dataset.entered && undo(changed)) taken();
  } else if (control || (event.altKey && event.key !== "ArrowDown")) {
    // The browser's own.
  } else if (event.altKey) {
    taken();
    pickState(cell);
  } else if (event.key === "Enter") {
    taken();
    go(slot, event.shiftKey ? -1 : 1, 0);
  } else if (event.key === "F2") {
    taken();
    if (event.shiftKey) openNote(cell);
    else edit(slot);
  } else if (event.key === "Escape" && entered) {
    taken();
    lay(cell, entered);
    editing = false;
    slot.select?.();
    changed(cell, false);
  } else if (event.key === "Delete" && text && !editing) {
    taken();
    lay(cell, { state: "blank", note: valueOf(cell).note });
  } else if (STEPS[event.key] && !event.shiftKey && text && !(editing && STEPS[event.key][1])) {
    taken();
    go(slot, ...STEPS[event.key]);
  }
}

/** In a note or a list of states Enter and Escape go back to the number. */
function onKeyBeside(event) {
  const cell = event.target.closest?.("[data-cell]");
  const inside = cell && event.target.matches("[data-note], .rp-state");
  if (!inside || !(event.key === "Escape" || (event.key === "Enter" && event.target.matches("[data-note]")))) return;
  event.preventDefault();
  focusSlot(boxOf(cell));
}

/** Digits alone: taking one away from 1.300 would leave what is no number. */
function ungroup(slot) {
  editing = true;
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(slot.value)) slot.value = slot.value.replaceAll(".", "");
}

function edit(slot) {
  ungroup(slot);
  slot.setSelectionRange?.(slot.value.length, slot.value.length);
}

/** `changed(cell, remembers)` is told when a cell was left with another value. */
export function startKeys(changed) {
  // Tab walks from number to number; states and notes have keys of their own and stay reachable by pointer.
  for (const one of form.querySelectorAll(".rp-state, .rp-note > summary")) one.tabIndex = -1;
  form.querySelector("[data-keys]").hidden = false;
  form.addEventListener("keydown", (event) => onKey(event, changed));
  form.addEventListener("focusin", (event) => {
    const slot = event.target.closest(SLOTS);
    if (!slot) return;
    const cell = cellOf(slot);
    editing = false;
    slot.dataset.entered = slot.value;
    if (!cell.contains(event.relatedTarget) || !entered) entered = valueOf(cell);
    column = slotsOf(slot.closest(".rp-row")).indexOf(slot);
    slot.select?.();
  });
  let pressed = null; // letting go of the button would unselect what the focus selected
  form.addEventListener("pointerdown", (event) => {
    const slot = event.target.closest(SLOTS);
    pressed = slot && document.activeElement !== slot ? slot : null;
    if (slot && !pressed && slot.tagName !== "SELECT") ungroup(slot);
  });
  form.addEventListener("mouseup", (event) => {
    if (pressed === event.target) event.preventDefault();
    pressed = null;
  });
  form.addEventListener("dblclick", (event) => {
    if (event.target.matches("input[data-value], input[data-base]")) edit(event.target);
  });
  form.addEventListener("focusout", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell || cell.contains(event.relatedTarget) || !event.target.matches(`${SLOTS}, .rp-state, [data-note]`)) return;
    entered = null;
  });
}
