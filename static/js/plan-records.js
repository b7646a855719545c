// The panel beside the text: proposals fill its form, buttons write into the sentence, a saved sentence is read again.

import "./combobox.js";

const panel = document.getElementById("plan-panel-body");
const state = document.getElementById("plan-save-state");
let shown = ""; // the address of the open panel
let touched = false;

panel.addEventListener("click", (event) => {
  const take = event.target.closest("[data-comparator]");
  if (take) fill(take.closest(".plan-target").querySelector("form"), take.dataset);
  const one = event.target.closest("[data-fill]");
  if (one) fillOne(one.closest("form"), one.dataset);
  const change = event.target.closest("[data-block]");
  if (change) document.dispatchEvent(new CustomEvent("plan:change-block", { detail: wanted(change.dataset) }));
});

/** Fills, never saves: a person looks and presses the button. */
function fill(form, values) {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  touched = true;
  form.elements.value.focus();
}

function fillOne(form, { fill: name, value }) {
  form.elements[name].value = value;
  touched = true;
  form.elements[name].focus();
}

function wanted({ block, kind, start, end, text }) {
  return { block, start: Number(start ?? 0), end: Number(end ?? 0), text, fields: kind ? { kind } : {}, records: true };
}

panel.addEventListener("input", () => { touched = true; });
panel.addEventListener("change", () => { touched = true; });
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== panel) return;
  touched = false;
  const path = event.detail.pathInfo?.requestPath ?? "";
  shown = path.includes("/chi-tieu/") ? path.replace(/chi-tieu\/.*/, "") : path;
});

/** The sentence was saved: what the panel says of it may be old. What a person is filling in is left alone. */
function saved() {
  const quote = panel.querySelector(".plan-quote");
  const block = document.querySelector(`.plan-block[data-block="${shown.match(/doan\/(\w+)/)?.[1]}"]`);
  if (!quote || !block || quote.textContent.trim() === block.textContent.trim()) return;
  if (touched || panel.contains(document.activeElement)) { note(); return; }
  htmx.ajax("GET", shown, { source: panel, target: panel, swap: "innerHTML" });
}

function note() {
  if (panel.querySelector(".plan-reread")) return;
  const line = Object.assign(document.createElement("p"), { className: "plan-doubt plan-reread" });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link", textContent: "Đọc lại câu" });
  again.addEventListener("click", () => htmx.ajax("GET", shown, { source: panel, target: panel, swap: "innerHTML" }));
  line.append("Văn bản vừa được lưu. ", again);
  panel.prepend(line);
}

new MutationObserver(() => { if (state.dataset.state === "saved") saved(); }).observe(state, { attributeFilter: ["data-state"] });
