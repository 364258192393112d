# Opting out and in, and a person in place of the machine.

command-stop =
    .words = stop, unsubscribe, opt out, stop messages
    .help = stop our messages; we still answer yours
command-person =
    .words = person, agent, human, talk to a person, talk to a human, talk to an agent, real person
    .help = talk to a person
command-go-on =
    .words = go on
    .help = go on where we are

stopped = You will hear from us only when you write to us. Whatever you write here still reaches us, and we will answer. To get our messages again, write: start
started = Welcome back! You will get our messages again. How can we help?
person-coming = We have told a colleague, who will answer you here.
person-offer = Sorry, I do not understand. Would you rather talk to a person?
going-on = All right, go ahead.
unknown-customer = I do not know that command, so I passed your message to a colleague as it is.
notice-person-wanted = 🙋 <b>{ $name }</b> · { $ref } asks for a person

button-start = Get messages again
button-person = Talk to a person
button-go-on = Go on
