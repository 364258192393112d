"""`python -m bot`: what an operator can say from the shell."""

from bot.cli import main

main()
