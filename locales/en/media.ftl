# Files both ways: what is taken, and what is said when one is not.

refusal-file-too-large = ⚠️ The file is too large: it is { $size }, and the limit is { $most }.
refusal-file-type = ⚠️ We do not pass on files like { $name }. You can send { $types }.
own-file-too-large = Sorry, we could not take your file: it is { $size }, and the limit is { $most }. Could you send a smaller one?
own-file-larger = Sorry, we could not take { $name }: it is larger than { $most }. Could you send a smaller one?
own-file-type = Sorry, we could not take { $name }: we do not open files of that kind here. You can send { $types }.
file-type-image = pictures
file-type-audio = sound
file-type-video = video
file-type-pdf = PDF
file-type-office = Office documents
file-type-text = plain text
file-type-zip = ZIP
file-unused = 📎 This file was not sent to anybody. To send one to a customer, quote a notice about them, or write <b>reply T45</b> under the file; to keep it inside, <b>note T45</b>.

attachment-too-large = ⚠️ { $kind } · too large to be passed on here
attachment-not-taken = ⚠️ { $kind } · not passed on: files of this kind are not taken here

notice-file-undelivered = ⚠️ Your file to <b>{ $name }</b> did not arrive: { $reason }
file-words-went = What you wrote with it did:
undelivered-file-too-large = it is too large for their channel, or for us.
undelivered-file-type = their channel does not take files of this kind.
undelivered-file-gone = it could not be fetched. Please send it again.
undelivered-media = the provider could not take the file. Please try another, or a smaller one.
