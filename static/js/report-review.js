// A long report has a remark box at every figure: one Tab stop for each table, arrows go from one box to the next.

const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
const tables = [...document.querySelectorAll("table")].map((table) => [...table.querySelectorAll(".rp-ask > summary")]);

for (const asks of tables.filter((found) => found.length)) {
  const stopAt = (chosen) => asks.forEach((ask) => { ask.tabIndex = ask === chosen ? 0 : -1; });
  asks.forEach((ask, at) => {
    ask.title = "Mũi tên lên, xuống: sang ô khác";
    ask.addEventListener("focus", () => stopAt(ask));
    ask.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      asks[Math.min(Math.max(at + step, 0), asks.length - 1)].focus();
    });
  });
  stopAt(asks[0]);
}

// How many boxes and headings carry a note, beside the button that gives the report back.
const noted = document.querySelector("[data-noted]");
const notes = [...document.querySelectorAll("[form=return-form][name^='note:']")];

function count() {
  const written = notes.filter((one) => one.value.trim());
  const headings = written.filter((one) => one.name.startsWith("note:text-")).length;
  const parts = [[written.length - headings, "ô số liệu"], [headings, "mục phần lời"]].filter(([n]) => n);
  noted.hidden = false;
  noted.textContent = parts.length
    ? `Gửi kèm góp ý ở ${parts.map(([n, words]) => `${n} ${words}`).join(", ")}.`
    : "Chưa có góp ý ở ô nào; đơn vị chỉ đọc lý do ghi ở đây.";
}

if (noted && notes.length) {
  document.addEventListener("input", (event) => notes.includes(event.target) && count());
  count();
}
