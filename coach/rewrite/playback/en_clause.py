"""A customer's own English clause with the persons turned: "I still have no refund" is "you still have no refund"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.rewrite.playback import en_words as words
from coach.rewrite.playback.en_turn import calm, checked, is_finite, turned, written_tokens
from coach.rules.shouting import CODES

MAX_WORDS = 20
_LEAST_WORDS = 4
_MAX_SIGNS, _MAX_PIECES = 1_000, 12  # of a sentence, that are looked at
_LEAD = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|greetings|namaste|salaam|g'day|howdy"
    r"|respected)\b[^,!.]{0,40}[,!]\s*|@\w+[,:]?\s+"
    r"|(?:so|and|but|ok|okay|look|well|also|yes|no|oh|right|bro|yo|guys|plus|basically|because|cos|anyway|listen|again"
    r"|sorry|please note that|fyi|just to say|ps|update|now|then)\b(?:[,:]\s*|\s+)"
    r"|I(?:'m| am| was|'ve been| have been) (?:told|informed|advised)(?: that)?\s+(?=(?:I|my|we|our|the|your)\b)"
    r"|[A-Z][a-z]+,\s+(?=(?:I|my|we|our|the|your|car's)\b))",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<![,\s])(?:[,\s]+(?:please|pls|plz|thanks|thank you|thx|ta|cheers|lol|hun|mate|sir|madam|ma'am|bhai|yaar|again|yk|tho"
    r"|though|mind you|and counting|okay|ok|kindly|so|and|but)){1,6}$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?<!\s)\s*[;—…•|]\s*|(?<!\s)\s+[-–]+\s+|:\s+|\.{2,}\s*|\.\s+|!+\s*|\n+")
_COMMA = re.compile(r",\s+")
_CONTINUES = re.compile(
    r"(?:and|but|so|yet|because|though|although|even though|which|who|after|despite|with|without|then|to|by|on|at|in"
    r"|for|from|not|until|since|while|when|where|as|including|plus)\b",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"(?:I|I'm|I've|I'd|we|we're|we've|we'd|my|our|your|the|a|an|you|you've|no one|nobody|none|no|nothing|somebody"
    r"|someone|half|both|all|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|\d+\w*|yesterday|today|last|this|since|every|on|everything|another|some|order|there's|theres|there)\b",
    re.IGNORECASE,
)
_TIME_LEAD = re.compile(
    r"(?:yesterday|today|this (?:morning|afternoon|evening|week|month)|last (?:night|week|month|year|time|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|the \d\w*)|since (?:monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|last \w+|yesterday|the (?:last )?update|\w+))"
    r"(?: (?:morning|afternoon|evening|night))?,? (?=(?:I|I'm|I've|we|we've|my|our|your|the|you|nobody|no one)\b)",
    re.IGNORECASE,
)
_SINCE_WHOLE = re.compile(r"(?:since|every|on|last|this|all|some|order|another)\b", re.IGNORECASE)
_NUMBERED_CONTACT = re.compile(r"this is (?:the|my|our|call|email|message) ", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:nd|rd|th))\b (?:\w+ )?(?:time|call|e-?mail"
    r"|message|letter|request|month|week|week|attempt|visit|engineer|replacement|chat|day)",
    re.IGNORECASE,
)
_NTH_TIME = re.compile(
    r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:nd|rd|th)) (?:time|e-?mail|message|call"
    r"|letter) (?:now )?(?:this \w+ )?(?:that )?(?:I|I'm|I've|we|we've|we're|about|on|asking)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:I|I'm|I've|my|we|our|you|your|the|no|nobody|he|she|it|they|still|been)\b", re.IGNORECASE)
_PLAIN_START = re.compile(r"(?:hey |hi |so )?(?:I|I've|I'm|my|we|we've|our) (?!have to |need to |can |could |should |may )", re.IGNORECASE)
_SCARE = re.compile(
    r"(?<=\b(?:my|ur) )[\"“]\w+(?: \w+)?[\"”] (?=[a-z]+\b(?<!ed))|(?<=\b(?:our"
    r"|the) )[\"“]\w+(?: \w+)?[\"”] (?=[a-z]+\b(?<!ed))|(?<=\byour )[\"“]\w+(?: \w+)?[\"”] (?=[a-z]+\b(?<!ed))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”«»]|(?<!\w)['‘][^'’]+['’](?!\w)")
_REPORTED = re.compile(
    r"\b(?:says?|said|shows?|showed|showing|reads?|error|message|marked(?: as)?|status(?: is)?|refused as"
    r"|rejected as) [\"“]([^\"”]{2,32})[\"”]",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:I|me|my|you|u|your|we|our|us)\b", re.IGNORECASE)
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d\u2b50\u2764]+")
_DANGLING = re.compile(
    r"(?:^|\s)(?:and|but|or|so|the|a|an|to|of|my|your|with|for|because|if|when|that|is|was|at|by|from|than|as|which"
    r"|then|even|i|about|on)$",
    re.IGNORECASE,
)
_MISLEADING = re.compile(
    r"\b(?:ordered|booked|paid) [^,]{1,60}(?<!and)(?<!but)(?<! I) got\b|^(?:my|our|the) (?:\w+ ){1,2}and (?:I|we)\b"
    r"|\b(?:was|am|have|did|were) (?:I|we)\b|\b(?:and|but) still (?:no"
    r"|nothing|not)\b|\b(?:and|but) (?:no|not a|nothing) (?!one|has|was|is)"
    r"|^(?:my|our) (?:\w+ )?(?:son|daughter|mother|mum|mom|dad|father|wife|husband|sister|brother|friend|nan|gran|boss"
    r"|neighbou?r|doctor) (?:says?|said|thinks|told me|asked me|wants)\b|^the (?:old|new|first|second|other|same|last"
    r"|next) one\b"
    r"|^an? \w+(?: \w+)? (?:some|any)(?:body|one)\b"  # "a date somebody is going to keep" names a thing and tells nothing
    r"|\b(?:now|why|where|when|how|what|so|and|but) (?:is|are|can|do|does|could|will|did) (?:my|the|your|u|you|i|it|there|we)\b",
    re.IGNORECASE,
)


def clauses(text: str) -> Iterator[str]:
    """Yield the stretches of a sentence that may stand as a clause of their own, the longest of each place first."""
    text = _EMOJI.sub(" . ", text).replace("’", "'").replace("‘", "'")
    asks = text.rstrip(" \"'”)").endswith("?")
    parts = [part for part in _JOINT.split(text[:_MAX_SIGNS]) if part.strip()]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        pieces = _COMMA.split(part.strip())[:_MAX_PIECES]
        if ((asks and last) or "?" in part) and not _PLAIN_START.match(pieces[0] if len(pieces) == 1 else ""):
            pieces = pieces[: next((at for at, piece in enumerate(pieces) if "?" in piece), len(pieces) - 1)]
        yield from _joined(pieces)


def _joined(pieces: list[str]) -> Iterator[str]:
    """Join the comma's pieces from each piece on for as long as they go on with the clause."""
    for first in range(len(pieces)):
        ends = first + 1
        while ends < len(pieces) and (
            _CONTINUES.match(pieces[ends]) or not (_has_verb(" ".join(pieces[first:ends])) or _SUBJECT.match(pieces[ends]))
        ):
            ends += 1
        for end in range(ends, first, -1):
            whole = ", ".join(pieces[first:end])
            yield whole
            if end == first + 1:
                for match in re.finditer(
                    r"(?<!\s)\s+(?:and|but|so|then|because)\s+(?=(?:I|I'm|I've|we|my|you|your|nobody|no one|the|it|he|she|they)\b)",
                    whole,
                    re.IGNORECASE,
                ):
                    yield whole[: match.start()]
                    yield whole[match.end() :]


