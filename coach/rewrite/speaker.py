"""What can be said for a case: phrases of the phrasebooks in the draft's voice, their slots filled with what the case knows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from zlib import crc32

from coach.models.playback import fitting
from coach.models.registry import load_encoder
from coach.phrasebook import Phrasebook
from coach.reading import CustomerReading, Reading
from coach.rewrite.playback import Playback, is_ask, played_back
from coach.rewrite.ranking import PLAYED, ranked
from coach.rewrite.things import thing_in
from coach.rewrite.voice import Voice, voice_of
from coach.slots import slots, visible_slot
from coach.text.document import Sentence
from coach.text.names import called
from coach.text.normalise import has_arabic

_SLOT = re.compile(r"\{(\w+)\}")
_BLANKS = re.compile(
    r"(?P<company>compan|شرك|مؤسس)|(?P<agent>agent|your name|my name|موظف|وكيل)|(?P<order>order|ticket|طلب|تذكر|بلاغ)"
    r"|(?P<date>date|تاريخ|موعد)|(?P<amount>amount|مبلغ)|(?P<link>link|url|رابط)"
)
# Another's name ("policyholder name") is not the customer's.
_NAME = re.compile(
    r"(?:(?:customer|client|guest|user)(?: s)?)?(?: ?(?:first|last|full))? ?name|customer|client|(?:اسم )?العميلة?|الاسم|اسمك?"
)
_EASTERN_DIGIT = re.compile("[٠-٩]")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
JOLLY = re.compile(
    r"\b(?:happy|enjoy|lovely|smil\w+|(?:good|great|nice|blessed|wonderful) (?:day|evening|weekend|rest)|break a leg)\b|#\w*smil"
    r"|(?<!\w)(?:يوم(?:ك|كم|ج)?|نهار(?:ك|كم|ج)?) سعيد|سعيد(?:ًا|اً|ا)(?!\w)|يسعد (?:يوم|نهار)|استمتع|بالهن[اى]"
    r"|(?<=[\u0621-\u064a]{3}) (?:سعيدة(?!\w)|سعيد!)"
    r"|\b(?:safe travels|(?:good|great|nice|pleasant) (?:trip|flight|journey|stay))\b|(?:رحلة|سفرة|إقامة) (?:موفقة|ممتعة|طيبة)",
    re.IGNORECASE,
)
"""A goodbye that jars with trouble."""
_PLAIN = re.compile(r"\bregards\b|\Aمع (?:التحية|[أا]طيب|خالص|فائق)", re.IGNORECASE)
"""A goodbye that wishes nothing, fit for a loss or a danger."""
_THANKS = re.compile(r"thank|شكر|نشكر|مشكور|متشكر", re.IGNORECASE)
_PEACE = re.compile(r"\W{0,5}(?:ال)?سلام\s{0,3}عليكم")
_SALAM, _RETURNED = "السلام عليكم", "وعليكم السلام"
_NOTHING = Playback("", "")
_WRITTEN = re.compile(  # in no dialect's mouth
    r"(?<!\w)(?:الذي|التي|لدي(?:كم|كن|ك)|عدم|وُعدت?م?|و?(?:هو |هي )?(?:لم|لن|ليس|سوف)|على أنه)(?!\w)"
)
_A_NO = re.compile(r"\b(?:ca|wo|do|does|is|are)n['’]t\b|\bcannot\b", re.IGNORECASE)
"""What is read as a refusal after "I am sorry that": "the shoes don't fit", "you can't log in"."""
_TANWIN = re.compile(r"(?<=يوم|شهر|عام)(?:ًا|اً)(?!\w)|(?<=أسبوع)(?:ًا|اً)(?!\w)")  # «17 يومًا», said «17 يوم»


class Speaker:
    """Chooses and fills phrases for one reading."""

    def __init__(
        self,
        reading: Reading,
        phrasebook: Phrasebook,
        variant: int = 0,
        voice: Voice | None = None,
        given: Playback | None = None,
        named: bool = True,
    ) -> None:
        """Take the voice and the slots that the case itself can fill; another `variant` chooses other phrases where several fit.

        With `named`, apologies and empathy name the matter or ask for it; a reply from nothing may say what fits its situation.

        `voice` and `given` are what an earlier reading of the same case had, so that they are not found again.
        """
        self.reading = reading
        self.phrasebook = phrasebook
        self.voice = voice or voice_of(reading)
        self._given = given
        self._variant = variant
        self._named = named
        # By the customer's message, so that a rewrite rewritten is offered the same phrases and stays as it is.
        self._seed = crc32((reading.case.message or reading.case.draft).encode(), variant)

    def on(self, reading: Reading) -> "Speaker":
        """Give a speaker with this one's voice and playback for another text of the same case."""
        return Speaker(reading, self.phrasebook, self._variant, self.voice, self.playback or _NOTHING, self._named)

    def times(self) -> frozenset[str]:
        """Give the visible slots of dates and times, which may stand in more than one sentence."""
        return frozenset(visible_slot(slot, self.voice.language) for slot in ("date", "time"))

    def played(self) -> tuple[str, ...]:
        """List the words that play the customer's matter back; once in a reply is enough."""
        return tuple(said for said in map(self.filled.get, PLAYED) if said)

    def proposals(self) -> dict[str, str]:
        """Give what may fill a visible slot, for the agent to take or leave: a noun for the matter, not sure enough to be said."""
        perhaps = self.playback.perhaps if self.playback else ""
        return {visible_slot("matter", self.voice.language): perhaps} if perhaps else {}

    def phrases(self, move: str, slot: str = "", firmness: int | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield fitting phrases of a move with the slots they leave open, best first; with `slot`, those that hold it."""
        spoken = self.voice.in_dialect
        casual = self.voice.language == "ar" and self.voice.register == "casual" and not spoken  # a dialect that no cue names
        if move == "commitment" and slot == "action" and (spoken or casual):
            yield self.fill("{step}.")  # a dialect's own words, also for a woman or a crowd, are the agent's
            return
        if move == "empathy" and casual:
            yield self.fill("{own_words}.")
            return
        own = {"greeting": self.reading.profile.greeting, "closing": self.reading.profile.signature}.get(move, {})
        if text := own.get(self.voice.language):  # type: ignore[call-overload]
            yield self.fill(text)
        # A phrase that names a matter is said only where the message names it surely; what leaves its matter to the agent names none.
        played = self.playback
        grave = self.reading.customer is not None and self.reading.customer.is_grave
        if move == "empathy" and grave:
            return  # to a loss or a danger no ready phrase is good enough: the agent's own words are needed
        if move == "acknowledgement" and (played is None or not played.clause or is_ask(played.clause)):
            return  # only the trouble itself shows that a message was read; a question said back, or its subject named, is an echo
        matters = (played.matter,) if played and played.matter and not slot else ()
        filled = frozenset(self.filled)
        # What the customer did is nothing to be sorry for.
        filled -= {"problem", "regretted"} if move == "acknowledgement" else {"happened"}
        groups = [
            [text for _, text in sorted((crc32(key, self._seed), text) for key, text in alike)]
            for alike in ranked(self.phrasebook, move, self.voice, matters, filled, firmness, self._named)
        ]
        texts = [text for alike in groups for text in alike]
        if move == "greeting":  # a peace that was wished is returned; to others an everyday hello fits as well
            returns = self._greeted
            texts = [text.replace(_SALAM, _RETURNED, 1) if returns else text for text in texts]
            texts.sort(key=lambda text: text.startswith((_SALAM, _RETURNED)) != returns)
        if move == "closing" and (grave or self.reading.level):
            texts = [text for text in texts if (_PLAIN.search(text) if grave else not JOLLY.search(text))]
        if move == "acknowledgement" and self.reading.level:  # nobody is thanked for a grievance
            texts = [text for text in texts if not _THANKS.match(text)]
        yield from (self.fill(text) for text in texts if not slot or f"{{{slot}}}" in text)

    @cached_property
    def _greeted(self) -> bool:
        """Tell whether the customer began with the greeting of peace, which is answered in kind."""
        customer = self.reading.customer
        return self.voice.language == "ar" and customer is not None and _PEACE.match(customer.document.text) is not None

    @cached_property
    def playback(self) -> Playback | None:
        """What the customer's message is about, in words to say back."""
        if self._given is None and self.reading.customer:
            voice = self.voice
            ways = played_back(self.reading.customer.document, voice.language, voice.form, voice.dialect, self.phrasebook)
            return self._fitting(ways, self.reading.customer) if ways else None
        return self._given

    def _fitting(self, ways: Sequence[Playback], customer: CustomerReading) -> Playback:
        """Make of all ways to play a matter back the noun and the clause that fit the message best, as far as any does."""
        ways = [replace(way, noun=self._sayable(way.noun), clause=self._sayable(way.clause)) for way in ways]
        nouns, clauses = (list(dict.fromkeys(filter(None, texts))) for texts in zip(*((way.noun, way.clause) for way in ways), strict=True))
        encoder = load_encoder(self.reading.profile.models)
        chosen = fitting({"noun": nouns, "clause": clauses}, customer, encoder)
        (noun, perhaps), clause = chosen["noun"], chosen["clause"].said
        regrets = [clause] if clause and not is_ask(clause) else clauses
        regrets = [text for text in regrets if not is_ask(text) and not _A_NO.search(text)]
        regretted = "" if noun else fitting({"sorry": regrets}, customer, encoder)["sorry"].said
        matters = [way.matter for way in ways if noun and way.noun == noun]
        # Of ways with the same clause the last is the clause's own, the first may pair it with another trouble's noun.
        matters = matters or [way.matter for way in reversed(ways) if way.matter and way.clause and way.clause in (clause, regretted)]
        return Playback(noun, clause, matters[0] if matters else "", regretted, perhaps)

    def _sayable(self, text: str) -> str:
        """Give what can be said in the voice's dialect: «17 يوم», and nothing that only stands in writing."""
        if not self.voice.in_dialect:
            return text
        spoken = _TANWIN.sub("", text)
        return "" if _WRITTEN.search(spoken) else spoken

    @cached_property
    def filled(self) -> dict[str, str]:
        """What the case itself fills: values by slot."""
        context, voice = self.reading.case.context, self.voice
        filled = {
            "name": called(context.customer_name or ""),
            "agent": context.agent_name or "",
            "company": context.company or "",
            "order": context.facts.get("order", ""),
            "item": thing_in(self._telling, voice, self.phrasebook) or "",
            "problem": self.playback.noun if self.playback else "",
            "happened": self.playback.clause if self.playback else "",
            "regretted": self.playback.sorry if self.playback else "",
            **{slot: value for slot, value in context.facts.items() if slot in slots()},
        }
        if not filled["order"]:
            documents = [self.reading.draft, *([self.reading.customer.document] if self.reading.customer else [])]
            filled["order"] = next((d.text[f.start : f.end] for d in documents for f in d.facts if f.kind == "order"), "")
        arabic = voice.language == "ar"
        if filled["name"] and has_arabic(filled["name"]) != arabic:
            filled["name"] = ""
        return {slot: value for slot, value in filled.items() if value}

    @property
    def _telling(self) -> Sequence[Sentence]:
        """The sentences that may tell of the matter: the customer's, or else the draft's."""
        customer = self.reading.customer
        return customer.document.body if customer else self.reading.sentences

    def fill(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Make a sentence of a phrase: slots put in, digits as the draft writes them, a capital first; «لأن أنها» is written «لأنها»."""
        filled, needs = self.put(text)
        if self.voice.language == "ar" and _EASTERN_DIGIT.search(self.reading.case.draft):
            filled = filled.translate(_EASTERN)
        return sentence_case(filled.replace("لأن أن", "لأن")), needs

    def put(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Put values and visible slots into a wording, and name the slots that stay open."""
        needs = tuple(dict.fromkeys(slot for slot in _SLOT.findall(text) if slot not in self.filled))
        return _SLOT.sub(lambda m: self.filled.get(m[1]) or visible_slot(m[1], self.voice.language), text), needs

    def blank(self, blank: str) -> tuple[str, tuple[str, ...]]:
        """Fill a template's blank with what is known, or make it a visible slot that keeps the blank's own name."""
        named = " ".join(re.findall(r"[^\W_]+", blank)) or ("value" if self.voice.language == "en" else "القيمة")
        known = _BLANKS.search(named.lower())
        slot = known.lastgroup if known else "name" if _NAME.fullmatch(named.lower()) else None
        if slot and (value := self.filled.get(slot)):
            return value, ()
        return f"⟦{named}⟧", (named,)


def sentence_case(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]
