// “Gửi báo cáo”: one dialog that says what still keeps the report back, each line leading to its box, or asks once.

import { boxOf, form, isAnswered, isUnsettled, reveal, wordsOf } from "./boxes.js";

const dialog = document.getElementById("rp-send");
const part = (name) => dialog.querySelector(`[data-send-${name}]`);
const MOST = 12;

const cells = () => [...form.querySelectorAll("[data-cell]")];
const owesNothing = () => form.querySelector("[name=nil_return]").checked;

/** What the server would refuse for sure: [{words, why, target}]. */
function inTheWay() {
  const found = cells().filter(isUnsettled).map((cell) => ({ words: wordsOf(cell), why: "chưa lưu được, xem lời nhắn ở ô", target: boxOf(cell) }));
  for (const area of form.querySelectorAll("[data-narrative]")) {
    if (isUnsettled(area.closest(".rp-text"))) found.push({ words: textWords(area), why: "chưa lưu được, xem lời nhắn ở mục", target: area });
  }
  if (owesNothing()) return found;
  for (const cell of form.querySelectorAll("[data-cell][data-required]")) {
    if (!isAnswered(cell) && !isUnsettled(cell)) found.push({ words: wordsOf(cell), why: "bắt buộc, chưa trả lời", target: boxOf(cell) });
  }
  for (const area of form.querySelectorAll("[data-narrative][data-required]")) {
    if (!area.value.trim()) found.push({ words: textWords(area), why: "mục bắt buộc, chưa có nội dung", target: area });
  }
  return found;
}

/** What may stay as it is, but should be seen first. */
function toSee() {
  const wrong = cells().filter((cell) => cell.querySelector("[data-messages] .invalid-feedback:not(.rp-refused)"));
  const found = wrong.map((cell) => ({ words: wordsOf(cell), why: "đang báo sai; còn sai hoặc chưa giải trình thì chưa gửi được", target: boxOf(cell) }));
  if (owesNothing()) return found;
  const blank = [...form.querySelectorAll(".rp-total > [data-cell]:not([data-required])")].filter((cell) => !isAnswered(cell) && !isUnsettled(cell));
  return [...found, ...blank.map((cell) => ({ words: wordsOf(cell), why: "để trống", target: boxOf(cell) }))];
}

const textWords = (area) => area.labels[0].textContent.replace("*", " ").replace(/\s+/g, " ").trim();

function lineOf({ words, why, target }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${target.id}`;
  link.textContent = words;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close("");
    reveal(target);
    target.focus();
  });
  item.append(link, `: ${why}`);
  return item;
}

function fill(name, title, lines) {
  const box = part(name);
  box.hidden = !lines.length;
  box.querySelector("p").textContent = title;
  const items = lines.slice(0, MOST).map(lineOf);
  if (lines.length > MOST) items.push(Object.assign(document.createElement("li"), { textContent: `và ${lines.length - MOST} chỗ nữa, được đánh dấu trong biểu` }));
  box.querySelector("ul").replaceChildren(...items);
}

/** Whether the person wants the report sent; false at once when something has to be done first. */
export async function wantsToSend() {
  const must = inTheWay();
  const may = must.length ? [] : toSee();
  part("title").textContent = must.length ? "Chưa gửi được báo cáo" : "Gửi báo cáo lên công đoàn cấp trên?";
  fill("must", `Còn ${must.length} chỗ phải xong trước khi gửi. Số đã nhập vẫn được giữ.`, must);
  const blank = may.filter((one) => one.why === "để trống").length;
  fill("may", blank ? `Còn ${blank} chỉ tiêu chưa trả lời. Nên xem lại trước khi gửi:` : "Nên xem lại trước khi gửi:", may);
  part("after").hidden = must.length > 0;
  part("ok").hidden = must.length > 0;
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((done) => { dialog.addEventListener("close", done, { once: true }); });
  return dialog.returnValue === "ok";
}