@lru_cache(maxsize=512)
def turn(clause: str, things: frozenset[str]) -> str | None:
    """Say a clause back in the second person; None where any word of it cannot be turned surely.

    `things` are single words for what customers speak of: one that begins a clause gets its "your".
    """
    clause = _SCARE.sub("", calm(_strip(clause)))
    if (
        not clause
        or _MISLEADING.search(clause)
        or words.LIKENING.search(clause)
        or words.SNEER.search(clause)
        or words.UNSAYABLE.search(clause)
    ):
        return None
    if (
        _QUOTED.search(_REPORTED.sub(" ", clause))
        or any(_PERSON.search(quoted) for quoted in _REPORTED.findall(clause))
        or re.search(r"[()\[\]*#@/\\]", clause.replace("24/7", ""))
    ):
        return None
    tokens = _with_subject(written_tokens(clause), things)
    if tokens is None:
        return None
    said = " ".join(tokens)
    if words.UNTURNABLE.search(said) or _DANGLING.search(said) or not _LEAST_WORDS <= len(tokens) <= MAX_WORDS:
        return None
    said_back = turned(tokens)
    return checked(" ".join(said_back)) if said_back else None


def _strip(clause: str) -> str:
    clause = re.sub(r"(?<!\s)\s*\([^()]{0,60}\)", "", clause).strip(" .,!?;:-'\"")
    for _ in range(3):
        clause = _LEAD.sub("", clause).strip(" ,")
    return _TAIL.sub("", clause).strip(" ,.!")


