# دمج الأشخاص والتذاكر، والتراجع عنه، وشخص واحد على القناتين.

command-merge =
    .words = ادمج, دمج, اجمع
    .help = دمج سجلّين لشخص واحد، أو تذكرتين
command-unmerge =
    .words = فك الدمج, فك دمج, الغ الدمج, إلغاء الدمج, افصل
    .help = التراجع عن الدمج خلال 30 يومًا
command-link =
    .words = اربط رقمي, ربط رقمي, رقمي, شارك رقمي
    .help = تعريفنا برقمك

merge-ask = 🔀 <b>هل ندمج { $gone } في { $kept }؟</b>
merge-stays = <b>يبقى:</b>
merge-goes = <b>يُدمج فيه:</b>
merge-how = يجتمع كل شيء في { $kept }، ويُستكمل ما ينقصه. يمكن التراجع خلال { $days ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}.
merge-converts = هذا تحويل للعميل المحتمل: كل ما له ينتقل إلى العميل، ولا يمكن التراجع عنه.
merge-holds = { $counts }
merge-holds-nothing = لا شيء مسجَّلًا بعد
merge-count-activities = { $count ->
    [zero] لا أنشطة
    [one] نشاط واحد
    [two] نشاطان
    [few] { $count } أنشطة
    [many] { $count } نشاطًا
   *[other] { $count } نشاط
}
merge-count-tickets = { $count ->
    [zero] لا تذاكر
    [one] تذكرة واحدة
    [two] تذكرتان
    [few] { $count } تذاكر
    [many] { $count } تذكرة
   *[other] { $count } تذكرة
}
merge-count-messages = { $count ->
    [zero] لا رسائل في التذاكر
    [one] رسالة واحدة في التذاكر
    [two] رسالتان في التذاكر
    [few] { $count } رسائل في التذاكر
    [many] { $count } رسالة في التذاكر
   *[other] { $count } رسالة في التذاكر
}
merge-count-addresses = { $count ->
    [zero] بلا وسائل تواصل
    [one] وسيلة تواصل واحدة
    [two] وسيلتا تواصل
    [few] { $count } وسائل تواصل
    [many] { $count } وسيلة تواصل
   *[other] { $count } وسيلة تواصل
}
merge-count-said = { $count ->
    [zero] لا رسائل
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
}
merge-ticket-stays = <b>تبقى:</b>
merge-ticket-goes = <b>تُدمج فيها وتُغلق:</b>
merge-ticket-how-closed = تنتقل رسائل { $gone } إلى { $kept } بترتيب وقتها. لا يمكن التراجع عن هذا الدمج.
merge-ticket-how = تنتقل رسائل { $gone } إلى { $kept } بترتيب وقتها، ونخبر العميل بذلك. لا يمكن التراجع عن هذا الدمج.
merge-left = حسنًا، يبقى كلٌّ منهما كما هو.
merged = ✅ دُمج { $gone } في { $kept }: { $name }.
merged-into = ↪️ { $gone } الآن ضمن { $kept }.
tickets-merged = ✅ دُمجت { $gone } في { $kept }: { $subject }
merge-by = على يد { $name }
merge-by-number = حين شارك العميل رقمه

unmerge-ask = ↩️ <b>هل نفصل { $gone } ({ $name }) عن { $kept }؟</b>
unmerge-when = دُمجا { $at } { $by }.
unmerge-how = يعود إلى { $gone } كل ما جاء منه، وتذاكره بكل ما قيل فيها. وما عدا ذلك مما استجدّ بعد الدمج يبقى مع { $kept }.
unmerged = ✅ عاد { $gone } ({ $name }) سجلًّا مستقلًّا عن { $kept }.

button-merge-two = ادمج
button-merge-turned = بالعكس
button-unmerge = تراجع عن الدمج
button-leave = اتركهما

notice-merged = 🔀 دُمج { $gone } في { $kept }: { $name } · { $by }
notice-unmerged = ↩️ عاد { $gone } سجلًّا مستقلًّا عن { $kept } ({ $name }) · { $by }
notice-ticket-merged = 🔀 دُمجت { $gone } في <b>{ $kept }</b> { $subject } · { $by }
notice-linked = 🔗 تأكّد رقم <b>{ $name }</b> · { $ref } عبر { $channel }: { $phone }. دُمج السجلّان هنا.
notice-same-number = 👥 تأكّد رقم { $own } ({ $name }): { $phone }، وهو مسجَّل أيضًا لدى { $other } ({ $known }). هل هما شخص واحد؟
update-ticket-merged = ضممنا تذكرتك { $gone } إلى { $kept }: { $subject }. لا يلزمك شيء، فكل ما تكتبه يصلنا هناك.

change-merged = 🔀 <b>دُمج { $before } في { $after }</b> · { $by } · { $at }
change-unmerged = ↩️ <b>فُصل { $before } عن { $after }</b> · { $by } · { $at }
change-ticket-merged = 🔀 <b>دُمجت { $before } في { $after }</b> · { $by } · { $at }

link-telegram = لنعرفك برقمك هنا أيضًا، اضغط 📎 ثم <b>جهة اتصال</b>، وأرسل لنا جهة اتصالك <b>أنت</b>. يؤكد لنا تيليجرام أنها لك، ولا نأخذ برقم مكتوب ولا بجهة اتصال شخص آخر.
link-whatsapp = رقمك على واتساب معروف لدينا. وإن كنت تكتب لنا على تيليجرام أيضًا، فاكتب الأمر نفسه هناك لتجد تذاكرك في التطبيقين.
link-found = ✅ شكرًا لك. تأكدنا من رقمك { $phone } وعرفناك: ما تكتبه هنا وعلى واتساب في مكان واحد الآن، ومعه كل تذاكرك.
link-kept = ✅ شكرًا لك. تأكدنا من رقمك { $phone } وسجّلناه.

refusal-merge-same = هما سجل واحد: { $ref }.
refusal-merge-kinds = التذكرة لا تُدمج إلا مع تذكرة، والشخص لا يُدمج إلا مع شخص.
refusal-merge-two-peoples = { $one } من تذاكر { $mine }، و{ $other } من تذاكر { $theirs }. لا تُدمج إلا تذاكر عميل واحد؛ فإن كانا شخصًا واحدًا فادمجهما أولًا.
refusal-unmerge-nothing = لا يوجد دمج في { $ref } يمكن التراجع عنه.
refusal-unmerge-late = دُمج { $gone } في { $kept } منذ أكثر من { $days ->
    [zero] يوم
    [one] يوم
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}، فلم يعد التراجع ممكنًا.
refusal-unmerge-built-on = تحوّل { $ref } إلى { $now } بعد الدمج، فلم يعد التراجع ممكنًا.
