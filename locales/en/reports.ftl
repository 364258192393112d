# Reports: files that are asked for, made, and handed in.

command-report =
    .words = report, reports, export, the report
    .help = a PDF, Excel or CSV file of what happened
    .example = report excel last month

report-format-pdf = PDF
    .words = pdf, as pdf, pdf file
report-format-xlsx = Excel
    .words = excel, xlsx, as excel, excel file, spreadsheet
report-format-csv = CSV
    .words = csv, as csv, csv file
report-whose-team = The whole team
    .words = team, the team, whole team, the whole team, everybody, everyone
report-whose-me = My own
    .words = me, mine, my own, myself
report-notes =
    .words = notes, with notes, with internal notes, internal notes, and notes
report-filler =
    .words = for, of, about, on, the, a, an, from, in, as, and, with
field-report-unknown = I didn’t understand “{ $typed }”. Say it like <b>report excel last month</b>, <b>report pdf C7</b>, or <b>report csv this week @Ali</b>.
field-report-whose-unknown = “{ $typed }” is nobody I know. Say <b>team</b>, <b>@Ali</b>, or the number of a customer or lead, such as <b>C7</b>.
field-report-format-unknown = “{ $typed }” is no file I can make: { $values }.

form-report-whose = Whose report? Choose, or write <b>@Ali</b>, or the number of a customer or lead, such as <b>C7</b>.
    .label = Whose
form-report-period = Which days? Choose, or write them: <b>november</b>, <b>1 nov to 15 nov</b>.
    .label = Days
form-report-format = As what? Excel and CSV have everything; a PDF is to be read and printed.
    .label = File

report-of-party = { $name } ({ $ref })
report-begun = ⏳ I’m making it: <b>{ $what }</b> · { $whose } · { $days }. It will come here by itself.
report-already = ⏳ I’m already making it: <b>{ $what }</b> · { $whose } · { $days }. It will come here by itself.
report-with-notes = 🔒 With internal notes: keep it inside the team.
report-progress = ⏳ { $share }% · { $done } of { $total } rows
report-progress-done = ✅ It’s made. Here it is.
report-progress-over = ⚠️ I couldn’t finish it.
report-made = 📎 <b>{ $what }</b> · { $whose } · { $days }
    { $count ->
        [one] One entry
       *[other] { $count } entries
    }
report-zip = A CSV file for each kind of record, packed in a zip.
report-cut = The PDF has the newest { $count } of { $total }. Ask for <b>Excel</b> to have all of them, or for fewer days.
report-too-large = ⚠️ The file came to { $size } MB, and { $channel } takes no more than { $most }. Ask for fewer days or for <b>CSV</b>, which is smaller; an admin can also make it on the server: <code>python -m bot export report</code>

refusal-report-notes = Internal notes go into files for managers only. Ask without them, or ask a manager.
refusal-report-too-many = { $count ->
        [one] I’m still making a report for you. One at a time, please.
       *[other] I’m still making { $count } reports for you. Please wait until one of them has come.
    }

# On the paper and in the sheets.
report-title = Interaction summary
report-title-cut = Interaction summary: the newest { $count } of { $total } entries
report-file = Report { $whose }
report-file-team = team
report-hours = h

report-area-numbers = Numbers
report-area-activities = Activities
report-area-tickets = Tickets
report-area-messages = Ticket messages
report-area-leads = Leads
report-area-customers = Customers
report-area-history = History

report-column-at = When
report-column-kind = Kind
report-column-way = In or out
report-column-party = Number
report-column-name = Name
report-column-author = By
report-column-text = Text
report-column-outcome = Outcome
report-column-duration = Length
report-column-due = Due
report-column-done = Done
report-column-ticket = Ticket
report-column-subject = Subject
report-column-status = Status
report-column-priority = Priority
report-column-assignee = With
report-column-created = Created
report-column-first-response = First answer
report-column-closed = Closed
report-column-respond-by = Answer by
report-column-resolve-by = Solve by
report-column-rating = Stars
report-column-rating-words = Rating, in words
report-column-lead = Lead
report-column-customer = Customer
report-column-phone = Phone
report-column-email = Email
report-column-company = Company
report-column-source = Source
report-column-owner = Owner
report-column-labels = Labels
report-column-became = Became
report-column-lost-reason = Lost because
report-column-number = Number
report-column-now = This period
report-column-before = Before
report-column-change = Change
report-column-day = Day
report-column-leads = New leads
report-column-conversions = Conversions
report-column-activities = Activities
report-column-median = Median
report-column-p90 = 9 of 10 within
report-column-count = Tickets
report-column-member = Name
report-column-tickets-closed = Tickets closed

report-kind-whatsapp = WhatsApp
report-kind-telegram = Telegram
report-kind-call = Call
report-kind-email = Email
report-kind-note = Note
report-kind-task = Task
report-kind-ticket = Ticket
report-kind-of-ticket = { $ticket }
report-kind-change = Change
report-way-in = In
report-way-out = Out
report-way-internal = Internal

report-number-open = Open tickets
report-number-leads = New leads
report-number-contacted = Contacted within an hour
report-number-conversions = Conversions
report-number-rate = Conversion rate
report-number-response-median = First answer, median (working hours)
report-number-response-p90 = First answer, 9 of 10 within
report-number-resolution-median = Resolution, median (working hours)
report-number-resolution-p90 = Resolution, 9 of 10 within
report-number-rating = Stars, on average
report-number-ratings = Ratings
report-number-activities = Activities
report-number-overdue = Overdue tasks and reminders

report-chart-by-day = New leads and conversions by day
report-chart-by-channel = Activities by channel
report-chart-by-priority = Time to resolution by priority
report-chart-team = The team

report-changed = { $what }: { $after }
report-changed-from = { $what }: { $before } → { $after }
report-change-of-ticket = { $ticket } { $what }
report-change-created = put on record
report-change-opened = opened
report-change-status = status
report-change-converted = became a customer
report-change-priority = priority
report-change-assignee = with
report-change-owner = owner
report-change-subject = subject
report-change-rating = rated
report-change-merged = merged
report-change-unmerged = taken apart
report-change-name = name
report-change-phone = phone
report-change-email = email
report-change-company = company
report-change-source = source
report-change-label = label
report-change-reason = lost because

# What the shell hands out of one person.
export-title = All that { $organisation } keeps of one person
export-about = Of { $whose }, made on { $at }.
export-data = Each file in the folder “data” has the rows of one table that are about this person, as JSON, with how many there are:
export-media = The folder “media” has the files that came and went with their messages. Each is called by its number in data/attachment.json.
export-times = All times are in UTC. Whoever is called “author” is a member of the staff, by number.
export-not = Not in here: what others wrote about this person in their own records, and what our providers (Telegram, Twilio) keep.
