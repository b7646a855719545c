// What the check says about the saved text, beside the editor: fetched after a save, a click leads to the letters.

const WAIT = 800;

export class FindingsPanel {
  /**
   * `areaOf(blockId, field, line)` gives the text area of a place, or nothing when it is gone; `applyFix(fix)` puts a fix into
   * the blocks and says whether it could; `busy()`: letters are not saved yet.
   */
  constructor({ url, areaOf, applyFix, busy }) {
    this.url = `${url}?soan=1`;
    Object.assign(this, { areaOf, applyFix, busy });
    this.timer = 0;
    this.box = document.getElementById("plan-findings");
    this.box.addEventListener("click", (event) => {
      const go = event.target.closest(".plan-finding-go");
      if (go) this.show(go.dataset);
      const mend = event.target.closest(".plan-finding-apply");
      if (mend) this.mend(mend);
    });
  }

  refreshSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), WAIT);
  }

  refresh() {
    if (this.busy()) return; // the next save asks again
    // A reason being typed must not be swept away by the next save.
    if (this.box.contains(document.activeElement) && document.activeElement.matches("input")) { this.refreshSoon(); return; }
    const wasOpen = this.box.querySelector(".plan-finding-more")?.open;
    htmx.ajax("GET", this.url, { source: this.box, target: this.box, swap: "innerHTML" }).then(() => {
      const more = this.box.querySelector(".plan-finding-more");
      if (more && wasOpen) more.open = true;
    });
  }

  /** The proposed fix in the place of what was found; words typed over it since are left alone. */
  mend(button) {
    const fix = { ...button.dataset, start: Number(button.dataset.start), end: Number(button.dataset.end) };
    const done = fix.field === "blocks" ? this.applyFix(fix) : this.mendField(fix);
    if (done) button.disabled = true;
    else window.nhipCau.toast("Chỗ này vừa được sửa. Bản kiểm tra sẽ cập nhật sau lần lưu tới.", "info");
  }

  mendField(fix) {
    this.show(fix);
    const area = this.areaOf("", fix.field, fix.line);
    if (!area || area.value.slice(area.selectionStart, area.selectionEnd) !== fix.found) return false;
    // The only way to change a text area that its own undo takes back.
    return document.execCommand("insertText", false, fix.fix);
  }

  show({ block, field, line, start, end }) {
    const area = this.areaOf(block, field, line);
    if (!area) return;
    const before = block ? 0 : area.value.split("\n").slice(0, Number(line)).reduce((sum, text) => sum + text.length + 1, 0);
    area.focus();
    area.setSelectionRange(before + Number(start), before + Number(end));
    area.scrollIntoView({ block: "center" });
  }

  /** The page was opened at "#doan-<id>": from a finding on the plan's page. */
  showLinked() {
    const found = window.location.hash.match(/^#doan-([a-z0-9]{6,12})$/);
    if (found) this.show({ block: found[1], field: "blocks", line: 0, start: 0, end: 0 });
  }
}
