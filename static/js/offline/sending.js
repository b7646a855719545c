// Sends what waits, one thing at a time, from a page or from the service worker: asks first who is signed in, repeats
// with growing pauses while the line is bad, and takes only the server's own words for an answer.

import * as outbox from "./outbox.js";

export const DEVICE = "/thiet-bi/";
const QUICK = 15_000;
const SLOW = 60_000;
// A line of 10 kB a second must be able to carry its photos.
const BYTES_A_SECOND = 10_000;
const LONGEST_PAUSE = 5 * 60_000;
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The line is bad: nothing was learnt, the same goes again later. `after` in ms when the server named a time. */
class Later extends Error {
  constructor(after = 0) { super("later"); this.after = after; }
}
/** Nobody is signed in here, or somebody else. */
class SignedOut extends Error {}

/** What stands in the way: "", "offline", "signed-out", "other"; and `sending`. Heard by onTold as `line`. */
let line = { state: "", sending: false, tries: 0, nextAt: 0 };
const say = (now) => { line = { ...line, ...now }; outbox.tell({ line }); };
export const lineNow = () => line;

async function reach(url, options, time) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(time), ...options });
  } catch {
    throw new Later();
  }
  if (answer.type === "opaqueredirect") throw new SignedOut();
  if (AGAIN.has(answer.status)) throw new Later(1000 * (Number(answer.headers.get("Retry-After")) || 0));
  return answer;
}

/** JSON of the portal; a hotel's sign-in page with status 200 is no answer. */
async function read(answer) {
  if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) return null;
  try {
    return await answer.json();
  } catch {
    throw new Later();
  }
}

/** The CSRF token of now. Throws Later, or SignedOut when the session is not the owner's. */
async function hello(owner) {
  const said = await read(await reach(DEVICE, {}, QUICK));
  if (!said || typeof said.owner !== "string") throw new Later();
  if (said.owner !== owner) throw new SignedOut(said.owner ? "other" : "signed-out");
  return said.csrf;
}

const REFUSALS = {
  403: "Bạn không còn được phép nhập ở đây. Hãy liên hệ người quản trị của đơn vị.",
  404: "Không còn tìm thấy trên máy chủ: đơn vị đã sáp nhập hoặc kết thúc, hay bạn đã chuyển đơn vị. Nội dung vẫn ở trên máy này; hãy báo công đoàn cấp trên.",
  413: "Nội dung quá lớn, máy chủ không nhận.",
};
const refusal = (status) => REFUSALS[status] ?? `Máy chủ không nhận (mã ${status}).`;

/** A report that was sent is no form to fill in any more, also without a line. */
async function forgetCopy(owner, url) {
  await (await globalThis.caches?.open(`nhip-cau-pages-${owner}`))?.delete(new URL(url, location.origin).href, { ignoreSearch: true, ignoreVary: true });
}

async function sendReport(owner, url, csrf) {
  for (let batch = await outbox.freeze(owner, url); batch; batch = await outbox.freeze(owner, url)) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
    const answer = await reach(batch.endpoint, { method: "POST", headers, body: JSON.stringify(batch.body) }, SLOW);
    const said = await read(answer);
    if (answer.ok && !said) throw new Later();
    if (answer.ok) await outbox.settle(batch, said);
    if (said?.sent || said?.reason === "sent") await forgetCopy(owner, url);
    if (!answer.ok) await outbox.block(batch, { reason: "refused", message: refusal(answer.status), ...said });
  }
}

async function sendActivity(activity, csrf) {
  const body = new FormData();
  for (const [name, value] of activity.fields) body.append(name, value);
  for (const { name, file, fileName } of activity.files) body.append(name, file, fileName);
  const size = activity.files.reduce((sum, { file }) => sum + file.size, 0);
  const time = SLOW + (1000 * size) / BYTES_A_SECOND;
  const answer = await reach(activity.endpoint, { method: "POST", headers: { "X-CSRFToken": csrf }, body }, time);
  const said = await read(answer);
  if (answer.ok && !said) throw new Later();
  await outbox.settleActivity(activity, answer.ok ? null : said?.message ?? refusal(answer.status), said);
}

async function sendAll(owner) {
  const { reports, activities } = await outbox.waitingOf(owner);
  const csrf = await hello(owner);
  for (const { form } of reports) await sendReport(owner, form.url, csrf);
  for (const activity of activities) if (activity.state === outbox.WAITING) await sendActivity(activity, csrf);
}

const pause = (tries) => Math.min(LONGEST_PAUSE, 1500 * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2);

/** Send what is ready for this person; true when nothing is left to send. Never throws. */
export async function flush(owner) {
  if (!owner) return true;
  const alone = (work) => (navigator.locks ? navigator.locks.request(`nhip-cau-gui-${owner}`, { ifAvailable: true }, work) : work({}));
  try {
    return await alone(async (lock) => (lock ? sendOnce(owner) : false));
  } catch (error) {
    console.error(error); // the store is gone for now; the next change asks again
    return false;
  }
}

async function sendOnce(owner) {
  if (!(await outbox.waitingOf(owner)).ready) return true;
  say({ sending: true });
  try {
    await sendAll(owner);
    say({ state: "", sending: false, tries: 0, nextAt: 0 });
    return true;
  } catch (error) {
    if (error instanceof SignedOut) say({ state: error.message || "signed-out", sending: false, nextAt: 0 });
    else if (error instanceof Later) {
      const wait = Math.max(error.after, pause(line.tries));
      say({ state: "offline", sending: false, tries: line.tries + 1, nextAt: Date.now() + wait });
    } else {
      say({ state: "", sending: false });
      throw error;
    }
    return false;
  }
}

let timer = 0;

/** Send now and, while something is left and the line is bad, again later. */
export async function keepSending(owner) {
  clearTimeout(timer);
  await flush(owner);
  // A lock held elsewhere, or typed on meanwhile: whoever is free looks again.
  const { ready } = await outbox.waitingOf(owner).catch(() => ({ ready: false }));
  if (!ready || ["signed-out", "other"].includes(line.state)) return;
  timer = setTimeout(() => keepSending(owner), Math.max(line.nextAt - Date.now(), 1000));
}
