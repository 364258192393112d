### Words that speech itself needs: lists, moments, durations.

list-comma = { ", " }
list-and = { " and " }
list-empty = —

moment-now = just now
moment-minutes-ago = { $count } min ago
moment-in-minutes = in { $count } min
moment-today = today { $clock }
moment-yesterday = yesterday { $clock }
moment-tomorrow = tomorrow { $clock }
moment-weekday = { $day } { $clock }
moment-date = { $day }, { $clock }

clock-am = { $clock } am
clock-pm = { $clock } pm

day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-of-year = { $day } { $month }
day-of-another-year = { $day } { $month } { $year }

weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

duration-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
duration-hours = { $count } h
duration-minutes = { $count } min
duration-seconds = { $count } s
duration-join = { " " }

moment-full-day = { $weekday } { $day }
moment-full = { $moment } · { $distance }
day-with-hijri = { $day } ({ $hijri })
hijri-month = { $number ->
    [1] Muharram
    [2] Safar
    [3] Rabi I
    [4] Rabi II
    [5] Jumada I
    [6] Jumada II
    [7] Rajab
    [8] Shaban
    [9] Ramadan
    [10] Shawwal
    [11] Dhul Qadah
   *[12] Dhul Hijjah
}
moment-in-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
moment-hours-ago = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
moment-in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
moment-days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
