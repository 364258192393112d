# الاستيراد: ملفات العملاء والمحتملين تُرسَل في المحادثة.

command-import =
    .words = استورد, استيراد
    .help = إضافة ملف عملاء أو محتملين (إكسل أو CSV)
    .example = استورد محتملين
command-import-sample =
    .words = نموذج الاستيراد, نموذج استيراد
    .help = نموذج للملف الذي يُستورد
command-import-as =
    .words = استورد على أنهم
    .help = ما تصير إليه صفوف الملف
command-import-go =
    .words = نفذ الاستيراد
    .help = إدخال الملف في السجل
command-import-stop =
    .words = ألغ الاستيراد
    .help = ترك الملف

import-kind-lead = محتملون
    .words = محتملين, محتملون, المحتملين, عملاء محتملين, عملاء محتملون, العملاء المحتملين
import-kind-customer = عملاء
    .words = عملاء, العملاء, زبائن, عميل
import-kind-either = العملاء أو المحتملين
field-import-kind-unknown = لا أستورد «{ $typed }». المتاح: { $values }.
import-way-all = الكل
    .words = الكل, كلها, الجميع
import-way-good = السليمة فقط
    .words = السليم, السليمة, السليمة فقط
import-way-fill = مع إكمال المكرر
    .words = أكمل, مع الإكمال, أكمل المكرر
field-import-way-unknown = «{ $typed }» ليست واحدة من: { $values }.

import-send = 📎 أرسل ملف { $what } هنا: إكسل (.xlsx) أو CSV، في كل صف شخص، وفي أعلاه أسماء الأعمدة. لن يُضاف شيء قبل أن ترى ما فهمته وتوافق.
import-reading = ⏳ أقرأ { $name }. سترى ما فهمته قبل أن يُضاف أي شيء.
import-file = الملف

import-of = { $count ->
        [zero] لا صفوف
        [one] صف واحد
        [two] صفّان
        [few] { $count } صفوف
        [many] { $count } صفًّا
       *[other] { $count } صف
    }
import-of-lead = { $count ->
        [zero] لا صفوف
        [one] صف واحد من المحتملين
        [two] صفّان من المحتملين
        [few] { $count } صفوف من المحتملين
        [many] { $count } صفًّا من المحتملين
       *[other] { $count } صف من المحتملين
    }
import-of-customer = { $count ->
        [zero] لا صفوف
        [one] صف واحد من العملاء
        [two] صفّان من العملاء
        [few] { $count } صفوف من العملاء
        [many] { $count } صفًّا من العملاء
       *[other] { $count } صف من العملاء
    }
import-title = 📄 <b>{ $name }</b>: { $what }
import-sheet = من ورقة «{ $sheet }» وحدها، ففي الملف أوراق غيرها.
import-columns-title = <b>الأعمدة</b>
import-column-line = { $head } ← { $column }
import-ignored = لم أقرأ: { $heads }
import-ignored-more = { $more ->
        [zero] لم أقرأ: { $heads }
        [one] لم أقرأ: { $heads }، وعمودًا آخر
        [two] لم أقرأ: { $heads }، وعمودين آخرين
        [few] لم أقرأ: { $heads }، و{ $more } أعمدة أخرى
        [many] لم أقرأ: { $heads }، و{ $more } عمودًا آخر
       *[other] لم أقرأ: { $heads }، و{ $more } عمود آخر
    }
import-twice = عمود «{ $head }» فيه { $column } أيضًا، فآخذ به حيث يخلو الذي قبله.
import-first-title = <b>أول الصفوف كما فهمتها</b>
import-first-0 = { $row }: <b>{ $name }</b>
import-first-1 = { $row }: <b>{ $name }</b> · { $a }
import-first-2 = { $row }: <b>{ $name }</b> · { $a } · { $b }
import-first-3 = { $row }: <b>{ $name }</b> · { $a } · { $b } · { $c }
import-first-4 = { $row }: <b>{ $name }</b> · { $a } · { $b } · { $c } · { $d }
import-first-5 = { $row }: <b>{ $name }</b> · { $a } · { $b } · { $c } · { $d } · { $e }
import-first-owner = مع { $name }
import-first-note = «{ $note }»

