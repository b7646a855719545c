// Rows, headings and whole sections of a form are dragged to their place; the buttons beside them do the same without a mouse.

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

// What is dragged or lies below the pointer: a row, a heading, a section by its handle.
const partAt = (event, kind = "") => event.target.closest?.(kind ? `[data-kind="${kind}"]` : "[data-kind]");
const unmark = () => root.querySelectorAll(".ds-before, .ds-after, .ds-into").forEach((part) => part.classList.remove("ds-before", "ds-after", "ds-into"));

// Where a drop would put it: the field that says so, and the part it stands beside. The lowest third of a part means after it.
function place(event) {
  const kind = dragged?.dataset.kind;
  const over = kind && partAt(event, kind);
  if (over && over !== dragged) {
    const { bottom, height } = over.getBoundingClientRect();
    return { over, field: event.clientY > bottom - height / 3 ? "after" : "before" };
  }
  const section = kind === "row" && !over && partAt(event, "section");
  return section ? { over: section, field: "to" } : null;
}

root?.addEventListener("dragstart", (event) => {
  dragged = partAt(event);
  if (!dragged) return;
  dragged.classList.add("ds-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.key);
});

root?.addEventListener("dragover", (event) => {
  const found = place(event);
  unmark();
  if (!found) return;
  event.preventDefault();
  found.over.classList.add({ before: "ds-before", after: "ds-after", to: "ds-into" }[found.field]);
});

root?.addEventListener("dragend", () => {
  dragged?.classList.remove("ds-dragged");
  unmark();
  dragged = null;
});

root?.addEventListener("drop", (event) => {
  const found = place(event);
  if (!found) return;
  event.preventDefault();
  const form = Object.assign(document.createElement("form"), { method: "post", action: root.dataset.moveUrl });
  const fields = { csrfmiddlewaretoken: window.nhipCau.csrfToken(), [dragged.dataset.kind]: dragged.dataset.key, [found.field]: found.over.dataset.key };
  for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
});
