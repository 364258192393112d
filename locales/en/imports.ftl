# Imports: files of leads and customers, sent into the chat.

command-import =
    .words = import, imports
    .help = put a file of leads or customers (Excel, CSV) on record
    .example = import leads
command-import-sample =
    .words = import sample
    .help = a file as one may be sent
command-import-as =
    .words = import as
    .help = what the rows of a file are
command-import-go =
    .words = import go
    .help = put a file on record
command-import-stop =
    .words = import stop
    .help = leave a file

import-kind-lead = leads
    .words = leads, lead, new leads
import-kind-customer = customers
    .words = customers, customer, clients
import-kind-either = leads or customers
field-import-kind-unknown = I can’t import “{ $typed }”, only { $values }.
import-way-all = all of them
    .words = all, everything
import-way-good = the good ones
    .words = good, the good ones
import-way-fill = fill in the doubles
    .words = fill, fill in
field-import-way-unknown = “{ $typed }” is none of: { $values }.

import-send = 📎 Send me your file of { $what } here: Excel (.xlsx) or CSV, one person per row, with the names of the columns on top. Nothing goes in until you have seen what I understood, and agreed.
import-reading = ⏳ I’m reading { $name }. You’ll see what I understood before anything goes in.
import-file = your file

import-of = { $count ->
        [one] 1 row
       *[other] { $count } rows
    }
import-of-lead = { $count ->
        [one] 1 row of leads
       *[other] { $count } rows of leads
    }
import-of-customer = { $count ->
        [one] 1 row of customers
       *[other] { $count } rows of customers
    }
import-title = 📄 <b>{ $name }</b>: { $what }
import-sheet = From the sheet “{ $sheet }” alone: the file has others, too.
import-columns-title = <b>Columns</b>
import-column-line = { $head } → { $column }
import-ignored = Not read: { $heads }
import-ignored-more = { $more ->
        [one] Not read: { $heads }, and 1 more
       *[other] Not read: { $heads }, and { $more } more
    }
import-twice = “{ $head }” says { $column } as well: I take it where the one before it is empty.
import-first-title = <b>The first rows, as I understood them</b>
import-first-0 = { $row }: <b>{ $name }</b>
import-first-1 = { $row }: <b>{ $name }</b> · { $a }
import-first-2 = { $row }: <b>{ $name }</b> · { $a } · { $b }
import-first-3 = { $row }: <b>{ $name }</b> · { $a } · { $b } · { $c }
import-first-4 = { $row }: <b>{ $name }</b> · { $a } · { $b } · { $c } · { $d }
import-first-5 = { $row }: <b>{ $name }</b> · { $a } · { $b } · { $c } · { $d } · { $e }
import-first-owner = with { $name }
import-first-note = “{ $note }”

import-wrong = { $count ->
        [one] ⚠️ <b>1 row is wrong</b>
       *[other] ⚠️ <b>{ $count } rows are wrong</b>
    }
import-wrong-line = Row { $row }: { $why }
import-wrong-more = { $count ->
        [one] … and 1 more: the file above has all of them, with the reason.
       *[other] … and { $count } more: the file above has all of them, with the reason.
    }
import-known = { $count ->
        [one] 👥 1 is on record already: { $refs }
       *[other] 👥 { $count } are on record already: { $refs }
    }
import-known-more = { $count ->
        [one] 👥 1 is on record already: { $refs }
       *[other] 👥 { $count } are on record already: { $refs } …
    }
import-hidden = { $count ->
        [one] 👥 1 is on record already, with a colleague.
       *[other] 👥 { $count } are on record already, with colleagues.
    }
import-twins = { $count ->
        [one] 👥 1 row has the phone of a row before it.
       *[other] 👥 { $count } rows have the phone of a row before them.
    }
import-doubles-left = These doubles are left out.
import-doubles-filled = { $count ->
        [one] The file knows more about 1 of them: I can fill in what is missing.
       *[other] The file knows more about { $count } of them: I can fill in what is missing.
    }

