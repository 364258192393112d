"""Words: what people say of days, hours and durations, in English and in standard, Gulf, Egyptian and Levantine Arabic.

Each line of a table is a value and the ways of saying it, split at commas; spelling is folded when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from storage.spelling import fold


class Kind(Enum):
    """What a word is in a phrase."""

    NOW = auto()
    TONIGHT = auto()
    DAY = auto()  # days from today
    WEEKDAY = auto()  # days from Sunday
    NEXT = auto()  # weeks, or months, on
    THIS = auto()
    UNIT = auto()
    TWO = auto()  # a dual: its unit
    NUMBER = auto()
    HOUR = auto()  # an ordinal that hours alone have in Arabic
    ORDINAL = auto()  # first … fifth, and last (-1)
    FRACTION = auto()  # minutes of an hour
    MONTH = auto()
    HIJRI = auto()
    PART = auto()
    HALF_DAY = auto()  # am or pm
    EDGE = auto()
    WORKING = auto()  # after or before "day": a day of work
    IN = auto()
    AGO = auto()
    LATER = auto()
    AND = auto()
    PAST = auto()
    TO = auto()
    AT = auto()
    ON = auto()
    A = auto()
    FILLER = auto()
    EVERY = auto()
    REPEAT = auto()  # what repeats by itself: what it counts in, or a part of every day
    UNTIL = auto()
    EXCEPT = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: the minute at which it is meant, and how it reads an hour on the clock."""

    minute: int
    reads: str


DAWN = Part(5 * 60, "am")
EARLY = Part(8 * 60, "am")
MORNING = Part(9 * 60, "am")
FORENOON = Part(11 * 60, "am")
NOON = Part(12 * 60, "noon")
PRAYED = Part(13 * 60, "noon")
LUNCHED = Part(14 * 60, "noon")
AFTERNOON = Part(15 * 60, "noon")
ASR = Part(16 * 60, "pm")
AFTER_ASR = Part(16 * 60 + 30, "pm")
CLOSING = Part(17 * 60, "pm")
SUNSET = Part(18 * 60, "pm")
AFTER_SUNSET = Part(18 * 60 + 30, "pm")
EVENING = Part(19 * 60, "evening")
ISHA = Part(20 * 60, "evening")
NIGHT = Part(21 * 60, "night")
MIDNIGHT = Part(24 * 60, "night")

