// The boxes of the report form: what stands in one, putting something there, and how it stands to its suggestion.

import { grouped, read, shown } from "./numbers.js";

export const form = document.querySelector("[data-report-form]");

// Signs of statistical tables, and what spreadsheets and people write for them.
export const SIGNS = { "-": "nil", "–": "nil", "*": "unknown", "?": "unknown", "…": "unknown", "...": "unknown", "/": "na", x: "na", X: "na" };
const STATES = { nil: "Không phát sinh", unknown: "Chưa có số liệu", na: "Không áp dụng" };

export const cellNamed = (name) => form.querySelector(`[data-cell="${CSS.escape(name.replace(" ", ":"))}"]`);
export const cellOf = (element) => element.closest("[data-cell]");
export const boxOf = (cell) => cell.querySelector("[data-value]");
export const baseOf = (cell) => cell.querySelector("[data-base]");
export const noteOf = (cell) => cell.querySelector("[data-note]");
const stateBox = (cell) => cell.querySelector(".rp-state");

export const stateOf = (cell) => stateBox(cell).value || "value";
export const isFilled = (cell) => stateOf(cell) !== "value" || boxOf(cell).value.trim() !== "";
/** Whether what stands in the box or heading is not taken yet: refused, no number, different elsewhere, asked about. */
export const isUnsettled = (place) => Boolean(place.querySelector(".rp-refused, .rp-conflict, .rp-asked, .rp-live.is-unreadable"));
export const isAnswered = (cell) => isFilled(cell) && !isUnsettled(cell);

/** {state, typed, base, note} as the endpoint takes it. */
export function valueOf(cell) {
  const state = stateOf(cell);
  const typed = boxOf(cell).value.trim();
  const base = baseOf(cell)?.value.trim() ?? "";
  const note = noteOf(cell)?.value.trim() ?? "";
  if (state === "value" && !typed && !base) return { state: "blank", typed: "", base: "", note: "" };
  return { state, typed: state === "value" ? typed : "", base: state === "value" ? base : "", note };
}

/** What people call the box, from its label. */
export const wordsOf = (cell) => boxOf(cell).labels[0].textContent.replace("*", " ").replace(/\s+/g, " ").trim();

export const same = (one, other) => ["state", "typed", "base", "note"].every((name) => (one[name] ?? "") === (other[name] ?? ""));

function showState(cell, state) {
  stateBox(cell).value = state;
  cell.dataset.state = state;
  const box = boxOf(cell);
  if (box.tagName === "SELECT") box.options[0].textContent = STATES[state] ?? "Chọn một mức";
  else box.placeholder = STATES[state] ?? " ";
}

/** Puts a value into the box; a state empties it. */
export function lay(cell, { state = "value", typed = "", base = "", note }) {
  const empty = state === "blank" ? "value" : state;
  const holds = state === "value";
  showState(cell, empty);
  boxOf(cell).value = holds ? (boxOf(cell).tagName === "SELECT" ? typed : grouped(typed)) : "";
  if (baseOf(cell)) baseOf(cell).value = holds ? grouped(base) : "";
  if (note !== undefined && noteOf(cell)) noteOf(cell).value = note;
  compare(cell);
}

/** What a person typed or pasted as one text: a number, a sign of a state, or its words. */
export function layText(cell, text) {
  const state = SIGNS[text] ?? Object.keys(STATES).find((name) => STATES[name].toLowerCase() === text.normalize("NFC").toLowerCase());
  const box = boxOf(cell);
  if (state) lay(cell, { state });
  else if (box.tagName !== "SELECT") lay(cell, { typed: text, base: baseOf(cell)?.value ?? "" });
  else lay(cell, { typed: [...box.options].find((one) => one.value === text || one.textContent === text)?.value ?? "" });
}

/** After typing: letters of a state become it, a number means that the box has one. */
export function settle(cell) {
  const box = boxOf(cell);
  const text = box.value.trim();
  if (SIGNS[text] && box.tagName !== "SELECT") lay(cell, { state: SIGNS[text] });
  else if (text) showState(cell, "value");
  compare(cell);
}

/** The part of this period below a number that is asked since the beginning of the year. */
function derive(cell) {
  const inPeriod = cell.querySelector("[data-in-period]");
  if (!inPeriod) return;
  const number = stateOf(cell) === "value" ? read(boxOf(cell).value) : null;
  inPeriod.textContent = number === null || Number.isNaN(number) ? "–" : shown(number - Number(cell.dataset.earlier));
}

/** Whether the box says what the suggestion says: open, fits, differs. */
export function compare(cell) {
  derive(cell);
  const offer = cell.querySelector("[data-offer]");
  if (!offer) return;
  const takes = offer.querySelector("[data-take]").dataset.take;
  const stands = !isFilled(cell) ? "open" : boxOf(cell).value.trim() === takes ? "fits" : "differs";
  offer.dataset.offer = stands;
  cell.classList.toggle("is-differing", stands === "differs");
}

export function say(cell, text, className = "rp-live") {
  const lines = cell.querySelector("[data-messages]");
  lines.querySelectorAll(`.${className.split(" ")[0]}`).forEach((line) => line.remove());
  if (!text) return null;
  const line = document.createElement("p");
  line.className = className;
  line.textContent = text;
  lines.append(line);
  return line;
}

/** The section on the screen or unfolded, so that the box can be reached. */
export function reveal(element) {
  const section = element.closest("details.rp-section");
  if (!section) return;
  section.dispatchEvent(new CustomEvent("entry:reveal", { bubbles: true }));
  section.open = true;
}
