// A contest's paper: each answer goes to the server when it is given. What could not be sent waits on the device and is sent
// again with its number (turn), so nothing counts twice and nothing old undoes something new. The clock is the server's:
// it says how many seconds are left; the phone only counts them down, whatever its own clock says.

const paper = document.querySelector("[data-paper]");
const kept = `contest:${paper.dataset.paper}`;
const token = paper.querySelector("[name=csrfmiddlewaretoken]").value;
const clock = paper.querySelector("[data-clock]");
const said = paper.querySelector("[data-said]");
const sure = paper.querySelector("[data-sure]");
const questions = [...paper.querySelectorAll("[data-question]")];
const AGAIN = [1000, 2000, 4000, 8000, 15000];
let turn = Number(paper.dataset.turn);
let ends = performance.now() + 1000 * Number(paper.dataset.left);
let waiting = recall();
let sending = null;
let failed = 0;
let over = false;

function recall() {
  try { return new Map(JSON.parse(localStorage.getItem(kept) ?? "[]")); } catch { return new Map(); }
}

function keep() {
  try {
    if (waiting.size) localStorage.setItem(kept, JSON.stringify([...waiting])); else localStorage.removeItem(kept);
  } catch { /* a full disk: the answers still go from memory */ }
}

// --- boxes

function valueOf(box) {
  const kind = box.dataset.kind;
  if (kind === "single") return box.querySelector("input:checked")?.value ?? null;
  if (kind === "multiple") return [...box.querySelectorAll("input:checked")].map((one) => Number(one.value));
  if (kind !== "ordering") return box.querySelector("input").value.trim();
  const places = [...box.querySelectorAll("select")].map((one) => [Number(one.value), Number(one.dataset.option)]);
  const used = places.map(([at]) => at).filter(Boolean);
  if (new Set(used).size < used.length) { fault(box, "Mỗi vị trí chỉ dùng một lần. Hãy chọn lại."); return undefined; }
  fault(box, "");
  return used.length < places.length ? undefined : places.sort((a, b) => a[0] - b[0]).map(([, option]) => option);
}

function put(box, value) {
  const kind = box.dataset.kind;
  if (kind === "single" || kind === "multiple") {
    const chosen = [value].flat().map(String);
    for (const one of box.querySelectorAll("input")) one.checked = chosen.includes(one.value);
  } else if (kind === "ordering") {
    for (const one of box.querySelectorAll("select")) one.value = String(value.indexOf(Number(one.dataset.option)) + 1);
  } else box.querySelector("input").value = value ?? "";
}

function fault(box, words) {
  const line = box.querySelector("[data-fault]");
  line.textContent = words;
  line.hidden = !words;
}

function answered(box) {
  const value = valueOf(box);
  return value !== undefined && value !== null && value !== "" && value.length !== 0;
}

function tell(words = "") {
  const done = questions.filter(answered).length;
  if (words) said.textContent = words;
  else if (waiting.size && failed) said.textContent = `Mất kết nối: ${waiting.size} câu chờ gửi, sẽ tự gửi khi có mạng`;
  else if (waiting.size) said.textContent = "Đang lưu…";
  else said.textContent = `${done} / ${questions.length} câu đã lưu`;
}

// --- sending

function give(box) {
  const value = valueOf(box);
  if (value === undefined || over) return;
  turn += 1;
  waiting.set(box.dataset.question, { value, turn });
  keep();
  tell();
  flush();
}

/** Send what waits, one after the other; true when nothing waits any more. */
function flush() {
  sending ??= (async () => {
    while (waiting.size && !over) {
      const [question, one] = waiting.entries().next().value;
      const answer = await post(question, one);
      if (!answer) { failed += 1; break; }
      failed = 0;
      if (waiting.get(question)?.turn === one.turn) waiting.delete(question);
      keep();
    }
    tell();
    return !waiting.size;
  })().finally(() => {
    sending = null;
    if (waiting.size && !over) setTimeout(flush, AGAIN[Math.min(failed, AGAIN.length - 1)]);
  });
  return sending;
}

async function post(question, one) {
  if (!navigator.onLine) return null;
  const body = new URLSearchParams({ question, value: JSON.stringify(one.value), turn: one.turn });
  const response = await fetch(paper.dataset.answerUrl, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
  if (!response || response.status >= 500 || response.status === 429) return null;
  const told = await response.json().catch(() => null);
  if (response.ok && told) {
    ends = performance.now() + 1000 * told.left;
    turn = Math.max(turn, told.turn);
    const box = paper.querySelector(`[data-question="${question}"]`);
    if (box && box.dataset.kind !== "ordering") fault(box, "");
    return told;
  }
  if (response.status === 409 || response.status === 403) { end(told?.words ?? "Bài thi không nhận thêm câu trả lời."); return {}; }
  const box = paper.querySelector(`[data-question="${question}"]`);
  if (box) fault(box, told?.words ?? "Máy chủ không nhận câu trả lời này. Hãy tải lại trang.");
  return {};
}

/** No more answers: the server says how the paper stands. */
function end(words) {
  over = true;
  waiting.clear();
  keep();
  tell(words);
  for (const box of questions) box.disabled = true;
  setTimeout(() => paper.submit(), 1500); // hands in what is stored; after the bell the server takes nothing else
}

// --- handing in, the bell

async function handIn() {
  sure.close?.();
  if (await flush()) { over = true; paper.submit(); return; }
  tell("Chưa có mạng nên bài chưa nộp. Hãy giữ trang này; hết giờ bài tự nộp với những câu đã lưu.");
}

paper.addEventListener("submit", (event) => {
  event.preventDefault();
  const left = questions.filter((box) => !answered(box)).length;
  sure.querySelector("[data-sure-words]").textContent = left ? `Còn ${left} câu chưa trả lời. Nộp bài luôn?` : "Nộp bài? Nộp rồi thì không sửa được nữa.";
  sure.showModal();
});
sure.querySelector("[data-not-yet]").addEventListener("click", () => sure.close());
sure.querySelector("[data-hand-in]").addEventListener("click", handIn);

async function tick() {
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  clock.textContent = `Còn ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.classList.toggle("contest-short", left <= 60);
  if (left > 0 || over) return;
  if (navigator.onLine) { end("Hết giờ. Bài được nộp với những câu đã lưu."); return; }
  for (const box of questions) box.disabled = true;
  tell("Hết giờ. Bài được nộp với những câu đã lưu; có mạng trang sẽ cho xem kết quả.");
}

// --- start

for (const [question, one] of waiting) {
  const box = paper.querySelector(`[data-question="${question}"]`);
  if (box) put(box, one.value); else waiting.delete(question);
  turn = Math.max(turn, one.turn);
}
let typing = 0;
paper.addEventListener("change", (event) => { const box = event.target.closest("[data-question]"); if (box) { clearTimeout(typing); give(box); } });
paper.addEventListener("input", (event) => {
  if (event.target.type !== "text" || event.isComposing) return;
  clearTimeout(typing);
  typing = setTimeout(() => give(event.target.closest("[data-question]")), 900);
});
addEventListener("online", () => { failed = 0; flush(); });
setInterval(tick, 500);
tick();
tell();
flush();
