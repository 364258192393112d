# التذاكر بين الزملاء: فتحها للعميل، وإسنادها، والإشارة إلى زميل، والمحادثة كلها، ومن فعل ماذا، والمناوبة.

command-new-ticket =
    .words = تذكرة جديدة, افتح تذكرة, فتح تذكرة
    .help = فتح تذكرة لعميل أو محتمل
    .example = تذكرة جديدة L12 الطابعة لا تعمل
command-assign =
    .words = أسند, إسناد, سلّم, كلّف
    .help = إسناد تذكرة أو عميل إلى زميل
command-unassign =
    .words = ألغ الإسناد, إلغاء الإسناد, فك الإسناد
    .help = ترك تذكرة أو عميل بلا مسؤول
command-subject =
    .words = موضوع, الموضوع, غير الموضوع, غيّر موضوع
    .help = تغيير موضوع تذكرة
    .example = موضوع T45 طابعة الدور الثاني
command-thread =
    .words = المحادثة, محادثة, كل الرسائل
    .help = كل ما قيل في التذكرة
command-who =
    .words = التغييرات, تغييرات, من فعل ماذا, مين سوى ايش, وش صار
    .help = من غيّر التذكرة ومن رآها، وهل قُرئ ردّنا
command-away =
    .words = خارج المناوبة, خارج الدوام, مشغول, مشغولة, غير متاح, غير متاحة
    .help = الخروج من المناوبة، فتذهب التذاكر الجديدة إلى غيرك
command-back =
    .words = عدت, رجعت, متاح, متاحة, موجود, موجودة
    .help = العودة إلى المناوبة
command-on-duty =
    .words = المناوبون, المناوبين, من المناوب, مناوبة
    .help = من في المناوبة الآن، وكم تذكرة مع كل منهم

command-answer-note =
    .words = رد داخلي
    .help = الرد على ملاحظة زميل، بيننا

button-new-ticket = تذكرة جديدة
button-assign = أسند
button-colleague = { $name } · { $n }
button-thread = المحادثة كلها
button-who = التغييرات
button-earlier = الأقدم
button-later = الأحدث
button-back = عدت
button-away = خارج المناوبة
button-on-duty = المناوبون
button-hand-over = أسند { $ticket }
button-answer-inside = رد داخلي

colleague-to =
    .words = إلى, لـ

form-new-ticket-subject = ما الموضوع؟ سيقرؤه العميل، وتكفي بضع كلمات.
    .label = الموضوع
form-new-ticket-description = ماذا ينبغي أن يعرف الزملاء؟ لن يراه العميل.
    .label = الملاحظة الداخلية
form-new-ticket-priority = ما مدى الاستعجال؟
    .label = الأولوية
new-ticket-opened = ✅ فُتحت { $ticket } وهي معك: { $subject }
new-ticket-told = أبلغنا { $name } بها.
new-ticket-untold = تعذّر إبلاغ { $name } من هنا.
update-ticket-opened = فتحنا لك التذكرة { $ticket }: { $subject }. سنكتب لك هنا، ولإضافة شيء اقتبس هذه الرسالة.
notice-ticket-opened-by = 🎫 <b>تذكرة جديدة { $ticket }</b> لـ { $name }، من { $by }: { $subject }
notice-first-takes = هي لأول من يستلمها.
notice-ticket-taken = 👥 <b>{ $ticket }</b> مع { $name } الآن: { $subject }

assign-title = 👥 <b>{ $ref }</b> · { $about }
assign-with-nobody = بلا مسؤول حتى الآن
assign-whom = إلى من؟ بجانب كل اسم عدد ما معه من تذاكر مفتوحة.
assign-nobody-there = لا أحد غيرك في المناوبة. إلى من مع ذلك؟
assign-alone = لا يوجد زميل آخر يمكن الإسناد إليه.
assigned = ✅ { $ref } مع { $name } الآن: { $about }
unassigned = ✅ { $ref } بلا مسؤول الآن (سابقًا: { $name }): { $about }
along-tickets = ومعه التذاكر: { $tickets }
notice-ticket-assigned = 👥 <b>{ $ref }</b> معك الآن، بإسناد من { $by }: { $about }
notice-ticket-left = 👥 <b>{ $ref }</b> مع { $to } الآن، بإسناد من { $by }: { $about }
notice-ticket-over = 👥 <b>{ $ref }</b> مع { $to } الآن: { $about }
notice-person-over = 👥 <b>{ $ref }</b> { $about } مع { $to } الآن
notice-ticket-freed = 👥 <b>{ $ref }</b> بلا مسؤول الآن · { $by }: { $about }
notice-person-assigned = 👥 <b>{ $ref }</b> { $about } معك الآن، بإسناد من { $by }
notice-person-left = 👥 <b>{ $ref }</b> { $about } مع { $to } الآن · { $by }
notice-person-freed = 👥 <b>{ $ref }</b> { $about } بلا مسؤول الآن · { $by }
refusal-already-with = { $ref } مع { $name } بالفعل.
refusal-with-nobody = { $ref } بلا مسؤول بالفعل.
refusal-not-theirs-to-give = لا يُسند { $ref } إلا المسؤول عنه أو أحد المديرين.

