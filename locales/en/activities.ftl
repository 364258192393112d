# Activities: logging calls and e-mails, tasks, the day’s agenda, and taking a change back.

command-log =
    .words = log, log call, logged
    .help = write down a call, an e-mail or a note
command-call-back =
    .words = call back
    .help = a task to call somebody again
command-task =
    .words = task, new task, add task, todo, to do
    .help = something to do, with its time at the end
command-tasks =
    .words = tasks, my tasks, to do list, todo list
    .help = your open tasks
command-activity =
    .words = activity
    .help = a task or another activity in full
command-done =
    .words = done, finished, complete
    .help = a task is done
command-postpone =
    .words = postpone, due, reschedule, snooze
    .help = give a task another time
command-today =
    .words = today, agenda, my day, my agenda
    .help = your day: tasks, who waits, your tickets
command-undo =
    .words = undo, take back, take it back
    .help = take back your last change (for ten minutes)

field-logged-unknown = I cannot log { $typed }. Choose one of: { $values }.
field-outcome-unknown = { $typed } does not say how the call went. Choose one of: { $values }.
field-section-unknown = { $typed } is not a part of your day. Choose one of: { $values }.
field-duration-unknown = { $typed } is not a length of time up to a day. Write it like 10 min, or 1 h 20 min.
field-place-unknown = { $typed } is not a place in the list.

logged-call = Call
    .words = call, phone call, phone, called, rang
logged-call-in = Incoming call
    .words = incoming call, inbound call, call from, called me
logged-email = E-mail
    .words = email, e-mail, mail, emailed
logged-email-in = Incoming e-mail
    .words = incoming email, incoming e-mail, inbound email, email from
logged-note = Note
    .words = note
outcome-answered = answered
    .words = answered, answer, picked up, spoke, reached
outcome-no-answer = no answer
    .words = no answer, didn't answer, did not answer, didn’t answer, no reply, unanswered, missed
outcome-busy = busy
    .words = busy, line busy, engaged
outcome-call-back = call back
    .words = call back, callback, call later, call again, asked to call back
section-tasks = tasks
    .words = tasks, task
section-waiting = waiting
    .words = waiting, who waits, unanswered
section-tickets = tickets
    .words = tickets, ticket
duration-shown = { $length }

form-log-kind = What shall I write down?
    .label = What
form-log-email-text = What did the e-mail say? A line is enough.
    .label = E-mail
form-log-call-outcome = How did the call go?
    .label = Outcome
form-log-answered-length = How long was the call? Such as 10 min.
    .label = Length
form-log-answered-text = What was said? A line is enough.
    .label = Note
form-task-text = What is to be done?
    .label = Task
form-task-due = By when? Such as: tomorrow 10am, Sunday 4pm, in two hours.
    .label = Due
form-due-due = When, then? Such as: tomorrow 10am, Sunday 4pm, in two hours.
    .label = Due

logged = ✅ Logged: { $badge } · { $name } · { $ref }
activity-call = { $outcome } · { $length }
activity-call-outcome = { $outcome }
activity-title = { $kind } { $ref } · { $name } · { $of }
activity-by = by { $name } · { $at }
activity-at = { $at }
task-call-back = Call back
    .words = Call back
task-made = ✅ Noted. This is your task:
task-postponed = ✅ The new time is kept:
task-due = ⏰ Due { $at }
task-undated = No time set
task-done = ✅ Done { $at }
task-state-open = { $ref } · open
task-state-due = { $ref } · due { $at }
task-state-done = { $ref } · ✅ done { $at }
task-line = <b>{ $ref }</b> { $words } · { $name }
task-line-due = <b>{ $ref }</b> { $words } · { $name } · { $at }
task-line-overdue = ⚠️ <b>{ $ref }</b> { $words } · { $name } · was due { $at }
task-finished = ✅ Done: { $ref } · { $name } · { $of }
tasks-title = <b>Your open tasks</b>
tasks-title-of = <b>Open tasks of { $name }</b>
tasks-none = You have no open tasks. 🎉
tasks-none-of = { $name } has no open tasks.
done-title = <b>Which one is done?</b>
card-tasks = <b>Tasks</b>
card-task = ☑️ <b>{ $ref }</b> { $words }
card-task-due = ☑️ <b>{ $ref }</b> { $words } · { $at }

today-title = ☀️ <b>Your day</b> · { $day }
today-title-of = ☀️ <b>The day of { $name }</b>
today-tasks = ☑️ <b>Tasks for today</b> ({ $count })
today-waiting = 💬 <b>Waiting for an answer</b> ({ $count })
today-tickets = 🎫 <b>Open tickets</b> ({ $count })
today-none-tasks = No task is due today.
today-none-waiting = Nobody is waiting for an answer.
today-none-tickets = No open tickets.
today-free = Nothing is due, and nobody is waiting. Enjoy your day! 🌿
today-free-of = Nothing is due, and nobody is waiting for { $name }.
waiting-line = <b>{ $ref }</b> { $name } · for { $waited }
waiting-line-ticket = <b>{ $ref }</b> { $subject } · { $name } · for { $waited }
mine-line = { $priority } <b>{ $ref }</b> { $subject } · { $name } · { $status }
mine-line-due = { $priority } <b>{ $ref }</b> { $subject } · { $name } · { $status } · target { $at }
mine-line-late = { $priority } <b>{ $ref }</b> { $subject } · { $name } · { $status } · ⏰ target was { $at }

undone-title = ↩️ <b>Taken back</b>
undone-field = { $ref }: { $field } is { $before } again, no longer { $after }
undone-name-status = status
undone-name-priority = priority
undone-name-assignee = assignee
undone-name-owner = owner
undone-name-subject = subject
undone-name-name = name
undone-name-phone = phone
undone-name-email = e-mail
undone-name-company = company
undone-name-source = source
undone-logged = { $ref }: { $kind } is deleted
undone-done = { $of }: task { $ref } is open again
undone-due = { $of }: task { $ref } has its old time again: { $at }
undone-label-added = { $ref }: label { $label } is off again
undone-label-removed = { $ref }: label { $label } is on again
undone-more = { $count ->
    [one] and one more change.
   *[other] and { $count } more changes.
}
change-by-somebody = Somebody
change-taken-back = ↩️ { $change }

notice-task-done = ✅ { $by } finished your task { $ref } · { $name } { $of }
notice-task-due = ⏰ { $by } gave your task { $ref } another time, { $at } · { $name } { $of }

refusal-task-already-done = { $ref } was done { $at }.
refusal-not-a-task = { $ref } is not a task.
refusal-no-such-place = The list has no such place. Please open it anew.
refusal-nothing-to-undo = You changed nothing in the last { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
} that could be taken back. What was sent to a customer stays sent.
refusal-cannot-undo = Your last change cannot be taken back like this{ $field ->
    [converted] : a conversion stays
    [merged] : it was a merge, so say <b>unmerge</b> and the number
    [unmerged] : two were taken apart, so merge them again
   *[other] {""}
}.
refusal-changed-since = { $name } has changed it since, so nothing was taken back.
refusal-shown-since = Colleagues have been shown it already, so it stays.
refusal-just-undone = That was taken back just now.

button-task = New task
button-tasks = My tasks
button-today = My day
button-done = ✅ Done
button-done-ref = ✅ { $ref } done
button-reply-ref = Reply { $ref }
button-postpone = Another time
button-call-back = Plan another call
button-all-tasks = All of today’s tasks
button-all-waiting = All who wait
button-all-tickets = All my tickets
button-log = Log a call…
