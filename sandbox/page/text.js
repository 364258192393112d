/** A message's text as lines of DOM: entities in UTF-16 offsets, each line in its own direction, never markup from people. */

import { el } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code" };
const WHOLE = new Set(["code", "pre", "link", "bot_command"]);
const SAFE = /^(https?|mailto|tel):/i;
const LINK = /https?:\/\/[^\s<>\u200e\u200f\u2066-\u2069]*[^\s<>\u200e\u200f\u2066-\u2069.,;:!?)\]}'"»،؛؟]/g;
const COMMAND = /(?<![\p{L}\p{N}_/.:])\/[A-Za-z][A-Za-z0-9_]{0,31}(?![\w/])/gu;
const JUMBO = /^(?:\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}\uFE0F]*(?:\u200D\p{Extended_Pictographic}\uFE0F?)*\s*){1,3}$/u;

/** What an app itself finds in a text where the sender marked nothing. */
function found(text, entities, channel) {
  const covered = entities.filter((entity) => WHOLE.has(entity.type));
  const free = (offset, length) => covered.every((entity) => offset + length <= entity.offset || offset >= entity.offset + entity.length);
  const finds = [];
  for (const [pattern, type] of channel === "telegram" ? [[LINK, "link"], [COMMAND, "bot_command"]] : [[LINK, "link"]]) {
    for (const match of text.matchAll(pattern)) {
      if (free(match.index, match[0].length)) finds.push({ type, offset: match.index, length: match[0].length });
    }
  }
  return finds;
}

function wrap(node, entity, text, onCommand) {
  const words = text.slice(entity.offset, entity.offset + entity.length);
  if (entity.type === "bot_command") {
    // A link and not a button: a button would be a box of its own, which no line can break through.
    const command = el("a", { href: "#", role: "button", class: "command", "data-command": words }, node);
    command.addEventListener("click", (event) => {
      event.preventDefault();
      onCommand(words);
    });
    return command;
  }
  if (entity.type === "link") {
    const url = entity.url ?? (SAFE.test(words) ? words : `https://${words}`);
    if (!SAFE.test(url)) return node;
    const link = el("a", { href: url, target: "_blank", rel: "noopener noreferrer" });
    link.append(node);
    return link;
  }
  const tag = TAGS[entity.type];
  if (!tag) return node;
  const marked = el(tag, { class: entity.type === "pre" ? "pre" : null });
  marked.append(node);
  return marked;
}

/** The lines of `text` as elements, to be put into a `.text` block. */
export function lines(text, entities, { channel, onCommand }) {
  const all = [...entities, ...found(text, entities, channel)].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const rows = [];
  let start = 0;
  for (const words of text.split("\n")) {
    const end = start + words.length;
    const here = all.filter((entity) => entity.offset < end && entity.offset + entity.length > start);
    const cuts = new Set([start, end]);
    for (const entity of here) {
      cuts.add(Math.max(start, entity.offset));
      cuts.add(Math.min(end, entity.offset + entity.length));
    }
    const marks = [...cuts].sort((a, b) => a - b);
    const line = el("div", { class: "line", dir: "auto" });
    for (let index = 0; index + 1 < marks.length; index += 1) {
      const [from, to] = [marks[index], marks[index + 1]];
      let node = document.createTextNode(text.slice(from, to));
      const over = here.filter((entity) => entity.offset <= from && entity.offset + entity.length >= to);
      for (const entity of over.reverse()) node = wrap(node, entity, text, onCommand);
      line.append(node);
    }
    if (!words) line.append(el("br"));
    rows.push(line);
    start = end + 1;
  }
  return rows;
}

export const isJumbo = (text) => text.length < 40 && JUMBO.test(text);
