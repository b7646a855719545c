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
