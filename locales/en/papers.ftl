# Files that we make, and jobs that take long.
made-failed-photo = The picture could not be drawn this time.
made-failed-document = The file could not be made this time. Please ask again later.
made-gone = The file isn't kept any more: ask for it again, and I'll make it anew.
report-failed = Sorry, I couldn't make that report. Please ask for it again, perhaps for a shorter period; if it fails once more, tell an admin.
import-failed = Sorry, something broke while I worked on your file. Nothing of it was imported. Please send it again; if it fails once more, tell an admin.

# Periods.
refusal-period-to-come = That period hasn't begun yet.
refusal-period-too-long = That's too long a period: five years at the most.
refusal-period-backwards = The period ends before it begins. Say the earlier day first.
