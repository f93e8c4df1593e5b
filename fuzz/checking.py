"""The whole check: offsets point at the same characters, and no spelling of Arabic changes which rules fire."""

import json
import random
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zlib import crc32

from coach.case import Case
from coach.errors import InputError
from coach.pipeline import Coach
from coach.report import in_utf16
from coach.text import normalise
from fuzz.material import drafts, options, packed, pick, texts
from fuzz.target import Target, hold, told

CHANNELS = ("email", "chat", "whatsapp", "social", "sms")
GENDERS = ("unknown", "m", "f", "plural", "neutral")
_JOINS = frozenset("بتثجحخسشصضطظعغفقكلمنهيئ")
_ALEFS = {"أ": "ا", "إ": "ا", "آ": "ا"}
_ADDRESS = frozenset("كت")
"""Letters whose vowel tells a man from a woman: «لكَ», «أنتِ»."""
_MARKS = ("\u064e", "\u064f", "\u0650", "\u0651", "\u0652")


@lru_cache(maxsize=1)
def coach() -> Coach:
    """Open what ships, once."""
    return Coach()


def case_of(data: bytes) -> Case | None:
    """Make a case of an input; None where it is refused, in a way that may be shown."""
    given, (draft, customer, name) = options(data), texts(data, 3)
    fields: dict[str, Any] = {
        "draft": draft,
        "customer": customer or None,
        "channel": pick(CHANNELS, given[0]),
        "language": pick(("auto", "auto", "en", "ar"), given[1]),
        "ui_language": pick(("en", "ar"), given[1] >> 4),
        "context": {
            "customer_name": name[:100] or None,
            "agent_name": pick((None, "Omar", "ليلى"), given[2]),
            "addressee_gender": pick(GENDERS, given[2]),
        },
    }
    try:
        return Case.make(fields)
    except InputError as error:
        told(error)
        return None


def run(data: bytes) -> None:
    """Check a case, and again with its Arabic spelled another way."""
    case = case_of(data)
    if case is None:
        return
    report = coach().check(case).as_dict()
    whole(report, case)
    draft = respelled(case.draft, crc32(data))
    if draft != case.draft and normalise.arabic(draft) == normalise.arabic(case.draft):
        again = coach().check(case.model_copy(update={"draft": draft})).as_dict()
        hold(fired(report) == fired(again), "marks, tatweel and alef change no rule that fires")


def whole(report: dict[str, Any], case: Case) -> None:
    """Hold a report against the texts that it speaks of."""
    draft, customer = case.draft, case.message or ""
    for sentence in report["sentences"]:
        hold(draft[sentence["start"] : sentence["end"]] == sentence["text"], "a sentence's offsets point at its text")
    for finding in report["findings"]:
        source = customer if finding["target"] == "customer" else draft
        hold(source[finding["start"] : finding["end"]] == finding["found"], "a finding's offsets point at what was found")
        hold((finding["start"] == finding["end"]) == (finding["target"] == "missing"), "only what is missing has no width")
        edits = [edit for suggestion in finding["suggestions"] for edit in suggestion["edits"]]
        hold(all(0 <= edit["start"] <= edit["end"] <= len(draft) for edit in edits), "an edit lies inside the draft")
    for ask in (report["customer"] or {}).get("asks", ()):
        hold(customer[ask["start"] : ask["end"]] == ask["text"], "an ask's offsets point at its text")
    for signal in (report["customer"] or {}).get("signals", ()):
        hold(0 <= signal["start"] < signal["end"] <= len(customer), "a signal lies inside the message")
    hold(len({finding["id"] for finding in report["findings"]}) == len(report["findings"]), "every finding has its own id")
    score = report["score"]["overall"]
    hold(score is None or 0 <= score <= 100, "a score lies between 0 and 100")
    units = draft.encode("utf-16-le")
    for plain, moved in zip(report["findings"], in_utf16(report, draft, case.message)["findings"], strict=True):
        if plain["target"] != "customer":
            hold(
                units[2 * moved["start"] : 2 * moved["end"]].decode("utf-16-le") == plain["found"],
                "UTF-16 offsets point at the same characters",
            )
    json.dumps(report, allow_nan=False)


def fired(report: dict[str, Any]) -> list[str]:
    """List the rules that a report's findings name, in order of the alphabet; a bound on signs counts marks too."""
    return sorted(finding["rule"] for finding in report["findings"] if finding["rule"] != "too-long")


def respelled(text: str, seed: int) -> str:
    """Spell the Arabic of a text with other marks, tatweel and bare alefs."""
    chance = random.Random(seed)
    made = []
    for sign, after in zip(text, f"{text[1:]} ", strict=True):
        if "\u0621" <= sign <= "\u064a" and sign != "ـ":
            roll = chance.randrange(12)
            made.append(_ALEFS.get(sign, sign) if roll < 4 else sign)
            if roll == 5 and sign not in _ADDRESS:
                made.append(chance.choice(_MARKS))
            if roll == 6 and sign in _JOINS and "\u0621" <= after <= "\u064a":
                made.append("ـ")
        else:
            made.append(sign)
    return "".join(made)


def seeds() -> Iterator[bytes]:
    """Yield cases of every channel."""
    for number, (draft, customer) in enumerate(drafts()):
        yield packed((number, 0, number, 0), draft, customer, pick(("", "Sara", "سارة"), number))


TARGET = Target("rules", run, seeds, 3_000)