import-wrong = { $count ->
        [zero] لا أخطاء
        [one] ⚠️ <b>في صف واحد خطأ</b>
        [two] ⚠️ <b>في صفّين خطأ</b>
        [few] ⚠️ <b>في { $count } صفوف خطأ</b>
        [many] ⚠️ <b>في { $count } صفًّا خطأ</b>
       *[other] ⚠️ <b>في { $count } صف خطأ</b>
    }
import-wrong-line = الصف { $row }: { $why }
import-wrong-more = { $count ->
        [zero] وهي في الملف أعلاه مع السبب.
        [one] … وصف آخر: كلها في الملف أعلاه مع السبب.
        [two] … وصفّان آخران: كلها في الملف أعلاه مع السبب.
        [few] … و{ $count } صفوف أخرى: كلها في الملف أعلاه مع السبب.
        [many] … و{ $count } صفًّا آخر: كلها في الملف أعلاه مع السبب.
       *[other] … و{ $count } صف آخر: كلها في الملف أعلاه مع السبب.
    }
import-known = { $count ->
        [zero] 👥 لا أحد منهم في السجل
        [one] 👥 واحد منهم في السجل من قبل: { $refs }
        [two] 👥 اثنان منهم في السجل من قبل: { $refs }
        [few] 👥 { $count } منهم في السجل من قبل: { $refs }
        [many] 👥 { $count } منهم في السجل من قبل: { $refs }
       *[other] 👥 { $count } منهم في السجل من قبل: { $refs }
    }
import-known-more = { $count ->
        [zero] 👥 لا أحد منهم في السجل
        [one] 👥 واحد منهم في السجل من قبل: { $refs }
        [two] 👥 اثنان منهم في السجل من قبل: { $refs }
        [few] 👥 { $count } منهم في السجل من قبل: { $refs } …
        [many] 👥 { $count } منهم في السجل من قبل: { $refs } …
       *[other] 👥 { $count } منهم في السجل من قبل: { $refs } …
    }
import-hidden = { $count ->
        [zero] 👥 لا أحد منهم عند زميل
        [one] 👥 واحد منهم في السجل من قبل عند أحد الزملاء.
        [two] 👥 اثنان منهم في السجل من قبل عند الزملاء.
        [few] 👥 { $count } منهم في السجل من قبل عند الزملاء.
        [many] 👥 { $count } منهم في السجل من قبل عند الزملاء.
       *[other] 👥 { $count } منهم في السجل من قبل عند الزملاء.
    }
import-twins = { $count ->
        [zero] 👥 لا رقم مكرر في الملف
        [one] 👥 صف واحد رقمه مكرر في صف قبله.
        [two] 👥 صفّان رقماهما مكرران في صفوف قبلهما.
        [few] 👥 { $count } صفوف أرقامها مكررة في صفوف قبلها.
        [many] 👥 { $count } صفًّا أرقامها مكررة في صفوف قبلها.
       *[other] 👥 { $count } صف أرقامها مكررة في صفوف قبلها.
    }
import-doubles-left = المكرر لا يُضاف مرة أخرى.
import-doubles-filled = { $count ->
        [zero] وليس في الملف جديد عنهم.
        [one] وفي الملف جديد عن واحد منهم: أستطيع إكمال ما ينقص سجله.
        [two] وفي الملف جديد عن اثنين منهم: أستطيع إكمال ما ينقص سجلّيهما.
        [few] وفي الملف جديد عن { $count } منهم: أستطيع إكمال ما ينقص سجلاتهم.
        [many] وفي الملف جديد عن { $count } منهم: أستطيع إكمال ما ينقص سجلاتهم.
       *[other] وفي الملف جديد عن { $count } منهم: أستطيع إكمال ما ينقص سجلاتهم.
    }

import-which = هل هم <b>عملاء</b> أم <b>محتملون</b>؟
import-nothing-to-do = ليس فيه ما يُضاف. أصلح الملف وأرسله من جديد.
import-changed = ⚠️ لم يُستورد شيء: تغيّر السجل منذ وافقت، فلم يعد الملف كما رأيته. وهذا حاله الآن.
import-going-lead = { $count ->
        [zero] ⏳ أستورد الملف…
        [one] ⏳ أستورد محتملًا واحدًا…
        [two] ⏳ أستورد محتملَين…
        [few] ⏳ أستورد { $count } محتملين…
        [many] ⏳ أستورد { $count } محتملًا…
       *[other] ⏳ أستورد { $count } محتمل…
    }
