"""A sentence too long to be taken in at one reading.

Comprehension falls with sentence length; plain-language guides set the bound near 25 to 30 words
(Cutts, Oxford Guide to Plain English). Arabic packs "and", "the" and pronouns into the word, so
its bound is lower.

Severity: advice, since the sentence may still be clear.

English
    Flagged:      We checked the payment that you made on Monday and found that the bank had put it on hold because the name on the card did not match the name on the account, which means that it will be released in three days.
    Better:       The bank put Monday's payment on hold: the name on the card did not match the account. It will be released in three days.
    Not flagged:  The bank has put the payment on hold and will release it in three days.
Arabic
    Flagged:      قمنا بمراجعة عملية الدفع التي أجريتها يوم الاثنين ووجدنا أن البنك علّقها لأن الاسم المكتوب على البطاقة لا يطابق الاسم المسجل في الحساب وهذا يعني أن المبلغ سيبقى محجوزًا ثلاثة أيام قبل أن يعود إلى رصيدك المتاح في التطبيق.
    Better:       علّق البنك عملية الاثنين لأن الاسم على البطاقة لا يطابق اسم الحساب. ويعود المبلغ إلى رصيدك خلال ثلاثة أيام.
    Not flagged:  علّق البنك العملية وسيعود المبلغ إلى رصيدك خلال ثلاثة أيام.
"""

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Sentence

_JOINT = re.compile(
    r"(?:[,;،؛]\s+(?=(?:and|but|so|which means that|we|you|it|I)\b)|[;؛]\s+|[,،]\s+(?=(?:و|ف|لكن|كما|لذلك|لذا)\S)|(?<!\s)\s+(?=وهذا يعني))",
    re.IGNORECASE,
)
_LEAST_PART = 6
_LEANS = re.compile(  # "When the council writes to us, we …"
    r"\s*(?:(?:and|but|so|that|please note that)\s+)?(?:when(?:ever)?|if|as|because|(?:even )?though|although|while|whilst|since|once|after"
    r"|before|unless|until|where|given|provided|should|had|were|for|in|on|at|to|with|without|by|due|owing|following|according|from|under|during"
    r"|despite|regarding|upon|instead|(?!during|morning|evening)[a-z]{3,}ing)\b"
    r"|\s*(?:و|ف)?(?:إذا|اذا|لو|إن|عندما|لما|حين|حينما|بما|كلما|مهما|بعد|قبل|منذ|رغم|بسبب|نظر[اًا]*|بناء[ًا]*|حسب|وفق[اًا]*|لأن|لان|عند|طالما|ما دام|في حال"
    r"|في حالة|لحد ما|أول ما|اول ما|يوم)(?!\w)",
    re.IGNORECASE,
)
_MARK = re.compile(r"[,;،؛:]\s")


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each sentence past the language's bound; suggest a split where both parts can stand."""
    limits = reading.profile.thresholds.max_sentence_words
    for sentence in reading.sentences:
        limit = limits["ar" if sentence.language == "ar" else "en"]
        if sentence.n_words > limit and (n := _count(sentence.text)) > limit:
            at = _joint(sentence)
            fixes = (Fix("split", at[0], at[1]),) if at else ()
            yield Finding(
                RULE.id, sentence.start, sentence.end, min(0.95, 0.6 + 0.1 * n / limit), detail={"n": n, "limit": limit}, fixes=fixes
            )


def _count(text: str) -> int:
    """Count words as readers do: "don't" and "two-year" are one."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def _joint(sentence: Sentence) -> tuple[int, int] | None:
    """Find the joint nearest the middle at which both parts keep enough words."""
    middle = len(sentence.text) // 2
    joints = [
        match
        for match in _JOINT.finditer(sentence.text)
        if len(sentence.text[: match.start()].split()) >= _LEAST_PART and len(sentence.text[match.end() :].split()) >= _LEAST_PART
        if not _leans(sentence.text, match)
    ]
    if not joints:
        return None
    best = min(joints, key=lambda match: abs(match.start() - middle))
    return sentence.start + best.start(), sentence.start + best.end()


def _leans(text: str, joint: re.Match[str]) -> bool:
    """Tell whether what stands before a joint waits for what follows it; «ف» may take up what the sentence began with."""
    head = text[: joint.start()]
    return bool(_LEANS.match(_MARK.split(head)[-1]) or (text[joint.end()] == "ف" and _LEANS.match(head)))


RULE = Rule(
    id="long-sentences",
    criterion="clarity",
    severity="advice",
    message={
        "en": "This sentence has {n} words; beyond {limit}, split it in two.",
        "ar": "في هذه الجملة {n} كلمة؛ ما زاد على {limit} فاقسمه جملتين.",
    },
    why={
        "en": "A long sentence has to be read twice, and an upset reader will not.",
        "ar": "الجملة الطويلة تُقرأ مرتين، والقارئ المنزعج لا يعيد القراءة.",
    },
    check=check,
    page=__doc__,
)
