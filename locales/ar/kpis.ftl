# المؤشرات: طلبها، وقولها، والقوائم التي وراءها، والملخص الذي يصل من نفسه.

command-kpi =
    .words = المؤشرات, مؤشرات, مؤشر, الإحصائيات, إحصائيات, الأداء
    .help = أرقام الفريق، أو أرقامك
    .example = مؤشرات الأسبوع الماضي
command-my-kpi =
    .words = أرقامي, مؤشراتي, أدائي
    .help = أرقامك وحدك
    .example = أرقامي هذا الشهر
command-kpi-period =
    .words = فترة المؤشرات
    .help = أرقام الفترة التي تختارها
command-kpi-rep =
    .words = مؤشرات موظف
    .help = أرقام واحد من الفريق
command-chart =
    .words = رسم, الرسم, رسم بياني, مخطط, الرسوم
    .help = صورة واحدة: التحويلات أو الإنجاز أو القنوات أو الفريق
    .example = رسم التحويلات الشهر الماضي
command-behind =
    .words = تفصيل, ما وراء
    .help = القائمة التي وراء أحد الأرقام
    .example = تفصيل المتأخرة @خالد
command-digest =
    .words = الملخص, ملخص, ملخص المؤشرات
    .help = أرقامك تصلك من نفسها كل يوم أو كل أسبوع
    .example = الملخص يومي 7:30
command-digest-off =
    .words = أوقف الملخص, إيقاف الملخص, بلا ملخص
    .help = إيقاف الملخص

# الفترات
period-today = اليوم
    .words = اليوم, هذا اليوم, النهارده
period-yesterday = أمس
    .words = أمس, البارحة, امبارح
period-week = هذا الأسبوع
    .words = هذا الأسبوع, الأسبوع, أسبوع, الأسبوع الحالي, الأسبوع هذا
period-last-week = الأسبوع الماضي
    .words = الأسبوع الماضي, الأسبوع السابق, الأسبوع اللي فات, الأسبوع الفائت, آخر أسبوع
period-week-before-last = الأسبوع قبل الماضي
    .words = الأسبوع قبل الماضي, الأسبوع ما قبل الماضي, الأسبوع الذي قبل الماضي, الأسبوع اللي قبل الماضي, الأسبوع قبل السابق, الأسبوع قبل الفائت, الأسبوع قبل اللي فات
period-month = هذا الشهر
    .words = هذا الشهر, الشهر, شهر, الشهر الحالي, الشهر هذا
period-last-month = الشهر الماضي
    .words = الشهر الماضي, الشهر السابق, الشهر اللي فات, الشهر الفائت, آخر شهر
period-month-before-last = الشهر قبل الماضي
    .words = الشهر قبل الماضي, الشهر ما قبل الماضي, الشهر الذي قبل الماضي, الشهر اللي قبل الماضي, الشهر قبل السابق, الشهر قبل الفائت, الشهر قبل اللي فات
period-quarter = هذا الربع
    .words = هذا الربع, الربع, ربع, الربع الحالي, ربع السنة
period-last-quarter = الربع الماضي
    .words = الربع الماضي, الربع السابق, الربع اللي فات, آخر ربع
period-quarter-before-last = الربع قبل الماضي
    .words = الربع قبل الماضي, الربع ما قبل الماضي, الربع الذي قبل الماضي, الربع اللي قبل الماضي, الربع قبل السابق
period-year = هذه السنة
    .words = هذه السنة, السنة, سنة, هذا العام, العام, السنة الحالية, منذ بداية السنة, من بداية السنة
period-last-year = السنة الماضية
    .words = السنة الماضية, العام الماضي, السنة اللي فاتت, آخر سنة
period-year-before-last = السنة قبل الماضية
    .words = السنة قبل الماضية, العام قبل الماضي, السنة ما قبل الماضية, العام ما قبل الماضي, السنة التي قبل الماضية, السنة اللي قبل الماضية
field-period-unknown = لم أفهم الفترة «{ $typed }». اكتب مثلًا <b>الأسبوع الماضي</b> أو <b>نوفمبر</b> أو <b>من 1 إلى 15 نوفمبر</b>.
form-kpi-period = أي فترة؟ اختر من الأزرار أو اكتب: <b>نوفمبر</b>، <b>آخر 30 يومًا</b>، <b>من 1 إلى 15 نوفمبر</b>.
    .label = الفترة