import-going-customer = { $count ->
        [zero] ⏳ أستورد الملف…
        [one] ⏳ أستورد عميلًا واحدًا…
        [two] ⏳ أستورد عميلَين…
        [few] ⏳ أستورد { $count } عملاء…
        [many] ⏳ أستورد { $count } عميلًا…
       *[other] ⏳ أستورد { $count } عميل…
    }
import-filling = { $count ->
        [zero] ⏳ أُكمل السجلات…
        [one] ⏳ أُكمل سجلًّا واحدًا…
        [two] ⏳ أُكمل سجلّين…
        [few] ⏳ أُكمل { $count } سجلات…
        [many] ⏳ أُكمل { $count } سجلًّا…
       *[other] ⏳ أُكمل { $count } سجل…
    }
import-stopped = حسنًا، لم يُستورد شيء من { $name }.
import-progress = ⏳ { $share }% · جُهّز { $done } من { $total } صف
import-progress-done = ✅ تمت الإضافة.
import-done-lead = { $count ->
        [zero] لم يُستورد أحد.
        [one] ✅ استُورد <b>محتمل واحد</b>.
        [two] ✅ استُورد <b>محتملان</b>.
        [few] ✅ استُورد <b>{ $count } محتملين</b>.
        [many] ✅ استُورد <b>{ $count } محتملًا</b>.
       *[other] ✅ استُورد <b>{ $count } محتمل</b>.
    }
import-done-customer = { $count ->
        [zero] لم يُستورد أحد.
        [one] ✅ استُورد <b>عميل واحد</b>.
        [two] ✅ استُورد <b>عميلان</b>.
        [few] ✅ استُورد <b>{ $count } عملاء</b>.
        [many] ✅ استُورد <b>{ $count } عميلًا</b>.
       *[other] ✅ استُورد <b>{ $count } عميل</b>.
    }
import-done-filled = { $count ->
        [zero] ✍️ لم ينقص السجلات شيء.
        [one] ✍️ أُكمل سجل واحد.
        [two] ✍️ أُكمل سجلّان.
        [few] ✍️ أُكملت { $count } سجلات.
        [many] ✍️ أُكمل { $count } سجلًّا.
       *[other] ✍️ أُكمل { $count } سجل.
    }
import-done-nothing = لم يبق ما يُستورد.
import-done-left = { $count ->
        [zero] لم يُترك شيء.
        [one] تُرك صف واحد، تجده في الملف مع السبب.
        [two] تُرك صفّان، تجدهما في الملف مع السبب.
        [few] تُركت { $count } صفوف، تجدها في الملف مع الأسباب.
        [many] تُرك { $count } صفًّا، تجدها في الملف مع الأسباب.
       *[other] تُرك { $count } صف، تجدها في الملف مع الأسباب.
    }
import-done-left-gone = { $count ->
        [zero] لم يُترك شيء.
        [one] تُرك صف واحد.
        [two] تُرك صفّان.
        [few] تُركت { $count } صفوف.
        [many] تُرك { $count } صفًّا.
       *[other] تُرك { $count } صف.
    }
import-wrong-file = كل الصفوف التي فيها خطأ، مع الأسباب. يمكنك إصلاحها فيه وإرساله إليّ.

import-button-all = استورد { $count }
import-button-good = استورد السليمة { $count }
import-button-fill = وأكمل { $count }
import-button-fill-alone = أكمل { $count }
import-button-sample = ملف نموذجي
import-button-leads = المحتملون
import-button-customers = العملاء

# الأعمدة كما تُسمّى في الملفات.
import-column-name = الاسم
    .words = الاسم, اسم, الاسم الكامل, الاسم بالكامل, الاسم كاملا, الاسم الثلاثي, الاسم الرباعي, العميل, اسم العميل, اسم الزبون, الزبون, اسم المحتمل, اسم جهة الاتصال, جهة الاتصال, اسم الشخص
import-column-first-name = الاسم الأول
    .words = الاسم الأول, الأول
import-column-last-name = اسم العائلة
    .words = اسم العائلة, العائلة, اللقب, الاسم الأخير, الأخير, الكنية
