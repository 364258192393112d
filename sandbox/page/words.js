/** The page's own words in both languages. What Diwan says is never here: this is the chrome of a developer's tool. */

const WORDS = {
  en: {
    add: "Add phone", addPhone: "Add a phone", admin: "admin", agent: "sales rep", arabic: "Arabic", attach: "Attach",
    audio: "Audio", back: "Back", block: "Block", blockedNote: "You blocked this contact.", cancel: "Cancel",
    cancelQuote: "Cancel the reply", cancelRecording: "Discard the recording", caption: "Add a caption…", channel: "Channel",
    clear: "Clear all", clock: "Move the clock on", clockDay: "+1 day", clockHelp: "Everything moves on with it: a reminder rings, a window closes.",
    clockHour: "+1 hour", clockMinutes: "+10 minutes", clockTomorrow: "Tomorrow, 9:00", clockWeek: "+1 week", close: "Close", connecting: "connecting…", contact: "Contact", copied: "Copied", copy: "Copy",
    customer: "customer", diwanDown: "Diwan is down", diwanUp: "Diwan is running", document: "Document", download: "Download {name}",
    edited: "edited", empty: "Nothing here yet. Write the first message.", english: "English", failed: "Not delivered",
    fault403: "403 · blocked or refused", fault429: "429 · too many requests", fault500: "500 · server error",
    faultAdd: "Make it fail", faultMethod: "Only this method", faultMethodHint: "any (for example sendMessage)", faultNone: "Everything works.",
    faultReset: "Connection reset", faultTimeout: "Timeout · delivered, no answer", faults: "Faults",
    faultsHelp: "The next requests of Diwan to this platform fail. Watch it retry, and lose nothing.", forward: "Forward here",
    forwarded: "Forwarded", kill: "Kill Diwan", killHelp: "kill -9 the Diwan process", kind: "What happens", language: "العربية",
    languageLabel: "Show the page in Arabic", languagePhone: "Language", latitude: "Latitude", location: "Location", longitude: "Longitude",
    manager: "manager", media: "Photo or video", menu: "Menu", message: "Message", messages: "Messages with {name}", more: "More",
    name: "Name", newMessages: "To the newest messages", noFile: "No microphone: choose an audio file instead.", online: "online", bot: "bot",
    offline: "offline", open: "Open {name}", own: "My own contact", pause: "Pause", phone: "Phone number", phones: "Phones", photo: "Photo", place: "Name of the place",
    play: "Play", record: "Record a voice note", recording: "Recording", reply: "Reply", replyTo: "Reply to {name}", retryAfter: "retry_after, seconds",
    role: "Role", sandbox: "sandbox", send: "Send", sendFailed: "Not sent: {reason}", sendFile: "Send {name}", sendList: "Choose an answer", sendRecording: "Send the voice note",
    shareContact: "Share a contact", shareLocation: "Share a location", start: "Start Diwan", startBot: "START", starting: "Starting…", sticker: "Sticker",
    stopping: "Killing…", target: "Platform", telegram: "Telegram", times: "How many times", today: "Today", typing: "typing", unblock: "Unblock",
    unread: { one: "{count} new message", other: "{count} new messages" }, video: "Video", voice: "Voice note", whatsapp: "WhatsApp",
    windowClosed: "24-hour window closed: only templates reach this phone", yesterday: "Yesterday", you: "You",
    downHelp: "Diwan is down. Write on: both platforms keep the messages until it is back.",
    downCount: { one: "Diwan is down. {count} message is waiting; it will not be lost.", other: "Diwan is down. {count} messages are waiting; none will be lost." },
    backHelp: "Diwan is back. Nothing was waiting.",
    backCount: { one: "Diwan is back: {count} message had waited", other: "Diwan is back: {count} messages had waited" },
    answers: { zero: "", one: " · {count} message came from it", other: " · {count} messages came from it" },
    unreachable: "The sandbox does not answer. Trying again…",
  },
  ar: {
    add: "إضافة هاتف", addPhone: "إضافة هاتف", admin: "مسؤول النظام", agent: "مندوب مبيعات", arabic: "العربية", attach: "إرفاق",
    audio: "مقطع صوتي", back: "رجوع", block: "حظر", blockedNote: "لقد حظرت جهة الاتصال هذه.", cancel: "إلغاء",
    cancelQuote: "إلغاء الرد", cancelRecording: "حذف التسجيل", caption: "أضف تعليقًا…", channel: "التطبيق",
    clear: "إزالة الكل", clock: "تقديم الساعة", clockDay: "بعد يوم", clockHelp: "يتقدّم معها كل شيء: يرنّ تذكير، وتنقضي مهلة.",
    clockHour: "بعد ساعة", clockMinutes: "بعد 10 دقائق", clockTomorrow: "غدًا 9:00 صباحًا", clockWeek: "بعد أسبوع", close: "إغلاق", connecting: "جارٍ الاتصال…", contact: "جهة اتصال", copied: "تم النسخ", copy: "نسخ",
    customer: "عميل", diwanDown: "ديوان متوقف", diwanUp: "ديوان يعمل", document: "مستند", download: "تنزيل {name}",
    edited: "معدّلة", empty: "لا رسائل بعد. اكتب أول رسالة.", english: "الإنجليزية", failed: "لم تصل",
    fault403: "403 · حظر أو رفض", fault429: "429 · طلبات كثيرة", fault500: "500 · خطأ في الخادم",
    faultAdd: "أحدِث العطل", faultMethod: "لهذا الإجراء فقط", faultMethodHint: "أي إجراء (مثل sendMessage)", faultNone: "كل شيء يعمل.",
    faultReset: "انقطاع الاتصال", faultTimeout: "انتهاء المهلة · تصل الرسالة بلا ردّ", faults: "الأعطال",
    faultsHelp: "ستفشل طلبات ديوان التالية إلى هذه المنصة. راقبه يعيد المحاولة ولا يضيع شيئًا.", forward: "إعادة توجيه هنا",
    forwarded: "معاد توجيهها", kill: "إيقاف ديوان قسرًا", killHelp: "إنهاء عملية ديوان بالأمر kill -9", kind: "ما يحدث", language: "English",
    languageLabel: "عرض الصفحة بالإنجليزية", languagePhone: "اللغة", latitude: "خط العرض", location: "الموقع", longitude: "خط الطول",
    manager: "مدير", media: "صورة أو فيديو", menu: "القائمة", message: "رسالة", messages: "المحادثة مع {name}", more: "المزيد",
    name: "الاسم", newMessages: "إلى أحدث الرسائل", noFile: "لا يوجد ميكروفون: اختر ملفًا صوتيًا بدلًا منه.", online: "متصل الآن", bot: "بوت",
    offline: "غير متصل", open: "فتح {name}", own: "جهة اتصالي", pause: "إيقاف مؤقت", phone: "رقم الهاتف", phones: "الهواتف", photo: "صورة", place: "اسم المكان",
    play: "تشغيل", record: "تسجيل رسالة صوتية", recording: "جارٍ التسجيل", reply: "رد", replyTo: "الرد على {name}", retryAfter: "retry_after بالثواني",
    role: "الدور", sandbox: "بيئة التجربة", send: "إرسال", sendFailed: "لم تُرسل: {reason}", sendFile: "إرسال {name}", sendList: "اختر إجابة", sendRecording: "إرسال الرسالة الصوتية",
    shareContact: "مشاركة جهة اتصال", shareLocation: "مشاركة موقع", start: "تشغيل ديوان", startBot: "ابدأ", starting: "جارٍ التشغيل…", sticker: "ملصق",
    stopping: "جارٍ الإيقاف…", target: "المنصة", telegram: "تيليجرام", times: "عدد المرات", today: "اليوم", typing: "يكتب", unblock: "إلغاء الحظر",
    unread: { zero: "لا رسائل جديدة", one: "رسالة جديدة", two: "رسالتان جديدتان", few: "{count} رسائل جديدة", many: "{count} رسالة جديدة", other: "{count} رسالة جديدة" },
    video: "فيديو", voice: "رسالة صوتية", whatsapp: "واتساب",
    windowClosed: "نافذة الـ 24 ساعة مغلقة: لا تصل إلى هذا الهاتف إلا القوالب", yesterday: "أمس", you: "أنت",
    downHelp: "ديوان متوقف. واصل الكتابة: تحفظ المنصتان الرسائل حتى يعود.",
    downCount: {
      one: "ديوان متوقف. رسالة واحدة تنتظر ولن تضيع.", two: "ديوان متوقف. رسالتان تنتظران ولن تضيعا.",
      few: "ديوان متوقف. {count} رسائل تنتظر ولن تضيع.", many: "ديوان متوقف. {count} رسالة تنتظر ولن تضيع.", other: "ديوان متوقف. {count} رسالة تنتظر ولن تضيع.",
    },
    backHelp: "عاد ديوان. لم تكن هناك رسائل تنتظر.",
    backCount: {
      one: "عاد ديوان: كانت رسالة واحدة تنتظر", two: "عاد ديوان: كانت رسالتان تنتظران", few: "عاد ديوان: كانت {count} رسائل تنتظر",
      many: "عاد ديوان: كانت {count} رسالة تنتظر", other: "عاد ديوان: كانت {count} رسالة تنتظر",
    },
    answers: {
      zero: "", one: " · وجاءت منه رسالة واحدة", two: " · وجاءت منه رسالتان", few: " · وجاءت منه {count} رسائل",
      many: " · وجاءت منه {count} رسالة", other: " · وجاءت منه {count} رسالة",
    },
    unreachable: "بيئة التجربة لا تستجيب. تجري إعادة المحاولة…",
  },
};

