# الأنشطة: تدوين المكالمات والرسائل، والمهام، وجدول اليوم، والتراجع عن تغيير.

command-log =
    .words = سجّل, سجل مكالمة, دوّن مكالمة
    .help = تدوين مكالمة أو رسالة بريد أو ملاحظة
    .example = سجّل L12 مكالمة رد 5 دقائق، تريد عرض سعر
command-call-back =
    .words = معاودة الاتصال
    .help = إضافة مهمة لمعاودة الاتصال
command-task =
    .words = مهمة, مهمة جديدة, أضف مهمة
    .help = إضافة مهمة، وموعدها في آخر السطر
    .example = مهمة L12 اتصل بها غدًا 10 صباحًا
command-tasks =
    .words = المهام, مهامي, مهام
    .help = مهامك المفتوحة
command-activity =
    .words = نشاط
    .help = مهمة أو نشاط بتفاصيله
command-done =
    .words = أنجزت, تم, تمت, أُنجز, خلصت, خلّصت, انتهيت
    .help = إنجاز مهمة
command-postpone =
    .words = أجّل, تأجيل, موعد, غيّر موعد, غيّر الموعد, موعد آخر, أجّلها, أجّله, غفوة, سنوز, بعدين, لاحقا, ذكرني بعدين, ذكرني لاحقا, ذكريني بعدين, فكرني بعدين, خلها بعدين, خليها بعدين
    .help = تأجيل مهمة أو تذكير، أو تغيير الموعد
command-today =
    .words = اليوم, يومي, جدولي, جدول اليوم, أجندتي, وش عندي اليوم, ايش عندي اليوم
    .help = يومك: مهامك ومن ينتظر ردّك وتذاكرك
command-undo =
    .words = تراجع, تراجعت, تراجع عن الأخير
    .help = التراجع عن آخر تغيير لك (خلال عشر دقائق)

field-logged-unknown = لا أستطيع تدوين { $typed }. اختر واحدًا من: { $values }.
field-outcome-unknown = لم أفهم من { $typed } كيف كانت المكالمة. اختر واحدًا من: { $values }.
field-section-unknown = { $typed } ليس من أقسام يومك. اختر واحدًا من: { $values }.
field-duration-unknown = { $typed } ليست مدة لا تزيد على يوم. اكتبها هكذا: 10 دقائق، أو ساعة ونصف.
field-place-unknown = { $typed } ليس موضعًا في القائمة.

logged-call = مكالمة
    .words = مكالمة, اتصال, اتصلت, كلمته, كلمتها, مكالمه هاتفية
logged-call-in = مكالمة واردة
    .words = مكالمة واردة, اتصال وارد, اتصل بي, اتصلت بي, كلمني, كلمتني
logged-email = بريد
    .words = بريد, ايميل, إيميل, رسالة بريد, بريد إلكتروني
logged-email-in = بريد وارد
    .words = بريد وارد, ايميل وارد, إيميل وارد
logged-note = ملاحظة
    .words = ملاحظة
outcome-answered = تم الرد
    .words = تم الرد, جرى الرد, رد, ردت, ردوا, رد علي, ردت علي, أجاب, أجابت, جاوب, جاوبت
outcome-no-answer = لم يتم الرد
    .words = لم يتم الرد, لا رد, لم يرد, لم ترد, ما رد, ما ردت, ما ردوا, ما جاوب, ما يرد, لا يرد, لا ترد, بدون رد, بلا رد
outcome-busy = مشغول
    .words = مشغول, مشغولة, الخط مشغول, الرقم مشغول
outcome-call-back = معاودة الاتصال
    .words = معاودة الاتصال, معاودة, أعاود الاتصال, يعاود الاتصال, طلب معاودة الاتصال, طلبت معاودة الاتصال, أتصل لاحقا, كلمني بعدين
section-tasks = المهام
    .words = المهام, مهام
section-waiting = المنتظرون
    .words = المنتظرون, المنتظرين, من ينتظر, ينتظرون
section-tickets = التذاكر
    .words = التذاكر, تذاكر
duration-shown = { $length }

form-log-kind = ماذا أدوّن؟
    .label = النوع
form-log-email-text = ماذا في الرسالة؟ يكفي سطر.
    .label = البريد
form-log-call-outcome = كيف كانت المكالمة؟
    .label = النتيجة
form-log-answered-length = كم استغرقت المكالمة؟ مثل: 10 دقائق.
    .label = المدة
form-log-answered-text = فيمَ تحدثتم؟ يكفي سطر.
    .label = الملاحظة
form-task-text = ما المطلوب؟
    .label = المهمة
form-task-due = متى موعدها؟ مثل: بكرة 10 الصبح، الأحد 4 العصر، بعد ساعتين.
    .label = الموعد
form-due-due = إلى متى؟ مثل: بكرة 10 الصبح، الأحد 4 العصر، بعد ساعتين.
    .label = الموعد

logged = ✅ دُوّن: { $badge } · { $name } · { $ref }
activity-call = { $outcome } · { $length }
activity-call-outcome = { $outcome }
activity-title = { $kind } { $ref } · { $name } · { $of }
activity-by = من { $name } · { $at }
activity-at = { $at }
task-call-back = معاودة الاتصال
    .words = معاودة الاتصال
