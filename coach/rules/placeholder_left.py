"""A template's blank has not been filled in.

“Dear {{name}}” tells the customer that nobody wrote to them. The slots `⟦…⟧` that a rewrite leaves
for the agent count too, until they are filled.

Severity: error, because the reply cannot go out like this.

English
    Flagged:      Hi {{first_name}}, your order is on its way.
    Better:       Hi Sara, your order is on its way.
    Not flagged:  Open the menu [Settings] and choose “Reset”.
Arabic
    Flagged:      مرحبًا [اسم العميل]، طلبك في الطريق.
    Better:       مرحبًا سارة، طلبك في الطريق.
    Not flagged:  افتح القائمة [الإعدادات] واختر «إعادة الضبط».
"""

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.normalise import bare

_INSIDE = (
    r"(?:insert[^\])>\n]{0,60}|(?:customer|client|agent|your|first|last|full|company|order|ticket|product)[ _-]?(?:name|number|id|no)?"
    r"|(?:delivery|arrival|tracking|refund|return|invoice|booking|account|appointment|due|expected)[ _-]?(?:number|id|date|time|amount|link|code)"
    r"|name|date|time|amount|number|link|reason|xx+|(?:اسم|رقم|تاريخ)[^\])>\n\d٠-٩]{0,30}|التاريخ|المبلغ|السبب|العميل|الاسم|الرابط)"
)
_BLANK = re.compile(
    r"\{\{[^{}\n]{0,60}\}\}|(?<!\{)\{[^{}\n:;=\d]{2,60}\}|<<[^<>\n]{1,60}>>|%[A-Z_]{3,40}%|⟦[^⟦⟧\n]{0,400}⟧"
    rf"|\[{_INSIDE}\]|<{_INSIDE}>|\b[Xx]{{3,}}\b|_{{3,}}|\b(?-i:TBD|TODO)\b|lorem ipsum|\(\s*\)|\[\s*\]",
    re.IGNORECASE,
)
# Round brackets gloss the word before them; only where a value has to stand are they a blank.
_ROUND = re.compile(
    r"(?:\b(?:hi|hello|hey|dear|mrs?|ms|dr|on|at|of|by|for|is|to|from|number)"
    r"|مرحب[اً]+|(?:أ|ا)هل[اً]+|هلا|عزيز(?:ي|تي)|(?:ال)?(?:أ|ا)ستاذة?|السيدة?|رقم\w*|يوم|ب?تاريخ|ب?مبلغ|هو|هي)"
    rf"[\s:]+(?P<blank>\({_INSIDE}\))",
    re.IGNORECASE,
)
_MAYBE = ("[", "{", "<", "(", "⟦", "%", "__", "xxx", "tbd", "todo", "lorem")
_MASKED = re.compile(r"(?<![Xx*•])[Xx*•]{2,20}(?:[ -][Xx*•]{2,20}){0,5}[ -]?[\d٠-٩]{2,}")
_LABEL = re.compile(
    r"(?:\b(?:field|box|menu|tab|page|button|option|click|tap|press|select|choose|open)(?: on)?"
    r"|خان[ةه]|حقل|زر|قائم[ةه]|القائم[ةه]|خيار|صفح[ةه]|تبويب|(?:اضغط|انقر|اختر|اختار|افتح)(?:ي|وا)?(?: على)?)\s*$",
    re.IGNORECASE,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each blank in the agent's own sentences; labels on the screen and masked numbers are none."""
    text = reading.case.draft.lower()
    if not any(sign in text for sign in _MAYBE):
        return
    for sentence in reading.sentences:
        said, places = bare(sentence.text)
        masked = [match.span() for match in _MASKED.finditer(said)]
        blanks = [match.span() for match in _BLANK.finditer(said)] + [m.span("blank") for m in _ROUND.finditer(said)]
        for start, end in sorted(blanks):
            if said[start] == "⟦" and reading.slots_filled:
                continue
            if any(left <= start < right for left, right in masked):
                continue
            if said[start] in "[<" and _LABEL.search(said, 0, start):
                continue
            first, last = sentence.start + places[start], sentence.start + places[end]
            fixes = () if said[start] == "⟦" else (Fix("slot", first, last),)
            yield Finding(RULE.id, first, last, 0.95, fixes=fixes)


RULE = Rule(
    id="placeholder-left",
    criterion="clarity",
    severity="error",
    message={
        "en": "“{found}” has not been filled in; write what belongs there.",
        "ar": "«{found}» خانة لم تُملأ؛ اكتب ما يلزم فيها.",
    },
    why={
        "en": "A blank shows that no one wrote to this customer in person.",
        "ar": "الخانة الفارغة تكشف أن أحدًا لم يكتب لهذا العميل بعينه.",
    },
    check=check,
    page=__doc__,
)
