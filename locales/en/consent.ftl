# Opting out and in, and a person in place of the machine.

command-stop =
    .words = stop, unsubscribe, opt out, stop messages
    .help = no more messages of our own accord
command-person =
    .words = person, agent, human, talk to a person, talk to a human, talk to an agent, real person
    .help = talk to a person
command-go-on =
    .words = go on
    .help = go on where we are

stopped = You will hear no more from us of our own accord. Whatever you write here still reaches us, and is answered. To have our messages again, write: start
started = Welcome back: you have our messages again. How can we help?
person-coming = A colleague has been told, and will answer you here.
person-offer = I do not seem to understand you. Would you rather talk to a person?
going-on = Gladly.
unknown-customer = I know no such command, so your words went to a colleague as they are.
notice-person-wanted = 🙋 <b>{ $name }</b> · { $ref } asks for a person

button-start = Have messages again
button-person = Talk to a person
button-go-on = Go on
