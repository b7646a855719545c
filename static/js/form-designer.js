// Rows of a form are dragged to their place; the buttons beside them do the same without a mouse.

const root = document.querySelector("[data-designer]");
let dragged = null;

const rowAt = (event) => event.target.closest?.("[data-row]");
const unmark = () => root.querySelectorAll(".ds-target").forEach((row) => row.classList.remove("ds-target"));

root?.addEventListener("dragstart", (event) => {
  dragged = rowAt(event);
  if (!dragged) return;
  dragged.classList.add("ds-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.row);
});

root?.addEventListener("dragover", (event) => {
  const over = rowAt(event);
  if (!dragged || !over) return;
  event.preventDefault();
  unmark();
  if (over !== dragged) over.classList.add("ds-target");
});

root?.addEventListener("dragend", () => {
  dragged?.classList.remove("ds-dragged");
  unmark();
  dragged = null;
});

root?.addEventListener("drop", (event) => {
  const over = rowAt(event);
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const form = Object.assign(document.createElement("form"), { method: "post", action: root.dataset.moveUrl });
  const fields = { csrfmiddlewaretoken: window.nhipCau.csrfToken(), row: dragged.dataset.row, before: over.dataset.row };
  for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
});
