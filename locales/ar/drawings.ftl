# رسوم المؤشرات، والتقرير على الورق.

drawn-team = الفريق كله
drawn-number = { $count }
drawn-none = —
drawn-same = بلا تغيّر
drawn-part = { $part } من { $whole }

# الأرقام الأولى
drawn-open = التذاكر المفتوحة الآن
drawn-leads = المحتملون الجدد
drawn-contacted = تواصلنا معهم خلال ساعة
drawn-conversions = التحويلات
drawn-response = أول رد (الوسيط)
drawn-rating = التقييم من 5
drawn-rate = { $share } من المحتملين
drawn-urgent = { $count ->
    [zero] لا عالية الأولوية
    [one] واحدة عالية الأولوية
    [two] اثنتان عاليتا الأولوية
    [few] { $count } عالية الأولوية
    [many] { $count } عالية الأولوية
   *[other] { $count } عالية الأولوية
}

# الرسوم
drawn-daily = يومًا بيوم
drawn-weekly = أسبوعًا بأسبوع
drawn-day = { $day } { drawn-month }
drawn-month = { $number ->
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
drawn-priority-high = عالية
drawn-priority-medium = متوسطة
drawn-priority-low = منخفضة
drawn-median = الوسيط، بساعات العمل
drawn-channel-whatsapp = واتساب
drawn-channel-telegram = تيليجرام
drawn-channel-call = مكالمات
drawn-channel-email = بريد
drawn-channel-note = ملاحظات
drawn-total = المجموع
drawn-tickets = { $count ->
    [zero] لا تذاكر
    [one] تذكرة واحدة
    [two] تذكرتان
    [few] { $count } تذاكر
    [many] { $count } تذكرة
   *[other] { $count } تذكرة
}
drawn-closed = التذاكر المغلقة
drawn-activities = الأنشطة
drawn-rep = محتملون: { $leads } | تذاكر مغلقة: { $closed } | أنشطة: { $activities }
drawn-no-activities = لا أنشطة
drawn-no-closed = لم تُغلق أي تذكرة
drawn-no-team = لا شيء من الفريق بعد

# التقرير على الورق
drawn-date = { $date }
drawn-clock = { $clock }
drawn-range = من { $first } إلى { $last }
drawn-made = أُعدّ في { $at }
drawn-head-date = التاريخ
drawn-head-who = مَن
drawn-head-what = النوع
drawn-head-text = النص
drawn-way-in = وارد
drawn-way-out = صادر
drawn-way-internal = داخلي
drawn-nothing = لا شيء في هذه الفترة.
drawn-signs = (رموز تعبيرية فقط)
