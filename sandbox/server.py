"""The sandbox as one aiohttp application on one loopback port: both platforms, the page, and the page's API."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from sandbox.api import Api
from sandbox.diwan import Diwan
from sandbox.faults import Faults
from sandbox.telegram.server import Telegram
from sandbox.twilio.server import Twilio
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
LARGEST_REQUEST = 60 * 1024 * 1024
WEBHOOK_PATH, OVERRIDES = "/webhooks/whatsapp", "#rc=5&rp=all"


class Sandbox:
    """Telegram and Twilio on loopback: `async with Sandbox() as sandbox`.

    `world` has the phones, `telegram` and `twilio` the platforms, `faults` what is to go wrong. The addresses, tokens
    and numbers below are what Diwan's settings want.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        telegram_token: str = "",
        telegram_secret: str = "",
        account_sid: str = "",
        auth_token: str = "",
        whatsapp_number: str = "+14155238886",
        first_number: int = 1,
        organisation: str = "شركة النخيل · Palm Trading",
    ) -> None:
        """`port` 0 takes a free one; a token or sid that is empty is made up. `first_number` is World's."""
        self.host, self.port = host, port
        self.telegram_token = telegram_token or f"7012345678:AA{secrets.token_hex(16)}q"
        self.telegram_secret = telegram_secret or secrets.token_hex(16)
        self.account_sid = account_sid or "AC" + secrets.token_hex(16)
        self.auth_token = auth_token or secrets.token_hex(16)
        self.whatsapp_number = whatsapp_number
        self.world = World(organisation, first_number=first_number)
        self.faults = Faults()
        self.telegram = Telegram(self.world, self.faults, self.telegram_token)
        self.twilio = Twilio(self.world, self.faults, self.account_sid, self.auth_token, whatsapp_number)
        self.world.channels = {"telegram": self.telegram, "whatsapp": self.twilio}
        self.diwan: Diwan | None = None
        self._api = Api(self)
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """The origin, and the page's address."""
        return f"http://{self.host}:{self.port}"

    @property
    def telegram_url(self) -> str:
        """TELEGRAM_API_URL: python-telegram-bot's base_url is this + "/bot", its base_file_url this + "/file/bot"."""
        return f"{self.url}/telegram"

    @property
    def twilio_url(self) -> str:
        """TWILIO_API_URL, in place of every Twilio host."""
        return f"{self.url}/twilio"

    def expect(self, public_url: str) -> None:
        """Diwan is at this address: WhatsApp's webhook and statuses go there, as Twilio's console would be set."""
        self.twilio.webhook_url = f"{public_url}{WEBHOOK_PATH}{OVERRIDES}"
        self.twilio.status_url = f"{public_url}{WEBHOOK_PATH}/status"

    def move(self, by: timedelta) -> None:
        """Move the clock of both platforms, of the phones, and of the Diwan that the sandbox started."""
        if self.diwan:
            self.diwan.move(by)
        self.world.move(by)

    async def start(self) -> None:
        """Open the port. OSError when it is taken."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.add_routes([*self.telegram.routes(), *self.twilio.routes(), *self._api.routes()])
        app.router.add_get("/", _page)
        if PAGE.is_dir():
            app.router.add_static("/static/", PAGE)
        # A caller that hangs up cancels its handler: that ends long polls and answers that never come.
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = self._runner.addresses[0][1]
        self.twilio.public_url = self.twilio_url
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        await self.telegram.start(self._session)
        await self.twilio.start(self._session)

    async def close(self) -> None:
        """Stop delivering, let every waiting caller go, close the port."""
        self.faults.closing.set()
        await self.telegram.close()
        await self.twilio.close()
        for phone in self.world.phones.values():
            phone.hush()
        if self._session:
            await self._session.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})
