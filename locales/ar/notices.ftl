# إشعارات الموظفين، ورسائل العملاء، وما يُعتذر عنه.

notice-lead-new = 🌱 <b>عميل محتمل جديد</b> { $ref } · { $name } عبر { $channel }
notice-arrived = 🌱 <b>عميل محتمل جديد</b> { $ref } · { $name } · لم تصل رسالة بعد
notice-message = 💬 <b>{ $name }</b> · { $ref } عبر { $channel }
notice-ticket-opened = 🎫 <b>تذكرة جديدة { $ticket }</b> ({ $priority }) · { $name } { $ref }: { $subject }
notice-ticket-message = 💬 <b>{ $ticket }</b> { $subject } · { $name }
notice-ticket-reopened = 🔄 <b>{ $ticket }</b> { $subject } · فُتحت من جديد برسالة من { $name }
notice-filed = ↪️ <b>{ $ticket }</b> { $subject } · { $name } · رسائل سابقة عن هذه التذكرة
notice-ticket-moved = 🔄 <b>{ $ticket }</b> { $subject } · صارت { $status } · { $name }
notice-lead-converted = ⭐ صار { $lead } العميل { $customer }: { $name } · { $by }
notice-undelivered = ⚠️ لم تصل رسالتك إلى <b>{ $name }</b>: { $reason }
notice-set-aside = ⚠️ تعذّرت معالجة رسالة من { $name }، وحُفظت للمراجعة (رقم { $id }).
undelivered-blocked = حظرَنا العميل.
undelivered-opted-out = أوقف العميل رسائلنا.
undelivered-window = انقضت مهلة واتساب، وهي 24 ساعة منذ آخر رسالة من العميل.
undelivered-unknown = لم يصلنا تأكيد من مزوّد الخدمة، وربما وصلت. تأكّد قبل أن تعيد إرسالها.
undelivered-failed = رفضها مزوّد الخدمة.

answer-ticket = <b>{ $name }</b> · { $ticket }
update-ticket-open = فُتحت تذكرتك { $ticket } من جديد: { $subject }
update-ticket-waiting = تذكرتك { $ticket } في الانتظار من جديد: { $subject }. لا يعمل عليها أحد الآن، لكنها في بالنا.
update-ticket-in-progress = تذكرتك { $ticket } قيد التنفيذ الآن مع { $name }: { $subject }
update-ticket-closed = أُغلقت تذكرتك { $ticket }: { $subject }. إن بقي شيء، فاقتبس هذه الرسالة واكتب لنا.

refusal-address-taken = { $address } مسجَّل لموظف آخر.
refusal-lead-already-converted = صار { $lead } عميلًا من قبل: { $customer }.
refusal-lead-phone-taken = هاتف { $lead } مسجَّل للعميل { $customer } ({ $name }). هل ندمجهما؟
refusal-message-not-yours = هذه الرسالة في مكانها بالفعل.
refusal-no-such-page = لا توجد هذه الصفحة في السجل.
refusal-not-allowed = هذا ليس من صلاحياتك.
refusal-not-found = لا أجد { $ref }.
refusal-no-such-colleague = لا يوجد بيننا من اسمه { $name }.
refusal-several-colleagues = أكثر من زميل يحمل الاسم { $name }: { $names }. اكتب الاسم كاملًا.
refusal-nowhere-to-send = تعذّر الوصول إلى { $name }: لا وسيلة تواصل لدينا، أو أن العميل حظرنا أو أوقف رسائلنا.
refusal-suspended = صلاحيتك موقوفة. راجع مديرك من فضلك.
refusal-ticket-already-there = { $ticket } { $status } بالفعل.
refusal-ticket-already-yours = { $ticket } معك بالفعل.
refusal-ticket-cannot-move = { $ticket } { $status } ولا يمكن أن تصير { $to }.
refusal-ticket-closed = { $ticket } مغلقة. أعد فتحها أولًا.
refusal-ticket-not-closed = { $ticket } ليست مغلقة، فهي { $status }.
refusal-ticket-same-priority = أولوية { $ticket } { $priority } بالفعل.
refusal-ticket-taken = { $ticket } مع { $name }.
refusal-with-somebody-else = { $ref } مع { $name }. اسأل { $name } أو أحد المديرين.
