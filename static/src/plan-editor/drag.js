// A handle beside the block under the pointer; dragging it moves the block with all below it.

import { endOf, moveTo } from "./commands.js";

export function dragging(view, sheet) {
  const handle = Object.assign(document.createElement("button"), { type: "button", className: "plan-handle", textContent: "⠿", tabIndex: -1, hidden: true, title: "Kéo để chuyển chỗ" });
  handle.setAttribute("aria-hidden", "true"); // Alt+↑ and Alt+↓ do the same
  const line = Object.assign(document.createElement("div"), { className: "plan-drop-line", hidden: true });
  sheet.append(handle, line);
  let over = null;
  let target = null;

  const indexOf = (dom) => Array.prototype.indexOf.call(view.dom.children, dom);
  const top = (y) => y - sheet.getBoundingClientRect().top;

  view.dom.addEventListener("pointermove", (event) => {
    const block = event.target.closest(".plan-block");
    if (!block || block === over) return;
    over = block;
    handle.hidden = false;
    handle.style.top = `${top(block.getBoundingClientRect().top)}px`;
  });
  sheet.addEventListener("pointerleave", () => { if (target === null) handle.hidden = true; });

  function aim(y) {
    const blocks = view.dom.children;
    let [low, high] = [0, blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const box = blocks[middle].getBoundingClientRect();
      if (y < box.top + box.height / 2) high = middle; else low = middle + 1;
    }
    target = low;
    const edge = low < blocks.length ? blocks[low].getBoundingClientRect().top : blocks[low - 1].getBoundingClientRect().bottom;
    line.hidden = false;
    line.style.top = `${top(edge) - 3}px`;
  }

  function end(event) {
    handle.onpointermove = handle.onpointerup = handle.onpointercancel = null;
    line.hidden = true;
    const first = indexOf(over);
    if (event.type === "pointerup" && first >= 0 && target !== null) {
      const tr = moveTo(view.state, first, endOf(view.state.doc, first), target);
      if (tr) view.dispatch(tr);
    }
    target = null;
    over = null;
  }

  handle.addEventListener("pointerdown", (event) => {
    if (!over?.isConnected) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (moved) => aim(moved.clientY);
    handle.onpointerup = handle.onpointercancel = end;
  });
}
