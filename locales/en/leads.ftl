# Leads and customers by hand: entering, correcting, qualifying and losing them, their labels, and forwarded messages.

command-new-lead =
    .words = new lead, add lead, new client, add client
    .help = enter a lead, with a name and a number if you like
    .example = new lead Huda 0501234567
command-edit =
    .words = edit
    .help = correct a name, phone, email, company or source
    .example = edit L12 company Bright Homes
command-qualify =
    .words = qualify
    .help = mark a lead as worth the work, or reopen a lost one
command-lost =
    .words = lost, lose
    .help = mark a lead as lost, and say why
    .example = lost L12 found it cheaper
command-customers =
    .words = customers
    .help = the customers
command-mine =
    .words = mine, my clients, my leads, my customers
    .help = your own leads and customers, latest news first
command-label =
    .words = label, tag
    .help = label a lead or customer; several with commas
    .example = label L12 vip, wholesale
command-unlabel =
    .words = unlabel, untag, remove label
    .help = take a label off
    .example = unlabel L12 vip
command-labels =
    .words = labels, tags
    .help = all labels, or who has one
    .example = labels vip
command-drop-label =
    .words = drop label
    .help = take this label off
command-labelled =
    .words = labelled
    .help = who has this label
command-file-under =
    .words = file under
    .help = keep a forwarded message with somebody
command-file-new =
    .words = file new
    .help = a forwarded message begins a lead

source-referral = referral
    .words = referral, referred, recommendation
source-exhibition = exhibition
    .words = exhibition, expo, fair, trade fair
source-website = website
    .words = website, site, web
source-walk-in = walk-in
    .words = walk-in, walk in, visit
source-social = social media
    .words = social media, social, instagram
lost-reason-price = price
    .words = price, too expensive, expensive
lost-reason-competitor = went elsewhere
    .words = competitor, went elsewhere
lost-reason-no-answer = no answer
    .words = no answer, no reply
lost-reason-no-budget = no budget
    .words = no budget, budget
lost-reason-no-need = no need
    .words = no need, not interested
lost-reason-later = not now, later
    .words = later, not now
detail-name = Name
    .words = name
detail-phone = Phone
    .words = phone, mobile, number
detail-email = Email
    .words = email, e-mail, mail
detail-company = Company
    .words = company
detail-source = Source
    .words = source
detail-clear = Remove it
    .words = remove, remove it, clear
field-detail-unknown = { $typed } cannot be corrected. Choose one of: { $values }.
field-email-unknown = { $typed } is not an email address. It looks like sara@example.com.

form-new-lead-name = What is the lead’s name?
    .label = Name
form-new-lead-phone = What is the phone number?
    .label = Phone
form-new-lead-company = Which company?
    .label = Company
form-new-lead-source = Where did you meet? Press one, or say it in a few words.
    .label = Source
form-new-lead-note = Anything worth noting? Customers never see it.
    .label = Note
form-edit-name-value = What is the right name?
    .label = Name
form-edit-phone-value = What is the right phone number?
    .label = Phone
form-edit-email-value = What is the right email address?
    .label = Email
form-edit-company-value = What is the right company?
    .label = Company
form-edit-source-value = Where did this lead come from? Press one, or say it in a few words.
    .label = Source
form-lost-reason = Why was this lead lost? Press a reason, or say it in your own words.
    .label = Reason
form-label-text = Which label? Several go with commas.
    .label = Label
form-forwarded-to = Whose message is this? Press one, or type a name.
    .label = Whose

lead-added = ✅ { $lead } is added: { $name }
lead-known = Nothing was added: this number is on record already, as { $ref }.
lead-qualified = ✅ { $lead } is qualified: { $name }
lead-lost = { $lead } is marked as lost ({ $reason }): { $name }
leads-none-of = No leads are { $status }.
customers-title = <b>Customers</b>, newest first
customers-line = <b>{ $ref }</b> { $name }
    { $owner } · { $at }
customers-none = No customers yet.
mine-title = <b>My leads and customers</b>, latest news first
mine-lead = <b>{ $ref }</b> { $name } · { $status } · { $at }
mine-customer = <b>{ $ref }</b> { $name } · customer · { $at }
mine-none = You have no leads or customers yet.

edit-title = ✏️ <b>{ $ref }</b> What shall we correct?
edit-line = { $detail }: { $value }
edit-unknown = I do not know which detail to correct.
detail-edited = ✅ { $ref } { $detail }: { $value }
detail-cleared = ✅ { $ref } { $detail }: removed

labelled = 🏷 { $ref } is now labelled: { $labels }
unlabelled = ✅ Taken off { $ref }: { $labels }
labels-of = All labels: { $labels }
labels-title = 🏷 <b>Labels</b>
labels-line = { $label } · { $count ->
    [one] one
   *[other] { $count }
}
labels-more = These are the { $shown } used most.
labels-none = There are no labels yet. To add one, write <b>label L12 vip</b>.
labels-none-of = { $ref } has no labels.
unlabel-which = Which label comes off { $ref }?
labelled-title = 🏷 <b>{ $label }</b>
labelled-line = <b>{ $ref }</b> { $name }
labelled-none = Nobody has the label { $label }.
card-labels = 🏷 { $labels }
card-lost = Lost: { $reason }
card-lead-by-hand = Lead, { $status }

forwarded-kept = ✅ Kept with { $ref }.
forwarded-nobody = I found nobody for { $query }.
card-unread = I could not read this contact card, so please tell me in words.

button-new-lead = New lead
button-mine = My clients
button-not-now = Not now
button-correct = Edit
button-qualify = Qualify
button-qualify-again = Open it again
button-lost = Mark as lost
button-label = Add a label
button-labels = All labels

notice-lead-moved = 🔄 { $by } set { $lead } to { $status }: { $name }
undone-name-reason = reason
change-imported-by = 📥 <b>Imported</b> by { $by } · { $at }
change-created-by = 🌱 <b>New lead</b>, entered by { $by } · { $at }
change-detail = ✏️ { $detail }: { $after } · { $by } · { $at }
change-detail-gone = ✏️ { $detail } { $before } removed · { $by } · { $at }
change-of-label = Label
change-of-reason = Lost because

refusal-party-known = { $phone } is the number of { $ref }.
refusal-detail-same = { $ref } has that on record already.
refusal-name-needed = { $ref } needs a name.
refusal-customer-source = { $ref } is a customer; only leads have a source.
refusal-lead-already-there = { $lead } is { $status } already.
refusal-label-long = That label is too long: { $length ->
    [one] one character
   *[other] { $length } characters
}, and there is room for { $most }.
refusal-labels-many = { $ref } cannot have more than { $most } labels. Take one off first.
refusal-label-there = { $ref } has this label already: { $labels }
refusal-label-unknown = No such label here: { $label }
refusal-label-empty = A label needs a letter or a number.
