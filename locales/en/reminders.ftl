# Reminders: what is asked and said when one is set, how it rings, and how it is put off or given up.

command-remind =
    .words = remind, remind me, reminder
    .help = be reminded of a lead, customer or ticket, once or again and again
    .example = remind L12 tomorrow 10am call about the offer
command-remind-customer =
    .words = remind customer, remind client, write later
    .help = write to a customer at a later time
    .example = remind customer C7 Sunday 9am Your order arrives today
command-forget =
    .words = forget, cancel reminder, stop reminding, stop repeating
    .help = give up a task or reminder, and all that would follow it

form-remind-when = When shall I remind you? Press one, or write it: <b>tomorrow 10am</b>, <b>Sunday at 4</b>, <b>every Monday 9am</b>.
    .label = When
form-remind-customer-text = What shall I write to them?
    .label = Message
form-remind-customer-when = When shall it go out? Press one, or write it: <b>tomorrow 10am</b>, <b>Sunday at 4</b>.
    .label = When
soon-minutes = In 10 minutes
    .words = in 10 minutes
soon-hour = In an hour
    .words = in an hour
soon-afternoon = In the afternoon
    .words = in the afternoon, this afternoon
soon-tomorrow = Tomorrow morning
    .words = tomorrow morning
soon-sunday = On Sunday
    .words = on Sunday

reminder-set = 🔔 I will remind you:
reminder-to-customer-set = 📨 I will send this to { $name }:
reminder-head = 🔔 <b>Reminder</b> { $ref } · { $name } · { $of }
reminder-again = 🔔 <b>Still open</b>: { $ref } · { $name } · { $of }
reminder-of = This is { $name }’s reminder, who cannot be reached here.
reminder-due = ⏰ { $at }
reminder-late = ⏰ { $at }. This comes late, because I was down.
reminder-ticket = 🎫 { $ticket } { $subject } · { $status }
reminder-exchange = <b>Last said</b>
reminder-handed = { $ref } is with { $name } now.
reminder-sent = 📨 Sent as planned ({ $ref }) to <b>{ $name }</b> · { $of }
reminder-not-sent = ⚠️ Not sent as planned ({ $ref }) to <b>{ $name }</b> · { $of }: { $reason }
reminders-missed = 🔔 While I was down, { $count ->
    [one] one reminder
   *[other] { $count } reminders
} came due over a day ago. Still open:
reminders-missed-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
activity-ticket = 🎫 { $ticket }
task-repeats = 🔁 { $rule }
task-loud = 🌙 This is in your quiet hours, and will ring all the same.
task-to-send = 📨 Goes out { $at }
task-sent = 📨 Sent { $at }
task-dropped-then = Given up { $at }
task-state-dropped = { $ref } · given up { $at }
task-dropped = 🗑 Given up: { $ref } · { $name } · { $of }
task-dropped-series = 🗑 Given up, and will not repeat: { $ref } · { $name } · { $of }
repeats-not-so = I can repeat every day, every working day, on days of the week, or once a month; not like that.
priority-which = How urgent is { $ticket }? It is { $priority } now.

refusal-task-already-dropped = { $ref } was given up { $at }.
refusal-author-gone = its author no longer has access.
refusal-repeats-never = That would never come: it ends before it begins. When instead?

button-remind = Remind me
button-snooze = Snooze
button-snooze-minutes = 10 min
button-snooze-hour = 1 hour
button-snooze-tomorrow = Tomorrow
button-reschedule = Choose a time
button-stop-repeating = Stop repeating
button-forget = Do not send
button-change-priority = Priority
