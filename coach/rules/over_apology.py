"""Sorry, so sorry, and sorry once more.

One apology, well placed, is enough; each further one lowers satisfaction (Zendesk Benchmark,
correlational) and takes the room of the answer.

Severity: advice, as it is a matter of measure.

English
    Flagged:      I am sorry for the delay. I'm so sorry about this. Once more, we apologise. It ships today.
    Better:       I am sorry for the delay. It ships today and arrives on Sunday.
    Not flagged:  I am sorry for the delay. It ships today, and I apologise for the missing note.
Arabic
    Flagged:      نعتذر عن التأخير. نأسف جدًا لما حدث. نكرر اعتذارنا لك. يُشحن الطلب اليوم.
    Better:       نعتذر عن التأخير. يُشحن الطلب اليوم ويصلك الأحد.
    Not flagged:  نعتذر عن التأخير. يُشحن الطلب اليوم، ونأسف لعدم إبلاغك.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each apology beyond the profile's number."""
    most = reading.profile.thresholds.max_apologies
    seen = 0
    last = -1
    for sentence, start, end, _ in sorted(reading.cues("style.sorry"), key=lambda cue: cue[1]):
        if start < last:
            continue
        last = end
        seen += 1
        if seen <= most:
            continue
        only = set(sentence.moves) <= {"apology", "empathy"}
        fixes = (Fix("delete", sentence.start, sentence.end),) if only else ()
        yield Finding(RULE.id, start, end, 0.8, detail={"n": seen}, fixes=fixes)


RULE = Rule(
    id="over-apology",
    criterion="empathy",
    severity="advice",
    message={
        "en": "“{found}” is apology number {n}; once is enough, use the room for the way forward.",
        "ar": "«{found}» هي الاعتذار رقم {n}؛ يكفي اعتذار واحد، والباقي للحل.",
    },
    why={
        "en": "Repeated apologies sound anxious and delay the answer.",
        "ar": "تكرار الاعتذار يوحي بالارتباك ويؤخر الجواب.",
    },
    check=check,
    page=__doc__,
)
