// The PDF's own pages beside the text: fetched again after every save, only the pages that changed travel.

const box = document.getElementById("plan-preview");
const pages = document.getElementById("plan-preview-pages");
const state = document.getElementById("plan-preview-state");
const toggle = document.getElementById("plan-preview-toggle");
const images = new Map();
let asking = false;
let again = false;

async function refresh() {
  if (box.hidden) return;
  if (asking) { again = true; return; }
  asking = true;
  state.textContent = pages.children.length ? "Đang cập nhật…" : "Đang dàn trang…";
  try {
    const response = await fetch(`${box.dataset.url}?co=${[...images.keys()].join(",")}`);
    const answer = await response.json();
    if (response.ok) draw(answer); else state.textContent = answer.message;
  } catch {
    state.textContent = "Mất kết nối – trang in sẽ cập nhật ở lần lưu sau";
  } finally {
    asking = false;
  }
  if (again) { again = false; refresh(); }
}

function draw(answer) {
  const shown = new Set(answer.pages.map((page) => page.digest));
  for (const page of answer.pages) if (page.image) images.set(page.digest, page.image);
  for (const digest of images.keys()) if (!shown.has(digest)) images.delete(digest);
  answer.pages.forEach((page, at) => drawPage(page, at, answer.pages.length));
  while (pages.children.length > answer.pages.length) pages.lastChild.remove();
  state.textContent = `${answer.pages.length} trang · lần lưu ${answer.version}`;
}

/** The page at its place; one that looks the same keeps its picture, so that nothing flickers. */
function drawPage(page, at, count) {
  const figure = pages.children[at] ?? pages.appendChild(newPage());
  figure.blocks = page.blocks;
  const image = figure.querySelector("img");
  if (figure.dataset.digest !== page.digest) {
    image.width = page.width;
    image.height = page.height;
    image.src = images.get(page.digest);
    figure.dataset.digest = page.digest;
  }
  image.alt = `Trang ${at + 1} trên ${count}`;
  figure.querySelector(".plan-page-number").textContent = `Trang ${at + 1}/${count}`;
  figure.querySelector(".plan-page-warning").textContent = page.ends_in_heading ? "Đề mục nằm cuối trang, nội dung ở trang sau" : "";
}

function newPage() {
  const figure = Object.assign(document.createElement("figure"), { className: "plan-page" });
  const sheet = Object.assign(document.createElement("div"), { className: "plan-page-sheet", tabIndex: 0 });
  const mark = Object.assign(document.createElement("span"), { className: "plan-page-mark", hidden: true });
  const caption = document.createElement("figcaption");
  caption.append(...["plan-page-number", "plan-page-warning"].map((className) => Object.assign(document.createElement("span"), { className })));
  sheet.append(document.createElement("img"), mark);
  figure.append(sheet, caption);
  sheet.addEventListener("click", (event) => open(blockAt(figure, share(event, sheet))));
  sheet.addEventListener("pointermove", (event) => point(mark, blockAt(figure, share(event, sheet))));
  sheet.addEventListener("pointerleave", () => { mark.hidden = true; });
  sheet.addEventListener("keydown", (event) => event.key === "Enter" && open(figure.blocks[0]));
  return figure;
}

function share(event, sheet) {
  const frame = sheet.getBoundingClientRect();
  return (event.clientY - frame.top) / frame.height;
}

function blockAt(figure, height) {
  return figure.blocks.find(([, top, bottom]) => height >= top && height <= bottom);
}

function point(mark, block) {
  mark.hidden = !block;
  if (!block) return;
  mark.style.top = `${block[1] * 100}%`; // through CSSOM, which the policy allows
  mark.style.height = `${(block[2] - block[1]) * 100}%`;
}

/** To the block's own letters: in this page's editor, else on the page where it is drafted. */
function open(block) {
  if (!block) return;
  const place = document.querySelector(`[data-block="${CSS.escape(block[0])}"]`);
  if (place) {
    place.scrollIntoView({ block: "center" });
    (place.querySelector(".plan-text") ?? place.closest("[contenteditable]"))?.focus({ preventScroll: true });
    caretInto(place);
  } else if (box.dataset.editUrl) {
    window.location.assign(`${box.dataset.editUrl}#doan-${block[0]}`);
  }
}

function caretInto(place) {
  if (!place.closest("[contenteditable=true]")) return;
  const range = document.createRange();
  range.selectNodeContents(place);
  range.collapse(false);
  window.getSelection().removeAllRanges();
  window.getSelection().addRange(range);
}

function show(visible) {
  box.hidden = !visible;
  toggle.setAttribute("aria-expanded", String(visible));
  document.body.classList.toggle("plan-preview-open", visible);
  if (visible) refresh(); else toggle.focus();
}

if (toggle) {
  toggle.addEventListener("click", () => show(box.hidden));
  document.getElementById("plan-preview-close").addEventListener("click", () => show(false));
  box.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
}
const saving = document.getElementById("plan-save-state");
if (saving) new MutationObserver(() => saving.dataset.state === "saved" && refresh()).observe(saving, { attributeFilter: ["data-state"] });
refresh();
