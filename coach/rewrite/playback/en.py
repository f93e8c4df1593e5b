"""Playing back in English: problems that are known by their cues, and the customer's own clauses with the persons turned."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.phrasebook import Form, Phrasebook, Problem
from coach.rewrite.playback import Playback
from coach.rewrite.playback.en_asks import ASKING, told
from coach.rewrite.playback.en_clause import clauses, turn
from coach.rewrite.playback.en_slots import amount_of, count_of, day_of, item_of, order_of, span_of, things
from coach.rewrite.playback.en_words import SIGNALS, SNEER, STRONG
from coach.text.cues import Hit, load_cues
from coach.text.document import Document, Sentence

_QUOTED = re.compile(r"\"[^\"]{1,200}\"|“[^”]{1,200}”")
_SLOT = re.compile(r"\{(\w+)\}")
_MAX_SENTENCES = 12
_SURE = 0.6  # the least confidence of a cue that a record may be said for
_AN_ASK = 3.0  # what a question or request is worth
_TOLD_THERE = 2.0  # what a clause gains that holds the words of the known problem
_ENOUGH = 1.4  # a clause's least worth: something amiss, and the customer in it or a figure
_LEAST_MATTER = 0.8  # of a matter's cue, where no known problem tells the matter
# A life in danger needs more than a playback; praise needs none.
_SILENT = re.compile(
    r"\b(?:suicid\w*|kill(?:ing)? (?:myself|me|himself|herself)|end (?:it all|my life|it tonight)|(?:want|ready|going"
    r"|rather|better off) (?:to )?(?:die|dead)|hurt myself|harm(?:ing)? myself|self[- ]harm\w*"
    r"|\bend it\b|cut myself|safe on my own|look at the bridge|why not end|overdos\w*|sleeping pills|(?:at|with|got) the pills"
    r"|god bless|mashallah|kudos|shout-?out|props to|commend"
    r"|not want to (?:live|be here|wake up)|don'?t want to (?:live|be here|wake up)|no (?:point|reason) (?:in "
    r"|to )?(?:living|live|going on)|hang (?:himself|herself|myself)|kill (?:himself|herself)|jump(?:ing)? off|(?:slit"
    r"|cut(?:ting)?) my wrists?"
    r"|raped?|groped|molest\w*|sexual\w*|put his hand|miscarr\w*|stillb\w*)\b",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    r"\b(?:died|dies|dying|death|dead (?:father|mother|husband|wife|son|daughter|friend)|deceased|passed away"
    r"|passed (?:on|in|last)|funeral|buried|burial|widow\w*|bereave\w*|late (?:husband|wife|father|mother|sister"
    r"|brother|mum|mam|mom|dad|nan|gran|niece|nephew|aunt|uncle|grand\w+|son|daughter|uncle|aunt)"
    r"|cancer|chemo\w*|hospice|terminal\w*|dementia|alzheimer\w*|stroke|heart attack|icu|dialysis|copd|tumou?r)\b",
    re.IGNORECASE,
)
_SPOILING = ("customer.insult", "customer.hostile", "customer.threat_harm", "customer.threat_public", "customer.sarcasm", "customer.thanks")
_ATTACK = frozenset({"customer.insult", "customer.hostile", "customer.threat_harm"})
_CONDITION = frozenset({"if", "unless", "suppose", "should", "whether", "would", "could", "might", "please", "kindly", "confirm", "want"})
_AUXILIARY = frozenset("is are was were do does did can could will would have has may shall should must am if what which who how".split())
_RETOLD = frozenset({"where", "why", "when"})
_CONTACT = re.compile(r"\b(?:rung|rang|called|emailed|wrote|written|messaged|asked|told|come)\b", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?:I (?:ordered|paid|bought|booked|applied|signed)|we (?:ordered|paid|bought|booked)|ordered|paid|booked|bought"
    r"|my (?!name|son|daughter|mother|mum|mom|dad|father|wife|husband|sister|brother|friend|nan|gran|niece|nephew|aunt"
    r"|uncle|grand\w+|heart|kids?|child"
    r"|baby|toddler|mate|boys?|girls?|late|dog|cat|ex|god|own|life|money|opinion|question)|our (?!son|daughter|mother"
    r"|father|family|child|boy|girl|baby))",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:once|twice|since|times|weeks|days|months|hours|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|yesterday)\b",
    re.IGNORECASE,
)


def say(message: Document, form: Form, dialect: str, phrasebook: Phrasebook) -> list[Playback]:
    """Say back what an English message is about: nouns and clauses from the bank, and the customer's own clauses; the surest first."""
    if _SILENT.search(message.text):
        return []
    body = [sentence for sentence in message.body if sentence.language == "en"][:_MAX_SENTENCES]
    known = _known(message, body, form, phrasebook)
    told = [playback for _, playback, _ in known]
    if _GRAVE.search(message.text) or any("customer.threat_harm" in sentence.labels for sentence in body):
        return told  # only the bank's careful words
    own = [
        Playback("", clause, "" if clause.startswith(ASKING) else _matter(sentence))
        for sentence, clause in _own(body, (known[0][0], known[0][2]) if known else None, phrasebook)
    ]
    surest = [Playback(told[0].noun, own[0].clause, told[0].matter)] if told and own else []
    return [*surest, *told, *own]