const ISOLATE = "\u2068";
const POP = "\u2069";

/** The words of `key`; `{name}` takes an isolated value, and `count` also chooses the plural form. */
export function say(language, key, values = {}) {
  let words = WORDS[language][key];
  if (typeof words === "object") {
    const form = values.count === 0 && "zero" in words ? "zero" : new Intl.PluralRules(language).select(values.count);
    words = words[form] ?? words.other;
  }
  return words.replace(/\{(\w+)\}/g, (_, name) => (name === "count" ? values[name] : `${ISOLATE}${values[name]}${POP}`));
}

export const directionOf = (language) => (language === "ar" ? "rtl" : "ltr");

let pageLanguage = "en";
try {
  pageLanguage = localStorage.getItem("diwan.language") ?? (navigator.language.startsWith("ar") ? "ar" : "en");
} catch {
  // A browser that keeps no storage still shows the page.
}
if (!(pageLanguage in WORDS)) pageLanguage = "en";

/** A word of the page's chrome, as opposed to a phone's. */
export const sayHere = (key, values) => say(pageLanguage, key, values);

/** Puts every `data-word`, `data-label` and `data-hint` under `root` into the page's language. */
export function label(root = document) {
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = sayHere(node.dataset.word);
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", sayHere(node.dataset.label));
    node.title = sayHere(node.dataset.label);
  }
  for (const node of root.querySelectorAll("[data-hint]")) node.placeholder = sayHere(node.dataset.hint);
}

export function usePageLanguage(language = pageLanguage) {
  pageLanguage = language;
  try {
    localStorage.setItem("diwan.language", language);
  } catch {
    // As above.
  }
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  label();
}

export const languageHere = () => pageLanguage;
export const otherLanguage = () => (pageLanguage === "ar" ? "en" : "ar");
