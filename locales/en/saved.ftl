# Saved replies: keeping them, and sending one.

command-saved =
    .words = saved replies, saved
    .help = answers you give often
command-save-reply =
    .words = new saved reply, save reply, save a reply
    .help = keep an answer you give often
command-edit-saved =
    .words = edit saved reply, edit saved
    .help = change a saved reply
    .example = edit saved reply hello
command-delete-saved =
    .words = delete saved reply, delete saved
    .help = delete a saved reply
    .example = delete saved reply hello
command-saved-send =
    .words = send saved
    .help = send the reply that was shown
command-saved-reword =
    .words = reword saved
    .help = write the reply that was shown in your own words
command-saved-drop =
    .words = drop saved
    .help = do not send the reply that was shown

form-save-reply-name = Which word should send it? One word, such as <b>hello</b> or <b>address</b>.
    .label = Name
form-save-reply-arabic = What does it say in Arabic? Write { "{name}" } where the customer’s first name belongs.
    .label = Arabic text
form-save-reply-english = And in English? Customers get it in the language they use with us.
    .label = English text

saved-title = 💬 <b>Saved replies</b>
saved-title-for = 💬 <b>Saved replies</b> for { $ref }. Choose one: you see it before it goes.
saved-none = There are no saved replies yet.
saved-line = <b>{ $name }</b> · { $words }
saved-card = 💬 Saved reply <b>{ $name }</b>
saved-hint = To send it: <b>{ $name } T45</b>, or quote a notice with <b>/{ $name }</b>.
saved-preview = This goes to <b>{ $name }</b> · { $ref }:
saved-in-arabic = <i>They use English with us, but this has no English text, so the Arabic goes.</i>
saved-in-english = <i>They use Arabic with us, but this has no Arabic text, so the English goes.</i>
saved-reword = Write it the way it should go. It now reads:
saved-kept = ✅ Saved: <b>{ $name }</b>. Send it with { $name } T45.
saved-delete = Delete the saved reply <b>{ $name }</b>?
saved-deleted = ✅ { $name } is deleted.

button-saved = Saved replies
button-saved-open = Show it
button-saved-send = Send
button-saved-reword = Edit first
button-saved-drop = Cancel
button-save-reply = New saved reply
button-saved-edit = Edit
button-saved-delete = Delete
button-saved-keep = Keep

refusal-no-such-saved-reply = There is no saved reply called { $name }.
refusal-saved-name = { $name } cannot be its name: one word of letters and digits, { $most } at most, that begins with a letter.
refusal-saved-name-command = { $name } already means something else here. Please choose another word.
refusal-saved-name-taken = There is a saved reply called { $name } already. Please choose another word.
refusal-saved-empty = It needs a text in Arabic or in English.
refusal-saved-placeholder = I do not know { $typed }. Only { "{name}" } works in braces: the customer’s first name.
refusal-saved-sent = That is sent already; it did not go again.
refusal-saved-dropped = That was cancelled, so nothing was sent.
