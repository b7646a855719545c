// An essay on a phone: saved a moment after the last key, kept on the device while there is no line. Each save says from which
// turn it goes on, so that a second page of the same essay cannot undo this one.

const form = document.querySelector("[data-essay]");
const box = form.querySelector("textarea");
const turn = form.querySelector("[data-turn]");
const said = form.querySelector("[data-said]");
const count = form.querySelector("[data-count]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const kept = `essay:${form.dataset.essay}`;
const most = Number(form.dataset.most);
const PAUSE = 1500;
const AGAIN = 8000;
let timer = 0;
let saved = box.value;
let sending = false;
let over = false;

function words(text) { return text.trim() ? text.trim().split(/\s+/).length : 0; }

function tell(text) { said.textContent = text; }

function counted() {
  const now = words(box.value);
  count.textContent = `${now.toLocaleString("vi-VN")} / ${most.toLocaleString("vi-VN")} chữ`;
  count.classList.toggle("contest-short", now > most);
}

function keep(text) {
  try {
    if (text === null) localStorage.removeItem(kept); else localStorage.setItem(kept, JSON.stringify({ text, turn: turn.value }));
  } catch { /* a full disk: the text still goes from the page */ }
}

function later(wait) { clearTimeout(timer); if (!over) timer = setTimeout(save, wait); }

async function save() {
  if (over || sending || box.value === saved) return;
  const text = box.value;
  sending = true;
  tell("Đang lưu…");
  const body = new URLSearchParams({ text, turn: turn.value });
  const response = navigator.onLine ? await fetch(form.dataset.saveUrl, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null) : null;
  sending = false;
  if (!response || response.status >= 500 || response.status === 429) {
    tell("Mất kết nối: bài giữ trên máy này, sẽ tự lưu khi có mạng");
    later(AGAIN);
    return;
  }
  const told = await response.json().catch(() => ({}));
  if (!response.ok) {
    tell(told.words ?? "Chưa lưu được. Hãy chép lại bài rồi tải lại trang.");
    over = response.status === 409;
    return;
  }
  turn.value = told.turn;
  saved = text;
  if (box.value === text) { keep(null); tell("Đã lưu"); } else later(PAUSE);
}

box.addEventListener("input", () => { counted(); keep(box.value); tell("Chưa lưu"); later(PAUSE); });
const sure = form.querySelector("[data-sure]");
form.addEventListener("submit", (event) => { event.preventDefault(); sure.showModal(); });
sure.querySelector("[data-not-yet]").addEventListener("click", () => sure.close());
// What a save under way answers must not make this copy look old: it is waited for, then nothing is saved any more.
async function handIn() {
  sure.close();
  clearTimeout(timer);
  while (sending) await new Promise((resolve) => { setTimeout(resolve, 100); });
  if (!navigator.onLine) { tell("Chưa có mạng nên bài chưa nộp. Bài vẫn giữ trên máy này."); later(AGAIN); return; }
  over = true;
  keep(null);
  form.submit();
}
sure.querySelector("[data-hand-in]").addEventListener("click", handIn);
addEventListener("online", () => later(0));

try {
  const waiting = JSON.parse(localStorage.getItem(kept) ?? "null");
  if (waiting && waiting.turn === turn.value && waiting.text !== box.value) { box.value = waiting.text; later(0); }
  else if (box.value) tell("Đã lưu");
} catch { /* nothing was kept */ }
counted();
