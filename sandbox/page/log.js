/** The scrolling log of one phone: order, day separators, groups, and a scroll that stays with the newest unless the reader left it. */

import { bubble } from "./bubble.js";
import { dayName, dayOf } from "./clock.js";
import { calmMotion, el } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

const NEAR = 64;

export class Log {
  /** `seen()` is called when the reader is at the newest message. */
  constructor(phone, actions, seen) {
    this.phone = phone;
    this.actions = actions;
    this.seen = seen;
    this.messages = new Map();
    this.rows = new Map();
    this.days = new Map();
    this.stuck = true;
    this.missed = 0;
    this.height = this.room = 0;
    this.inner = el("div", { class: "rows" });
    this.dots = el("div", { class: "row dots", hidden: true, "aria-hidden": "true" }, el("div", { class: "bubble" }, el("i"), el("i"), el("i")));
    this.empty = el("p", { class: "chip empty" }, say(phone.language, "empty"));
    this.scroller = el(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-relevant": "additions", tabindex: "0", "aria-label": say(phone.language, "messages", { name: phone.contact.name }), "data-role": "log" },
      this.empty,
      this.inner,
      this.dots,
    );
    this.badge = el("span", { class: "badge", hidden: true });
    this.pill = el("button", { type: "button", class: "round newest", "data-role": "newest", hidden: true, "aria-label": say(phone.language, "newMessages") }, this.badge, icon("down"));
    this.pill.addEventListener("click", () => this.toEnd(true));
    this.view = el("div", { class: "log-frame" }, this.scroller, this.pill);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    const resized = new ResizeObserver(() => this.stuck && this.toEnd());
    resized.observe(this.inner);
    resized.observe(this.scroller);
  }

  /** Shows exactly `messages`, touching only the rows that differ. */
  reset(messages) {
    const wanted = new Set(messages.map((message) => message.id));
    for (const id of [...this.messages.keys()]) if (!wanted.has(id)) this.drop(id);
    const first = this.messages.size === 0;
    for (const message of messages) this.place(message, !first);
    const shown = [...this.inner.querySelectorAll("[data-message]")];
    if (messages.some((message, index) => shown[index] !== this.rows.get(message.id))) {
      for (const message of messages) this.day(message).append(this.rows.get(message.id));
    }
    this.arrange();
    if (this.stuck) this.toEnd();
    requestAnimationFrame(() => this.scroller.setAttribute("aria-live", "polite"));
  }

  put(message) {
    const fresh = !this.messages.has(message.id);
    this.place(message, fresh);
    this.arrange();
    if (!fresh) return;
    if (message.mine) this.stuck = true;
    if (this.stuck) this.toEnd();
    else if (!message.mine) this.count(this.missed + 1);
  }

  remove(id) {
    this.drop(id);
    this.arrange();
  }

  /** Draws a message where it belongs, unless it stands there already as it is. */
  place(message, arriving) {
    const known = this.messages.get(message.id);
    if (known && JSON.stringify(known) === JSON.stringify(message)) return;
    const row = bubble(message, this.phone, this.actions);
    if (known) this.rows.get(message.id).replaceWith(row);
    else this.day(message).append(row);
    if (!known && arriving) row.classList.add("arriving");
    this.messages.set(message.id, message);
    this.rows.set(message.id, row);
  }

  drop(id) {
    this.rows.get(id)?.remove();
    this.rows.delete(id);
    this.messages.delete(id);
  }

  /** The rows of a message's day, under its separator. */
  day(message) {
    const day = dayOf(message.at);
    if (!this.days.has(day)) {
      const chip = el("span", { class: "chip", "data-at": message.at }, dayName(message.at, this.phone.language));
      const separator = el("div", { class: "row day" }, chip);
      this.days.set(day, el("div", { class: "day-rows" }, separator));
      this.inner.append(this.days.get(day));
    }
    return this.days.get(day);
  }

  /** Names the days anew: today has become yesterday. */
  redate() {
    for (const chip of this.inner.querySelectorAll(".day > .chip")) chip.textContent = dayName(chip.dataset.at, this.phone.language);
  }

  /** Marks the ends of each run of one side's messages, and lets go of days that have none. */
  arrange() {
    for (const [day, rows] of this.days) {
      if (rows.childElementCount > 1) continue;
      rows.remove();
      this.days.delete(day);
    }
    let before = null;
    for (const [id, message] of this.messages) {
      const starts = !before || before.mine !== message.mine || before.kind === "system" || dayOf(before.at) !== dayOf(message.at);
      this.rows.get(id).classList.toggle("first", starts);
      if (before) this.rows.get(before.id).classList.toggle("last", starts || message.kind === "system");
      before = message;
    }
    if (before) this.rows.get(before.id).classList.add("last");
    this.empty.hidden = this.messages.size > 0;
  }

  type(typing) {
    this.dots.hidden = !typing || this.phone.channel !== "whatsapp";
    if (this.stuck) this.toEnd();
  }

  toEnd(smooth = false) {
    const behavior = smooth && !calmMotion() ? "smooth" : "instant";
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    [this.height, this.room] = [this.scroller.scrollHeight, this.scroller.clientHeight];
    if (!smooth) this.stuck = true;
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (!clientHeight) return;
    // A picture that came late, or a quote bar, moves the end away without the reader's doing.
    const resized = scrollHeight !== this.height || clientHeight !== this.room;
    [this.height, this.room] = [scrollHeight, clientHeight];
    if (resized && this.stuck) return this.toEnd();
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    this.pill.hidden = this.stuck;
    if (!this.stuck) return;
    this.count(0);
    this.seen();
  }

  count(missed) {
    this.missed = missed;
    this.badge.hidden = missed === 0;
    this.badge.textContent = missed > 99 ? "99+" : String(missed);
    const { language } = this.phone;
    this.pill.setAttribute("aria-label", missed ? say(language, "unread", { count: missed }) : say(language, "newMessages"));
  }

  /** Scrolls to a message and lights it up for a moment; answers whether it is here. */
  show(id) {
    const row = this.rows.get(id);
    if (!row) return false;
    this.stuck = false;
    row.scrollIntoView({ block: "center", behavior: calmMotion() ? "instant" : "smooth" });
    row.classList.remove("flash");
    void row.offsetWidth;
    row.classList.add("flash");
    row.addEventListener("animationend", () => row.classList.remove("flash"), { once: true });
    return true;
  }

  /** The message beside `id` among those that can be quoted, `step` rows on; from the newest when `id` is null. */
  beside(id, step) {
    const all = [...this.messages.values()].filter((message) => message.kind !== "system");
    if (!id) return step < 0 ? all.at(-1) : null;
    const index = all.findIndex((message) => message.id === id) + step;
    return index < 0 ? all[0] : (all[index] ?? null);
  }
}
