# أوقات العمل والمواعيد، وما يُقال للعميل بعد الدوام، والتذاكر التي تتبع غيرها، والتقييم.

command-hours =
    .words = الدوام, أوقات الدوام, ساعات العمل, أوقات العمل, ساعات الدوام, دوامكم, متى تفتحون, متى تقفلون, متى الدوام
    .help = أوقات العمل
command-rate =
    .words = قيّم, تقييم
    .help = تقييم تذكرة مغلقة من 1 إلى 5

closed-now = نحن خارج أوقات العمل الآن، وسنردّ عليك حين نعود: { $at }.
hours-title = 🕘 <b>أوقات العمل</b>
hours-open = نحن في أوقات العمل الآن.
hours-closed = نحن خارج أوقات العمل الآن، ونعود: { $at }.
hours-line = { $days }: { $spans }
hours-days = من { $first } إلى { $last }
hours-span = من { $start } إلى { $end }
hours-all-day = طوال اليوم
hours-holidays = <b>الإجازات</b>
hours-holiday = { $day }
hours-holiday-range = من { $first } إلى { $last }
hours-targets = <b>المهل بساعات العمل</b>
hours-target = { $mark } أولوية { $priority } · الرد الأول: { $response } · الإغلاق: { $resolution }
hours-reopen = { $count ->
    [zero] الرد على تذكرة مغلقة يفتح تذكرة جديدة.
    [one] الرد على تذكرة مغلقة يعيد فتحها خلال يوم واحد، وبعده يفتح تذكرة جديدة.
    [two] الرد على تذكرة مغلقة يعيد فتحها خلال يومين، وبعدهما يفتح تذكرة جديدة.
    [few] الرد على تذكرة مغلقة يعيد فتحها خلال { $count } أيام، وبعدها يفتح تذكرة جديدة.
    [many] الرد على تذكرة مغلقة يعيد فتحها خلال { $count } يومًا، وبعدها يفتح تذكرة جديدة.
   *[other] الرد على تذكرة مغلقة يعيد فتحها خلال { $count } يوم، وبعدها يفتح تذكرة جديدة.
}

notice-target-respond-near = ⏰ <b>{ $ticket }</b> { $subject } · { $customer } · موعد الرد الأول: { $at }
notice-target-respond-past = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · فات موعد الرد الأول: { $at }
notice-target-respond-late = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · بلا رد، وفات الموعد: { $at } · { $holder }
notice-target-resolve-near = ⏰ <b>{ $ticket }</b> { $subject } · { $customer } · موعد الإغلاق: { $at }
notice-target-resolve-past = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · لم تُغلق بعد، وفات الموعد: { $at }
notice-target-resolve-late = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · لم تُغلق بعد، وفات الموعد: { $at } · { $holder }
target-with = مع { $name }
target-nobodys = لم يستلمها أحد

card-respond-by = ⏰ موعد الرد الأول: { $at }
card-respond-past = 🔴 فات موعد الرد الأول: { $at }
card-resolve-by = 🏁 موعد الإغلاق: { $at }
card-resolve-past = 🔴 فات موعد الإغلاق: { $at }
card-follows = ↩️ تتبع { $ticket }
card-followed = ↪️ تتبعها { $tickets }
card-rating = التقييم: { $stars } من 5 ⭐

notice-follows = ↩️ تتبع { $ticket } المغلقة
ticket-follows = أُغلقت تذكرتك { $earlier } منذ مدة، ففتحنا لك تذكرة جديدة: { $ticket }. وسنردّ عليك هنا.

rating-ask = كيف كانت خدمتنا؟ قيّمها من 1 (سيئة) إلى 5 (ممتازة).
rating-stars = { $stars } ⭐
rating-thanks = شكرًا لك! تقييمك للتذكرة { $ticket }: { $stars } من 5 ⭐
rating-done = حسنًا، شكرًا لوقتك.
rating-words-kept = شكرًا لك، وصلت كلمتك إلى الفريق.
form-rating-words = هل تودّ أن تضيف كلمة؟ ما تكتبه الآن يُرفق بتقييمك.
    .label = كلمتك
notice-ticket-rated = ⭐ <b>{ $ticket }</b> { $subject } · تقييم { $name }: { $stars } من 5
notice-ticket-rated-low = ⚠️ <b>{ $ticket }</b> { $subject } · تقييم { $name }: { $stars } من 5 · { $holder }
change-ticket-rating = ⭐ <b>تقييم { $ticket }: { $after } من 5</b> · { $at }
refusal-rating-range = تقييم { $ticket } رقم من 1 إلى 5.
refusal-rating-not-yet = تُقيَّم { $ticket } بعد أن تُغلق ونسألك عنها.
refusal-rating-stands = سبق أن قيّمت { $ticket } بـ { $stars } من 5، وتقييمك محفوظ. شكرًا لك!

greeting = —
    .words = مرحبا, مرحبًا بك, أهلا, أهلين, هلا, هلا والله, السلام عليكم, السلام عليكم ورحمة الله, السلام عليكم ورحمة الله وبركاته, سلام, سلام عليكم, صباح الخير, صباح النور, مساء الخير, مساء النور, يا هلا
thanks = —
    .words = شكرا, شكرًا لك, شكرا لكم, أشكرك, أشكركم, نشكركم, مشكور, مشكورة, مشكورين, مشكورون, تسلم, تسلمي, تسلمون, تسلموا, تسلم يدك, تسلم الأيادي, يعطيك العافية, يعطيكم العافية, الله يعطيك العافية, الله يعطيكم العافية, يعطيك الف عافية, يعطيكم الف عافية, جزاك الله خيرا, جزاكم الله خيرا, جزاك الله خير, جزاكم الله خير, الله يجزاك خير, الله يجزاكم خير, بارك الله فيك, بارك الله فيكم, الله يبارك فيك, الله يبارك فيكم, ممنون, ممنونة, ممنونكم, ما قصرت, ما قصرتوا, ما قصرتم, كفيت ووفيت, كفيتوا ووفيتوا, الله يسعدك, الله يسعدكم, الله يحفظك, الله يحفظكم, الله يعافيك, الله يعافيكم, يسلمو, يسلموا, ميرسي, متشكر, متشكرين, تمام, ممتاز, رائع, حلو, أوكي, اوك, طيب, كل الشكر, ألف شكر
thanks-beside = —
    .words = جزيلا, كثيرا, كثير, جدا, وايد, مرة, قوي, أوي, لك, لكم, جميعا, على المساعدة, على تعاونكم, على تعاونك, على سرعة الرد, على الخدمة, على كل شي, على كل شيء, أخوي, أختي, أخي, يا غالي, حبيبي, و, والله, من القلب
