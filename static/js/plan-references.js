// A click in the picker of cited papers asks the editor to write the citation at its caret: "plan:insert-text" {text}.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert-text]");
  if (!button) return;
  document.dispatchEvent(new CustomEvent("plan:insert-text", { detail: { text: button.dataset.insertText } }));
});
