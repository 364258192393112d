# Saying when: what cannot be read, and a moment in full.

field-when-unknown = “{ $typed }” is no time that I can read. Say it like: <b>tomorrow 10am</b>, <b>Sunday at 4pm</b>, <b>in 2 hours</b>, <b>15 March 9:30</b>.
field-when-past = { $at }: that has passed. Say a time to come, like <b>tomorrow 10am</b>.

when = { $at }