import-column-phone = الجوال
    .words = الجوال, جوال, رقم الجوال, الهاتف, هاتف, رقم الهاتف, الهاتف الجوال, المحمول, رقم المحمول, الموبايل, موبايل, رقم الموبايل, التلفون, تلفون, التليفون, رقم التلفون, رقم الاتصال, رقم التواصل, واتساب, الواتساب, رقم الواتساب, الرقم
import-column-email = البريد
    .words = البريد, البريد الإلكتروني, بريد, بريد إلكتروني, الإيميل, ايميل, إيميل, عنوان البريد الإلكتروني
import-column-company = الشركة
    .words = الشركة, شركة, اسم الشركة, المؤسسة, مؤسسة, اسم المؤسسة, المنشأة, اسم المنشأة, الجهة, جهة العمل, المنظمة
import-column-source = المصدر
    .words = المصدر, مصدر, مصدر العميل, من أين عرفنا, الحملة, القناة
import-column-owner = المسؤول
    .words = المسؤول, مسؤول, المسئول, الموظف المسئول, المندوب, مندوب, اسم المندوب, مندوب المبيعات, الموظف, الموظف المسؤول, مسؤول الحساب, المكلف, مسند إلى
import-column-labels = التصنيف
    .words = التصنيف, تصنيف, التصنيفات, الوسم, وسم, الوسوم, الفئة, فئة, المجموعة, الشريحة
import-column-note = ملاحظة
    .words = ملاحظة, ملاحظات, الملاحظات, الملاحظة, تعليق, تعليقات, التعليق, الوصف
# عناوين قد تعني غير ذلك، ومن تُنسب إليهم العناوين الأخرى.
import-column-vague = الرقم
    .words = الرقم, جهة الاتصال
import-column-whose = العميل
    .words = العميل, الزبون, المحتمل, الشخص, المتصل, الأساسي, الرئيسي

# ما يُكتب حيث لا شيء.
import-nothing = لا يوجد
    .words = لا يوجد, لايوجد, لا شيء, بدون, غير متوفر, غير معروف, غير موجود

# لماذا لا يُقبل صف.
import-fault-no-name = ليس فيه اسم
import-fault-name = «{ $typed }» ليس اسمًا من حرفين إلى { $most } حرفًا
import-fault-phone = «{ $typed }» ليس رقم هاتف
import-fault-phones = في «{ $typed }» أكثر من رقم: اترك واحدًا، وضع الآخر في الملاحظة
import-fault-phone-short = اختصر إكسل الرقم «{ $typed }»: اجعل العمود نصًّا وأدخل الرقم من جديد
import-fault-email = «{ $typed }» ليس بريدًا إلكترونيًّا
import-fault-company = «{ $typed }» ليس اسم شركة من حرفين إلى { $most } حرفًا
import-fault-source = «{ $typed }» ليس مصدرًا من حرفين إلى { $most } حرفًا
import-fault-owner = لا زميل لنا اسمه «{ $typed }»
import-fault-owners = أكثر من زميل اسمه «{ $typed }»
import-fault-label = أقصى طول للتصنيف { $most } حرفًا: «{ $typed }»
import-fault-labels = التصنيفات أكثر من { $most }
import-fault-note = الملاحظة أطول من { $most } حرف
import-fault-formula = «{ $column }» يبدأ كأنه معادلة
import-fault-letters = حروف «{ $column }» ضائعة
import-left-twin = رقمه مكرر في الصف { $row }
import-left-known = في السجل من قبل: { $ref }
import-left-hidden = في السجل من قبل عند أحد الزملاء

