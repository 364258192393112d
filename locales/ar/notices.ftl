# إشعارات الموظفين، ورسائل العملاء، وما يُعتذر عنه.

notice-lead-new = 🌱 <b>عميل محتمل جديد</b> { $ref } · { $name } عبر { $channel }
notice-arrived = 🌱 <b>عميل محتمل جديد</b> { $ref } · وصل { $name } ولم يكتب شيئًا بعد
notice-message = 💬 <b>{ $name }</b> · { $ref } عبر { $channel }
notice-ticket-opened = 🎫 <b>تذكرة جديدة { $ticket }</b> ({ $priority }) · { $name } { $ref }: { $subject }
notice-ticket-message = 💬 <b>{ $ticket }</b> { $subject } · { $name }
notice-ticket-reopened = 🔄 <b>{ $ticket }</b> { $subject } · فتحها { $name } من جديد
notice-filed = ↪️ <b>{ $ticket }</b> { $subject } · { $name }: ما سبق عن هذه التذكرة
notice-ticket-moved = 🔄 <b>{ $ticket }</b> { $subject } صارت { $status } · { $name }
notice-lead-converted = ⭐ حوّل { $by } المحتمل { $lead } إلى العميل { $customer }: { $name }
notice-undelivered = ⚠️ لم تصل رسالتك إلى <b>{ $name }</b>: { $reason }
notice-set-aside = ⚠️ تعذّرت معالجة رسالة من { $name } ووُضعت جانبًا (رقم { $id }).
undelivered-blocked = لقد حظرَنا.
undelivered-opted-out = لقد أوقف رسائلنا.
undelivered-window = انقضت مهلة واتساب، وهي 24 ساعة منذ آخر رسالة منه.
undelivered-unknown = لم يأتِ جواب من مزوّد الخدمة. ربما وصلت مع ذلك، فاسأل قبل إعادة إرسالها.
undelivered-failed = رفضها مزوّد الخدمة.

answer-ticket = <b>{ $name }</b> · { $ticket }
update-ticket-open = فُتحت تذكرتك { $ticket } من جديد: { $subject }
update-ticket-waiting = عادت تذكرتك { $ticket } إلى الانتظار: { $subject }. لا يعمل عليها أحد الآن، ولم ننسها.
update-ticket-in-progress = يعمل { $name } الآن على تذكرتك { $ticket }: { $subject }
update-ticket-closed = أُغلقت تذكرتك { $ticket }: { $subject }. إن بقي شيء، فاقتبس هذه الرسالة واكتب لنا.

refusal-address-taken = العنوان { $address } لموظف آخر.
refusal-lead-already-converted = صار { $lead } عميلًا من قبل: { $customer }.
refusal-lead-phone-taken = هاتف { $lead } مسجَّل للعميل { $customer } ({ $name }). هل ندمجهما؟
refusal-message-not-yours = هذه الرسالة في مكانها من قبل.
refusal-no-such-page = لا توجد هذه الصفحة في السجل.
refusal-not-allowed = هذا ليس من صلاحياتك.
refusal-not-found = لا أجد { $ref }.
refusal-no-such-colleague = لا يوجد بيننا من اسمه { $name }.
refusal-several-colleagues = أكثر من زميل يحمل الاسم { $name }: { $names }. اكتب الاسم كاملًا.
refusal-nowhere-to-send = لا سبيل للوصول إلى { $name }: لا عنوان معروفًا، أو أنه حظرنا أو أوقف رسائلنا.
refusal-suspended = صلاحيتك موقوفة. راجع مديرك من فضلك.
refusal-ticket-already-there = { $ticket } { $status } من قبل.
refusal-ticket-already-yours = { $ticket } معك من قبل.
refusal-ticket-cannot-move = { $ticket } { $status } ولا يمكن أن تصير { $to }.
refusal-ticket-closed = { $ticket } مغلقة. أعد فتحها أولًا.
refusal-ticket-not-closed = { $ticket } ليست مغلقة، فهي { $status }.
refusal-ticket-same-priority = أولوية { $ticket } { $priority } من قبل.
refusal-ticket-taken = { $ticket } مع { $name }.
refusal-with-somebody-else = { $ref } مع { $name }. اسأله أو اسأل أحد المديرين.
