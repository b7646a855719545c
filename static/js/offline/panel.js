// What waits on this device, said on every page: a strip while something waits, and the list behind it.

import * as outbox from "./outbox.js";
import { lineNow } from "./sending.js";
import { all } from "./store.js";

const CLOCK = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });
const MEGABYTES = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
const COUNT = new Intl.NumberFormat("vi-VN");

/** "2,1 MB" */
export const size = (bytes) => `${MEGABYTES.format(Math.max(bytes / 1e6, 0.1))} MB`;

const FRESH = 4000;
const CALM = 120;

function make(tag, { className = "", text = "", ...rest } = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(rest)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

const button = (text, work, tone = "outline-secondary") => {
  const made = make("button", { type: "button", className: `btn btn-sm btn-${tone}`, text });
  made.addEventListener("click", () => work(made));
  return made;
};

/** Where everything stands, in words. */
export function lineWords() {
  const now = lineNow();
  if (now.sending) return "đang gửi";
  if (now.state === "signed-out") return "đăng nhập lại để gửi";
  if (now.state === "other") return "người khác đang đăng nhập trên máy này";
  return now.state === "offline" || !navigator.onLine ? "chờ mạng" : "chờ gửi";
}

const STATES = { typing: "đang nhập", refused: "bị từ chối", conflict: "nơi khác đã nhập khác", gone: "biểu mới không còn ô này" };
const stateOf = (row) => STATES[row.state] ?? lineWords();

async function sure(text) {
  return window.nhipCau ? window.nhipCau.ask(text) : window.confirm(text);
}

// --- one report, one activity

function reportItem({ form, rows }, owner) {
  const { url } = form;
  const names = rows.map((row) => row.name);
  const head = make("h3", {}, make("a", { href: url, text: form.title }));
  const about = [`${COUNT.format(rows.length)} thay đổi`];
  if (rows.length) about.push(`từ ${CLOCK.format(Math.min(...rows.map((row) => row.at)))}`);
  if (form.take) about.push("sẽ gửi báo cáo lên cấp trên");
  const list = make("ul", { className: "nc-outbox-rows" }, ...rows.map((row) => changeItem(row, owner, url)));
  const acts = make("div", { className: "nc-outbox-acts" });
  if (form.blocked) {
    const words = form.blocked.reason === "form" ? "Gửi các ô còn chỗ" : "Thử gửi lại";
    acts.append(button(words, () => outbox.retry(owner, url, rows.filter((row) => row.state !== outbox.GONE).map((row) => row.name))));
  }
  if (form.take) acts.append(button("Khoan gửi báo cáo lên cấp trên", () => outbox.takeBackSending(owner, url)));
  if (rows.length) {
    acts.append(button("Bỏ các thay đổi này", async () => {
      if (await sure(`Bỏ ${rows.length} thay đổi chưa gửi của “${form.title}”? Không lấy lại được.`)) await outbox.drop(owner, url, names);
    }, "outline-danger"));
  }
  const said = form.blocked?.message || form.message;
  return make("li", { className: "nc-outbox-item" }, head, make("p", { className: "nc-muted", text: about.join(" · ") }),
    said && make("p", { className: "nc-outbox-reason", text: said }), list, acts);
}

function changeItem(row, owner, url) {
  const acts = make("span", { className: "nc-outbox-acts" });
  if (row.state === outbox.CONFLICT) {
    acts.append(
      button("Giữ của tôi", () => outbox.retry(owner, url, [row.name], { [row.name]: row.theirs.stamp })),
      button("Lấy của nơi khác", () => outbox.drop(owner, url, [row.name])),
    );
  } else if (row.state !== outbox.WAITING) acts.append(button("Bỏ", () => outbox.drop(owner, url, [row.name])));
  return make("li", { "data-name": row.name },
    make("span", { text: row.words }), make("strong", { text: row.shown }), make("em", { text: stateOf(row) }),
    row.reason && make("span", { className: "nc-outbox-reason", text: row.reason }), acts.childElementCount && acts);
}

function activityItem(activity) {
  const bytes = activity.files.reduce((sum, { file }) => sum + file.size, 0);
  const about = [`Hoạt động, ghi lúc ${CLOCK.format(activity.at)}`];
  if (activity.files.length) about.push(`${COUNT.format(activity.files.length)} tệp, ${size(bytes)}`);
  about.push(stateOf(activity));
  const acts = make("div", { className: "nc-outbox-acts" });
  if (activity.state === outbox.REFUSED) {
    acts.append(button("Sửa", async () => { await outbox.backToDraft(activity); location.assign(activity.page); }));
    acts.append(button("Thử gửi lại", () => outbox.retryActivity(activity.key)));
  }
  for (const { file, fileName } of activity.files) {
    acts.append(button(`Tải ${fileName}`, () => download(fileName, file)));
  }
  acts.append(button("Bỏ hoạt động này", async () => {
    if (await sure(`Bỏ hoạt động “${activity.title}” chưa gửi? Không lấy lại được.`)) await outbox.dropActivity(activity.key);
  }, "outline-danger"));
  return make("li", { className: "nc-outbox-item" }, make("h3", { text: activity.title }), make("p", { className: "nc-muted", text: about.join(" · ") }),
    activity.reason && make("p", { className: "nc-outbox-reason", text: activity.reason }), acts);
}

// --- the last resort: take it away as text

function asText({ reports, activities }) {
  const lines = [`Nội dung chưa gửi, ghi lúc ${CLOCK.format(Date.now())}`];
  for (const { form, rows } of reports) {
    lines.push("", form.title, ...rows.map((row) => `${row.words}: ${row.shown}${row.reason ? ` (${row.reason})` : ""}`));
  }
  for (const activity of activities) {
    const fields = activity.fields.filter(([name, value]) => value && name !== "request_key" && name !== "unit");
    lines.push("", `Hoạt động: ${activity.title}`, ...fields.map(([name, value]) => `${name}: ${value}`));
    lines.push(...activity.files.map(({ fileName, file }) => `Tệp ${fileName}, ${size(file.size)}`));
  }
  return lines.join("\n");
}

function download(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// --- the list and the strip

/** What a list shows, to leave it alone (and the button being pressed in it) while nothing changed. */
const traceOf = (waits) => JSON.stringify([waits, lineWords(), lineNow().state]);

async function showList(place, owner, send) {
  const waits = await outbox.waitingOf(owner);
  const trace = traceOf(waits);
  if (place.dataset.trace === trace) return;
  place.dataset.trace = trace;
  const { reports, activities } = waits;
  if (!reports.length && !activities.length) {
    place.replaceChildren(make("p", { text: "Mọi thứ đã được gửi. Không còn gì chờ trên máy này." }));
    return;
  }
  const foot = make("div", { className: "nc-outbox-acts nc-outbox-foot" },
    button("Gửi ngay", send, "primary"),
    button("Sao chép nội dung", async (made) => {
      await navigator.clipboard?.writeText(asText(waits));
      made.textContent = "Đã sao chép";
    }),
    button("Tải về thành tệp", () => download("chua-gui.txt", new Blob([asText(waits)], { type: "text/plain" }))));
  const now = lineNow();
  const door = ["signed-out", "other"].includes(now.state)
    && make("p", {}, make("a", { href: `/dang-nhap/?next=${encodeURIComponent(location.pathname)}`, text: "Đăng nhập lại để gửi" }));
  place.replaceChildren(...[
    make("p", { className: "nc-muted", text: "Những gì ghi ở đây nằm trên máy này cho đến khi máy chủ xác nhận đã nhận. Đừng xóa dữ liệu trình duyệt." }),
    door, make("ul", { className: "nc-outbox-list" }, ...reports.map((one) => reportItem(one, owner)), ...activities.map(activityItem)), foot,
  ].filter(Boolean));
}

function dialogOf(owner, send) {
  const list = make("div", { "data-outbox-list": "" });
  const close = button("Đóng", () => dialog.close());
  const dialog = make("dialog", { className: "nc-dialog nc-outbox-dialog", "aria-labelledby": "nc-outbox-title" },
    make("h2", { id: "nc-outbox-title", text: "Chưa gửi" }), list, make("div", { className: "nc-dialog-actions" }, close));
  document.body.append(dialog);
  return { open: async () => { await showList(list, owner, send); dialog.showModal(); }, redraw: () => dialog.open && showList(list, owner, send) };
}

async function showStrip(strip, owner, open) {
  const { count, reports, activities } = await outbox.waitingOf(owner);
  const stuck = activities.some(outbox.isStuck) || reports.some(({ form, rows }) => form.blocked || form.message || rows.some(outbox.isStuck));
  const since = Math.min(...reports.flatMap(({ rows }) => rows.map((row) => row.at)), ...activities.map((one) => one.at));
  // With a good line a change is gone in a moment: no strip that comes and goes with every box.
  const fresh = count && !stuck && navigator.onLine && !lineNow().state && Date.now() - since < FRESH;
  if (fresh) setTimeout(() => outbox.tell({ redraw: true }), FRESH);
  strip.hidden = fresh || (!count && !stuck && navigator.onLine);
  strip.classList.toggle("is-stuck", stuck);
  if (strip.hidden) return;
  const words = stuck && !lineNow().sending ? "có chỗ cần xem lại" : lineWords();
  const said = count ? `${COUNT.format(count)} thay đổi chưa gửi` : stuck ? "Có ô chưa lưu được" : "Đang không có mạng";
  const rest = count || stuck ? words : "những gì nhập ở phiếu đã mở được giữ trên máy này và gửi khi có mạng";
  strip.replaceChildren(make("p", {}, make("strong", { text: said }), ` · ${rest}`));
  if (count || stuck) strip.append(button("Xem", open));
}

/** Pages this device can open without a line. */
async function showKept(place, owner) {
  const kept = (await all("device", owner)).filter((row) => row.page);
  if (kept.length) place.replaceChildren(...kept.map((row) => make("li", {}, make("a", { href: row.page, text: row.title.replace(/ – Nhịp Cầu$/, "") }))));
}

/** Keeps strip and list as the outbox is, for this person. */
export function startPanel(owner, send) {
  const strip = document.getElementById("nc-outbox");
  const page = document.querySelector("[data-outbox-page]");
  const kept = document.querySelector("[data-kept-pages]");
  if (kept) showKept(kept, owner);
  const dialog = strip && !page ? dialogOf(owner, send) : null;
  let busy = false;
  let again = false;
  const redraw = async () => {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      do {
        again = false;
        if (strip) await showStrip(strip, owner, () => dialog?.open() ?? page?.scrollIntoView());
        if (page) await showList(page, owner, send);
        await dialog?.redraw();
      } while (again);
    } finally {
      busy = false;
    }
  };
  let drawing = 0;
  outbox.onTold(() => {
    clearTimeout(drawing);
    drawing = setTimeout(redraw, CALM);
  });
  for (const kind of ["online", "offline"]) window.addEventListener(kind, redraw);
  return redraw();
}
