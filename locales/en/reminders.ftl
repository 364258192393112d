# Reminders: what is asked and said when one is set, how it rings, and how it is put off or cancelled.

command-remind =
    .words = remind, remind me, remind me about, remind me of, remind about, reminder, reminder for, new reminder, add reminder, set reminder, set a reminder, set a reminder for, nudge me
    .help = be reminded of a lead, customer or ticket, once or repeatedly
    .example = remind L12 tomorrow 10am call about the offer
command-remind-customer =
    .words = remind customer, remind client, remind the customer, remind the client, write later, schedule message, schedule a message
    .help = write to a customer at a later time
    .example = remind customer C7 Sunday 9am Your order arrives today
command-forget =
    .words = forget, cancel reminder, cancel the reminder, delete reminder, delete the reminder, remove reminder, stop reminder, stop the reminder, stop reminding, stop reminding me, stop repeating, don't remind me, don’t remind me, do not remind me, no more reminders, cancel task, delete task, do not send
    .help = cancel a task or reminder, and all that would follow it

form-remind-when = When shall I remind you? Choose one, or write it: <b>tomorrow 10am</b>, <b>Sunday at 4</b>, <b>every Monday 9am</b>.
    .label = Time
form-remind-customer-text = What shall I write to them?
    .label = Message
form-remind-customer-when = When shall it go out? Choose one, or write it: <b>tomorrow 10am</b>, <b>Sunday at 4</b>.
    .label = Time
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
reminder-of = This reminder is for { $name }, who could not be reached.
reminder-due = ⏰ { $at }
reminder-late = ⏰ { $at }. It comes late because I was down.
reminder-ticket = 🎫 { $ticket } { $subject } · { $status }
reminder-exchange = <b>Last said</b>
reminder-handed = { $ref } is with { $name } now.
reminder-sent = 📨 Sent as planned ({ $ref }) to <b>{ $name }</b> · { $of }
reminder-not-sent = ⚠️ Not sent as planned ({ $ref }) to <b>{ $name }</b> · { $of }: { $reason }
reminders-missed = 🔔 I was down: { $count ->
    [one] one reminder
   *[other] { $count } reminders
} came due over a day ago. Still open:
reminders-missed-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
activity-ticket = 🎫 { $ticket }
task-repeats = 🔁 { $rule }
task-loud = 🌙 This is in your quiet hours, and it will ring all the same.
task-to-send = 📨 Goes out { $at }
task-sent = 📨 Sent { $at }
task-dropped-then = Cancelled { $at }
task-state-dropped = { $ref } · cancelled { $at }
task-dropped = 🗑 Cancelled: { $ref } · { $name } · { $of }
task-dropped-series = 🗑 Cancelled, and will not repeat: { $ref } · { $name } · { $of }
repeats-not-so = I cannot repeat it like that. I can do every day, every working day, days of the week, or once a month.
priority-which = How urgent is { $ticket }? It is { $priority } now.

refusal-task-already-dropped = { $ref } was cancelled { $at }.
refusal-author-gone = its author no longer has access.
refusal-repeats-never = That ends before it begins. When instead?

button-remind = Remind me
button-snooze = Snooze
button-snooze-minutes = 10 min
button-snooze-hour = 1 hour
button-snooze-tomorrow = Tomorrow
button-reschedule = Choose a time
button-stop-repeating = Stop repeating
button-forget = Do not send
button-change-priority = Priority
