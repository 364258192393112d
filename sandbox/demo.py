"""The demo organisation that `python -m sandbox` opens with: phones side by side, staff, customers, and a history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crm import activities, changes, leads, people, tickets
from crm.people import Party
from sandbox.world import World
from storage.database import close_database, open_database
from storage.models import (
    Activity,
    ActivityKind,
    ChannelName,
    Direction,
    Identity,
    Lead,
    LeadStatus,
    OutboundMessage,
    OutboundStatus,
    Priority,
    Role,
    Staff,
    TicketStatus,
)
from storage.transactions import transaction

SARA, JAMES = "whatsapp:+966550001001", "700001002"
KHALID, MONA = "700001003", "whatsapp:+966550001004"

ENQUIRIES = (
    ("عبدالله القحطاني", "+966550002001", "شركة الأفق", "السلام عليكم، أبغى عرض سعر لعشرين شاشة.", LeadStatus.NEW),
    ("Emily Brooks", "+966550002002", "Brooks & Co", "Do you deliver to Dammam?", LeadStatus.NEW),
    ("نورة الشمري", "+966550002003", None, "كم سعر الطابعة الكبيرة؟ وهل معها ضمان؟", LeadStatus.CONTACTED),
    ("Omar Haddad", "+966550002004", "Haddad Trading", "We need 12 laptops before Ramadan.", LeadStatus.QUALIFIED),
    ("ريم الدوسري", "+966550002005", "مدارس الرواد", "نحتاج تجهيز معمل حاسب كامل.", LeadStatus.CONTACTED),
    ("Tom Fischer", "+966550002006", None, "Is the showroom open on Friday?", LeadStatus.LOST),
)

EXCHANGES = (
    (Direction.IN, "مساء الخير، وصلت الشحنة ناقصة كرتون."),
    (Direction.OUT, "مساء النور أستاذ فهد، نعتذر منك. أراجع المستودع وأرد عليك حالًا."),
    (Direction.OUT, "وجدنا الكرتون، ويصلك غدًا الصباح بإذن الله."),
    (Direction.IN, "شكرًا لكم على سرعة الرد 🌹"),
    (Direction.IN, "Could you send the invoice in English as well, please?"),
    (Direction.OUT, "Of course. It is on its way to your email."),
)


async def seed(world: World, database_url: str) -> None:
    """Add the phones, and, in an empty database, the people behind them and their history."""
    world.add_phone("سارة العتيبي", "whatsapp", "ar", "customer", SARA)
    world.add_phone("James Carter", "telegram", "en", "customer", JAMES)
    world.add_phone("خالد المطيري", "telegram", "ar", "agent", KHALID)
    world.add_phone("منى الحربي", "whatsapp", "ar", "manager", MONA)
    await open_database(database_url)
    try:
        if not await Staff.exists():
            await _fill(datetime.now(UTC))
    finally:
        await close_database()


async def greet(world: World) -> None:
    """The staff's phones say hello, so that their chats are open."""
    for phone in world.phones.values():
        if phone.role != "customer":
            await phone.send("/start" if phone.channel == "telegram" else "القائمة")


async def _fill(now: datetime) -> None:
    async with transaction():
        khalid = await _staff("خالد المطيري", Role.AGENT, ChannelName.TELEGRAM, KHALID, now)
        await _staff("منى الحربي", Role.MANAGER, ChannelName.WHATSAPP, MONA, now)
        for number, (name, phone, company, words, status) in enumerate(ENQUIRIES):
            await _enquiry(
                name, phone, company, words, status, khalid, now - timedelta(days=number, hours=3 * number + 1)
            )
        customer = await _customer("فهد السبيعي", "+966550003001", "مؤسسة السبيعي", khalid, now - timedelta(days=90))
        await _history(customer, khalid, now - timedelta(days=60), 24)
        await _tickets(customer, khalid, now)
        # The history was delivered long ago; nobody's phone rings for it now.
        await OutboundMessage.filter(status=OutboundStatus.QUEUED).delete()


async def _staff(name: str, role: Role, channel: ChannelName, address: str, at: datetime) -> Staff:
    return await people.add_staff(
        name, role, language="ar", timezone="Asia/Riyadh", addresses={channel: address}, at=at
    )


async def _enquiry(
    name: str, phone: str, company: str | None, words: str, status: LeadStatus, owner: Staff, at: datetime
) -> None:
    person = await people.recognise(
        ChannelName.WHATSAPP, f"whatsapp:{phone}", name=name, phone=phone,
        language="en" if name.isascii() else "ar", at=at,
    )  # fmt: skip
    lead = await Lead.get(identities__address=f"whatsapp:{phone}")
    await activities.hear(lead, words, channel=ChannelName.WHATSAPP, inbound_id=None, at=at)
    lead.company, lead.updated_at = company, at
    if status is not LeadStatus.NEW:
        await changes.record(lead, "status", lead.status, status, by=owner, at=at + timedelta(hours=1))
        lead.status, lead.owner_id = status, owner.id
    await lead.save()
    await Identity.filter(id=person.identity.id).update(last_inbound_at=at)


async def _customer(name: str, phone: str, company: str, owner: Staff, at: datetime) -> Party:
    await _enquiry(name, phone, company, "السلام عليكم، نرغب بفتح حساب لديكم.", LeadStatus.QUALIFIED, owner, at)
    lead = await Lead.get(identities__address=f"whatsapp:{phone}")
    return await leads.convert(lead, by=owner, at=at + timedelta(days=2))


async def _history(party: Party, by: Staff, start: datetime, entries: int) -> None:
    for number in range(entries):
        direction, words = EXCHANGES[number % len(EXCHANGES)]
        await Activity.create(
            kind=ActivityKind.WHATSAPP, direction=direction, text=words, at=start + timedelta(days=2, hours=7) * number,
            author_id=by.id if direction is Direction.OUT else None, **people.owned_by(party),
        )  # fmt: skip
    await Activity.create(
        kind=ActivityKind.CALL, direction=Direction.OUT, text="اتفقنا على موعد التركيب يوم الأحد.",
        at=start + timedelta(days=58), author_id=by.id, **people.owned_by(party),
    )  # fmt: skip
    await activities.note(party, "يفضل التواصل بعد العصر.", by=by, at=start + timedelta(days=59))


async def _tickets(party: Party, by: Staff, now: datetime) -> None:
    day = timedelta(days=1)
    first = await tickets.open_for(
        party, "الطابعة لا تعمل", priority=Priority.HIGH, description="تظهر رسالة خطأ عند كل طباعة.",
        inbound_id=None, at=now - 2 * day,
    )  # fmt: skip
    await tickets.take(first, by=by, at=now - 2 * day + timedelta(minutes=9))
    await tickets.note(first, "القطعة متوفرة في مستودع جدة.", by=by, at=now - day)
    await tickets.open_for(
        party,
        "Invoice with a wrong VAT number",
        priority=Priority.MEDIUM,
        description="",
        inbound_id=None,
        at=now - day,
    )
    third = await tickets.open_for(
        party, "موعد الصيانة", priority=Priority.LOW, description="متى يصل الفني؟", inbound_id=None, at=now - 9 * day
    )
    await tickets.move(third, to=TicketStatus.CLOSED, by=by, at=now - 8 * day)
