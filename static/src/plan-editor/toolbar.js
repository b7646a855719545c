// The tools of the block with the cursor. F10 or Ctrl+/ goes there, Escape comes back.

import { redo, undo } from "@tiptap/pm/history";
import { addAfter, current, letters, levelOf, move, remove, setField, shift } from "./commands.js";
import { footnote } from "./footnotes.js";
import { addColumn, addRow, inTable, insertTable, removeColumn, removeRow, toggleHeader } from "./tables.js";

export class Toolbar {
  /** `onRecords(id)`, `onRemark()` and `onRemove(id)`: what happens outside the text. */
  constructor(box, view, { levels, kinds, adoptions, derived }, { onRecords, onRemark, onRemove }) {
    Object.assign(this, { box, view, shownId: null });
    const { marks } = view.state.schema;
    this.actions = {
      outdent: shift(-1), indent: shift(1), up: move(-1), down: move(1), add: addAfter, undo, redo, remove,
      b: letters(marks.b), i: letters(marks.i), u: letters(marks.u),
      "add-row": addRow, "add-column": addColumn, "remove-row": removeRow, "remove-column": removeColumn, header: toggleHeader,
    };
    this.level = this.select("level", levels, (value) => (value === "table" ? insertTable : setField("level", value)));
    this.kind = this.select("kind", kinds, (value) => setField("kind", value));
    this.adoption = derived ? this.select("adoption", adoptions, (value) => setField("adoption", value)) : null;
    this.reason = box.querySelector("[name=reason]");
    this.reason.addEventListener("input", () => this.run(setField("adoption_reason", this.reason.value)));
    box.querySelector(".plan-adoption").hidden = !derived;
    box.addEventListener("click", (event) => {
      const { action } = event.target.closest("[data-action]")?.dataset ?? {};
      if (!action) return;
      const { id } = this.node.attrs;
      if (action === "records") { onRecords(id); return; }
      if (action === "remark") { onRemark(); return; }
      if (action === "footnote") { this.run(footnote); return; }
      if (action === "remove") onRemove(id);
      this.run(this.actions[action]);
      if (event.detail) this.view.focus(); // a click by mouse; the keyboard stays on the button
    });
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") this.view.focus(); });
    this.update();
  }

  get node() { return current(this.view.state).node; }

  run(command) { command(this.view.state, this.view.dispatch); }

  select(name, choices, command) {
    const made = this.box.querySelector(`[name=${name}]`);
    for (const [value, label] of Object.entries(choices)) made.append(new Option(label, value));
    made.addEventListener("change", () => this.run(command(made.value)));
    return made;
  }

  focus() { this.level.disabled ? this.kind.focus() : this.level.focus(); }

  update() {
    const { node } = this;
    if (node.attrs === this.shown) return;
    this.shown = node.attrs;
    const table = inTable(this.view.state) || node.type.name === "table";
    this.level.value = levelOf(node);
    this.level.disabled = table;
    this.kind.value = node.attrs.kind;
    this.box.querySelector(".plan-table-tools").hidden = !table;
    if (!this.adoption) return;
    this.adoption.value = node.attrs.adoption;
    if (document.activeElement !== this.reason) this.reason.value = node.attrs.adoption_reason;
  }
}
