"""From a fix to words: phrases chosen to fit the draft, and edits that fit its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zlib import crc32

from coach.findings import Finding, Fix
from coach.phrasebook import ASKS, AUTO_SLOTS, Entry, Form, Item, Phrasebook
from coach.reading import Reading
from coach.rewrite.playback import Playback, play_back
from coach.rewrite.words import candidates, words_of
from coach.rules.shouting import CODES
from coach.text.cues import common
from coach.text.document import DIALECTS, Sentence
from coach.text.names import given_name
from coach.text.normalise import has_arabic
from coach.text.values import find_values

_SLOT = re.compile(r"\{(\w+)\}")
_BLANK = re.compile(r"⟦[^⟦⟧]*⟧")
_MASKED = {"en": "ending in {last}", "ar": "المنتهي بـ {last}"}
_VOWELS = {"m": "\u064e", "f": "\u0650"}
_CONJUNCTION = re.compile(r"(?:and|which means that)\s+", re.IGNORECASE)


_CLOSED = re.compile(r"\s*(?:$|[.,;:!?…،؛؟)]|(?:and|but|or|with|to)\b|و|مع\b|ب)", re.IGNORECASE)
_MUCH = re.compile(r"(?:\b(?:real|really|very|pretty|so|quite)\s+)?$", re.IGNORECASE)  # before "soon"
_MOROCCAN = frozenset("ديال ديالك ديالكم ديالي ديالنا غادي دابا واخا بزاف واش راه كنعتذرو سمحو".split())
_PLAIN = 0.5  # of a dialect's cues
_FAINT = 0.3  # of a dialect's cues: one word that a neighbour shares
_STANDS = 3  # words: fewer are no sentence
_JOINT = re.compile(r"(?<!\s)(?:\s*[,;:،؛]\s*(?:(?:and|but|so|because)\s+)?|\s+[–—-]+\s+|\s+(?:and|but|so)\s+|\s+(?:لكن|بس|ولكن)\s+)")
_CLOSING_SIGNS = re.compile(r"(?<![.!?؟…\s])[.!?؟…]*\s*$|(?<=\s)[.!?؟…]+\s*$")
_SAYS_MORE = 16  # words: a longer sentence says something that no phrase can stand for
_LIGHT = ("empathy", "closing")
_NOTHING = Playback("", "")
PLAYED = frozenset(("problem", "happened"))
"""Slots that play the customer's own matter back."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `replacement` in place of the half-open span; `start == end` inserts."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Edits that mend one finding, and the facts that only the agent knows."""

    edits: tuple[Edit, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """How the draft speaks: language, dialect, register, channel, and how it addresses its reader."""

    language: str
    dialect: str | None
    register: str
    channel: str
    form: Form


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
    if weights[named] < (_FAINT if named == theirs else _PLAIN):
        return reading.draft.dialect
    # Our Maghrebi phrases are Moroccan; beside Tunisian or Algerian the standard language is nearer.
    moroccan = any(not _MOROCCAN.isdisjoint(sentence.words) for sentence in reading.sentences)
    return named if named != "maghrebi" or moroccan else "msa"


def _form(reading: Reading) -> Form:
    """Choose the form of address: the known gender, else the draft's own, else neutral."""
    known = reading.case.context.addressee_gender
    if known != "unknown":
        return known
    address = reading.address
    forms: tuple[Form, ...] = ("m", "f", "plural")
    return max(forms, key=lambda form: len(address.get(form, ()))) if address else "neutral"


class Composer:
    """Chooses phrases and writes edits for one reading."""

    def __init__(
        self, reading: Reading, phrasebook: Phrasebook, variant: int = 0, voice: Voice | None = None, given: Playback | None = None
    ) -> None:
        """Take the voice and the slots that the case itself can fill; another `variant` chooses other phrases where several fit.

        `voice` and `given` are what an earlier reading of the same case had, so that they are not found again.
        """
        self.reading = reading
        self.phrasebook = phrasebook
        self.voice = voice or voice_of(reading)
        self._given = given
        self._variant = variant
        # By the customer's message, so that a rewrite rewritten is offered the same phrases and stays as it is.
        self._seed = crc32((reading.case.message or reading.case.draft).encode(), variant)

    def on(self, reading: Reading) -> "Composer":
        """Give a composer with this one's voice and playback for another text of the same case."""
        return Composer(reading, self.phrasebook, self._variant, self.voice, self.playback or _NOTHING)

    def times(self) -> frozenset[str]:
        """Give the visible slots of dates and times, which may stand in more than one sentence."""
        return frozenset(visible_slot(slot, self.voice.language) for slot in ("date", "time"))

    def played(self) -> tuple[str, ...]:
        """List the words that play the customer's matter back; once in a reply is enough."""
        return tuple(said for said in (self._filled.get("problem"), self._filled.get("happened")) if said)

    def suggest(self, finding: Finding) -> Iterator[Suggestion]:
        """Yield suggestions for a finding, best first; none where no words fit."""
        given = self.reading.profile.replacement(finding.rule)
        for fix in finding.fixes:
            if given is not None:
                yield Suggestion((Edit(fix.start, fix.end, given[self.voice.language]),))
            else:
                yield from self.compose(fix, finding.rule)

    def compose(self, fix: Fix, rule: str) -> Iterator[Suggestion]:
        """Yield the ways of carrying out one fix, best first."""
        if fix.kind == "insert":
            for text, needs in self.phrases(fix.move, fix.slot):
                yield Suggestion(tuple(self._insertion(fix.start, text, fix.move)), needs)
        elif fix.kind == "lead":
            sentence = next((s for s in self.reading.sentences if s.start == fix.start), None)
            for text, needs in self.phrases(fix.move) if sentence and sentence.n_words > 1 else ():  # "No." cannot be led into
                yield Suggestion((self._lead(fix.start, text),), needs)
        elif fix.kind == "rephrase":
            yield from self._rephrase(fix)
        elif fix.kind == "swap":
            yield from self._swap(fix, rule)
        elif fix.kind == "delete":
            if not self._tells_a_fact(fix.start, fix.end):
                yield Suggestion((self.deletion(fix.start, fix.end),))
        elif fix.kind == "split":
            yield Suggestion((self._split(fix),))
        elif fix.kind == "move":
            yield from self._move(fix)
        elif fix.kind == "mask":
            digits = "".join(sign for sign in self.text[fix.start : fix.end] if sign.isdigit())
            masked = _MASKED[self.voice.language].format(last=digits[-4:]) if len(digits) >= 10 else "••••"
            yield Suggestion((Edit(fix.start, fix.end, masked),))
        elif fix.kind == "clip":
            clipped = self._clip(fix)
            if clipped is not None:
                yield Suggestion((clipped,))
        elif fix.kind == "slot":
            text, needs = self._blank(self.text[fix.start : fix.end])
            yield Suggestion((Edit(fix.start, fix.end, text),), needs)
        elif fix.kind == "calm":
            yield Suggestion((Edit(fix.start, fix.end, self._calm(fix.start, fix.end)),))

    @property
    def text(self) -> str:
        """The draft's text."""
        return self.reading.case.draft

    def phrases(self, move: str, slot: str = "", firmness: int | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield fitting phrases of a move with the slots they leave open, best first; with `slot`, those that hold it."""
        own = {"greeting": self.reading.profile.greeting, "closing": self.reading.profile.signature}.get(move, {})
        if text := own.get(self.voice.language):  # type: ignore[call-overload]
            yield self.fill(text)
        # A phrase that names a matter is said only where the message names it surely; what leaves its matter to the agent names none.
        played = self.playback
        if move in _LIGHT and self.reading.customer and self.reading.customer.has("threat_harm", "vulnerable"):
            return  # to a loss or a danger no ready phrase is good enough: the agent's own words are needed
        if move == "acknowledgement" and (played is None or not (played.noun or played.clause)):
            return  # only the matter itself shows that a message was read
        matters = (played.matter,) if played and played.matter and not slot else ()
        filled = frozenset(self._filled)
        if played and played.asks and move != "acknowledgement":  # a wish is nothing to be sorry for
            filled -= {"happened"}
        for alike in _ranked(self.phrasebook, move, self.voice, matters, filled, firmness):
            for _, text in sorted((crc32(key, self._seed), text) for key, text in alike) if len(alike) > 1 else alike:
                if not slot or f"{{{slot}}}" in text:
                    yield self.fill(text)

    @cached_property
    def playback(self) -> Playback | None:
        """What the customer's message is about, in words to say back."""
        if self._given is None and self.reading.customer:
            voice = self.voice
            return play_back(self.reading.customer.document, voice.language, voice.form, voice.dialect, self.phrasebook)
        return self._given

    @cached_property
    def _filled(self) -> dict[str, str]:
        """Fill what the case itself knows."""
        context, voice = self.reading.case.context, self.voice
        filled = {
            "name": given_name(context.customer_name or ""),
            "agent": context.agent_name or "",
            "company": context.company or "",
            "order": context.facts.get("order", ""),
            "item": self._item() or "",
            "problem": self.playback.noun if self.playback else "",
            "happened": self.playback.clause if self.playback else "",
            **{slot: value for slot, value in context.facts.items() if slot in ASKS},
        }
        if not filled["order"]:
            documents = [self.reading.draft, *([self.reading.customer.document] if self.reading.customer else [])]
            filled["order"] = next((d.text[f.start : f.end] for d in documents for f in d.facts if f.kind == "order"), "")
        arabic = voice.language == "ar"
        if filled["name"] and has_arabic(filled["name"]) != arabic:
            filled["name"] = ""
        return {slot: value for slot, value in filled.items() if value}

    def _item(self) -> str | None:
        """Name the first known thing in a sentence that tells of the matter, the customer's or else the draft's.

        A thing mentioned by the way ("I can't hear the phone") is not what the case is about.
        """
        table = _items(self.phrasebook, self.voice.language)
        for sentence in self.reading.customer.document.body if self.reading.customer else self.reading.sentences:
            if sentence.language != self.voice.language or not any(label.startswith("matters.") for label in sentence.labels):
                continue
            for index, word in enumerate(sentence.words):
                for size in (3, 2, 1):
                    forms = table.get(tuple(sentence.words[index : index + size]))
                    if forms is None and size == 1 and self.voice.language == "ar":
                        forms = table.get((_bare(word),))
                    if forms is not None:
                        return forms.get(self.voice.form) or forms.get("neutral")
        return None

    def fill(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Make a sentence of a phrase: slots put in, digits as the draft writes them, a capital first; «لأن أنها» is written «لأنها»."""
        filled, needs = self._put(text)
        if self.voice.language == "ar" and _EASTERN_DIGIT.search(self.text):
            filled = filled.translate(_EASTERN)
        return _sentence_case(filled.replace("لأن أن", "لأن")), needs

    def _insertion(self, at: int, phrase: str, move: str) -> Iterator[Edit]:
        """Set a phrase into the text with the space or line break that its place asks for.

        What follows a phrase begins a sentence: a small letter there becomes a capital.
        """
        text = self.text
        mail = self.voice.channel == "email"
        at = self._after_opening(at, move)
        if move == "greeting":
            yield Edit(at, at, phrase + ("\n\n" if mail else " "))
            return
        if move == "closing":
            yield Edit(at, at, ("\n\n" if mail else " ") + phrase)
            return
        after = text[at:].lstrip(" \t")
        begins = at == 0 or (text[at - 1].isspace() and (at == self.reading.opening or any(s.start == at for s in self.reading.sentences)))
        if begins and after:
            yield Edit(at, at, phrase + " ")
            if text[at].islower() and text[at].upper() != text[at]:
                yield Edit(at, at + 1, text[at].upper())
            return
        lead = "" if at and text[at - 1].isspace() else " "
        if at and text[at - 1].isalnum():
            lead = ". "
        yield Edit(at, at, lead + phrase)

    def _after_opening(self, at: int, move: str) -> int:
        """Give the place of empathy and apology: after what shows that the message was read, where that stands first."""
        before = {"empathy": {"acknowledgement"}, "apology": {"acknowledgement", "empathy"}}.get(move)
        if before is None or at != self.reading.opening:
            return at
        for sentence in self.reading.sentences:
            if sentence.start >= at:
                if sentence.moves.keys().isdisjoint(before):
                    break
                at = sentence.end
        return at

    def _lead(self, at: int, phrase: str) -> Edit:
        """Set a phrase before a sentence that goes on from it: the sentence's capital goes, unless a name or "I" has it."""
        word = re.match(r"[A-Z][a-z]*(?=[\s,'’])", self.text[at:])
        if word and word[0] != "I" and common(word[0].lower(), "en"):
            return Edit(at, at + 1, f"{phrase} {self.text[at].lower()}")
        return Edit(at, at, phrase + " ")

    def _rephrase(self, fix: Fix) -> Iterator[Suggestion]:
        """Put a time in an empty one's place, or a phrase in the sentence's, unless facts or other moves would be lost with it."""
        sentence = next((s for s in self.reading.sentences if s.start == fix.start), None)
        if sentence is None:
            return
        vague = [sentence.span(hit) for hit in sentence.labelled("time.vague")]
        if fix.move in ("commitment", "follow_up") and vague:
            start, end = vague[0]
            end = max([end, *(right for left, right in vague if left < end)])
            start -= len(_MUCH.search(self.text[:start])[0])  # type: ignore[index]
            whole = _CLOSED.match(self.text, end) is not None  # "soon" in "as soon as you write" is no time to put a date for
            for text, needs in self.phrases("deadline") if whole else ():
                yield Suggestion((Edit(start, end, text[0].lower() + text[1:] if start > sentence.start else text),), needs)
        tells = not sentence.moves.keys().isdisjoint(("refusal", "resolution", "alternative", "compensation"))
        calm = fix.move == "commitment" and self.reading.level == 0  # to a calm customer a friendly word is no broken promise
        if tells or calm or sentence.n_words > _SAYS_MORE or self._tells_a_fact(fix.start, fix.end):
            return
        start = self._after_greeting(fix.start, fix.end)
        for text, needs in self.phrases(fix.move, fix.slot):
            yield Suggestion((Edit(start, fix.end, text),), needs)

    def _tells_a_fact(self, start: int, end: int) -> bool:
        """Tell whether a span holds a fact, in figures or in words, that must not be lost with it."""
        return any(not value.weak for value in find_values(self.text[start:end]))

    def _swap(self, fix: Fix, rule: str) -> Iterator[Suggestion]:
        """Put a kinder wording in place of the one found."""
        if fix.move == "name":
            name = self._filled.get("name")
            if name:
                dear = self.text[fix.start : fix.end].lower().startswith("dear ")
                yield Suggestion((Edit(fix.start, fix.end, f"Dear {name}" if dear else name),))
            return
        sentence = next((s for s in self.reading.sentences if s.start <= fix.start < s.end), None)
        if sentence is None:
            return
        gendered = rule == "gender-mismatch"
        edits: list[Edit] = []
        for wording in candidates(self.phrasebook, sentence, f"{rule}-to-{fix.move}" if gendered else rule):
            for first, last in wording.occurrences(sentence):
                start, end = sentence.starts[first], sentence.ends[last - 1]
                if start < fix.end and fix.start < end and all(end <= edit.start or edit.end <= start for edit in edits):
                    say, needs = self._put(wording.say)
                    if say and sentence.words[first] != wording.words[0]:  # a conjunction is written onto the first word
                        say = self.text[start] + say
                    edits.append(self._replacement(sentence, start, end, say))
                    if not gendered:
                        yield Suggestion(tuple(edits), needs)
                        return
        if gendered and self.text[fix.end - 1] in _VOWELS.values():  # «حسابكِ»: only the mark tells
            edits += self._marked(fix, max((edit.end for edit in edits), default=fix.start))
        if edits:  # every word of the span agrees
            yield Suggestion(tuple(sorted(edits, key=lambda edit: edit.start)))

    def _marked(self, fix: Fix, done: int) -> list[Edit]:
        """Make the mark after a pronoun say another form of address: «لكِ» is «لكَ» to a man, «لكم» to many, and says neither without.

        A wording that already took the pronoun's place ends at `done`; then the mark only goes.
        """
        if done >= fix.end:
            return []
        if done == fix.end - 1:
            return [Edit(fix.end - 1, fix.end, _VOWELS.get(fix.move, ""))]
        if fix.move == "plural" and self.text[fix.end - 2] == "ك":
            return [Edit(fix.end - 2, fix.end, "كم")]
        return [Edit(fix.end - 1, fix.end, _VOWELS.get(fix.move, ""))]

    def _put(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Put values and visible slots into a wording, and name the slots that stay open."""
        needs = tuple(dict.fromkeys(slot for slot in _SLOT.findall(text) if slot not in self._filled))
        return _SLOT.sub(lambda m: self._filled.get(m[1]) or visible_slot(m[1], self.voice.language), text), needs

    def _replacement(self, sentence: Sentence, start: int, end: int, say: str) -> Edit:
        """Replace within a sentence, keeping its capital and, for an empty wording, its spacing."""
        text = self.text
        first = start == sentence.start
        if not say:
            while end < len(text) and text[end] in " ,،":
                end += 1
            if first and end < sentence.end and text[start].isupper() and text[end].islower():
                return Edit(start, end + 1, text[end].upper())
            if not first and end >= sentence.end - 1:
                while start > sentence.start and text[start - 1] in " ,،":
                    start -= 1
            return Edit(start, end, "")
        return Edit(start, end, _sentence_case(say) if first and text[start].isupper() else say)

    def _clip(self, fix: Fix) -> Edit | None:
        """Take out the clause that holds a span, where the rest of the sentence stands by itself and no fact goes with it."""
        sentence = next((s for s in self.reading.sentences if s.start <= fix.start < s.end), None)
        if sentence is None:
            return None
        joints = [(sentence.start + match.start(), sentence.start + match.end()) for match in _JOINT.finditer(sentence.text)]
        before = [joint for joint in joints if joint[1] <= fix.start]
        after = [joint for joint in joints if joint[0] >= fix.end]
        if not before and not after:
            return None
        closing = sentence.end - len(_CLOSING_SIGNS.search(sentence.text)[0])  # type: ignore[index]
        start = before[-1][0] if before else sentence.start
        end = closing if before and not after else after[0][0] if before else after[0][1]
        if sentence.n_words - len(self.text[start:end].split()) < _STANDS or self._tells_a_fact(start, end):
            return None
        if not before and self.text[start].isupper() and self.text[end].islower():
            return Edit(start, end + 1, self.text[end].upper())
        return Edit(start, end, "")

    def _blank(self, blank: str) -> tuple[str, tuple[str, ...]]:
        """Fill a template's blank with what is known, or make it a visible slot that keeps the blank's own name."""
        named = " ".join(re.findall(r"[^\W_]+", blank)) or ("value" if self.voice.language == "en" else "القيمة")
        slot = _BLANKS.search(named.lower())
        if slot and slot.lastgroup and (value := self._filled.get(slot.lastgroup)):
            return value, ()
        return f"⟦{named}⟧", (named,)

    def deletion(self, start: int, end: int) -> Edit:
        """Delete a sentence with the white space after it, or before it at the end of the text; a greeting at its head stays."""
        text = self.text
        start = self._after_greeting(start, end)
        while end < len(text) and text[end] in " \t":
            end += 1
        if end == len(text) or text[end] in "\r\n":
            while start and text[start - 1] in (" \t" if end < len(text) else " \t\r\n"):
                start -= 1
            if start and text[start - 1] in "\r\n":  # a whole paragraph goes with one of its breaks
                while end < len(text) and text[end] in "\r\n":
                    end += 1
        return Edit(start, end, "")

    def _after_greeting(self, start: int, end: int) -> int:
        """Give where a sentence goes on after the greeting that opens it ("Monica, your email …"), or `start` where none does."""
        greeted = self.reading.greeted
        if greeted is None or not start <= greeted[1] < greeted[2] < end:
            return start
        after = greeted[2]
        while after < end and self.text[after] in ",،!: \n":
            after += 1
        return after if after < end else start

    def _split(self, fix: Fix) -> Edit:
        """End the sentence at its joint and begin another."""
        text = self.text
        start, end = fix.start, fix.end
        dropped = _CONJUNCTION.match(text, end)
        lead = ""
        if dropped:
            end = dropped.end()
            lead = "This means that " if dropped[0].lower().startswith("which") else ""
        if end >= len(text):
            return Edit(start, end, text[start:end])
        first = text[end] if lead else text[end].upper()
        return Edit(start, end + 1, f". {lead}{first}")

    def _move(self, fix: Fix) -> Iterator[Suggestion]:
        """Cut a sentence out and put it where it belongs."""
        if fix.to < 0 or fix.start <= fix.to:
            return
        sentence = self.text[fix.start : fix.end]
        cut = self.deletion(fix.start, fix.end)
        yield Suggestion((Edit(fix.to, fix.to, sentence + " "), cut))

    def _calm(self, start: int, end: int) -> str:
        """Write a shouted span plainly."""
        shouted = self.text[start:end]
        if not any(sign.isalpha() for sign in shouted):
            return "؟" if "؟" in shouted else "?" if "?" in shouted else "!" if len(shouted) < 3 else "."
        if has_arabic(shouted) or not shouted.isupper():
            return re.sub(r"([^\W\d_])\1{2,}", r"\1", shouted)
        calm = re.sub(r"[A-Z]{2,}(?:['’][A-Z]+)?", lambda m: m[0] if m[0] in CODES else m[0].lower(), shouted)
        calm = re.sub(r"\bi\b", "I", calm)
        opens = any(sentence.start == start for sentence in self.reading.sentences)
        return calm[0].upper() + calm[1:] if opens else calm


@lru_cache(maxsize=2_000)
def _ranked(
    phrasebook: Phrasebook, move: str, voice: Voice, matters: tuple[str, ...], filled: frozenset[str], firmness: int | None
) -> tuple[tuple[tuple[bytes, str], ...], ...]:
    """Give the ids and texts of the phrases that fit, in groups that fit alike, the best group first."""
    groups: dict[float, list[tuple[bytes, str]]] = {}
    for entry in phrasebook.entries(voice.language, move):
        if firmness is not None and entry.firmness != firmness:
            continue
        rank = _rank(entry, voice, matters, filled)
        form = _form_of(entry, voice)
        if rank is not None and form is not None:
            groups.setdefault(rank, []).append((entry.id.encode(), entry.forms[form]))
    return tuple(tuple(groups[rank]) for rank in sorted(groups, reverse=True))


def _rank(entry: Entry, voice: Voice, matters: tuple[str, ...], filled: frozenset[str]) -> float | None:
    """Rate how an entry fits; None if it does not."""
    if entry.channels is not None and voice.channel not in entry.channels:
        return None
    rank = 0.0
    if voice.language == "ar":
        if entry.dialect not in (voice.dialect, "msa"):
            return None
        rank += 4.0 if entry.dialect == voice.dialect else 0.0
    if voice.register in entry.registers:
        rank += 2.0
    elif {voice.register, *entry.registers} >= {"formal", "casual"}:
        rank -= 2.0
    if entry.matters and "any" not in entry.matters:
        shared = [matters.index(matter) for matter in entry.matters if matter in matters]
        if not shared:
            return None
        rank += 3.0 - min(shared)
    if any(slot in AUTO_SLOTS and slot not in filled for slot in entry.slots):
        return None
    rank += (
        0.5 * len(entry.slots & {"item", "name"})
        + 4.0 * len(entry.slots & PLAYED)
        - 0.25 * len((entry.slots & ASKS.keys()) - filled)
        + 0.5 * len(entry.slots & ASKS.keys() & filled)
    )
    return rank + (0.5 if entry.channels else 0.0)


def _form_of(entry: Entry, voice: Voice) -> Form | None:
    """Choose a form: the addressee's, else neutral; with unknown gender never m or f."""
    if voice.form in entry.forms:
        return voice.form
    if "neutral" in entry.forms:
        return "neutral"
    return "plural" if voice.form == "neutral" and "plural" in entry.forms and voice.register == "formal" else None


_BLANKS = re.compile(
    r"(?P<company>compan|شرك|مؤسس)|(?P<agent>agent|your name|my name|موظف|وكيل)|(?P<order>order|ticket|طلب|تذكر|بلاغ)"
    r"|(?P<date>date|تاريخ|موعد)|(?P<amount>amount|مبلغ)|(?P<link>link|url|رابط)|(?P<name>name|customer|client|اسم|عميل)"
)
_LEADING, _TRAILING, _LEAST_BARE = re.compile(r"^[وف]?(?:بال|لل|ال)"), re.compile(r"(?:كم|هم|نا|ها|ك|ي|ه)$"), 4
_EASTERN_DIGIT = re.compile("[٠-٩]")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def visible_slot(slot: str, language: str) -> str:
    """Write a slot as the agent sees it: `⟦date⟧`, «⟦التاريخ⟧»."""
    return f"⟦{ASKS[slot][language][0]}⟧" if slot in ASKS else f"⟦{slot}⟧"


def slots_in(text: str) -> list[str]:
    """List the slots that stand open in a text."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Carry out edits that do not overlap; several at one place keep their order."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bare(word: str) -> str:
    """Take the article and a pronoun off a normalised Arabic word, as long as four letters remain."""
    for pattern in (_LEADING, _TRAILING):
        rest = pattern.sub("", word)
        word = rest if len(rest) >= _LEAST_BARE else word
    return word


@lru_cache(maxsize=4)
def _items(phrasebook: Phrasebook, language: str) -> dict[tuple[str, ...], dict[str, str]]:
    table: dict[tuple[str, ...], dict[str, str]] = {}
    for item in phrasebook.items(language):
        for word in item.words:
            words = words_of(word, language)
            table.setdefault(words, _forms(item))
            if language == "ar" and len(words) == 1:
                table.setdefault((_bare(words[0]),), _forms(item))
                if words[0].endswith("ه"):
                    table.setdefault((words[0][:-1] + "ت",), _forms(item))
    return table


def _forms(item: Item) -> dict[str, str]:
    return {str(form): text for form, text in item.forms.items()}


__all__ = ["Composer", "Edit", "Suggestion", "Voice", "apply_edits", "slots_in", "visible_slot", "voice_of"]
