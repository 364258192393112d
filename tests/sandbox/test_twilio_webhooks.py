"""Twilio's webhooks: signed, whole, in order, and tried again as the address asks."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import pytest
from twilio.request_validator import RequestValidator

from sandbox.phones import Phone
from sandbox.server import Sandbox
from tests.sandbox.conftest import Call, Post, Receiver


@pytest.fixture
def signed(sandbox: Sandbox, receiver: Receiver) -> Callable[[Post], bool]:
    validator = RequestValidator(sandbox.auth_token)

    def check(post: Post) -> bool:
        signature = post.headers["X-Twilio-Signature"]
        return bool(validator.validate(receiver.url + post.path, post.form, signature))

    return check


async def test_a_text_and_a_quote(
    sandbox: Sandbox, sara: Phone, send: Call, receiver: Receiver, signed: Callable[[Post], bool]
) -> None:
    sandbox.twilio.webhook_url = f"{receiver.url}/hook"
    await send(sara, "سؤال")
    asked = await sara.next()
    first = await sara.send("*نعم* 👍", quote=asked, forwarded=True)
    second = await sara.send("وأيضا", quote=first)
    await sara.idle()
    one, two = receiver.posts
    assert signed(one)
    assert signed(two)
    form = one.form
    assert (form["Body"], form["From"], form["WaId"]) == ("*نعم* 👍", sara.address, sara.number.lstrip("+"))
    assert (form["MessageSid"], form["SmsStatus"], form["MessageType"]) == (first.provider_id, "received", "text")
    assert (form["To"], form["AccountSid"]) == (f"whatsapp:{sandbox.whatsapp_number}", sandbox.account_sid)
    assert (form["ProfileName"], form["NumMedia"], form["Forwarded"]) == ("سارة", "0", "true")
    assert (form["OriginalRepliedMessageSid"], form["OriginalRepliedMessageSender"]) == (
        asked.provider_id,
        f"whatsapp:{sandbox.whatsapp_number}",
    )
    assert two.form["OriginalRepliedMessageSender"] == sara.address
    assert first.status == second.status == "delivered"


async def test_media_wants_the_credentials(sandbox: Sandbox, sara: Phone, receiver: Receiver) -> None:
    sandbox.twilio.webhook_url = f"{receiver.url}/hook"
    await sara.send_media("voice", b"ogg", "audio/ogg", "v.ogg")
    await sara.send_media("document", b"%PDF", "application/pdf", "x.pdf", "العقد")
    await sara.send_contact("Noor", "+966500000001")
    await sara.send_location(24.5, 46.25, name="Office", address="Olaya")
    await sara.idle()
    voice, document, contact, location = (post.form for post in receiver.posts)
    assert (voice["NumMedia"], voice["MediaContentType0"], voice["MessageType"]) == ("1", "audio/ogg", "audio")
    assert (document["Body"], document["MessageType"], document["MessageSid"][:2]) == ("العقد", "document", "MM")
    assert (contact["MediaContentType0"], contact["MessageType"]) == ("text/vcard", "contacts")
    assert [location[name] for name in ("Latitude", "Longitude", "Label", "Address", "MessageType")] == [
        "24.5",
        "46.25",
        "Office",
        "Olaya",
        "location",
    ]
    auth = aiohttp.BasicAuth(sandbox.account_sid, sandbox.auth_token)
    async with aiohttp.ClientSession() as session:
        async with session.get(voice["MediaUrl0"]) as response:
            assert response.status == 401
        async with session.get(voice["MediaUrl0"], auth=auth) as response:
            assert (await response.read(), response.content_type) == (b"ogg", "audio/ogg")
        async with session.get(contact["MediaUrl0"], auth=auth) as response:
            assert "TEL;type=CELL;waid=966500000001:+966500000001" in await response.text()
        async with session.get(voice["MediaUrl0"] + "0", auth=auth) as response:
            assert response.status == 404


async def test_statuses(
    sandbox: Sandbox, sara: Phone, send: Call, receiver: Receiver, signed: Callable[[Post], bool]
) -> None:
    sandbox.twilio.status_url = f"{receiver.url}/default"
    made = await send(sara, "one", status_callback=f"{receiver.url}/status")
    await receiver.wait(2)
    await sara.read()
    posts = await receiver.wait(3)
    assert all(signed(post) for post in posts)
    assert {post.path for post in posts} == {"/status"}
    assert [(p.form["MessageSid"], p.form["MessageStatus"], p.form.get("EventType")) for p in posts] == [
        (made.sid, "sent", None),
        (made.sid, "delivered", "DELIVERED"),
        (made.sid, "read", "READ"),
    ]
    sandbox.twilio.disorder = True
    await send(sara, "two")
    posts = await receiver.wait(5)
    assert [(p.path, p.form["MessageStatus"]) for p in posts[3:]] == [("/default", "delivered"), ("/default", "sent")]


@pytest.mark.parametrize(
    ("fragment", "answers", "tries"),
    [
        ("", [503], 1),
        ("#rc=2", [503], 1),
        ("#rc=2&rp=5xx", [503], 2),
        ("#rc=2&rp=5xx", [404], 1),
        ("#rc=2&rp=all", [404, 503, 503], 3),
        ("#rc=x&rp=all", [503, 503], 2),
    ],
)
async def test_tries(
    sandbox: Sandbox, sara: Phone, receiver: Receiver, fragment: str, answers: list[int], tries: int
) -> None:
    sandbox.twilio.webhook_url = f"{receiver.url}/hook{fragment}"
    receiver.answers.extend(answers)
    message = await sara.send("x")
    await sara.idle()
    assert len(receiver.posts) == tries
    lost = len(answers) >= tries
    assert (message.status, bool(message.error)) == (("sent", True) if lost else ("delivered", False))


async def test_the_fallback(sandbox: Sandbox, sara: Phone, receiver: Receiver) -> None:
    sandbox.twilio.webhook_url = f"{receiver.url}/hook"
    sandbox.twilio.fallback_url = f"{receiver.url}/fallback"
    receiver.answers.append(500)
    message = await sara.send("x")
    await sara.idle()
    assert [post.path for post in receiver.posts] == ["/hook", "/fallback"]
    assert receiver.posts[1].form["ErrorCode"] == "11200"
    assert message.status == "delivered"


async def test_nobody_listens(sandbox: Sandbox, sara: Phone) -> None:
    sandbox.twilio.webhook_url = "http://127.0.0.1:9/hook"
    message = await sara.send("x")
    await sara.idle()
    assert message.error == "11205 HTTP connection failure"


async def test_a_press_outside_a_list_or_a_row(sara: Phone) -> None:
    with pytest.raises(LookupError, match="no button"):
        await sara.press(sara.messages[0], "x")
