"""Made-up tables of an audit: seeded, in both languages, with tiny groups and nulls wherever a column allows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from coach.audit.tables import CONVERSATIONS, FINDINGS, PROMISES, REPLIES
from coach.config import CRITERIA
from coach.rules import RULES

START = datetime(2026, 1, 5, tzinfo=UTC)
NAMES = "Sara Omar Lina Tom Huda Karim Nour Ben Maha Ali Ruth Sami Dina Joe Rana Zaid Eva Faris Mona Ian Salma Adam Hind Leo Aya Yusuf Amy Tariq Jude Reem Max Laila Paul Noor Kate Badr Ella Majd Zoe Hadi".split()
TEAMS = ["billing", "delivery", "الدعم الفني", "returns"]
CHANNELS = ["email", "chat", "whatsapp", "social"]
CAUSES = [
    "not_received/order",
    "delay/order",
    "damaged/goods",
    "billing/twice",
    "refund/waiting",
    "access/locked",
    "app_fault/app",
    "staff/driver",
]
THEMES = [
    ("Late orders", "تأخر الطلبات"),
    ("Charged twice", "خصم المبلغ مرتين"),
    ("Cannot sign in", "تعذّر الدخول إلى الحساب"),
    ("Refund not received", "المبلغ المسترجع لم يصل"),
    ("Broken on arrival", "وصل مكسورًا"),
]
OPENINGS = {
    "en": [
        "Where is my order? It was due on Monday.",
        "I was charged twice for order ⟦id⟧.",
        "I can't sign in since the update.",
        "=SUM(A1) the refund never came",
        "The vase arrived broken, <b>again</b>.",
    ],
    "ar": [
        "وين طلبي؟ كان المفروض يوصل الاثنين.",
        "انخصم المبلغ مرتين من بطاقتي ⟦رقم⟧.",
        "ما أقدر أدخل حسابي بعد التحديث.",
        "لسه ما رجع المبلغ رغم وعدكم.",
        "وصلت المزهرية مكسورة للمرة الثانية.",
    ],
}
SENTENCES = {
    "en": [
        ("You should have checked the tracking page.", "You should have checked"),
        ("We will get back to you as soon as possible.", "as soon as possible"),
        ("Dear valued customer,", "Dear valued customer"),
        ("Your request was forwarded to the relevant team.", "the relevant team"),
    ],
    "ar": [
        ("كان عليك مراجعة صفحة التتبع قبل المراسلة.", "كان عليك مراجعة"),
        ("سنعاود التواصل معكم في أقرب وقت ممكن.", "في أقرب وقت"),
        ("عزيزي العميل،", "عزيزي العميل"),
        ("تم تحويل طلبكم إلى القسم المختص لمتابعته مع رقم ORD-4411.", "القسم المختص"),
    ],
}
MOVES = ["greeting", "acknowledgement", "empathy", "apology", "explanation", "resolution", "commitment", "refusal", "follow_up", "closing"]
BATCH = 20_000


def write(folder: Path, n: int = 3000, *, agents: int = 40, weeks: int = 26, seed: int = 7, shift: float = 0.0, csat: float = 0.3) -> Path:
    """Write the tables of `n` conversations and give their folder; `shift` is added to each score from the middle week on."""
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {"conversations": CONVERSATIONS, "replies": REPLIES, "findings": FINDINGS, "promises": PROMISES}
    writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in schemas.items()}
    rng = np.random.default_rng(seed)
    skill = rng.normal(0, 4, agents)
    faults = rng.dirichlet(np.full(len(RULES), 0.6), size=agents)
    for first in range(0, n, BATCH):
        rows = {name: [] for name in schemas}
        for number in range(first, min(first + BATCH, n)):
            _conversation(rng, number, n, agents, weeks, skill, faults, shift, csat, rows)
        for name, writer in writers.items():
            writer.write_table(pa.Table.from_pylist(rows[name], schema=schemas[name]))
    for writer in writers.values():
        writer.close()
    return folder


def write_themes(folder: Path) -> None:
    """Write the themes that `write` gives its conversations."""
    rows = [
        {
            "theme": place,
            "name_en": en,
            "name_ar": ar,
            "size": 500 - 80 * place,
            "keyphrases_en": ["order late", "still waiting"],
            "keyphrases_ar": ["تأخر الطلب", "لسه ما وصل"],
            "growth": None if place == 4 else [1.8, 0.6, 1.0, 1.1][place],
            "example": OPENINGS["ar" if place % 2 else "en"][place],
            "causes": [CAUSES[place]],
        }
        for place, (en, ar) in enumerate(THEMES)
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "themes.parquet")


def _conversation(rng, number, n, agents, weeks, skill, faults, shift, csat, rows) -> None:
    draw = rng.random(24)
    language = "ar" if draw[0] < 0.45 else "en"
    agent = int(draw[1] ** 1.6 * agents)
    channel = CHANNELS[int(draw[2] ** 1.5 * 4)]
    hour = int(6 + 16 * draw[3]) if draw[4] < 0.85 else int(24 * draw[3])
    begun = START + timedelta(days=int(draw[5] * 7 * weeks), hours=hour, minutes=int(60 * draw[6]))
    start = int(3.2 * draw[7] ** 1.6) if hour < 22 else int(3.99 * draw[7])
    turns = 1 + int(3 * draw[8])
    emotions = [start] + [max(0, min(3, start + int(step))) for step in rng.integers(-2, 2, turns - 1)]
    week = "{}-W{:02d}".format(*begun.isocalendar()[:2])
    kind = int(5 * draw[9])
    timed = draw[10] > 0.02
    name = NAMES[agent % len(NAMES)] + ("" if agent < len(NAMES) else f" {agent}")
    person = None if draw[11] < 0.01 else name
    team = None if draw[12] < 0.03 else ("vip" if draw[12] > 0.999 else TEAMS[agent % 4])
    stamp = {"week": week if timed else None, "hour": hour if timed else None, "weekday": begun.isoweekday() if timed else None}
    key, scores = f"C-{number:07d}", []
    for reply in range(turns):
        scores.append(
            _reply(
                rng,
                key,
                reply,
                person,
                agent,
                team,
                channel,
                language,
                begun,
                stamp,
                timed,
                emotions[reply],
                skill,
                faults,
                shift if begun >= START + timedelta(weeks=weeks / 2) else 0.0,
                rows,
            )
        )
    known = [score for score in scores if score is not None]
    mean = sum(known) / len(known) if known else None
    first = float(np.round(np.exp(rng.normal(3.2, 1.0)), 1))
    solved = draw[13] < 0.7
    status = None if draw[14] < 0.1 else ("solved" if solved else "open")
    promised = int(draw[15] < 0.3)
    outcome = ["kept", "kept", "late", "broken", "unknown"][int(5 * draw[16])]
    course = None if turns < 2 else "cooled" if emotions[-1] < start else "heated" if emotions[-1] > start else "same"
    rating = None
    if draw[17] < csat and mean is not None:
        rating = float(np.clip(np.round((mean / 100 + 0.15 - 0.12 * emotions[-1] + rng.normal(0, 0.15)) * 4) / 4, 0, 1))
    rows["conversations"].append(
        {
            "conversation": key,
            "channel": channel,
            "team": team,
            "subject": None,
            "language": language,
            "dialect": ["gulf", "egyptian", "levantine", "msa", "maghrebi"][int(4.2 * draw[18])] if language == "ar" else None,
            "started_at": begun if timed else None,
            "ended_at": begun + timedelta(hours=turns) if timed else None,
            **stamp,
            "n_messages": 2 * turns,
            "n_customer": turns,
            "n_replies": turns,
            "n_bot": 0,
            "agents": [person] if person else [],
            "first_response_minutes": first if timed else None,
            "first_response_target": {"email": 1440.0, "chat": 30.0}.get(channel, 60.0),
            "first_response_met": first <= {"email": 1440.0, "chat": 30.0}.get(channel, 60.0) if timed else None,
            "longest_wait_minutes": first * 2 if timed else None,
            "resolution_minutes": first * 20 if timed and solved else None,
            "resolution_target": 1440.0,
            "resolution_met": first * 20 < 1440 if timed and solved else None,
            "n_handoffs": int(3 * draw[19] ** 3),
            "n_asks": turns,
            "n_unanswered": int(draw[20] < 0.15),
            "n_promises": promised,
            "n_promises_kept": promised * (outcome in ("kept", "late")),
            "n_promises_broken": promised * (outcome == "broken"),
            "emotions": emotions,
            "emotion_first": emotions[0],
            "emotion_last": emotions[-1],
            "emotion_peak": max(emotions),
            "course": course,
            "n_repeated": int(draw[21] < 0.05),
            "followed_up": draw[22] < 0.3 if solved else None,
            "reminded": None if draw[22] < 0.9 else draw[23] < 0.5,
            "status": status,
            "suggested_status": ["open", "pending", "solved"][int(3 * draw[22])],
            "status_fits": None if status is None else draw[23] < 0.8,
            "matter": CAUSES[kind].split("/")[0],
            "cause": None if draw[23] < 0.2 else CAUSES[kind if draw[21] < 0.6 else int(8 * draw[22])],
            "csat": rating,
            "tags": [],
            "score": mean,
            "opening": OPENINGS[language][kind],
            "theme": kind if draw[20] > 0.3 else -1,
        }
    )
    if promised:
        rows["promises"].append(
            {
                "conversation": key,
                "reply": 0,
                "agent": person,
                "sentence": SENTENCES[language][1][0],
                "due": None,
                "outcome": outcome,
                "settled_by": None,
            }
        )


def _reply(rng, key, reply, person, agent, team, channel, language, begun, stamp, timed, emotion, skill, faults, shift, rows) -> int | None:
    draw = rng.random(10)
    judged = draw[0] > 0.01
    base = 78 + skill[agent] - 5 * emotion + (1.0 if language == "en" else 0.0) + shift
    score = int(np.clip(base + rng.normal(0, 12), 5, 100)) if judged else None
    points = {
        f"score_{name}": int(np.clip(base + rng.normal(6, 14), 0, 100))
        if judged and not (name in ("refusal", "empathy") and draw[1] < 0.6)
        else None
        for name in CRITERIA
    }
    picked = rng.choice(len(RULES), size=min(5, int(rng.poisson(max(0.2, (95 - base) / 14)))), p=faults[agent]) if judged else []
    for place in picked:
        rule = RULES[place]
        sentence, found = SENTENCES[language][place % 4]
        at = 40 if reply else 0
        missing = rule.id.startswith("missing")
        start = at + sentence.index(found)
        rows["findings"].append(
            {
                "conversation": key,
                "reply": reply,
                "agent": person,
                "language": language,
                "rule": rule.id,
                "criterion": rule.criterion,
                "severity": rule.severity,
                "confidence": round(0.5 + draw[2] / 2, 2),
                "target": "missing" if missing else "draft",
                "start": start,
                "end": start if missing else start + len(found),
                "found": "" if missing else found,
                "sentence": sentence,
                "message_en": f"“{found}” could be said better.",
                "message_ar": f"عبارة «{found}» تحتاج إلى صياغة أوضح.",
            }
        )
    canned = f"{int(12 * draw[3]):016x}" if draw[4] < 0.12 else f"{rng.integers(1 << 62):016x}"
    rows["replies"].append(
        {
            "conversation": key,
            "reply": reply,
            "post": 2 * reply + 1,
            "agent": person,
            "team": team,
            "channel": channel,
            "language": language,
            "dialect": "msa" if language == "ar" else None,
            "sent_at": begun + timedelta(hours=reply, minutes=20) if timed else None,
            **stamp,
            "kind": "answer" if draw[5] < 0.95 else "follow_up",
            "wait_minutes": float(round(draw[6] * 200, 1)) if timed else None,
            "n_words": int(20 + 80 * draw[7]),
            "addressee": (["m", "f", "plural", "neutral"][int(4 * draw[8])] if language == "ar" else "neutral") if judged else None,
            "emotion": emotion if draw[9] > 0.02 else None,
            "emotion_confidence": 0.8,
            "signals": ["insult"] if emotion == 3 else [],
            "n_asks": 1,
            "n_missed": int(draw[9] > 0.85),
            "moves": [move for move in MOVES if rng.random() < 0.4],
            "score": score,
            **points,
            "verdict": None if score is None else "send" if score >= 80 else "hold" if score < 45 else "revise",
            "suggested_status": "solved",
            "matter": None,
            "text": SENTENCES[language][reply % 4][0],
            "customer_text": OPENINGS[language][0],
            "canned": canned,
        }
    )
    return score
