### الحقول والمحادثات: الأسماء، والكلمات التي تُكتب، وما يقال حين لا تُفهم القيمة.

field-ticket-unknown = { $typed } ليس رقم تذكرة. يُكتب هكذا: T45.
field-colleague-unknown = { $typed } ليس اسم زميل. اكتبه هكذا: @خالد
field-activity-unknown = { $typed } ليس رقم نشاط. رقم النشاط مثل A9.
field-lead-unknown = { $typed } ليس رقم عميل محتمل. يُكتب هكذا: L12.
field-customer-unknown = { $typed } ليس رقم عميل. يُكتب هكذا: C7.
field-person-unknown = { $typed } ليس عميلًا ولا عميلًا محتملًا. يُكتب هكذا: L12 أو C7.
field-reference-unknown = { $typed } ليس تذكرة ولا عميلًا ولا عميلًا محتملًا. يُكتب هكذا: T45 أو L12 أو C7.
field-status-unknown = { $typed } ليست حالة. اختر واحدة من: { $values }.
field-lead-status-unknown = { $typed } ليست حالة عميل محتمل. اختر واحدة من: { $values }.
field-priority-unknown = { $typed } ليست أولوية. اختر واحدة من: { $values }.
field-language-unknown = لا أتكلم { $typed } بعد. اختر واحدة من: { $values }.
field-filter-unknown = لا أستطيع عرض التذاكر حسب { $typed }. اختر واحدة من: { $values }.
field-role-unknown = { $typed } ليس دورًا. اختر واحدًا من: { $values }.
field-text-empty = من فضلك اكتب إجابتك بالكلمات.
field-text-short = هذا قصير جدًا: { $least ->
    [one] حرف واحد على الأقل من فضلك.
    [two] حرفان على الأقل من فضلك.
    [few] { $least } أحرف على الأقل من فضلك.
    [many] { $least } حرفًا على الأقل من فضلك.
    [zero] { $least } حرف على الأقل من فضلك.
   *[other] { $least } حرف على الأقل من فضلك.
}
field-text-long = هذا طويل جدًا: { $length ->
    [zero] { $length } حرف
    [one] حرف واحد
    [two] حرفان
    [few] { $length } أحرف
    [many] { $length } حرفًا
   *[other] { $length } حرف
}، والمتاح { $most }. من فضلك اختصره.
field-number-unknown = { $typed } ليس عددًا صحيحًا.
field-number-small = العدد صغير جدًا، والحد الأدنى { $least }.
field-number-large = العدد كبير جدًا، والحد الأقصى { $most }.
field-phone-unknown = { $typed } ليس رقم هاتف. اكتبه مع رمز الدولة، مثل { "\u2068+966 50 123 4567\u2069" }.
field-yes-no-unknown = من فضلك أجب بنعم أو لا.

form-back = رجوع
    .words = رجوع, ارجع, السابق
form-skip = تخطٍّ
    .words = تخط, تخطي, تخطى, تجاوز
form-cancel = إلغاء
    .words = إلغاء, ألغ, الغي
form-confirm = تأكيد
    .words = تأكيد, أكد, أرسل, إرسال
form-change = تغيير { $answer }
    .words = تغيير, غير, عدل, تعديل
form-yes = نعم
    .words = نعم, أجل, ايوه, تمام
form-no = لا
    .words = لا, كلا
form-review = راجع إجاباتك من فضلك:
form-answer = { $label }: { $value }
form-answer-below = { $label }:
form-now = جوابك الآن
form-skipped = —
form-review-unknown = من فضلك أكّد، أو غيّر إجابة، أو ألغِ.
form-first = هذا أول سؤال، ولا شيء قبله.
form-required = لا يمكن تخطي هذا السؤال.
form-media = من فضلك أجب بالكلمات، فلا أستطيع قراءة الملفات هنا.
form-stale = هذا الزر من سؤال سابق. نحن الآن هنا:
form-over = انتهى هذا من قبل، فلم يتغير شيء.
form-cancelled = حسنًا، أُلغي ذلك.
form-gone = جرى تحديث ديوان منذ بدأنا هذا، فأُلغي. من فضلك ابدأ من جديد.

form-open-ticket-subject = ما الموضوع؟ تكفي بضع كلمات.
    .label = الموضوع
form-open-ticket-description = ماذا حدث؟ اكتب ما تشاء.
    .label = التفاصيل
form-open-ticket-priority = ما مدى الاستعجال؟
    .label = الأولوية

form-dropped = <i>أُلغي ما كنا فيه.</i>
form-reply-text = ماذا أكتب للعميل؟
    .label = الرد
form-note-text = ماذا أدوّن؟ لا يرى العملاء هذا أبدًا.
    .label = الملاحظة
ticket-opened = ✅ فُتحت تذكرتك { $ticket }: { $subject }. سنردّ عليك هنا، وما تكتبه بعد هذا يُضاف إليها.
