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
    """A matter, said back: `noun` fits after "sorry about", `clause` after "I see that"; either may be empty.

    Neither ends in a full stop; both begin with a small letter unless a name begins them. `matter` is one of
    `MATTERS`, or empty where none is known.
    """

    noun: str
    clause: str
    matter: str = ""

    @property
    def asks(self) -> bool:
        """Tell whether the clause says what the customer would like to have or to know, not what went wrong."""
        return self.clause.startswith(_ASKING)


def play_back(message: Document, language: str, form: Form, dialect: str | None, phrasebook: Phrasebook) -> Playback | None:
    """Say back what `message` is about in `language`, to one addressed as `form`, in `dialect` (Arabic only).

    None where the message is in another language, or where it names nothing that can be said back surely.
    """
    if message.language.code != language:
        return None
    module = import_module(f"coach.rewrite.playback.{language}")
    found: Playback | None = module.say(message, form, dialect or "msa", phrasebook)
    return found
