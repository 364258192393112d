# Erasing one person.

command-erase =
    .words = erase
    .help = forget a lead or customer for good

erase-ask = 🗑️ <b>Erase this person for good?</b>
erase-same = Also on record as { $refs }
erase-goes = <b>Goes:</b> their name, numbers and addresses, everything said by them and about them, their files and labels, and what our messages to you say of them.
erase-counts = { $counts }
erase-count-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
erase-stays = <b>Stays:</b> that something happened, when, and which of us did it, so the numbers keep their counts. Files that were made for you, and imports that wait, have to be asked for again.
erase-live = Open tickets, which will be closed: { $refs }
erase-elsewhere = ⚠️ They are also named in { $refs }{ $more ->
    [0] {""}
    [one] {" "}and one more
   *[other] {" "}and { $more } more
}. That belongs to others, so it stays: look at it yourself, before you go on.
erase-for-good = It cannot be taken back.
erase-how = { $count ->
    [one] To do it, write this within a minute:
   *[other] To do it, write this within { $count } minutes:
}
erase-code = 🔑 <code>{ $typed }</code>
erase-refused = That code isn’t right, or it’s too old. Nothing was erased.
erased = ✅ { $ref } is erased. Their files go within a minute or so. What is in people’s chats and mail stays there: delete it from yours.
erased-person = Erased person
erased-message = 🗑️ This spoke of somebody who has been erased since.
erased-from-shell = an operator
erased-report = That report was about somebody who has been erased meanwhile, so there is none.
erased-import = Somebody was erased while your file waited, and it went too, as it may have had them in it. Nothing of it was imported. Please send it again without them.

notice-erased = 🗑️ { $by } has erased { $ref }. What was open with them is over.

button-erase-not = Keep them
button-erase-again = A new code

refusal-erased = 🗑️ { $ref } was erased for good · { $by } · { $at }
refusal-erase-in-the-middle = A message from or to { $ref } is just on its way. Nothing was erased: please write the same again in a moment.
