// The lines of "Nơi nhận": each shows only what its sort needs, lines are added and taken out in place.
// Without this module every line shows all its fields, and blank ones are left out by the server.

import "./combobox.js";

const list = document.getElementById("recipient-list");
const blank = document.getElementById("recipient-blank");
const add = document.getElementById("recipient-add");
const total = document.querySelector(`[name="${list.dataset.prefix}-TOTAL_FORMS"]`);
const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

function sortOf(row) {
  if (row.querySelector(".recipient-group .invalid-feedback") || (field(row, "group").value && field(row, "unit").value)) return "all";
  if (field(row, "group").value) return "group";
  if (field(row, "unit").value) return "unit";
  return field(row, "text").value ? "text" : "";
}

function dress(row, sort) {
  row.dataset.is = sort;
  if (sort !== "text") field(row, "text").placeholder = "Để trống: ghi theo tên";
}

for (const row of list.children) {
  const sort = sortOf(row);
  // A blank line waits until somebody adds one; one with an error is seen.
  row.hidden = !sort && !row.classList.contains("has-error");
  dress(row, sort || "all");
}

function freshRow() {
  const waiting = [...list.children].find((row) => row.hidden);
  if (waiting) { list.append(waiting); waiting.hidden = false; return waiting; }
  list.insertAdjacentHTML("beforeend", blank.innerHTML.replaceAll("__prefix__", total.value));
  total.value = Number(total.value) + 1;
  const row = list.lastElementChild;
  document.dispatchEvent(new CustomEvent("nc:furnish", { detail: row }));
  return row;
}

add.hidden = false;
add.addEventListener("click", (event) => {
  const sort = event.target.closest("[data-add]")?.dataset.add;
  if (!sort) return;
  const row = freshRow();
  dress(row, sort);
  field(row, sort).focus();
});

list.addEventListener("change", (event) => {
  if (!event.target.name.endsWith("-DELETE")) return;
  event.target.closest(".recipient-row").classList.toggle("is-removed", event.target.checked);
});
