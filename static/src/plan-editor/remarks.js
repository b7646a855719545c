// Remarks from inside the text: the chosen words go to the panel beside it; a wording taken there comes back.

import { current } from "./commands.js";

/** The chosen words, cut at the end of the block where they begin; no words: the block as a whole. */
export function chosenWords(state) {
  const { node, pos } = current(state);
  const { from, to } = state.selection;
  const between = (start, end) => state.doc.textBetween(start, end, " ");
  return {
    block: node.attrs.id, text: node.textContent,
    quote: between(from, Math.min(to, pos + node.nodeSize - 1)).trim(), near: between(pos, from).length,
  };
}

/** What the panel quotes must stand on the server: unsaved words are sent before the remark is. */
export function saveFirst(panel, saver) {
  document.body.addEventListener("htmx:confirm", (event) => {
    const { elt, verb, issueRequest } = event.detail;
    if (verb === "get" || !saver.dirty || !panel.contains(elt)) return;
    event.preventDefault();
    saver.flush().then((clean) => {
      if (clean) issueRequest(true);
      else tellUnsaved();
    });
  });
}

export function tellUnsaved() {
  window.nhipCau.toast("Chưa góp ý được: phần đang soạn chưa lưu. Xem dòng báo lưu ở đầu trang rồi làm lại.", "danger");
}

/** The plan as the server has it now, out of this very page. */
export async function savedDraft() {
  const answer = await fetch(window.location.pathname);
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return JSON.parse(page.getElementById("plan-draft").textContent);
}
