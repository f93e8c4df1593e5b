"""Playing a customer's matter back: what it is about, in words that can be said to them.

"Two weeks without a reply", «الشاحن الناقص»: a noun phrase to be sorry for, and a clause in the second
person ("your order 4411 still has not arrived") to show that the message was read. Both are taken from
the customer's own message and claim nothing that it does not say; where it cannot be done surely, nothing is said.
"""

from dataclasses import dataclass
from importlib import import_module

from coach.phrasebook import Form, Phrasebook
from coach.text.document import Document

_ASKING = ("you would like", "سؤالك", "سؤالكم", "طلبك هو", "طلبكم هو")


@dataclass(frozen=True, slots=True)
class Playback:
    """A matter, said back: `noun` fits after "sorry about", `clause` after "I see that", `sorry` after "I am sorry that"; any may be empty.

    None ends in a full stop; all begin with a small letter unless a name begins them. `matter` is one of
    `MATTERS`, or empty where none is known. `perhaps` is a noun that is not sure enough to be said, only to be proposed.
    """

    noun: str
    clause: str
    matter: str = ""
    sorry: str = ""
    perhaps: str = ""


def is_ask(clause: str) -> bool:
    """Tell whether a clause says what the customer would like to have or to know, not what went wrong."""
    return clause.startswith(_ASKING)


def played_back(message: Document, language: str, form: Form, dialect: str | None, phrasebook: Phrasebook) -> list[Playback]:
    """List how `message` can be said back in `language`, to one addressed as `form`, in `dialect` (Arabic only); the surest first.

    Empty where the message is in another language, or where it names nothing that can be said back.
    """
    if message.language.code != language:
        return []
    module = import_module(f"coach.rewrite.playback.{language}")
    found: list[Playback] = module.say(message, form, dialect or "msa", phrasebook)
    return found
