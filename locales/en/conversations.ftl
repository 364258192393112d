### Fields and conversations: labels, the words that people type, and what they are told when a value cannot be read.

field-ticket-unknown = { $typed } is not a ticket’s number. It looks like T45.
field-colleague-unknown = { $typed } is not a colleague’s name. Write it like @Khalid.
field-activity-unknown = { $typed } is not an activity’s number. It looks like A9.
field-lead-unknown = { $typed } is not a lead’s number. It looks like L12.
field-customer-unknown = { $typed } is not a customer’s number. It looks like C7.
field-person-unknown = { $typed } is not a lead or a customer. It looks like L12 or C7.
field-reference-unknown = { $typed } is not a ticket, lead or customer. It looks like T45, L12 or C7.
field-status-unknown = { $typed } is not a status. Choose one of: { $values }.
field-lead-status-unknown = { $typed } is not a lead’s status. Choose one of: { $values }.
field-priority-unknown = { $typed } is not a priority. Choose one of: { $values }.
field-language-unknown = I do not speak { $typed } yet. Choose one of: { $values }.
field-filter-unknown = I cannot list tickets by { $typed }. Choose one of: { $values }.
field-role-unknown = { $typed } is not a role. Choose one of: { $values }.
field-text-empty = Please write it in words.
field-text-short = That is too short: { $least ->
    [one] at least one character, please.
   *[other] at least { $least } characters, please.
}
field-text-long = That is too long: { $length ->
    [one] one character
   *[other] { $length } characters
}, and there is room for { $most }. Please shorten it.
field-number-unknown = { $typed } is not a whole number.
field-number-small = That is too small: it is at least { $least }.
field-number-large = That is too large: it is at most { $most }.
field-phone-unknown = { $typed } is not a phone number. Write it with its country code, such as +966 50 123 4567.
field-yes-no-unknown = Please answer yes or no.

form-back = Back
    .words = back, previous
form-skip = Skip
    .words = skip
form-cancel = Cancel
    .words = cancel, stop
form-confirm = Confirm
    .words = confirm, send
form-change = Change { $answer }
    .words = change, edit
form-yes = Yes
    .words = yes, y, ok, okay
form-no = No
    .words = no, n
form-review = Please check this:
form-answer = { $label }: { $value }
form-answer-below = { $label }:
form-now = Your answer so far
form-skipped = —
form-review-unknown = Please confirm it, change an answer, or cancel.
form-first = This is the first question; there is nothing to go back to.
form-required = This one cannot be skipped.
form-media = Please answer in words; I cannot read files here.
form-stale = That button belongs to an earlier question. This is where we are:
form-over = That is already finished, so nothing was changed.
form-cancelled = All right, that is cancelled.
form-gone = I was updated after we began this, so it was cancelled. Please start again.

form-open-ticket-subject = What is it about? A few words are enough.
    .label = Subject
form-open-ticket-description = What happened? Write as much as you like.
    .label = Description
form-open-ticket-priority = How urgent is it?
    .label = Urgency

form-dropped = <i>What we were in the middle of is cancelled.</i>
form-reply-text = What would you like to tell them?
    .label = Answer
form-note-text = What shall I note? Customers never see it.
    .label = Note
ticket-opened = ✅ Your ticket { $ticket } is open: { $subject }. We will answer you here. What you write next goes into it.
