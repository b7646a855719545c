// The officer's list by keyboard: J and K go from one report to the next, Enter opens it (a link), X chooses it.

const rows = [...document.querySelectorAll("[data-review-desk] [data-row]")];
const steps = { j: 1, k: -1 };
const link = (row) => row?.querySelector("a");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input[type=search], textarea, select")) return;
  const key = event.key.toLowerCase();
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (key in steps) {
    event.preventDefault();
    link(rows[Math.min(Math.max(at < 0 ? 0 : at + steps[key], 0), rows.length - 1)])?.focus();
  } else if (key === "x" && at >= 0) {
    event.preventDefault();
    rows[at].querySelector("input[type=checkbox]")?.click();
  }
});
