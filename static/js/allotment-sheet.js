// The allotment sheet: the sum follows the typing, a column copied from Excel fills downwards, arrows and Enter move.

const form = document.getElementById("sheet-form");
const sum = document.getElementById("sheet-sum");
const boxes = form ? [...form.querySelectorAll("[data-value]")] : [];
const words = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 4 });

/** 1.234,5 → 1234.5; NaN for what the server will refuse. */
function read(text) {
  const compact = text.replace(/\s/g, "");
  if (!compact) return 0;
  return /^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(compact) ? Number(compact.replaceAll(".", "").replace(",", ".")) : NaN;
}

function total() {
  for (const box of boxes) box.classList.toggle("is-invalid", Number.isNaN(read(box.value)));
  if (!sum?.dataset.total) return;
  const given = boxes.reduce((all, box) => all + (read(box.value) || 0), Number(sum.dataset.elsewhere));
  const gap = Math.round((given - Number(sum.dataset.total)) * 10000) / 10000;
  sum.querySelector("[data-sum]").textContent = words.format(given);
  sum.querySelector("[data-gap]").textContent = words.format(gap);
  sum.classList.toggle("is-off", gap !== 0);
}

form?.addEventListener("input", total);

form?.addEventListener("paste", (event) => {
  const from = boxes.indexOf(event.target);
  const lines = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/);
  if (from < 0 || lines.length < 2) return;
  event.preventDefault();
  lines.slice(0, boxes.length - from).forEach((line, step) => { boxes[from + step].value = line.split("\t").at(-1).trim(); });
  boxes[Math.min(from + lines.length, boxes.length) - 1].focus();
  window.nhipCau.markDirty(form, true);
  const over = lines.length - (boxes.length - from);
  if (over > 0) window.nhipCau.toast(`Còn ${over} dòng chưa có chỗ trên trang này: hãy dán cả cột vào ô “Dán cột số từ Excel”.`, "warning");
  total();
});

form?.addEventListener("keydown", (event) => {
  const at = boxes.indexOf(event.target);
  const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
  if (at < 0 || !step || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const next = boxes[at + step];
  next?.focus();
  next?.select();
});

total();
