"""The voice of a draft, which whatever is added to it must share."""

import re
from dataclasses import dataclass

from coach.phrasebook import Form
from coach.reading import Reading
from coach.text.document import DIALECTS
from coach.text.names import kunya_gender

_MOROCCAN = frozenset("ديال ديالك ديالكم ديالي ديالنا غادي دابا دابة واخا كنعتذرو سمحو ليا هاد هادشي حيت كيكذب كنخلصو علاش".split())
_YOURS = re.compile(r"(?!.*(?:حكم|راكم|هناكم)$)\w{3,}كم")  # «رسالتكم», «والدكم»; not «يحكم», «تراكم»
_PLAIN = 0.5  # of a dialect's cues
_FAINT = 0.3  # of a dialect's cues: one word that a neighbour shares
_AS_MUCH = 0.5  # of a neighbour's cues: so many of the customer's own dialect, and the draft answers in that («فيك» is said in both)


@dataclass(frozen=True, slots=True)
class Voice:
    """How the draft speaks: language, dialect, register, channel, and how it addresses its reader."""

    language: str
    dialect: str | None
    register: str
    channel: str
    form: Form

    @property
    def in_dialect(self) -> bool:
        """Whether it is an Arabic dialect that cues name."""
        return self.dialect not in (None, "msa")


def voice_of(reading: Reading) -> Voice:
    """Take the voice from the draft, and from the customer where the draft is too short to show one."""
    language = "ar" if reading.language == "ar" else "en"
    dialect: str | None = None
    if language == "ar":
        dialect = _dialect_of(reading)
        if dialect is None and reading.customer and reading.customer.document.dialect in DIALECTS and reading.case.channel != "email":
            dialect = reading.customer.document.dialect
        dialect = dialect or "msa"
    formal = sum(sentence.has("style.formal") for sentence in reading.sentences)
    casual = sum(sentence.has("style.casual") for sentence in reading.sentences)
    register = "formal" if formal > casual else "casual" if casual > formal else "neutral"
    return Voice(language, dialect, register, reading.case.channel, _form(reading))


def _dialect_of(reading: Reading) -> str | None:
    """Give the draft's dialect; a faint one too, for what is set beside a dialect's words must not be standard Arabic."""
    weights = dict.fromkeys(DIALECTS, 0.0)
    for sentence in reading.sentences:
        for hit in sentence.hits:
            if hit.label.startswith("dialect.") and hit.label[8:] in DIALECTS:
                weights[hit.label[8:]] += hit.confidence
    named = max(weights, key=lambda name: weights[name])
    theirs = reading.customer.document.dialect if reading.customer else None
    if theirs in weights and weights[theirs] >= max(_FAINT, _AS_MUCH * weights[named]):
        named = theirs
    if weights[named] < (_FAINT if named == theirs else _PLAIN):
        return reading.draft.dialect
    # Our Maghrebi phrases are Moroccan; beside Tunisian or Algerian the standard language is nearer.
    moroccan = any(not _MOROCCAN.isdisjoint(sentence.words) for sentence in reading.sentences)
    return named if named != "maghrebi" or moroccan else "msa"


def _form(reading: Reading) -> Form:
    """Choose the form of address: the known gender, else the draft's own, else that of a kunya, else neutral.

    One who is spoken to as many is answered so.
    """
    known = reading.case.context.addressee_gender
    forms: tuple[Form, ...] = ("m", "f", "plural")
    own = max(forms, key=lambda form: len(reading.address.get(form, ())))
    respected = any(_YOURS.fullmatch(word) for sentence in reading.sentences for word in sentence.words)
    if known != "unknown":
        return "plural" if respected and (own == "plural" or not reading.address) and reading.language == "ar" else known
    if reading.address:
        return own
    named = reading.case.context.customer_name or (reading.greeted[0] if reading.greeted else "")
    return "plural" if respected else kunya_gender(named) or "neutral"
