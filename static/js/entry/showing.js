// What the server said, at the boxes: stamps, refusals, what somebody else wrote, findings; and one quiet line for all.

import { cellNamed, form, lay, reveal, say } from "./boxes.js";

const CLOCK = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit" });
const LINES = {
  sending: "· đang lưu…",
  waiting: "· chưa lưu được, máy sẽ tự gửi lại; đừng đóng trang",
  "signed-out": "· phiên đăng nhập đã hết: đăng nhập lại ở thẻ khác, máy sẽ tự gửi lại",
};

export function tellLine(text, trouble = false) {
  const line = form.querySelector("[data-line]");
  line.setAttribute("aria-live", trouble ? "polite" : "off");
  line.classList.toggle("is-trouble", trouble);
  line.textContent = text;
}

const textOf = (code) => form.querySelector(`[data-narrative="${CSS.escape(code)}"]`);
// A heading keeps its messages beside its textarea.
const placeOf = (name) => cellNamed(name) ?? textOf(name)?.closest(".rp-text");
const messagesOf = (place) => place.querySelector("[data-messages]");

function mark(place, wrong) {
  place.classList.toggle("nc-field-invalid", wrong);
  const box = place.querySelector("[data-value], [data-narrative]");
  box.classList.toggle("is-invalid", wrong);
  box.toggleAttribute("aria-invalid", wrong);
  if (wrong) box.setAttribute("aria-invalid", "true");
}

function clear(place) {
  for (const name of ["rp-refused", "rp-conflict", "rp-live"]) say(place, "", name);
  place.removeAttribute("data-conflict");
}

function choose(place, line, text, work) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-outline-secondary";
  button.textContent = text;
  button.addEventListener("click", () => {
    clear(place);
    mark(place, false);
    work();
    place.querySelector("[data-value], [data-narrative]").focus();
  });
  line.append(" ", button);
}

function conflict(place, found, { theirs, mine }) {
  clear(place);
  mark(place, true);
  place.dataset.conflict = "yes";
  const line = say(place, `${found.words}. Ô này chưa lưu số của bạn.`, "rp-conflict");
  line.setAttribute("role", "status");
  choose(place, line, "Lấy của nơi khác", theirs);
  choose(place, line, "Giữ của tôi", mine);
}

function cellConflict(name, found, again) {
  const cell = cellNamed(name);
  if (!cell) return;
  conflict(cell, found, {
    theirs: () => {
      cell.dataset.stamp = found.stamp;
      lay(cell, found);
      again.settled(cell);
      form.dispatchEvent(new CustomEvent("entry:dropped", { detail: { name } }));
    },
    mine: () => {
      cell.dataset.stamp = found.stamp;
      again.cell(cell);
    },
  });
}

function textConflict(code, found, again) {
  const area = textOf(code);
  if (!area) return;
  conflict(area.closest(".rp-text"), found, {
    theirs: () => {
      area.dataset.stamp = found.stamp;
      area.value = found.text;
      again.settledText(area);
      form.dispatchEvent(new CustomEvent("entry:dropped", { detail: { name: `text:${code}` } }));
    },
    mine: () => {
      area.dataset.stamp = found.stamp;
      again.text(area);
    },
  });
}

function refuse(place, message) {
  if (!place) return;
  clear(place);
  mark(place, true);
  say(place, message, "rp-refused invalid-feedback d-block");
}

/** What was refused is no longer what stands there: a new answer comes. */
export function forgetRefusal(place) {
  if (!place.querySelector(".rp-refused")) return;
  say(place, "", "rp-refused");
  mark(place, false);
}

function store(place, holder, stamp) {
  if (!place) return;
  holder.dataset.stamp = stamp;
  clear(place);
  mark(place, false);
}

// --- findings

let shown = null; // box → what stands there; null while the page's own still stand

function showFindings(findings) {
  const now = new Map();
  for (const one of findings) now.set(one.cell, [...(now.get(one.cell) ?? []), one]);
  if (!shown) {
    for (const line of form.querySelectorAll("[data-messages] > :is(.rp-warning, .invalid-feedback:not(.rp-refused))")) line.remove();
  }
  const before = shown ?? new Map();
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const place = placeOf(name);
    const lines = now.get(name) ?? [];
    if (!place || JSON.stringify(before.get(name)) === JSON.stringify(lines)) continue;
    messagesOf(place).querySelectorAll(".rp-finding").forEach((line) => line.remove());
    messagesOf(place).append(...lines.map(findingLine));
  }
  shown = now;
}

