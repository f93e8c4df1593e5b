"""A note said as a sentence, or as what follows "because" or "I can offer you", with the words that shorthand leaves out."""

import re

from coach.slots import reworded, said_in

_AGENT = (
    r"(?:wait|check|investigat|look|chas|refund|send|work|ask|replac|resend|process|review|fix|repair|arrang|prepar|trac|track|try|verify"
    r"|talk|inspect)"
)
_DONE = (
    r"(?:opened|started|launched|filed|raised|logged|created|asked|sent|resent|refunded|passed|escalated|moved|forwarded|reported|changed"
    r"|cancelled|canceled|replaced|booked|rebooked|arranged|fixed|unlocked|reset|updated|corrected|credited|waived|extended|reserved|repaired"
    r"|approved|ordered|contacted|chased|transferred|rescheduled|stopped|frozen|restored|activated|added|removed|deleted|issued|dispatched|closed)"
)
_ENDS = r"(?=\s+(?:to|by|with|on|in|for|until|at|from|today|yesterday)\b|$)"
_THIRDS = r"(?:arrives|comes|ships|leaves|takes|runs|starts|ends|costs|includes|expires|goes|needs|reopens|returns)\b"
_ING = re.compile(rf"{_AGENT}\w{{0,3}}ing\b", re.IGNORECASE)
_PASSIVE = re.compile(rf"{_DONE}{_ENDS}", re.IGNORECASE)
_PAST = re.compile(rf"{_DONE}\s+(?:on|at|yesterday)\b", re.IGNORECASE)
_ACTIVE = re.compile(rf"{_DONE}\s+\S", re.IGNORECASE)
_BACK = re.compile(r"(?:back|working|running)\b.*\bsince\b", re.IGNORECASE)
_THIRD = re.compile(_THIRDS, re.IGNORECASE)
_LAST = re.compile(rf"(?P<noun>[\w' -]{{3,40}}?)\s+{_DONE}{_ENDS}", re.IGNORECASE)
_SHOWN = re.compile(rf"(?P<noun>[\w' -]{{3,40}}?)\s+{_THIRDS}", re.IGNORECASE)
_OWN = re.compile(
    r"(?:the|a|an|your|our|his|her|their|its|we|i|it|they|you|this|that|all|no|not|never|nothing|nobody|was|were|is|are|has|have|had|to|be"
    r"|been)\b",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|will|would|can|could|did|does|do|not|never|got|gets|we|i|they|he|she|you)\b", re.IGNORECASE
)
"""What shows that the words before a participle are more than a noun."""
_THERE = re.compile(
    r"(?P<one>(?:delay|strike|fault|shortage|backlog|problem|outage|power cut|queue)\b)?"
    r"(?(one)|(?:delays|strikes|faults|shortages|backlogs|problems|outages|(?:bad|heavy|high|technical|severe) ))",
    re.IGNORECASE,
)
"""What there is when something is late or cannot be: "delay at customs", "heavy rain"."""
_SUBJECT = re.compile(r"(?:it|they|he|she|we|this|that|there|you)\b", re.IGNORECASE)
_STATE = re.compile(
    rf"(?:the )?(?P<noun>(?!{_SUBJECT.pattern})[a-z][a-z -]{{2,30}}?)"
    r" (?P<state>broken|opened|open|missing|damaged|removed|cut|used|worn|washed|lost|closed|scratched|full|empty|late|unpaid|incomplete"
    r"|blocked|sold out|too \w+|(?P<past>\w{3,}ed))",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"(?:over|past|after|before|out of|under|below|above|too|not|no longer|more than|less than|against|beyond|outside|within|in|on|at|for"
    r"|non|already|still|only|final|sold|a|an|our|your|the)\b",
    re.IGNORECASE,
)
"""Beginnings of what "it is" can be said of; any other noun is left to the agent."""
_STANDS = re.compile(r"\b(?:can|can't|cannot|will|would)\b", re.IGNORECASE)
_CAUSE_AR = re.compile(
    r"ال\w+ (?!ال)\w+|(?:ال\w+ )?كان\w* .+|(?:عطل|خلل|ت[أا]خير|نقص|ضغط|حفريات|زحمة|ازدحام|صيانة|انقطاع|غلط|خط[أا])(?: .+)?"
)
"""A definite noun and what is said of it, what was, or a word for trouble."""
_ONE = re.compile(r"(?:(?:free|full|partial|new) )?(?:repair|exchange|replacement|refund|discount|upgrade|check|visit)\b", re.IGNORECASE)
_WORTH = r"\S{0,3}\d[\d.,]*\S{0,3} (?:[a-z]{3,7} )?"
_VOUCHER = re.compile(
    rf"(?P<worth>{_WORTH})?(?P<name>voucher|coupon|gift card|(?:promo |discount )?code)\b"
    r"(?P<of> (?=\D{0,3}\d))?",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    rf"(?:an? )?(?:{_WORTH})?(?:(?:store|shop|loyalty|bonus|promo|discount|gift) )?"
    r"(?:vouchers?|coupons?|credits?|cards?|points|codes?)\b"
    r"|ب?(?:قسيم[ةه]|قسائم|قسايم|كوبون|رصيد|نقاط|كود خصم|رمز خصم|(?:بطاق[ةه]|كرت) هدي[ةه])(?!\w)",
    re.IGNORECASE,
)
_AN = re.compile(r"\D{0,2}(?:8|11\b|18\b)")
_WITH = re.compile(r"ب(?=(?:قسيم|كوبون|رصيد|خصم|نقاط|بطاق|كود|مبلغ))")
_BECAUSE = re.compile(
    r"^(?:(?:because|since|due to|as|the reason is|reason|cause(?:d by)?|لأن|لان|بسبب|السبب|عشان|علشان)(?!\w)"
    r"|ل(?=[أا]ن(?:ها?|هم|نا|كم?)\s)|نظرًا ل)\s*:?\s*",
    re.IGNORECASE,
)
_BECAUSE_OF = re.compile(
    r"^(?:(?:the )?(?:delay|delayed|late)(?: is)? |ال(?:تأخير|تاخير|تأخر|سبب)(?: كان| صار)? )?"
    r"(?:due to|because of|caused by|بسبب|من ورا)\s*:?\s*",
    re.IGNORECASE,
)
_STATED = re.compile(r"^(?:it is|there (?:is|are)) ")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|can't|cannot|did|does|do|will|would|ran|went|ended|passed|expired|waiting)\b", re.IGNORECASE
)
"""What shows that a piece is a clause by itself."""


