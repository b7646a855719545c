// Remarks beside a plan: choose words or a block in the sheet or in the editor, call people by "@", see where open
// threads stand. They are painted with the Highlight API: an element between the letters would disturb typing.
// Everything can be done without it: the form has the list of blocks and the search for names.

const panel = document.getElementById("plan-comments");
const sheet = document.getElementById("plan-paper");
const text = sheet ?? document.getElementById("plan-blocks");
const GONE = /[\u2060\u200b]/g;
const PAUSE = 4000;
let chosen = null;
let painted = [];

const field = (name) => panel.querySelector(`#plan-comment-form [name="${name}"]`);
const blockOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("#plan-paper [data-block]");
const inText = (id) => text.querySelector(`[data-block="${id}"]`);

// --- the bar that leads from the sheet to the form

const bar = document.createElement("div");
bar.className = "plan-comment-bar";
bar.hidden = true;
const go = document.createElement("button");
go.type = "button";
go.className = "btn btn-primary";
bar.append(go);
document.body.append(bar);

/** The chosen words, cut at the end of the block where they begin. */
function wordsChosen() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const block = blockOf(range.startContainer);
  if (!block) return null;
  if (!block.contains(range.endContainer)) range.setEnd(block, block.childNodes.length);
  const quote = range.toString().replace(GONE, "").trim();
  if (!quote) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return { block: block.dataset.block, quote, near: before.toString().length };
}

function offer(found) {
  chosen = found;
  bar.hidden = !found || !(found.thread ?? field("text"));
  go.textContent = found?.thread ? "Xem góp ý ở chỗ này" : found?.quote ? "Góp ý chữ đang chọn" : "Góp ý đoạn này";
  for (const marked of text.querySelectorAll(".is-chosen")) marked.classList.remove("is-chosen");
  if (found && sheet) inText(found.block)?.classList.add("is-chosen");
}

function write({ block, quote, near }) {
  field("block_id").value = block;
  field("quote").value = quote;
  field("near").value = near;
  const shown = panel.querySelector(".plan-comment-quote");
  shown.hidden = !quote;
  shown.querySelector("blockquote").textContent = quote;
  propose();
}

/** The wording starts from what stands there now, unless somebody has written one already. */
function propose() {
  const wording = field("replacement");
  if (wording.dataset.own) return;
  wording.value = field("quote").value || field("block_id").selectedOptions[0]?.dataset.text || "";
}

if (sheet) {
  document.addEventListener("selectionchange", () => {
    const found = wordsChosen();
    if (found) offer(found);
    else if (chosen?.quote && document.getSelection().isCollapsed && !panel.contains(document.activeElement)) offer(null);
  });
  sheet.addEventListener("click", (event) => {
    if (!document.getSelection().isCollapsed || event.target.closest("a, button")) return;
    const block = blockOf(event.target);
    offer(block ? { block: block.dataset.block, quote: "", near: 0 } : null);
  });
}

// Pressing the bar must not lose the chosen words.
bar.addEventListener("pointerdown", (event) => event.preventDefault());
go.addEventListener("click", () => {
  const { thread } = chosen;
  if (thread) show(thread);
  else begin(chosen);
  offer(null);
});

function begin(words) {
  write(words);
  field("text").focus();
  panel.querySelector("#plan-comment-form").scrollIntoView({ block: "nearest" });
}

// The editor's button and Ctrl+Alt+M; with the caret in words that are talked about they lead to the thread.
document.addEventListener("plan:remark", ({ detail: words }) => {
  const thread = !words.quote && threadAtCaret();
  if (thread) { show(thread); return; }
  if (!field("text")) return;
  const places = field("block_id");
  if (![...places.options].some((option) => option.value === words.block)) places.add(new Option(words.text || "(đoạn trống)", words.block));
  begin(words);
});

// --- from the words to their thread

text.addEventListener("click", () => {
  const thread = threadAtCaret();
  if (!thread) { if (chosen?.thread) offer(null); return; }
  if (matchMedia("(min-width: 960px)").matches) mark(thread); // beside the text: shown there, typing goes on
  else offer({ block: thread.dataset.block, quote: "", near: 0, thread });
});

function threadAtCaret() {
  const { focusNode, focusOffset, isCollapsed } = document.getSelection();
  if (!focusNode || !isCollapsed) return null;
  return painted.find(({ range }) => range.startContainer.isConnected && range.isPointInRange(focusNode, focusOffset))?.thread;
}

function mark(thread) {
  for (const other of panel.querySelectorAll(".plan-thread.is-shown")) other.classList.remove("is-shown");
  thread.classList.add("is-shown");
  thread.scrollIntoView({ block: "nearest" });
}

function show(thread) {
  mark(thread);
  thread.focus({ preventScroll: true });
}

// --- the form

panel.addEventListener("change", (event) => {
  if (event.target.name === "block_id") write({ block: event.target.value, quote: "", near: 0 });
  if (event.target.name === "mentions" && event.target.checked) callByName(event.target);
});

