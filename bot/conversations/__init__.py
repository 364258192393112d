"""Multi-step dialogues: declared forms, what they come to, and the small pure engine that drives them."""

from bot.conversations.conversation import Conversation
from bot.conversations.find import FIND
from bot.conversations.open_ticket import OPEN_TICKET
from bot.conversations.write import NOTE, REPLY

CONVERSATIONS: dict[str, Conversation] = {one.form.name: one for one in (FIND, OPEN_TICKET, REPLY, NOTE)}

__all__ = ["CONVERSATIONS", "Conversation"]
