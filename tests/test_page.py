"""The sandbox's page in a real browser: a customer opens a ticket in Arabic, a rep answers, the answer appears."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from sandbox.phones import Phone
from storage.models import Activity, Ticket, TicketMessage
from tests.stage import Stage, opened

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"

pytestmark = [
    pytest.mark.slow,
    # A browser sees the same whatever the database is; the transcripts are played on both.
    pytest.mark.database("sqlite"),
    pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="Chromium is not installed"),
]


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(database, tmp_path) as found:
        yield found


@pytest.fixture
async def page(stage: Stage) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        yield page
        await browser.close()
        assert failures == []


class OnPage:
    """One phone as the page shows it."""

    def __init__(self, page: Page, phone: Phone) -> None:
        self.root = page.locator(f'[data-phone="{phone.id}"]')

    async def say(self, words: str) -> None:
        composer = self.root.locator("[data-role=composer]")
        await composer.fill(words)
        await composer.press("Enter")

    async def hears(self, words: str) -> Locator:
        bubble = self.root.locator(".row.theirs").filter(has_text=words).last
        await expect(bubble).to_be_visible(timeout=60_000)
        return bubble

    async def press(self, words: str) -> None:
        await self.root.locator("[data-button]").filter(has_text=words).last.click()


async def test_a_ticket_in_arabic_from_first_word_to_answer(stage: Stage, page: Page) -> None:
    rep = await stage.staff("خالد المطيري", "telegram")
    customer = stage.customer("سارة العتيبي", "whatsapp")
    await page.goto(stage.sandbox.url)
    await page.wait_for_selector("body[data-ready=true]")
    sara, khalid = OnPage(page, customer), OnPage(page, rep)

    await sara.say("السلام عليكم")
    await sara.hears("أهلًا بك في")
    await sara.press("افتح تذكرة")
    await sara.hears("ما الموضوع؟")
    await sara.say("الطابعة لا تعمل")
    await sara.hears("ماذا حدث؟")
    await sara.say("تظهر رسالة خطأ E05 كلما طبعت")
    await sara.hears("ما مدى الاستعجال؟")
    await sara.say("عالية")
    review = await sara.hears("راجع إجاباتك")
    assert await review.evaluate(
        "bubble => getComputedStyle(bubble.querySelector('[data-role=text]')).unicodeBidi"
    ) in (
        "plaintext",
        "isolate",
    )
    await sara.say("تأكيد")
    await sara.hears("فُتحت تذكرتك")

    notice = await khalid.hears("تذكرة جديدة")
    await notice.hover()
    await notice.locator("[data-role=reply]").click()
    await khalid.say("أهلًا سارة، الفني عندكم غدًا الساعة ١٠ صباحًا.")
    await khalid.hears("في الطريق إلى")
    await sara.hears("الفني عندكم غدًا الساعة ١٠ صباحًا.")

    ticket = await Ticket.get()
    assert (ticket.subject, ticket.priority, ticket.first_response_at is not None) == ("الطابعة لا تعمل", "high", True)
    assert await TicketMessage.filter(ticket=ticket).count() == 2
    assert await Activity.all().count() == 1


async def test_the_clock_moves_on_and_a_window_closes(stage: Stage, page: Page) -> None:
    customer = stage.customer("سارة العتيبي", "whatsapp")
    await page.goto(stage.sandbox.url)
    await page.wait_for_selector("body[data-ready=true]")
    sara, day = OnPage(page, customer), page.locator("#clock-day")
    await sara.say("السلام عليكم")
    await sara.hears("أهلًا بك في")
    window, chips = sara.root.locator(".notice"), sara.root.locator(".day .chip")

    async def forward(step: str) -> None:
        await page.locator("#clock-open").click()
        await page.locator(f"[data-forward='{step}']").click()
        await expect(page.locator("#clock")).to_be_hidden()

    def shown() -> datetime:
        """The world's time in the page's zone."""
        return stage.sandbox.world.clock().astimezone()

    soon = shown() + timedelta(minutes=1)
    await expect(page.locator("#clock-time")).to_have_text(re.compile(f"{shown():%-H:%M}|{soon:%-H:%M}"))
    await expect(day).to_be_hidden()
    await expect(window).to_be_hidden()
    await expect(chips).to_have_text(["اليوم"])
    await forward("86400")
    await expect(day).to_have_text(re.compile(rf"\b{shown().day}\b"))
    await expect(window).to_contain_text("نافذة الـ 24 ساعة مغلقة")
    await expect(chips).to_have_text(["أمس"])
    await sara.say("هل من جديد؟")
    await expect(window).to_be_hidden()
    await expect(chips).to_have_text(["أمس", "اليوم"])

    await forward("tomorrow")
    await expect(page.locator("#clock-time")).to_have_text("9:00")
    await expect(day).to_have_text(re.compile(rf"\b{shown().day}\b"))
    await page.locator("#language").click()
    await expect(page.locator("#clock-time")).to_have_text("9:00 ص")
    await page.reload()
    await expect(page.locator("#clock-time")).to_have_text("9:00 ص")
    assert stage.sandbox.world.offset > timedelta(days=1)


async def test_the_page_on_a_phone_has_no_sideways_scroll(stage: Stage, page: Page) -> None:
    customer = stage.customer("James Carter", "telegram", "en")
    stage.customer("سارة العتيبي", "whatsapp")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(stage.sandbox.url)
    await page.wait_for_selector("body[data-ready=true]")
    james = OnPage(page, customer)
    await james.say("Hello, do you deliver to Dammam?")
    await james.hears("welcome to")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await page.locator("#clock-open").click()
    await page.locator("[data-forward='86400']").click()
    await expect(page.locator("#clock-day")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
