"""Answering anger with anger.

An insult, a threat or a taunt from the agent's side, however provoked, ends every way back. Calm
words with a clear boundary protect the agent better. Mirroring does not help against hot anger
(De Cleen 2025).

Severity: error, and the reply is held back, because it cannot be unsaid.

English
    Customer:     You are all useless idiots!!
    Flagged:      Watch your language or I will hang up on you, you are the rude one here.
    Better:       I want to help you with this, and I can do that best if we leave the insults out.
    Not flagged:  I will stay with you until this is solved, and I ask that we keep it civil.
Arabic
    Customer:     أنتم كلكم فاشلين ومتخلفين!!
    Flagged:      احترم نفسك، أنت اللي ما تفهم.
    Better:       يهمني أن أساعدك، وأقدر على ذلك أكثر إن تركنا الإساءة جانبًا.
    Not flagged:  سأبقى معك حتى يُحل الأمر، وأرجو أن نبقي الحديث هادئًا.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import SURE, Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag insults, threats and taunts in the agent's own words."""
    for sentence in reading.sentences:
        hits = [hit for hit in sentence.labelled("moves.dismissive/hostile") if hit.confidence >= SURE]
        if hits:
            start, end = sentence.span(hits[0])
            fix = Fix("rephrase", sentence.start, sentence.end, "boundary" if reading.level >= 2 else "acknowledgement")
            yield Finding(
                RULE.id, start, end, hits[0].confidence, fixes=(fix, Fix("clip", start, end), Fix("reword", sentence.start, sentence.end))
            )


RULE = Rule(
    id="mirrored-hostility",
    criterion="tone",
    severity="error",
    message={
        "en": "“{found}” answers anger with anger; stay calm, set a boundary, offer the way on.",
        "ar": "«{found}» ردّ على الغضب بمثله؛ ابقَ هادئًا، وضع حدًا، واعرض الحل.",
    },
    why={
        "en": "It cannot be unsaid, and it will be quoted.",
        "ar": "ما يُكتب لا يُمحى، وسيُنشر.",
    },
    check=check,
    page=__doc__,
)
