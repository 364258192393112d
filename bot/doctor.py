"""The doctor: looks at every part of the set-up, and says of each whether it is well, and if not, what to do."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp

from bot import templates
from bot.channels import DeliveryError
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.templates import APPROVED, REJECTED
from bot.connect import make_channels
from bot.settings import Settings, SettingsError, load
from bot.web import TELEGRAM_PATH
from storage.database import close_database, open_database
from storage.migrate import pending
from storage.models import ChannelName, Staff

Say = Callable[[str], None]

REFUSED = {REJECTED, "paused", "disabled"}
"""States of a template in which it does not go, and will not by waiting alone."""

REACHED_WITHIN = aiohttp.ClientTimeout(total=10)


async def examine(say: Say) -> bool:
    """Say a line for each part; whether all is well."""
    try:
        settings = load()
    except SettingsError as error:
        say(f"✗ settings: {error}")
        return False
    report = _Report(say)
    report.well("settings: read")
    if await _database(settings, report):
        await _staff(settings, report)
    channels = make_channels(settings)
    try:
        telegram, whatsapp = channels.get(ChannelName.TELEGRAM), channels.get(ChannelName.WHATSAPP)
        if isinstance(telegram, Telegram):
            await _telegram(telegram, settings, report)
        else:
            report.note("telegram: not set up (TELEGRAM_TOKEN)")
        if isinstance(whatsapp, WhatsApp):
            await _whatsapp(whatsapp, report)
            await _templates(whatsapp, settings, report)
        else:
            report.note("whatsapp: not set up (TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_WHATSAPP_NUMBER)")
    finally:
        for channel in channels.values():
            await channel.close()
    await _public_address(settings, report)
    return report.all_well


class _Report:
    def __init__(self, say: Say) -> None:
        self._say = say
        self.all_well = True

    def well(self, line: str) -> None:
        self._say(f"✓ {line}")

    def note(self, line: str) -> None:
        self._say(f"· {line}")

    def ill(self, line: str) -> None:
        self.all_well = False
        self._say(f"✗ {line}")


async def _database(settings: Settings, report: _Report) -> bool:
    try:
        waiting = await pending(settings.database_url)
    except Exception as error:
        report.ill(f"database: not reached ({type(error).__name__}); check DATABASE_URL")
        return False
    if waiting:
        report.ill(f"database: {len(waiting)} migration(s) to apply; run `python -m bot migrate`")
        return False
    report.well("database: reached, schema up to date")
    return True


async def _staff(settings: Settings, report: _Report) -> None:
    await open_database(settings.database_url)
    try:
        number = await Staff.filter(active=True).count()
    finally:
        await close_database()
    if number:
        report.well(f"staff: {number}")
    else:
        report.ill("staff: nobody; add the first with `python -m bot staff add --name … --role admin --telegram …`")


async def _telegram(telegram: Telegram, settings: Settings, report: _Report) -> None:
    try:
        state = await telegram.check()
    except DeliveryError as error:
        report.ill(f"telegram: {error.code}; check TELEGRAM_TOKEN and the way to {settings.telegram_api_url}")
        return
    report.well(f"telegram: the token is of @{state.username}")
    expected = f"{settings.public_url}{TELEGRAM_PATH}" if settings.public_url else ""
    if state.webhook != expected:
        where = state.webhook or "nowhere"
        wanted = (
            f"{expected}; `run` or `web` registers it" if expected else "nowhere: it is polled; `run` takes it away"
        )
        report.ill(f"telegram: updates go to {where}, and should go to {wanted}")
    elif expected:
        report.well(f"telegram: the webhook is registered, {state.pending} update(s) wait")
    else:
        report.note("telegram: polled, since there is no PUBLIC_URL")
    if state.last_error:
        report.note(f"telegram: its last call failed: {state.last_error}")


async def _whatsapp(whatsapp: WhatsApp, report: _Report) -> None:
    try:
        state = await whatsapp.check()
    except DeliveryError as error:
        report.ill(f"whatsapp: {error.code}; check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
        return
    if state.status == "active":
        report.well(f"whatsapp: Twilio's account “{state.name}” is active, sender {whatsapp.account}")
    else:
        report.ill(f"whatsapp: Twilio's account “{state.name}” is {state.status}")


async def _templates(whatsapp: WhatsApp, settings: Settings, report: _Report) -> None:
    try:
        await open_database(settings.database_url)
        states = await templates.states(whatsapp.account_sid, settings.organisation)
    except Exception:
        # What is wrong with the database was said before.
        return
    finally:
        await close_database()
    by_state: dict[str, list[str]] = {}
    for definition, known in states:
        by_state.setdefault((known and known.status) or "", []).append(f"{definition.kind} {definition.language}")
    for state, names in by_state.items():
        listed = ", ".join(names)
        if state == APPROVED:
            report.well(f"templates: approved: {listed}")
        elif not state:
            report.note(
                f"templates: not pushed: {listed}; without them, what comes after WhatsApp's 24 hours goes to another"
                " address, or waits: run `python -m bot templates push`"
            )
        elif state in REFUSED:
            report.ill(f"templates: {state}: {listed}; WhatsApp's reason is said by `python -m bot templates push`")
        else:
            report.note(f"templates: {state}: {listed}; WhatsApp may take two days")


async def _public_address(settings: Settings, report: _Report) -> None:
    if not settings.public_url:
        report.note("public address: none")
        return
    if not settings.public_url.startswith("https://"):
        report.note("public address: not https; real Telegram and Twilio call https alone")
    try:
        async with (
            aiohttp.ClientSession(timeout=REACHED_WITHIN) as session,
            session.get(f"{settings.public_url}/livez") as answer,
        ):
            if answer.status == 200:
                report.well(f"public address: {settings.public_url} reaches Diwan")
            else:
                report.ill(f"public address: {settings.public_url}/livez answers {answer.status}")
    except (aiohttp.ClientError, TimeoutError) as error:
        report.ill(f"public address: {settings.public_url} is not reached ({type(error).__name__}); is `web` running?")
