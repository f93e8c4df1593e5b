"""From a fix to words: phrases chosen to fit the draft, and edits that fit its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zlib import crc32

from coach.findings import Finding, Fix
from coach.phrasebook import ASKS, AUTO_SLOTS, Entry, Form, Item, Phrasebook
from coach.reading import Reading
from coach.rules.shouting import CODES
from coach.text.document import DIALECTS, Sentence, read
from coach.text.normalise import has_arabic

_SLOT = re.compile(r"\{(\w+)\}")
_BLANK = re.compile(r"⟦[^⟦⟧]*⟧")
_MASKED = {"en": "ending in {last}", "ar": "المنتهي بـ {last}"}
_VOWELS = {"m": "\u064e", "f": "\u0650"}
_CONJUNCTION = re.compile(r"(?:and|which means that)\s+", re.IGNORECASE)


_LEAST_WEIGHT = 0.6  # of a matter's cues: on a weaker hint no phrase may name it
_MAX_MATTERS = 3  # that a phrase may be chosen by: the most spoken of


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
        dialect = reading.draft.dialect
        if dialect is None and reading.customer and reading.customer.document.dialect in DIALECTS and reading.case.channel != "email":
            dialect = reading.customer.document.dialect
        dialect = dialect or "msa"
    formal = sum(sentence.has("style.formal") for sentence in reading.sentences)
    casual = sum(sentence.has("style.casual") for sentence in reading.sentences)
    register = "formal" if formal > casual else "casual" if casual > formal else "neutral"
    return Voice(language, dialect, register, reading.case.channel, _form(reading))


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

    def __init__(self, reading: Reading, phrasebook: Phrasebook) -> None:
        """Take the voice and the slots that the case itself can fill."""
        self.reading = reading
        self.phrasebook = phrasebook
        self.voice = voice_of(reading)
        self._seed = crc32(reading.case.draft.encode())

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
        elif fix.kind == "rephrase":
            yield from self._rephrase(fix)
        elif fix.kind == "swap":
            yield from self._swap(fix, rule)
        elif fix.kind == "delete":
            yield Suggestion((self._deletion(fix.start, fix.end),))
        elif fix.kind == "split":
            yield Suggestion((self._split(fix),))
        elif fix.kind == "move":
            yield from self._move(fix)
        elif fix.kind == "mask":
            digits = "".join(sign for sign in self.text[fix.start : fix.end] if sign.isdigit())
            masked = _MASKED[self.voice.language].format(last=digits[-4:]) if len(digits) >= 10 else "••••"
            yield Suggestion((Edit(fix.start, fix.end, masked),))
        elif fix.kind == "calm":
            yield Suggestion((Edit(fix.start, fix.end, self._calm(fix.start, fix.end)),))

    @property
    def text(self) -> str:
        """The draft's text."""
        return self.reading.case.draft

    def phrases(self, move: str, slot: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield fitting phrases of a move with the slots they leave open, best first; with `slot`, those that hold it."""
        own = {"greeting": self.reading.profile.greeting, "closing": self.reading.profile.signature}.get(move, {})
        if text := own.get(self.voice.language):  # type: ignore[call-overload]
            yield self._fill(text)
        # What leaves its matter to the agent must not name one itself.
        matters = () if slot else tuple(matter for matter, weight in self.reading.matters.items() if weight >= _LEAST_WEIGHT)[:_MAX_MATTERS]
        for alike in _ranked(self.phrasebook, move, self.voice, matters, frozenset(self._filled)):
            for _, text in sorted((crc32(key, self._seed), text) for key, text in alike) if len(alike) > 1 else alike:
                if not slot or f"{{{slot}}}" in text:
                    yield self._fill(text)

    @cached_property
    def _filled(self) -> dict[str, str]:
        """Fill what the case itself knows."""
        context, voice = self.reading.case.context, self.voice
        filled = {
            "name": _FIRST_NAME.match(context.customer_name or "")[0].strip(),  # type: ignore[index]
            "agent": context.agent_name or "",
            "company": context.company or "",
            "order": context.facts.get("order", ""),
            "item": self._item() or "",
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

    def _fill(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Make a sentence of a phrase: slots put in, digits as the draft writes them, a capital first."""
        filled, needs = self._put(text)
        if self.voice.language == "ar" and _EASTERN_DIGIT.search(self.text):
            filled = filled.translate(_EASTERN)
        return _sentence_case(filled), needs

    def _insertion(self, at: int, phrase: str, move: str) -> Iterator[Edit]:
        """Set a phrase into the text with the space or line break that its place asks for.

        What follows a phrase begins a sentence: a small letter there becomes a capital.
        """
        text = self.text
        mail = self.voice.channel == "email"
        if move == "greeting":
            yield Edit(at, at, phrase + ("\n\n" if mail else " "))
            return
        if move == "closing":
            yield Edit(at, at, ("\n\n" if mail else " ") + phrase)
            return
        after = text[at:].lstrip(" \t")
        begins = at == 0 or (text[at - 1] in "\n\r " and any(sentence.start == at for sentence in self.reading.sentences))
        if begins and after:
            yield Edit(at, at, phrase + " ")
            if text[at].islower() and text[at].upper() != text[at]:
                yield Edit(at, at + 1, text[at].upper())
            return
        lead = "" if at and text[at - 1].isspace() else " "
        if at and text[at - 1].isalnum():
            lead = ". "
        yield Edit(at, at, lead + phrase)

    def _rephrase(self, fix: Fix) -> Iterator[Suggestion]:
        """Put a phrase in the sentence's place, unless facts or other moves would be lost with it."""
        sentence = next((s for s in self.reading.sentences if s.start == fix.start), None)
        facts = any(fix.start <= fact.start < fix.end for fact in self.reading.draft.facts)
        if sentence is None or facts or sentence.moves.keys() & {"refusal", "resolution", "alternative", "compensation"}:
            return
        vague = sentence.labelled("time.vague")
        if fix.move in ("commitment", "follow_up") and vague:
            start, end = sentence.span(vague[0])
            for text, needs in self.phrases("deadline"):
                yield Suggestion((Edit(start, end, text[0].lower() + text[1:] if start > sentence.start else text),), needs)
        for text, needs in self.phrases(fix.move, fix.slot):
            yield Suggestion((Edit(fix.start, fix.end, text),), needs)

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
        present = {*sentence.words, *(word[1:] for word in sentence.words)}
        for words, say in _swap_words(self.phrasebook, sentence.language, f"{rule}-to-{fix.move}" if gendered else rule):
            for index in _occurrences(words, sentence) if words[0] in present else ():
                start, end = sentence.starts[index], sentence.ends[index + len(words) - 1]
                if start < fix.end and fix.start < end and all(end <= edit.start or edit.end <= start for edit in edits):
                    say, needs = self._put(say)
                    if say and sentence.words[index] != words[0]:  # a conjunction is written onto the first word
                        say = self.text[start] + say
                    edits.append(self._replacement(sentence, start, end, say))
                    if not gendered:
                        yield Suggestion(tuple(edits), needs)
                        return
        if gendered and self.text[fix.end - 1] in _VOWELS.values():  # «حسابكِ»: only the mark tells
            edits.append(Edit(fix.end - 1, fix.end, _VOWELS[fix.move]))
        if edits:  # every word of the span agrees
            yield Suggestion(tuple(sorted(edits, key=lambda edit: edit.start)))

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
            if first and end < sentence.end and text[end].islower():
                return Edit(start, end + 1, text[end].upper())
            if not first and end >= sentence.end - 1:
                while start > sentence.start and text[start - 1] in " ,،":
                    start -= 1
            return Edit(start, end, "")
        return Edit(start, end, _sentence_case(say) if first and text[start].isupper() else say)

    def _deletion(self, start: int, end: int) -> Edit:
        """Delete a sentence with the white space after it, or before it at the end of the text."""
        text = self.text
        while end < len(text) and text[end] in " \t":
            end += 1
        if end == len(text) or text[end] in "\r\n":
            while start and text[start - 1] in (" \t" if end < len(text) else " \t\r\n"):
                start -= 1
        return Edit(start, end, "")

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
        cut = self._deletion(fix.start, fix.end)
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
    phrasebook: Phrasebook, move: str, voice: Voice, matters: tuple[str, ...], filled: frozenset[str]
) -> tuple[tuple[tuple[bytes, str], ...], ...]:
    """Give the ids and texts of the phrases that fit, in groups that fit alike, the best group first."""
    groups: dict[float, list[tuple[bytes, str]]] = {}
    for entry in phrasebook.entries(voice.language, move):
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
    rank += 0.5 * len(entry.slots & {"item", "name"}) - 0.25 * len(entry.slots & ASKS.keys())
    return rank + (0.5 if entry.channels else 0.0)


