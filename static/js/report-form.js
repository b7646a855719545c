// The report form works without this file; here it takes suggestions at once, groups thousands, and warns early.

const form = document.querySelector("[data-report-form]");

const boxOf = (cell) => cell.querySelector("[data-value]");
const cellNamed = (name) => form.querySelector(`[data-cell="${CSS.escape(name)}"]`);

function stateOf(cell) {
  const radio = cell.querySelector("input[type=radio]:checked");
  return radio ? radio.value : cell.querySelector(".rp-state-select")?.value ?? "value";
}

function setState(cell, value) {
  const radio = cell.querySelector(`input[type=radio][value="${value}"]`);
  const select = cell.querySelector(".rp-state-select");
  if (radio) radio.checked = true;
  if (select) select.value = value;
  cell.dataset.state = value;
}

/** "1.234" → 1234, "" → null, anything unclear → NaN. The server decides; this only warns early. */
function read(text) {
  const compact = text.replace(/[\s\u00a0]/g, "");
  if (!compact) return null;
  if (!/^\d{1,3}(\.\d{3})+(,\d+)?$|^\d+(,\d+)?$/.test(compact)) return NaN;
  return Number(compact.replaceAll(".", "").replace(",", "."));
}

function grouped(text) {
  const compact = text.trim();
  return /^\d{4,16}$/.test(compact) ? compact.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".") : text;
}

function say(cell, text) {
  const line = cell.querySelector("[data-live]");
  if (!line) return;
  line.hidden = !text;
  line.textContent = text;
}

function judge(cell) {
  const box = boxOf(cell);
  if (box.tagName === "SELECT") return;
  const number = read(box.value);
  if (Number.isNaN(number)) {
    say(cell, `“${box.value.trim()}” chưa phải là số: dấu chấm phân cách nghìn (1.234), dấu phẩy cho phần lẻ (12,5).`);
    return;
  }
  if (number !== null && "whole" in box.dataset && !Number.isInteger(number)) {
    say(cell, "Ô này chỉ ghi số nguyên.");
    return;
  }
  say(cell, partMessage(cell, number));
}

function partMessage(cell, number) {
  const [code, breakdown] = cell.dataset.cell.split(":");
  if (!breakdown || number === null) return "";
  const total = read(boxOf(cellNamed(code)).value);
  return total !== null && number > total ? "Lớn hơn tổng số ở trên." : "";
}

function judgeRow(cell) {
  for (const other of cell.closest("[data-row]").querySelectorAll("[data-cell]")) judge(other);
}

function isAnswered(cell) {
  return stateOf(cell) !== "value" || boxOf(cell).value.trim() !== "";
}

/** The dialog before sending says how many rows are blank; a report of “nothing happened” owes none. */
function askBeforeSending(blank) {
  const send = form.querySelector("[data-send]");
  send.dataset.plain ??= send.dataset.confirm;
  const nil = form.querySelector("[name=nil_return]").checked;
  send.dataset.confirm = blank && !nil ? `Còn ${blank} chỉ tiêu chưa trả lời. Vẫn gửi? ${send.dataset.plain}` : send.dataset.plain;
}

function count() {
  let all = 0;
  let asked = 0;
  for (const section of form.querySelectorAll(".rp-section")) {
    const totals = [...section.querySelectorAll("[data-row] > [data-cell]")];
    const answered = totals.filter(isAnswered).length;
    all += answered;
    asked += totals.length;
    for (const badge of document.querySelectorAll(`[data-count="${section.id}"]`)) {
      badge.textContent = `${answered}/${totals.length}`;
      badge.closest("a, summary").classList.toggle("is-complete", answered === totals.length);
    }
  }
  form.querySelector("[data-answered]").textContent = String(all);
  askBeforeSending(asked - all);
}

function take(button) {
  const cell = button.closest("[data-cell]");
  boxOf(cell).value = button.dataset.take;
  setState(cell, "value");
  button.closest(".rp-suggestion").hidden = true;
  return cell;
}

function onClick(event) {
  const one = event.target.closest("[data-take]");
  const all = event.target.closest("[data-take-all]");
  if (!one && !all) return;
  event.preventDefault();
  const buttons = one ? [one] : [...form.querySelectorAll("[data-take]")].filter((b) => !isAnswered(b.closest("[data-cell]")));
  const cells = buttons.map(take);
  if (one) boxOf(cells[0]).focus();
  form.querySelector("[data-saved-note]").textContent = `· đã lấy ${cells.length} số gợi ý, chưa lưu`;
  cells.forEach(judgeRow);
  window.nhipCau.markDirty(form);
  count();
}

function onInput(event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  if (event.target === boxOf(cell) && event.target.value.trim()) setState(cell, "value");
  form.querySelector("[data-saved-note]").textContent = "· chưa lưu";
  count();
}

function onChange(event) {
  if (event.target.name === "nil_return") count();
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  if (event.target === boxOf(cell)) {
    if (cell.querySelector("input[data-value]")) event.target.value = grouped(event.target.value);
    judgeRow(cell);
  } else if (event.target.name.endsWith("~s")) {
    cell.dataset.state = stateOf(cell);
    if (stateOf(cell) !== "value") {
      boxOf(cell).value = "";
      const base = cell.querySelector(".rp-base input");
      if (base) base.value = "";
    }
    judge(cell);
  }
  count();
}

/** Enter goes to the next box in sight, Shift+Enter to the one before; the last one leads to the buttons. */
function step(box, back) {
  const boxes = [...form.querySelectorAll("[data-cell] :is(input[type=text], select[data-value])")].filter((b) => b.checkVisibility());
  const next = boxes[boxes.indexOf(box) + (back ? -1 : 1)] ?? (back ? box : form.querySelector(".rp-bar button"));
  next.focus();
  if (next.select && next !== box) next.select();
}

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (event.repeat) return;
    document.activeElement?.blur(); // so that the number being typed is grouped and judged first
    form.requestSubmit(form.querySelector(".rp-default"));
    return;
  }
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("[data-cell] :is(input[type=text], select[data-value])")) {
    event.preventDefault();
    step(event.target, event.shiftKey);
  }
}

if (form) {
  document.addEventListener("keydown", onKey);
  form.addEventListener("click", onClick);
  form.addEventListener("input", onInput);
  form.addEventListener("change", onChange);
  count();
}

// On a phone the form opens as a list of its sections: open is what has something to correct, else the first unfinished.
const sections = [...form.querySelectorAll("details.rp-section")];

function foldSections() {
  const wrong = sections.filter((section) => section.querySelector(".is-invalid, .rp-return, .invalid-feedback"));
  const unfinished = sections.filter((section) => [...section.querySelectorAll("[data-row] > [data-cell]")].some((cell) => !isAnswered(cell)));
  const shown = wrong.length ? wrong : unfinished.slice(0, 1);
  for (const section of sections) section.open = shown.includes(section);
}

/** A link to a box in a folded section opens it first. */
function reveal(hash) {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  const section = target && target.closest("details.rp-section");
  if (section) section.open = true;
}

if (matchMedia("(max-width: 40rem)").matches) foldSections();
reveal(location.hash);
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) reveal(link.getAttribute("href"));
}, true);
