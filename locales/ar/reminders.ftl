# التذكير: ما يُسأل ويُقال عند ضبطه، وكيف يرنّ، وكيف يؤجَّل أو يُلغى.

command-remind =
    .words = ذكرني, ذكريني, ذكرني ب, ذكرني عن, ذكرني بخصوص, ذكرني بالعميل, ذكرني بالتذكرة, فكرني, فكريني, فكرني ب, نبهني, نبهيني, تذكير, تذكير جديد, أضف تذكير, أضف تذكيرا, أريد تذكيرا, أبغى تذكير, أبي تذكير, عايز تذكير, بدي تذكير
    .help = تذكير بعميل أو تذكرة، لمرة واحدة أو متكرّر
    .example = ذكرني L12 بكرة 10 الصبح أتابع العرض
command-remind-customer =
    .words = ذكّر العميل, ذكّر الزبون, تذكير العميل, تذكير الزبون, أرسل لاحقا, أرسل للعميل لاحقا, رسالة مجدولة, جدولة رسالة
    .help = إرسال رسالة إلى العميل في وقت لاحق
    .example = ذكّر العميل C7 الأحد 9 الصبح طلبك يصلك اليوم
command-forget =
    .words = ألغ التذكير, الغي التذكير, إلغاء التذكير, كنسل التذكير, احذف التذكير, امسح التذكير, شيل التذكير, أوقف التذكير, وقف التذكير, إيقاف التذكير, أوقف التكرار, وقف التكرار, إيقاف التكرار, لا تذكرني, لا تذكريني, ما تذكرني, ما تفكرني, متفكرنيش, ألغ المهمة, الغي المهمة, إلغاء المهمة, احذف المهمة, لا ترسلها, انس, انسها, انساها
    .help = إلغاء مهمة أو تذكير وما يتكرر بعده

form-remind-when = متى أذكّرك؟ اختر من الأزرار أو اكتب: <b>بكرة 10 الصبح</b>، <b>الأحد 4 العصر</b>، <b>كل اثنين 9 الصبح</b>.
    .label = الموعد
form-remind-customer-text = ماذا أكتب للعميل؟
    .label = الرسالة
form-remind-customer-when = متى أرسلها؟ اختر من الأزرار أو اكتب: <b>بكرة 10 الصبح</b>، <b>الأحد 4 العصر</b>.
    .label = الموعد
soon-minutes = بعد 10 دقائق
    .words = بعد 10 دقائق
soon-hour = بعد ساعة
    .words = بعد ساعة
soon-afternoon = العصر
    .words = العصر
soon-tomorrow = غدًا صباحًا
    .words = غدا صباحا, بكرة الصبح
soon-sunday = يوم الأحد
    .words = يوم الأحد, الأحد

reminder-set = 🔔 سأذكّرك:
reminder-to-customer-set = 📨 سأرسل هذه الرسالة إلى { $name }:
reminder-head = 🔔 <b>تذكير</b> { $ref } · { $name } · { $of }
reminder-again = 🔔 <b>لم تُنجز بعد</b>: { $ref } · { $name } · { $of }
reminder-of = هذا التذكير يخص { $name }، وتعذّر إيصاله إلى صاحبه.
reminder-due = ⏰ { $at }
reminder-late = ⏰ { $at }. وصلك متأخرًا لأن الخدمة كانت متوقفة.
reminder-ticket = 🎫 { $ticket } { $subject } · { $status }
reminder-exchange = <b>آخر ما قيل</b>
reminder-handed = { $ref } الآن مع { $name }.
reminder-sent = 📨 أُرسلت رسالتك في موعدها ({ $ref }) إلى <b>{ $name }</b> · { $of }
reminder-not-sent = ⚠️ حان موعد رسالتك ({ $ref }) ولم تُرسل إلى <b>{ $name }</b> · { $of }: { $reason }
reminders-missed = 🔔 أثناء توقف الخدمة { $count ->
    [zero] لم يفتك أي تذكير
    [one] فاتك تذكير واحد
    [two] فاتك تذكيران
    [few] فاتتك { $count } تذكيرات
    [many] فاتك { $count } تذكيرًا
   *[other] فاتك { $count } تذكير
}، ومضى على الموعد أكثر من يوم. وهذا ما لم يُنجز:
reminders-missed-more = { $count ->
    [zero] ولا شيء غيرها.
    [one] وتذكير آخر.
    [two] وتذكيران آخران.
    [few] و{ $count } تذكيرات أخرى.
    [many] و{ $count } تذكيرًا آخر.
   *[other] و{ $count } تذكير آخر.
}
activity-ticket = 🎫 { $ticket }
task-repeats = 🔁 { $rule }
task-loud = 🌙 هذا الوقت ضمن ساعات الهدوء، وسيصلك التذكير مع ذلك.
task-to-send = 📨 تُرسل { $at }
task-sent = 📨 أُرسلت { $at }
task-dropped-then = أُلغيت { $at }
task-state-dropped = { $ref } · أُلغيت { $at }
task-dropped = 🗑 أُلغيت: { $ref } · { $name } · { $of }
task-dropped-series = 🗑 أُلغيت ولن تتكرر: { $ref } · { $name } · { $of }
repeats-not-so = هذا التكرار غير متاح. المتاح: كل يوم، أو كل يوم عمل، أو في أيام من الأسبوع، أو مرة في الشهر.
priority-which = ما أولوية { $ticket }؟ هي الآن { $priority }.

refusal-task-already-dropped = أُلغيت { $ref } من قبل ({ $at }).
refusal-author-gone = لم تعد لكاتبها صلاحية الدخول.
refusal-repeats-never = هذا التكرار ينتهي قبل أن يبدأ. متى إذن؟

button-remind = ذكّرني
button-snooze = أجّل
button-snooze-minutes = بعد 10 دقائق
button-snooze-hour = بعد ساعة
button-snooze-tomorrow = غدًا
button-reschedule = اختر موعدًا
button-stop-repeating = أوقف التكرار
button-forget = لا ترسلها
button-change-priority = الأولوية
