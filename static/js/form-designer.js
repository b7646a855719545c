// Rows of a form are dragged to their place; the buttons beside them do the same without a mouse.

const root = document.querySelector("[data-designer]");
let dragged = null;

// After a row was moved by its button the same button has the focus again: the next press moves it on.
const PRESSED = "designer-pressed";
const way = sessionStorage.getItem(PRESSED) ?? "";
sessionStorage.removeItem(PRESSED);
const moved = way && location.hash.startsWith("#dong-") && document.getElementById(location.hash.slice(1));
// Going to the row takes the focus away, and comes last.
const focusAgain = () => requestAnimationFrame(() => moved.querySelector(`button[name=way][value="${CSS.escape(way)}"]`).focus());
if (moved && document.readyState === "complete") focusAgain();
else if (moved) window.addEventListener("load", focusAgain, { once: true });

root?.addEventListener("submit", ({ submitter }) => {
  if (submitter?.name === "way") sessionStorage.setItem(PRESSED, submitter.value);
});

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
