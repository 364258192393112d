# التقارير: ملفات تُطلب وتُعَدّ وتُسلَّم.

command-report =
    .words = تقرير, التقرير, تقارير, صدر, تصدير
    .help = ملف PDF أو إكسل أو CSV بما جرى
    .example = تقرير إكسل الشهر الماضي

report-format-pdf = PDF
    .words = بي دي اف, بي دي إف, ملف pdf, بصيغة pdf
report-format-xlsx = إكسل
    .words = إكسل, اكسل, إكسيل, اكسيل, ملف إكسل, ملف اكسل, جدول, بصيغة إكسل
report-format-csv = CSV
    .words = سي اس في, ملف csv, بصيغة csv
report-whose-team = الفريق كله
    .words = الفريق, للفريق, الفريق كله, كل الفريق, الجميع, الكل
report-whose-me = تقريري أنا
    .words = أنا, أنا فقط, لي, تقريري, تقريري أنا, الخاص بي
report-notes =
    .words = ملاحظات, الملاحظات, مع الملاحظات, مع ملاحظات, بالملاحظات, والملاحظات, مع الملاحظات الداخلية, الملاحظات الداخلية
report-filler =
    .words = عن, من, في, خلال, لـ, ل, على, إلى, بصيغة, ملف, و
field-report-unknown = لم أفهم «{ $typed }». اكتب مثلًا: <b>تقرير إكسل الشهر الماضي</b> أو <b>تقرير pdf ع7</b> أو <b>تقرير csv هذا الأسبوع @علي</b>.
field-report-whose-unknown = لا أعرف «{ $typed }». اكتب <b>الفريق</b> أو <b>@علي</b> أو رقم عميل مثل <b>C7</b>.
field-report-format-unknown = لا أُعدّ ملفًا بصيغة «{ $typed }». المتاح: { $values }.

form-report-whose = تقرير مَن؟ اختر، أو اكتب <b>@علي</b>، أو رقم عميل مثل <b>C7</b>.
    .label = لمن
form-report-period = عن أي فترة؟ اختر، أو اكتبها: <b>نوفمبر</b>، أو <b>من 1 نوفمبر إلى 15 نوفمبر</b>.
    .label = الفترة
form-report-format = بأي صيغة؟ في إكسل وCSV كل شيء، أما PDF فللقراءة والطباعة.
    .label = الصيغة

report-of-party = { $name } ({ $ref })
report-begun = ⏳ أُعدّه الآن: <b>{ $what }</b> · { $whose } · { $days }. سيصلك هنا حين يجهز.
report-already = ⏳ ما زلت أُعدّه: <b>{ $what }</b> · { $whose } · { $days }. سيصلك هنا حين يجهز.
report-with-notes = 🔒 فيه الملاحظات الداخلية، فلا تُخرجه من الفريق.
report-progress = ⏳ { $share }٪ · { $done } من { $total }
report-progress-done = ✅ جهز التقرير، وها هو ذا.
report-progress-over = ⚠️ لم يكتمل التقرير.
report-made = 📎 <b>{ $what }</b> · { $whose } · { $days }
    { $count ->
        [zero] لا قيود فيه
        [one] قيد واحد
        [two] قيدان
        [few] { $count } قيود
        [many] { $count } قيدًا
       *[other] { $count } قيد
    }
report-zip = فيه ملف CSV لكل نوع من السجلات، مضغوطة معًا في ملف zip.
report-cut = في ملف PDF أحدث { $count } من أصل { $total }. اطلبه بصيغة <b>إكسل</b> لتحصل عليها كلها، أو اطلب فترة أقصر.
report-too-large = ⚠️ بلغ حجم الملف { $size } ميغابايت، وأقصى ما يقبله { $channel } هو { $most }. اطلب فترة أقصر أو صيغة <b>CSV</b> فهي أصغر، ويمكن لأحد المشرفين إعداده على الخادم: <code>python -m bot export report</code>

refusal-report-notes = الملاحظات الداخلية في الملفات للمديرين وحدهم. اطلبه دونها، أو اسأل مديرك.
refusal-report-too-many = { $count ->
        [zero] لا يمكنني إعداد تقرير آخر الآن.
        [one] ما زلت أُعدّ لك تقريرًا. انتظر حتى يصلك.
        [two] ما زلت أُعدّ لك تقريرين. انتظر حتى يصلك أحدهما.
        [few] ما زلت أُعدّ لك { $count } تقارير. انتظر حتى يصلك أحدها.
        [many] ما زلت أُعدّ لك { $count } تقريرًا. انتظر حتى يصلك أحدها.
       *[other] ما زلت أُعدّ لك { $count } تقرير. انتظر حتى يصلك أحدها.
    }

