# كم يتكرر: كل يوم، وفي أي الأيام، وحتى متى.

repeat-day = كل يوم { $at }
repeat-working-day = كل يوم عمل { $at }
repeat-week = كل { $days } { $at }
repeat-weekday = { $number ->
    [1] اثنين
    [2] ثلاثاء
    [3] أربعاء
    [4] خميس
    [5] جمعة
    [6] سبت
   *[7] أحد
}
repeat-month = يوم { $day } من كل شهر، { $at }
repeat-month-end = آخر يوم من كل شهر، { $at }
repeat-until = { $rule }، حتى { $day }
