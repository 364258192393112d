/** The attach menu of a phone: photo or video, document, voice note, location, contact. */

import { el, popover } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

const ACCEPTED = { media: "image/*,video/*", document: "", voice: "audio/*" };

const PLACES = [
  { latitude: 24.71136, longitude: 46.67437, ar: "برج المملكة، الرياض", en: "Kingdom Tower, Riyadh" },
  { latitude: 24.7344, longitude: 46.5755, ar: "حي الطريف، الدرعية", en: "At-Turaif, Diriyah" },
  { latitude: 24.6318, longitude: 46.7132, ar: "قصر المصمك، الرياض", en: "Masmak Palace, Riyadh" },
];

const PEOPLE = { ar: { name: "سارة القحطاني", phone: "+966 55 123 4567" }, en: { name: "Sarah Mitchell", phone: "+44 7700 900123" } };

function kindOf(file, chosen) {
  if (chosen !== "media") return chosen;
  return file.type.startsWith("video/") ? "video" : "photo";
}

/** The button and its menu. `send` has message(fields), file({file, kind, text}) and record(). */
export function attachMenu(phone, sheet, send) {
  const { language } = phone;
  const input = el("input", { type: "file", hidden: true, "data-role": "file", tabindex: "-1", "aria-hidden": "true" });
  input.dataset.kind = "document";

  const choose = (kind) => {
    input.dataset.kind = kind;
    input.accept = ACCEPTED[kind];
    input.click();
  };
  input.addEventListener("change", () => {
    const file = input.files[0];
    if (file) preview(file, kindOf(file, input.dataset.kind));
    input.value = "";
  });

  /** What is about to be sent, with a caption where the apps take one. */
  function preview(file, kind) {
    if (kind === "voice") return send.file({ file, kind });
    const url = URL.createObjectURL(file);
    const shown = { photo: () => el("img", { src: url, alt: file.name }), video: () => el("video", { src: url, controls: true }) }[kind];
    const before = el("div", { class: "preview" }, shown ? shown() : el("span", { class: "filename", dir: "auto" }, icon("document"), file.name));
    const fields = [{ name: "text", word: "caption", "data-focus": true }];
    sheet.openForm(say(language, "sendFile", { name: file.name }), fields, ({ text }) => send.file({ file, kind, text }), before);
  }

  function shareLocation() {
    const samples = el("div", { class: "samples" });
    const number = { type: "number", step: "any", required: true, dir: "ltr" };
    const fields = [
      { name: "name", word: "place", value: PLACES[0][language] },
      { name: "latitude", word: "latitude", min: -90, max: 90, value: PLACES[0].latitude, ...number },
      { name: "longitude", word: "longitude", min: -180, max: 180, value: PLACES[0].longitude, ...number },
    ];
    const form = sheet.openForm(
      say(language, "shareLocation"),
      fields,
      ({ name, latitude, longitude }) => send.message({ text: "", location: { latitude: Number(latitude), longitude: Number(longitude), name: name || null, address: null } }),
      samples,
    );
    for (const place of PLACES) {
      const pick = () => {
        form.elements.name.value = place[language];
        form.elements.latitude.value = place.latitude;
        form.elements.longitude.value = place.longitude;
      };
      samples.append(el("button", { type: "button", class: "sample", on: { click: pick } }, icon("location"), place[language]));
    }
  }

  function shareContact() {
    const sample = PEOPLE[language];
    const fields = [
      { name: "name", word: "name", value: sample.name, required: true },
      { name: "phone", word: "phone", type: "tel", dir: "ltr", value: sample.phone, required: true },
    ];
    sheet.openForm(say(language, "shareContact"), fields, (contact) => send.message({ text: "", contact }));
  }

  const entries = [
    ["media", "camera", () => choose("media")],
    ["document", "document", () => choose("document")],
    ["voice", "mic", () => send.record()],
    ["location", "location", shareLocation],
    ["contact", "person", shareContact],
    ["own", "person", () => send.message({ text: "", contact: {} })],
  ];
  const panel = el("div", { class: "popover attach-menu", role: "group", "aria-label": say(language, "attach") });
  const button = el("button", { type: "button", class: "tool", "data-role": "attach", "aria-label": say(language, "attach"), title: say(language, "attach") }, icon("attach"));
  const close = popover(button, panel, { opened: () => panel.firstChild.focus() });
  for (const [name, picture, act] of entries) {
    const entry = el("button", { type: "button", class: `entry ${name}`, "data-attach": name }, el("span", { class: "disc" }, icon(picture)), say(language, name));
    entry.addEventListener("click", () => {
      close();
      act();
    });
    panel.append(entry);
  }
  return { button, panel, input, preview, chooseVoice: () => choose("voice") };
}
