"""Something that the customer asked is not taken up.

Each ask wants an answer, a date for the answer, or a reasoned no. One that is passed over brings the
customer back.

A reply can also take everything up and help with nothing: "kindly check our website", "your request is under processing", a
lecture, a template. Each can be polite and faultless word by word; people who score conversations call them the worst of all. A
model that learnt from scored replies tells what such a reviewer would give the whole. Below half of the points the first question
counts as not helped.

Severity: error, because the matter stays open; warning where only the impression of the whole says so, since that is a reason to read
the draft again and no proof.

English
    Customer:     Where is order 4411? And can you change the phone number on my account?
    Flagged:      Order 4411 left Leeds today and arrives tomorrow.
    Better:       Order 4411 left Leeds today and arrives tomorrow. I have changed the phone number on your account.
    Not flagged:  Order 4411 arrives tomorrow. To change the phone number, open Account and tap Phone.
    Customer:     My mother's ventilation bed is broken since last night and your line is engaged. When does somebody come?
    Flagged:      Dear customer, thank you for contacting us. Kindly note that all repair requests are handled in turn. Please check our website.
    Better:       I am sorry that nobody answered last night. Our technician is with your mother at 10 this morning and brings a spare bed.
Arabic
    Customer:     وين الطلب ٤٤١١؟ وهل ممكن تغيرون رقم الجوال في حسابي؟
    Flagged:      الطلب ٤٤١١ خرج من جدة اليوم ويصلك غدًا.
    Better:       الطلب ٤٤١١ خرج من جدة اليوم ويصلك غدًا. وغيّرنا رقم الجوال في حسابك.
    Not flagged:  الطلب ٤٤١١ يصلك غدًا. ولتغيير رقم الجوال افتح الحساب ثم اضغط الجوال.
    Customer:     سرير والدتي الطبي تعطل من البارحة وخطكم مشغول. متى يأتي أحد؟
    Flagged:      عميلنا العزيز، نشكر تواصلكم معنا. نود إفادتكم أن جميع طلبات الصيانة تُعالج حسب الأولوية. يرجى مراجعة الموقع.
    Better:       نعتذر لأن أحدًا لم يرد عليك البارحة. يصل الفني إلى والدتك اليوم الساعة 10 صباحًا ومعه سرير بديل.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import Ask, Reading
from coach.slots import ANSWERS
from coach.text.document import Sentence

_SURE = 0.6
"""From this confidence on, eight misses in ten are misses (written cases); below, a miss is only pointed at, unless the whole reply is hollow."""
_SURELY_HOLLOW = 40
"""Below this impression a place for the answer is proposed: of writers not learnt from, 9 in 10 such replies deserve less than half."""
_SURELY_ANSWERED = 0.9
"""An answer this sure is not doubted: a plain yes to the only question is, in the written cases."""
_SUREST = 0.9
_STEP = 5
"""A reviewer's points are told in steps: the model errs by some sixteen."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each ask with the status `missed`, or else the first where the whole is hollow; the span is the customer's."""
    if not reading.customer:
        return
    for ask in reading.missed_asks:
        missed = ask.status == "missed"
        sure = ask.confidence if missed else 1 - ask.confidence
        doubtful: Severity = "warning" if reading.hollow else "advice"
        severity = doubtful if not missed or sure < _SURE else None
        yield Finding(
            RULE.id,
            ask.start,
            ask.end,
            max(sure, _hollowness(reading)),
            target="customer",
            severity=severity,
            variant="" if missed else "hardly",
            fixes=_fixes(reading, ask),
        )
    if not reading.missed_asks and reading.hollow and reading.customer.asks:
        yield _hollow(reading, reading.customer.asks[0])


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag the ask that is taken up least surely, if any is not surely answered."""
    asks = [ask for ask in reading.customer.asks if not ask.told and not _surely_answered(ask)] if reading.customer else []
    if not asks or reading.makes("question"):
        return None  # a question back takes up what it is needed for
    ask = min(asks, key=lambda one: -one.confidence if one.status == "missed" else one.confidence)
    return Finding(RULE.id, ask.start, ask.end, target="customer", severity="warning", variant="hardly", fixes=_fixes(reading, ask))


def _surely_answered(ask: Ask) -> bool:
    return ask.status == "answered" and ask.confidence >= _SURELY_ANSWERED


def _fixes(reading: Reading, ask: Ask) -> tuple[Fix, ...]:
    """Propose a place for the answer: first thing where nothing else is answered, else where the next step belongs."""
    asked = reading.open_asks[: len(ANSWERS)]
    if ask not in asked:
        return ()
    answers = not reading.hollow and any(reading.rests(place) for place in range(len(reading.sentences)))
    at = reading.ending if answers else reading.opening
    return (Fix("open", at, at, "resolution", slot=ANSWERS[asked.index(ask)]),)


def _hollowness(reading: Reading) -> float:
    """Give how sure it is that a reply is hollow, 0 where it is not."""
    if not reading.hollow or reading.impression is None:
        return 0.0
    return min(_SUREST, 0.5 + (reading.profile.thresholds.impression_from - reading.impression.overall) / 100)


def _hollow(reading: Reading, ask: Ask) -> Finding:
    left = reading.impression.overall if reading.impression else 0.0
    confidence = _hollowness(reading)
    told: dict[str, object] = {"score": _STEP * round(left / _STEP)}
    fixes = _fixes(reading, ask) if left < _SURELY_HOLLOW else ()
    return Finding(RULE.id, ask.start, ask.end, confidence, "customer", severity="warning", variant="hollow", detail=told, fixes=fixes)


RULE = Rule(
    id="unanswered-question",
    criterion="completeness",
    severity="error",
    message={
        "en": "“{found}” gets no answer; answer it, say when you will, or say why not.",
        "ar": "«{found}» بلا جواب؛ أجب عنه، أو قل متى تجيب، أو لماذا لا يمكن.",
    },
    variants={
        "hardly": {
            "en": "“{found}” may not be answered, or not in full; answer it, say when you will, or say why not.",
            "ar": "قد لا يجد «{found}» جوابًا كاملًا؛ أجب عنه، أو قل متى تجيب، أو لماذا لا يمكن.",
        },
        "hollow": {
            "en": "“{found}” is hardly answered: a reviewer might give the whole reply about {score} of 100. Say what is done for this"
            " customer, by whom and when.",
            "ar": "لا يكاد الرد يجيب عن «{found}»، وقد لا يعطي مراجعُ الجودة الردَّ كله إلا نحو {score} من 100. قل ما الذي سيُفعل لهذا العميل، ومن يفعله، ومتى.",
        },
    },
    why={
        "en": "What is passed over comes back as a second message.",
        "ar": "ما يُترك بلا جواب يعود رسالةً ثانية.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
    suspect=suspect,
)
