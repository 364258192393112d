# البحث وما يجده.

command-find =
    .words = ابحث, ابحث عن, بحث, دور, دور على
    .help = البحث عن الناس والشركات والهواتف والتذاكر
    .example = ابحث هدى
command-more =
    .words = مزيد النتائج
    .help = الصفحة التالية من نتائج البحث

find-title = 🔎 <b>{ $query }</b>
find-none = لم أجد شيئًا عن { $query }.
find-customer = 👤 <b>{ $ref }</b> { $name }
find-lead = 🌱 <b>{ $ref }</b> { $name } · { $status }
find-ticket = 🎫 <b>{ $ref }</b> { $subject } · { $status }
find-known = { $line } · { $known }
button-find-new-lead = أضف محتملًا جديدًا
form-find-text = عمّن أو عمّ تبحث؟ اسم أو شركة أو هاتف أو كلمات من تذكرة.
    .label = البحث
refusal-nothing-to-find = اكتب اسمًا أو هاتفًا أو بضعة حروف لأبحث عنها.
button-find = ابحث
