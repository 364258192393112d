# Merging people and tickets, taking it back, and one person on both channels.

command-merge =
    .words = merge, combine
    .help = join two records of one person, or two tickets
command-unmerge =
    .words = unmerge, split
    .help = take a merge back, within 30 days
command-link =
    .words = share my number, link, my number
    .help = share your number, so that we know you

merge-ask = 🔀 <b>Merge { $gone } into { $kept }?</b>
merge-stays = <b>Stays:</b>
merge-goes = <b>Goes into it:</b>
merge-how = Everything comes together in { $kept }, and what it lacks is filled in. This can be taken back for { $days ->
    [one] one day
   *[other] { $days } days
}.
merge-converts = This converts the lead: all that was theirs goes to the customer. It cannot be taken back.
merge-holds = { $counts }
merge-holds-nothing = nothing on record yet
merge-count-activities = { $count ->
    [one] { $count } activity
   *[other] { $count } activities
}
merge-count-tickets = { $count ->
    [one] { $count } ticket
   *[other] { $count } tickets
}
merge-count-messages = { $count ->
    [one] { $count } ticket message
   *[other] { $count } ticket messages
}
merge-count-addresses = { $count ->
    [one] { $count } address
   *[other] { $count } addresses
}
merge-count-said = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
merge-ticket-stays = <b>Goes on:</b>
merge-ticket-goes = <b>Is closed:</b>
merge-ticket-how-closed = The messages of { $gone } go to { $kept }, in order of time. This cannot be taken back.
merge-ticket-how = The messages of { $gone } go to { $kept }, in order of time, and the customer is told. This cannot be taken back.
merge-left = All right, both stay as they are.
merged = ✅ { $gone } is now part of { $kept }: { $name }.
merged-into = ↪️ { $gone } is now part of { $kept }.
tickets-merged = ✅ { $gone } goes on in { $kept }: { $subject }
merge-by = by { $name }
merge-by-number = when they shared their own number

unmerge-ask = ↩️ <b>Take { $gone } ({ $name }) back out of { $kept }?</b>
unmerge-when = Merged { $at } { $by }.
unmerge-how = What came from { $gone } goes back to it, its tickets with all that was said in them. Whatever else came since the merge stays with { $kept }.
unmerged = ✅ { $gone } ({ $name }) stands on its own again, apart from { $kept }.

button-merge-two = Merge
button-merge-turned = The other way round
button-unmerge = Take it back
button-leave = Leave it

notice-merged = 🔀 { $by } merged { $gone } into { $kept }: { $name }
notice-unmerged = ↩️ { $by } took { $gone } back out of { $kept }: { $name }
notice-ticket-merged = 🔀 { $by } merged { $gone } into <b>{ $kept }</b> { $subject }
notice-linked = 🔗 <b>{ $name }</b> · { $ref } has shared their own number { $phone } on { $channel }: everything of theirs is together here now.
notice-same-number = 👥 { $own } ({ $name }) has shared their own number { $phone }, and { $other } ({ $known }) is on record with it. Are they one person?
update-ticket-merged = Your ticket { $gone } continues in { $kept }: { $subject }. You do not need to do anything: whatever you write reaches us there.

change-merged = 🔀 <b>{ $before } merged into { $after }</b> · { $by } · { $at }
change-unmerged = ↩️ <b>{ $before } taken back out of { $after }</b> · { $by } · { $at }
change-ticket-merged = 🔀 <b>{ $before } continues in { $after }</b> · { $by } · { $at }

link-telegram = So that we know you by your number here too, tap 📎, then <b>Contact</b>, and send us <b>your own</b> contact. Telegram confirms that it is yours; a typed number or anybody else’s contact will not do.
link-whatsapp = We know you by your WhatsApp number already. If you write to us on Telegram as well, write <b>my number</b> there, and you will see your tickets in both.
link-found = ✅ Thank you. Your number { $phone } is confirmed, and we know you: what you write here and on WhatsApp is in one place now, with all your tickets.
link-kept = ✅ Thank you. Your number { $phone } is confirmed, and we have noted it.

refusal-merge-same = These are one and the same: { $ref }.
refusal-merge-kinds = A ticket can only be merged with a ticket, and a person with a person.
refusal-merge-two-peoples = { $one } is a ticket of { $mine }, and { $other } of { $theirs }. Only tickets of one customer can be merged; if the two are one person, merge them first.
refusal-unmerge-nothing = There is no merge into { $ref } to take back.
refusal-unmerge-late = { $gone } has been part of { $kept } for more than { $days ->
    [one] one day
   *[other] { $days } days
}, so it cannot be taken back any more.
refusal-unmerge-built-on = { $ref } has become { $now } since the merge, so it cannot be taken back any more.