# على الورق وفي الجداول.
report-title = ملخّص التعاملات
report-title-cut = ملخّص التعاملات: أحدث { $count } من { $total }
report-file = تقرير { $whose }
report-file-team = الفريق
report-hours = س

report-area-numbers = المؤشرات
report-area-activities = الأنشطة
report-area-tickets = التذاكر
report-area-messages = رسائل التذاكر
report-area-leads = العملاء المحتملون
report-area-customers = العملاء
report-area-history = السجل

report-column-at = الوقت
report-column-kind = النوع
report-column-way = الاتجاه
report-column-party = الرقم
report-column-name = الاسم
report-column-author = الكاتب
report-column-text = النص
report-column-outcome = النتيجة
report-column-duration = المدة
report-column-due = الموعد
report-column-done = أُنجز في
report-column-ticket = التذكرة
report-column-subject = الموضوع
report-column-status = الحالة
report-column-priority = الأولوية
report-column-assignee = المسؤول
report-column-created = أُنشئ في
report-column-first-response = أول رد
report-column-closed = أُغلقت في
report-column-respond-by = موعد الرد
report-column-resolve-by = موعد الحل
report-column-rating = النجوم
report-column-rating-words = قال في التقييم
report-column-lead = العميل المحتمل
report-column-customer = العميل
report-column-phone = الهاتف
report-column-email = البريد
report-column-company = الشركة
report-column-source = المصدر
report-column-owner = المسؤول
report-column-labels = الوسوم
report-column-became = صار
report-column-lost-reason = سبب الخسارة
report-column-number = المؤشر
report-column-now = هذه الفترة
report-column-before = قبلها
report-column-change = التغيّر
report-column-day = اليوم
report-column-leads = عملاء محتملون جدد
report-column-conversions = التحويلات
report-column-activities = الأنشطة
report-column-median = الوسيط
report-column-p90 = تسعة من عشرة خلال
report-column-count = التذاكر
report-column-member = الاسم
report-column-tickets-closed = تذاكر أُغلقت

report-kind-whatsapp = واتساب
report-kind-telegram = تيليجرام
report-kind-call = مكالمة
report-kind-email = بريد
report-kind-note = ملاحظة
report-kind-task = مهمة
report-kind-ticket = تذكرة
report-kind-of-ticket = { $ticket }
report-kind-change = تغيير
report-way-in = وارد
report-way-out = صادر
report-way-internal = داخلي

report-number-open = التذاكر المفتوحة
report-number-leads = عملاء محتملون جدد
report-number-contacted = جرى التواصل معهم خلال ساعة
report-number-conversions = التحويلات
report-number-rate = نسبة التحويل
report-number-response-median = أول رد، الوسيط (ساعات العمل)
report-number-response-p90 = أول رد، تسعة من عشرة خلال
report-number-resolution-median = الحل، الوسيط (ساعات العمل)
report-number-resolution-p90 = الحل، تسعة من عشرة خلال
report-number-rating = متوسط النجوم
report-number-ratings = التقييمات
report-number-activities = الأنشطة
report-number-overdue = المهام والتذكيرات المتأخرة

report-chart-by-day = العملاء المحتملون الجدد والتحويلات يومًا بيوم
report-chart-by-channel = الأنشطة بحسب القناة
report-chart-by-priority = مدة الحل بحسب الأولوية
report-chart-team = الفريق

report-changed = { $what }: { $after }
report-changed-from = { $what }: { $before } ← { $after }
report-change-of-ticket = { $ticket } { $what }
report-change-created = سُجّل
report-change-opened = فُتحت
report-change-status = الحالة
report-change-converted = صار عميلًا
report-change-priority = الأولوية
report-change-assignee = المسؤول
report-change-owner = المسؤول
report-change-subject = الموضوع
report-change-rating = التقييم
report-change-merged = دُمج
report-change-unmerged = فُكّ الدمج
report-change-name = الاسم
report-change-phone = الهاتف
report-change-email = البريد
report-change-company = الشركة
report-change-source = المصدر
report-change-label = الوسم
report-change-reason = سبب الخسارة

# ما يُسلَّم من بيانات شخص واحد.
export-title = كل ما تحفظه { $organisation } عن شخص واحد
export-about = عن { $whose }، أُعدّ في { $at }.
export-data = في مجلد data ملف لكل جدول، فيه السجلات التي تخص هذا الشخص بصيغة JSON، ومع كل ملف عددها:
export-media = في مجلد media الملفات التي جاءت مع الرسائل أو أُرسلت معها، واسم كل ملف رقمه في data/attachment.json.
export-times = الأوقات كلها بالتوقيت العالمي UTC. وكلمة author تعني أحد أفراد الفريق برقمه.
export-not = ليس هنا ما كتبه آخرون عن هذا الشخص في سجلاتهم، ولا ما يحفظه مزوّدا الخدمة (تيليجرام وتويليو).
