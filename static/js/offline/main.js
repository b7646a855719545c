// On every page of a signed-in person: says whose device this is, shows and sends what waits, keeps the page for a day
// without a line when the page allows it. Nothing here is needed to do a job with a line.

import { onTold } from "./outbox.js";
import { startPanel } from "./panel.js";
import { keepSending } from "./sending.js";
import { deviceOwner, setDeviceOwner } from "./store.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const workers = navigator.serviceWorker;

async function worker(order) {
  const registration = await workers.ready;
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    registration.active.postMessage(order, [channel.port2]);
  });
}

const filesOfPage = () => [
  ...[...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=preload], link[rel=icon], link[rel=modulepreload]")].map((one) => one.src || one.href),
  ...[...document.querySelectorAll("use")].map((one) => new URL(one.getAttribute("href"), location.href).href.split("#")[0]),
  ...performance.getEntriesByType("resource").map((one) => one.name),
];

/** A page that may be kept installs the worker; every page tells an installed one who is here. */
async function startWorker(owner) {
  if (!workers) return;
  const keeps = Boolean(meta("nc-keep"));
  if (!keeps && !(await workers.getRegistration("/"))) return;
  await workers.register("/sw.js", { type: "module", updateViaCache: "none" });
  await worker({ kind: "person", owner });
  document.documentElement.dataset.owner = "told";
  if (!keeps) return;
  const fresh = !workers.controller || !performance.getEntriesByType("navigation")[0]?.workerStart;
  if (fresh && navigator.onLine) await worker({ kind: "page", url: location.href });
  await worker({ kind: "files", page: location.href, title: document.title, owner, urls: [...new Set(filesOfPage())] });
  document.documentElement.dataset.kept = "yes";
}

async function askTheBrowserToSend() {
  const registration = await workers?.getRegistration("/");
  await registration?.sync?.register("nhip-cau-gui").catch(() => {});
}

/** What was not sent stays here after signing out; the person should know. */
function warnAtSignOut(owner) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.getAttribute("action")?.endsWith("/dang-xuat/") || form.dataset.asked) return;
    const strip = document.getElementById("nc-outbox");
    if (!strip || strip.hidden) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = "Còn nội dung chưa gửi trên máy này. Đăng xuất thì nội dung vẫn được giữ, người khác không xem được, và chỉ gửi "
      + "khi chính bạn đăng nhập lại trên máy này. Đăng xuất?";
    if (!(await window.nhipCau.ask(words))) return;
    form.dataset.asked = "yes";
    form.requestSubmit();
  }, true);
}

/** What the page itself still loads on a slow line goes first. */
async function calm() {
  if (document.readyState !== "complete") await new Promise((done) => { window.addEventListener("load", done, { once: true }); });
  await new Promise((done) => { (window.requestIdleCallback ?? setTimeout)(done, { timeout: 2000 }); });
}

async function start() {
  document.querySelector("[data-still-signed-in]")?.toggleAttribute("hidden", !location.search.includes("chua-dang-xuat"));
  const owner = meta("nc-owner") || (await deviceOwner());
  if (!owner) return;
  const send = () => keepSending(owner);
  if (meta("nc-owner") && (await deviceOwner()) !== owner) await setDeviceOwner(owner);
  await startPanel(owner, send);
  warnAtSignOut(owner);
  for (const kind of ["online", "pageshow"]) window.addEventListener(kind, send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  window.addEventListener("offline", askTheBrowserToSend);
  let told = 0;
  onTold(({ line, answer, redraw }) => {
    if (line || answer || redraw) return;
    clearTimeout(told);
    told = setTimeout(() => (navigator.onLine ? send() : askTheBrowserToSend()), 400);
  });
  send();
  await calm();
  await startWorker(owner);
}

start().catch(() => {}); // a private window keeps nothing; the pages work without