def sentence(note: str, language: str) -> str:
    """Write a note as a sentence; what is a sentence already, or no known shorthand, keeps its words."""
    text = _with_subject(note) if language == "en" else note
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?؟" else f"{text}."


def _with_subject(note: str) -> str:
    low = note[:1].lower() + note[1:]
    if _ING.match(note):
        return f"we are {low}"
    if _PASSIVE.match(note):
        return f"it {'was' if _PAST.match(note) else 'has been'} {low}"
    if _THIRD.match(note):
        return f"it {low}"
    if _BACK.match(note):
        return f"it has been {low}"
    found = _LAST.match(note)
    if found and not _VERBAL.search(found["noun"]):
        noun = found["noun"]
        named = noun if _OWN.match(noun) else f"the {noun[:1].lower()}{noun[1:]}"
        return f"{named} {'have' if _is_many(noun) else 'has'} been{note[found.end('noun') :]}"
    if _ACTIVE.match(note):
        return f"we have {low}"
    shown = _SHOWN.match(note)
    if shown and not _VERBAL.search(shown["noun"]) and not _OWN.match(note):
        return f"the {low}"
    return note


def as_reason(value: str, language: str) -> str:
    """Make a piece follow "because": "over 30 days" becomes "it is over 30 days", "seal broken" "the seal is broken"."""
    value = _BECAUSE.sub("", value)
    if not value:
        return ""
    if language == "ar" or _is_clause(value):
        return value
    if state := _STATE.fullmatch(value):
        one, many = ("was", "were") if state["past"] else ("is", "are")
        return f"the {state['noun']} {many if _is_many(state['noun']) else one} {state['state']}"
    if there := _THERE.match(value):
        return f"there is a {value}" if there["one"] else f"there {'are' if _is_many(value.split()[0]) else 'is'} {value}"
    return f"it is {value}" if _OF_IT.match(value) else reworded(value, language)


def as_cause(value: str) -> str:
    """Make a piece name a cause by itself: "it is customs" and "delay due to customs" become "customs"."""
    return said_in(_STATED.sub("", _BECAUSE_OF.sub("", value)))


def is_cause(piece: str, language: str) -> bool:
    """Tell whether a piece that names no cause by a word for it can be one all the same: "seal broken", «العلبة مفتوحة»."""
    if language == "ar":
        return _CAUSE_AR.fullmatch(piece) is not None
    return bool(_STATE.fullmatch(piece) or _THERE.match(piece) or (_is_clause(piece) and not _STANDS.search(piece)))


def _is_clause(piece: str) -> bool:
    return bool(_SUBJECT.match(piece) or _VERB.search(piece))


def is_credit(piece: str) -> bool:
    """Tell whether a piece names a credit and nothing before it: "wants a voucher" and «لا يستحق قسيمة» offer none."""
    return _CREDIT.match(piece) is not None


def as_offer(value: str) -> str:
    """Make a piece follow "I can offer you": "voucher 20 EUR" becomes "a voucher of 20 EUR"."""
    voucher = _VOUCHER.match(value)
    if _ONE.match(value):
        return f"a {value}"
    if voucher is None:
        return _WITH.sub("", value, count=1) if value.startswith("ب") else value
    article = "an" if voucher["worth"] and _AN.match(voucher["worth"]) else "a"
    return f"{article} {voucher['worth'] or ''}{voucher['name']}{' of ' if voucher['of'] else ''}{value[voucher.end() :]}"


def _is_many(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss")
