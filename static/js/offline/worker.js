// The service worker: pages from the network first; without a line the copy kept for the person whose device this is
// now. It keeps only static files and pages whose answer says so, and sends the outbox when the line comes back.

import { flush } from "./sending.js";
import { all, change, deviceOwner, rowsOf, setDeviceOwner } from "./store.js";

const FILES = "nhip-cau-files";
const PAGES = "nhip-cau-pages-";
const KEEP = "X-Keep-Offline";
// How long a weak line may take before the kept copy is shown.
const PATIENCE = 8_000;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const AWAY = new Set([502, 503, 504]);

let what; // {version, files, waiting, device, signIn, signOut}

const pathOf = (url) => new URL(url).pathname;
const ours = (url) => new URL(url).origin === self.location.origin;

// --- files

/** Fetch the files not kept yet; hashed names never change, the others are fetched anew. */
async function keepFiles(urls) {
  const kept = await caches.open(FILES);
  await Promise.all(urls.map(async (url) => {
    if (HASHED.test(pathOf(url)) && (await kept.match(url))) return;
    const answer = await fetch(url, { cache: HASHED.test(pathOf(url)) ? "default" : "no-cache" });
    if (answer.ok) await kept.put(url, answer);
  }));
}

async function install() {
  const base = (path) => new URL(path, self.location.origin).href;
  await keepFiles(what.files.map(base));
  await (await caches.open(FILES)).put(base(what.waiting), await fetch(what.waiting, { cache: "no-cache" }));
  await self.skipWaiting();
}

/** Files of older versions go, unless a kept page was made with them. */
async function activate() {
  const owner = await deviceOwner().catch(() => "");
  const lists = owner ? await all("device", owner) : [];
  const wanted = new Set([...what.files, what.waiting, ...lists.flatMap(({ urls }) => urls ?? []).map(pathOf)]);
  const kept = await caches.open(FILES);
  for (const request of await kept.keys()) if (!wanted.has(pathOf(request.url))) await kept.delete(request);
  await self.clients.claim();
}

async function file(request) {
  const kept = await (await caches.open(FILES)).match(request, { ignoreVary: true });
  if (kept && HASHED.test(pathOf(request.url))) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

// --- pages

async function keepPage(url, answer) {
  const owner = answer.headers.get(KEEP);
  if (!answer.ok || answer.redirected || !owner) return;
  await (await caches.open(PAGES + owner)).put(url, answer);
}

/** Only copies of the person whose device this is now; the fields a link fills in do not matter. */
async function keptPage(url) {
  const owner = await deviceOwner().catch(() => "");
  if (!owner) return undefined;
  return (await caches.open(PAGES + owner)).match(url, { ignoreSearch: true, ignoreVary: true });
}

async function page(event) {
  const copy = await keptPage(event.request.url);
  const network = fetch(event.request).then((answer) => {
    if (answer.headers.get(KEEP)) event.waitUntil(keepPage(event.request.url, answer.clone()));
    return answer;
  });
  const patience = copy && new Promise((done) => { setTimeout(() => done(copy), PATIENCE); });
  try {
    const answer = await (patience ? Promise.race([network, patience]) : network);
    event.waitUntil(network.catch(() => {}));
    return copy && AWAY.has(answer.status) ? copy : answer;
  } catch {
    return copy ?? (await (await caches.open(FILES)).match(what.waiting)) ?? Response.error();
  }
}

// --- one device, several people

async function forgetPages(but = "") {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + but) await caches.delete(name);
  }
}

/** Signing out takes the kept pages and confirmed numbers away; what was not sent stays, for nobody to see. */
async function signOut() {
  const owner = await deviceOwner();
  await setDeviceOwner("");
  await forgetPages();
  if (owner) {
    await change(["changes"], (to) => rowsOf(to.changes, owner, undefined, (rows) => {
      for (const row of rows) if (row.state === "sent") to.changes.delete([row.owner, row.url, row.name]);
    }));
  }
}

/** Without a line the portal does not hear of it: the device forgets, and says what is still to do. */
async function leave(request) {
  await signOut().catch(() => {});
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(`${what.waiting}?chua-dang-xuat`, 303);
  }
}

/** A person is here: pages of another one go. */
async function belongsTo(owner) {
  await setDeviceOwner(owner);
  await forgetPages(owner);
}

// --- events

function onFetch(event) {
  const { request } = event;
  if (!ours(request.url)) return;
  const path = pathOf(request.url);
  if (request.method === "POST" && request.mode === "navigate") {
    // Who comes next is not known before a page of theirs says so.
    if (path === what.signOut) event.respondWith(leave(request));
    if (path === what.signIn) event.waitUntil(setDeviceOwner(""));
  }
  if (request.method !== "GET") return;
  if (path.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
}

const orders = {
  person: ({ owner }) => belongsTo(owner),
  files: async ({ page: url, title, owner, urls }) => {
    const files = urls.filter((one) => ours(one) && pathOf(one).startsWith("/static/"));
    await change(["device"], ({ device }) => { device.put({ name: `files ${pathOf(url)}`, owner, title, page: pathOf(url), urls: files }); });
    await keepFiles(files);
  },
  page: async ({ url }) => keepPage(url, await fetch(url, { cache: "no-store", credentials: "same-origin" })),
};

async function order(event) {
  await orders[event.data?.kind]?.(event.data);
  event.ports[0]?.postMessage("done");
}

export function start(settings) {
  what = settings;
  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("fetch", onFetch);
  self.addEventListener("message", (event) => event.waitUntil(order(event).catch(() => {})));
  self.addEventListener("sync", (event) => event.waitUntil(deviceOwner().then(async (owner) => {
    if (!(await flush(owner))) throw new Error("later"); // the browser asks again
  })));
}
