"""A no without its reason.

People accept a refusal when they can see why; without a reason it looks like ill will. The reason
may stand in the same sentence or beside it.

Severity: warning, since the customer will ask for it.

English
    Flagged:      I'm sorry, we can't change the delivery address. You can collect it from our shop instead.
    Better:       I'm sorry, we can't change the address because the parcel has left our depot. You can collect it from our shop instead.
    Not flagged:  The parcel has already left our depot. We can't change the address any more, but you can collect it from our shop.
Arabic
    Flagged:      نعتذر، لا يمكننا تغيير عنوان التوصيل. يمكنك استلامه من فرعنا بدلًا من ذلك.
    Better:       نعتذر، لا يمكننا تغيير العنوان لأن الشحنة غادرت مستودعنا. يمكنك استلامها من فرعنا بدلًا من ذلك.
    Not flagged:  غادرت الشحنة مستودعنا بالفعل. لا يمكننا تغيير العنوان الآن، لكن يمكنك استلامها من فرعنا.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the first refusal with no reason in it or in the sentences around it."""
    refusals = reading.where("refusal")
    for index in refusals:
        beside = reading.sentences[max(0, index - 1) : index + 3]
        if any("explanation" in near.moves or near.has("style.reason") for near in beside):
            return
    if refusals:
        sentence = reading.sentences[refusals[-1]]
        fix = Fix("insert", sentence.end, sentence.end, "explanation", slot="reason")
        yield Finding(
            RULE.id,
            sentence.end,
            sentence.end,
            min(0.8, sentence.moves["refusal"], reading.absence("explanation")),
            target="missing",
            severity="advice" if reading.level == 0 and not reading.where("dismissive", "blame") else None,
            detail={"refusal": sentence.text if len(sentence.text) < 60 else sentence.text[:57] + "…"},
            fixes=(fix,),
        )


RULE = Rule(
    id="refusal-without-reason",
    criterion="refusal",
    severity="warning",
    message={
        "en": "“{refusal}” gives no reason; add in a few words why it is so.",
        "ar": "«{refusal}» رفض بلا سبب؛ أضف السبب في كلمات قليلة.",
    },
    why={
        "en": "A no that can be understood can be accepted.",
        "ar": "الرفض المفهوم سببه رفض يمكن قبوله.",
    },
    check=check,
    page=__doc__,
)