def _with_subject(tokens: list[str], things: frozenset[str]) -> list[str] | None:
    """Give a clause the subject that it leaves out; None where it begins with something else."""
    if not tokens:
        return None
    first = tokens[0].lower()
    rest = " ".join(tokens)
    second = tokens[1].lower() if len(tokens) > 1 else ""
    if first in words.ELIDED_PAST and second not in ("by", "is", "was", "are", "from") and not second.endswith("'s"):
        return (
            None
            if (first in ("found", "got", "had", "went") and second in ("a", "it"))
            or (first in ("called", "messaged") and second in ("off", "in", "a"))
            else ["I", first, *tokens[1:]]
        )
    if first in words.ELIDED_PASSIVE and second not in ("you", "u", "by", "me", "us", "my", "our", "him", "her", "them"):
        return ["I", "was", first, *tokens[1:]]
    if first in ("left", "lost", "sent") and second in ("my", "you", "u", "our", "in"):
        return ["I", first, *tokens[1:]] if second != "in" or first == "sent" else None
    if first == "been" and second.endswith("ing"):
        return ["I've", "been", *tokens[1:]]
    if first == "been" and second in ("on", "without", "told", "charged"):
        return ["I've", "been", *tokens[1:]]
    if first == "still" and second in ("waiting", "without"):
        return ["I'm", *_low(tokens)]
    if first == "still" and second in words.ELIDED_PASSIVE:
        return ["I", "was", *_low(tokens)]
    if first == "waiting" and (second in ("for", "since", "on", "over", "nearly", "a") or second[:1].isdigit()):
        return (
            ["I've", "been", *_low(tokens)]
            if re.search(r"\b(?:since|for \w+ (?:weeks|days|months|hours))\b|(?<!\d)\d+ (?:weeks|days|hours|months|minutes)", rest)
            else ["I'm", *_low(tokens)]
        )
    if first in ("can't", "cannot", "couldn't", "haven't") and not _aux_question(second):
        return ["I", *_low(tokens)]
    if first in ("never", "didn't") and second in (
        "got",
        "received",
        "get",
        "receive",
        "heard",
        "had",
        "signed",
        "asked",
        "ordered",
        "agreed",
    ):
        return ["I", *_low(tokens)]
    if _TIME_LEAD.match(rest):
        return _low(tokens)
    if _NTH_TIME.match(rest):
        return ["this", "is", "the", *_low(tokens)]
    if _NUMBERED_CONTACT.match(rest):
        return _low(tokens) if _ORDINAL.search(rest) else None
    if first in things or first.removesuffix("'s") in things:
        return ["my", *_low(tokens)] if _verb_soon(tokens) else None
    if (first in words.FIRST_PERSON_LOW and second.endswith(",")) or second in ("won't", "wouldn't", "shan't"):
        return None
    if first in ("i", "we", "i've", "we've", "i'm", "we're", "i'd", "we'd"):
        verb = next(
            (
                token.lower()
                for token in tokens[1:4]
                if token.lower()
                not in (
                    "just",
                    "also",
                    "really",
                    "only",
                    "still",
                    "already",
                    "have",
                    "had",
                    "then",
                    "even",
                    "don't",
                    "didn't",
                    "never",
                    "do",
                    "can't",
                    "cannot",
                    "couldn't",
                )
            ),
            "",
        )
        if (
            verb in words.FEELINGS
            or (first in ("i'm", "we're") and _is_self(tokens))
            or (first in ("i", "we") and verb in ("am", "was", "were", "are") and _is_self(tokens[1:]))
        ):
            return None
        if first in ("i'd", "we'd") and verb in ("rather", "better", "be", "say", "never"):
            return None
        return tokens
    if first in ("you", "you've"):
        return tokens
    if first in ("there's", "theres", "there"):
        if first == "there":
            return _low(tokens) if second in ("is", "was", "are", "were") else None
        return ["there's", *tokens[1:]] if second in ("a", "an", "no", "another") else None
    if _SINCE_WHOLE.match(first) or first in ("this", "last"):
        return None
    if not _STARTS.match(tokens[0]):
        return None
    return _low(tokens) if _verb_soon(tokens) else None


