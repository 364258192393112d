/** The page: phones side by side, fed by the stream of events, with a strip of tabs where they do not all fit. */

import { Bar } from "./bar.js";
import { el } from "./dom.js";
import { follow } from "./events.js";
import { Phone } from "./phone.js";
import { sayHere, usePageLanguage } from "./words.js";

const deck = document.getElementById("deck");
const tabs = document.getElementById("tabs");
const phones = new Map();
const strip = new Map();
let active = null;

usePageLanguage();

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      phones.get(entry.target.dataset.phone)?.setVisible(entry.isIntersecting);
      if (entry.isIntersecting && !single()) markTab(entry.target.dataset.phone);
    }
  },
  { root: null, threshold: 0.6 },
);

/** On a phone's screen one phone is shown at a time. */
const single = () => matchMedia("(max-width: 640px)").matches;

function activate(id, { scroll = true } = {}) {
  active = id;
  for (const [other, tab] of strip) {
    tab.setAttribute("aria-selected", String(other === id));
    tab.tabIndex = other === id ? 0 : -1;
    phones.get(other).view.classList.toggle("active", other === id);
  }
  strip.get(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const view = phones.get(id);
  if (!scroll || !view) return;
  view.view.scrollIntoView({ block: "nearest", inline: "start", behavior: "instant" });
  if (view.log.stuck) view.log.toEnd();
}

/** Moves the mark in the strip once the phone that had it was scrolled away. */
function markTab(id) {
  const shown = deck.querySelector(":scope > .active");
  const box = shown?.getBoundingClientRect();
  if (!box || box.right < box.width / 2 || box.left > innerWidth - box.width / 2) activate(id, { scroll: false });
}

function showTab(view) {
  const { phone, unread } = view;
  const tab = strip.get(phone.id);
  tab.replaceChildren(
    el("span", { class: `dot ${phone.channel}`, "aria-hidden": "true" }),
    el("span", { class: "tab-name", dir: "auto" }, phone.name),
    unread ? el("span", { class: "badge", "aria-label": sayHere("unread", { count: unread }) }, String(unread)) : "",
  );
}

function add(phone) {
  const view = new Phone(phone, { changed: showTab, heard: (message) => bar.heard(message) });
  const tab = el("button", { type: "button", role: "tab", class: "tab", "data-tab": phone.id, "aria-selected": "false", tabindex: "-1", on: { click: () => activate(phone.id) } });
  view.screen.addEventListener("focusin", () => active !== phone.id && activate(phone.id, { scroll: false }));
  phones.set(phone.id, view);
  strip.set(phone.id, tab);
  tabs.append(tab);
  deck.append(view.view);
  showTab(view);
  seen.observe(view.view);
  view.reset({ messages: [], ...phone });
  if (!active) activate(phone.id);
}

function drop(id) {
  seen.unobserve(phones.get(id).view);
  phones.get(id).view.remove();
  strip.get(id).remove();
  phones.delete(id);
  strip.delete(id);
  if (active === id) active = null;
}

tabs.addEventListener("keydown", (event) => {
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = { [forward]: 1, [forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const ids = [...strip.keys()];
  const next = ids[(ids.indexOf(active) + step + ids.length) % ids.length];
  activate(next);
  strip.get(next).focus();
});

function relabelled() {
  for (const view of phones.values()) {
    view.update({});
    showTab(view);
  }
}

const bar = new Bar({
  relabelled,
  dawned: () => phones.forEach((view) => view.log.redate()),
  opened: (phone) => {
    if (!phones.has(phone.id)) add(phone);
    activate(phone.id);
  },
});

const events = {
  message: ({ phone, message }) => phones.get(phone)?.put(message),
  remove: ({ phone, id }) => phones.get(phone)?.remove(id),
  phone(phone) {
    if (!phones.has(phone.id)) return add(phone);
    phones.get(phone.id).update(phone);
    showTab(phones.get(phone.id));
  },
  toast: ({ phone, text, alert }) => text && phones.get(phone)?.toast(text, alert),
  clock: ({ now }) => bar.setClock(now),
  diwan: ({ running }) => bar.setRunning(running),
};

follow({
  reset(state) {
    bar.setClock(state.now);
    const wanted = new Set(state.phones.map((phone) => phone.id));
    for (const id of [...phones.keys()]) if (!wanted.has(id)) drop(id);
    for (const phone of state.phones) {
      if (phones.has(phone.id)) phones.get(phone.id).reset(phone);
      else add(phone);
    }
    if (!active && phones.size) activate([...phones.keys()][0]);
    document.title = `${state.organisation} · ${sayHere("sandbox")}`;
    bar.reset(state);
    document.body.dataset.ready = "true";
  },
  apply: (kind, value) => events[kind](value),
  connection(up) {
    bar.connect(up);
    for (const view of phones.values()) view.connect(up);
  },
});

document.addEventListener("visibilitychange", () => phones.forEach((view) => view.see()));
new ResizeObserver(() => document.body.classList.toggle("overflowing", single() || deck.scrollWidth > deck.clientWidth + 1)).observe(deck);
new MutationObserver(() => document.body.classList.toggle("overflowing", single() || deck.scrollWidth > deck.clientWidth + 1)).observe(deck, { childList: true });
