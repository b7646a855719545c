// A sum that is a thousandfold away from what is usual in its box is asked about there, and kept only after an answer.

import { boxOf, form, lay, say, valueOf } from "./boxes.js";
import { jumps, meant, moneyWords, read, shown } from "./numbers.js";

/** Whether the cell waits for an answer; asks when it has to. `go(cell)` carries on. */
export function held(cell, go) {
  say(cell, "", "rp-asked");
  delete cell.dataset.asked;
  const { state, typed } = valueOf(cell);
  const usual = Number(cell.dataset.usual);
  const number = read(typed);
  if (!("money" in cell.dataset) || state !== "value" || !usual || !jumps(number, usual) || cell.dataset.sure === typed) return false;
  ask(cell, number, usual, typed, go);
  return true;
}

function ask(cell, number, usual, typed, go) {
  cell.dataset.asked = typed;
  const line = say(cell, `Có phải ${moneyWords(number)}? Thường là khoảng ${shown(usual)} đồng. Chưa lưu ô này. `, "rp-asked");
  line.setAttribute("role", "status");
  const answer = (text, work) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = text;
    button.addEventListener("click", () => {
      work();
      cell.dataset.sure = valueOf(cell).typed;
      delete cell.dataset.asked;
      boxOf(cell).focus();
      line.remove();
      go(cell);
    });
    line.append(button, " ");
  };
  answer(`Đúng, ${shown(number)} đồng`, () => {});
  const other = meant(number, usual);
  answer(`Không, là ${moneyWords(other)}`, () => lay(cell, { typed: shown(other) }));
}

export const waiting = () => [...form.querySelectorAll("[data-asked]")];
