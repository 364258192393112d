# Nudges: a new lead waits, and nobody has answered yet.

notice-lead-waiting = ⏳ <b>{ $name }</b> · { $ref } has been waiting for an answer for { $waited }
