"""By what an erased person is found in messages of the staff's, long after anything happened with them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from crm import erasure, people
from storage import outbox
from storage.models import (
    Activity,
    Attachment,
    AttachmentKind,
    ChannelName,
    Customer,
    Identity,
    InboundMessage,
    InboundStatus,
    Lead,
    OutboundMessage,
    Role,
    SavedReply,
    Staff,
    Ticket,
    TicketMessage,
)
from storage.outbox import Draft
from storage.text import Text, Words
from storage.transactions import transaction
from tests.crm.conftest import NOW

LONG_AFTER = NOW + timedelta(days=40)

SAID = {
    "as it is": "نورة القحطاني",
    "with what precedes": "اتصل بنورة القحطاني اليوم",
    "and": "منى ونورة القحطاني",
    "to": "أرسل لنورة العرض",
    "to the": "العرض للقحطاني جاهز",
    "and to": "ولنورة أيضا",
    "vowels": "نُورَة قالت نعم",
    "stretched": "نـورة قالت نعم",
    "another spelling": "نوره القحطانى",
    "another spelling of one": "نوره قالت نعم",
    "possessive": "Noura Trading's offer is ready",
    "capitals": "find NOURA TRADING",
    "number": "find +966501234567",
    "spaced number": "call 050 123 4567",
    "hyphened number": "call 050-123-4567",
    "arabic number": "اتصل ٠٥٠١٢٣٤٥٦٧",
    "spaced arabic number": "اتصل ٠٥٠ ١٢٣ ٤٥٦٧",
    "in threes": "+966 501 234 567",
    "in pairs": "05 01 23 45 67",
    "persian number": "۰۵۰۱۲۳۴۵۶۷",
    "email": "send to Noura.Q@Example.com",
}
KEPT = {
    "nobody": "ابحث محمد العتيبي", "prose": "نعم", "other number": "call 050 123 9999", "other word": "منورة اليوم",
    "vowels of others": "شكرًا جزيلًا", "light": "أنوار جميلة",
}  # fmt: skip


@pytest.fixture
async def boss(database: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            "منى", Role.ADMIN, language="ar", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: "2"}, at=NOW
        )


@pytest.fixture
async def noura(boss: Staff) -> Lead:
    return await Lead.create(
        name="نورة القحطاني", phone="+966501234567", email="noura.q@example.com", company="Noura Trading",
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip


async def erase(lead: Lead, by: Staff) -> None:
    at = LONG_AFTER + timedelta(days=40)
    async with transaction():
        code = await erasure.ask(lead, by=by, at=at)
    async with transaction():
        assert await erasure.confirm(lead, code, by=by, at=at)


@pytest.mark.parametrize("ascii", [True, False])
async def test_what_the_staff_said(noura: Lead, boss: Staff, ascii: bool) -> None:
    heard = {
        name: await InboundMessage.create(
            channel=ChannelName.TELEGRAM, account="1", provider_id=name, sender="2", received_at=LONG_AFTER,
            status=InboundStatus.DONE,
            payload=json.dumps({"update_id": 1, "message": {"from": {"id": 2}, "text": said}}, ensure_ascii=ascii),
        )
        for name, said in {**SAID, **KEPT}.items()
    }  # fmt: skip
    await erase(noura, boss)
    left = {name for name, row in heard.items() if (await InboundMessage.get(id=row.id)).payload != "{}"}
    assert left == {*KEPT}


async def test_what_the_staff_were_shown(noura: Lead, boss: Staff) -> None:
    chat = await Identity.get(staff_id=boss.id)
    async with transaction():
        await outbox.put(
            [
                Draft(chat.id, chat.channel, name, [Text("x", {"said": said}), Words(said)])
                for name, said in {**SAID, **KEPT}.items()
            ],
            LONG_AFTER,
        )
    await erase(noura, boss)
    gone = [{"text": "erased-message", "args": {}}]
    left = {row.key for row in await OutboundMessage.all() if row.body != gone}
    assert left == {*KEPT}


async def test_others_who_speak_of_them_are_listed(noura: Lead, boss: Staff) -> None:
    made = {"created_at": NOW, "updated_at": NOW}
    said = "اتصل بنورة القحطاني ٠٥٠١٢٣٤٥٦٧"
    other = await Lead.create(name="Omar", lost_reason=said, **made)
    silent = await Lead.create(name="Huda", lost_reason="price", **made)
    customer = await Customer.create(name="Reem", **made)
    for party in (silent, customer):
        await Ticket.create(subject="Silent", **people.owned_by(party), **made)
    subject = await Ticket.create(subject=said, customer=customer, **made)
    words = await Ticket.create(subject="S", rating_words=said, customer=customer, **made)
    file = await Ticket.create(subject="S", customer=customer, **made)
    message = await TicketMessage.create(ticket=file, customer=customer, visibility="external", direction="in", at=NOW)
    call = await Activity.create(kind="call", customer=customer, at=NOW)
    shared: dict[str, Any] = {"channel": "telegram", "created_at": NOW}
    await Attachment.create(ticket_message=message, kind=AttachmentKind.DOCUMENT, name="عقد نورة.pdf", **shared)
    await Attachment.create(
        activity=call, kind=AttachmentKind.CONTACT, details={"name": "N", "phone": "+966 501 234 567"}, **shared
    )
    await SavedReply.create(name="noura", text_en="Ask Noura", text_ar="اسأل نورة القحطاني", **made)
    await SavedReply.create(name="hello", text_en="Hello", text_ar="أهلا", **made)
    listed = (await erasure.outlook(noura)).elsewhere
    assert {*listed} == {
        "/noura", f"L{other.id}", f"C{customer.id}", f"T{subject.id}", f"T{words.id}", f"T{file.id}",
    }  # fmt: skip
