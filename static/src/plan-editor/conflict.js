// Somebody else saved: every place that differs is shown with both texts, and a person chooses for each: mine, theirs or both.

import { newId } from "./content.js";
import { numbers } from "./numbering.js";

const FIELDS = { abstract: "Trích yếu", bases: "Căn cứ", opening: "Đoạn mở đầu", closing: "Đoạn kết" };
const CHOICES = { theirs: "Bản vừa lưu", mine: "Bản của tôi", both: "Cả hai" };
const same = (one, two) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(two));
const sorted = (value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).sort() : value);
const notesOf = (block) => (block.notes ?? []).map(([, words]) => `\n[Chú thích: ${words}]`).join("");
const textOf = (block) => (block ? block.rows?.map((row) => row.join(" | ")).join("\n") ?? block.text + notesOf(block) : "");
const byId = (content) => new Map((content?.blocks ?? []).map((block) => [block.id, block]));

/** Where the two differ. `base`: what both started from, to say who changed it; null when it is not known. */
export function differences(theirs, mine, base) {
  const [ours, other, old] = [byId(mine), byId(theirs), byId(base)];
  const [printedTheirs, printedMine] = [numbers(theirs.blocks), numbers(mine.blocks)];
  const shown = (block, printed) => (block ? `${printed.get(block.id)} ${textOf(block)}`.trim() : "");
  const advise = (a, b, before) => (!base ? "both" : same(b, before) ? "theirs" : same(a, before) ? "mine" : "both");
  const found = Object.entries(FIELDS).filter(([name]) => !same(theirs[name] ?? "", mine[name] ?? "")).map(([name, label]) => ({
    field: name, label, theirs: [theirs[name] ?? ""].flat().join("\n"), mine: [mine[name] ?? ""].flat().join("\n"), advice: advise(theirs[name], mine[name], base?.[name]).replace("both", "mine"),
  }));
  for (const id of new Set([...other.keys(), ...ours.keys()])) {
    const [a, b] = [other.get(id), ours.get(id)];
    if (same(a, b)) continue;
    const label = !a ? "Chỉ có ở bản của tôi" : !b ? "Chỉ có ở bản vừa lưu" : "Đoạn khác nhau";
    found.push({ id, label, theirs: shown(a, printedTheirs), mine: shown(b, printedMine), advice: a && b ? advise(a, b, old.get(id)) : advise(a, b, old.get(id)).replace("both", a ? "theirs" : "mine") });
  }
  const common = (content, others) => content.blocks.map((block) => block.id).filter((id) => others.has(id));
  if (!same(common(theirs, ours), common(mine, other))) found.push({ order: true, label: "Thứ tự các đoạn", theirs: "Theo bản vừa lưu", mine: "Theo bản của tôi", advice: "mine" });
  return found;
}

/** One text by the choices: place in `found` → "mine", "theirs" or "both". */
export function merge(theirs, mine, found, choices) {
  const choiceOf = new Map(found.map((one, at) => [one.id ?? one.field ?? "order", choices[at]]));
  const merged = { blocks: [] };
  for (const name of Object.keys(FIELDS)) {
    const choice = choiceOf.get(name) ?? "theirs";
    merged[name] = (choice === "mine" ? mine : theirs)[name];
    if (choice === "both" && Array.isArray(merged[name])) merged[name] = [...theirs[name], ...mine[name].filter((line) => !theirs[name].includes(line))];
  }
  const [ours, other] = [byId(mine), byId(theirs)];
  const [lead, rest] = choiceOf.get("order") === "mine" ? [mine, theirs] : [theirs, mine];
  for (const id of woven(lead, rest)) {
    const [a, b] = [other.get(id), ours.get(id)];
    const choice = choiceOf.get(id) ?? "theirs";
    if (choice !== "mine" && a) merged.blocks.push(a);
    if (choice !== "theirs" && b) merged.blocks.push(choice === "both" && a ? { ...b, id: newId() } : b);
  }
  return merged;
}

/** The order of one text with the blocks of the other put after the block they follow there. */
function woven(lead, rest) {
  const order = lead.blocks.map((block) => block.id);
  let after = -1;
  for (const { id } of rest.blocks) {
    const at = order.indexOf(id);
    if (at >= 0) after = at;
    else order.splice(after += 1, 0, id);
  }
  return order;
}

function row(one, at) {
  const line = document.createElement("tr");
  for (const text of [one.label, one.theirs || "(không có)", one.mine || "(không có)"]) line.append(Object.assign(document.createElement("td"), { textContent: text, className: "plan-conflict-text" }));
  const cell = document.createElement("td");
  const set = document.createElement("fieldset");
  set.append(Object.assign(document.createElement("legend"), { className: "visually-hidden", textContent: `Giữ bản nào: ${one.label}` }));
  for (const [value, text] of Object.entries(CHOICES)) {
    if (value === "both" && (one.order || one.field === "abstract" || (one.id && !(one.theirs && one.mine)))) continue;
    const label = Object.assign(document.createElement("label"), { className: "plan-conflict-choice" });
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: `conflict-${at}`, value, checked: value === one.advice });
    label.append(radio, text);
    set.append(label);
  }
  cell.append(set);
  line.append(cell);
  return line;
}

/** Shows the box; `settle(content | null)` is called once with the text a person chose, null for "mine as it is". */
export function ask(answer, { mine, base, settle }) {
  const box = document.getElementById("plan-conflict");
  const theirs = answer.content;
  document.getElementById("plan-conflict-title").textContent = `${answer.saved_by} đã lưu bản khác lúc ${answer.saved_at}`;
  const found = differences(theirs, mine(), base);
  const rows = document.getElementById("plan-conflict-rows");
  rows.replaceChildren(...found.map(row));
  box.hidden = false;
  box.scrollIntoView({ block: "start" });
  const chosen = (one, at) => rows.querySelector(`[name="conflict-${at}"]:checked`).value;
  const done = (content, resend) => { box.hidden = true; settle(content, resend); };
  document.getElementById("plan-keep-mine").onclick = () => done(null, true);
  document.getElementById("plan-keep-theirs").onclick = () => done(theirs, false);
  document.getElementById("plan-keep-chosen").onclick = () => done(merge(theirs, mine(), found, found.map(chosen)), true);
  document.getElementById("plan-keep-both").onclick = () => done(merge(theirs, mine(), found, found.map((one) => (one.order || one.field === "abstract" ? "mine" : "both"))), true);
}
