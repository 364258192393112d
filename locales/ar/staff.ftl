# الفريق: الدعوات والأدوار والصلاحيات.

command-staff =
    .words = الفريق, فريق, الموظفون, الموظفين
    .help = أعضاء الفريق وأدوارهم
command-member =
    .words = زميل, عضو, الزميل
    .help = بطاقة زميل
command-invite =
    .words = ادعُ, ادع, ادعو, دعوة, أضف موظفًا
    .help = دعوة زميل جديد
command-other-phone =
    .words = جوالي الآخر, جوال آخر, جوالي الثاني, هاتفي الآخر
    .help = الكتابة باسمك من هاتف أو تطبيق آخر
command-join =
    .words = انضم, انضمام, أنضم
    .help = الدخول برمز الدعوة
command-my-name =
    .words = اسمي
    .help = اسمك كما يقرؤه العملاء
    .example = اسمي خالد العتيبي
command-role =
    .words = غيّر دور, الدور
    .help = تغيير دور زميل
command-suspend =
    .words = أوقف, عطّل, إيقاف
    .help = إيقاف صلاحية زميل
command-restore =
    .words = أعد صلاحية, أرجع, فعّل
    .help = إعادة صلاحية زميل

field-code-unknown = { $typed } ليس رمز دعوة. يُكتب الرمز هكذا: ABCD-EFGH.

staff-title = <b>الفريق</b> ({ $count })
staff-line-on-duty = 🟢 <b>{ $name }</b> · { $role } · { $channels }
staff-line-away = 🌙 <b>{ $name }</b> · { $role } · خارج المناوبة · { $channels }
staff-line-suspended = ⛔ <b>{ $name }</b> · { $role } · الصلاحية موقوفة
staff-nowhere = لا وسيلة تواصل
staff-tickets = { $count ->
    [zero] لا تذاكر مفتوحة
    [one] تذكرة مفتوحة واحدة
    [two] تذكرتان مفتوحتان
    [few] { $count } تذاكر مفتوحة
    [many] { $count } تذكرة مفتوحة
   *[other] { $count } تذكرة مفتوحة
}
staff-change = لتغيير الدور أو الصلاحية اضغط أحد الأزرار.

invite-which = بأي دور ينضم؟
invite-made = ✅ هذه دعوة لشخص واحد ({ $role }). أرسلها إليه:
invite-own = ✅ افتح هذا من هاتفك أو تطبيقك الآخر، لتكتب منه باسمك أيضًا:
invite-telegram = تيليجرام: { $link }
invite-whatsapp = واتساب: { $link }
invite-typed = أو اكتب لنا هناك: <code>{ $typed }</code>
invite-lasts = { $count ->
    [zero] صالحة لمرة واحدة، ولأقل من دقيقة.
    [one] صالحة لمرة واحدة، ولدقيقة واحدة.
    [two] صالحة لمرة واحدة، ولدقيقتين.
    [few] صالحة لمرة واحدة، ولمدة { $count } دقائق.
    [many] صالحة لمرة واحدة، ولمدة { $count } دقيقة.
   *[other] صالحة لمرة واحدة، ولمدة { $count } دقيقة.
}

join-refused = هذا الرمز غير صالح. اطلب رمزًا جديدًا من فضلك.
join-phone = ✅ أهلًا بعودتك { $name }. يمكنك الآن أن تكتب من هنا أيضًا.
join-welcome = ✅ أهلًا بك في { $organisation } يا <b>{ $name }</b>. أنت الآن من الفريق ({ $role }). بهذا الاسم يعرفك العملاء، ويمكنك تغييره.
my-name-set = من الآن يراك العملاء والزملاء باسم <b>{ $name }</b>.
form-my-name-name = بأي اسم يعرفك العملاء والزملاء؟
    .label = الاسم

role-changed = ✅ صار دور { $name }: { $role }.
suspended = ⛔ أُوقفت صلاحية { $name }، وأُرسل إشعار بذلك.
suspended-tickets = { $count ->
    [zero] لا تذاكر مفتوحة.
    [one] بقيت تذكرة مفتوحة واحدة: { $tickets }. افتحها وأسندها إلى زميل آخر.
    [two] بقيت تذكرتان مفتوحتان: { $tickets }. افتح كلًّا منهما وأسندها إلى زميل آخر.
    [few] بقيت { $count } تذاكر مفتوحة: { $tickets }. افتح كلًّا منها وأسندها إلى زميل آخر.
    [many] بقيت { $count } تذكرة مفتوحة: { $tickets }. افتح كلًّا منها وأسندها إلى زميل آخر.
   *[other] بقيت { $count } تذكرة مفتوحة: { $tickets }. افتح كلًّا منها وأسندها إلى زميل آخر.
}
restored = ✅ أُعيدت صلاحية { $name }، وأُرسل إشعار بذلك.

notice-joined = ✅ زميل جديد بدعوتك عبر { $channel }: <b>{ $name }</b> ({ $role })
notice-phone-added = ✅ يمكنك الآن أن تكتب عبر { $channel } أيضًا. إن لم تكن أنت من فعل هذا، فأبلغ مشرف النظام حالًا.
notice-role = صار دورك: { $role } · { $by }. وتغيّرت معه صلاحياتك.
notice-suspended = ⛔ أُوقفت صلاحيتك · { $by }
notice-restored = ✅ أُعيدت إليك صلاحيتك · { $by }. أنت خارج المناوبة حتى تكتب: <b>عدت</b>

refusal-staff-oneself = لا يغيّر أحد دوره أو صلاحيته بنفسه. اطلب ذلك من مشرف آخر.
refusal-staff-last-admin = لا بد من مشرف واحد على الأقل. اجعل غيره مشرفًا أولًا.
refusal-staff-same-role = دور { $name } بالفعل: { $role }.
refusal-staff-already-suspended = صلاحية { $name } موقوفة بالفعل.
refusal-staff-not-suspended = صلاحية { $name } ليست موقوفة.

help-words = { $words }
help-one = لمعرفة تفاصيل أي أمر اكتب مثلًا: <b>{ $usage }</b>
help-example = <i>مثال:</i> <code>{ $example }</code>
help-also = ويُكتب أيضًا: { $words }
help-unknown = لا أعرف أمرًا اسمه { $typed }.

button-staff = الفريق
button-invite = ادعُ زميلًا
button-my-name = غيّر اسمي
button-suspend = أوقف الصلاحية
button-restore = أعد الصلاحية
