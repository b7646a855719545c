// Small improvements of pages that also work without them. Nothing here is needed to do a job.

const dialog = document.getElementById("nc-confirm");

/** Asks in the page's dialog; resolves to true when the person agrees. */
function ask(text) {
  if (!dialog?.showModal) return Promise.resolve(window.confirm(text));
  dialog.querySelector("#nc-confirm-text").textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "ok"), { once: true });
  });
}

/** Shows a short message in the live region; tone: info, success, warning, danger. */
function toast(text, tone = "info") {
  const region = document.getElementById("toasts");
  if (!region) return;
  const box = document.createElement("div");
  box.className = `nc-toast nc-notice nc-notice-${tone}`;
  const body = document.createElement("div");
  body.className = "nc-notice-body";
  body.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "nc-icon-button";
  close.setAttribute("aria-label", "Đóng thông báo");
  close.textContent = "✕";
  close.addEventListener("click", () => box.remove());
  box.append(body, close);
  region.append(box);
}

/** The CSRF token for fetch(). */
function csrfToken() {
  const headers = document.body.getAttribute("hx-headers");
  return headers ? JSON.parse(headers)["x-csrftoken"] : "";
}

const dirty = new Set();

/** Marks a form as changed (or saved), so that leaving the page warns. */
function markDirty(form, changed = true) {
  if (changed) dirty.add(form);
  else dirty.delete(form);
}

window.nhipCau = { ask, toast, csrfToken, markDirty };

// Confirmation of a step: <form data-confirm="…"> or <button data-confirm="…">.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const text = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!text || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  if (!(await ask(text))) return;
  form.dataset.confirmed = "yes";
  form.requestSubmit(submitter);
  delete form.dataset.confirmed;
}, true);

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question).then((agreed) => agreed && event.detail.issueRequest(true));
});

// One submit per click: a second one is dropped until the page is shown again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank" || "multiSubmit" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  dirty.delete(form);
  event.submitter?.setAttribute("aria-disabled", "true");
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("form [aria-disabled]")) button.removeAttribute("aria-disabled");
});

// Unsaved changes: <form data-unsaved>.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-unsaved]");
  if (form) markDirty(form);
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) dirty.clear();
});
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

// Menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On a phone a page of foldable cards opens as the list of its parts; a link into one opens it, and paper shows all.
const folds = [...document.querySelectorAll("details[data-fold]")];
if (matchMedia("(max-width: 40rem)").matches) for (const card of folds) card.open = false;

function unfold() {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details[data-fold]");
  if (card && !card.open) {
    card.open = true;
    document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
  }
}
unfold();
window.addEventListener("hashchange", unfold);
window.addEventListener("beforeprint", () => folds.forEach((card) => { card.open = true; }));

// Filters marked data-auto-submit send their form when they change.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-auto-submit]")) event.target.form?.requestSubmit();
  const drop = event.target.closest?.(".nc-file-drop");
  const words = drop?.querySelector("[data-file-names]");
  if (!words) return;
  words.dataset.empty ??= words.textContent;
  words.textContent = [...event.target.files].map((file) => file.name).join(", ") || words.dataset.empty;
});
for (const kind of ["dragenter", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.target.closest?.(".nc-file-drop")?.classList.toggle("is-over", kind === "dragenter");
  });
}

// On a phone the filters of a list wait behind “Lọc”; they stay in sight while one of them narrows the list.
for (const fold of document.querySelectorAll("[data-filters-fold]")) {
  const filters = fold.nextElementSibling;
  const fields = [...filters.querySelectorAll("select, input:not([type=hidden])")];
  const narrows = (field) => (field.options ? field.selectedIndex > 0 : field.type === "checkbox" ? field.checked : field.value !== "");
  const show = (open) => {
    filters.classList.toggle("is-folded", !open);
    fold.setAttribute("aria-expanded", String(open));
  };
  fold.hidden = !fields.length;
  show(fields.some(narrows));
  fold.addEventListener("click", () => show(filters.classList.contains("is-folded")));
}

// The line may be bad: say so instead of doing nothing.
// The bar at the top while something is fetched. Not left to :has(), which would look through the page at every change.
const fetching = new Set();
for (const kind of ["htmx:beforeRequest", "htmx:afterRequest"]) {
  document.addEventListener(kind, ({ detail }) => {
    if (kind === "htmx:beforeRequest" && !("quiet" in detail.elt.dataset)) fetching.add(detail.xhr);
    else fetching.delete(detail.xhr);
    document.querySelector(".nc-loadbar")?.classList.toggle("is-on", fetching.size > 0);
  });
}
document.addEventListener("htmx:sendError", () => toast("Mất kết nối. Kiểm tra đường truyền rồi thử lại.", "danger"));
document.addEventListener("htmx:timeout", () => toast("Máy chủ trả lời quá lâu. Hãy thử lại.", "danger"));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const said = {
    403: "Bạn chưa được phép làm việc này.",
    404: "Không tìm thấy mục này, có thể đã bị xóa. Hãy tải lại trang.",
    409: "Nội dung đã được người khác thay đổi. Hãy tải lại trang.",
    413: "Tệp quá lớn.",
  };
  toast(said[status] ?? `Máy chủ báo lỗi (${status}). Việc vừa làm chưa được lưu, hãy thử lại.`, "danger");
});

const showErrors = () => document.querySelector("[data-error-summary]")?.focus();
showErrors();
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.xhr.status === 422) showErrors(); });
