"""Whether a sentence points back at what was said before it, so that it means nothing once that is gone.

"I've had a word with them", «سنبحث عنه»: words alone tell, so a pronoun whose noun stands in the same sentence may be taken for one that
points back; what follows from it is only that the agent is asked to say the sentence anew.
"""

import re

from coach.text.normalise import dediacritise

_AR = "\u0621-\u0652"
_VERB = (
    r"(?:is|was|are|were|has|have|had|will|would|can|could|should|may|might|must|does|do|did"
    r"|means|stays?|goes|comes|happens|takes?|[’']s|[’']ll)"
)
_BACK = re.compile(
    rf"\A(?:(?:and|but|so|then|also),?\s+)?(?:it|they|he|she|neither|both(?!\s+\w+s\b))\b|\A(?:and\s+|but\s+)?(?:this|that|these|those)\s*{_VERB}\b"
    r"|\b(?:they|them|him|he|she)\b",
    re.IGNORECASE,
)
_BACK_AR = re.compile(
    rf"\A[وف]?(?:هو|هي|هما|هم|هن)(?![{_AR}])"
    rf"|\A[وف]?(?:هذا|هذه|ذلك|تلك|ده|دي|دا|هاد|هادا|هيدا|هاي|هذي)(?![{_AR}])(?!\s+(?:ال|لل))"
    rf"|(?<![{_AR}])[وف]?(?:عن|من|ل|ب|في|علي|[إا]لي|مع|عند)(?:ه|ها|هم|هما|هن)(?![{_AR}])"
    rf"|(?<![{_AR}])(?![وفبل]?معنا)[{_AR}]{{2,}}نا(?:ه|ها|هم)(?![{_AR}])"
)
_RELATIVE = re.compile(rf"(?<![{_AR}])[وبلف]?(?:ا?الذي|التي|الذين|اللي|[إا]لي|يلي)(?![{_AR}])")
"""What opens a relative clause, whose pronoun points to a noun beside it."""


def points_back(text: str) -> bool:
    """Tell whether a sentence, English or Arabic, holds a pronoun that what stands before it has to explain."""
    text = dediacritise(text.lstrip(' "“«•-'))
    if _BACK.search(text):
        return True
    return _RELATIVE.search(text) is None and _BACK_AR.search(text) is not None
