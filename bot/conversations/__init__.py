"""Multi-step dialogues: declared forms, what they come to, and the small pure engine that drives them."""

from bot.conversations.conversation import Conversation
from bot.conversations.edit_person import EDITS, FORWARDED, LABEL, LOST
from bot.conversations.find import FIND
from bot.conversations.kpis import KPI
from bot.conversations.log import LOG, LOG_ANSWERED, LOG_CALL, LOG_EMAIL
from bot.conversations.my_name import MY_NAME
from bot.conversations.new_lead import NEW_LEAD
from bot.conversations.new_ticket import NEW_TICKET
from bot.conversations.open_ticket import OPEN_TICKET
from bot.conversations.rating import RATING
from bot.conversations.remind import REMIND, REMIND_CUSTOMER
from bot.conversations.reports import REPORT
from bot.conversations.saved import SAVE_REPLY
from bot.conversations.task import DUE, TASK
from bot.conversations.write import NOTE, REPLY

CONVERSATIONS: dict[str, Conversation] = {
    one.form.name: one
    for one in (
        *EDITS,
        FIND,
        FORWARDED,
        KPI,
        REPORT,
        LABEL,
        LOST,
        NEW_LEAD,
        OPEN_TICKET,
        NEW_TICKET,
        REPLY,
        NOTE,
        RATING,
        MY_NAME,
        SAVE_REPLY,
        LOG,
        LOG_CALL,
        LOG_ANSWERED,
        LOG_EMAIL,
        TASK,
        REMIND,
        REMIND_CUSTOMER,
        DUE,
    )
}

__all__ = ["CONVERSATIONS", "Conversation"]
