# الملفات في الاتجاهين: ما يُقبل منها، وما يُقال حين لا يُقبل.

refusal-file-too-large = ⚠️ لم يُقبل الملف: حجمه { $size }، والمسموح { $most } على الأكثر.
refusal-file-type = ⚠️ لم يُقبل الملف: { $name } من نوع لا نمرّره. المسموح: { $types }.
own-file-too-large = عذرًا، تعذّر استلام ملفك: حجمه { $size }، ونستطيع استلام { $most } على الأكثر. هل يمكنك إرسال ملف أصغر؟
own-file-type = عذرًا، تعذّر استلام { $name }، فهذا النوع لا نفتحه هنا. يمكنك إرسال: { $types }.
file-type-image = الصور
file-type-audio = الصوتيات
file-type-video = الفيديو
file-type-pdf = ملفات PDF
file-type-office = مستندات أوفيس
file-type-text = النصوص
file-type-zip = ملفات ZIP
file-unused = 📎 لم يذهب الملف إلى أحد. لإرساله إلى عميل، اقتبس إشعارًا عنه، أو اكتب تحت الملف <b>رد T45</b>؛ ولحفظه داخليًا <b>ملاحظة T45</b>.

attachment-too-large = ⚠️ { $kind } · أكبر من أن يُمرَّر هنا
attachment-not-taken = ⚠️ { $kind } · لم يُمرَّر، فهذا النوع غير مقبول هنا

notice-file-undelivered = ⚠️ لم يصل ملفك إلى <b>{ $name }</b>: { $reason }
file-words-went = أما ما كتبته معه فقد أُرسل:
undelivered-file-too-large = حجمه أكبر مما تقبله قناته أو نقبله.
undelivered-file-type = قناته لا تقبل هذا النوع من الملفات.
undelivered-file-gone = تعذّر جلبه. أرسله مرة أخرى من فضلك.
undelivered-media = لم يستطع مزوّد الخدمة تمرير الملف. جرّب ملفًا آخر أو أصغر.
