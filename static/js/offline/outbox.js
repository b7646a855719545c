// The outbox: what the person entered and the server has not confirmed. Nothing leaves it for another reason than the
// server's answer or the person's own decision.

import { all, change, edit, get, rowsOf } from "./store.js";

// Of a change: being typed, on its way, not taken, different elsewhere, without a box in the form of now, confirmed.
export const TYPING = "typing";
export const WAITING = "waiting";
export const REFUSED = "refused";
export const CONFLICT = "conflict";
export const GONE = "gone";
// A confirmed change stays until a page from the server shows it, for the copy of the page on the device is older.
export const SENT = "sent";

export const NIL_RETURN = "nil_return";
const STUCK = new Set([REFUSED, CONFLICT, GONE]);
/** Whether only the person can help it on. */
export const isStuck = (row) => STUCK.has(row.state);

const heard = new EventTarget();
const channel = globalThis.BroadcastChannel ? new BroadcastChannel("nhip-cau-outbox") : null;
if (channel) channel.onmessage = (event) => heard.dispatchEvent(new CustomEvent("told", { detail: event.data }));

/** Calls `listener(detail)` when something changes, here or in another tab; detail may hold url, answer, line. */
export function onTold(listener) {
  heard.addEventListener("told", (event) => listener(event.detail));
}

