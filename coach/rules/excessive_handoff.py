"""The customer is passed on once more, or to nobody in particular.

Each hand-over costs the customer a retelling. One is fine where a person or a team is named and it
is said who writes next; "the relevant department" is nobody.

Severity: warning; error where the customer has already been in touch about it.

English
    Flagged:      I have forwarded this to the relevant department.
    Better:       I've asked Huda in billing to check it; she will write to you by Tuesday.
    Not flagged:  I'm passing this to Huda in billing, who will write to you by Tuesday.
Arabic
    Flagged:      تم تحويل طلبك إلى القسم المختص.
    Better:       طلبت من هدى في قسم الفواتير مراجعة الأمر، وستكتب إليك قبل الثلاثاء.
    Not flagged:  سأحوّل طلبك إلى هدى في قسم الفواتير، وستكتب إليك قبل الثلاثاء.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Sentence


def check(reading: Reading) -> Iterator[Finding]:
    """Flag a hand-over to nobody named, without a time, or the second in one reply."""
    again = reading.customer is not None and reading.customer.has("repeat_contact")
    handed = reading.where("handoff")
    for count, index in enumerate(handed):
        sentence = reading.sentences[index]
        nobody = sentence.has("style.team") and not reading.has_time(sentence) and not sentence.has("style.named")
        once_more = count > 0 and (sentence.has("style.team") or sentence.has("style.named"))
        if not nobody and not once_more:
            continue
        hits = sentence.labelled("style.team") or sentence.labelled("moves.handoff")
        start, end = sentence.span(hits[0]) if hits else (sentence.start, sentence.end)
        fix = Fix("rephrase", sentence.start, sentence.end, "handoff")
        variant = "" if nobody else "again"
        yield Finding(
            RULE.id,
            start,
            end,
            0.75,
            severity="error" if again and nobody else "advice" if reading.level == 0 else None,
            variant=variant,
            fixes=(fix,),
        )


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a sentence that may send the customer on to somebody else."""
    if sentence is None or reading.level == 0 or ("question" in sentence.moves and "handoff" not in sentence.moves):
        return None  # a calm question may be told where to go; "tell me your city and I find the nearest branch" keeps the case
    return Finding(RULE.id, sentence.start, sentence.end, variant="sent", fixes=(Fix("reword", sentence.start, sentence.end),))


RULE = Rule(
    id="excessive-handoff",
    criterion="next_step",
    severity="warning",
    message={
        "en": "“{found}” passes the customer on with nobody named; name who takes over and when they write.",
        "ar": "«{found}» تحيل العميل إلى مجهول؛ اذكر اسم من سيتولى الأمر ومتى سيكتب إليه.",
    },
    variants={
        "again": {
            "en": "“{found}” hands the customer over a second time; let one person keep the case.",
            "ar": "«{found}» إحالة ثانية في الرد نفسه؛ ليبقَ الأمر عند شخص واحد.",
        },
        "sent": {
            "en": "“{found}” sends the customer elsewhere; do it for them, or name who takes over and when they write.",
            "ar": "«{found}» ترسل العميل إلى جهة أخرى؛ قم بالأمر عنه، أو اذكر من سيتولاه ومتى يكتب إليه.",
        },
    },
    why={
        "en": "Each hand-over makes the customer tell the story again.",
        "ar": "كل إحالة تجعل العميل يعيد حكايته من أولها.",
    },
    check=check,
    page=__doc__,
    suspect=suspect,
)
