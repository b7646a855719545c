// A text field with a list to choose from, searched without accents: <input data-combobox="ID of a JSON list of strings">.
// data-combobox-url: further options from the server (JSON list), found by what is typed after it.
// Without this module the field is still a field: the server reads what was typed.

const MOST = 40;
const WAIT = 150;
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
let made = 0;

class Combobox {
  constructor(input) {
    this.input = input;
    this.options = JSON.parse(document.getElementById(input.dataset.combobox)?.textContent ?? "[]").map((text) => ({ text, plain: fold(text) }));
    this.at = -1;
    this.list = Object.assign(document.createElement("ul"), { className: "nc-combobox-list", id: `nc-combobox-${++made}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "Gợi ý");
    const frame = Object.assign(document.createElement("div"), { className: "nc-combobox" });
    input.replaceWith(frame);
    frame.append(input, this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) input.setAttribute(name, value);
    this.url = input.dataset.comboboxUrl;
    this.near = this.options;
    this.timer = 0;
    input.addEventListener("input", (event) => { if (this.url && !event.isComposing) this.ask(); else this.open(); });
    input.addEventListener("click", () => { if (this.list.hidden) this.open(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the cursor
    this.list.addEventListener("click", (event) => { const one = event.target.closest("[role=option]"); if (one) this.choose(one.dataset.text); });
  }

  /** The server has far more than the list: what it finds takes the list's place. */
  ask() {
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    if (!words) { this.options = this.near; this.open(); return; }
    this.timer = setTimeout(async () => {
      const response = await fetch(this.url + encodeURIComponent(words)).catch(() => null);
      if (!response?.ok || words !== this.input.value.trim()) return;
      this.options = (await response.json()).map((text) => ({ text, plain: fold(text) }));
      this.open();
    }, WAIT);
  }

  found() {
    if (this.url && this.options !== this.near) return this.options;
    const chosen = this.options.some(({ text }) => text === this.input.value);
    const words = chosen ? [] : fold(this.input.value).split(/\s+/).filter(Boolean);
    return this.options.filter(({ plain }) => words.every((word) => plain.includes(word)));
  }

  open() {
    const all = this.found();
    this.list.replaceChildren(...all.slice(0, MOST).map(({ text }, at) => {
      const one = Object.assign(document.createElement("li"), { textContent: text, id: `${this.list.id}-${at}` });
      one.dataset.text = text;
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", "false");
      return one;
    }));
    if (all.length > MOST) this.note(`Còn ${all.length - MOST} mục, gõ thêm để thu hẹp`);
    if (!all.length) this.note("Không có mục nào khớp");
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const now = all.findIndex(({ text }) => text === this.input.value);
    this.mark(now >= 0 && now < MOST ? now : -1);
  }

  note(text) {
    const line = Object.assign(document.createElement("li"), { className: "nc-combobox-note", textContent: text });
    line.setAttribute("role", "presentation");
    this.list.append(line);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark(at) {
    const shown = [...this.list.querySelectorAll("[role=option]")];
    shown[this.at]?.setAttribute("aria-selected", "false");
    this.at = at;
    const one = shown[at];
    if (!one) { this.input.removeAttribute("aria-activedescendant"); return; }
    one.setAttribute("aria-selected", "true");
    one.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", one.id);
  }

  key(event) {
    if (event.isComposing) return;
    const count = this.list.querySelectorAll("[role=option]").length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) { this.open(); return; }
      if (count) this.mark(this.at < 0 ? (step > 0 ? 0 : count - 1) : (this.at + step + count) % count);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.choose(this.list.querySelectorAll("[role=option]")[this.at].dataset.text);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  choose(text) {
    this.input.value = text;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const furnish = (root) => { for (const input of root.querySelectorAll("input[data-combobox]:not([role=combobox])")) new Combobox(input); };
furnish(document);
document.body.addEventListener("htmx:afterSettle", (event) => furnish(event.target));
document.addEventListener("nc:furnish", (event) => furnish(event.detail));
