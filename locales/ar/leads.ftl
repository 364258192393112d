# المحتملون والعملاء باليد: إضافتهم وتصحيح بياناتهم وتأهيلهم وخسارتهم، وتصنيفاتهم، والرسائل المحوَّلة.

command-new-lead =
    .words = محتمل جديد, عميل جديد, عميل محتمل جديد, أضف عميل, أضف عميلا, أضف محتمل, ضيف عميل, إضافة عميل
    .help = إضافة عميل محتمل، مع اسمه ورقمه إن شئت
    .example = محتمل جديد هدى 0501234567
command-edit =
    .words = عدّل, تعديل, صحّح
    .help = تعديل الاسم أو الهاتف أو البريد أو الشركة أو المصدر
    .example = عدّل L12 الشركة دار النور
command-qualify =
    .words = أهّل, تأهيل, مؤهل
    .help = تأهيل عميل محتمل جادّ، أو إعادة فتح من خسرناه
command-lost =
    .words = خسرنا, خسارة, خسرت
    .help = تسجيل خسارة عميل محتمل وسببها
    .example = خسرنا L12 وجد سعرًا أقل
command-customers =
    .words = العملاء, عملاء
    .help = قائمة العملاء
command-mine =
    .words = عملائي, زبائني
    .help = عملاؤك والمحتملون معك، الأحدث نشاطًا أولًا
command-label =
    .words = صنّف, وسم, ضع تصنيف, أضف تصنيف
    .help = تصنيف عميل أو محتمل، وبين التصنيفات فواصل
    .example = صنّف L12 مهم، جملة
command-unlabel =
    .words = أزل تصنيف, إزالة تصنيف, احذف تصنيف, شيل تصنيف
    .help = إزالة تصنيف
    .example = أزل تصنيف L12 مهم
command-labels =
    .words = التصنيفات, تصنيفات, الوسوم, تصنيف
    .help = كل التصنيفات، أو من يحمل تصنيفًا منها
    .example = التصنيفات مهم
command-drop-label =
    .words = أزل هذا التصنيف
    .help = إزالة هذا التصنيف
command-labelled =
    .words = أصحاب تصنيف
    .help = من يحمل هذا التصنيف
command-file-under =
    .words = احفظ عند
    .help = حفظ رسالة محوَّلة في سجل صاحبها
command-file-new =
    .words = احفظ لجديد
    .help = إضافة عميل محتمل من رسالة محوَّلة

source-referral = توصية
    .words = توصية, إحالة, ترشيح
source-exhibition = معرض
    .words = معرض, المعرض
source-website = الموقع الإلكتروني
    .words = الموقع الإلكتروني, الموقع, موقع
source-walk-in = زيارة
    .words = زيارة, زارنا, زيارة للمكتب
source-social = التواصل الاجتماعي
    .words = التواصل الاجتماعي, سوشيال, انستقرام, سناب
lost-reason-price = السعر
    .words = السعر, سعر, غالي
lost-reason-competitor = اختار منافسًا
    .words = اختار منافسا, منافس
lost-reason-no-answer = لا يردّ
    .words = لا يرد, ما يرد
lost-reason-no-budget = لا ميزانية
    .words = لا ميزانية, لا توجد ميزانية
lost-reason-no-need = لا حاجة لديه
    .words = لا حاجة لديه, لا حاجة له, غير مهتم
lost-reason-later = أجّل الأمر
    .words = أجل الأمر, لاحقا, مؤجل
detail-name = الاسم
    .words = الاسم, اسم
detail-phone = الهاتف
    .words = الهاتف, هاتف, الجوال, جوال, الرقم, رقم
detail-email = البريد
    .words = البريد, بريد, الإيميل, إيميل, ايميل
detail-company = الشركة
    .words = الشركة, شركة
detail-source = المصدر
    .words = المصدر, مصدر
detail-clear = احذف
    .words = احذفه, احذف, حذف, امسح
field-detail-unknown = لا يمكن تعديل { $typed }. اختر واحدًا من: { $values }.
field-email-unknown = { $typed } ليس بريدًا إلكترونيًا. يُكتب هكذا: sara@example.com

form-new-lead-name = ما اسم العميل المحتمل؟
    .label = الاسم
form-new-lead-phone = ما رقم هاتفه؟
    .label = الهاتف
form-new-lead-company = ما اسم شركته؟
    .label = الشركة
form-new-lead-source = كيف وصل إلينا؟ اختر، أو اكتب ذلك باختصار.
    .label = المصدر
form-new-lead-note = هل تودّ تدوين شيء عنه؟ لا يرى العملاء هذا أبدًا.
    .label = الملاحظة
form-edit-name-value = ما الاسم الصحيح؟
    .label = الاسم
form-edit-phone-value = ما رقم الهاتف الصحيح؟
    .label = الهاتف
form-edit-email-value = ما البريد الصحيح؟
    .label = البريد
form-edit-company-value = ما الشركة الصحيحة؟
    .label = الشركة
form-edit-source-value = كيف وصل إلينا؟ اختر، أو اكتب ذلك باختصار.
    .label = المصدر
