/** Times, days and durations as each phone writes them. */

import { say } from "./words.js";

// Arabic phones write Arabic-Indic digits and the Gregorian calendar; "ar-SA" alone would mean Hijri.
const LOCALES = { ar: "ar-SA-u-ca-gregory", en: "en-GB" };
const formats = new Map();

function format(language, name, options) {
  const key = `${language} ${name}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LOCALES[language], options));
  return formats.get(key);
}

export function timeOf(at, phone) {
  const twelve = phone.channel === "whatsapp";
  const options = { hour: twelve ? "numeric" : "2-digit", minute: "2-digit", hourCycle: twelve ? "h12" : "h23" };
  return format(phone.language, phone.channel, options).format(new Date(at)).replace(/([ap])m$/, (half) => half.toUpperCase());
}

/** A key of the local calendar day, for comparing. */
export function dayOf(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

export function dayName(at, language) {
  const day = dayOf(at);
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === dayOf(new Date())) return say(language, "today");
  if (day === dayOf(yesterday)) return say(language, "yesterday");
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear();
  const options = sameYear ? { weekday: "long", day: "numeric", month: "long" } : { day: "numeric", month: "long", year: "numeric" };
  return format(language, sameYear ? "day" : "date", options).format(new Date(at));
}

/** Seconds as m:ss, in Latin digits as both apps' players do. */
export function duration(seconds) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function sizeOf(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
