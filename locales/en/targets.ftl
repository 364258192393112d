# The office's hours, targets, what a customer is told after hours, tickets that follow others, and ratings.

command-hours =
    .words = hours, working hours, opening hours, office hours
    .help = when we are open
command-rate =
    .words = rate
    .help = rate a closed ticket from 1 to 5

closed-now = We are closed at the moment and will answer you when we are back: { $at }.
hours-title = 🕘 <b>Our hours</b>
hours-open = We are open now.
hours-closed = We are closed now. Open again: { $at }.
hours-line = { $days }: { $spans }
hours-days = { $first } to { $last }
hours-span = { $start } to { $end }
hours-all-day = all day
hours-holidays = <b>Holidays</b>
hours-holiday = { $day }
hours-holiday-range = { $first } to { $last }
hours-targets = <b>Targets, in working hours</b>
hours-target = { $mark } { $priority }: first answer { $response }, closed { $resolution }
hours-reopen = { $count ->
    [0] An answer to a closed ticket opens a new one.
    [one] An answer to a closed ticket reopens it for { $count } day; later it opens a new one.
   *[other] An answer to a closed ticket reopens it for { $count } days; later it opens a new one.
}

notice-target-respond-near = ⏰ <b>{ $ticket }</b> { $subject } · { $customer } · first answer due { $at }
notice-target-respond-past = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · the first answer was due { $at }
notice-target-respond-late = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · unanswered, and the answer was due { $at } · { $holder }
notice-target-resolve-near = ⏰ <b>{ $ticket }</b> { $subject } · { $customer } · solution due { $at }
notice-target-resolve-past = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · still open; the solution was due { $at }
notice-target-resolve-late = 🔴 <b>{ $ticket }</b> { $subject } · { $customer } · still open; the solution was due { $at } · { $holder }
target-with = with { $name }
target-nobodys = with nobody yet

card-respond-by = ⏰ First answer due { $at }
card-respond-past = 🔴 First answer was due { $at }
card-resolve-by = 🏁 Solution due { $at }
card-resolve-past = 🔴 Solution was due { $at }
card-follows = ↩️ Follows { $ticket }
card-followed = ↪️ Went on in { $tickets }
card-rating = Rated { $stars } of 5 ⭐

notice-follows = ↩️ Follows { $ticket }, which is closed
ticket-follows = Your ticket { $earlier } was closed a while ago, so we opened a new one: { $ticket }. We will answer you here.

rating-ask = How did we do? From 1 (poor) to 5 (excellent).
rating-stars = { $stars } ⭐
rating-thanks = Thank you! You gave { $ticket } { $stars } of 5 ⭐
rating-done = All right. Thank you for your time.
rating-words-kept = Thank you, we have passed it on.
form-rating-words = Would you like to add a word? What you write next goes with your rating.
    .label = Your word
notice-ticket-rated = ⭐ <b>{ $ticket }</b> { $subject } · { $name } gave { $stars } of 5
notice-ticket-rated-low = ⚠️ <b>{ $ticket }</b> { $subject } · { $name } gave { $stars } of 5 · { $holder }
change-ticket-rating = ⭐ <b>{ $ticket } rated { $after } of 5</b> · { $at }
refusal-rating-range = A rating of { $ticket } is a number from 1 to 5.
refusal-rating-not-yet = { $ticket } can be rated once it is closed and we have asked you.
refusal-rating-stands = You gave { $ticket } { $stars } of 5, and that stands. Thank you!

greeting = —
    .words = hello, hello there, hi, hi there, hey, good morning, good afternoon, good evening, salam
thanks = —
    .words = thanks, thank you, thankyou, thx, thnx, tnx, ty, tysm, cheers, much appreciated, appreciated, appreciate it, i appreciate it, great, perfect, excellent, awesome, wonderful, well done, good job, great job, god bless you, bless you, ok, okay, noted, all good, got it
thanks-beside = —
    .words = so, very, much, so much, very much, a lot, again, you, all, everyone, guys, team, for your help, for the help, for everything, really, many, a million, and, that's, dear, sir
