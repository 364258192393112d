# How often: every day, on which days, until when.

repeat-day = every day at { $at }
repeat-working-day = every working day at { $at }
repeat-week = every { $days } at { $at }
repeat-weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
repeat-month = on the { $day ->
    [1] 1st
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
   *[other] { $day }th
} of every month at { $at }
repeat-month-end = on the last day of every month at { $at }
repeat-until = { $rule }, until { $day }
