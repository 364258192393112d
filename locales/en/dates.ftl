# Saying when: what cannot be read, and a moment in full.

field-when-unknown = I cannot read “{ $typed }” as a time. Write it like: <b>tomorrow 10am</b>, <b>Sunday at 4pm</b>, <b>in 2 hours</b>, <b>15 March 9:30</b>.
field-when-past = { $at } has already passed. Write a time to come, like <b>tomorrow 10am</b>.

when = { $at }