def _known(message: Document, body: list[Sentence], form: Form, phrasebook: Phrasebook) -> list[tuple[Sentence, Playback, str]]:
    """Find the known problems with the words that tell them: the surest cue, filled the fullest, first."""
    bank = _by_cue(phrasebook)
    found: list[tuple[float, Sentence, Playback, str]] = []
    for index, sentence in enumerate(body):
        for hit in _told_in(sentence):
            if hit.label not in bank or hit.confidence < _SURE:
                continue
            problem, noun, clause = _fill(message, sentence, hit, bank[hit.label], form, phrasebook)
            if problem is None:
                continue
            worth = hit.confidence + 0.1 * len(problem.slots) + 0.02 * (hit.end - hit.start) - 0.02 * index
            start, end = sentence.span(hit)
            found.append((worth, sentence, Playback(noun, clause, problem.matter), message.text[start:end].replace("’", "'")))
    return [(sentence, playback, told_by) for _, sentence, playback, told_by in sorted(found, key=lambda one: -one[0])]


def told_problems(message: Document) -> Iterator[tuple[Sentence, Hit]]:
    """Yield the problems that a message tells as facts, outside quotation."""
    return ((sentence, hit) for sentence in message.body if sentence.language == "en" and sentence.words for hit in _told_in(sentence))


def _told_in(sentence: Sentence) -> Iterator[Hit]:
    quoted = [match.span() for match in _QUOTED.finditer(sentence.text)]
    for hit in load_cues("en", ("problems",)).find(sentence.words):
        at = sentence.starts[hit.start] - sentence.start
        if not any(left <= at < right for left, right in quoted) and _is_told(sentence, hit):
            yield hit


def _is_told(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a cue states what has happened, and does not ask whether it may."""
    before = sentence.words[: hit.start]
    if not _CONDITION.isdisjoint(before):
        return False
    first = sentence.words[hit.start]
    if sentence.is_question and first not in _RETOLD:
        opening = [word for word in before if word not in ("hi", "hello", "so", "and", "but", "please", "hey")]
        return (opening or [first])[0] not in _AUXILIARY
    return True


def _fill(
    message: Document, sentence: Sentence, hit: Hit, problems: tuple[Problem, ...], form: Form, phrasebook: Phrasebook
) -> tuple[Problem | None, str, str]:
    """Choose the record with the most slots that the message fills, and fill it."""
    values: dict[str, str] = {}

    def value(slot: str) -> str:
        if slot not in values:
            if slot == "item":
                values[slot] = item_of(sentence, hit.start, hit.end, phrasebook)
            elif slot == "amount":
                values[slot] = amount_of(message, sentence)
            elif slot == "order":
                values[slot] = order_of(message)
            else:
                values[slot] = {"span": span_of, "day": day_of, "count": count_of}[slot](sentence.text)
        return values[slot]

    for problem in problems:
        if all(value(slot) for slot in problem.slots):
            noun, clause = (
                _SLOT.sub(lambda match: value(match[1]), texts.get(form) or texts.get("neutral", ""))
                for texts in (problem.noun, problem.clause)
            )
            return problem, noun, clause
    return None, "", ""


@lru_cache(maxsize=4)
def _by_cue(phrasebook: Phrasebook) -> dict[str, tuple[Problem, ...]]:
    table: dict[str, list[Problem]] = {}
    for problem in phrasebook.problems("en"):
        table.setdefault(problem.cue, []).append(problem)
    return {cue: tuple(sorted(problems, key=lambda problem: -len(problem.slots))) for cue, problems in table.items()}


def _own(body: list[Sentence], known: tuple[Sentence, str] | None, phrasebook: Phrasebook) -> list[tuple[Sentence, str]]:
    """Turn the customer's own clauses, the one that tells most of the matter first, and what they ask for."""
    sneers = any("customer.sarcasm" in sentence.labels or SNEER.search(sentence.text) for sentence in body)
    if sneers and known is None:
        return []
    spoiled = sneers or any(not _ATTACK.isdisjoint(sentence.labels) for sentence in body)
    found: list[tuple[float, Sentence, str]] = []
    for index, sentence in enumerate(body):
        if any(label in sentence.labels for label in _SPOILING):
            continue
        told = known[1] if known and known[0] is sentence else ""
        found += [(worth - 0.15 * index, sentence, clause) for worth, clause in _candidates(sentence, told, spoiled, phrasebook)]
    return [(sentence, clause) for _, sentence, clause in sorted(found, key=lambda one: -one[0])]


def _candidates(sentence: Sentence, known: str, spoiled: bool, phrasebook: Phrasebook) -> Iterator[tuple[float, str]]:
    """Yield the clauses of a sentence that may be said, with their worth."""
    if "if" not in sentence.words[:3]:
        for part in clauses(sentence.text):
            worth = _worth(part) + (_TOLD_THERE if known and known in part.replace("\n", " ") else 0.0)
            if worth >= _ENOUGH and (said := turn(part, things(phrasebook))):
                yield worth + 1.0, said
    if not spoiled and (said := told(sentence.text)):
        yield _AN_ASK, said


def _worth(clause: str) -> float:
    """Weigh how much a clause tells of what is amiss."""
    n = len(clause.split())
    signals = 1.0 if SIGNALS.search(clause) else 0.2 if _PLAIN.match(clause.strip()) else -9.0
    strong = 1.2 if STRONG.search(clause) else 0.0
    figures = 0.6 * min(2, len(_FIGURE.findall(clause)))
    own = 0.6 if re.search(r"\b(?:I|i|my|we|our|you|your|me|u|ur)\b", clause) else 0.0
    short = (0.5 if n < 5 else 0.0) + (0.6 if n < 7 and _CONTACT.search(clause) else 0.0)
    return signals + strong + figures + own + min(n, 14) * 0.05 - short


def _matter(sentence: Sentence) -> str:
    """Name the matter that a sentence speaks of most surely; empty where none is sure."""
    hits = [hit for hit in sentence.hits if hit.label.startswith("matters.") and hit.confidence >= _LEAST_MATTER]
    return max(hits, key=lambda hit: hit.confidence).label.removeprefix("matters.") if hits else ""