def _form_of(entry: Entry, voice: Voice) -> Form | None:
    """Choose a form: the addressee's, else neutral; with unknown gender never m or f."""
    if voice.form in entry.forms:
        return voice.form
    if "neutral" in entry.forms:
        return "neutral"
    return "plural" if voice.form == "neutral" and "plural" in entry.forms and voice.register == "formal" else None


_LEADING, _TRAILING, _LEAST_BARE = re.compile(r"^[وف]?(?:بال|لل|ال)"), re.compile(r"(?:كم|هم|نا|ها|ك|ي|ه)$"), 4
_FIRST_NAME = re.compile(r"(?:(?:أم|ام|أبو|ابو|أبي|عبد|Abu|Umm|Abd|Abdel) )?\S*")
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
            words = _words(word, language)
            table.setdefault(words, _forms(item))
            if language == "ar" and len(words) == 1:
                table.setdefault((_bare(words[0]),), _forms(item))
                if words[0].endswith("ه"):
                    table.setdefault((words[0][:-1] + "ت",), _forms(item))
    return table


def _forms(item: Item) -> dict[str, str]:
    return {str(form): text for form, text in item.forms.items()}


def _words(text: str, language: str) -> tuple[str, ...]:
    document = read(text, (), language)
    return tuple(word for sentence in document.sentences for word in sentence.words)


@lru_cache(maxsize=64)
def _swap_words(phrasebook: Phrasebook, language: str, rule: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((_words(swap.find, language), swap.say) for swap in phrasebook.swaps(language, rule))


def _occurrences(words: tuple[str, ...], sentence: Sentence) -> Iterator[int]:
    """Find where `words` stand in a sentence; in Arabic a conjunction may be written onto the first."""
    n = len(words)
    own = sentence.words
    arabic = sentence.language == "ar"
    for index in range(len(own) - n + 1):
        first = own[index]
        begins = first == words[0] or (arabic and first[:1] in "وف" and first[1:] == words[0])
        if begins and tuple(own[index + 1 : index + n]) == words[1:]:
            yield index


__all__ = ["Composer", "Edit", "Suggestion", "Voice", "apply_edits", "slots_in", "visible_slot", "voice_of"]
