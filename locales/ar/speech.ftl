### الكلمات التي يحتاجها الكلام نفسه: القوائم والأوقات والمدد.

list-comma = { " و" }
list-and = { " و" }
list-empty = —

moment-now = الآن
moment-minutes-ago = { $count ->
    [zero] الآن
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $count } دقائق
    [many] قبل { $count } دقيقة
   *[other] قبل { $count } دقيقة
}
moment-in-minutes = { $count ->
    [zero] الآن
    [one] بعد دقيقة
    [two] بعد دقيقتين
    [few] بعد { $count } دقائق
    [many] بعد { $count } دقيقة
   *[other] بعد { $count } دقيقة
}
moment-today = اليوم { $clock }
moment-yesterday = أمس { $clock }
moment-tomorrow = غدًا { $clock }
moment-weekday = { $day } { $clock }
moment-date = { $day }، { $clock }

clock-am = { $clock } ص
clock-pm = { $clock } م

day-today = اليوم
day-yesterday = أمس
day-tomorrow = غدًا
day-of-year = { $day } { $month }
day-of-another-year = { $day } { $month } { $year }

weekday = { $number ->
    [1] الاثنين
    [2] الثلاثاء
    [3] الأربعاء
    [4] الخميس
    [5] الجمعة
    [6] السبت
   *[7] الأحد
}
month = { $number ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
}

duration-days = { $count ->
    [zero] { $count } يوم
    [one] يوم
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
duration-hours = { $count ->
    [zero] { $count } ساعة
    [one] ساعة
    [two] ساعتان
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
duration-minutes = { $count ->
    [zero] { $count } دقيقة
    [one] دقيقة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
duration-seconds = { $count ->
    [zero] { $count } ثانية
    [one] ثانية
    [two] ثانيتان
    [few] { $count } ثوانٍ
    [many] { $count } ثانية
   *[other] { $count } ثانية
}
duration-join = { " و" }

moment-full-day = { $weekday } { $day }
moment-full = { $moment } · { $distance }
day-with-hijri = { $day } ({ $hijri })
hijri-month = { $number ->
    [1] محرم
    [2] صفر
    [3] ربيع الأول
    [4] ربيع الآخر
    [5] جمادى الأولى
    [6] جمادى الآخرة
    [7] رجب
    [8] شعبان
    [9] رمضان
    [10] شوال
    [11] ذو القعدة
   *[12] ذو الحجة
}
moment-in-hours = { $count ->
    [zero] الآن
    [one] بعد ساعة
    [two] بعد ساعتين
    [few] بعد { $count } ساعات
    [many] بعد { $count } ساعة
   *[other] بعد { $count } ساعة
}
moment-hours-ago = { $count ->
    [zero] الآن
    [one] قبل ساعة
    [two] قبل ساعتين
    [few] قبل { $count } ساعات
    [many] قبل { $count } ساعة
   *[other] قبل { $count } ساعة
}
moment-in-days = { $count ->
    [zero] اليوم
    [one] بعد يوم
    [two] بعد يومين
    [few] بعد { $count } أيام
    [many] بعد { $count } يومًا
   *[other] بعد { $count } يوم
}
moment-days-ago = { $count ->
    [zero] اليوم
    [one] قبل يوم
    [two] قبل يومين
    [few] قبل { $count } أيام
    [many] قبل { $count } يومًا
   *[other] قبل { $count } يوم
}
