"""The phrasebooks, judged by the rules: what we tell agents to say must itself be right."""

import re
from collections.abc import Iterator
from pathlib import Path

from coach.case import Case
from coach.phrasebook import LANGUAGES, PHRASE_MOVES, Phrasebook
from coach.rewrite.protocols import Judge
from coach.slots import visible_slot

_FRAGMENTS = ("deadline", "lead_in")  # parts of a sentence: judged by themselves they say nothing
_SLOT = re.compile(r"\{(\w+)\}")
_SAMPLES = {
    "en": {
        "name": "Sara",
        "agent": "Omar",
        "company": "Nimbus",
        "order": "4411",
        "item": "your order",
        "problem": "the missing charger",
        "happened": "your order 4411 has not arrived",
        "regretted": "your order 4411 has not arrived",
    },
    "ar": {
        "name": "سارة",
        "agent": "عمر",
        "company": "نيمبس",
        "order": "4411",
        "item": "طلبك",
        "problem": "الشاحن الناقص",
        "happened": "طلبك رقم 4411 لم يصل",
        "regretted": "طلبك رقم 4411 لم يصل",
    },
}
# A phrase is a part of a reply: what a whole reply lacks, or how it hangs together, is not its fault.
_OF_WHOLE_REPLIES = frozenset(
    (
        "too-short",
        "too-long",
        "missing-next-step",
        "missing-empathy",
        "missing-apology",
        "missing-acknowledgement",
        "missing-greeting",
        "missing-closing",
        "refusal-without-reason",
        "refusal-without-alternative",
        "unanswered-question",
        "buried-answer",
        "impersonal",
    )
)


def sample(text: str, language: str) -> str:
    """Fill a phrase's slots: our own with sample values, the agent's with the visible slot."""
    return _SLOT.sub(lambda match: _SAMPLES[language].get(match[1]) or visible_slot(match[1], language), text)


def flagged_phrases(coach: Judge, folder: Path | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield place, rule and text of each phrase that a rule flags, each form by itself."""
    book = Phrasebook(folder)
    for language in LANGUAGES:
        for move in PHRASE_MOVES:
            if move in _FRAGMENTS:
                continue
            for entry in book.entries(language, move):
                for form, text in entry.forms.items():
                    draft = sample(text, language)
                    gender = form if form in ("m", "f", "plural") else "unknown"
                    case = Case.make({"draft": draft, "language": language, "context": {"addressee_gender": gender}})
                    judged, _ = coach.judge(coach.read(case, slots_filled=True))
                    for _, rule, _severity in judged:
                        if rule.id not in _OF_WHOLE_REPLIES and not (move == "refusal" and rule.id == "blunt-refusal"):
                            yield f"{language}/{move}/{entry.id}/{form}", rule.id, draft