# لماذا لا يُقرأ ملف.
import-unreadable-none = هذا ليس جدولًا أستطيع قراءته. أرسل ملف إكسل (.xlsx) أو CSV.
import-unreadable-empty = ليس في الملف أي صف، فلم يُستورد شيء.
import-unreadable-names = لم أجد في الملف عمودًا للأسماء. اكتب أسماء الأعمدة في أول صف: <b>الاسم</b> و<b>الجوال</b> و<b>الشركة</b>… والملف النموذجي يبيّن ذلك (<b>نموذج الاستيراد</b>).
import-unreadable-old = هذا ملف من إكسل القديم (.xls). احفظه بصيغة <b>.xlsx</b> وأرسله من جديد.
import-unreadable-format = لا أقرأ هذا النوع من الجداول. احفظه بصيغة <b>.xlsx</b> أو CSV وأرسله من جديد.
import-unreadable-locked = الملف مقفل بكلمة مرور. أزلها وأرسله من جديد.
import-unreadable-broken = الملف تالف أو ليس كما يقول اسمه. احفظه من جديد وأرسله.
import-unreadable-quote = في الملف علامات تنصيص لم تُغلق (من الصف { $row }). أصلحها، أو أرسله بصيغة إكسل.
import-unreadable-letters = لم أتبيّن بأي ترميز كُتب الملف. احفظه بصيغة إكسل (.xlsx) أو «CSV UTF-8» وأرسله من جديد.
import-unreadable-rows = هذا كثير على مرة واحدة، فالحد الأقصى { $most } صف. أرسله على أجزاء.
import-unreadable-columns = أعمدة الملف كثيرة جدًا، والحد الأقصى { $most } عمودًا. أبقِ منها ما يلزم.
import-unreadable-size = الملف كبير جدًا، والحد الأقصى { $most } ميغابايت.
import-unreadable-heavy = يحتاج هذا الملف أكثر مما يحتاجه جدول، فتوقفت عن قراءته. أرسل ما يلزم من الصفوف والأعمدة بصيغة CSV.
import-unreadable-gone = لم يعد الملف متاحًا. أرسله من جديد، من فضلك.

# الملفات التي نعيدها.
import-refused-sheet = المتروك
import-refused-row = الصف
    .words = الصف
import-refused-reason = السبب
    .words = السبب
import-refused-file = { $name } - المتروك
import-sample = هذا نموذج. لا يلزم في الصف إلا الاسم، ولا بأس بأعمدة أخرى. والحد الأقصى { $rows } صف و{ $columns } عمودًا.
import-sample-sheet = المحتملون
import-sample-file = نموذج
import-sample-sara = سارة العتيبي
import-sample-fahad = فهد
import-sample-company = مؤسسة النور
import-sample-source = معرض
import-sample-labels = جملة، الرياض
import-sample-note = طلبت قائمة الأسعار

source-import = ملف مستورد
    .words = استيراد
notice-imported-lead = { $count ->
        [zero] 📥 استورد { $by } ملفًّا.
        [one] 📥 استورد { $by } محتملًا واحدًا وأسنده إليك.
        [two] 📥 استورد { $by } محتملَين وأسندهما إليك.
        [few] 📥 استورد { $by } { $count } محتملين وأسندهم إليك.
        [many] 📥 استورد { $by } { $count } محتملًا وأسندهم إليك.
       *[other] 📥 استورد { $by } { $count } محتمل وأسندهم إليك.
    }
notice-imported-customer = { $count ->
        [zero] 📥 استورد { $by } ملفًّا.
        [one] 📥 استورد { $by } عميلًا واحدًا وأسنده إليك.
        [two] 📥 استورد { $by } عميلَين وأسندهما إليك.
        [few] 📥 استورد { $by } { $count } عملاء وأسندهم إليك.
        [many] 📥 استورد { $by } { $count } عميلًا وأسندهم إليك.
       *[other] 📥 استورد { $by } { $count } عميل وأسندهم إليك.
    }

refusal-import-too-many = { $count ->
        [zero] لا ملفات قيد العمل.
        [one] ما زلت أعمل على ملف لك. انتظر حتى أفرغ منه، من فضلك.
        [two] ما زلت أعمل على ملفّين لك. انتظر حتى أفرغ من أحدهما، من فضلك.
        [few] ما زلت أعمل على { $count } ملفات لك. انتظر حتى أفرغ من أحدها، من فضلك.
        [many] ما زلت أعمل على { $count } ملفًّا لك. انتظر حتى أفرغ من أحدها، من فضلك.
       *[other] ما زلت أعمل على { $count } ملف لك. انتظر حتى أفرغ من أحدها، من فضلك.
    }
refusal-import-unknown = لم يعد هذا الملف عندي. أرسله من جديد، من فضلك.
refusal-import-old = مضى على عرضه أكثر من يوم. أرسل الملف من جديد، من فضلك.
refusal-import-begun = أعمل على هذا الملف الآن.
refusal-import-over = انتهيت من هذا الملف: استُورد أو أُلغي.
refusal-import-faults = لا يمكن استيراده هكذا. انظر ما فيه من أخطاء ثم اختر.
