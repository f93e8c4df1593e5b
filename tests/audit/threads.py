"""Small conversations for the tests of audits, made by a seed: both languages, calm and angry, good replies and bad."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

_EN = (
    ("Where is my order {n}? It was due on Monday.", "angry"),
    ("How do I change my address?", "calm"),
    ("This is the third time I write. Nobody answers. I am leaving.", "angry"),
)
_AR = (
    ("وين طلبي رقم {n}؟ كان المفروض يوصل الاثنين", "angry"),
    ("كيف أغيّر عنواني؟", "calm"),
    ("هذي ثالث مرة أكتب لكم ولا أحد يرد، بلغي اشتراكي", "angry"),
)
_EN_REPLIES = (
    "Hi {name}, I am sorry about the delay to order {n}. I called the courier and it arrives tomorrow before noon.",
    "Dear customer, you should have checked the tracking page. We will get back to you as soon as possible.",
    "Open Settings, tap Address and save. I will check tomorrow at 10 am that it worked.",
)
_AR_REPLIES = (
    "أهلًا {name}، نعتذر عن تأخر الطلب {n}. تواصلت مع شركة الشحن وسيصلك غدًا قبل الظهر.",
    "عزيزي العميل، كان عليك متابعة الشحنة بنفسك. سيتم الرد في أقرب وقت.",
    "افتح الإعدادات ثم العنوان واحفظ التغيير. سأتأكد غدًا الساعة 10 صباحًا من أنه تم.",
)


def threads(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield conversations as one record each, in the form of JSON Lines that audits read."""
    chance = random.Random(seed)
    began = datetime(2026, 1, 5, 8, tzinfo=UTC)
    for number in range(count):
        arabic = chance.random() < 0.5
        asked, replies = (_AR, _AR_REPLIES) if arabic else (_EN, _EN_REPLIES)
        name = chance.choice(("سارة", "خالد", "منى") if arabic else ("Sara", "Tom", "Priya"))
        agent = chance.choice(("Omar", "Lena", "هدى", "فيصل"))
        at = began + timedelta(minutes=chance.randrange(60 * 24 * 80))
        messages = []
        for turn in range(chance.choice((1, 1, 2, 3))):
            fill = {"n": chance.randrange(1000, 9999), "name": name}
            messages.append(_message(number, 2 * turn, "customer", name, at, chance.choice(asked)[0].format(**fill)))
            at += timedelta(minutes=chance.randrange(1, 300))
            messages.append(_message(number, 2 * turn + 1, "agent", agent, at, chance.choice(replies).format(**fill)))
            at += timedelta(minutes=chance.randrange(1, 3000))
        yield {
            "id": f"c{number:05}",
            "channel": chance.choice(("chat", "email", "whatsapp")),
            "team": chance.choice(("north", "south")),
            "status": chance.choice(("solved", "open", "pending")),
            "customer_name": name,
            "csat": chance.choice((None, 0.2, 0.8, 1.0)),
            "messages": messages,
        }


def _message(number: int, place: int, role: str, author: str, at: datetime, text: str) -> dict[str, Any]:
    return {"id": f"{number}-{place}", "role": role, "author": author, "sent_at": at.isoformat(), "text": text}


def write(path: Path, count: int, seed: int = 1) -> Path:
    """Write `count` conversations to a file of JSON Lines."""
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in threads(count, seed)), encoding="utf-8")
    return path
