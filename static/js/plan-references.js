// A click in the picker of cited papers writes the citation where the person wrote last: in a field around the body,
// else at the caret of the editor, which is asked by "plan:insert-text" {text}.

let field = null;

document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".plan-part textarea")) field = target;
  else if (target.closest("[contenteditable]")) field = null;
});

/** The citation as the field needs it: a basis on an empty line begins with “Căn cứ” and ends with “;”. */
function worded(text) {
  const before = field.value.slice(0, field.selectionStart);
  if (field.id === "plan-bases" && /(^|\n)\s*$/.test(before)) return `Căn cứ ${text};`;
  return /\S$/.test(before) ? ` ${text}` : text;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert-text]");
  if (!button) return;
  const text = button.dataset.insertText;
  if (field?.isConnected) {
    const words = worded(text);
    field.focus();
    document.execCommand("insertText", false, words);
  } else {
    document.dispatchEvent(new CustomEvent("plan:insert-text", { detail: { text } }));
  }
});