function findingLine({ severity, message, fix }) {
  const line = document.createElement("p");
  line.className = `rp-finding ${severity === "error" ? "invalid-feedback d-block" : "rp-warning"}`;
  line.textContent = `${severity === "error" ? "Lỗi" : "Cảnh báo"}: ${message}${fix ? ` ${fix}` : ""}`;
  return line;
}

function showComputed(words) {
  for (const [name, text] of Object.entries(words)) {
    const box = form.querySelector(`[data-computed="${CSS.escape(name)}"] output`);
    if (box) box.textContent = text || "tự tính";
  }
}

/** After “Gửi báo cáo” that could not be done: where to go, one line a box. */
function summarize(answer) {
  const box = document.querySelector("[data-summary]");
  const wrong = [
    ...Object.entries(answer.refused ?? {}).map(([cell, message]) => ({ cell, message })),
    ...Object.entries(answer.conflicts ?? {}).map(([cell, found]) => ({ cell, message: `${found.words}.` })),
    ...(answer.findings ?? []).filter((one) => one.severity === "error"),
  ];
  box.hidden = false;
  box.querySelector("[data-summary-title]").textContent = answer.message || "Chưa gửi được báo cáo.";
  box.querySelector("[data-summary-lines]").replaceChildren(...wrong.map(summaryLine));
  box.focus();
}

function summaryLine({ cell, message }) {
  const place = placeOf(cell);
  const item = document.createElement("li");
  const link = document.createElement("a");
  const target = place?.querySelector("[data-value], [data-narrative]");
  const words = target?.labels?.[0]?.textContent.replace("*", " ").replace(/\s+/g, " ").trim() ?? cell; // without the star of a required box
  link.textContent = `${words}: ${message}`;
  link.href = target ? `#${target.id}` : "#report-form";
  link.addEventListener("click", (event) => {
    if (!target) return;
    event.preventDefault();
    reveal(target);
    target.focus();
  });
  item.append(link);
  return item;
}

/** `again`: cell(cell) and text(area) send once more; settled(cell) takes what stands as known; judged(cell) counts once more; busy() while more is underway. */
export function startShowing(again) {
  form.addEventListener("entry:line", ({ detail }) => {
    if (detail.state !== "saved") tellLine(detail.message || LINES[detail.state] || "", !["sending", ""].includes(detail.state));
  });
  form.addEventListener("entry:answered", ({ detail: answer }) => {
    if (answer.httpStatus && answer.httpStatus !== 200) {
      again.stopped();
      tellLine(`· ${answer.message}`, true);
      window.nhipCau.toast(answer.message, "danger");
      return;
    }
    if (answer.sent) {
      again.sent();
      return;
    }
    for (const [name, stamp] of Object.entries(answer.saved)) store(cellNamed(name), cellNamed(name), stamp);
    for (const [name, message] of Object.entries(answer.refused)) refuse(cellNamed(name), message);
    for (const [name, found] of Object.entries(answer.conflicts)) cellConflict(name, found, again);
    for (const name of [answer.saved, answer.refused, answer.conflicts].flatMap(Object.keys)) if (cellNamed(name)) again.judged(cellNamed(name));
    const { saved = {}, refused = {}, conflicts = {} } = answer.narratives ?? {};
    for (const [code, stamp] of Object.entries(saved)) store(textOf(code)?.closest(".rp-text"), textOf(code), stamp);
    for (const [code, message] of Object.entries(refused)) refuse(textOf(code)?.closest(".rp-text"), message);
    for (const [code, found] of Object.entries(conflicts)) textConflict(code, found, again);
    showComputed(answer.computed ?? {});
    if (answer.held) return; // only what the device knew from before
    showFindings(answer.findings);
    const left = form.querySelectorAll(".rp-refused, .rp-conflict").length;
    if ((again.busy() || answer.more) && !left) tellLine(LINES.sending);
    else tellLine(`· đã lưu ${CLOCK.format(Date.now())}${left ? `; ${left} ô chưa lưu được` : ""}`, left > 0);
    again.clean();
    if (answer.took && again.takesAnswer()) summarize(answer);
  });
}

