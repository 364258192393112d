"""The story: what happened in the demo organisation before anybody looks; enough of it that lists have pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from crm import (
    activities,
    labels,
    leads,
    merges,
    office,
    parties,
    people,
    ratings,
    saved_replies,
    targets,
    tasks,
    tickets,
)
from crm.people import Party
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    ChannelName,
    Customer,
    Direction,
    Identity,
    Lead,
    LeadStatus,
    Priority,
    Staff,
    Ticket,
    TicketStatus,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ENQUIRIES: tuple[tuple[str, str | None, str, LeadStatus, str], ...] = (
    ("عبدالله القحطاني", "شركة الأفق", "السلام عليكم، أبغى عرض سعر لعشرين شاشة.", LeadStatus.NEW, "vip"),
    ("Emily Brooks", "Brooks & Co", "Do you deliver to Dammam?", LeadStatus.NEW, ""),
    ("نورة الشمري", None, "كم سعر الطابعة الكبيرة؟ وهل معها ضمان؟", LeadStatus.CONTACTED, ""),
    ("Omar Haddad", "Haddad Trading", "We need 12 laptops before Ramadan.", LeadStatus.QUALIFIED, "wholesale"),
    ("ريم الدوسري", "مدارس الرواد", "نحتاج تجهيز معمل حاسب كامل.", LeadStatus.CONTACTED, "مدارس"),
    ("Tom Fischer", None, "Is the showroom open on Friday?", LeadStatus.LOST, ""),
    ("محمد العنزي", None, "هل عندكم تقسيط؟", LeadStatus.NEW, ""),
    ("محمد الزهراني", "مقاولات الزهراني", "أرسلوا لي كتالوج الأجهزة لو تكرمتم.", LeadStatus.CONTACTED, "wholesale"),
    ("Priya Nair", "Blue Sea Logistics", "Looking for barcode scanners, about 40.", LeadStatus.QUALIFIED, "vip"),
    ("هند المالكي", None, "متى يتوفر الجهاز الجديد؟", LeadStatus.NEW, ""),
    ("يوسف البلوي", "مكتبة النور", "نبغى عرض سعر للأحبار.", LeadStatus.CONTACTED, ""),
    ("Anna Schmidt", None, "Can I return an opened box?", LeadStatus.LOST, ""),
    ("سلطان الجهني", "فندق الواحة", "نحتاج شاشات لعشرين غرفة.", LeadStatus.QUALIFIED, "vip"),
    ("ليلى حسن", None, "هل التوصيل مجاني داخل الرياض؟", LeadStatus.NEW, ""),
    ("Mark Evans", "Evans Dental", "We would like a maintenance contract.", LeadStatus.CONTACTED, ""),
    ("تركي السبيعي", None, "أبغى أعرف مواعيد الصيانة.", LeadStatus.NEW, ""),
    ("فاطمة الغامدي", "مشغل زهور", "عندكم طابعات ملصقات؟", LeadStatus.CONTACTED, ""),
    ("Daniel Kim", "Kim Studio", "Need a quote for two plotters.", LeadStatus.QUALIFIED, ""),
)
"""People who asked, the newest first: name, company, what they wrote, how far they are, and a label."""

ARRIVED = (0, 0, 1, 2, 2, 4, 5, 6, 7, 7, 8, 11, 12, 14, 18, 21, 26, 33)
"""How many days ago each of them did."""

REACHED = (25, 40, 12, 190, 55, 8, 31, 95)
"""Minutes, one after the other, until they were called."""

CUSTOMERS: tuple[tuple[str, str | None, int], ...] = (
    ("فهد السبيعي", "مؤسسة السبيعي", 26),
    ("مها العتيبي", "عيادات الشفاء", 7),
    ("Robert Lane", "Lane Engineering", 5),
    ("بدر الحربي", None, 3),
    ("Aisha Khan", "Khan Textiles", 4),
    ("سعود الشهري", "مطاعم البيت", 6),
    ("جواهر المطيري", None, 2),
    ("Nadia Haddad", "Nadia Events", 3),
    ("عبدالعزيز العمري", "صيدليات العمري", 5),
    ("Peter Novak", None, 2),
)
"""People who bought: name, company, and how much was said with them."""

BOUGHT = (88, 75, 61, 47, 40, 31, 24, 17, 11, 5)
"""How many days ago each of them did."""

ANSWERED = (14, 35, 6, 80, 22, 160, 9, 48, 27, 110)
"""Minutes, one after the other, until a ticket was answered."""

SOLVED = (3, 7.5, 1.5, 5, 14, 4, 9, 2.5, 6, 12)
"""Working hours until it was closed."""

EXCHANGES = (
    (Direction.IN, "مساء الخير، وصلت الشحنة ناقصة كرتون."),
    (Direction.OUT, "مساء النور، نعتذر منك. أراجع المستودع وأرد عليك حالًا."),
    (Direction.OUT, "وجدنا الكرتون، ويصلك غدًا الصباح بإذن الله."),
    (Direction.IN, "شكرًا لكم على سرعة الرد 🌹"),
    (Direction.IN, "Could you send the invoice in English as well, please?"),
    (Direction.OUT, "Of course. It is on its way to your email."),
)

REQUESTS = (
    ("الطابعة لا تعمل", Priority.HIGH, "تظهر رسالة خطأ عند كل طباعة."),
    ("Invoice with a wrong VAT number", Priority.MEDIUM, "The number on it is our old one."),
    ("موعد الصيانة", Priority.LOW, "متى يصل الفني؟"),
    ("تأخر الشحنة", Priority.HIGH, "كان الموعد أمس ولم يتواصل معنا أحد."),
    ("Screen arrived cracked", Priority.HIGH, "One of the three has a crack in the corner."),
    ("طلب عقد صيانة سنوي", Priority.LOW, "نرغب في عقد يشمل خمسة أجهزة."),
    ("Password of the admin page", Priority.MEDIUM, "We cannot sign in since the update."),
    ("تغيير عنوان الفرع", Priority.LOW, "انتقلنا إلى حي الياسمين."),
)
PRAISE = ("خدمة ممتازة وسريعة 👌", "Very quick, thank you!", "", "تأخرتم يومين", "")

SAVED = (
    ("ترحيب", "أهلًا {الاسم}، شكرًا لتواصلك معنا. كيف نخدمك؟", "Hello {name}, thank you for writing. How can we help?"),
    (
        "hours",
        "أهلًا {الاسم}، نعمل من الأحد إلى الخميس، من التاسعة صباحًا إلى الخامسة مساءً.",
        "Hello {name}, we are here Sunday to Thursday, nine to five.",
    ),
    (
        "bank",
        "{الاسم}، هذا رقم الآيبان للتحويل: SA00 0000 0000 0000 0000 0000",
        "{name}, this is the IBAN for the transfer: SA00 0000 0000 0000 0000 0000",
    ),
)


@dataclass
class Story:
    """Tells it: everything as of `now`, by the staff who did it."""

    now: datetime
    agents: tuple[Staff, Staff]
    boss: Staff
    _numbers: int = field(default=2000, init=False)

    async def tell(self) -> None:
        """All of it, in the caller's transaction."""
        for name, arabic, english in SAVED:
            await saved_replies.add(name, ar=arabic, en=english, by=self.boss, at=self.now - 80 * DAY)
        for number, (name, company, entries) in enumerate(CUSTOMERS):
            customer = await self._customer(name, company, self.agents[number % 2], BOUGHT[number])
            await self._history(customer, self.agents[number % 2], entries)
            await self._requests(customer, number)
        for number in reversed(range(len(ENQUIRIES))):
            await self._enquiry(number, *ENQUIRIES[number])
        await self._tasks()
        await self._double()
        # Who was late with these heard so at the time.
        warned = targets.LATE.number
        await Ticket.filter(created_at__lt=self.now - DAY).update(respond_warned=warned, resolve_warned=warned)

    def _working(self, days: int, after: timedelta) -> datetime:
        """So much working time after a working day began, so many days ago or a little more."""
        hours = office.current()
        while True:
            midnight = datetime.combine((self.now.astimezone(hours.zone) - days * DAY).date(), time(), hours.zone)
            at = hours.add(hours.next_opening(midnight.astimezone(UTC)), after)
            if at < self.now - 2 * HOUR:
                return at
            days += 1

    async def _writer(self, name: str, words: str, at: datetime) -> Lead:
        """Somebody's first message, on WhatsApp."""
        self._numbers += 1
        phone = f"+96655000{self._numbers}"
        await people.recognise(
            ChannelName.WHATSAPP, f"whatsapp:{phone}", name=name, phone=phone,
            language="en" if name.isascii() else "ar", at=at,
        )  # fmt: skip
        lead = await Lead.get(identities__address=f"whatsapp:{phone}")
        await activities.hear(lead, words, channel=ChannelName.WHATSAPP, inbound_id=None, at=at)
        return lead

    async def _enquiry(
        self, number: int, name: str, company: str | None, words: str, status: LeadStatus, label: str
    ) -> None:
        at = self._working(ARRIVED[number], (47 * number) % 300 * MINUTE)
        lead, rep = await self._writer(name, words, at), self.agents[number % 2]
        if company:
            await parties.edit(lead, parties.Detail.COMPANY, company, by=rep, at=at + HOUR)
        if status is LeadStatus.NEW:
            return
        await activities.log(
            lead, ActivityKind.CALL, "سألته عن احتياجه وأرسلت الكتالوج.", direction=Direction.OUT, by=rep,
            at=at + REACHED[number % len(REACHED)] * MINUTE, duration=(4 + number % 9) * MINUTE,
            outcome=CallOutcome.ANSWERED,
        )  # fmt: skip
        if label:
            await labels.add(lead, label, by=rep, at=at + HOUR)
        if status is not LeadStatus.CONTACTED:
            reason = "السعر أعلى من ميزانيته." if status is LeadStatus.LOST else None
            await leads.move(lead, to=status, by=rep, at=at + 2 * HOUR, reason=reason)

    async def _customer(self, name: str, company: str | None, rep: Staff, days: int) -> Customer:
        at = self._working(days + 3, HOUR)
        lead = await self._writer(name, "السلام عليكم، نرغب بفتح حساب لديكم.", at)
        if company:
            await parties.edit(lead, parties.Detail.COMPANY, company, by=rep, at=at + HOUR)
        lead = await Lead.get(id=lead.id)
        await leads.contacted(lead, by=rep, at=at + HOUR)
        return await leads.convert(lead, by=rep, at=self._working(days, 3 * HOUR))

    async def _history(self, party: Party, rep: Staff, entries: int) -> None:
        start = max(party.created_at, self.now - 60 * DAY)
        for number in range(entries):
            direction, words = EXCHANGES[number % len(EXCHANGES)]
            at = start + (self.now - DAY - start) * (number + 1) / (entries + 1)
            await Activity.create(
                kind=ActivityKind.WHATSAPP, direction=direction, text=words, at=at,
                author_id=rep.id if direction is Direction.OUT else None, **people.owned_by(party),
            )  # fmt: skip
        await activities.note(party, "يفضل التواصل بعد العصر.", by=rep, at=self.now - DAY)

    async def _requests(self, customer: Customer, number: int) -> None:
        subject, priority, words = REQUESTS[number % len(REQUESTS)]
        rep = self.agents[number % 2]
        for days, once in ((34 + 2 * number, 2 * number), (3 + 2 * number, number)):
            old = await self._opened(customer, REQUESTS[(number + 3) % len(REQUESTS)], self._working(days, HOUR))
            await self._solved(old, rep, once % len(SOLVED))
        fresh = await self._opened(customer, (subject, priority, words), self._working(number % 4, 2 * HOUR))
        if number % 3 == 0:
            await tickets.take(fresh, by=rep, at=fresh.created_at + timedelta(minutes=9))
            await tickets.note(fresh, "القطعة متوفرة في مستودع جدة.", by=rep, at=fresh.created_at + HOUR)

    async def _opened(self, customer: Customer, request: tuple[str, Priority, str], at: datetime) -> Ticket:
        subject, priority, words = request
        return await tickets.open_for(customer, subject, priority=priority, description=words, inbound_id=None, at=at)

    async def _solved(self, ticket: Ticket, rep: Staff, number: int) -> None:
        hours = office.current()
        answered = hours.add(ticket.created_at, ANSWERED[number] * MINUTE)
        await tickets.reply(ticket, "تم، وسنرسل الفني غدًا.", by=rep, at=answered)
        at = hours.add(ticket.created_at, SOLVED[number] * HOUR)
        closed = await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=at)
        await ratings.rate(closed, (5, 4, 5, 2, 3)[number % 5], at=at + HOUR)
        if words := PRAISE[number % 5]:
            await ratings.add_words(closed, words, at=at + HOUR)

    async def _tasks(self) -> None:
        mine = self.agents[0]
        today = self.now.replace(minute=0, second=0, microsecond=0)
        customers = await Customer.filter(owner_id=mine.id).order_by("id").limit(4)
        for customer, words, due in zip(
            customers,
            ("أرسل عرض السعر المعدّل", "اتصل بشأن عقد الصيانة", "راجع فاتورة الشهر", "Send the new catalogue"),
            (today - 20 * HOUR, today + 2 * HOUR, today + DAY, None),
            strict=True,
        ):
            await tasks.add(customer, words, due_at=due, by=mine, at=self.now - 2 * DAY)
        done = await tasks.add(customers[0], "جهّز العينة", due_at=today - 4 * DAY, by=mine, at=self.now - 6 * DAY)
        await tasks.done(done, by=mine, at=self.now - 4 * DAY)

    async def _double(self) -> None:
        """The same person twice, found out and put together by the manager."""
        kept = await Customer.get(name="مها العتيبي")
        twin = await self._customer("مها العتيبي (العيادة)", None, self.agents[1], 9)
        await merges.merge(kept, twin, by=self.boss, at=self.now - 5 * DAY)
        # Whoever wrote long ago is past WhatsApp's window; these wrote lately.
        await Identity.filter(customer_id=kept.id).update(last_inbound_at=self.now - HOUR)
        await labels.add(kept, "vip، عيادات", by=self.boss, at=self.now - 5 * DAY)
