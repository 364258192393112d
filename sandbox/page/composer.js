/** The bar at the bottom of a phone: text, quote, attachments, voice, and Telegram's menu button. */

import { attachMenu } from "./attach.js";
import { duration } from "./clock.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { record } from "./recorder.js";
import { say } from "./words.js";

const TALLEST = 132;

export class Composer {
  /** `send`: message(fields) and file(fields), each answering whether it went; `beside(id, step)` walks the log; `notify(text)`. */
  constructor(phone, sheet, { send, beside, notify }) {
    this.phone = phone;
    this.quoted = null;
    this.send = send;
    const { language } = phone;
    const sending = {
      message: (fields) => this.deliver(() => send.message({ ...fields, quote: this.quoted?.id })),
      file: (fields) => this.deliver(() => send.file({ ...fields, quote: this.quoted?.id })),
      record: () => this.record(),
    };
    this.sending = sending;
    this.attach = attachMenu(phone, sheet, sending);
    this.notify = notify;
    this.area = el("textarea", { rows: "1", dir: "auto", "data-role": "composer", placeholder: say(language, "message"), "aria-label": say(language, "message"), enterkeyhint: "send", "aria-keyshortcuts": "Enter Shift+Enter Control+ArrowUp Escape" });
    this.go = el("button", { type: "button", class: "go", "data-role": "send", "aria-label": say(language, "send"), title: say(language, "send"), hidden: true }, icon("send", { flip: true }));
    this.mic = el("button", { type: "button", class: "go", "data-role": "record", "aria-label": say(language, "record"), title: say(language, "record") }, icon("mic"));
    this.menu = el("button", { type: "button", class: "menu-button", "data-role": "menu", hidden: true }, icon("menu"), el("span", {}, say(language, "menu")));
    this.menu.addEventListener("click", () => sheet.openMenu(this.phone.menu, (command) => sending.message({ text: command })));
    this.quoteBar = el("div", { class: "quote-bar", "data-role": "quote-bar", hidden: true });
    this.recording = el("div", { class: "recording", hidden: true });
    this.field = el("div", { class: "field" }, this.menu, this.area, this.attach.button, this.attach.input);
    this.view = el("div", { class: "composer" }, this.quoteBar, el("div", { class: "line-up" }, this.field, this.recording, this.go, this.mic), this.attach.panel);
    this.listen(beside);
    this.update();
  }

  listen(beside) {
    this.area.addEventListener("input", () => this.fit());
    this.area.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.submit();
      } else if (event.key === "Escape" && this.quoted) {
        event.preventDefault();
        this.quote(null);
      } else if (step && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.quote(beside(this.quoted?.id ?? null, step));
      }
    });
    this.area.addEventListener("paste", (event) => {
      const file = [...(event.clipboardData?.files ?? [])][0];
      if (file) {
        event.preventDefault();
        this.offer(file);
      }
    });
    this.go.addEventListener("click", () => this.submit());
    this.mic.addEventListener("click", () => this.record());
  }

  /** A pasted or dropped file, shown before it is sent. */
  offer(file) {
    const [general] = file.type.split("/");
    this.attach.preview(file, { image: "photo", video: "video", audio: "audio" }[general] ?? "document");
  }

  update() {
    this.menu.hidden = this.phone.channel !== "telegram" || !this.phone.menu?.length;
    this.fit();
  }

  fit() {
    if (!this.recording.hidden) return;
    const written = Boolean(this.area.value.trim());
    this.go.hidden = !written;
    this.mic.hidden = written;
    this.menu.classList.toggle("small", Boolean(this.area.value));
    this.area.style.blockSize = "auto";
    if (this.area.scrollHeight) this.area.style.blockSize = `${Math.min(this.area.scrollHeight, TALLEST)}px`;
  }

  /** Clears the quote while a message is on its way, and brings it back if it did not go. */
  async deliver(attempt) {
    const { quoted } = this;
    const going = attempt();
    this.quote(null);
    const went = await going;
    if (!went && quoted && !this.quoted) this.quote(quoted);
    return went;
  }

  async submit() {
    const text = this.area.value;
    if (!text.trim()) return;
    this.area.value = "";
    this.fit();
    this.area.focus({ preventScroll: true });
    if (await this.sending.message({ text: text.trim() })) return;
    this.area.value = this.area.value ? `${text}\n${this.area.value}` : text;
    this.fit();
  }

  quote(message) {
    this.quoted = message ?? null;
    this.quoteBar.hidden = !message;
    if (!message) return this.quoteBar.replaceChildren();
    const { language } = this.phone;
    const author = message.mine ? say(language, "you") : this.phone.contact.name;
    const words = message.text || (message.media || message.location || message.contact ? say(language, message.kind) : "");
    const cancel = el("button", { type: "button", class: "round", "data-role": "quote-cancel", "aria-label": say(language, "cancelQuote") }, icon("close"));
    cancel.addEventListener("click", () => {
      this.quote(null);
      this.area.focus();
    });
    this.quoteBar.replaceChildren(
      icon("reply", { flip: true }),
      el("div", { class: `quote ${message.mine ? "of-mine" : "of-theirs"}` }, el("span", { class: "author", dir: "auto" }, author), el("span", { class: "words", dir: "auto" }, words)),
      cancel,
    );
    this.area.focus({ preventScroll: true });
  }

  async record() {
    const { language } = this.phone;
    let take;
    try {
      take = await record();
    } catch {
      this.notify(say(language, "noFile"));
      return this.attach.chooseVoice();
    }
    const started = Date.now();
    const clock = el("span", { class: "clock", dir: "ltr" }, "0:00");
    const timer = setInterval(() => (clock.textContent = duration((Date.now() - started) / 1000)), 250);
    const discard = el("button", { type: "button", class: "tool", "data-role": "record-cancel", "aria-label": say(language, "cancelRecording") }, icon("trash"));
    const finish = el("button", { type: "button", class: "go", "data-role": "record-send", "aria-label": say(language, "sendRecording") }, icon("send", { flip: true }));
    const end = () => {
      clearInterval(timer);
      this.recording.hidden = true;
      this.recording.replaceChildren();
      this.field.hidden = false;
      this.fit();
    };
    discard.addEventListener("click", () => {
      end();
      take.discard();
    });
    finish.addEventListener("click", async () => {
      const seconds = Math.max(1, Math.round((Date.now() - started) / 1000));
      end();
      this.sending.file({ file: await take.stop(), kind: "voice", seconds });
    });
    this.recording.replaceChildren(discard, el("span", { class: "red", "aria-hidden": "true" }), el("span", { role: "status" }, say(language, "recording")), clock, finish);
    this.recording.hidden = false;
    this.field.hidden = this.go.hidden = this.mic.hidden = true;
    finish.focus();
  }
}
