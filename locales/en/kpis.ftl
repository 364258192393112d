# The numbers: asked for, in words, the lists behind them, and the digest.

command-kpi =
    .words = kpi, kpis, stats, metrics, dashboard
    .help = the team’s numbers, or your own
    .example = kpi last week
command-my-kpi =
    .words = my numbers, my kpi, my kpis, my stats
    .help = your own numbers
    .example = my numbers this month
command-kpi-period =
    .words = kpi period
    .help = the numbers of any days
command-kpi-rep =
    .words = kpi rep
    .help = the numbers of one of the team
command-chart =
    .words = chart, graph, charts
    .help = one picture: conversions, resolution, channels or team
    .example = chart conversions last month
command-behind =
    .words = behind, what is behind
    .help = the list behind a number
    .example = behind overdue @Khalid
command-digest =
    .words = digest, the digest
    .help = your numbers, daily or weekly, by themselves
    .example = digest daily 7:30
command-digest-off =
    .words = stop digest, no digest
    .help = no digest any more

# Periods.
period-today = Today
    .words = today
period-yesterday = Yesterday
    .words = yesterday
period-week = This week
    .words = this week, week, the week, current week, week to date, wtd
period-last-week = Last week
    .words = last week, previous week, past week, the week before
period-week-before-last = The week before last
    .words = the week before last, week before last
period-month = This month
    .words = this month, month, the month, current month, month to date, mtd
period-last-month = Last month
    .words = last month, previous month, past month, the month before
period-month-before-last = The month before last
    .words = the month before last, month before last
period-quarter = This quarter
    .words = this quarter, quarter, the quarter, current quarter, quarter to date, qtd
period-last-quarter = Last quarter
    .words = last quarter, previous quarter, past quarter
period-quarter-before-last = The quarter before last
    .words = the quarter before last, quarter before last
period-year = This year
    .words = this year, year, the year, year to date, ytd
period-last-year = Last year
    .words = last year, previous year
period-year-before-last = The year before last
    .words = the year before last, year before last
field-period-unknown = I could not read “{ $typed }” as days. Say <b>last week</b>, <b>november</b>, or <b>1 nov to 15 nov</b>.
form-kpi-period = Which days? Choose, or write them: <b>november</b>, <b>last 30 days</b>, <b>1 nov to 15 nov</b>.
    .label = Days

kpi-date = { $day } { month }
kpi-date-year = { $day } { month } { $year }
kpi-days = { $first } to { $last } { month }
kpi-year = { $first }{ $second }{ $third }{ $fourth }
kpi-range = { $first } to { $last }
kpi-day = { $day }
kpi-week = Week of { $days }
kpi-week-this = This week, { $days }
kpi-week-last = Last week, { $days }
kpi-month = { month } { $year }
kpi-quarter = { $quarter ->
    [1] First quarter of { $year }
    [2] Second quarter of { $year }
    [3] Third quarter of { $year }
   *[4] Fourth quarter of { $year }
}
kpi-whole-year = { $year }
kpi-compared = <i>▲▼ compared with { $before }</i>
kpi-compared-so-far = <i>▲▼ compared with as much of { $before }</i>

# The numbers.
kpi-title = 📊 <b>{ $title }</b> · { $whose }
kpi-of-team = the whole team
kpi-of = { $name }
kpi-changed = { $what } { $change }
kpi-up = ▲{ $by }
kpi-down = ▼{ $by }
kpi-points = { $count ->
    [one] { $count } pt
   *[other] { $count } pts
}
kpi-percent = { $count }%
kpi-minutes = { $count } min
kpi-hours = { $count } h
kpi-hours-minutes = { $hours } h { $minutes } min
kpi-and = { $first } · { $second }

kpi-open = { $count ->
    [0] 🎫 No open tickets
    [one] 🎫 <b>{ $count }</b> open ticket now
   *[other] 🎫 <b>{ $count }</b> open tickets now
}
kpi-priority = { $mark } { $count }
kpi-oldest = Oldest: { $ref } { $subject }, { $age }
kpi-only = { $ref } { $subject }, { $age }
kpi-age = { $count ->
    [0] less than a day
    [one] { $count } day
   *[other] { $count } days
}
kpi-overdue = { $count ->
    [0] ⏰ Nothing overdue
    [one] ⏰ <b>{ $count }</b> overdue task
   *[other] ⏰ <b>{ $count }</b> overdue tasks
}
kpi-leads = { $count ->
    [0] 🌱 No new leads
    [one] 🌱 <b>{ $count }</b> new lead
   *[other] 🌱 <b>{ $count }</b> new leads
}
kpi-contacted = { $share } contacted within an hour
kpi-conversions = { $count ->
    [0] 🤝 No conversions
    [one] 🤝 <b>{ $count }</b> conversion
   *[other] 🤝 <b>{ $count }</b> conversions
}
kpi-rate = { $share } of leads
kpi-response = ⏱ First response <b>{ $median }</b>
kpi-resolution = ✅ Resolution <b>{ $median }</b>
kpi-p90 = 90% within { $most }
kpi-rating = ⭐ <b>{ $rating }</b> of 5
kpi-ratings = { $count ->
    [one] { $count } rating
   *[other] { $count } ratings
}
kpi-activities = { $count ->
    [0] 💬 No activities
    [one] 💬 <b>{ $count }</b> activity
   *[other] 💬 <b>{ $count }</b> activities
}
kpi-kind-whatsapp = WhatsApp { $count }
kpi-kind-telegram = Telegram { $count }
kpi-kind-call = calls { $count }
kpi-kind-email = email { $count }
kpi-kind-note = notes { $count }
kpi-kind-task = tasks { $count }
kpi-ranking = 🏆 <b>Top of the team</b>
kpi-rep = { $place }. { $name } 🤝 { $conversions } ✅ { $closed } 💬 { $activities }
kpi-nothing = Nothing happened: no new leads, no conversions and no messages.
kpi-nothing-yet = Nothing has happened yet: no new leads, no conversions and no messages.
kpi-whose = Whose numbers? { $title }