_TABLES: Mapping[Kind, Mapping[object, str]] = {
    Kind.NOW: {0: "now, right now, right away, immediately, asap, الآن,"
              " حالا, فورا, الحين, ذحين, دحين, هلق, هلأ, هسه, دلوقتي, دلوقت, توا"},
    Kind.TONIGHT: {0: "tonight, tonite, 2nite, الليلة, هالليلة, الليلادي, ليلة اليوم"},
    Kind.DAY: {
        -2: "day before yesterday, the day before yesterday, أول أمس, قبل أمس, أول امبارح, أول البارح",
        -1: "yesterday, أمس, البارحة, امبارح, مبارح, البارح",
        0: "today, tdy, اليوم, النهارده, النهاردة, انهارده, انهاردة, الليوم, هاليوم",
        1: "tomorrow, tomorow, tommorow, tommorrow, tomorrows, tmrw, tmr, tmw, tmrrw, 2moro, 2morrow, tomo, next day,"
           " the next day, the following day, غدا, غد, الغد, يوم غد, غدوة, بكرة, بكرا, بكرى, بوكرة, باكر, باجر, باچر,"
           " بكير بكرة, اليوم التالي, تاني يوم, ثاني يوم",
        2: "day after tomorrow, the day after tomorrow, after tomorrow, overmorrow, بعد غد, بعد الغد, بعد بكرة,"
           " بعد بكرا, بعد باكر, بعد باجر, بعد باچر, عقب باجر, عقب باچر, عقب باكر, عقب بكرة, عقب غد, اللي بعد بكرة",
    },
    Kind.WEEKDAY: {
        0: "sunday, sundays, sun, الأحد, أحد, الحد, حد",
        1: "monday, mondays, mon, الاثنين, اثنين, الاتنين, اتنين, التنين, الثنين, لثنين",
        2: "tuesday, tuesdays, tue, tues, الثلاثاء, ثلاثاء, الثلاثا, ثلاثا, التلات, التلاتا, الثلوث, الثلاث, تلات",
        3: "wednesday, wednesdays, wed, weds, wednsday, wensday, الأربعاء, أربعاء, الاربعا, اربعا, الأربع, الربوع,"
           " ربوع",
        4: "thursday, thursdays, thu, thur, thurs, الخميس, خميس",
        5: "friday, fridays, fri, الجمعة, جمعة",
        6: "saturday, saturdays, sat, السبت, سبت",
    },
    Kind.NEXT: {
        1: "next, coming, upcoming, following, this coming, القادم, القادمة, المقبل, المقبلة, الجاي, الجاية, الجايه,"
           " اللي جاي, اللي جاية, اللي جي, إللي جاي, اللى جاى, الياي, الياية, اللي ياي, التالي, التالية, الآتي, جاي",
        2: "after next, اللي بعده, اللي بعدها, بعد الجاي, بعد القادم, بعد المقبل, بعد اللي جاي, بعد الجاية,"
           " بعد القادمة",
    },
    Kind.THIS: {0: "this, current, هذا, هذه, هذي, هاد, هادا, هاي, ده, دي, الحالي, الحالية"},
    Kind.UNIT: {
        "minute": "minute, minutes, min, mins, دقيقة, دقائق, دقايق, دقيقه, دئيئة, دقيقتها",
        "hour": "hour, hours, hr, hrs, h, ساعة, ساعات, سويعات",
        "day": "day, days, يوم, أيام, يوما, ايام, تيام",
        "week": "week, weeks, wk, wks, أسبوع, اسبوع, أسابيع, أسبوعا, جمعات",
        "month": "month, months, شهر, شهور, أشهر, شهرا, تشهر",
        "year": "year, years, yr, yrs, سنة, سنوات, سنين, عام, أعوام, عاما",
        "workday": "workday, workdays",
    },
    Kind.TWO: {
        "minute": "دقيقتين, دقيقتان",
        "hour": "ساعتين, ساعتان",
        "day": "يومين, يومان, يومي",
        "week": "أسبوعين, أسبوعان, fortnight, a fortnight",
        "month": "شهرين, شهران",
        "year": "سنتين, سنتان, عامين",
    },
    Kind.NUMBER: {
        1: "one, واحد, واحدة, وحدة",
        2: "two, couple, a couple, couple of, a couple of, اثنين, اثنان, اثنتين, تنتين, ثنتين, اتنين, ثنين",
        3: "three, few, a few, several, ثلاثة, ثلاث, تلاتة, تلات, تلت, كم, كام, بضعة, عدة, كذا",
        4: "four, أربعة, أربع, اربعه",
        5: "five, خمسة, خمس",
        6: "six, ستة, ست",
        7: "seven, سبعة, سبع",
        8: "eight, ثمانية, ثماني, ثمان, تمانية, تمن, تماني, ثمنية, تمنية",
        9: "nine, تسعة, تسع",
        10: "ten, عشرة, عشر",
        11: "eleven, احد عشر, إحدى عشرة, حداشر, احدعش, حدعش, احداشر, هداعش",
        12: "twelve, a dozen, اثنا عشر, اثنتا عشرة, اثني عشر, اثنتي عشرة, اتناشر, اطناشر, طنعش, اثنعش, ثنعش, اتنعش",
        13: "thirteen, ثلاثة عشر, تلتاشر, ثلاثطعش, تلاتطعش, ثلطعش, ثلاث عشرة",
        14: "fourteen, أربعة عشر, اربعتاشر, اربعطعش, أربع عشرة",
        15: "fifteen, خمسة عشر, خمستاشر, خمسطعش, خمس عشرة",
        16: "sixteen, ستة عشر, ستاشر, سطعش, ستطعش",
        17: "seventeen, سبعة عشر, سبعتاشر, سبعطعش",
        18: "eighteen, ثمانية عشر, تمنتاشر, ثمنطعش, تمنطعش",
        19: "nineteen, تسعة عشر, تسعتاشر, تسعطعش",
        20: "twenty, عشرين, عشرون",
        30: "thirty, ثلاثين, ثلاثون, تلاتين",
        40: "forty, أربعين, أربعون",
        45: "forty five",
        25: "twenty five",
        50: "fifty, خمسين, خمسون",
        60: "sixty, ستين",
        90: "ninety, تسعين",
    },
    Kind.HOUR: {
        1: "الواحدة, الأولى", 2: "الثانية, التانية", 3: "الثالثة, التالتة", 4: "الرابعة", 5: "الخامسة",
        6: "السادسة, الساتة", 7: "السابعة", 8: "الثامنة, التامنة", 9: "التاسعة", 10: "العاشرة",
        11: "الحادية عشرة, الحادية عشر, الحادية عشره", 12: "الثانية عشرة, الثانية عشر, التانية عشر",
    },
    Kind.ORDINAL: {
        1: "first, 1st, أول, الأول, اولى", 2: "second, ثاني, الثاني, تاني", 3: "third, ثالث, الثالث, تالت",
        4: "fourth, رابع, الرابع", 5: "fifth, خامس, الخامس", -1: "last, final, آخر",
    },
    Kind.FRACTION: {
        30: "half, نص, نصف, النص, النصف", 15: "quarter, a quarter, ربع, الربع, روبع", 20: "ثلث, الثلث, تلت, التلت",
    },
    Kind.MONTH: {
        1: "january, jan, يناير, كانون الثاني, كانون ثاني, جانفي",
        2: "february, feb, فبراير, شباط, فيفري",
        3: "march, mar, مارس, آذار, اذار",
        4: "april, apr, أبريل, ابريل, إبريل, نيسان, أفريل",
        5: "may, مايو, أيار, ايار, ماي",
        6: "june, jun, يونيو, يونيه, حزيران, جوان",
        7: "july, jul, يوليو, يوليه, تموز, جويلية",
        8: "august, aug, أغسطس, اغسطس, آب, أوت",
        9: "september, sept, sep, سبتمبر, أيلول, ايلول",
        10: "october, oct, أكتوبر, اكتوبر, تشرين الأول, تشرين اول",
        11: "november, nov, نوفمبر, تشرين الثاني, تشرين ثاني",
        12: "december, dec, ديسمبر, كانون الأول, كانون اول",
    },
    Kind.HIJRI: {
        1: "محرم, muharram", 2: "صفر, safar", 3: "ربيع الأول, ربيع اول",
        4: "ربيع الثاني, ربيع الآخر", 5: "جمادى الأولى, جمادى الاول", 6: "جمادى الآخرة, جمادى الثانية, جمادى الثاني",
        7: "رجب, rajab", 8: "شعبان, shaban", 9: "رمضان, ramadan", 10: "شوال, shawwal",
        11: "ذو القعدة, ذي القعدة", 12: "ذو الحجة, ذي الحجة",
    },
    Kind.PART: {
        DAWN: "dawn, at dawn, الفجر, فجرا, بالفجر, فجر",
        EARLY: "first thing in the morning, first thing, early morning, early in the morning, الصبح بدري, بدري,"
               " الصباح الباكر, بكير, من بدري, أول الدوام, بداية الدوام, أول النهار",
        MORNING: "morning, in the morning, mornin, صباحا, الصبح, صبح, الصباح, بالصباح, صباح, ع الصبح, الصبحية,"
                 " صبحية, الضحى",
        FORENOON: "before noon, late morning, قبل الظهر, قبل الضهر, قبل الصلاة",
        NOON: "noon, midday, at noon, lunchtime, lunch, الظهر, ظهرا, الضهر, بالظهر, ظهر, الظهرية, الظهيرة, وقت الغدا",
        PRAYED: "بعد صلاة الظهر, بعد الصلاة, بعد صلاة الجمعة",
        LUNCHED: "after lunch, بعد الغدا, بعد الغداء",
        AFTERNOON: "afternoon, in the afternoon, بعد الظهر, بعد الضهر, بعد الظهيرة",
        ASR: "العصر, عصرا, عصر, العصرية, العصاري",
        AFTER_ASR: "بعد العصر, بعد صلاة العصر",
        CLOSING: "end of day, end of the day, eod, close of business, cob, end of business, آخر الدوام, نهاية الدوام,"
                 " بعد الدوام, آخر النهار, نهاية اليوم, آخر اليوم",
        SUNSET: "sunset, at sunset, المغرب, مغرب, المغربية, قبل العشاء",
        AFTER_SUNSET: "بعد المغرب, بعد صلاة المغرب",
        EVENING: "evening, in the evening, eve, after work, مساء, المسا, المساء, بالمسا, مسا, العشية, المسائية",
        ISHA: "العشاء, العشا, بعد العشاء, بعد العشا, بعد صلاة العشاء, عشاء",
        NIGHT: "night, at night, nite, بالليل, ليلا, الليل, باليل, ليل, في الليل, بليل, مساء متأخرا",
        MIDNIGHT: "midnight, at midnight, منتصف الليل, نص الليل, نصف الليل",
    },
    Kind.HALF_DAY: {"am": "am, a.m, ص", "pm": "pm, p.m, م"},
    Kind.EDGE: {
        "start": "start, beginning, start of, beginning of, early, بداية, مطلع, أوائل, رأس, راس",
        "middle": "middle, mid, middle of, منتصف, وسط, نص, نصف",
        "end": "end, end of, the end of, نهاية, أواخر, ختام",
    },
    Kind.WORKING: {0: "working, business, work, عمل, دوام, شغل"},
    Kind.IN: {0: "in, after, within, بعد, كمان, خلال, عقب, في غضون, بظرف, بعديها"},
    Kind.AGO: {0: "ago, قبل, من"},
    Kind.LATER: {0: "later, from now, hence, time, من الآن, من هلق, من دلوقتي, من الحين"},
    Kind.AND: {0: "and, و"},
    Kind.PAST: {0: "past, after"},
    Kind.TO: {0: "to, til, till, إلا, الا"},
    Kind.AT: {
        0: "at, @, around, about, between, الساعة, الساعه, ساعة, ع الساعة, عالساعة, على الساعة, ع, على, عند, حوالي,"
           " بحدود,"
           " تمام الساعة, في تمام الساعة, بين, from, hour",
    },
    Kind.ON: {0: "on the, يوم, اليوم, نهار, the, تاريخ, بتاريخ"},
    Kind.A: {0: "a, an, the"},
    Kind.FILLER: {
        0: "on, the, of, by, before, in, for, from, sharp, o'clock, oclock, exactly, please, pls, until, till, th,"
           " of the,"
           " later, remind me, remind me on, موافق, الموافق, يوم, في, من, على, عند, قبل, إلى, الى, ب, ل, ذكرني, ذكريني,"
           " ان شاء الله, إن شاء الله, inshallah, insha allah, تمام, بتمام, بالضبط, حتى, لغاية, لين,"
           " تاريخ, بتاريخ, وقت, صلاة, شهر, سنة, عام, نهار, ليوم, بيوم",
    },
    Kind.EVERY: {0: "every, each, every single, each and every, كل, بكل, في كل"},
    Kind.REPEAT: {
        "day": "daily, everyday, once a day, يوميا, بشكل يومي, مرة في اليوم",
        "working-day": "weekday, weekdays, workday, workdays, working day, working days, business day, business days,"
                       " work day, work days, يوم عمل, يوم دوام, يوم شغل, يوم الدوام, يوم العمل, أيام العمل,"
                       " أيام الدوام, أيام الشغل, أيام عمل, أيام دوام",
        "week": "weekly, once a week, أسبوعيا, بشكل أسبوعي, مرة في الأسبوع, مرة كل أسبوع",
        "month": "monthly, once a month, شهريا, بشكل شهري, مرة في الشهر, مرة كل شهر",
        NIGHT: "nightly, كل ليلة",
        EVENING: "كل عشية",
    },
    Kind.UNTIL: {0: "until, till, til, up to, up until, ending, ending on, لغاية, لحد, حتى, إلى, إلى غاية, لين, إلين"},
    Kind.EXCEPT: {0: "except, except for, except on, but, but not, excluding, apart from, إلا, عدا, ما عدا, ماعدا, غير,"
                     " باستثناء"},
}  # fmt: skip

