# Searching, and what it finds.

command-find =
    .words = find, search, look for
    .help = people, companies, phones and tickets
    .example = find huda
command-more =
    .words = more
    .help = the next page of what was found

find-title = 🔎 <b>{ $query }</b>
find-none = I found nothing for { $query }.
find-customer = 👤 <b>{ $ref }</b> { $name }
find-lead = 🌱 <b>{ $ref }</b> { $name } · { $status }
find-ticket = 🎫 <b>{ $ref }</b> { $subject } · { $status }
find-known = { $line } · { $known }
button-find-new-lead = Add as a lead
form-find-text = Who or what are you looking for? A name, a company, a phone, or words of a ticket.
    .label = Search
refusal-nothing-to-find = Write a name, a phone or a few letters to look for.
button-find = Search
