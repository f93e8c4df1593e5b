"""The reply itself, out of what a model says around it: thoughts, preambles, fences, quotes, notes."""

import re

from coach.case import MAX_DRAFT

_TIMES = 3
_ALWAYS = 600
"""Characters: so long a proposal may be however short the draft is, for a bare "No refunds." needs words."""

_FOLD = re.IGNORECASE | re.DOTALL
_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning|analysis)>.*?(?:</\1>|\Z)", _FOLD)
_THOUGHT_BEFORE = re.compile(r"\A.*</(?:think|thinking|thought|reasoning|analysis)>", _FOLD)
_FENCE = re.compile(r"\A(```++|~~~++)[^\n`]*+\n(.*?)\n?\1\s*\Z", re.DOTALL)
_MARK = re.compile(r"^[ \t]*-{3,}[ \t]*(?:BEGIN|END)\b[^\n]*\n?", re.MULTILINE)
_QUOTES = {'"': '"', "“": "”", "«": "»", "'": "'", "‘": "’", "`": "`"}
_SURE = r"(?:sure(?: thing)?|certainly|of course|okay|absolutely|بالتأكيد|بالطبع|طبعًا|طبعا|حسنًا|حسنا|أكيد|تفضلي?)"
_HERE = r"(?:here(?:'s|’s| is| are)|below is|this is|the|my|your|revised|rewritten|improved|إليكم?|اليكم?|هذا|هذه|فيما يلي|هنا)"
_REPLY = (
    r"(?:repl(?:y|ies)|draft|version|rewrit\w+|reworded|message|response|text|answer"
    r"|(?:ال)?(?:رد|مسودة|صياغة|نسخة|نص|رسالة)|ردك|مسودتك)"
)
_PREAMBLES = (
    re.compile(rf"\A{_SURE}\s*+[!.،,:][^\S\n]*+\n\s*+", re.IGNORECASE),
    re.compile(
        rf"\A(?:\*\*)?(?:{_SURE}(?:\s*+[,،.!:])?\s++)?(?:{_HERE}\b[^\n:]{{0,60}}?)?(?<!\w){_REPLY}(?!\w)[^\n:]{{0,40}}:(?:\*\*)?[ \t]*\n?",
        re.IGNORECASE,
    ),
)
_NOTE = re.compile(
    r"(?<!\s)[^\S\n]*+\n\s*+(?:(?:-{3,}|\*{3,})[^\S\n]*+\n\s*+)?[(\[*_]*+"
    r"(?:notes?|changes(?: made)?|what (?:i )?changed|explanation|ملاحظات|ملاحظة|التعديلات|التغييرات|ما تغير)\s*+[*_]*+\s*+:.*\Z",
    _FOLD,
)


def tidy(proposal: str, draft: str) -> str | None:
    """Give the reply that a model's `proposal` holds; None if there is none, or if it is far longer than the draft.

    Nothing is taken off that the draft itself has at that place.
    """
    text = _MARK.sub("", without_thoughts(proposal)).strip()
    for _ in range(4):
        before = text
        for part in _PREAMBLES:
            if (found := part.match(text)) and not part.match(draft.strip()):
                text = text[found.end() :].strip()
        if (found := _NOTE.search(text)) and not _NOTE.search(draft):
            text = text[: found.start()].strip()
        if (found := _FENCE.match(text)) and not draft.lstrip().startswith(found[1]):
            text = found[2].strip()
        text = _unquoted(text, draft.strip())
        if text == before:
            break
    if not text or len(text) > MAX_DRAFT or len(text) > max(_TIMES * len(draft), _ALWAYS) or "\0" in text:
        return None
    return text


def without_thoughts(text: str) -> str:
    """Leave out what a model thinks aloud before it answers."""
    return _THOUGHT_BEFORE.sub("", _THOUGHT.sub("", text))


def _unquoted(text: str, draft: str) -> str:
    """Take off quotation marks around the whole, unless the draft has them or they belong to parts."""
    close = _QUOTES.get(text[:1])
    inner = text[1:-1]
    if close is None or len(text) < 3 or text[-1] != close or draft[:1] == text[0] or text[0] in inner or close in inner:
        return text
    return inner.strip()
