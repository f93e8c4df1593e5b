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

from coach.findings import Finding, Rule
from coach.reading import Reading

_BLANK = re.compile(
    r"\{\{[^{}\n]{0,60}\}\}|(?<!\{)\{[A-Za-z_ ]{2,40}\}|<<[^<>\n]{1,60}>>|%[A-Z_]{3,40}%|⟦[^⟦⟧\n]{0,80}⟧"
    r"|[\[<(](?:insert[^\])>\n]{0,60}|(?:customer|client|agent|your|first|last|full|company|order|ticket|product)[ _-]?(?:name|number|id|no)?"
    r"|name|date|time|amount|number|link|reason|xx+|اسم[^\])>\n]{0,30}|رقم[^\])>\n]{0,30}|التاريخ|تاريخ[^\])>\n]{0,30}|المبلغ|السبب|العميل|الاسم|الرابط)[\])>]"
    r"|\b[Xx]{3,}\b|_{3,}|\bTBD\b|\bTODO\b|lorem ipsum|\(\s*\)|\[\s*\]",
    re.IGNORECASE,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each blank in the agent's own sentences."""
    text = reading.case.draft
    if not any(sign in text for sign in "{[<(⟦%_xXT") and "lorem" not in text:
        return
    for sentence in reading.sentences:
        for match in _BLANK.finditer(sentence.text):
            if match[0][0] == "⟦" and reading.slots_filled:
                continue
            yield Finding(RULE.id, sentence.start + match.start(), sentence.start + match.end(), 0.95)


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
