/** What a bubble carries besides text: photos, video, voice, files, maps and contact cards. */

import { duration, sizeOf } from "./clock.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

const BARS = 34;

function photo(message, phone) {
  const image = el("img", { src: message.media.url, alt: message.media.name || say(phone.language, "photo"), decoding: "async" });
  const open = el("button", { type: "button", class: "photo", "data-role": "photo", "aria-label": say(phone.language, "open", { name: image.alt }) }, image);
  open.addEventListener("click", () => enlarge(image.src, image.alt, phone.language));
  return open;
}

/** The photo over the whole page, until a press or Esc. */
function enlarge(url, name, language) {
  const dialog = el(
    "dialog",
    { class: "lightbox", "data-role": "lightbox", "aria-label": name },
    el("img", { src: url, alt: name }),
    el("button", { type: "button", class: "round", "aria-label": say(language, "close") }, icon("close")),
  );
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Heights of a waveform that stay the same for the same message. */
function waveform(seed) {
  let state = 7;
  for (const letter of seed) state = (state * 31 + letter.charCodeAt(0)) >>> 0;
  return Array.from({ length: BARS }, (_, index) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return 18 + Math.round((state / 2 ** 32) * 62 * (0.55 + 0.45 * Math.sin((index / BARS) * Math.PI)));
  });
}

let playing = null;

function player(message, phone) {
  const { language } = phone;
  const sound = el("audio", { src: message.media.url, preload: "metadata" });
  const button = el("button", { type: "button", class: "play", "data-role": "play", "aria-label": say(language, "play") }, icon("play"));
  const wave = el("div", { class: "wave", dir: "ltr", "aria-hidden": "true" });
  for (const height of waveform(message.id)) {
    const bar = el("i");
    bar.style.blockSize = `${height}%`;
    wave.append(bar);
  }
  const clock = el("span", { class: "clock", dir: "ltr" }, duration(message.media.seconds));
  const length = () => (Number.isFinite(sound.duration) ? sound.duration : (message.media.seconds ?? 0));
  const show = () => {
    const part = length() ? sound.currentTime / length() : 0;
    [...wave.children].forEach((bar, index) => bar.classList.toggle("played", index < part * BARS));
    clock.textContent = duration(sound.paused && !sound.currentTime ? length() : sound.currentTime);
    button.replaceChildren(icon(sound.paused ? "play" : "pause"));
    button.setAttribute("aria-label", say(language, sound.paused ? "play" : "pause"));
  };
  button.addEventListener("click", () => {
    if (!sound.paused) return sound.pause();
    if (playing && playing !== sound) playing.pause();
    playing = sound;
    sound.play().catch(show);
  });
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    if (length()) sound.currentTime = ((event.clientX - box.left) / box.width) * length();
  });
  sound.addEventListener("ended", () => (sound.currentTime = 0));
  for (const type of ["play", "pause", "timeupdate", "loadedmetadata", "ended"]) sound.addEventListener(type, show);
  const name = message.kind === "audio" && message.media.name ? el("span", { class: "filename", dir: "auto" }, message.media.name) : null;
  return el("div", { class: `player ${message.kind}`, role: "group", "aria-label": say(language, message.kind) }, button, el("div", { class: "track" }, name, wave, clock), sound);
}

function video(message) {
  return el("video", { src: message.media.url, controls: true, preload: "metadata", playsinline: true, "aria-label": message.media.name });
}

function file(message, phone) {
  const { url, name, size, type } = message.media;
  const ending = (name ?? "").includes(".") ? name.split(".").pop().toUpperCase().slice(0, 4) : (type ?? "").split("/").pop().toUpperCase().slice(0, 4);
  return el(
    "a",
    { class: "file", href: url, download: name, "data-role": "file-chip", "aria-label": say(phone.language, "download", { name }) },
    el("span", { class: "ending", "aria-hidden": "true", dir: "ltr" }, ending || icon("document")),
    el("span", { class: "about" }, el("span", { class: "filename", dir: "auto" }, name), el("span", { class: "size", dir: "ltr" }, sizeOf(size))),
  );
}

const SVG = "http://www.w3.org/2000/svg";

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** A small street map drawn from the coordinates alone: the same place always looks the same, and nothing is fetched. */
function map(latitude, longitude) {
  const svg = shape("svg", { viewBox: "0 0 260 130", preserveAspectRatio: "xMidYMid slice", class: "map", "aria-hidden": "true" });
  const part = (value, scale) => Math.abs((value * scale) % 1);
  const [a, b, c] = [part(latitude, 997), part(longitude, 991), part(latitude + longitude, 983)];
  const add = (tag, attributes) => svg.append(shape(tag, attributes));
  add("rect", { width: 260, height: 130, class: "land" });
  add("path", { d: `M${150 + a * 60} -10 q${20 + b * 40} 20 ${90} ${30 + c * 20} v-60 z`, class: "park" });
  add("path", { d: `M-10 ${100 + b * 20} C60 ${80 + a * 30} 90 ${140 - c * 20} 170 150 L-10 150 z`, class: "water" });
  const tilt = -14 + a * 28;
  const streets = shape("g", { transform: `rotate(${tilt} 130 65)` });
  for (let index = -3; index < 12; index += 1) {
    streets.append(shape("path", { d: `M${index * 34 + b * 30} -80 V210`, class: "lane" }));
    if (index < 7) streets.append(shape("path", { d: `M-80 ${index * 28 + c * 24} H340`, class: "lane" }));
  }
  streets.append(shape("path", { d: `M-80 ${58 + c * 18} H340`, class: "road" }), shape("path", { d: `M${118 + b * 26} -80 V210`, class: "road" }));
  svg.append(streets);
  add("ellipse", { cx: 130, cy: 68, rx: 7, ry: 2.5, class: "shade" });
  add("path", { d: "M130 68c-9-11-14-17-14-24a14 14 0 0 1 28 0c0 7-5 13-14 24z", class: "pin" });
  add("circle", { cx: 130, cy: 44, r: 5, class: "hole" });
  return svg;
}

function place(message) {
  const { latitude, longitude, name, address } = message.location;
  return el(
    "div",
    { class: "place", "data-role": "location" },
    map(latitude, longitude),
    el(
      "div",
      { class: "about" },
      name ? el("span", { class: "filename", dir: "auto" }, name) : null,
      address ? el("span", { class: "size", dir: "auto" }, address) : null,
      el("span", { class: "size", dir: "ltr" }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`),
    ),
  );
}

function card(message) {
  const { name, phone } = message.contact;
  return el(
    "div",
    { class: "card", "data-role": "contact" },
    el("span", { class: "avatar", "aria-hidden": "true" }, icon("person")),
    el("div", { class: "about" }, el("span", { class: "filename", dir: "auto" }, name), el("a", { class: "size", dir: "ltr", href: `tel:${phone}` }, phone)),
  );
}

function sticker(message, phone) {
  if (/^video\//.test(message.media.type)) return el("video", { src: message.media.url, autoplay: true, loop: true, muted: true, playsinline: true });
  return el("img", { class: "sticker", src: message.media.url, alt: say(phone.language, "sticker") });
}

const VIEWS = { photo, video, voice: player, audio: player, document: file, sticker };

/** Everything of `message` that is not text, as elements in order. */
export function attachments(message, phone) {
  const parts = [];
  if (message.media) parts.push((VIEWS[message.kind] ?? file)(message, phone));
  if (message.location) parts.push(place(message));
  if (message.contact) parts.push(card(message));
  return parts;
}