WEAK = frozenset(
    map(fold, ["sun", "sat", "mon", "wed", "أحد", "حد", "الحد", "اثنين", "اتنين", "ثلاث", "الثلاث", "تلات", "الأربع",
               "سبت", "غد"])
)  # fmt: skip
"""Words that mean other things as often: in free text they need a word beside them."""

Entry = tuple[Kind, object]


def _index() -> dict[str, dict[tuple[str, ...], dict[Kind, object]]]:
    """By the first word of a saying: the saying, and what it can be."""
    index: dict[str, dict[tuple[str, ...], dict[Kind, object]]] = {}
    for kind, table in _TABLES.items():
        for value, sayings in table.items():
            for saying in sayings.split(","):
                words = tuple(fold(saying).split())
                index.setdefault(words[0], {}).setdefault(words, {}).setdefault(kind, value)
    return index


INDEX = _index()
_WORDS = {word for sayings in INDEX.values() for words in sayings for word in words}
LONGEST = max(len(words) for sayings in INDEX.values() for words in sayings)

_SLIPPED = sorted(
    {
        word
        for word, sayings in INDEX.items()
        for kinds in sayings.values()
        if {Kind.WEEKDAY, Kind.MONTH, Kind.DAY, Kind.PART, Kind.NEXT, Kind.UNIT} & kinds.keys()
        if len(word) >= 6 and word not in ("الجمعه", "second")
    }
)
"""Long words in which one wrong letter is forgiven."""

_BEFORE = ("وال", "بال", "عال", "هال", "فال")
"""What Arabic writes together with the article of the next word."""


@lru_cache(maxsize=4096)
def known(word: str) -> str:
    """The word of the tables that this is: one written together with another, or one letter away; else itself."""
    if word in _WORDS or len(word) < 3:
        return word
    for head in _BEFORE:
        if word.startswith(head) and word[1:] in INDEX:
            return word[1:]
    if word.startswith("لل") and "ال" + word[2:] in INDEX:
        return "ال" + word[2:]
    if word[0] in "بلع" and word[1:] in INDEX and len(word) > 3:
        return word[1:]
    if word.startswith("ال") and word[2:] in INDEX and Kind.NUMBER in INDEX[word[2:]].get((word[2:],), {}):
        return word[2:]
    if word[:3] in _BEFORE:
        return known(word[1:])
    if len(word) >= 6:
        for other in _SLIPPED:
            if abs(len(other) - len(word)) <= 1 and _one_slip(word, other):
                return other
    return word


def _one_slip(word: str, other: str) -> bool:
    """Whether one letter was left out, added, changed, or two neighbours swapped."""
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    a, b = word[start:], other[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