kpi-date = { $day } { month }
kpi-date-year = { $day } { month } { $year }
kpi-days = من { $first } إلى { $last } { month }
kpi-year = { $first }{ $second }{ $third }{ $fourth }
kpi-range = من { $first } إلى { $last }
kpi-day = { $day }
kpi-week = أسبوع { $days }
kpi-week-this = هذا الأسبوع، { $days }
kpi-week-last = الأسبوع الماضي، { $days }
kpi-month = { month } { $year }
kpi-quarter = { $quarter ->
    [1] الربع الأول من { $year }
    [2] الربع الثاني من { $year }
    [3] الربع الثالث من { $year }
   *[4] الربع الرابع من { $year }
}
kpi-whole-year = عام { $year }
kpi-compared = <i>▲▼ مقارنةً بما قبلها: { $before }</i>
kpi-compared-so-far = <i>▲▼ مقارنةً بالمدة نفسها من: { $before }</i>

# الأرقام
kpi-title = 📊 <b>{ $title }</b> · { $whose }
kpi-of-team = الفريق كله
kpi-of = { $name }
kpi-changed = { $what } { $change }
kpi-up = ▲{ $by }
kpi-down = ▼{ $by }
kpi-points = { $count ->
    [zero] { $count } نقطة
    [one] نقطة
    [two] نقطتان
    [few] { $count } نقاط
    [many] { $count } نقطة
   *[other] { $count } نقطة
}
kpi-percent = { $count }%
kpi-minutes = { $count ->
    [zero] أقل من دقيقة
    [one] دقيقة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
kpi-hours = { $count ->
    [zero] { $count } ساعة
    [one] ساعة
    [two] ساعتان
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
kpi-hours-minutes = { $hours } س { $minutes } د
kpi-and = { $first } · { $second }

kpi-open = { $count ->
    [zero] 🎫 لا تذاكر مفتوحة
    [one] 🎫 تذكرة مفتوحة <b>واحدة</b> الآن
    [two] 🎫 تذكرتان مفتوحتان الآن
    [few] 🎫 <b>{ $count }</b> تذاكر مفتوحة الآن
    [many] 🎫 <b>{ $count }</b> تذكرة مفتوحة الآن
   *[other] 🎫 <b>{ $count }</b> تذكرة مفتوحة الآن
}
kpi-priority = { $mark } { $count }
kpi-oldest = أقدمها: { $ref } { $subject }، { $age }
kpi-only = { $ref } { $subject }، { $age }
kpi-age = { $count ->
    [zero] منذ أقل من يوم
    [one] منذ يوم
    [two] منذ يومين
    [few] منذ { $count } أيام
    [many] منذ { $count } يومًا
   *[other] منذ { $count } يوم
}
kpi-overdue = { $count ->
    [zero] ⏰ لا شيء متأخر
    [one] ⏰ مهمة متأخرة <b>واحدة</b>
    [two] ⏰ مهمتان متأخرتان
    [few] ⏰ <b>{ $count }</b> مهام متأخرة
    [many] ⏰ <b>{ $count }</b> مهمة متأخرة
   *[other] ⏰ <b>{ $count }</b> مهمة متأخرة
}
kpi-leads = { $count ->
    [zero] 🌱 لا عملاء محتملين جدد
    [one] 🌱 عميل محتمل جديد <b>واحد</b>
    [two] 🌱 عميلان محتملان جديدان
    [few] 🌱 <b>{ $count }</b> عملاء محتملين جدد
    [many] 🌱 <b>{ $count }</b> عميلًا محتملًا جديدًا
   *[other] 🌱 <b>{ $count }</b> عميل محتمل جديد
}
kpi-contacted = الرد خلال ساعة { $share }
kpi-conversions = { $count ->
    [zero] 🤝 لا تحويلات
    [one] 🤝 تحويل <b>واحد</b>
    [two] 🤝 تحويلان
    [few] 🤝 <b>{ $count }</b> تحويلات
    [many] 🤝 <b>{ $count }</b> تحويلًا
   *[other] 🤝 <b>{ $count }</b> تحويل
}
kpi-rate = نسبة التحويل { $share }
kpi-response = ⏱ أول رد <b>{ $median }</b>
kpi-resolution = ✅ الإنجاز <b>{ $median }</b>
kpi-p90 = 90% خلال { $most }
kpi-rating = ⭐ <b>{ $rating }</b> من 5
kpi-ratings = { $count ->
    [zero] لا تقييمات
    [one] تقييم واحد
    [two] تقييمان
    [few] { $count } تقييمات
    [many] { $count } تقييمًا
   *[other] { $count } تقييم
}
kpi-activities = { $count ->
    [zero] 💬 لا أنشطة
    [one] 💬 نشاط <b>واحد</b>
    [two] 💬 نشاطان
    [few] 💬 <b>{ $count }</b> أنشطة
    [many] 💬 <b>{ $count }</b> نشاطًا
   *[other] 💬 <b>{ $count }</b> نشاط
}
kpi-kind-whatsapp = واتساب { $count }
kpi-kind-telegram = تيليجرام { $count }
kpi-kind-call = مكالمات { $count }
kpi-kind-email = بريد { $count }
kpi-kind-note = ملاحظات { $count }
kpi-kind-task = مهام { $count }
kpi-ranking = 🏆 <b>الأوائل</b>
kpi-rep = { $place }. { $name } 🤝 { $conversions } ✅ { $closed } 💬 { $activities }
kpi-nothing = لم يحدث شيء: لا عملاء محتملين جدد ولا تحويلات ولا رسائل.
kpi-nothing-yet = لم يحدث شيء بعد: لا عملاء محتملين جدد ولا تحويلات ولا رسائل.
kpi-whose = أرقام مَن؟ { $title }

button-kpi-before = الفترة السابقة
button-kpi-period = فترة أخرى
button-kpi-rep = واحد من الفريق
button-kpi-team = الفريق كله
button-kpi-behind = ما وراء الأرقام
button-kpi-charts = الرسوم
button-kpi = 📊 المؤشرات
button-kpi-back = عودة إلى الأرقام

# الرسوم
chart-conversions = التحويلات
    .words = التحويلات, تحويلات, المحتملون
chart-resolution = الإنجاز
    .words = الإنجاز, إنجاز, مدة الإنجاز, التذاكر
chart-channels = القنوات
    .words = القنوات, قنوات, الأنشطة
chart-team = الفريق
    .words = الفريق, فريق, الترتيب
chart-title = 📊 <b>{ $chart }</b> · { $title } · { $whose }
chart-title-conversions = المحتملون والتحويلات
chart-title-resolution = مدة إنجاز التذاكر
chart-title-channels = الأنشطة حسب القناة
chart-title-team = الترتيب
field-chart-unknown = لا أعرف رسمًا اسمه «{ $typed }». الرسوم: { $values }.

# ما وراء الأرقام
metric-open = التذاكر المفتوحة
    .words = المفتوحة, التذاكر المفتوحة, التذاكر
metric-leads = المحتملون الجدد
    .words = المحتملون الجدد, المحتملون, المحتملين
metric-contacted = من تأخر ردّنا عليهم
    .words = من تأخر ردنا عليهم, تأخر الرد, لم يصلهم رد
metric-conversions = التحويلات
    .words = التحويلات, تحويلات
metric-rate = من لم يصبحوا عملاء
    .words = من لم يصبحوا عملاء, لم يحولوا, نسبة التحويل
metric-response = أول رد
    .words = أول رد, أول رد على التذاكر, الردود
metric-resolution = التذاكر المغلقة
    .words = المغلقة, التذاكر المغلقة, الإنجاز
metric-ratings = التقييمات
    .words = التقييمات, تقييمات, التقييم
metric-activities = الأنشطة
    .words = الأنشطة, أنشطة
metric-overdue = المهام المتأخرة
    .words = المتأخرة, المهام المتأخرة, المتأخرات
field-metric-unknown = لا أعرف رقمًا اسمه «{ $typed }». الأرقام: { $values }.
behind-which = ماذا تريد أن ترى؟ { $title } · { $whose }
behind-title = <b>{ $what }</b> ({ $count }) · { $title } · { $whose }
behind-now = الآن
behind-none = <b>{ $what }</b>: لا شيء · { $title } · { $whose }
behind-open = التذاكر المفتوحة
behind-leads = المحتملون الجدد
behind-contacted = لم يصلهم ردّنا خلال ساعة
behind-conversions = التحويلات
behind-rate = لم يصبحوا عملاء
behind-response = أول رد على التذاكر
behind-resolution = التذاكر المغلقة
behind-ratings = التقييمات
behind-activities = الأنشطة
behind-overdue = المهام المتأخرة
behind-line = <b>{ $ref }</b> { $name } · { $at }
behind-line-measured = <b>{ $ref }</b> { $name } · { $measured } · { $at }
behind-line-words = <b>{ $ref }</b> { $words } · { $name } · { $at }
behind-line-words-measured = <b>{ $ref }</b> { $words } · { $name } · { $measured } · { $at }
behind-stars = ⭐ { $count }

# الملخص
digest-on = تشغيل
    .words = تشغيل, شغّل, فعّل, نعم
digest-off = إيقاف
    .words = إيقاف, أوقف, بلا, لا أريد
digest-every-day = يوميًا
    .words = يومي, يوميًا, كل يوم
digest-every-week = أسبوعيًا
    .words = أسبوعي, أسبوعيًا, كل أسبوع
digest-with-picture = بالصورة
    .words = بالصورة, مع الصورة, بصورة, مع صورة
digest-without-picture = بلا صورة
    .words = بلا صورة, بدون صورة, من غير صورة, دون صورة
digest-team = الفريق كله
    .words = الفريق, الفريق كله, للفريق, كل الفريق
digest-me = أرقامي
    .words = أرقامي, لي, أنا, وحدي
field-digest-unknown = لا أعرف «{ $typed }». يمكنك أن تقول { $values }.
field-rhythm-unknown = لم أفهم «{ $typed }». اكتب <b>الملخص يومي 7:30</b> أو <b>الملخص أسبوعي الأحد 8</b> أو <b>أوقف الملخص</b>.
digest-morning = ☀️ <b>صباح الخير، { $name }</b>
digest-later = 👋 <b>أهلًا، { $name }</b>
digest-none-manager = الملخص متوقف. فيه أرقام الفريق مع صورة تلخّصها، ويصلك من نفسه.
digest-none = الملخص متوقف. فيه أرقامك مع صورة تلخّصها، ويصلك من نفسه.
digest-how = اختر، أو اكتب: <b>الملخص يومي 7:30</b>، <b>الملخص أسبوعي الأحد 8</b>، <b>أوقف الملخص</b>.
digest-title = 📬 <b>ملخصك</b>
digest-set = ✅ <b>سيصلك الملخص هكذا</b>
digest-set-off = لن يصلك الملخص بعد الآن. اكتب <b>المؤشرات</b> متى أردت الأرقام.
digest-daily = كل يوم الساعة <b>{ $at }</b>، عن اليوم السابق
digest-weekly = كل أسبوع يوم <b>{ $day }</b> الساعة <b>{ $at }</b>، عن الأسبوع السابق
digest-of = الأرقام: <b>{ $whose }</b>
digest-picture = بصورة
digest-no-picture = بلا صورة
digest-next = الموعد القادم: { $at }
digest-away = أنت خارج المناوبة: يعود إليك الملخص حين تعود.
digest-whose = أرقام مَن تريد في ملخصك؟
settings-digest-daily = ملخص الأرقام: <b>كل يوم</b> الساعة <b>{ $at }</b>
settings-digest-weekly = ملخص الأرقام: <b>كل { $day }</b> الساعة <b>{ $at }</b>
settings-digest-off = ملخص الأرقام: <b>متوقف</b>
button-digest = ملخص الأرقام
button-digest-daily = كل يوم
button-digest-weekly = كل أسبوع
button-digest-plain = بلا صورة
button-digest-drawn = بصورة
button-digest-whose = أرقام غيرها
button-digest-off = أوقف الملخص
button-digest-on = أعد الملخص
