"""No greeting at the start.

In e-mail, and in the first message of a conversation, a greeting by name costs two words and sets
the tone. In the middle of a chat nobody greets again; an SMS has no room.

Severity: advice, as the help itself is not touched.

English
    Flagged:      Your card is ready and waits for you at the branch on King Road.
    Better:       Hello Sara, your card is ready and waits for you at the branch on King Road.
    Not flagged:  Good morning, your card is ready and waits for you at the branch on King Road.
Arabic
    Flagged:      بطاقتك جاهزة وتنتظرك في فرع طريق الملك.
    Better:       مرحبًا سارة، بطاقتك جاهزة وتنتظرك في فرع طريق الملك.
    Not flagged:  السلام عليكم، بطاقتك جاهزة وتنتظرك في فرع طريق الملك.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading

_LEAST_WORDS = 6


def check(reading: Reading) -> Iterator[Finding]:
    """Flag an e-mail, or the first WhatsApp message of a thread, without a greeting in its first two sentences."""
    case = reading.case
    first_of_thread = case.channel == "whatsapp" and isinstance(case.customer, tuple) and all(m.role == "customer" for m in case.customer)
    if not (case.channel == "email" or first_of_thread) or reading.n_words < _LEAST_WORDS:
        return
    if any("greeting" in sentence.moves for sentence in reading.sentences[:2]) or reading.opening > reading.sentences[0].start:
        return
    at = 0 if reading.case.draft.startswith("⟦") else reading.sentences[0].start
    yield Finding(
        RULE.id, at, at, min(0.75, reading.absence("greeting", first=2)), target="missing", fixes=(Fix("insert", at, at, "greeting"),)
    )


RULE = Rule(
    id="missing-greeting",
    criterion="courtesy",
    severity="advice",
    message={
        "en": "No greeting; open with the customer's name.",
        "ar": "لا تحية في البداية؛ ابدأ باسم العميل.",
    },
    why={
        "en": "A greeting by name shows that a person writes to a person.",
        "ar": "التحية بالاسم تُشعر بأن إنسانًا يكتب لإنسان.",
    },
    check=check,
    page=__doc__,
)
