"""Access: what an agent may see follows the record, whatever name it is called by."""

from __future__ import annotations

import pytest

from crm import access, assignment, leads, people, references
from crm.people import Person
from storage.models import Identity, Lead, Staff
from storage.transactions import transaction
from tests.crm.conftest import NOW
from tests.crm.test_routes import staff


async def test_a_converted_lead_is_seen_by_who_has_the_customer(rep: Staff, lead: Lead) -> None:
    kim = await staff("Kim")
    async with transaction():
        await leads.contacted(lead, by=rep, at=NOW)
        customer = await leads.convert(lead, by=rep, at=NOW)
        await assignment.assign(customer, kim, by=rep, at=NOW)
    former, holder = [
        Person(await Identity.filter(staff_id=one.id).get(), staff=await Staff.get(id=one.id)) for one in (rep, kim)
    ]
    with pytest.raises(access.WithSomebodyElse) as refused:
        await access.party(references.lead(lead.id), by=former)
    assert refused.value.text.args["name"] == "Kim"
    found = await access.party(references.lead(lead.id), by=holder)
    assert people.reference(found) == f"L{lead.id}"
