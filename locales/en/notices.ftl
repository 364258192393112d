# Notices to the staff, messages to customers, and refusals.

notice-lead-new = 🌱 <b>New lead</b> { $ref } · { $name } on { $channel }
notice-arrived = 🌱 <b>New lead</b> { $ref } · { $name } has arrived and said nothing yet
notice-message = 💬 <b>{ $name }</b> · { $ref } on { $channel }
notice-ticket-opened = 🎫 <b>New ticket { $ticket }</b> ({ $priority }) · { $name } { $ref }: { $subject }
notice-ticket-message = 💬 <b>{ $ticket }</b> { $subject } · { $name }
notice-ticket-reopened = 🔄 <b>{ $ticket }</b> { $subject } · reopened by { $name }
notice-filed = ↪️ <b>{ $ticket }</b> { $subject } · { $name } was writing about this one
notice-ticket-moved = 🔄 <b>{ $ticket }</b> { $subject } is now { $status } · { $name }
notice-lead-converted = ⭐ { $by } made { $lead } customer { $customer }: { $name }
notice-undelivered = ⚠️ Your message to <b>{ $name }</b> did not arrive: { $reason }
notice-set-aside = ⚠️ A message from { $name } could not be handled and was set aside (no. { $id }).
undelivered-blocked = they have blocked us.
undelivered-opted-out = they have opted out of our messages.
undelivered-window = they last wrote more than 24 hours ago, and WhatsApp lets nothing through after that.
undelivered-unknown = no answer came from the provider. It may have arrived all the same; ask before you send it again.
undelivered-failed = the provider refused it.

answer-ticket = <b>{ $name }</b> · { $ticket }
update-ticket-open = Your ticket { $ticket } is open again: { $subject }
update-ticket-waiting = Your ticket { $ticket } is waiting again: { $subject }. Nobody is working on it just now; we have not forgotten it.
update-ticket-in-progress = { $name } is now working on your ticket { $ticket }: { $subject }
update-ticket-closed = Your ticket { $ticket } is closed: { $subject }. If anything is not right yet, reply to this message.

refusal-address-taken = { $address } belongs to another member of the staff.
refusal-lead-already-converted = { $lead } is already a customer: { $customer }.
refusal-lead-phone-taken = Customer { $customer } ({ $name }) has the same phone as { $lead }. Are they one person?
refusal-message-not-yours = That message has its place already.
refusal-no-such-page = The timeline has no such page.
refusal-not-allowed = That is not yours to do.
refusal-not-found = I cannot find { $ref }.
refusal-no-such-colleague = Nobody here is called { $name }.
refusal-several-colleagues = There is more than one { $name }: { $names }. Write the whole name.
refusal-nowhere-to-send = { $name } cannot be reached: no address is known, or they have blocked us or opted out.
refusal-suspended = Your access is suspended. Please ask your manager.
refusal-ticket-already-there = { $ticket } is { $status } already.
refusal-ticket-already-yours = { $ticket } is yours already.
refusal-ticket-cannot-move = { $ticket } is { $status } and cannot become { $to }.
refusal-ticket-closed = { $ticket } is closed. Reopen it first.
refusal-ticket-not-closed = { $ticket } is not closed; it is { $status }.
refusal-ticket-same-priority = { $ticket } has priority { $priority } already.
refusal-ticket-taken = { $ticket } is with { $name }.
refusal-with-somebody-else = { $ref } is with { $name }. Ask them, or a manager.
