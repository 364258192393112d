# The agenda that comes by itself in the morning, and when.

command-morning-agenda =
    .words = morning agenda, daily agenda, agenda at, agenda time, morning summary
    .help = when your agenda comes by itself on working days
    .example = morning agenda 7:30

agenda-morning = ☀️ <b>Good morning, { $name }</b> · { $day }
agenda-later = 👋 <b>Hello, { $name }</b> · { $day }
agenda-how = It has your tasks, who is waiting and your tickets, and stays away when there are none. Choose a time, or write your own: <b>morning agenda 7:30</b>.
agenda-set = Your agenda comes at <b>{ $at }</b> on working days. The next one: { $next }.
agenda-set-off = Your agenda no longer comes by itself. Say <b>today</b> whenever you want it.
settings-agenda = Morning agenda: <b>{ $at }</b> on working days
settings-agenda-off = Morning agenda: <b>off</b>
quiet-but-agenda = Your morning agenda still comes at { $at }.
field-daytime-unknown = I could not read “{ $typed }” as a time of day. Say <b>morning agenda 7:30</b>, <b>morning agenda 8am</b>, or <b>morning agenda off</b>.

button-agenda = Morning agenda
button-agenda-at = { $at }
button-agenda-off = No morning agenda