task-made = ✅ دُوّنت، وهذه مهمتك:
task-postponed = ✅ حُفظ الموعد الجديد:
task-due = ⏰ موعدها { $at }
task-undated = بلا موعد
task-done = ✅ أُنجزت { $at }
task-state-open = { $ref } · مفتوحة
task-state-due = { $ref } · موعدها { $at }
task-state-done = { $ref } · ✅ أُنجزت { $at }
task-line = <b>{ $ref }</b> { $words } · { $name }
task-line-due = <b>{ $ref }</b> { $words } · { $name } · { $at }
task-line-overdue = ⚠️ <b>{ $ref }</b> { $words } · { $name } · كان موعدها { $at }
task-finished = ✅ أُنجزت: { $ref } · { $name } · { $of }
tasks-title = <b>مهامك المفتوحة</b>
tasks-title-of = <b>المهام المفتوحة لدى { $name }</b>
tasks-none = ليست لديك مهام مفتوحة. 🎉
tasks-none-of = ليست لدى { $name } مهام مفتوحة.
done-title = <b>أيّ مهمة أنجزت؟</b>
card-tasks = <b>المهام</b>
card-task = ☑️ <b>{ $ref }</b> { $words }
card-task-due = ☑️ <b>{ $ref }</b> { $words } · { $at }

today-title = ☀️ <b>يومك</b> · { $day }
today-title-of = ☀️ <b>يوم { $name }</b>
today-tasks = ☑️ <b>مهام اليوم</b> ({ $count })
today-waiting = 💬 <b>بانتظار الرد</b> ({ $count })
today-tickets = 🎫 <b>التذاكر المفتوحة</b> ({ $count })
today-none-tasks = لا مهام موعدها اليوم.
today-none-waiting = لا أحد ينتظر ردًّا.
today-none-tickets = لا توجد تذاكر مفتوحة.
today-free = لا مواعيد اليوم، ولا أحد ينتظر ردًّا. نتمنى لك يومًا طيبًا 🌿
today-free-of = لا مواعيد اليوم لدى { $name }، ولا أحد ينتظر ردًّا.
waiting-line = <b>{ $ref }</b> { $name } · ⏳ { $waited }
waiting-line-ticket = <b>{ $ref }</b> { $subject } · { $name } · ⏳ { $waited }
mine-line = { $priority } <b>{ $ref }</b> { $subject } · { $name } · { $status }
mine-line-due = { $priority } <b>{ $ref }</b> { $subject } · { $name } · { $status } · المهلة حتى { $at }
mine-line-late = { $priority } <b>{ $ref }</b> { $subject } · { $name } · { $status } · ⏰ انتهت المهلة { $at }

undone-title = ↩️ <b>تم التراجع</b>
undone-field = { $ref } · { $field }: { $before } بدل { $after }
undone-name-status = الحالة
undone-name-priority = الأولوية
undone-name-assignee = المسؤول
undone-name-owner = المسؤول
undone-name-subject = الموضوع
undone-name-name = الاسم
undone-name-phone = الهاتف
undone-name-email = البريد
undone-name-company = الشركة
undone-name-source = المصدر
undone-logged = { $ref }: حُذف ما دُوّن ({ $kind })
undone-done = { $of }: المهمة { $ref } مفتوحة من جديد
undone-due = { $of }: عاد موعد المهمة { $ref } كما كان: { $at }
undone-label-added = { $ref }: أُزيل التصنيف { $label }
undone-label-removed = { $ref }: عاد التصنيف { $label }
undone-more = { $count ->
    [zero] وغير ذلك.
    [one] وتغيير آخر.
    [two] وتغييران آخران.
    [few] و{ $count } تغييرات أخرى.
    [many] و{ $count } تغييرًا آخر.
   *[other] و{ $count } تغيير آخر.
}
change-by-somebody = أحدهم
change-taken-back = ↩️ { $change }

notice-task-done = ✅ أُنجزت مهمتك { $ref } على يد { $by } · { $name } { $of }
notice-task-due = ⏰ تغيّر موعد مهمتك { $ref } إلى { $at } · { $by } · { $name } { $of }

refusal-task-already-done = أُنجزت { $ref } من قبل ({ $at }).
refusal-not-a-task = { $ref } ليس مهمة.
refusal-no-such-place = لا يوجد هذا الموضع في القائمة. افتحها من جديد من فضلك.
refusal-nothing-to-undo = لم تغيّر خلال { $minutes ->
    [zero] { $minutes } دقيقة
    [one] الدقيقة الأخيرة
    [two] آخر دقيقتين
    [few] آخر { $minutes } دقائق
    [many] آخر { $minutes } دقيقة
   *[other] آخر { $minutes } دقيقة
} شيئًا يمكن التراجع عنه. وما أُرسل إلى عميل لا يُسترجع.
refusal-cannot-undo = لا يمكن التراجع عن آخر تغيير لك بهذه الطريقة{ $field ->
    [converted] : التحويل إلى عميل نهائي
    [merged] : كان دمجًا، فاكتب <b>فك الدمج</b> ثم الرقم
    [unmerged] : كان فصلًا، فادمجهما من جديد
    [erased] : ما مُحي لا يعود
    [imported] : كان ملفًّا فيه كثيرون
   *[other] {""}
}.
refusal-changed-since = تغيّر هذا بعدك ({ $name })، فلم يتم التراجع عن شيء.
refusal-shown-since = اطّلع عليه زملاء، فيبقى كما هو.
refusal-sent-since = أُرسلت الرسالة إلى العميل، فلا يمكن التراجع عنها.
refusal-just-undone = تم التراجع عن هذا قبل لحظات.

button-task = مهمة جديدة
button-tasks = مهامي
button-today = يومي
button-done = ✅ أنجزت
button-done-ref = ✅ أنجزت { $ref }
button-reply-ref = رد على { $ref }
button-postpone = موعد آخر
button-call-back = موعد لمكالمة أخرى
button-all-tasks = كل مهام اليوم
button-all-waiting = كل المنتظرين
button-all-tickets = كل تذاكري
button-log = دوّن مكالمة…
