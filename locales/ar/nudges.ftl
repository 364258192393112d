# التنبيه إلى عميل محتمل جديد ينتظر بلا رد.

notice-lead-waiting = ⏳ <b>{ $name }</b> · { $ref } · بلا رد · مدة الانتظار: { $waited }
