// Sends the text with the version it started from; keeps a copy on the device until the server has it.

import { newId } from "./content.js";

const WAIT = 400; // after the last key
const WAIT_SEEN = 250; // with the printed pages open, which follow the saves
const COPY = 1000; // the whole text: written between letters it would be felt
const RETRY = 5000;

const whenIdle = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: COPY }) : work());

/** The same text, told without writing it out: unchanged blocks are the same objects. */
export function sameContent(one, two) {
  const { blocks: mine, ...fields } = one;
  const { blocks: theirs, ...others } = two;
  return mine.length === theirs.length && JSON.stringify(fields) === JSON.stringify(others)
    && mine.every((block, at) => block === theirs[at] || JSON.stringify(block) === JSON.stringify(theirs[at]));
}

export class Saver {
  /** `read` gives the content, `show(state, text)` tells the person, `isWatched` says whether the pages are open, `onConflict(answer)` asks. */
  constructor({ url, base, key, read, show, isWatched, onSend, onConflict, onSaved, onFaults }) {
    Object.assign(this, { url, base, key, read, show, isWatched, onSend, onConflict, onSaved, onFaults });
    this.timer = 0;
    this.copyTimer = 0;
    this.sending = null;
    this.dirty = false;
    this.blocked = false;
    this.session = newId(); // the autosaves of one open page are one row of the history
    this.acknowledged = read();
    window.addEventListener("online", () => this.dirty && this.send());
    window.addEventListener("pagehide", () => this.dirty && this.keepCopy());
    window.addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.dirty) { this.keepCopy(); this.send(); } });
  }

  changed() {
    if (!this.dirty && !this.blocked) this.show("pending", "Đang soạn…");
    this.dirty = true;
    this.copyTimer ||= setTimeout(() => whenIdle(() => this.keepCopy()), COPY);
    if (this.blocked) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.isWatched() ? WAIT_SEEN : WAIT);
  }

  keepCopy() {
    clearTimeout(this.copyTimer);
    this.copyTimer = 0;
    if (!this.dirty) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ base: this.base, content: this.read(), at: Date.now() }));
    } catch {
      this.show("offline", "Máy hết chỗ lưu tạm. Đừng đóng trang khi chưa thấy “Đã lưu”.");
    }
  }

  /** What an earlier page left unsaved on this device. */
  leftCopy() {
    try {
      const copy = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return copy && copy.content ? copy : null;
    } catch {
      return null;
    }
  }

  forgetCopy() {
    localStorage.removeItem(this.key);
  }

  /** Everything typed so far is on the server: true, or not (no line, a conflict, a fault): false. */
  async flush() {
    clearTimeout(this.timer);
    await this.sending;
    if (this.dirty && !this.blocked) await this.send();
    return !this.dirty;
  }

  send() {
    if (this.sending || this.blocked) return this.sending;
    clearTimeout(this.timer);
    this.sending = this.sendNow().finally(() => { this.sending = null; });
    return this.sending;
  }

  async sendNow() {
    const content = this.read();
    this.onSend(content);
    if (sameContent(content, this.acknowledged)) { // typed and taken back: nothing to send
      this.settled("Đã lưu");
      return;
    }
    this.show("saving", "Đang lưu…");
    let answered = false;
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": window.nhipCau.csrfToken() },
        body: JSON.stringify({ base: this.base, content, session: this.session }),
      });
      answered = await this.answered(response, content);
    } catch {
      this.later("Mất kết nối – bản đang soạn được giữ trên máy này");
    }
    if (answered && this.dirty && !this.blocked) this.changed();
  }

  settled(text) {
    this.dirty = false;
    clearTimeout(this.copyTimer);
    this.copyTimer = 0;
    this.forgetCopy();
    this.show("saved", text);
  }

  later(text) {
    this.show("offline", text);
    this.keepCopy();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), RETRY);
  }

  /** True when the text can be sent on. */
  async answered(response, content) {
    if (response.status >= 500 || response.redirected || response.status === 403) {
      this.later(response.status >= 500 ? "Máy chủ đang bận – sẽ tự lưu lại" : "Phiên đăng nhập đã hết. Hãy đăng nhập lại ở thẻ khác rồi quay về đây");
      return false;
    }
    const answer = await response.json();
    if (response.ok) {
      this.base = answer.version;
      this.acknowledged = content;
      if (sameContent(this.read(), content)) this.settled(`Đã lưu lúc ${answer.saved_at}`);
      else this.show("pending", "Đang soạn…");
      this.onSaved(answer);
      return true;
    }
    this.keepCopy();
    if (response.status === 409) {
      this.blocked = true;
      this.show("conflict", answer.message);
      this.onConflict(answer);
    } else {
      this.show("faults", answer.message);
      this.onFaults(answer.faults ?? []);
    }
    return !sameContent(this.read(), content);
  }

  /** After the person has chosen: go on from the version that stands on the server. */
  resume(base, { resend, theirs }) {
    this.base = base;
    this.blocked = false;
    this.acknowledged = theirs;
    this.dirty = resend;
    if (resend) this.send();
    else this.settled("Đã lấy bản trên máy chủ");
  }
}
