// A block copied from a spreadsheet spreads to the right and below, each cell by itself; one step back undoes it.

import { baseOf, cellOf, form, layText, valueOf } from "./boxes.js";
import { focusSlot, remember, slotsOf, undo } from "./keys.js";
import { grouped } from "./numbers.js";

/** Rows of texts; a quoted cell may hold tabs and line ends. */
export function blockOf(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    const row = rows.at(-1);
    if (quoted && sign === '"' && text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
    else if (sign === '"' && (quoted || row.at(-1) === "")) quoted = !quoted;
    else if (!quoted && sign === "\t") row.push("");
    else if (!quoted && sign === "\n") rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && !rows.at(-1)[0]) rows.pop();
  return rows.map((row) => row.map((cell) => cell.replaceAll("\u00a0", " ").trim()));
}

/** Lays the block from the slot on; gives the touched cells with what stood there, and how many found no place. */
function spread(slot, block) {
  const rows = [...form.querySelectorAll(".rp-row")];
  const first = rows.indexOf(slot.closest(".rp-row"));
  const column = slotsOf(rows[first]).indexOf(slot);
  const before = new Map();
  let over = 0;
  block.forEach((texts, down) => {
    const slots = rows[first + down] ? slotsOf(rows[first + down]) : [];
    texts.forEach((text, right) => {
      const to = slots[column + right];
      if (!text) return;
      if (!to) { over += 1; return; }
      const cell = cellOf(to);
      if (!before.has(cell)) before.set(cell, valueOf(cell));
      if (to === baseOf(cell)) to.value = grouped(text);
      else layText(cell, text);
    });
  });
  return { before, over };
}

function offerUndo(count, over, changed) {
  const line = form.querySelector("[data-pasted]");
  line.textContent = `Đã dán ${count} ô.${over ? ` ${over} ô của khối không có chỗ trong biểu.` : ""} `;
  const back = document.createElement("button");
  back.type = "button";
  back.className = "btn btn-sm btn-outline-secondary";
  back.textContent = "Hoàn tác dán";
  back.addEventListener("click", () => {
    undo(changed);
    line.hidden = true;
  });
  line.append(back);
  line.hidden = false;
}

export function startPasting(changed) {
  form.addEventListener("paste", (event) => {
    const slot = event.target.closest("[data-value], [data-base]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!slot) return;
    const block = blockOf(text);
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    const { before, over } = spread(slot, block);
    if (!before.size) return;
    remember([...before]);
    for (const cell of before.keys()) changed(cell, false);
    focusSlot(slot);
    offerUndo(before.size, over, changed);
  });
}
