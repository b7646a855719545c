// What this device keeps until the server has confirmed it: one IndexedDB, small promises, no library.
//
// changes     a box or heading of a report as typed; key [owner, url, name]
// batches     what is on its way for one report, with the key the server knows it by; key [owner, url]
// forms       what is known of a report on this device: title, endpoint, form version, why it waits; key [owner, url]
// activities  an activity to send, photos as blobs; key `key`
// drafts      the activity being written; key [owner, url]
// device      whose device this is now; key `name`

const NAME = "nhip-cau";
const VERSION = 1;
const STORES = {
  changes: ["owner", "url", "name"],
  batches: ["owner", "url"],
  forms: ["owner", "url"],
  activities: "key",
  drafts: ["owner", "url"],
  device: "name",
};

let opening;

/** The device gave no room: nothing of this write was kept. */
export class StoreFull extends Error {}
/** This browser keeps nothing (private window, switched off). */
export class StoreMissing extends Error {}

function open() {
  opening ??= new Promise((done, fail) => {
    if (!globalThis.indexedDB) throw new StoreMissing("indexedDB");
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
    };
    request.onerror = () => fail(new StoreMissing(String(request.error)));
    request.onblocked = () => fail(new StoreMissing("blocked"));
    request.onsuccess = () => {
      // Another tab with a newer portal may upgrade; this one opens again at its next write.
      request.result.onversionchange = () => { request.result.close(); opening = undefined; };
      request.result.onclose = () => { opening = undefined; };
      done(request.result);
    };
  });
  opening.catch(() => { opening = undefined; });
  return opening;
}

const full = (error) => error?.name === "QuotaExceededError" || /quota|disk|full/i.test(error?.message ?? "");
const kept = (error) => (full(error) ? new StoreFull(error.message) : error ?? new Error("Không ghi được vào máy."));

/**
 * All of `work(stores)` or nothing. `work` calls put/delete at once and must not wait for anything else; what it
 * returns is given when the disk has it.
 */
export async function change(names, work) {
  const base = await open();
  return new Promise((done, fail) => {
    const held = base.transaction(names, "readwrite", { durability: "strict" });
    let result;
    held.oncomplete = () => done(result);
    held.onabort = () => fail(kept(held.error));
    try {
      result = work(Object.fromEntries(names.map((name) => [name, held.objectStore(name)])));
    } catch (error) {
      held.abort();
      fail(kept(error));
    }
  });
}

/** Inside `change`: the row of `key` becomes what `fn(row)` gives; nothing deletes it. */
export function edit(into, key, fn) {
  into.get(key).onsuccess = (event) => {
    const next = fn(event.target.result);
    if (next) into.put(next);
    else into.delete(key);
  };
}

/** Inside `change`: calls `fn(rows)` with the rows of one owner, or of one report. */
export function rowsOf(store, owner, url, fn) {
  store.getAll(within(owner, url)).onsuccess = (event) => fn(event.target.result);
}

const within = (owner, url) => {
  const first = url === undefined ? [owner] : [owner, url];
  return IDBKeyRange.bound(first, [...first, []]);
};

const answered = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

export async function get(name, key) {
  return answered((await open()).transaction(name).objectStore(name).get(key));
}

/** Rows of one owner; of one report when `url` is given. */
export async function all(name, owner, url) {
  const store = (await open()).transaction(name).objectStore(name);
  if (!Array.isArray(store.keyPath)) return (await answered(store.getAll())).filter((row) => row.owner === owner);
  return answered(store.getAll(within(owner, url)));
}

// --- whose device it is now

export const DEVICE = "person";

export async function deviceOwner() {
  return (await get("device", DEVICE))?.owner ?? "";
}

/** Lists of files kept for another person's pages go with them. */
export function setDeviceOwner(owner) {
  return change(["device"], ({ device }) => {
    device.getAll().onsuccess = (event) => {
      for (const row of event.target.result) if (owner && row.owner !== owner) device.delete(row.name);
      device.put({ name: DEVICE, owner });
    };
  });
}
