# Activities: logging calls and emails, tasks, the day’s agenda, and taking a change back.

command-log =
    .words = log, log call, logged
    .help = log a call, an email or a note
    .example = log L12 call answered 5 min, she wants a quote
command-call-back =
    .words = call back
    .help = a task to call somebody again
command-task =
    .words = task, new task, add task, todo, to do
    .help = something to do; end it with the time
    .example = task L12 call her tomorrow 10am
command-tasks =
    .words = tasks, my tasks, to do list, todo list
    .help = your open tasks
command-activity =
    .words = activity
    .help = a task or another activity in full
command-done =
    .words = done, finished, complete
    .help = mark a task as done
command-postpone =
    .words = postpone, due, reschedule, snooze, put off, delay, later, remind me later, remind me again
    .help = move a task or reminder to another time
command-today =
    .words = today, agenda, my day, my agenda
    .help = your day: tasks, who is waiting, your tickets
command-undo =
    .words = undo, take back, take it back
    .help = undo your last change, within ten minutes

field-logged-unknown = I cannot log { $typed }. Choose one of: { $values }.
field-outcome-unknown = { $typed } does not say how the call went. Choose one of: { $values }.
field-section-unknown = { $typed } is not a part of your day. Choose one of: { $values }.
field-duration-unknown = { $typed } is not a length of time up to a day. Write it like 10 min, or 1 h 20 min.
field-place-unknown = { $typed } is not a place in the list.

logged-call = Call
    .words = call, phone call, phone, called, rang
logged-call-in = Incoming call
    .words = incoming call, inbound call, call from, called me
logged-email = Email
    .words = email, e-mail, mail, emailed
logged-email-in = Incoming email
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
    .words = waiting, who is waiting, who waits, unanswered
section-tickets = tickets
    .words = tickets, ticket
duration-shown = { $length }

form-log-kind = What would you like to log?
    .label = What
form-log-email-text = What did the email say? A line is enough.
    .label = Email
form-log-call-outcome = How did the call go?
    .label = Outcome
form-log-answered-length = How long was the call? For example: 10 min.
    .label = Length
form-log-answered-text = What was said? A line is enough.
    .label = Note
form-task-text = What needs doing?
    .label = Task
form-task-due = By when? For example: tomorrow 10am, Sunday 4pm, in two hours.
    .label = Due
form-due-due = When instead? For example: tomorrow 10am, Sunday 4pm, in two hours.
    .label = Due

logged = ✅ Logged: { $badge } · { $name } · { $ref }
activity-call = { $outcome } · { $length }
activity-call-outcome = { $outcome }
activity-title = { $kind } { $ref } · { $name } · { $of }
activity-by = by { $name } · { $at }
activity-at = { $at }
task-call-back = Call back
    .words = Call back
task-made = ✅ Task added:
task-postponed = ✅ Moved to a new time:
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
tasks-title-of = <b>{ $name }’s open tasks</b>
tasks-none = You have no open tasks. 🎉
tasks-none-of = { $name } has no open tasks.
done-title = <b>Which one is done?</b>
card-tasks = <b>Tasks</b>
card-task = ☑️ <b>{ $ref }</b> { $words }
card-task-due = ☑️ <b>{ $ref }</b> { $words } · { $at }

today-title = ☀️ <b>Your day</b> · { $day }
today-title-of = ☀️ <b>{ $name }’s day</b>
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

undone-title = ↩️ <b>Undone</b>
undone-field = { $ref }: { $field } is { $before } again, no longer { $after }
undone-name-status = status
undone-name-priority = priority
undone-name-assignee = assignee
undone-name-owner = owner
undone-name-subject = subject
undone-name-name = name
undone-name-phone = phone
undone-name-email = email
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
notice-task-due = ⏰ { $by } moved your task { $ref } to { $at } · { $name } { $of }

refusal-task-already-done = { $ref } was done { $at }.
refusal-not-a-task = { $ref } is not a task.
refusal-no-such-place = That is not on the list any more. Please open the list again.
refusal-nothing-to-undo = There is nothing to undo from the last { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
}. What was sent to a customer stays sent.
refusal-cannot-undo = Your last change cannot be undone this way{ $field ->
    [converted] : a lead that became a customer stays one
    [merged] : it was a merge, so say <b>unmerge</b> and the number
    [unmerged] : two were taken apart, so merge them again
    [erased] : who was erased stays erased
    [imported] : it was a file with many people
   *[other] {""}
}.
refusal-changed-since = { $name } has changed it since, so nothing was undone.
refusal-shown-since = Colleagues have already seen it, so it stays.
refusal-sent-since = It has been sent to the customer, so it stays.
refusal-just-undone = That was undone just now.

button-task = New task
button-tasks = My tasks
button-today = My day
button-done = ✅ Done
button-done-ref = ✅ { $ref } done
button-reply-ref = Reply { $ref }
button-postpone = Change the time
button-call-back = Plan another call
button-all-tasks = All of today’s tasks
button-all-waiting = Everyone waiting
button-all-tickets = All my tickets
button-log = Log a call…
