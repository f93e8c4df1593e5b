"""What an English message says of its matter: the thing, since when, how much, which number, how often."""

import re
from functools import lru_cache

from coach.phrasebook import Phrasebook
from coach.rewrite.playback.en_words import CAPITALISED, WRITTEN_OUT
from coach.text.document import Document, Sentence, read

_NUMBER = (
    r"(?:\d{1,3}(?:\.5|½)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|several"
    r"|a (?:whole |full )?(?:couple of|few))"
)
_UNIT = (
    r"(?:(?:working|business|whole|full|solid|straight|entire) )?"
    r"(?:minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mths?|years?|yrs?)"
)
_HALF = r"(?: and a half)?"
_WEEKDAY = r"(?:mon|tues?|wednes|thurs|fri|satur|sun)day"
_SHORT_DAY = r"(?:mon|tues?|wed|thurs?|fri|sat|sun)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DATE = rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|the \d{{1,2}}(?:st|nd|rd|th))"
_POINT = (
    rf"(?:(?:last |this )?(?:{_WEEKDAY}|{_SHORT_DAY})(?: (?:morning|afternoon|evening|night|lunchtime))?"
    rf"|yesterday(?: (?:morning|afternoon|evening))?"
    rf"|last (?:night|week|month|year)"
    rf"|this (?:morning|afternoon)|{_DATE}|{_MONTH}|noon|midnight|christmas|easter|ramadan|eid)"
)
_SINCE = re.compile(rf"\bsince ({_POINT})\b", re.IGNORECASE)
_LASTING = re.compile(
    rf"\bfor (?:the (?:past|last) |over |more than |nearly |almost |about )?({_NUMBER} {_UNIT}{_HALF})\b"
    rf"|\b({_NUMBER} {_UNIT}{_HALF}) (?:now|waiting|without|with no|on hold"
    rf"|and (?:still|counting|no|nothing))\b"
    rf"|\b(?:been|waited|waiting|it's|its) (?:over |nearly |almost |about |more than )?({_NUMBER} {_UNIT}{_HALF})\b"
    r"(?! (?:late|ago|old|away|early|long))",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\b(?:(on|by) )?(?:(last ) ?)?({_WEEKDAY}|{_DATE}|yesterday)\b|\bon ({_SHORT_DAY})\b", re.IGNORECASE)
_WORD_COUNT = {"2": "twice", "two": "twice", "second": "twice", "2nd": "twice", "twice": "twice"}
_NAMES = dict(
    zip(
        "three four five six seven eight nine ten eleven twelve".split(),
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        strict=True,
    )
)
_BY_ORDINAL = {ordinal: name for name, ordinal in _NAMES.items()}
_TIMES = re.compile(r"\b(twice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})(?: times)?\b", re.IGNORECASE)
_CONTACT = r"(?:calls?|e-?mails?|messages?|letters?|chats?|tickets?|requests?|reports?|phone calls)"
_CONTACTS = re.compile(
    rf"\b(?:called|rang|phoned|emailed|e-mailed|wrote|written|messaged|texted|asked|complained|chased|contacted|reported|told|rung|msgd)"
    rf" (?:you |u |in |about it |this )?"
    rf"(twice|(?:three|four|five|six|seven|eight|nine|ten|\d{{1,2}}) times)\b"
    rf"|\b(two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}}) {_CONTACT}\b"
    rf"|\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{{1,2}}(?:nd|rd|th))"
    rf" (?:time (?:i|im|i'm|i've|ive|we|asking|writing|calling|of asking)|{_CONTACT})",
    re.IGNORECASE,
)
_AMOUNT_SIGN = re.compile(r"[£$€₹]\s?\d[\d,]*(?:\.\d{1,2})?")
_NOT_THE_PRICE = re.compile(
    r"\s*(?:,\s*)?(?:extra|in total|total|altogether|more|less|off|short|each"
    r"|a (?:month|week|year|day)|per|k\b)",
    re.IGNORECASE,
)
_ORDER_BEFORE = re.compile(r"\b(?:order|purchase)(?: (?:no|number|num|id|ref))?\.?\s?[:#]?\s?#?$", re.IGNORECASE)
_DETERMINED = frozenset("my our the this your a an whole new".split())


def span_of(text: str) -> str:
    """Say since when or for how long: "since Monday", "for three weeks"; empty where a text does not."""
    if found := _SINCE.search(text):
        return f"since {_tidy(found[1])}"
    if found := _LASTING.search(text):
        return f"for {_tidy(found[1] or found[2] or found[3])}"
    return ""


def day_of(text: str) -> str:
    """Name the one day of which a text speaks, as "on Monday"; empty for none or several."""
    found = list(_DAY.finditer(text))
    if len(found) != 1:
        return ""
    day = _tidy(found[0][3] or found[0][4])
    return day if day == "yesterday" else f"on {found[0][2] or ''}{day}"


def count_of(text: str) -> str:
    """Say how often the customer has been in touch: "twice", "six times"; empty where a text does not."""
    found = _CONTACTS.search(text)
    if found is None:
        return ""
    said = (found[1] or found[2] or found[3]).lower().removesuffix(" times")
    said = re.sub(r"(?<=\d)(?:nd|rd|th)$", "", said)
    number = _WORD_COUNT.get(said) or _BY_ORDINAL.get(said, said)
    if number.isdigit() and not 2 < int(number) < 50:
        return ""
    return number if number == "twice" else f"{number} times"


def amount_of(message: Document, sentence: Sentence) -> str:
    """Give the one amount of money that a sentence names, as it is written there."""
    facts = [fact for fact in message.facts if fact.kind == "amount" and sentence.start <= fact.start < sentence.end]
    if len(facts) != 1 or len(_AMOUNT_SIGN.findall(sentence.text)) > 1:
        return ""
    if _NOT_THE_PRICE.match(message.text, facts[0].end):
        return ""
    said = message.text[facts[0].start : facts[0].end]
    after = re.match(r",\d[\d,]*", message.text[facts[0].end : facts[0].end + 12])
    return (said + (after[0] if after else "")).strip()


def order_of(message: Document) -> str:
    """Give the number of the one order that a message names."""
    found = {
        message.text[fact.start : fact.end].lstrip("#"): None
        for fact in message.facts
        if fact.kind == "order" and _ORDER_BEFORE.search(message.text[max(0, fact.start - 20) : fact.start])
    }
    return next(iter(found)) if len(found) == 1 else ""


def item_of(sentence: Sentence, start: int, end: int, phrasebook: Phrasebook) -> str:
    """Name the thing that the words `start:end` of a sentence tell of: one that is named within them."""
    table, own = _table(phrasebook), sentence.words
    found = ""
    for index in range(start, min(end, len(own))):
        for size in (3, 2, 1):
            said = table.get(tuple(own[index : index + size]))
            if said is None or index + size > end:
                continue
            if index + size < len(own) and table.get((own[index + size],)) and size == 1:
                break
            before = own[index - 1] if index else ""
            earlier = own[index - 2] if index > 1 else ""
            if index == 0 or before in _DETERMINED or (earlier in ("my", "our") and before not in ("and", "or")):
                found = said
            break
        if found:
            return found
    return ""


@lru_cache(maxsize=4)
def things(phrasebook: Phrasebook) -> frozenset[str]:
    """Give the single words for things that a customer owns, in a form that may begin a clause."""
    return frozenset(word[0] for word, said in _table(phrasebook).items() if len(word) == 1 and said.startswith("your "))


@lru_cache(maxsize=4)
def _table(phrasebook: Phrasebook) -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for item in phrasebook.items("en"):
        said = item.forms.get("neutral")
        for word in item.words if said else ():
            table.setdefault(tuple(w for sentence in read(word, (), "en").sentences for w in sentence.words), said or "")
    return table


def _tidy(text: str) -> str:
    """Write short forms out, and days and months with a capital."""
    said = []
    for word in text.split():
        low = word.lower()
        said.append(CAPITALISED.get(low) or WRITTEN_OUT.get(low) or _PROPER.get(low) or low)
    return " ".join(said)


_PROPER = {"christmas": "Christmas", "easter": "Easter", "ramadan": "Ramadan", "eid": "Eid", "sun": "Sunday"}
