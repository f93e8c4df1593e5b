"""A customer's English question or request, told back.

"How do I close my account?" is "you would like to know how to close your account".
"""

import re
from functools import lru_cache

from coach.rewrite.playback import en_words as words
from coach.rewrite.playback.en_turn import calm, person_turned, written_out

ASKING = "you would like "  # how every such clause begins
_LEAST, _MOST = 3, 17
_LEAD = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|greetings|namaste"
    r"|respected)\b[^,!.]{0,40}[,!]\s*|@\w+[,:]?\s+|(?:hi|hiya|hello|hey)\s+"
    r"|(?:so|and|but|ok|okay|also|well|quick (?:one|question)|just (?:wondering|checking)|please|pls|sorry|kindly|yo"
    r"|then|dumb q(?:uestion)?|thanks|cheers)\b[,:.]?\s*|[A-Z][a-z]+, )",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<![,\s])(?:[,\s]+(?:please|pls|plz|thanks|thank you|thx|ta|cheers|lol|hun|mate|sir|madam|ma'am|bhai|yaar|tho|though"
    r"|exactly|then|at all|kindly|or not|or no|today maybe)){1,6}$",
    re.IGNORECASE,
)
_RHETORICAL = re.compile(
    r"\b(?:even|ever|on earth|actually|seriously|really|supposed|optional|just|exactly|bother\w*|human|humans|honestly"
    r"|anyone there|not|n't|finally|more than|joke|kidding|wrong with|guess|imagine|think|how hard|point|dare"
    r"|explanation|excuse|problem|needs|wants|expect me|holding)\b|n't\b|!|[\"“”()]",
    re.IGNORECASE,
)
_DEVICES = re.compile(r"^(?:how (?:are|is|was) you|what'?s up|why)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"[\u2600-\u27bf\U0001f000-\U0001faff]+|(?<!\s)\s*[;—–…•|:]\s+|(?<!\s)\s+-+\s+|\.{2,}\s*|!+\s*|\n+|,\s+(?!(?:an?|the|my|our|two"
    r"|three|four) |and (?!whether|how|can|could|do|does|is|are|what|if|when|which|who|will)\w)|(?<!\s)\s+(?:and|or|but|also"
    r"|so)\s+(?=(?:can|could|do|does|is|are|will|would|how|what|where|when|may|please|pls|who)\b)",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:just )?(?:send|give|cancel|refund|replace|change|move|update|correct|delete|remove|add|stop|fix|repair"
    r"|return|exchange|unlock|close|transfer|reissue|reverse|waive|reschedule|pause|freeze|forward|release|deactivate"
    r"|block|disconnect|close|tell) (?:me|us|my|our|the|both|all|an?) ",
    re.IGNORECASE,
)
_CAN_THING = re.compile(
    r"^(can|may|will|could) ((?:my|our|the) (?:[\w'-]+ ){1,3}?)(sign|come|use|collect|join|go|get|pay|be|pick|bring"
    r"|sit|stay|eat|take|have|travel|attend|play|share|apply|work|park|enter|cover|deliver|wait|do|fly|visit"
    r"|still)\b(.*)$",
    re.IGNORECASE,
)
_HOW = re.compile(r"^how (?:do|can|would|could|should|may|might|shall) (?:I|we) (.+)$", re.IGNORECASE)
_WHERE = re.compile(
    r"^(where|when|what|which [\w-]+|what [\w-]+|who|how much [\w-]*|how many [\w-]+|how long|how often|how far) ?(do"
    r"|can|could|should|may|must) (I|we) (.+)$",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^(can|could|may|must|should|do) (?:I|we) (?:please |also |still |possibly )?(.+)$", re.IGNORECASE)
_COMPANY = re.compile(
    r"^((?:what|which|how|when|where)(?: [\w-]+){0,3} )?do you (?:guys |lot |folks )?(?:still |also |have to )?(.+)$", re.IGNORECASE
)
_REQUEST = re.compile(
    r"^(?:can|could|will|would) (?:you|someone|somebody|anyone|one of you) (?:please |kindly |possibly |also "
    r"|at least )?(.+)$",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"^(?:(?:please|pls|plz|kindly) (.+)|(.+?),? (?:please|pls|plz|kindly))$", re.IGNORECASE)
_IS = re.compile(r"^(is|are) (there|it poss(?:ible)? to|it OK to|it ok to) (.+)$", re.IGNORECASE)
_ARE_YOU = re.compile(
    r"^are (?:you|u) (?:guys |lot |folks )?((?:still |also |currently )?(?:open|closed|hiring|taking|accepting|able to"
    r"|running|doing|selling|delivering|looking for|planning)\b.*)$",
    re.IGNORECASE,
)
_IS_STATE = re.compile(
    r"^(is|are|was|were) ((?:(?:the|my|our|your|an?) )?(?:[\w.:£'-]+ ){1,6}?)((?:still |now |ever )?(?:ready|ok|okay"
    r"|open|closed|available|included|covered|safe|due|valid|possible|allowed|free|refundable|compatible|in stock"
    r"|required|halal"
    r"|vegan|gluten-free|needed|confirmed|transferable|back|insured|[\w]+-friendly|full|hiring|taxable|running|coming"
    r"|delayed|paid|on time|accepted)\b.*)$",
    re.IGNORECASE,
)
_WH_IS = re.compile(
    r"^(what|where|who|when|which|how much|how long|how big|how old|how far|what time) ?(is|are|'s|was) ((?:the|my|our"
    r"|your) .+)$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"^((?:what|which|how|when|where)(?: [\w-]+){0,2} )?(does|will|would) ((?:(?:the|my|our|your"
    r"|an?) )?(?:[\w€£$&'-]+ ){1,7}?)(work|include|cover|come|have|need|cost|count|apply|mean|open|close|go|stop|run"
    r"|support|expire|charge|accept|ship"
    r"|deliver|last|take|arrive|leave|get|start|end|fit|contain|be|allow|carry|use|want|ask|know|renew|show|keep|let"
    r"|see|treat|offer|give|provide|hold|change|play|reach|count|return|affect|look|connect|serve|sell)\b(.*)$",
    re.IGNORECASE,
)
_WANT = re.compile(
    r"^(?:I'd|I would|we'd|we would) (?:really |still |also |very much |only |just )?(?:like|love|prefer"
    r"|appreciate) (.+)$|^(?:I|we) (?:just |really |only |still |also )?(want|need|require|request) (.+)$",
    re.IGNORECASE,
)
_VERBS = frozenset(
    "send give tell let extend cancel refund replace change move update correct check confirm explain remove add "
    "stop fix repair return exchange deliver call ring phone email book resend"
    " reset unlock close open delete transfer reissue issue credit reverse waive reschedule arrange look put leave "
    "lift load find fetch trace consider escalate restart refresh post reinstate restore pause freeze provide share "
    "forward pass bring keep make"
    " take help advise clarify investigate review process release activate deactivate block switch print sign "
    "upgrade downgrade renew reserve hold apply name get merge link unlink lower reply answer turn collect pick "
    "rebook record note include drop quote show set list adjust redeliver dispatch swap honour honor verify approve "
    "amend record mark withdraw invoice bill do".split()
)
_NEVER = frozenset("be have see know think understand imagine believe hear stop get read sit live sleep look explain justify".split())
_LIKES = re.compile(r"^(?:a|an|the|my|to|some|one|our) ")
_VAGUE_ASK = re.compile(
    r"^(?:help|do (?:something|it|that|this|so)|explain|answer|reply|confirm|look into|check|fix it|advise|tell|sort"
    r"|a word|someone|to know|to understand|a human|my money|an answer|a reply|to speak|to see|to say|to be"
    r"|to hear)\W*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def told(text: str) -> str | None:
    """Tell the first question or request of a sentence back as a clause about the customer; None where none is sure."""
    for part in _PARTS.split(text.replace("’", "'")):
        if part.strip() and (said := _one(part, text)):
            return said
    return None


def _one(text: str, whole: str) -> str | None:
    asks = whole.rstrip("\"' )").endswith("?")
    text = text.strip()
    text = re.sub(r"(?<!\s)\s*\([^()]{0,60}\)", "", text).strip(" ?.!\"'")
    for _ in range(3):
        polite = bool(re.match(r"(?:please|pls|plz|kindly)\b", text, re.IGNORECASE))
        if polite:
            break
        text = _LEAD.sub("", text)
    if not _LEAST <= len(text.split()) <= _MOST or _DEVICES.match(text):
        return None
    plain = written_out(calm(text))
    plain = _NO_APOSTROPHE.sub(lambda match: f"{match[0][:-1]} is", plain)
    if words.UNSAYABLE.search(plain) or words.LIKENING.search(plain) or words.SNEER.search(plain) or _RHETORICAL.search(plain):
        return None
    return _told(plain, polite, asks)


_INDIRECT = re.compile(
    r"^(?:(?:can|could|may|might) (?:I|we) (?:ask|enquire|inquire|know)|(?:can|could|would|will) (?:you|someone"
    r"|anyone) (?:please |kindly )?(?:tell (?:me|us)|let (?:me|us) know|confirm|explain|advise|clarify|check|say)"
    r"|(?:I|we)(?:'d| would)? (?:just |only |also )?(?:like|want|wanted|need) to (?:know|ask|check|find out)"
    r"|do you know|(?:please |kindly )?(?:let me know|tell me|advise|confirm|inform|tell us)|any idea|(?:I'm |I am "
    r"|just )?(?:wondering|asking))"
    r" (?:please )?((?:what|where|when|how|if|whether|which|who|why) .+)$",
    re.IGNORECASE,
)
_NO_APOSTROPHE = re.compile(r"\b(?:what|where|when|who|how)s\b(?= (?:the|my|our|your)\b)", re.IGNORECASE)
_NO_THING = re.compile(r"\b(?:and|or|to|that|doing|going|coming|if|when|because|so|taking|not|is|are|due|ready|open|still)\b")
_THING_AND_MORE = re.compile(
    r"((?:the|my|our|your) (?:[\w'-]+ ){0,3}?[\w'-]+)( (?:on|for|in|at|of|from|with|now|today|tomorrow|after|per|by"
    r"|this|to|like|about)\b.*)?$"
)
_NO_WISH = re.compile(r"to (?:know|understand|see|be|speak|talk|have|say|hear|ask|believe|report|die|thank|make)\b")
_ELSEWHERE = re.compile(
    r",|;|:|\b(?:or|but|because|since|as|i'm|he|she|they|him|her|them|his|their|it|its|it's|this|that|these|those|here"
    r"|there|there's|one|ones|so|if not)\b(?! (?:week|month|year|morning|afternoon|evening|weekend|is\b))",
    re.IGNORECASE,
)
_EXISTS = re.compile(r"there (?:is|are)|whether it is")
_TELL_ME = re.compile(r"(?:tell|let) (?:me|us) (?:know )?(?:please )?((?:what|where|when|how|if|whether|which|who|the) .+)$", re.IGNORECASE)
_INVERTED = re.compile(
    r"(?:what|who|how much) (?:is|are|was|has|have)\b|\w+ (?:[\w'-]+ ){0,3}?(?:is|are|was|has|have) (?:the|my|our|your"
    r"|an?|there|this|that|it|I|we|you)\b",
    re.IGNORECASE,
)
_SUBJECT_ASK = re.compile(
    r"^((?:which|what|how many|how much|who) (?:[\w'-]+ ){0,4}?(?:is|are|was|has|have|comes?|works?|counts?|covers?"
    r"|goes|go|needs?|apply|applies) .+)$",
    re.IGNORECASE,
)


def _told(text: str, polite: bool, asks: bool) -> str | None:
    if found := _INDIRECT.match(text):
        return _know(_lowered(found[1])) if not re.match(r"\w+ (?:is|are|do|does|did|can|will|was) ", found[1]) else None
    first = text.split(maxsplit=1)[0].lower()
    text = _TAIL.sub("", text) if not (found := _PLEASE.match(text)) or found[1] else text
    if (found := _PLEASE.match(text)) and not asks:
        return _request((found[1] or found[2]).strip())
    if found := _REQUEST.match(text):
        return _request(found[1])
    if found := _HOW.match(text):
        return _know(f"how to {found[1]}") if found[1].split()[0].lower() not in _NEVER - {"get", "stop", "see"} else None
    if found := _WHERE.match(text):
        if found[2].lower() == "do":
            if re.match(r"(?:do|tell|say|complain|have|need|get|stand|see|think|owe)\b", found[4]):
                return None
            return _know(f"{found[1].lower().strip()} to {found[4]}")
        helper = "can " if found[2].lower() == "could" else f"{found[2].lower()} "
        return _know(f"{found[1].lower().strip()} {found[3]} {helper}{found[4]}")
    if found := _WHETHER.match(text):
        helper = found[1].lower()
        if helper in ("can", "could") and re.match(r"(?:have|get) (?:a|an|my|the|some|another|this) ", found[2], re.IGNORECASE):
            return _like(found[2].split(maxsplit=1)[1])
        return _know(f"whether I {'' if helper == 'do' else 'can ' if helper == 'could' else helper + ' '}{found[2]}")
    if found := _CAN_THING.match(text):
        return _know(f"whether {found[2]}{'can' if found[1].lower() == 'could' else found[1].lower()} {found[3]}{found[4]}")
    if found := _COMPANY.match(text):
        return _know(f"{(found[1] or 'whether ').lower()}you {found[2]}", company=True)
    if found := _ARE_YOU.match(text):
        return _know(f"whether you are {found[1]}", company=True)
    if found := _IS.match(text):
        if found[2].lower() == "there":
            return _know(f"whether there {found[1].lower()} {found[3]}")
        return _know(f"whether it is {'possible' if 'poss' in found[2].lower() else 'all right'} to {found[3]}")
    if found := _IS_STATE.match(text):
        return _know(f"whether {found[2]}{found[1].lower()} {found[3]}")
    if found := _WH_IS.match(text):
        verb = "is" if found[2] == "'s" else found[2].lower()
        thing = found[3]
        if _NO_THING.search(thing) or len(thing.split()) > 8:
            return None
        return _know(_inverted(found[1].lower(), thing, verb))
    if (found := _DOES.match(text)) and not (found[2].lower() != "does" and (found[1] or "").lower() == "how "):
        if found[2].lower() == "does":
            verb = _third(found[4].lower())
            return _know(f"{(found[1] or 'whether ').lower()}{found[3]}{verb}{found[5]}")
        if found[2].lower() == "will":
            return _know(f"{(found[1] or 'whether ').lower()}{found[3]}will {found[4]}{found[5]}")
        return None
    if asks and len(text.split()) > 3 and (found := _SUBJECT_ASK.match(text)) and not _INVERTED.match(text):
        return _know(_lowered(found[1]))
    if (found := _WANT.match(text)) and not asks:
        return _like(found[1] or found[3])
    if (first in _VERBS and polite) or (not asks and _IMPERATIVE.match(text)):
        return _request(text)
    return None


def _inverted(asked: str, thing: str, verb: str) -> str:
    """Put the verb of "where is my bag at the moment" where a clause has it."""
    found = _THING_AND_MORE.match(thing)
    if found is None:
        return ""
    if (found[2] and found[2].startswith((" of", " for", " from", " to"))) or asked == "what":
        return f"{asked} {thing} {verb}"
    return f"{asked} {found[1]} {verb}{found[2] or ''}"


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def _third(verb: str) -> str:
    return {"have": "has", "go": "goes", "be": "is", "carry": "carries", "apply": "applies"}.get(verb, verb + "s")


def _know(text: str, company: bool = False) -> str | None:
    return _turned("you would like to know ", text, company)


def _request(text: str) -> str | None:
    text = re.sub(r"^(?:please|pls|plz|kindly|just|also|at least) ", "", text.strip(), flags=re.IGNORECASE)
    verb = text.split()[0].lower() if text.split() else ""
    if verb not in _VERBS or _VAGUE_ASK.match(text) or len(text.split()) < 3:
        return None
    if found := _TELL_ME.match(text):
        return _know(found[1])
    return _turned("you would like us to ", text[0].lower() + text[1:])


def _like(text: str) -> str | None:
    known = text.startswith("to know ")
    if len(text.split()) < 3 or not _LIKES.match(text) or _VAGUE_ASK.match(text) or (not known and _NO_WISH.match(text)):
        return None
    if known:
        return _know(text[8:]) if re.match(r"to know (?:what|where|when|how|if|whether|which|who)\b", text) else None
    return _turned("you would like ", text)


def _turned(lead: str, text: str, company: bool = False) -> str | None:
    text = _TAIL.sub("", text)
    if _ELSEWHERE.search(_EXISTS.sub("", text)):
        return None
    said = person_turned(text, company)
    return lead + said if said else None
