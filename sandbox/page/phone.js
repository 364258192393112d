/** One phone: its header, log, composer, sheet and toast, in its own language and the looks of its own app. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { el, popover } from "./dom.js";
import { listen } from "./gestures.js";
import { icon } from "./icons.js";
import { Log } from "./log.js";
import { Sheet } from "./sheet.js";
import { directionOf, say, sayHere } from "./words.js";

const TOAST = 3200;
const SEEN_AFTER = 250;

export class Phone {
  /** `changed(phone)` is called when the count of unread messages changes, `heard(message)` for each that is new. */
  constructor(phone, { changed, heard }) {
    this.phone = phone;
    this.changed = changed;
    this.heard = heard;
    this.unread = 0;
    this.visible = false;
    this.connected = true;
    const { language, channel, id } = phone;
    this.caption = el("div", { class: "caption" });
    this.screen = el("div", { class: "screen" });
    this.sheet = new Sheet(this.screen, language);
    const actions = {
      show: (message) => this.log.show(message),
      press: (message, button) => this.attempt(() => api.press(id, message, button)),
      sendText: (text) => this.sendMessage({ text }),
      openList: (message) => this.sheet.openList(message.list, (item) => this.attempt(() => api.press(id, message.id, item))),
      reply: (message) => this.composer.quote(message),
    };
    this.log = new Log(phone, actions, () => this.see());
    this.composer = new Composer(phone, this.sheet, {
      send: { message: (fields) => this.sendMessage(fields), file: (fields) => this.sendFile(fields) },
      beside: (message, step) => this.log.beside(message, step),
      notify: (text) => this.toast(text),
    });
    this.notice = el("div", { class: "notice", hidden: true, dir: "auto" });
    this.start = el("button", { type: "button", class: "start", "data-role": "start", hidden: true, on: { click: () => this.sendMessage({ text: "/start" }) } }, say(language, "startBot"));
    this.blocked = el(
      "div",
      { class: "blocked", hidden: true },
      el("span", {}, say(language, "blockedNote")),
      el("button", { type: "button", class: "plain", "data-role": "unblock", on: { click: () => this.block(false) } }, say(language, "unblock")),
    );
    this.bubble = el("div", { class: "toast", role: "status", hidden: true });
    this.context = el("div", { class: "popover context", role: "group", hidden: true });
    this.main = el("div", { class: "main" }, this.header(), this.notice, this.log.view, this.start, this.composer.view, this.blocked);
    this.screen.append(this.main, this.bubble, this.context, this.sheet.view);
    this.view = el("section", { class: `phone ${channel}`, "data-phone": id, "data-channel": channel, "data-language": language }, this.caption, this.screen);
    this.screen.lang = language;
    this.screen.dir = directionOf(language);
    const right = channel === "telegram" ? -1 : 1;
    listen(this.log.scroller, {
      reply: (message) => this.composer.quote(this.log.messages.get(message)),
      menu: (message, x, y) => this.openContext(this.log.messages.get(message), x, y),
      towards: language === "ar" ? -right : right,
    });
    this.acceptDrops();
    this.update(phone);
  }

  header() {
    const { language } = this.phone;
    this.name = el("h2", { dir: "auto" });
    this.status = el("span", { class: "status" });
    this.avatar = el("span", { class: "avatar", "aria-hidden": "true" });
    this.blockEntry = el("button", { type: "button", class: "entry", "data-role": "block" });
    const panel = el("div", { class: "popover phone-menu", role: "group" }, this.blockEntry);
    const more = el("button", { type: "button", class: "tool", "data-role": "phone-menu", "aria-label": say(language, "more"), title: say(language, "more") }, icon("more"));
    const close = popover(more, panel);
    this.blockEntry.addEventListener("click", () => {
      close();
      this.block(!this.phone.blocked);
    });
    return el("header", { class: "head" }, icon("back", { flip: true }), this.avatar, el("div", { class: "who" }, this.name, this.status), more, panel);
  }

  /** Takes over every field of the phone but its messages. */
  update(change) {
    const { messages: _, ...fields } = change;
    Object.assign(this.phone, fields);
    const { phone } = this;
    const { language, channel } = phone;
    this.view.setAttribute("aria-label", `${phone.name} · ${sayHere(channel)}`);
    this.caption.replaceChildren(
      el("span", { class: "dot", "aria-hidden": "true" }),
      el("b", { dir: "auto" }, phone.name),
      el("span", { class: "role" }, sayHere(phone.role)),
      el("bdi", { class: "address", dir: "ltr" }, phone.address.replace(/^whatsapp:/, "")),
      el("span", { class: "badge", hidden: !this.unread }, String(this.unread)),
    );
    this.name.textContent = phone.contact.name;
    this.avatar.textContent = [...phone.contact.name.trim()][0] ?? "";
    this.notice.hidden = channel !== "whatsapp" || phone.window_open || !this.log.messages.size;
    this.notice.textContent = say(language, "windowClosed");
    this.blockEntry.replaceChildren(icon("block"), say(language, phone.blocked ? "unblock" : "block"));
    this.blocked.hidden = !phone.blocked;
    this.composer.view.hidden = Boolean(phone.blocked);
    this.start.hidden = channel !== "telegram" || phone.blocked || this.log.messages.size > 0;
    this.composer.update();
    this.log.type(phone.typing);
    this.describe();
  }

  /** The line under the contact's name. */
  describe() {
    const { language, typing, channel, contact } = this.phone;
    const typed = typing && this.connected;
    this.status.classList.toggle("typing", Boolean(typed));
    const words = !this.connected ? "connecting" : typing ? "typing" : contact.online ? (channel === "telegram" ? "bot" : "online") : "offline";
    const dots = typed ? el("span", { class: "ellipsis", "aria-hidden": "true" }, el("i"), el("i"), el("i")) : null;
    this.status.replaceChildren(...[say(language, words), dots].filter(Boolean));
  }

  connect(up) {
    this.connected = up;
    this.describe();
  }

  reset(phone) {
    this.log.reset(phone.messages ?? []);
    this.update(phone);
    this.see();
  }

  /** Shows a message, new or changed. */
  put(message) {
    const fresh = !this.log.messages.has(message.id);
    this.log.put(message);
    this.start.hidden = true;
    if (!fresh) return;
    this.heard(message);
    if (message.mine) return;
    this.setUnread(this.unread + 1);
    this.see();
  }

  remove(id) {
    this.log.remove(id);
  }

  setUnread(count) {
    if (count === this.unread) return;
    this.unread = count;
    const badge = this.caption.querySelector(".badge");
    badge.hidden = !count;
    badge.textContent = String(count);
    this.changed(this);
  }

  setVisible(visible) {
    this.visible = visible;
    if (visible) this.see();
  }

  /** Once the newest message is before somebody's eyes, says so to the platform. */
  see() {
    clearTimeout(this.seeing);
    this.seeing = setTimeout(() => {
      if (!this.unread || !this.visible || !this.log.stuck || document.visibilityState !== "visible") return;
      this.setUnread(0);
      api.markRead(this.phone.id).catch(() => {});
    }, SEEN_AFTER);
  }

  async attempt(act) {
    try {
      return await act();
    } catch (error) {
      this.toast(say(this.phone.language, "sendFailed", { reason: error.message }), true);
      return null;
    }
  }

  async sendMessage(fields) {
    return this.sent(await this.attempt(() => api.sendMessage(this.phone.id, fields)));
  }

  async sendFile(fields) {
    return this.sent(await this.attempt(() => api.sendFile(this.phone.id, fields)));
  }

  /** The answer may come after the event with the same message: what the stream said stays. */
  sent(message) {
    if (message?.id && !this.log.messages.has(message.id)) this.put(message);
    return Boolean(message);
  }

  async block(blocked) {
    if (await this.attempt(() => api.block(this.phone.id, blocked))) this.update({ blocked });
  }

  toast(text, alert = false) {
    clearTimeout(this.fading);
    this.bubble.replaceChildren(el("span", { dir: "auto" }, text));
    this.bubble.classList.toggle("alert", alert);
    this.bubble.hidden = false;
    this.fading = setTimeout(() => (this.bubble.hidden = true), alert ? TOAST * 2 : TOAST);
  }

  openContext(message, x, y) {
    const { language, id } = this.phone;
    const entries = [["reply", "reply", () => this.composer.quote(message)]];
    if (message.text) {
      entries.push(["copy", "copy", () => navigator.clipboard?.writeText(message.text).then(() => this.toast(say(language, "copied")))]);
      entries.push(["forward", "forward", () => this.attempt(() => api.sendMessage(id, { text: message.text, forwarded: true }))]);
    }
    const close = () => {
      this.context.hidden = true;
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("keydown", escape, true);
    };
    const outside = (event) => !this.context.contains(event.target) && close();
    const escape = (event) => event.key === "Escape" && close();
    this.context.replaceChildren(
      ...entries.map(([word, picture, act]) => {
        const pick = () => {
          close();
          act();
        };
        return el("button", { type: "button", class: "entry", "data-context": word, on: { click: pick } }, icon(picture, { flip: picture !== "copy" }), say(language, word));
      }),
    );
    this.context.hidden = false;
    const box = this.screen.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.context;
    this.context.style.left = `${Math.max(8, Math.min(x - box.left, box.width - offsetWidth - 8))}px`;
    this.context.style.top = `${Math.max(8, Math.min(y - box.top, box.height - offsetHeight - 8))}px`;
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("keydown", escape, true);
    this.context.firstChild.focus({ preventScroll: true });
  }

  acceptDrops() {
    const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    this.screen.addEventListener("dragover", (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      this.screen.classList.add("dropping");
    });
    this.screen.addEventListener("dragleave", (event) => !this.screen.contains(event.relatedTarget) && this.screen.classList.remove("dropping"));
    this.screen.addEventListener("drop", (event) => {
      this.screen.classList.remove("dropping");
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      this.composer.offer(file);
    });
  }
}