form-lost-reason = لماذا خسرناه؟ اختر سببًا، أو اكتبه بكلماتك.
    .label = السبب
form-label-text = ما التصنيف؟ وإن كان أكثر من واحد فافصل بينها بفواصل.
    .label = التصنيف
form-forwarded-to = ممّن هذه الرسالة؟ اختر صاحبها، أو اكتب اسمه.
    .label = صاحبها

lead-added = ✅ أُضيف { $lead }: { $name }.
lead-known = هذا الرقم مسجَّل من قبل، فلم نكرّره: { $ref }.
lead-qualified = ✅ { $lead } صار مؤهَّلًا: { $name }
lead-lost = سُجّل أننا خسرنا { $lead } ({ $reason }): { $name }
leads-none-of = لا يوجد عملاء محتملون بهذه الحالة: { $status }.
customers-title = <b>العملاء</b>، الأحدث أولًا
customers-line = <b>{ $ref }</b> { $name }
    { $owner } · { $at }
customers-none = لا يوجد عملاء بعد.
mine-title = <b>عملائي</b>، الأحدث نشاطًا أولًا
mine-lead = <b>{ $ref }</b> { $name } · { $status } · { $at }
mine-customer = <b>{ $ref }</b> { $name } · عميل · { $at }
mine-none = ليس لديك عملاء ولا محتملون بعد.

edit-title = ✏️ <b>{ $ref }</b> · ماذا نعدّل؟
edit-line = { $detail }: { $value }
edit-unknown = لم أعرف ما الذي نعدّله.
detail-edited = ✅ { $ref } · { $detail }: { $value }
detail-cleared = ✅ { $ref } · تم حذف { $detail }

labelled = 🏷 صُنّف { $ref }: { $labels }
unlabelled = ✅ أُزيل عن { $ref }: { $labels }
labels-of = كل تصنيفاته: { $labels }
labels-title = 🏷 <b>التصنيفات</b>
labels-line = { $label } · { $count ->
    [zero] لا أحد
    [one] واحد
    [two] اثنان
    [few] { $count }
    [many] { $count }
   *[other] { $count }
}
labels-more = هذه أكثر التصنيفات شيوعًا، وعددها { $shown }.
labels-none = لا توجد تصنيفات بعد. اكتب مثلًا: <b>صنّف L12 مهم</b>
labels-none-of = ليس لـ { $ref } أي تصنيف.
unlabel-which = أي تصنيف نزيل عن { $ref }؟
labelled-title = 🏷 <b>{ $label }</b>
labelled-line = <b>{ $ref }</b> { $name }
labelled-none = لا أحد يحمل التصنيف { $label }.
card-labels = 🏷 { $labels }
card-lost = سبب الخسارة: { $reason }
card-lead-by-hand = عميل محتمل، { $status }

forwarded-kept = ✅ حُفظت في سجل { $ref }.
forwarded-nobody = لم أجد أحدًا باسم { $query }.
card-unread = تعذّرت قراءة جهة الاتصال هذه، فاكتب الاسم والرقم من فضلك.

button-new-lead = محتمل جديد
button-mine = عملائي
button-not-now = ليس الآن
button-correct = عدّل
button-qualify = مؤهَّل
button-qualify-again = افتحه من جديد
button-lost = خسرناه
button-label = أضف تصنيفًا
button-labels = كل التصنيفات

notice-lead-moved = 🔄 { $lead } { $name } · صارت الحالة «{ $status }» · { $by }
undone-name-reason = سبب الخسارة
change-imported-by = 📥 <b>من ملف مستورد</b> · { $by } · { $at }
change-created-by = 🌱 <b>عميل محتمل جديد</b> · { $by } · { $at }
change-detail = ✏️ { $detail }: { $after } · { $by } · { $at }
change-detail-gone = ✏️ حذف { $detail }: { $before } · { $by } · { $at }
change-of-label = التصنيف
change-of-reason = سبب الخسارة

refusal-party-known = الرقم { $phone } مسجَّل لـ { $ref }.
refusal-detail-same = هذا هو المسجَّل لـ { $ref } بالفعل.
refusal-name-needed = لا بد من اسم لـ { $ref }.
refusal-customer-source = { $ref } عميل، والمصدر للمحتملين وحدهم.
refusal-lead-already-there = هذه حالة { $lead } بالفعل: { $status }.
refusal-label-long = التصنيف طويل جدًا: { $length ->
    [zero] { $length } حرف
    [one] حرف واحد
    [two] حرفان
    [few] { $length } أحرف
    [many] { $length } حرفًا
   *[other] { $length } حرف
}، والمتاح { $most }.
refusal-labels-many = لا يحمل { $ref } أكثر من { $most } تصنيفات. أزل واحدًا أولًا.
refusal-label-there = هذا التصنيف موجود على { $ref } بالفعل: { $labels }
refusal-label-unknown = لا يوجد تصنيف بهذا الاسم: { $label }
refusal-label-empty = لا بد في التصنيف من حرف أو رقم.