import-which = Are they <b>leads</b> or <b>customers</b>?
import-nothing-to-do = There is nothing in it to import. Mend the file, and send it again.
import-changed = ⚠️ Nothing was imported: records have changed since you agreed, so this is no longer what you saw. This is how it looks now.
import-going-lead = { $count ->
        [one] ⏳ I’m importing 1 lead…
       *[other] ⏳ I’m importing { $count } leads…
    }
import-going-customer = { $count ->
        [one] ⏳ I’m importing 1 customer…
       *[other] ⏳ I’m importing { $count } customers…
    }
import-filling = { $count ->
        [one] ⏳ I’m filling in 1 record…
       *[other] ⏳ I’m filling in { $count } records…
    }
import-stopped = All right, nothing of { $name } was imported.
import-progress = ⏳ { $share }% · { $done } of { $total } rows are ready
import-progress-done = ✅ They’re in.
import-done-lead = { $count ->
        [one] ✅ <b>1 lead</b> was imported.
       *[other] ✅ <b>{ $count } leads</b> were imported.
    }
import-done-customer = { $count ->
        [one] ✅ <b>1 customer</b> was imported.
       *[other] ✅ <b>{ $count } customers</b> were imported.
    }
import-done-filled = { $count ->
        [one] ✍️ 1 record was filled in.
       *[other] ✍️ { $count } records were filled in.
    }
import-done-nothing = Nothing was left to import.
import-done-left = { $count ->
        [one] 1 row was left out: it’s in the file, with the reason.
       *[other] { $count } rows were left out: they’re in the file, with the reasons.
    }
import-done-left-gone = { $count ->
        [one] 1 row was left out.
       *[other] { $count } rows were left out.
    }
import-wrong-file = All the wrong rows, with the reasons. You can mend them in this file and send it back to me.

import-button-all = Import { $count }
import-button-good = Import { $count } good
import-button-fill = And fill in { $count }
import-button-fill-alone = Fill in { $count }
import-button-sample = A sample file
import-button-leads = Leads
import-button-customers = Customers

# Columns: what they are called in files.
import-column-name = name
    .words = name, full name, customer, customer name, client, client name, lead, lead name, contact, contact name, contact person, display name, person
import-column-first-name = first name
    .words = first name, given name, forename, first
import-column-last-name = last name
    .words = last name, family name, surname, last
import-column-phone = phone
    .words = phone, phone number, phone no, mobile, mobile number, mobile no, mobile phone, cell, cell phone, cellphone, tel, telephone, contact number, contact no, whatsapp, whatsapp number, msisdn, number
import-column-email = email
    .words = email, e-mail, mail, email address, e-mail address
import-column-company = company
    .words = company, company name, organisation, organization, organisation name, organization name, org, business, employer, account, account name
import-column-source = source
    .words = source, lead source, came from, origin, campaign
import-column-owner = owner
    .words = owner, account owner, lead owner, rep, sales rep, salesperson, sales person, agent, assigned to, assignee, responsible
import-column-labels = labels
    .words = labels, label, tags, tag, category, categories, group, group membership, segment
import-column-note = note
    .words = note, notes, comment, comments, remark, remarks, description
# Heads that may well mean something else, and whom the other heads are about.
import-column-vague = number
    .words = number, contact
import-column-whose = customer
    .words = customer, client, contact, lead, person, primary

# What stands where there is nothing.
import-nothing = none
    .words = n/a, na, none, nil, null, nan, not available, unknown