export function tell(detail = {}) {
  heard.dispatchEvent(new CustomEvent("told", { detail }));
  channel?.postMessage(detail);
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// --- keeping what is typed into a report

let last = 0;
const next = () => { last = Math.max(last + 1, Date.now()); return last; };

/**
 * report = {owner, url, endpoint, form, title}; a change = {name, kind, words, shown, value, seen}: kind cell, text or nil,
 * value as the endpoint takes it, seen the stamp on the page. What waits already keeps the stamp first seen.
 */
export async function keepChanges(report, changes, { typing = false, take = "" } = {}) {
  const state = typing ? TYPING : WAITING;
  await change(["changes", "forms"], (to) => {
    for (const one of changes) {
      edit(to.changes, [report.owner, report.url, one.name], (before) => changed(report, one, before, state));
    }
    edit(to.forms, [report.owner, report.url], (before) => ({ take: "", blocked: null, message: "", ...before, ...report, ...(take && { take, message: "" }) }));
  });
  if (!typing) tell({ url: report.url });
}

function changed(report, one, before, state) {
  const open = before && [TYPING, WAITING].includes(before.state);
  const seen = before?.state === SENT ? before.stamp : one.seen;
  return {
    ...one, owner: report.owner, url: report.url, seq: next(), state, reason: "",
    seen: open ? before.seen : seen, at: open ? before.at : Date.now(),
  };
}

/** Boxes that were left, or found as a killed tab left them, are typed no more. */
export async function endTyping(owner, url, names = null) {
  await change(["changes"], (to) => {
    rowsOf(to.changes, owner, url, (rows) => {
      for (const row of rows) if (row.state === TYPING && (!names || names.includes(row.name))) to.changes.put({ ...row, state: WAITING });
    });
  });
  tell({ url });
}

export async function takeBackSending(owner, url) {
  await change(["forms"], (to) => edit(to.forms, [owner, url], (form) => form && { ...form, take: "" }));
  tell({ url });
}

/** What the device holds of a report: rows to lay over a page that is older than they are. */
export const changesOf = (owner, url) => all("changes", owner, url);
export const formOf = (owner, url) => get("forms", [owner, url]);

/** A page of version `version` came: what it shows already is needed no more. */
export async function forgetShown(owner, url, version) {
  await change(["changes"], (to) => {
    rowsOf(to.changes, owner, url, (rows) => {
      for (const row of rows) if (row.state === SENT && row.version <= version) to.changes.delete([owner, url, row.name]);
    });
  });
}

// --- the person decides

/** Send it again: as it is, or over what stands on the server now. */
export async function retry(owner, url, names, seen = {}) {
  await change(["changes", "forms"], (to) => {
    for (const name of names) {
      edit(to.changes, [owner, url, name], (row) => row && { ...row, state: WAITING, reason: "", seq: next(), seen: seen[name] ?? row.seen });
    }
    edit(to.forms, [owner, url], (row) => row && { ...row, blocked: null, message: "" });
  });
  tell({ url });
}

/** The person took what stands elsewhere, on the page. */
export async function forget(owner, url, name) {
  await change(["changes"], (to) => { to.changes.delete([owner, url, name]); });
  tell({ url });
}

export async function drop(owner, url, names) {
  await change(["changes", "forms"], (to) => {
    for (const name of names) to.changes.delete([owner, url, name]);
    rowsOf(to.changes, owner, url, (rows) => {
      if (rows.every((row) => row.state === SENT)) edit(to.forms, [owner, url], (row) => row && { ...row, blocked: null, message: "", take: "" });
    });
  });
  tell({ url, dropped: names });
}

/** The form has another version now; `there(name)` says which boxes it still has. Nothing goes before the person agrees. */
export async function moveToForm(report, there) {
  await change(["changes", "forms"], (to) => {
    rowsOf(to.changes, report.owner, report.url, (rows) => {
      for (const row of rows) {
        if (row.state === SENT) to.changes.delete([row.owner, row.url, row.name]);
        else to.changes.put(there(row.name) ? { ...row, state: WAITING, reason: "" } : { ...row, state: GONE, reason: NO_PLACE });
      }
      const left = rows.filter((row) => row.state !== SENT);
      const lost = left.filter((row) => !there(row.name)).length;
      edit(to.forms, [report.owner, report.url], (before) => before && {
        ...before, ...report, take: "",
        blocked: left.length ? { reason: "form", message: movedWords(before.form, report.form, left.length - lost, lost) } : null,
      });
    });
  });
  tell({ url: report.url });
}

const NO_PLACE = "Biểu mới không còn ô này. Hãy chép lại nếu cần rồi bỏ.";
const movedWords = (before, now, stay, lost) => `Biểu của báo cáo đã đổi từ ${before} sang ${now}. ${stay} thay đổi vẫn còn chỗ, `
  + `${lost} không còn ô. Chưa gửi gì cho đến khi bạn chọn.`;

// --- on its way

/** What to send for one report, kept with its key before it leaves; null when nothing can go. */
export async function freeze(owner, url) {
  let batch = null;
  await change(["changes", "forms", "batches"], (to) => {
    to.batches.get([owner, url]).onsuccess = (event) => {
      batch = event.target.result ?? null;
      if (batch) return;
      to.forms.get([owner, url]).onsuccess = (answer) => {
        const form = answer.target.result;
        if (!form || form.blocked) return;
        rowsOf(to.changes, owner, url, (rows) => {
          batch = packed(form, rows);
          if (batch) to.batches.put(batch);
        });
      };
    };
  });
  return batch;
}

function packed(form, rows) {
  const going = rows.filter((row) => row.state === WAITING);
  const take = rows.some(isStuck) ? "" : form.take;
  if (!going.length && !take) return null;
  const of = (kind) => going.filter((row) => row.kind === kind).map((row) => ({ ...row.value, seen: row.seen }));
  const key = newKey();
  return {
    owner: form.owner, url: form.url, endpoint: form.endpoint, key,
    seqs: Object.fromEntries(going.map((row) => [row.name, row.seq])),
    body: {
      key, form: form.form, cells: of("cell"), narratives: of("text"),
      nil_return: going.find((row) => row.kind === "nil")?.value ?? null, take,
    },
  };
}

/** The server took the batch: each box is confirmed, refused or different elsewhere. */
export async function settle(batch, answer) {
  const found = {
    saved: { ...answer.saved, ...inTexts(answer.narratives.saved), [NIL_RETURN]: "" },
    refused: { ...answer.refused, ...inTexts(answer.narratives.refused) },
    conflicts: { ...answer.conflicts, ...inTexts(answer.narratives.conflicts) },
  };
  await change(["changes", "forms", "batches"], (to) => {
    for (const [name, seq] of Object.entries(batch.seqs)) {
      edit(to.changes, [batch.owner, batch.url, name], (row) => row && judged(row, seq, found, answer.version));
    }
    edit(to.forms, [batch.owner, batch.url], (form) => ({
      ...form, take: batch.body.take ? "" : form.take, message: batch.body.take && !answer.sent ? answer.message : "",
    }));
    to.batches.delete([batch.owner, batch.url]);
  });
  const more = (await changesOf(batch.owner, batch.url)).some((row) => row.state === WAITING); // typed on meanwhile
  tell({ url: batch.url, answer: { ...answer, httpStatus: 200, took: batch.body.take !== "", more } });
}

const inTexts = (named) => Object.fromEntries(Object.entries(named ?? {}).map(([code, value]) => [`text:${code}`, value]));

function judged(row, seq, found, version) {
  const { name } = row;
  const again = row.seq !== seq; // typed on while it travelled
  if (name in found.saved) {
    return again ? { ...row, seen: found.saved[name] } : { ...row, state: SENT, stamp: found.saved[name], version, reason: "" };
  }
  if (again) return row;
  if (name in found.refused) return { ...row, state: REFUSED, reason: found.refused[name] };
  if (name in found.conflicts) return { ...row, state: CONFLICT, reason: found.conflicts[name].words, theirs: found.conflicts[name] };
  return { ...row, state: REFUSED, reason: "Máy chủ không trả lời về ô này." };
}

/** The server took nothing: everything stays, with the reason. `cells` have no place in the form of now. */
export async function block(batch, { reason, message, cells = [] }) {
  await change(["changes", "forms", "batches"], (to) => {
    for (const name of cells) {
      edit(to.changes, [batch.owner, batch.url, name], (row) => row && { ...row, state: GONE, reason: NO_PLACE });
    }
    edit(to.forms, [batch.owner, batch.url], (form) => ({ ...form, take: "", blocked: { reason, message } }));
    to.batches.delete([batch.owner, batch.url]);
  });
  tell({ url: batch.url, answer: { httpStatus: 409, reason, message, cells } });
}

// --- activities

/** activity = {key, owner, endpoint, page, title, fields, files}; the draft it was written in goes in the same moment. */
export async function keepActivity(activity) {
  await change(["activities", "drafts"], (to) => {
    to.activities.put({ ...activity, at: Date.now(), state: WAITING, reason: "" });
    to.drafts.delete([activity.owner, activity.page]);
  });
  tell({});
}

/** null: the server has it. Else it stays with the reason. */
export async function settleActivity(activity, refused, answer = null) {
  await change(["activities"], (to) => {
    edit(to.activities, activity.key, (row) => row && refused && { ...row, state: REFUSED, reason: refused });
  });
  tell({ activity: activity.key, refused, answer });
}

export async function retryActivity(key) {
  await change(["activities"], (to) => edit(to.activities, key, (row) => row && { ...row, state: WAITING, reason: "" }));
  tell({});
}

/** To be corrected: it becomes the draft of its page again. */
export async function backToDraft({ key, owner, page, fields, files }) {
  await change(["activities", "drafts"], (to) => {
    to.drafts.put({ owner, url: page, fields, files, at: Date.now() });
    to.activities.delete(key);
  });
  tell({});
}

export async function dropActivity(key) {
  await change(["activities"], (to) => to.activities.delete(key));
  tell({});
}

export const keepDraft = (draft) => change(["drafts"], (to) => { to.drafts.put({ ...draft, at: Date.now() }); });
export const dropDraft = (owner, url) => change(["drafts"], (to) => { to.drafts.delete([owner, url]); });
export const draftOf = (owner, url) => get("drafts", [owner, url]);

// --- what waits

/** {count, reports: [{form, rows}], activities, ready}: everything of the person the server has not confirmed. */
export async function waitingOf(owner) {
  const [forms, changes, activities, batches] = await Promise.all(
    ["forms", "changes", "activities", "batches"].map((name) => all(name, owner)),
  );
  const open = changes.filter((row) => row.state !== SENT);
  const under = new Set(batches.map((batch) => batch.url));
  const reports = forms
    .map((form) => ({ form, rows: open.filter((row) => row.url === form.url), underway: under.has(form.url) }))
    .filter(({ form, rows, underway }) => rows.length || form.take || form.message || underway);
  const count = open.length + reports.filter(({ form }) => form.take).length + activities.length;
  const ready = activities.some((row) => row.state === WAITING)
    || reports.some(({ form, rows, underway }) => underway || (!form.blocked && packed(form, rows)));
  return { count, reports, activities, ready };
}
