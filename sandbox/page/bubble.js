/** One message as it looks in a chat: quote, media, text, time, ticks and its buttons. */

import { timeOf } from "./clock.js";
import { el } from "./dom.js";
import { icon, tick } from "./icons.js";
import { attachments } from "./media.js";
import { isJumbo, lines } from "./text.js";
import { say } from "./words.js";

const OPENABLE = /^(https?|mailto|tel|tg):/i;
const SHORTEST_BUSY = 250;

function quoteOf(message, phone, actions) {
  const { quote } = message;
  const author = quote.mine ? say(phone.language, "you") : phone.contact.name;
  return el(
    "button",
    { type: "button", class: `quote ${quote.mine ? "of-mine" : "of-theirs"}`, "data-quote": quote.id, on: { click: () => actions.show(quote.id) } },
    el("span", { class: "author", dir: "auto" }, author),
    el("span", { class: "words", dir: "auto" }, quote.text),
  );
}

function meta(message, phone) {
  const { language } = phone;
  return el(
    "span",
    { class: "meta", dir: language === "ar" ? "rtl" : "ltr" },
    message.edited ? el("span", { class: "edited" }, say(language, "edited")) : null,
    el("time", { datetime: message.at }, timeOf(message.at, phone)),
    message.mine && message.status !== "failed" ? tick(message.status, phone.channel) : null,
  );
}

/** Room for the time at the end of the last line; what it measures is painted by CSS, so that it is not part of the text. */
function room(message, phone) {
  const words = `${message.edited ? `${say(phone.language, "edited")} ` : ""}${timeOf(message.at, phone)}`;
  return el("span", { class: `room${message.mine ? " ticked" : ""}`, "data-time": words, dir: "ltr", "aria-hidden": "true" });
}

function button(choice, message, actions, mark) {
  const label = el("span", { class: "words", dir: "auto" }, choice.text);
  if (choice.url && OPENABLE.test(choice.url)) {
    return el("a", { class: "choice", "data-button": choice.id, href: choice.url, target: "_blank", rel: "noopener noreferrer" }, label, icon("link"));
  }
  const node = el("button", { type: "button", class: "choice", "data-button": choice.id }, mark, label);
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    const shown = new Promise((done) => setTimeout(done, SHORTEST_BUSY));
    await actions.press(message.id, choice.id);
    await shown;
    node.removeAttribute("aria-busy");
  });
  return node;
}

function choices(message, phone, actions) {
  if (!message.rows?.length) return null;
  const quick = phone.channel === "whatsapp";
  const rows = message.rows.map((row) => el("div", { class: "keys" }, row.map((choice) => button(choice, message, actions, quick ? icon("reply", { flip: true }) : null))));
  return el("div", { class: quick ? "quick" : "keyboard", role: "group" }, rows);
}

function listOpener(message, actions) {
  if (!message.list) return null;
  const open = el("button", { type: "button", class: "choice", "data-role": "list-open" }, icon("list"), el("span", { class: "words", dir: "auto" }, message.list.button));
  open.addEventListener("click", () => actions.openList(message));
  return el("div", { class: "quick" }, el("div", { class: "keys" }, open));
}

function textOf(message, phone, actions) {
  if (!message.text) return null;
  const rows = lines(message.text, message.entities ?? [], { channel: phone.channel, onCommand: actions.sendText });
  const text = el("div", { class: `text${isJumbo(message.text) ? " jumbo" : ""}`, "data-role": "text" }, rows);
  rows.at(-1).append(room(message, phone));
  return text;
}

/** The row of `message` in the log of `phone`. `actions`: show, press, sendText, openList, reply, menu. */
export function bubble(message, phone, actions) {
  if (message.kind === "system") {
    return el("div", { class: "row system", "data-message": message.id }, el("span", { class: "chip", dir: "auto" }, message.text));
  }
  const side = message.mine ? "mine" : "theirs";
  const bare = message.kind === "sticker" && !message.text;
  const visual = Boolean(message.media) && ["photo", "video"].includes(message.kind);
  const failed = message.status === "failed";
  const content = [
    message.forwarded ? el("span", { class: "forwarded" }, icon("forward", { flip: true }), say(phone.language, "forwarded")) : null,
    message.quote ? quoteOf(message, phone, actions) : null,
    attachments(message, phone),
    textOf(message, phone, actions),
    meta(message, phone),
  ];
  const inside = phone.channel === "whatsapp" ? [choices(message, phone, actions), listOpener(message, actions)] : [];
  const outside = phone.channel === "whatsapp" ? null : choices(message, phone, actions);
  const classes = ["bubble", bare && "bare", visual && "visual", visual && !message.text && "captionless"].filter(Boolean).join(" ");
  const reply = el("button", { type: "button", class: "round reply", "data-role": "reply", tabindex: "-1", "aria-label": say(phone.language, "reply"), title: say(phone.language, "reply") }, icon("reply", { flip: true }));
  reply.addEventListener("click", () => actions.reply(message));
  const error = failed ? el("span", { class: "error", "data-role": "error", dir: "auto" }, say(phone.language, "failed"), message.error ? [" · ", el("bdi", {}, message.error)] : null) : null;
  const alert = failed ? el("span", { class: "alert", role: "img", "aria-label": say(phone.language, "failed") }, tick("failed", phone.channel)) : null;
  return el(
    "div",
    { class: `row ${side}${failed ? " failed" : ""}`, "data-message": message.id, "data-status": message.status, "data-kind": message.kind },
    el("div", { class: "stack" }, el("div", { class: classes }, el("div", { class: "body" }, content), inside), outside, error),
    el("div", { class: "aside" }, alert, reply),
  );
}
