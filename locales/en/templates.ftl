# Templates: what WhatsApp lets through when its 24 hours are over, each approved by it beforehand.
# They neither begin nor end with a variable, and have twice as many words as variables. Whoever changes their words
# (samples and buttons included) makes new templates: python -m bot templates push.

template-reminder =
    Reminder about { $about }, due { $due }:
    { $words }
    Choose below what to do with it.
    .sample-about = Emma Clark · C7
    .sample-due = Thursday 5 March, 4:00 pm
    .sample-words = Call her about the new offer
    .at = { $at }
    .done = Done
    .snooze = Snooze 1 h
    .open = Open
template-answer =
    A message for you from { $who }, { $organisation }:
    { $words }
    Reply here, and your answer reaches us at once.
    .sample-who = Sam
    .sample-words = Your order has arrived and is ready to be picked up.
template-update =
    Update from { $organisation }:
    { $words }
    You can reply here at any time.
    .sample-words = Sam is now working on your ticket T45: the printer prints blank pages

template-rest = The rest comes when you reply.
template-file = A file is waiting for you here.
