/** The world's clock, and times, days and durations as each phone writes them. */

import { say } from "./words.js";

// Arabic phones write Arabic-Indic digits and the Gregorian calendar; "ar-SA" alone would mean Hijri.
const LOCALES = { ar: "ar-SA-u-ca-gregory", en: "en-GB" };
const formats = new Map();

function format(language, name, options, locale = LOCALES[language]) {
  const key = `${language} ${name}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, options));
  return formats.get(key);
}

let ahead = 0;

/** Takes over the world's time, which runs as the browser's does but may have been moved. */
export function setNow(at) {
  ahead = Date.parse(at) - Date.now();
}

export const now = () => new Date(Date.now() + ahead);

/** Seconds until an hour of the day after today, in the browser's zone. */
export function untilTomorrow(hour) {
  const then = now();
  then.setDate(then.getDate() + 1);
  then.setHours(hour, 0, 0, 0);
  return (then - now()) / 1000;
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
  const yesterday = now();
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === dayOf(now())) return say(language, "today");
  if (day === dayOf(yesterday)) return say(language, "yesterday");
  const sameYear = new Date(at).getFullYear() === now().getFullYear();
  const options = sameYear ? { weekday: "long", day: "numeric", month: "long" } : { day: "numeric", month: "long", year: "numeric" };
  return format(language, sameYear ? "day" : "date", options).format(new Date(at));
}

/** The world's time as the page's bar shows it: the time, the day where that is not the reader's own today, and the date. */
export function shownNow(language, narrow) {
  // The page itself writes Latin digits in both languages.
  const locale = language === "ar" ? "ar-SA-u-ca-gregory-nu-latn" : LOCALES.en;
  const write = (name, options) => format(language, `bar ${name}`, options, locale).format(now());
  const time = write("time", { hour: "numeric", minute: "2-digit" });
  const wide = narrow ? {} : { month: "short" };
  const day = dayOf(now()) === dayOf(new Date()) ? "" : write(narrow ? "short" : "day", { weekday: "short", day: "numeric", ...wide });
  return { time, day, date: write("date", { dateStyle: "full" }) };
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
