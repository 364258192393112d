"""The dialogue: keeps where a person is in a conversation, and brings it to its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversations import CONVERSATIONS, Conversation, engine
from bot.conversations.conversation import Halt
from bot.conversations.form import CONTROLS, Outcome, Said, State, Turned, read_press
from bot.reply import BLANK, Reply, text
from bot.turn import Turn
from bot.vocabulary import VOCABULARY
from crm.refusal import Refusal
from storage import rows
from storage.models import Progress
from storage.transactions import savepoint


class Dialogue:
    """The conversation that one person may be in."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._identity_id = turn.person.identity.id
        self.refused = False
        """Whether what was said last was no answer to the question."""

    async def begin(
        self, name: str, *, prefilled: Mapping[str, str] | None = None, context: Mapping[str, str] | None = None
    ) -> Reply:
        """Begin a conversation, in place of another that may be open; the same one goes on where it is."""
        conversation, about = CONVERSATIONS[name], dict(context or {})
        progress = await self._open()
        if progress and not prefilled and (progress.form, progress.context) == (name, about):
            turned = engine.resume(conversation.form, _state(progress))
        else:
            turned = engine.begin(conversation.form, prefilled, about)
        return await self._said(conversation, turned, about)

    @staticmethod
    def is_its_button(said: str) -> bool:
        """Whether this is what a conversation's button says."""
        return read_press(said) is not None

    async def is_open(self) -> bool:
        """Whether a conversation is open."""
        return await self._open() is not None

    async def searches(self) -> bool:
        """Whether what is typed next would only be looked for."""
        progress = await self._open()
        conversation = CONVERSATIONS.get(progress.form) if progress else None
        return conversation is not None and conversation.searches

    async def press(self, said: str) -> Reply:
        """A conversation's button was pressed; one of a conversation that is over changes nothing."""
        progress = await self._open()
        if progress is None:
            return Reply([engine.OVER])
        return await self._advance(progress, Said(said, pressed=True))

    async def hear(self, said: str, *, media: bool = False) -> Reply | None:
        """Something was typed: the next step; None when no conversation is open."""
        progress = await self._open()
        if progress is None:
            return None
        return await self._advance(progress, Said(said, media=media))

    async def leave(self) -> None:
        """Leave the open conversation, as cancelling it does: what was answered stays on record."""
        progress = await self._open()
        if progress is None:
            return
        await progress.delete()
        conversation = CONVERSATIONS.get(progress.form)
        if conversation and conversation.dropped:
            await conversation.dropped(self._turn, progress.answers)

    async def interrupted(self, reply: Reply) -> list[Reply]:
        """A command was answered in the middle: the open conversation ends, or its question is asked again."""
        progress = await self._open()
        if progress is None or reply.begins:
            return [reply]
        conversation = CONVERSATIONS.get(progress.form)
        if conversation is None or conversation.yields:
            await progress.delete()
            if conversation and conversation.searches:
                return [reply]
            return [replace(reply, body=[*reply.body, BLANK, text("form-dropped")])]
        turned = engine.resume(conversation.form, _state(progress))
        return [reply, Reply(turned.body, turned.choices)]

    @staticmethod
    def is_control(said: str) -> bool:
        """Whether this is *back*, *skip* or *cancel*, with or without a slash."""
        plain = VOCABULARY.normal(said.removeprefix("/"))
        return any(plain == name or plain in VOCABULARY.folded(f"form-{name}") for name in CONTROLS)

    async def _open(self) -> Progress | None:
        found = await rows.select(Progress, "WHERE identity_id = :identity", {"identity": self._identity_id})
        if not found:
            return None
        progress = found[0]
        conversation = CONVERSATIONS.get(progress.form)
        if conversation and self._turn.now - progress.updated_at > conversation.lasts:
            await progress.delete()
            return None
        return progress

    async def _advance(self, progress: Progress, said: Said) -> Reply:
        conversation = CONVERSATIONS.get(progress.form)
        form = conversation.form if conversation else None
        turned = engine.advance(form, _state(progress), said, self._turn.vocabulary)
        if conversation is None:
            await progress.delete()
            return Reply(turned.body)
        return await self._said(conversation, turned, progress.context)

    async def _said(self, conversation: Conversation, turned: Turned, context: Mapping[str, str]) -> Reply:
        self.refused = turned.outcome is Outcome.REFUSED
        if turned.state is not None:
            if conversation.halts and (last := await self._halted(conversation.halts, turned)):
                return last
            await self._keep(turned.state)
            return Reply(turned.body, turned.choices, begins=True)
        await Progress.filter(identity_id=self._identity_id).delete()
        if turned.outcome is Outcome.DONE:
            try:
                async with savepoint():
                    return await conversation.finish(self._turn, conversation.form.values(turned.answers), context)
            except Refusal as refusal:
                return Reply([refusal.text])
        if conversation.dropped:
            await conversation.dropped(self._turn, turned.answers)
        return Reply(turned.body)

    async def _halted(self, halts: Halt, turned: Turned) -> Reply | None:
        try:
            last = await halts(self._turn, turned.answers)
        except Refusal as refusal:
            last = Reply([refusal.text])
        if last:
            await Progress.filter(identity_id=self._identity_id).delete()
        return last

    async def _keep(self, state: State) -> None:
        await Progress.update_or_create(
            {
                "form": state.form,
                "step": state.step,
                "answers": dict(state.answers),
                "context": dict(state.context),
                "updated_at": self._turn.now,
            },
            identity_id=self._identity_id,
        )


def _state(progress: Progress) -> State:
    return State(progress.form, progress.step, progress.answers, progress.context)