# Why a row is wrong.
import-fault-no-name = it has no name
import-fault-name = “{ $typed }” isn’t a name of 2 to { $most } characters
import-fault-phone = “{ $typed }” isn’t a phone number
import-fault-phones = “{ $typed }” is more than one phone number: leave one, and put the other into the note
import-fault-phone-short = Excel has shortened the number “{ $typed }”: format the column as text, and enter it again
import-fault-email = “{ $typed }” isn’t an email address
import-fault-company = “{ $typed }” isn’t a company of 2 to { $most } characters
import-fault-source = “{ $typed }” isn’t a source of 2 to { $most } characters
import-fault-owner = no colleague is called “{ $typed }”
import-fault-owners = several colleagues are called “{ $typed }”
import-fault-label = a label has up to { $most } characters: “{ $typed }”
import-fault-labels = more than { $most } labels
import-fault-note = the note is longer than { $most } characters
import-fault-formula = { $column } begins like a formula
import-fault-letters = the letters of { $column } are lost
import-left-twin = it has the phone of row { $row }
import-left-known = on record already: { $ref }
import-left-hidden = on record already, with a colleague

# Why a file is not read.
import-unreadable-none = I can’t read that as a table. Send me an Excel file (.xlsx) or a CSV file.
import-unreadable-empty = There are no rows in the file. Nothing was imported.
import-unreadable-names = I couldn’t find a column of names in the file. Put the names of the columns into its first row: <b>Name</b>, <b>Phone</b>, <b>Company</b>… The sample file shows how (<b>import sample</b>).
import-unreadable-old = That’s an old Excel file (.xls). Save it as <b>.xlsx</b>, and send it again.
import-unreadable-format = I don’t read that kind of spreadsheet. Save it as <b>.xlsx</b> or CSV, and send it again.
import-unreadable-locked = The file is locked with a password. Take it off, and send it again.
import-unreadable-broken = The file is damaged, or not what its name says. Save it anew, and send it again.
import-unreadable-quote = The file has quotation marks that do not close (from row { $row } on). Mend them, or send it as Excel.
import-unreadable-letters = I can’t tell how the file’s letters are encoded. Save it as Excel (.xlsx) or as “CSV UTF-8”, and send it again.
import-unreadable-rows = That’s too much at once: { $most } rows at the most. Send it in parts.
import-unreadable-columns = The file has too many columns: { $most } at the most. Keep those that you need.
import-unreadable-size = The file is too large: { $most } MB at the most.
import-unreadable-heavy = The file takes far more than a table should, so I stopped reading it. Send only the rows and columns that you need, as CSV.
import-unreadable-gone = The file is no longer there to be fetched. Please send it again.

# The files that we send back.
import-refused-sheet = Left out
import-refused-row = Row
    .words = Row
import-refused-reason = Reason
    .words = Reason
import-refused-file = { $name } - left out
import-sample = Here’s a sample. A row needs only a name, and other columns do no harm. At most { $rows } rows and { $columns } columns.
import-sample-sheet = Leads
import-sample-file = Sample
import-sample-sara = Sara Al-Otaibi
import-sample-fahad = Fahad
import-sample-company = Noor Trading
import-sample-source = exhibition
import-sample-labels = wholesale, Riyadh
import-sample-note = Asked for a price list

source-import = import
    .words = import
notice-imported-lead = { $count ->
        [one] 📥 { $by } has imported a lead and given it to you.
       *[other] 📥 { $by } has imported { $count } leads and given them to you.
    }
notice-imported-customer = { $count ->
        [one] 📥 { $by } has imported a customer and given them to you.
       *[other] 📥 { $by } has imported { $count } customers and given them to you.
    }

refusal-import-too-many = { $count ->
        [one] I’m still working on a file of yours. Please wait until it’s done.
       *[other] I’m still working on { $count } files of yours. Please wait until one is done.
    }
refusal-import-unknown = I don’t have that file any more. Please send it again.
refusal-import-old = That was shown more than a day ago. Please send the file again.
refusal-import-begun = I’m working on that file already.
refusal-import-over = I’m finished with that file: it was imported, or cancelled.
refusal-import-faults = It can’t go in like that. Look at what is wrong, and choose again.
