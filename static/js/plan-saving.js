// Sends the text with the version it started from; keeps a copy on the device until the server has it.

const WAIT = 700;
const RETRY = 5000;

export class Saver {
  /** `read` gives the content, `show(state, text)` tells the person, `onConflict(answer)` asks them. */
  constructor({ url, base, key, read, show, onConflict, onSaved, onFaults }) {
    Object.assign(this, { url, base, key, read, show, onConflict, onSaved, onFaults });
    this.timer = 0;
    this.sending = false;
    this.dirty = false;
    this.blocked = false;
    window.addEventListener("online", () => this.dirty && this.send());
    window.addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.send());
  }

  changed() {
    this.dirty = true;
    this.keepCopy();
    if (this.blocked) return;
    this.show("pending", "Đang soạn…");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAIT);
  }

  keepCopy() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ base: this.base, content: this.read(), at: Date.now() }));
    } catch {
      this.show("offline", "Máy hết chỗ lưu tạm. Đừng đóng trang khi chưa thấy “Đã lưu”.");
    }
  }

  /** What an earlier page left unsaved on this device, when it started from the same version. */
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

  async flush() {
    clearTimeout(this.timer);
    if (this.dirty && !this.blocked) await this.send();
    return !this.dirty;
  }

  async send() {
    if (this.sending || this.blocked) return;
    this.sending = true;
    const content = this.read();
    const sent = JSON.stringify(content);
    this.show("saving", "Đang lưu…");
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": window.nhipCau.csrfToken() },
        body: JSON.stringify({ base: this.base, content }),
      });
      await this.answered(response, sent);
    } catch {
      this.later("Mất kết nối – bản đang soạn được giữ trên máy này");
    } finally {
      this.sending = false;
    }
    if (this.dirty && !this.blocked && JSON.stringify(this.read()) !== sent) this.changed();
  }

  later(text) {
    this.show("offline", text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), RETRY);
  }

  async answered(response, sent) {
    if (response.status >= 500 || response.redirected || response.status === 403) {
      this.later(response.status >= 500 ? "Máy chủ đang bận – sẽ tự lưu lại" : "Phiên đăng nhập đã hết. Hãy đăng nhập lại ở thẻ khác rồi quay về đây");
      return;
    }
    const answer = await response.json();
    if (response.ok) {
      this.base = answer.version;
      this.dirty = JSON.stringify(this.read()) !== sent;
      if (!this.dirty) this.forgetCopy();
      this.show("saved", `Đã lưu lúc ${answer.saved_at}`);
      this.onSaved(answer);
    } else if (response.status === 409) {
      this.blocked = true;
      this.show("conflict", answer.message);
      this.onConflict(answer);
    } else {
      this.show("faults", answer.message);
      this.onFaults(answer.faults ?? []);
    }
  }

  /** After the person has chosen: go on from the version that stands on the server. */
  resume(base, { resend }) {
    this.base = base;
    this.blocked = false;
    this.dirty = resend;
    if (resend) this.send();
    else { this.forgetCopy(); this.show("saved", "Đã lấy bản trên máy chủ"); }
  }
}