button-kpi-before = The period before
button-kpi-period = Choose the days
button-kpi-rep = One of the team
button-kpi-team = The whole team
button-kpi-behind = What is behind
button-kpi-charts = Charts
button-kpi = 📊 Numbers
button-kpi-back = Back to the numbers

# Charts.
chart-conversions = Conversions
    .words = conversions, leads, conversion
chart-resolution = Resolution
    .words = resolution, resolution time, tickets
chart-channels = Channels
    .words = channels, channel, activities
chart-team = Team
    .words = team, ranking, reps
chart-title = 📊 <b>{ $chart }</b> · { $title } · { $whose }
chart-title-conversions = Leads and conversions
chart-title-resolution = Time to resolution
chart-title-channels = Activities by channel
chart-title-team = Ranking
field-chart-unknown = I do not know a chart called “{ $typed }”. There are { $values }.

# What is behind.
metric-open = Open tickets
    .words = open, open tickets, tickets
metric-leads = New leads
    .words = leads, new leads
metric-contacted = Contacted late
    .words = contacted, contacted late, not contacted
metric-conversions = Conversions
    .words = conversions, converted
metric-rate = Not converted
    .words = rate, not converted, conversion rate
metric-response = First responses
    .words = response, first response, responses
metric-resolution = Closed tickets
    .words = resolution, closed, closed tickets
metric-ratings = Ratings
    .words = ratings, rating
metric-activities = Activities
    .words = activities, activity
metric-overdue = Overdue tasks
    .words = overdue, late tasks, overdue tasks
field-metric-unknown = I do not know a number called “{ $typed }”. There are { $values }.
behind-which = What would you like to see? { $title } · { $whose }
behind-title = <b>{ $what }</b> ({ $count }) · { $title } · { $whose }
behind-now = now
behind-none = <b>{ $what }</b>: none · { $title } · { $whose }
behind-open = Open tickets
behind-leads = New leads
behind-contacted = Not contacted within an hour
behind-conversions = Conversions
behind-rate = Leads not converted
behind-response = First responses
behind-resolution = Closed tickets
behind-ratings = Ratings
behind-activities = Activities
behind-overdue = Overdue tasks
behind-line = <b>{ $ref }</b> { $name } · { $at }
behind-line-measured = <b>{ $ref }</b> { $name } · { $measured } · { $at }
behind-line-words = <b>{ $ref }</b> { $words } · { $name } · { $at }
behind-line-words-measured = <b>{ $ref }</b> { $words } · { $name } · { $measured } · { $at }
behind-stars = ⭐ { $count }

# The digest.
digest-on = on
    .words = on, start, yes
digest-off = off
    .words = off, stop, none, never
digest-every-day = daily
    .words = daily, every day, day
digest-every-week = weekly
    .words = weekly, every week, week
digest-with-picture = with the picture
    .words = with picture, with the picture, with pictures
digest-without-picture = without a picture
    .words = without picture, without a picture, without pictures, no picture
digest-team = the whole team
    .words = team, the team, whole team, the whole team, everybody
digest-me = me
    .words = me, mine, my own, myself
field-digest-unknown = I do not know “{ $typed }”. There is { $values }.
field-rhythm-unknown = I could not read “{ $typed }”. Say <b>digest daily 7:30</b>, <b>digest weekly sunday 8:00</b>, or <b>digest off</b>.
digest-morning = ☀️ <b>Good morning, { $name }</b>
digest-later = 👋 <b>Hello, { $name }</b>
digest-none-manager = Your digest is off. It has the team’s numbers with a picture, and comes by itself.
digest-none = Your digest is off. It has your numbers with a picture, and comes by itself.
digest-how = Choose, or write it: <b>digest daily 7:30</b>, <b>digest weekly sunday 8:00</b>, <b>digest off</b>.
digest-title = 📬 <b>Your digest</b>
digest-set = ✅ <b>Your digest comes like this</b>
digest-set-off = Your digest no longer comes. Say <b>kpi</b> whenever you want the numbers.
digest-daily = Daily at <b>{ $at }</b>, about the day before
digest-weekly = Every <b>{ $day }</b> at <b>{ $at }</b>, about the week before
digest-of = Whose: <b>{ $whose }</b>
digest-picture = With a picture
digest-no-picture = Without a picture
digest-next = Next: { $at }
digest-away = You are away: it comes again when you are back.
digest-whose = Whose numbers should your digest have?
settings-digest-daily = Digest: <b>daily</b> at <b>{ $at }</b>
settings-digest-weekly = Digest: <b>{ $day }</b> at <b>{ $at }</b>
settings-digest-off = Digest: <b>off</b>
button-digest = Digest
button-digest-daily = Daily
button-digest-weekly = Weekly
button-digest-plain = Without a picture
button-digest-drawn = With a picture
button-digest-whose = Other numbers
button-digest-off = No digest
button-digest-on = Bring it back
