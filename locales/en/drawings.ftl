# The pictures of the numbers, and the report on paper.

drawn-team = The whole team
drawn-number = { $count }
drawn-none = —
drawn-same = no change
drawn-part = { $part } of { $whole }

# Tiles.
drawn-open = Open tickets now
drawn-leads = New leads
drawn-contacted = Reached within an hour
drawn-conversions = Conversions
drawn-response = First response, median
drawn-rating = Rating out of 5
drawn-rate = { $share } of leads
drawn-urgent = { $count ->
    [one] { $count } high priority
   *[other] { $count } high priority
}

# Figures.
drawn-daily = by day
drawn-weekly = by week
drawn-day = { $day } { drawn-month }
drawn-month = { $number ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
drawn-priority-high = High
drawn-priority-medium = Medium
drawn-priority-low = Low
drawn-median = median, in working hours
drawn-channel-whatsapp = WhatsApp
drawn-channel-telegram = Telegram
drawn-channel-call = Calls
drawn-channel-email = Email
drawn-channel-note = Notes
drawn-total = in all
drawn-tickets = { $count ->
    [one] { $count } ticket
   *[other] { $count } tickets
}
drawn-closed = Tickets closed
drawn-activities = Activities
drawn-rep = Leads: { $leads } | Closed: { $closed } | Activities: { $activities }
drawn-no-activities = No activities
drawn-no-closed = No tickets were closed
drawn-no-team = Nothing from the team yet

# The report on paper.
drawn-date = { $date }
drawn-clock = { $clock }
drawn-range = { $first } to { $last }
drawn-made = Made on { $at }
drawn-head-date = Date
drawn-head-who = Who
drawn-head-what = What
drawn-head-text = Text
drawn-way-in = incoming
drawn-way-out = outgoing
drawn-way-internal = internal
drawn-nothing = Nothing in this period.
drawn-signs = (emoji only)