panel.addEventListener("click", (event) => {
  if (event.target.closest("[data-quote-clear]")) write({ block: field("block_id").value, quote: "", near: 0 });
  const there = event.target.closest("[data-go]");
  const block = there && inText(there.dataset.go);
  if (block) {
    const fold = block.closest("details");
    if (fold) fold.open = true;
    block.scrollIntoView({ block: "center" });
    if (!sheet) return; // the editor's own nodes are left alone
    block.classList.add("is-shown");
    setTimeout(() => block.classList.remove("is-shown"), 2000);
  }
});

// --- "@name"

const CALL = /@([^\s@][^@\n]{0,40})$/u;
const searchOf = (area) => area.closest("form").querySelector(".plan-mention [name='ten']");

panel.addEventListener("input", (event) => {
  const area = event.target;
  if (area.name === "replacement") area.dataset.own = "1";
  if (area.name !== "text" || event.isComposing) return;
  const call = area.value.slice(0, area.selectionStart).match(CALL);
  const search = searchOf(area);
  if (!call || call[1] === search.value) return;
  search.value = call[1];
  htmx.trigger(search, "search");
});

panel.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key === "Enter" && target.name === "ten") event.preventDefault();
  if (key !== "ArrowDown" || !["ten", "text"].includes(target.name)) return;
  if (target.name === "text" && !CALL.test(target.value.slice(0, target.selectionStart))) return;
  const first = target.closest("form").querySelector(".plan-mention [name='mentions']:not(:checked)");
  if (first) { event.preventDefault(); first.focus(); }
});

/** The half-typed "@ng" becomes the whole name. */
function callByName(box) {
  const area = box.closest("form").querySelector("[name='text']");
  const upTo = area.value.slice(0, area.selectionStart);
  const call = upTo.match(CALL);
  if (!call || call[1] !== searchOf(area).value) return;
  const written = `${upTo.slice(0, call.index)}@${box.closest("label").textContent.trim()} `;
  area.value = written + area.value.slice(upTo.length);
  area.focus();
  area.setSelectionRange(written.length, written.length);
}

// --- where threads stand in the sheet

function paint() {
  for (const block of text.querySelectorAll(".has-comment")) block.classList.remove("has-comment");
  painted = [];
  for (const thread of panel.querySelectorAll(".plan-thread[data-open]")) {
    const block = thread.dataset.block && inText(thread.dataset.block);
    if (!block) continue;
    block.classList.add("has-comment");
    const quote = thread.dataset.quote || goingWords(thread);
    const range = quote && rangeOf(block, quote, Number(thread.dataset.start ?? 0));
    if (range) painted.push({ range, thread });
  }
  if (globalThis.CSS?.highlights) CSS.highlights.set("plan-comment", new Highlight(...painted.map(({ range }) => range)));
}

/** The first words that a suggestion takes out (the rest of the mark is read aloud, not seen). */
function goingWords(thread) {
  const words = thread.querySelector(".plan-quote del");
  return words && [...words.childNodes].find((node) => node.nodeType === Node.TEXT_NODE)?.data.trim();
}

/** The occurrence of the quote that is nearest to where it began when it was written. */
function nearest(all, quote, near) {
  let best = -1;
  for (let at = all.indexOf(quote); at >= 0; at = all.indexOf(quote, at + 1)) if (best < 0 || Math.abs(at - near) < Math.abs(best - near)) best = at;
  return best;
}

function rangeOf(block, quote, near) {
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let all = "";
  while (texts.nextNode()) { nodes.push([all.length, texts.currentNode]); all += texts.currentNode.data; }
  const start = nearest(all.toLowerCase(), quote.toLowerCase(), near);
  if (start < 0) return null;
  const at = (place) => nodes.findLast(([from]) => from <= place);
  const [first, last] = [at(start), at(start + quote.length - 1)];
  const range = document.createRange();
  range.setStart(first[1], start - first[0]);
  range.setEnd(last[1], start + quote.length - last[0]);
  return range;
}

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.target === sheet || panel.contains(event.target)) paint();
});

// The home page leads to "#gop-y-<id>", which is there only after the panel has come.
panel.addEventListener("htmx:afterSettle", () => {
  const named = /^#gop-y-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (named) named.scrollIntoView({ block: "center" });
}, { once: true });

// In the editor the check of the text is fetched after a save: then the marks follow the letters, and in the pause after
// it the remarks are fetched too.
if (!sheet) {
  let timer = 0;
  const typing = () => document.getElementById("plan-save-state").dataset.state === "pending"; // the next save asks again
  const inUse = () => panel.contains(document.activeElement) || [...panel.querySelectorAll("textarea")].some((area) => area.value);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "plan-findings") return;
    paint();
    clearTimeout(timer);
    timer = setTimeout(() => { if (!inUse() && !typing()) htmx.trigger(panel, "renew"); }, PAUSE);
  });
}
