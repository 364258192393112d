# Tickets among colleagues: opening for a customer, handing on, mentions, the whole thread, who did what, and duty.

command-new-ticket =
    .words = new ticket, open ticket
    .help = open a ticket for a lead or customer
    .example = new ticket L12 Printer is jammed
command-assign =
    .words = assign, give, hand over
    .help = hand a ticket, lead or customer to a colleague
command-unassign =
    .words = unassign
    .help = take a ticket, lead or customer off whoever has it
command-subject =
    .words = subject, rename
    .help = give a ticket another subject
    .example = subject T45 Printer on the second floor
command-thread =
    .words = thread, whole thread
    .help = all that was said in a ticket
command-who =
    .words = who, who did what
    .help = who changed and saw a ticket, and whether our answer was read
command-away =
    .words = away, off duty
    .help = new tickets go to others
command-back =
    .words = back, i am back
    .help = on duty again
command-on-duty =
    .words = on duty, who is on duty, duty
    .help = who is on duty, and how many tickets each has

command-answer-note =
    .words = answer note
    .help = answer a colleague’s note, inside

button-new-ticket = New ticket
button-assign = Hand over
button-colleague = { $name } · { $n }
button-thread = Whole thread
button-who = Who did what
button-earlier = Earlier
button-later = Later
button-back = I am back
button-away = Away
button-on-duty = On duty
button-hand-over = Hand over { $ticket }
button-answer-inside = Answer inside

colleague-to =
    .words = to

form-new-ticket-subject = What is it about? The customer reads this; a few words are enough.
    .label = Subject
form-new-ticket-description = What should colleagues know? The customer does not see it.
    .label = Internal note
form-new-ticket-priority = How urgent is it?
    .label = Urgency
new-ticket-opened = ✅ { $ticket } is open and with you: { $subject }
new-ticket-told = { $name } has been told.
new-ticket-untold = { $name } cannot be reached here, so has not been told.
update-ticket-opened = We have opened a ticket for you, { $ticket }: { $subject }. We will write to you here; to add something, reply to this message.
notice-ticket-opened-by = 🎫 <b>New ticket { $ticket }</b> · { $by } opened it for { $name }: { $subject }
notice-first-takes = Whoever takes it first has it.
notice-ticket-taken = 👥 <b>{ $ticket }</b> is with { $name } now: { $subject }

assign-title = 👥 <b>{ $ref }</b> · { $about }
assign-with-nobody = With nobody yet
assign-whom = To whom? The number beside each name is their open tickets.
assign-nobody-there = Nobody else is on duty. To whom should it go all the same?
assign-alone = There is no colleague to give it to.
assigned = ✅ { $ref } is with { $name } now: { $about }
unassigned = ✅ { $ref } is with nobody now, and no longer with { $name }: { $about }
along-tickets = With it: { $tickets }
notice-ticket-assigned = 👥 <b>{ $ref }</b> is with you now, { $by } handed it to you: { $about }
notice-ticket-left = 👥 <b>{ $ref }</b> is with { $to } now, { $by } handed it over: { $about }
notice-ticket-over = 👥 <b>{ $ref }</b> is with { $to } now: { $about }
notice-person-over = 👥 <b>{ $ref }</b> { $about } is with { $to } now
notice-ticket-freed = 👥 <b>{ $ref }</b> is with nobody now · { $by }: { $about }
notice-person-assigned = 👥 <b>{ $ref }</b> { $about } is with you now, { $by } handed them to you
notice-person-left = 👥 <b>{ $ref }</b> { $about } is with { $to } now · { $by }
notice-person-freed = 👥 <b>{ $ref }</b> { $about } is with nobody now · { $by }
refusal-already-with = { $ref } is with { $name } already.
refusal-with-nobody = { $ref } is with nobody.
refusal-not-theirs-to-give = { $ref } is not yours to hand over. Ask whoever has it, or a manager.

subject-changed = ✅ { $ticket } is now called: { $subject }
refusal-ticket-same-subject = { $ticket } is called that already.
change-ticket-subject = ✏️ { $ticket } <b>{ $after }</b>, was: { $before } · { $by } · { $at }
change-ticket-created-by = 🎫 <b>{ $ticket } opened</b> by { $by }: { $after } · { $at }
change-nobody = nobody

notice-mention = 🔒 <b>{ $ref }</b> { $about } · { $by } mentions you in a note
notice-note-answered = 🔒 <b>{ $ref }</b> { $about } · { $by } answered your note
notice-mention-hint = Quote this to answer. The customer sees none of it.
note-passed-on = It went to { $names }; the customer sees nothing of it.
refusal-mention-unknown = Nobody here is called @{ $name }, so the note is not kept. Send it again with the right name, or without the @.
refusal-mention-several = Several colleagues are called @{ $name }: { $names }. The note is not kept; send it again with the whole name.
refusal-mention-cannot-see = { $name } cannot see { $ref }, so the note is not kept. Hand { $ref } over, or send it without @{ $name }.

thread-title = 💬 <b>{ $ticket }</b> · { $subject }
thread-empty = Nothing has been said in it yet.
who-title = 🔎 <b>{ $ticket }</b> · { $subject }
who-saw = <b>Seen by</b>
who-saw-line = 👁 { $name } · { $at }
who-no-answer = We have not answered yet.
who-answer-read = ✅ Our last answer ({ $name }, { $at }) was read { $then }
who-answer-delivered = 📬 Our last answer ({ $name }, { $at }) arrived { $then }
who-answer-sent = 📤 Our last answer ({ $name }, { $at }) was sent { $then }
who-answer-failed = ⚠️ Our last answer ({ $name }, { $at }) did not arrive
who-answer-held = ⏳ Our last answer ({ $name }, { $at }) waits for the customer to write: WhatsApp’s 24 hours are over
who-answer-under-way = ⏳ Our last answer ({ $name }, { $at }) is under way

away-now = 🌙 You are away: new tickets go to others.
away-nobody-left = Nobody is on duty now, so everybody hears of new tickets.
away-keeps =
    { $n ->
        [0] No open ticket stays with you.
        [one] { $n } open ticket stays with you; you can hand it over.
       *[other] { $n } open tickets stay with you; you can hand them over.
    }
back-now = ☀️ You are on duty again.
back-has =
    { $n ->
        [0] You have no open tickets.
        [one] You have { $n } open ticket.
       *[other] You have { $n } open tickets.
    }
duty-title = <b>On duty</b>
duty-nobody = Nobody is on duty: everybody hears of new tickets.
duty-away = <b>Away</b>
duty-line =
    { $n ->
        [0] { $name } ({ $role }) · no open tickets
        [one] { $name } ({ $role }) · { $n } open ticket
       *[other] { $name } ({ $role }) · { $n } open tickets
    }
refusal-already-away = You are away already. Say <b>back</b> when you are there again.
refusal-already-back = You are on duty already.