subject-changed = ✅ موضوع { $ticket } الآن: { $subject }
refusal-ticket-same-subject = هذا هو موضوع { $ticket } بالفعل.
change-ticket-subject = ✏️ { $ticket } <b>{ $after }</b>، وكان الموضوع: { $before } · { $by } · { $at }
change-ticket-created-by = 🎫 <b>فُتحت { $ticket }</b>: { $after } · { $by } · { $at }
change-nobody = لا أحد

notice-mention = 🔒 <b>{ $ref }</b> { $about } · إشارة إليك من { $by } في ملاحظة
notice-note-answered = 🔒 <b>{ $ref }</b> { $about } · ردّ من { $by } على ملاحظتك
notice-mention-hint = للرد اقتبس هذه الرسالة. يبقى الكلام بيننا ولا يرى العميل منه شيئًا.
note-passed-on = ووصلت إلى { $names }، ولا يرى العميل منها شيئًا.
refusal-mention-unknown = ليس بيننا من اسمه @{ $name }، فلم تُحفظ الملاحظة. أعد إرسالها بالاسم الصحيح، أو من دون @.
refusal-mention-several = أكثر من زميل اسمه @{ $name }: { $names }. لم تُحفظ الملاحظة، فأعد إرسالها بالاسم كاملًا.
refusal-mention-cannot-see = { $ref } خارج صلاحية { $name }، فلم تُحفظ الملاحظة. أسند { $ref } أولًا، أو أرسلها من دون @{ $name }.

thread-title = 💬 <b>{ $ticket }</b> · { $subject }
thread-empty = لا رسائل فيها بعد.
who-title = 🔎 <b>{ $ticket }</b> · { $subject }
who-saw = <b>من رآها</b>
who-saw-line = 👁 { $name } · { $at }
who-no-answer = لم نردّ عليها بعد.
who-answer-read = ✅ آخر ردّ منا ({ $name }، { $at }) قُرئ { $then }
who-answer-delivered = 📬 آخر ردّ منا ({ $name }، { $at }) وصل { $then }
who-answer-sent = 📤 آخر ردّ منا ({ $name }، { $at }) أُرسل { $then }
who-answer-failed = ⚠️ آخر ردّ منا ({ $name }، { $at }) لم يصل
who-answer-held = ⏳ آخر ردّ منا ({ $name }، { $at }) ينتظر رسالة من العميل: انقضت مهلة واتساب
who-answer-under-way = ⏳ آخر ردّ منا ({ $name }، { $at }) في الطريق

away-now = 🌙 أنت خارج المناوبة: تذهب التذاكر الجديدة إلى غيرك.
away-nobody-left = لا أحد في المناوبة الآن، فتصل التذاكر الجديدة إلى الجميع.
away-keeps =
    { $n ->
        [zero] لا تذاكر مفتوحة معك.
        [one] تبقى معك تذكرة مفتوحة واحدة، ولك أن تسندها إلى زميل.
        [two] تبقى معك تذكرتان مفتوحتان، ولك أن تسندهما إلى زميل.
        [few] تبقى معك { $n } تذاكر مفتوحة، ولك أن تسندها إلى زملائك.
        [many] تبقى معك { $n } تذكرة مفتوحة، ولك أن تسندها إلى زملائك.
       *[other] تبقى معك { $n } تذكرة مفتوحة، ولك أن تسندها إلى زملائك.
    }
back-now = ☀️ عدت إلى المناوبة.
back-has =
    { $n ->
        [zero] لا تذاكر مفتوحة معك.
        [one] معك تذكرة مفتوحة واحدة.
        [two] معك تذكرتان مفتوحتان.
        [few] معك { $n } تذاكر مفتوحة.
        [many] معك { $n } تذكرة مفتوحة.
       *[other] معك { $n } تذكرة مفتوحة.
    }
duty-title = <b>في المناوبة الآن</b>
duty-nobody = لا أحد في المناوبة، فتصل التذاكر الجديدة إلى الجميع.
duty-away = <b>خارج المناوبة</b>
duty-line =
    { $n ->
        [zero] { $name } ({ $role }) · بلا تذاكر مفتوحة
        [one] { $name } ({ $role }) · تذكرة مفتوحة واحدة
        [two] { $name } ({ $role }) · تذكرتان مفتوحتان
        [few] { $name } ({ $role }) · { $n } تذاكر مفتوحة
        [many] { $name } ({ $role }) · { $n } تذكرة مفتوحة
       *[other] { $name } ({ $role }) · { $n } تذكرة مفتوحة
    }
refusal-already-away = أنت خارج المناوبة بالفعل. اكتب <b>عدت</b> حين تعود.
refusal-already-back = أنت في المناوبة بالفعل.
