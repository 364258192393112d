"""Messages as the providers post them: Telegram's updates and Twilio's signed forms, each with an id of its own."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

TOKEN = "7012345678:AA" + "b" * 33
SECRET = "benchmarks-telegram-secret"
ACCOUNT_SID, AUTH_TOKEN, NUMBER = "AC" + "0" * 32, "1" * 32, "+14155238886"

WORDS = (
    "السلام عليكم، أريد أن أسأل عن موعد تسليم الطلب الذي دفعت ثمنه الأسبوع الماضي.",
    "Hello, could you tell me when the order that I paid for last week will be delivered?",
)
"""What people say, by turns: some eighty letters, as a chat message has."""


def update(number: int, writer: int, text: str, *, quotes: int | None = None) -> dict[str, Any]:
    """Telegram's update `number`, in which a person writes."""
    person = {"id": writer, "is_bot": False, "first_name": f"Huda {writer}", "language_code": "ar"}
    chat = {"id": writer, "first_name": f"Huda {writer}", "type": "private"}
    message: dict[str, Any] = {
        "message_id": number, "from": person, "chat": chat, "date": int(time.time()), "text": text,
    }  # fmt: skip
    if quotes is not None:
        bot = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "Diwan", "username": "diwan_bot"}
        message["reply_to_message"] = {
            "message_id": quotes, "from": bot, "chat": chat, "date": int(time.time()), "text": "…",
        }  # fmt: skip
    return {"update_id": number, "message": message}


def form(number: int, writer: int, text: str) -> dict[str, str]:
    """Twilio's form of a WhatsApp message, with the fields that it really has."""
    sid, phone = f"SM{number:032x}", f"96655{writer:07d}"
    return {
        "SmsMessageSid": sid, "NumMedia": "0", "ProfileName": f"Huda {writer}", "MessageType": "text", "SmsSid": sid,
        "WaId": phone, "ExternalUserId": f"whatsapp:SA.{writer:016d}", "SmsStatus": "received", "Body": text,
        "To": f"whatsapp:{NUMBER}", "NumSegments": "1", "ReferralNumMedia": "0", "MessageSid": sid,
        "AccountSid": ACCOUNT_SID, "From": f"whatsapp:+{phone}", "Forwarded": "false", "FrequentlyForwarded": "false",
        "ApiVersion": "2010-04-01",
    }  # fmt: skip


def telegram_request(path: str, number: int, writer: int) -> bytes:
    """The whole POST of an update."""
    body = json.dumps(update(number, writer, WORDS[number % 2]), ensure_ascii=False).encode()
    return _post(path, body, "application/json", f"X-Telegram-Bot-Api-Secret-Token: {SECRET}")


def whatsapp_request(path: str, number: int, writer: int, public_url: str) -> bytes:
    """The whole POST of a form, signed for the public address."""
    fields = form(number, writer, WORDS[number % 2])
    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{public_url}/webhooks/whatsapp", fields)
    body = urlencode(fields).encode()
    return _post(path, body, "application/x-www-form-urlencoded", f"X-Twilio-Signature: {signature}")


def _post(path: str, body: bytes, type_: str, proof: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type_}\r\nContent-Length: {len(body)}\r\n"
        f"User-Agent: benchmark/1\r\nAccept: */*\r\n{proof}\r\n\r\n"
    )
    return head.encode() + body
