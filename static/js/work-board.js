// Dragging a card presses the button that leads to the column it is dropped on; without script the buttons do.

const board = document.querySelector("[data-board]");
let dragged = null;

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(".work-card");
  dragged?.classList.add("is-dragged");
  for (const column of board.querySelectorAll("[data-column]")) {
    column.classList.toggle("is-open", Boolean(stepTo(column)));
  }
});

board.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  for (const column of board.querySelectorAll(".is-open, .is-over")) column.classList.remove("is-open", "is-over");
});

for (const column of board.querySelectorAll("[data-column]")) {
  column.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    column.classList.add("is-over");
  });
  column.addEventListener("dragleave", () => column.classList.remove("is-over"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!dragged || column.contains(dragged)) return;
    const form = stepTo(column);
    if (form) form.requestSubmit();
    else if (column.dataset.column === "returned") location.assign(dragged.dataset.card);
    else window.nhipCau.toast("Không chuyển thẻ này sang cột đó được. Mở việc để xem các bước.", "warning");
  });
}

/** The form of the dragged card whose step leads to the column. */
function stepTo(column) {
  return dragged?.querySelector(`[data-to="${column.dataset.column}"] form`) ?? null;
}
