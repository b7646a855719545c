// What a person typed into <form data-keep> survives a session that ended: it waits in this tab until they have signed in again.
// The page that says "not taken" (sign-in, page too old) marks it as lost; the form's own page writes it back, once.

const PREFIX = "nhipcau-kept:";
const HOURS = 12;
const TYPED = "textarea, input[type=text], input[type=url], input[type=number], input:not([type])";
const user = document.body.dataset.user ?? "";
const notTaken = document.querySelector("[data-not-taken]");

function entries() {
  const found = [];
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    try {
      found.push([key, JSON.parse(sessionStorage.getItem(key))]);
    } catch {
      sessionStorage.removeItem(key);
    }
  }
  return found;
}

function put(key, entry) {
  try {
    sessionStorage.setItem(key, JSON.stringify(entry));
  } catch {
    // A full or forbidden storage keeps nothing; the form works as ever.
  }
}

const place = (form) => `${PREFIX}${location.pathname}#${new URL(form.getAttribute("action") ?? "", location.href).pathname}`;
const fields = (form) => [...form.querySelectorAll(TYPED)].filter((field) => field.name && field.type !== "hidden");

function keep(form, sent) {
  const values = fields(form).map((field) => [field.name, field.value]).filter(([, value]) => value.trim());
  if (values.length) put(place(form), { user, page: location.pathname + location.search, values, sent, at: Date.now() });
  else sessionStorage.removeItem(place(form));
}

if (notTaken) {
  const kept = entries();
  for (const [key, entry] of kept) put(key, { ...entry, lost: true });
  const last = kept.filter(([, entry]) => entry.sent).sort((one, other) => other[1].at - one[1].at)[0];
  // The address that was posted to cannot be opened; the page of its form can.
  const next = document.querySelector("input[name=next]");
  if (last && next) next.value = last[1].page;
} else if (user) {
  restore();
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (form) keep(form, false);
  });
  // A form sent by htmx: its answer tells whether the portal took it.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-keep]");
    const taken = event.detail.successful && !event.detail.xhr.responseURL.includes("/dang-nhap/");
    if (form && taken) sessionStorage.removeItem(place(form));
  });
  // Last of all: a submission that the page itself stopped is none.
  window.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action")?.endsWith("/dang-xuat/")) for (const [key] of entries()) sessionStorage.removeItem(key);
    else if (!event.defaultPrevented && event.target.matches("form[data-keep]")) keep(event.target, true);
  });
}

function restore() {
  const forms = new Map([...document.querySelectorAll("form[data-keep]")].map((form) => [place(form), form]));
  for (const [key, entry] of entries()) {
    const old = Date.now() - entry.at > HOURS * 3600000;
    if (old || entry.user !== user || (entry.sent && !entry.lost)) sessionStorage.removeItem(key);
    else if (entry.lost && forms.has(key)) {
      sessionStorage.removeItem(key);
      fill(forms.get(key), entry.values);
    }
  }
}

function fill(form, values) {
  let first = null;
  for (const [name, value] of values) {
    const field = fields(form).find((one) => one.name === name);
    if (!field) continue;
    field.value = value;
    first ??= field;
  }
  if (!first) return;
  form.closest("details")?.setAttribute("open", "");
  window.nhipCau?.markDirty?.(form);
  keep(form, false);
  const told = document.createElement("p");
  told.className = "nc-notice nc-notice-info nc-kept";
  told.setAttribute("role", "status");
  told.textContent = "Phiên làm việc trước đã hết. Phần bạn đã nhập được giữ lại bên dưới, chưa gửi. Tệp đính kèm phải chọn lại.";
  form.prepend(told);
  first.scrollIntoView({ block: "center" });
}
