# Where everyone begins, and what is said when something was not understood.

welcome = Hello, and welcome to { $organisation }. Your message has arrived, and a colleague will answer you here. What can we do for you?
welcome-silent = Hello, and welcome to { $organisation }. Write whatever you like here, and a colleague will answer you. What can we do for you?
welcome-staff = Hello { $name } ({ $role }). What would you like to see?
edit-unread = I do not see edits: what counts is the message as you first sent it. To correct it, please send it again.
file-kept = What you sent has arrived, and a colleague will see it.
received = Thank you, we have your message. A colleague will answer you here.

help-staff = <b>What you can say</b>, in English or Arabic, typed or by button:
help-customer = <b>How can we help?</b> Just write, and we answer here. You can also say:
help-group-tickets = <b>Tickets</b>
    .words = tickets, ticket
help-group-people = <b>Leads and customers</b>
    .words = people, leads and customers
help-group-activities = <b>Activities</b>
    .words = activities, activity
help-group-team = <b>Team</b>
    .words = team
help-group-general = <b>General</b>
    .words = general, other
help-line = <b>{ $usage }</b>: { $what }
help-quote = To answer a customer, quote (reply to) any notice about them: what you write goes to them.

language-which = Which language would you like?
language-set = We will write to you in English from now on.
language-ar = العربية
    .words = Arabic, ar
language-en = English
    .words = English, en

cancel-nothing = There is nothing to cancel.
unknown = I did not understand that.
unknown-near = I did not understand that. Did you mean <b>{ $usage }</b>?
usage = Write it like this: <b>{ $usage }</b>
apology-set-aside = Sorry, we could not handle your last message. It is on record, and a colleague has been told.

list-title = Choose
numbered-hint = Reply with the number.

role-agent = agent
    .words = agent
role-manager = manager
    .words = manager
role-admin = admin
    .words = admin
channel-telegram = Telegram
channel-whatsapp = WhatsApp

button-open-ticket = 🎫 Open a ticket
button-my-tickets = My tickets
button-language = العربية / English
button-menu = Menu
button-help = Help
button-leads = Leads
button-my-open-tickets = My tickets
button-open-tickets = Open tickets
button-mine-tickets = My tickets
button-late-tickets = Late tickets
button-closed-tickets = Closed tickets
button-more = More
button-reply = Reply
button-note = Internal note
button-take = Take
button-close = Close
button-reopen = Reopen
button-card = Show card
button-open = Open { $ref }
button-convert = Convert
button-merge = Merge into { $customer }
button-timeline = Timeline
button-newer = Newer
button-older = Older
button-priority = Priority: { $priority }
button-ticket = { $ticket } { $subject }
button-none-of-these = None of these
