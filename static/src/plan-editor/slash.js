// "/" at a block's start: levels and kinds, found without accents, chosen by keyboard. The query is ordinary text, so any IME can type it.

import { Plugin, PluginKey } from "@tiptap/pm/state";
import { current, setField } from "./commands.js";
import { footnote } from "./footnotes.js";
import { insertTable } from "./tables.js";

const key = new PluginKey("slash");
const INSERTS = { table: insertTable, footnote };
const QUERY = /^\/([\p{L}\p{N} ().+-]{0,24})$/u;

export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

/** The letters after "/" when the cursor stands right behind them, else null. */
function queryOf(state) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type.name !== "item") return null;
  return $from.parent.textBetween(0, $from.parentOffset, "", "\ufffc").match(QUERY)?.[1] ?? null;
}

class Menu {
  constructor(view, entries) {
    this.view = view;
    this.entries = entries.map((entry) => ({ ...entry, folded: fold(`${entry.label} ${entry.value}`) }));
    this.dom = Object.assign(document.createElement("div"), { className: "plan-slash", hidden: true, id: "plan-slash" });
    this.dom.setAttribute("role", "listbox");
    this.dom.setAttribute("aria-label", "Cấp và loại của đoạn");
    this.dom.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the cursor stays in the text
      const option = event.target.closest("[data-at]");
      if (option) this.choose(Number(option.dataset.at));
    });
    view.dom.closest(".plan-sheet").append(this.dom);
    this.dismissed = "";
    this.found = [];
    this.query = null;
  }

  get open() { return !this.dom.hidden; }

  update(view) {
    const query = queryOf(view.state);
    if (query === null) { this.dismissed = ""; this.query = null; this.close(); return; }
    if (query === this.query && this.open) return;
    const words = fold(query).trim();
    this.query = query;
    this.found = this.entries.filter((entry) => entry.folded.includes(words));
    if (!this.found.length || this.dismissed === current(view.state).node.attrs.id) { this.close(); return; }
    this.active = 0;
    this.draw(view);
  }

  draw(view) {
    this.dom.replaceChildren(...this.found.map((entry, at) => {
      const option = Object.assign(document.createElement("div"), { className: "plan-slash-option", id: `plan-slash-${at}`, textContent: entry.label });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(at === this.active));
      option.dataset.at = at;
      option.dataset.group = entry.group;
      return option;
    }));
    this.dom.hidden = false;
    const caret = view.coordsAtPos(view.state.selection.from);
    const sheet = this.dom.offsetParent.getBoundingClientRect();
    this.dom.style.top = `${caret.bottom - sheet.top + 4}px`;
    this.dom.style.left = `${Math.max(0, Math.min(caret.left - sheet.left, sheet.width - this.dom.offsetWidth - 4))}px`;
    view.dom.setAttribute("aria-controls", "plan-slash");
    this.point();
  }

  point() {
    for (const option of this.dom.children) option.setAttribute("aria-selected", String(Number(option.dataset.at) === this.active));
    this.dom.children[this.active].scrollIntoView({ block: "nearest" });
    this.view.dom.setAttribute("aria-activedescendant", `plan-slash-${this.active}`);
  }

  close() {
    if (!this.open) return;
    this.dom.hidden = true;
    this.view.dom.removeAttribute("aria-activedescendant");
    this.view.dom.removeAttribute("aria-controls");
  }

  choose(at) {
    const entry = this.found[at];
    const { view } = this;
    const { from, $from } = view.state.selection;
    view.dispatch(view.state.tr.delete(from - $from.parentOffset, from));
    this.close();
    view.focus();
    (INSERTS[entry.value] ?? setField(entry.group, entry.value))(view.state, view.dispatch);
  }

  key(event) {
    if (!this.open || event.isComposing || event.keyCode === 229) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { this.active = (this.active + step + this.found.length) % this.found.length; this.point(); return true; }
    if (event.key === "Enter" || event.key === "Tab") { this.choose(this.active); return true; }
    if (event.key !== "Escape") return false;
    this.dismissed = current(this.view.state).node.attrs.id;
    this.close();
    return true;
  }

  destroy() { this.dom.remove(); }
}

/** `levels` and `kinds`: name → label, as the server names them. */
export function slashMenu({ levels, kinds }) {
  const entries = [
    ...Object.entries(levels).map(([value, label]) => ({ group: "level", value, label })),
    { group: "level", value: "footnote", label: "Chú thích cuối trang" },
    ...Object.entries(kinds).map(([value, label]) => ({ group: "kind", value, label })),
  ];
  let menu;
  return new Plugin({
    key,
    view: (view) => (menu = new Menu(view, entries)),
    props: { handleKeyDown: (_view, event) => menu.key(event), handleDOMEvents: { blur: () => { menu.close(); return false; } } },
  });
}
