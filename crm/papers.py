"""Papers: what is made for the staff outside of a turn: reports and imports. Who hears that one has failed."""

from __future__ import annotations

from datetime import datetime

from storage import jobs, outbox
from storage.models import Identity, Import, ImportStatus, Report, ReportStatus
from storage.outbox import Draft
from storage.text import text

FAILED = {Report: ReportStatus.FAILED, Import: ImportStatus.FAILED}


async def failed(job: Report | Import, error: str, *, at: datetime) -> None:
    """It broke too often: whoever asked for it is told, and can ask again. In the caller's transaction."""
    if not await jobs.finish(job, status=FAILED[type(job)], error=error[:64], finished_at=at):
        return
    identity = await Identity.get_or_none(id=job.identity_id) if job.identity_id else None
    if identity is not None:
        name = type(job)._meta.db_table
        await outbox.put([Draft(identity.id, identity.channel, f"{name}:{job.id}:failed", [text(f"{name}-failed")])])
