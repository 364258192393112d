# حيث يبدأ الجميع، وما يُقال حين لا تُفهم الرسالة.

welcome = أهلًا بك في { $organisation }. وصلتنا رسالتك، وسيردّ عليك أحد الزملاء هنا. كيف نخدمك؟
welcome-silent = أهلًا بك في { $organisation }. اكتب لنا هنا ما تشاء، ويردّ عليك أحد الزملاء. كيف نخدمك؟
welcome-staff = أهلًا { $name } ({ $role }). ماذا تودّ أن ترى؟
edit-unread = لا أتابع تعديل الرسائل: الذي وصلني هو نصّها الأول. إن أردت غيره فاكتبه في رسالة جديدة.
file-kept = وصلنا ما أرسلته، وسيراه أحد الزملاء.
received = شكرًا لك، وصلتنا رسالتك. سيردّ عليك أحد الزملاء هنا.

help-staff = <b>الأوامر</b> بالعربية أو الإنجليزية، كتابةً أو بالأزرار:
help-customer = <b>كيف نخدمك؟</b> اكتب ما تشاء ونردّ عليك هنا. ويمكنك أيضًا أن تكتب:
help-group-tickets = <b>التذاكر</b>
    .words = التذاكر, تذاكر
help-group-people = <b>العملاء والمحتملون</b>
    .words = العملاء, المحتملون, العملاء والمحتملون
help-group-activities = <b>الأنشطة</b>
    .words = الأنشطة, أنشطة
help-group-team = <b>الفريق</b>
    .words = الفريق, فريق
help-group-general = <b>عام</b>
    .words = عام, أخرى
help-line = <b>{ $usage }</b>: { $what }
help-quote = للرد على عميل، اقتبس أي إشعار عنه، وما تكتبه يصل إليه.

language-which = بأي لغة نتحدث؟
language-set = سنتحدث بالعربية من الآن.
language-ar = العربية
    .words = العربية, عربي
language-en = English
    .words = الإنجليزية, انجليزي

cancel-nothing = لا يوجد ما يُلغى.
unknown = عذرًا، لم أفهم ذلك.
unknown-near = عذرًا، لم أفهم ذلك. هل تقصد <b>{ $usage }</b>؟
usage = اكتب الأمر هكذا: <b>{ $usage }</b>
apology-set-aside = نعتذر، تعذّرت معالجة رسالتك الأخيرة. وهي محفوظة لدينا، وأبلغنا بها أحد الزملاء.

list-title = اختر
numbered-hint = أجب برقم الخيار.

role-agent = موظف
    .words = موظف, موظفًا, مندوب, مندوبًا
role-manager = مدير
    .words = مدير, مديرًا
role-admin = مشرف النظام
    .words = مشرف, مشرفًا, مشرف النظام, أدمن
channel-telegram = تيليجرام
channel-whatsapp = واتساب

button-open-ticket = 🎫 افتح تذكرة
button-my-tickets = تذاكري
button-language = العربية / English
button-menu = القائمة
button-help = مساعدة
button-leads = المحتملون
button-my-open-tickets = تذاكري
button-open-tickets = التذاكر المفتوحة
button-mine-tickets = تذاكري
button-late-tickets = التذاكر المتأخرة
button-closed-tickets = التذاكر المغلقة
button-more = المزيد
button-reply = رد
button-note = ملاحظة داخلية
button-take = استلم
button-close = أغلق
button-reopen = أعد الفتح
button-card = البطاقة
button-open = افتح { $ref }
button-convert = حوّل إلى عميل
button-merge = ادمج في { $customer }
button-timeline = السجل
button-newer = الأحدث
button-older = الأقدم
button-priority = الأولوية: { $priority }
button-ticket = { $ticket } { $subject }
button-none-of-these = ليست عن أي منها
