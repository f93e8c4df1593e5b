"""An e-mail that just stops.

A warm end is remembered best (warm start and end, competent middle: When Language Matters 2023). In
chat the conversation goes on, so nothing is missing there.

Severity: advice, as the help itself is not touched.

English
    Flagged:      Hello Sara, your card is ready and waits for you at the branch on King Road.
    Better:       Hello Sara, your card is ready and waits for you at the branch on King Road. Kind regards, Omar
    Not flagged:  Hello Sara, your card is ready at the branch on King Road. Have a good day.
Arabic
    Flagged:      مرحبًا سارة، بطاقتك جاهزة وتنتظرك في فرع طريق الملك.
    Better:       مرحبًا سارة، بطاقتك جاهزة وتنتظرك في فرع طريق الملك. مع أطيب التحيات، عمر
    Not flagged:  مرحبًا سارة، بطاقتك جاهزة في فرع طريق الملك. نتمنى لك يومًا سعيدًا.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading

_LEAST_WORDS = 6


def check(reading: Reading) -> Iterator[Finding]:
    """Flag an e-mail with no goodbye, no offer of help, and no signature."""
    if reading.case.channel != "email" or reading.n_words < _LEAST_WORDS:
        return
    if reading.signed or reading.makes("closing") or any(sentence.kind == "signature" for sentence in reading.draft.sentences):
        return
    if reading.sentences[-1].moves.keys() & {"offer_help", "gratitude"}:
        return
    at = reading.sentences[-1].end
    yield Finding(RULE.id, at, at, min(0.7, reading.absence("closing")), target="missing", fixes=(Fix("insert", at, at, "closing"),))


RULE = Rule(
    id="missing-closing",
    criterion="courtesy",
    severity="advice",
    message={
        "en": "The mail just stops; close with a friendly line and your name.",
        "ar": "تنتهي الرسالة فجأة؛ اختمها بسطر ودود واسمك.",
    },
    why={
        "en": "The last line is what stays.",
        "ar": "السطر الأخير هو ما يبقى في الذهن.",
    },
    check=check,
    page=__doc__,
)
