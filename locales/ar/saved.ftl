# الردود الجاهزة: حفظها وإرسالها.

command-saved =
    .words = الردود الجاهزة, ردود جاهزة, الجاهزة
    .help = الردود الجاهزة للإرسال
command-save-reply =
    .words = احفظ ردًّا جاهزًا, احفظ ردًّا, احفظ رد, حفظ رد, رد جاهز جديد
    .help = حفظ رد يتكرر كثيرًا
command-edit-saved =
    .words = عدّل الرد الجاهز, عدل رد جاهز, تعديل رد جاهز, تعديل الرد الجاهز
    .help = تعديل رد جاهز
    .example = عدّل الرد الجاهز ترحيب
command-delete-saved =
    .words = احذف الرد الجاهز, احذف رد جاهز, حذف رد جاهز, حذف الرد الجاهز
    .help = حذف رد جاهز
    .example = احذف الرد الجاهز ترحيب
command-saved-send =
    .words = أرسل الرد الجاهز
    .help = إرسال الرد المعروض
command-saved-reword =
    .words = صغ الرد الجاهز
    .help = تعديل الرد المعروض قبل إرساله
command-saved-drop =
    .words = ألغ الرد الجاهز
    .help = إلغاء الرد المعروض

form-save-reply-name = بأي كلمة يُرسل هذا الرد؟ كلمة واحدة، مثل <b>ترحيب</b> أو <b>الموقع</b>.
    .label = الاسم
form-save-reply-arabic = ما نصّه بالعربية؟ اكتب { "{الاسم}" } حيث يأتي اسم العميل الأول.
    .label = النص العربي
form-save-reply-english = وما نصّه بالإنجليزية؟ يصل الرد إلى كل عميل باللغة التي يتحدث بها معنا.
    .label = النص الإنجليزي

saved-title = 💬 <b>الردود الجاهزة</b>
saved-title-for = 💬 <b>الردود الجاهزة</b> لـ { $ref }. اختر ردًّا، وستراه قبل أن يُرسل.
saved-none = لا توجد ردود جاهزة بعد.
saved-line = <b>{ $name }</b> · { $words }
saved-card = 💬 الرد الجاهز <b>{ $name }</b>
saved-hint = لإرساله اكتب <b>{ $name } T45</b>، أو اقتبس إشعارًا واكتب <b>/{ $name }</b>.
saved-preview = سيُرسل هذا إلى <b>{ $name }</b> · { $ref }:
saved-in-arabic = <i>يتحدث العميل معنا بالإنجليزية، ولا نص إنجليزيًّا لهذا الرد، فسيُرسل العربي.</i>
saved-in-english = <i>يتحدث العميل معنا بالعربية، ولا نص عربيًّا لهذا الرد، فسيُرسل الإنجليزي.</i>
saved-reword = اكتبه كما تريد أن يصل. وهذا نصّه الآن:
saved-kept = ✅ حُفظ الرد الجاهز <b>{ $name }</b>. لإرساله اكتب: <b>{ $name } T45</b>
saved-delete = هل تريد حذف الرد الجاهز <b>{ $name }</b>؟
saved-deleted = ✅ حُذف الرد الجاهز { $name }.

button-saved = الردود الجاهزة
button-saved-open = اعرضه
button-saved-send = أرسل
button-saved-reword = عدّله أولًا
button-saved-drop = إلغاء
button-save-reply = رد جاهز جديد
button-saved-edit = عدّل
button-saved-delete = احذف
button-saved-keep = أبقِه

refusal-no-such-saved-reply = لا يوجد رد جاهز اسمه { $name }.
refusal-saved-name = لا يصلح { $name } اسمًا: كلمة واحدة من حروف وأرقام، أولها حرف، ولا تزيد على { $most ->
    [zero] { $most } حرف
    [one] حرف واحد
    [two] حرفين
    [few] { $most } أحرف
    [many] { $most } حرفًا
   *[other] { $most } حرف
}.
refusal-saved-name-command = للكلمة { $name } معنى آخر هنا. اختر كلمة غيرها من فضلك.
refusal-saved-name-taken = يوجد رد جاهز اسمه { $name } بالفعل. اختر كلمة غيرها من فضلك.
refusal-saved-empty = لا بدّ له من نص بالعربية أو بالإنجليزية.
refusal-saved-placeholder = لا أعرف { $typed }. لا يصلح بين القوسين إلا { "{الاسم}" }، وهو اسم العميل الأول.
refusal-saved-sent = أُرسل هذا من قبل، ولم يُرسل مرة أخرى.
refusal-saved-dropped = أُلغي هذا الرد، فلم يُرسل شيء.
