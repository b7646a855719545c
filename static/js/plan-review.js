// A plan built from the upper one: how many blocks nobody has looked at, what the upper plan says, one press a decision.

const card = document.getElementById("plan-review");
const sheet = document.getElementById("plan-blocks");
const draft = JSON.parse(document.getElementById("plan-draft").textContent);
const origins = new Map((draft.content.blocks ?? []).filter(({ origin }) => origin).map(({ id, origin }) => [id, origin]));
const [count, box, upper, reason, next] = ["count", "block", "upper", "reason", "next"].map((name) => document.getElementById(`plan-review-${name}`));
let current = null;

const pending = () => [...sheet.querySelectorAll('.plan-block[data-adoption="pending"]')];

function tell() {
  const left = pending().length;
  count.textContent = left ? `Còn ${left} trên ${origins.size} đoạn chưa rà soát` : "Đã rà soát hết các đoạn của cấp trên";
  next.hidden = !left;
}

function show(block) {
  const id = block?.dataset.block;
  if (!id || id === current?.dataset.block) return;
  current = block;
  const text = draft.upper_texts[origins.get(id)];
  box.hidden = text === undefined;
  upper.textContent = text || "(bảng)";
  reason.value = "";
}

function decide(adoption) {
  if (adoption === "not_applicable" && !reason.value.trim()) {
    window.nhipCau.toast("Hãy ghi lý do không áp dụng.", "warning");
    reason.focus();
    return;
  }
  const fields = { adoption, adoption_reason: adoption === "not_applicable" ? reason.value.trim() : "" };
  const block = current.dataset.block;
  const after = following();
  document.dispatchEvent(new CustomEvent("plan:change-block", { detail: { block, fields } }));
  if (after) go(after);
}

/** The next block nobody has looked at, below the one with the cursor, else from the top. */
function following() {
  const left = pending().filter((block) => block !== current);
  return left.find((block) => current && current.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING) ?? left[0];
}

function go(block) {
  document.dispatchEvent(new CustomEvent("plan:change-block", { detail: { block: block.dataset.block } }));
  card.classList.add("is-following");
  block.scrollIntoView({ block: matchMedia("(max-width: 40rem)").matches ? "start" : "center" });
  show(block);
}

card.addEventListener("click", (event) => {
  const { adopt } = event.target.closest("[data-adopt]")?.dataset ?? {};
  if (adopt && current) decide(adopt);
});
document.getElementById("plan-review-close").addEventListener("click", () => card.classList.remove("is-following"));
next.addEventListener("click", () => { const block = following(); if (block) go(block); });
reason.addEventListener("keydown", (event) => { if (event.key === "Enter" && current) { event.preventDefault(); decide("not_applicable"); } });
document.addEventListener("selectionchange", () => {
  const { anchorNode } = document.getSelection();
  const block = (anchorNode?.nodeType === Node.TEXT_NODE ? anchorNode.parentElement : anchorNode)?.closest?.(".plan-block");
  if (block && sheet.contains(block)) show(block);
});
new MutationObserver(tell).observe(sheet, { subtree: true, childList: true, attributeFilter: ["data-adoption"] });
tell();
