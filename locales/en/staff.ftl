# The team: invitations, roles, and access.

command-staff =
    .words = staff, team
    .help = who is on the team, and what each may do
command-member =
    .words = member, colleague
    .help = a colleague’s card
command-invite =
    .words = invite
    .help = let a new colleague in
command-other-phone =
    .words = other phone, my other phone, add phone
    .help = write from another phone or app as yourself
command-join =
    .words = join
    .help = join with an invitation code
command-my-name =
    .words = my name, name
    .help = your name, as customers read it
    .example = my name Sam Carter
command-role =
    .words = role
    .help = give a colleague another role
command-suspend =
    .words = suspend
    .help = take a colleague’s access away
command-restore =
    .words = restore, unsuspend
    .help = give a colleague their access back

field-code-unknown = { $typed } is not an invitation code. It looks like ABCD-EFGH.

staff-title = <b>The team</b> ({ $count })
staff-line-on-duty = 🟢 <b>{ $name }</b> · { $role } · { $channels }
staff-line-away = 🌙 <b>{ $name }</b> · { $role } · away · { $channels }
staff-line-suspended = ⛔ <b>{ $name }</b> · { $role } · suspended
staff-nowhere = cannot be reached
staff-tickets = { $count ->
    [0] No open tickets
    [one] One open ticket
   *[other] { $count } open tickets
}
staff-change = To change their role or their access, press below.

invite-which = What will their role be?
invite-made = ✅ An invitation for one { $role }. Send them this:
invite-own = ✅ Open this on your other phone or app, and it is yours, too:
invite-telegram = Telegram: { $link }
invite-whatsapp = WhatsApp: { $link }
invite-typed = Or write to us there: <code>{ $typed }</code>
invite-lasts = { $count ->
    [one] It works once, and only for a minute.
   *[other] It works once, and only for { $count } minutes.
}

join-refused = That code does not work. Ask for a new one, please.
join-phone = ✅ Welcome back, { $name }. You can write from here as well now.
join-welcome = ✅ Welcome to { $organisation }, <b>{ $name }</b>. You are on the team now ({ $role }). Customers read this name; change it if it is not right.
my-name-set = From now on, customers and colleagues read <b>{ $name }</b>.
form-my-name-name = What should customers and colleagues call you?
    .label = Name

role-changed = ✅ { $name } is now { $role }.
suspended = ⛔ { $name } has no access any more. They have been told.
suspended-tickets = { $count ->
    [one] One open ticket is still with them: { $tickets }. Open it and hand it over.
   *[other] { $count } open tickets are still with them: { $tickets }. Open each and hand it over.
}
restored = ✅ { $name } has access again, and has been told.

notice-joined = ✅ <b>{ $name }</b> has joined on { $channel } with your invitation ({ $role }).
notice-phone-added = ✅ You can write from { $channel } as well now. If that was not you, tell an admin at once.
notice-role = { $by } has changed your role: { $role }. What you can say has changed with it.
notice-suspended = ⛔ { $by } has suspended your access.
notice-restored = ✅ { $by } has given you your access back. You are off duty until you say: back

refusal-staff-oneself = Nobody changes their own role or access. Ask another admin.
refusal-staff-last-admin = There must be an admin. Make somebody else one first.
refusal-staff-same-role = { $name } is { $role } already.
refusal-staff-already-suspended = { $name } is suspended already.
refusal-staff-not-suspended = { $name } has access already.

help-words = { $words }
help-one = To see how to say one: <b>{ $usage }</b>
help-example = <i>e.g.</i> <code>{ $example }</code>
help-also = Also: { $words }
help-unknown = There is no command called { $typed }.

button-staff = The team
button-invite = Invite
button-my-name = Change my name
button-suspend = Suspend
button-restore = Restore access