def _is_self(tokens: list[str]) -> bool:
    """Tell whether "I'm …" says what the customer is or feels, and not what happened."""
    after = " ".join(tokens[1:4]).lower()
    return not re.match(
        r"(?:still |now |being |already |just |also )*(?:waiting|locked|stuck|charged|billed|being|told|paying|getting"
        r"|missing|unable|trying|stranded|due|owed|on hold|without|not able|promised|given|sent|asked|supposed|cut off"
        r"|overcharged|refused|left|quoted|blocked|banned|kept|put|denied|passed|hung|double|fined|logged|transferred"
        r"|called|signed|offered|down|at|in|having|not getting|not receiving|short|kicked|assured|sold)\b",
        after,
    )


_COUNTED = frozenset("a an one two three four five six seven eight nine ten half all both no some another".split())
_AFTER_VERB = frozenset(
    "me my us our the a an to on in at for from off out up down over by with without every all twice again it you your no".split()
)


def _aux_question(second: str) -> bool:
    return second in ("you", "i", "we", "they", "it", "somebody", "someone", "anyone", "u", "your")


def _low(tokens: list[str]) -> list[str]:
    first = tokens[0]
    if first in ("I", "I'm", "I've", "I'd") or first in CODES or (first.isupper() and len(first) > 1):
        return tokens
    return [first[0].lower() + first[1:], *tokens[1:]]


def _verb_soon(tokens: list[str]) -> bool:
    """Tell whether a finite verb follows the first words; past a comma only after "my …, …,"."""
    first = tokens[0].lower()
    far = first in ("my", "our", "the", "your")
    for index, token in enumerate(tokens[1:10], 1):
        after = tokens[index + 1].lower() if index + 1 < len(tokens) else ""
        sure = first not in _COUNTED and not first[0].isdigit()
        if token.lower().rstrip(",") in words.CORE_FINITE or (sure and is_finite(token)):
            return True
        if sure and index > 1 and token.endswith("ed") and after in _AFTER_VERB:
            return True
        if token.endswith(",") and not far:
            break
    return first.endswith("'s")


def _has_verb(text: str) -> bool:
    tokens = text.lower().replace(",", "").split()
    if len(tokens) > 1 and tokens[0] in ("i", "we", "you", "i've", "i'm", "we've", "we're", "i'd"):
        return True
    return any(is_finite(token) for token in tokens) or bool(
        tokens and (tokens[0] in words.ELIDED_PAST or tokens[0] in words.ELIDED_PASSIVE or tokens[0] in ("been", "still", "waiting"))
    )
