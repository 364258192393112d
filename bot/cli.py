"""The commands of `python -m bot`: run, web, worker, migrate, staff, commands, doctor, outbox, templates,
inbox, erase, export, import."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot import logs
from bot.settings import Settings, SettingsError, load
from storage import clock
from storage.models import ChannelName, InboundMessage, InboundStatus, PartyKind, ReportFormat, Role

if TYPE_CHECKING:
    from bot.channels.whatsapp import WhatsApp

T = TypeVar("T")


@click.group()
def main() -> None:
    """Diwan, a CRM that lives in WhatsApp and Telegram."""


def _settings() -> Settings:
    try:
        settings = load()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    logs.configure(settings.log_level, settings.secrets())
    return settings


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except OSError as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from None


async def _connected(settings: Settings, work: Callable[[], Awaitable[T]]) -> T:
    from storage.database import close_database, open_database

    await open_database(settings.database_url)
    try:
        return await work()
    finally:
        await close_database()


@main.command()
def run() -> None:
    """Everything in one process: webhooks, worker and scheduler. Migrates first."""
    _serve(web=True, worker=True, migrate_first=True)


@main.command()
def web() -> None:
    """The webhooks alone."""
    _serve(web=True, worker=False)


@main.command()
def worker() -> None:
    """Turns, deliveries and ticks alone; any number side by side on PostgreSQL."""
    _serve(web=False, worker=True)


def _serve(*, web: bool, worker: bool, migrate_first: bool = False) -> None:
    settings = _settings()

    async def serve() -> None:
        from bot.run import run as serve_until_stopped
        from storage.migrate import migrate, pending

        if migrate_first:
            await migrate(settings.database_url)
        elif await pending(settings.database_url):
            raise click.ClickException("DATABASE_URL: the schema is not up to date; run `python -m bot migrate` first")
        await serve_until_stopped(settings, web=web, worker=worker)

    _run(serve())


@main.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from storage.migrate import migrate as apply

    names = _run(apply(_settings().database_url))
    click.echo(f"applied: {', '.join(names)}" if names else "up to date")


@main.group()
def staff() -> None:
    """The people of the organisation."""


@staff.command("add")
@click.option("--name", required=True, help="As customers and colleagues read it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--telegram", metavar="ID", help="The person's numeric Telegram id.")
@click.option("--whatsapp", metavar="NUMBER", help="The person's WhatsApp number, such as +966501234567.")
@click.option("--language", type=click.Choice(["ar", "en"]), help="The organisation's when not given.")
@click.option("--timezone", help="The organisation's when not given.")
def add_staff(
    name: str, role: str, telegram: str | None, whatsapp: str | None, language: str | None, timezone: str | None
) -> None:
    """Let someone in."""
    from crm import people
    from crm.refusal import Refusal
    from storage.transactions import transaction

    settings = _settings()
    addresses = _addresses(telegram, whatsapp)

    async def add() -> int:
        async with transaction():
            made = await people.add_staff(
                name, Role(role), language=language or settings.language, timezone=timezone or settings.timezone,
                addresses=addresses, at=clock.now(),
            )  # fmt: skip
        return int(made.id)

    try:
        id = _run(_connected(settings, add))
    except Refusal as refusal:
        from bot.speech import Speech

        said = Speech("en", "latin", UTC, clock.now()).label(refusal.text)
        raise click.ClickException(said) from None
    click.echo(f"{name} is {role} no. {id}; they can write to the bot now.")


def _addresses(telegram: str | None, whatsapp: str | None) -> dict[ChannelName, str]:
    from bot.channels.phones import read_phone

    addresses = {}
    if telegram:
        if not telegram.isdecimal():
            raise click.BadParameter("must be the numeric id (the bot @userinfobot tells it)", param_hint="--telegram")
        addresses[ChannelName.TELEGRAM] = telegram
    if whatsapp:
        phone = read_phone(whatsapp.removeprefix("whatsapp:"))
        if phone is None:
            raise click.BadParameter("must be a number such as +966501234567", param_hint="--whatsapp")
        addresses[ChannelName.WHATSAPP] = f"whatsapp:{phone}"
    if not addresses:
        raise click.UsageError("give --telegram, --whatsapp or both")
    return addresses


@main.command()
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="The file to write it to.")
def commands(write: Path | None) -> None:
    """Every command in both languages, as Markdown."""
    from bot.manual import manual

    if write is None:
        click.echo(manual(), nl=False)
    else:
        write.write_text(manual(), encoding="utf-8")


@main.command()
def doctor() -> None:
    """What is wrong with the set-up, line by line; exit status 1 when something is."""
    from bot.doctor import examine

    sys.exit(0 if _run(examine(click.echo)) else 1)


@main.group()
def outbox() -> None:
    """Messages that did not get out."""


@outbox.command("list")
def list_outbox() -> None:
    """The held, the dead, the failed and the unknown, newest first. Their texts are not shown."""
    from storage.outlog import undelivered

    async def show() -> None:
        for row in await undelivered(limit=100):
            click.echo(f"{row.id}\t{row.status}\t{row.channel}\t{row.created_at:%Y-%m-%d %H:%M}\t{row.error or ''}")

    _run(_connected(_settings(), show))


@outbox.command("replay")
@click.argument("ids", nargs=-1, required=True, type=int)
def replay(ids: tuple[int, ...]) -> None:
    """Queue such messages again."""
    from storage.outlog import replay as queue

    async def again() -> None:
        for id in ids:
            done = await queue(id, clock.now())
            click.echo(f"{id}: {'queued' if done else 'is not held, dead, failed or unknown'}")

    _run(_connected(_settings(), again))


@main.group()
def templates() -> None:
    """What WhatsApp lets through when its 24 hours are over."""


@templates.command("push")
def push_templates() -> None:
    """Make and submit to WhatsApp what it does not have yet; exit status 1 when something cannot be, or is rejected."""
    from bot import templates
    from bot.channels import DeliveryError
    from bot.channels.whatsapp.templates import REJECTED

    settings = _settings()

    async def push() -> bool:
        well = True
        whatsapp = _whatsapp(settings)
        try:
            async for definition, state in templates.push(whatsapp, settings.organisation):
                line = f"{definition.kind}\t{definition.language}\t"
                if isinstance(state, DeliveryError):
                    well = False
                    click.echo(f"{line}not pushed: {state.code}")
                else:
                    well = well and state.status != REJECTED
                    click.echo(line + state.status + (f": {state.reason}" if state.reason else ""))
        except DeliveryError as error:
            raise click.ClickException(f"Twilio: {error.code}; `python -m bot doctor` looks at the set-up") from None
        finally:
            await whatsapp.close()
        return well

    sys.exit(0 if _run(_connected(settings, push)) else 1)


@templates.command("list")
def list_templates() -> None:
    """What WhatsApp last said of each, in both languages; a worker asks it every ten minutes."""
    from bot.templates import states

    settings = _settings()

    async def show() -> None:
        account = settings.twilio_account_sid or ""
        for definition, known in await states(account, settings.organisation):
            click.echo(f"{definition.kind}\t{definition.language}\t{known.status if known else 'not pushed'}")

    _run(_connected(settings, show))


def _whatsapp(settings: Settings) -> WhatsApp:
    from bot.channels.whatsapp import WhatsApp
    from bot.connect import make_channels

    channel = make_channels(settings).get(ChannelName.WHATSAPP)
    if not isinstance(channel, WhatsApp):
        raise click.ClickException(
            "WhatsApp is not set up: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_WHATSAPP_NUMBER"
        )
    return channel


@main.group()
def inbox() -> None:
    """Messages that were set aside."""


@inbox.command("list")
def list_inbox() -> None:
    """Messages whose turn failed too often, newest first. Their texts are not shown."""

    async def show() -> None:
        for row in await InboundMessage.filter(status=InboundStatus.ASIDE).order_by("-id").limit(100):
            click.echo(f"{row.id}\t{row.channel}\t{row.received_at:%Y-%m-%d %H:%M}\t{row.error or ''}")

    _run(_connected(_settings(), show))


@inbox.command("retry")
@click.argument("ids", nargs=-1, required=True, type=int)
def retry(ids: tuple[int, ...]) -> None:
    """Give such messages another turn."""

    async def again() -> None:
        for id in ids:
            done = await InboundMessage.filter(id=id, status=InboundStatus.ASIDE).update(
                status=InboundStatus.PENDING, attempts=0, next_attempt_at=None, done_at=None
            )
            click.echo(f"{id}: {'waits for its turn' if done else 'was not set aside'}")

    _run(_connected(_settings(), again))


@main.command()
@click.argument("person", metavar="C7")
def erase(person: str) -> None:
    """Erase a lead or customer for good. Shows what goes, and asks for the code that it prints."""
    from bot import erasing
    from bot.speech import Speech
    from crm.refusal import Refusal

    settings = _settings()
    try:
        lines, code = _run(_connected(settings, lambda: erasing.ask(person)))
        click.echo("\n".join(lines))
        click.echo(f"The code is {code}.")
        typed = click.prompt("To erase them, type it", type=str).strip()
        done = _run(_connected(settings, lambda: erasing.confirm(person, typed, settings.media_folder)))
    except Refusal as refusal:
        raise click.ClickException(Speech("en", "latin", UTC, clock.now()).label(refusal.text)) from None
    if done is None:
        raise click.ClickException("that is not the code; nothing was erased")
    click.echo(f"{done} is erased.")


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["leads", "customers"]), required=True, help="What its rows become.")
@click.option("--by", required=True, metavar="NAME", help="Who of the team puts them on record.")
@click.option("--good-only", is_flag=True, help="Leave the wrong rows out; otherwise it is all or nothing.")
@click.option("--fill", is_flag=True, help="Fill in what is empty of those who are on record already.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def take_in(file: Path, kind: str, by: str, good_only: bool, fill: bool, yes: bool) -> None:
    """Put a file of leads or customers (Excel, CSV) on record. Shows what was understood first."""
    from bot import importing
    from bot.speech import Speech
    from crm.refusal import Refusal

    settings = _settings()
    wish = importing.Wish(file.absolute(), PartyKind(kind.removesuffix("s")), by, good_only=good_only, fill=fill)
    try:
        shown, agreed = _run(_connected(settings, lambda: importing.look(wish, settings)))
        click.echo(shown)
        if not yes:
            click.confirm("Put them on record?", abort=True)
        with click.progressbar(length=1, label=file.name, file=sys.stderr) as bar:
            said = _run(_connected(settings, lambda: importing.take_in(wish, agreed, settings, bar)))
    except importing.NotImported as error:
        raise click.ClickException(str(error)) from None
    except Refusal as refusal:
        raise click.ClickException(Speech("en", "latin", UTC, clock.now()).label(refusal.text)) from None
    click.echo(said)


@main.command()
@click.argument("what", metavar="report|C7")
@click.option("--to", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--format", type=click.Choice(["xlsx", "csv", "pdf"]), default="xlsx", help="Of a report.")
@click.option("--period", default="this month", help="Of a report: its days, as in the chat.")
@click.option("--staff", metavar="NAME", help="Of a report: one of the team.")
@click.option("--party", metavar="C7", help="Of a report: one lead or customer.")
@click.option("--notes", is_flag=True, help="Of a report: with internal notes.")
@click.option("--language", type=click.Choice(["ar", "en"]), help="The organisation's when not given.")
def export(
    what: str, to: Path, format: str, period: str, staff: str | None, party: str | None, notes: bool,
    language: str | None,
) -> None:  # fmt: skip
    """A report, or all that is kept of one person (a zip)."""
    from bot import exporting
    from bot.fields import FieldError
    from bot.speech import Speech
    from crm.refusal import Refusal

    settings = _settings()
    wish = exporting.Wish(ReportFormat(format), period, staff, party, notes, language or settings.language)
    try:
        with click.progressbar(length=1, label=str(to), file=sys.stderr) as bar:
            said = _run(_connected(settings, lambda: exporting.export(what, wish, to, settings, bar)))
    except (Refusal, FieldError) as refusal:
        raise click.ClickException(Speech("en", "latin", UTC, clock.now()).label(refusal.text)) from None
    click.echo(said)
