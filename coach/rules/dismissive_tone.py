"""Cold, condescending or sarcastic words, orders to be calm, waving the customer away.

"Calm down", "as I already told you", "that's not my job" threaten the customer's face outright and
make an upset person more upset. So does cheer where someone has died or despairs: congratulations, a party's signs; laughing along with
someone who is upset; thanks for the praise that was sarcasm; and a voucher, credit or a discount for whoever wrote that they want none.
Lectures, hints that others manage and talk that serves nobody have no
words of their own: where a reviewer would give the whole less than half, or would call it cold, the sentences are named that a careful
team lead would most likely stop, if no ask rests on them and no other rule names them.

Severity: error, because such words alone can lose the customer; advice for the sentence that only weakens, since a model found it.

English
    Flagged:      As I already told you, the refund takes five days.
    Better:       The refund takes five days, so it reaches your card by Thursday.
    Not flagged:  As agreed on the phone, the refund takes five days.
    Customer:     My father died on Sunday and I have to close his account.
    Flagged:      Congratulations! The account is closed.
    Better:       I am sorry about your father. The account is closed, and you need not do anything more.
    Customer:     I don't want a voucher. I want to know why nobody came with the ramp.
    Flagged:      We have sent you a £30 voucher.
    Better:       The ramp was booked for the wrong platform; from today both platforms have one.
    Customer:     My son has come home with a cut lip for the third time. What are you doing about it?
    Flagged:      Children do sometimes see things differently from one another. We will monitor it.
    Better:       I spoke to both boys' teachers today, and one of us stays with them at break from tomorrow.
Arabic
    Flagged:      كما قلت لك سابقًا، الاسترجاع يأخذ خمسة أيام.
    Better:       يأخذ الاسترجاع خمسة أيام، فيصلك المبلغ يوم الخميس.
    Not flagged:  كما اتفقنا في المكالمة، يأخذ الاسترجاع خمسة أيام.
    Customer:     توفي والدي يوم الأحد وأحتاج إلى إغلاق حسابه.
    Flagged:      مبروك! أُغلق الحساب.
    Better:       رحم الله والدك وأحسن عزاءكم. أُغلق الحساب، ولا يلزمكم شيء آخر.
    Customer:     لا أريد قسيمة، أريد أن أعرف لماذا أُلغيت الرحلة.
    Flagged:      يسعدنا أن نعوضك بقسيمة بقيمة 300 ريال.
    Better:       أُلغيت الرحلة لعطل في الطائرة، ومبلغك يصل إلى حسابك قبل الخميس.
    Customer:     الطرد متأخر ١٣ يومًا، متى يصل؟
    Flagged:      كثير من الطرود تتأخر هذه الأيام والكل يعرف ذلك. سيتم التواصل معكم.
    Better:       طردك في فرع الحمرا، ويصلك السائق به اليوم قبل الساعة 5.
"""

import re
from collections.abc import Iterator

from coach.findings import WEAKENS, Finding, Fix, Rule, covered, spans
from coach.reading import STRUCK_IF_COLD, SURE, SURELY_STRUCK, Reading
from coach.text.document import Sentence
from coach.text.values import states_value

_PARTY = re.compile("[\U0001f389\U0001f38a\U0001f973\U0001f37e\U0001f388\U0001f942]+")
_LAUGH = re.compile("[\U0001f602\U0001f923\U0001f606]+|ه{3,}")
_SIGN = 0.85
_UNWANTED = 0.8
_DECLINED = "declined"
_NAMED = ("blame", "dismissive", "non_apology", "vague_promise")  # rules of their own name these
_TELLING = 4  # words: fewer are an exclamation, which other cues tell
_AT_MOST = 2  # such sentences: what is wrong throughout is told by the whole


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each dismissive wording, and the sentences that weaken a poor reply, if none stands in them."""
    said = [*_said(reading)]
    yield from said
    yield from (one for one in _weakening(reading) if all(other.end <= one.start or one.end <= other.start for other in said))


def _said(reading: Reading) -> Iterator[Finding]:
    """Flag each dismissive wording; open hostility belongs to mirrored-hostility."""
    for sentence, start, end, confidence in spans(reading, "dismissive", "moves.dismissive"):
        hostile = any(hit.confidence >= SURE for hit in sentence.labelled("moves.dismissive/hostile"))
        if hostile or (covered(sentence, start, "style.conditional") and confidence < 0.7):
            continue
        alone = sentence.moves.keys() == {"dismissive"}
        fixes = (
            Fix("swap", start, end),
            Fix("clip", start, end),
            *((Fix("delete", sentence.start, sentence.end),) if alone else ()),
            Fix("rephrase", sentence.start, sentence.end, "acknowledgement"),
            Fix("reword", sentence.start, sentence.end),
        )
        yield Finding(RULE.id, start, end, confidence, fixes=fixes)
    if _grieves(reading):
        yield from _unfit(reading, "style.cheer", _PARTY)
    if reading.level >= 1:
        yield from _unfit(reading, "style.laughter", _LAUGH)
    if _is_mocked(reading):
        yield from _unfit(reading, "style.flattered")
    for sentence in reading.sentences:
        if reading.gives_declined(sentence):
            fix = Fix("reword", sentence.start, sentence.end)
            yield Finding(RULE.id, sentence.start, sentence.end, _UNWANTED, severity="warning", variant=_DECLINED, fixes=(fix,))


def _weakening(reading: Reading) -> Iterator[Finding]:
    """Flag the sentences of a poor or cold reply that a team lead would most likely stop, if no ask rests on them and they are no frame."""
    least = SURELY_STRUCK if reading.hollow else STRUCK_IF_COLD if reading.cold else 1.0
    likely = [
        sentence
        for place, sentence in enumerate(reading.sentences)
        if sentence.spare > least and sentence.n_words >= _TELLING and not reading.rests(place)
        if not any(move in sentence.moves or sentence.has(f"moves.{move}") for move in _NAMED)
    ]
    for sentence in sorted(likely, key=lambda one: -one.spare)[:_AT_MOST]:
        fixes = _left_out(reading, sentence)
        yield Finding(RULE.id, sentence.start, sentence.end, sentence.spare, severity="advice", variant=WEAKENS, fixes=fixes)


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a sentence that may be cold without a cold word."""
    if sentence is None:
        return None
    fixes = _left_out(reading, sentence) if sentence.spare >= SURELY_STRUCK else (Fix("reword", sentence.start, sentence.end),)
    return Finding(RULE.id, sentence.start, sentence.end, fixes=fixes)


def _left_out(reading: Reading, sentence: Sentence) -> tuple[Fix, ...]:
    """Propose to strike a sentence of a poor reply that tells no fact, or else to say it otherwise."""
    fact = states_value(sentence.text)
    reword = Fix("reword", sentence.start, sentence.end)
    return (reword,) if fact or not reading.hollow else (Fix("delete", sentence.start, sentence.end), reword)


def _grieves(reading: Reading) -> bool:
    """Tell whether the customer mourns, despairs, or is both vulnerable and upset."""
    customer = reading.customer
    if customer is None:
        return False
    mourns = any(sentence.has("customer.grief") for sentence in customer.document.body)
    return mourns or customer.has("threat_harm") or (reading.level >= 2 and customer.has("vulnerable"))


def _is_mocked(reading: Reading) -> bool:
    """Tell whether the customer's praise is none: it is sarcasm, and something is wrong or wanted, or the reply serves nobody."""
    customer = reading.customer
    return customer is not None and customer.has("sarcasm") and (reading.level >= 1 or bool(customer.asks) or reading.hollow)


def _unfit(reading: Reading, label: str, signs: re.Pattern[str] | None = None) -> Iterator[Finding]:
    """Flag each wording of `label`, and each run of signs, that has no place in a reply to this customer."""
    for sentence in reading.sentences:
        said = [(*sentence.span(hit), hit.confidence) for hit in sentence.labelled(label) if hit.confidence >= SURE]
        if signs:
            said += [(sentence.start + one.start(), sentence.start + one.end(), _SIGN) for one in signs.finditer(sentence.text)]
        at = 0
        for start, end, confidence in sorted(said, key=lambda span: (span[0], -span[1])):
            if start < at:
                continue
            at = end
            rest = sentence.text[: start - sentence.start] + sentence.text[end - sentence.start :]
            alone = not any(sign.isalnum() for sign in rest)
            gone = Fix("delete", sentence.start, sentence.end) if alone else Fix("delete", start, end)
            yield Finding(RULE.id, start, end, confidence, fixes=(gone,))


RULE = Rule(
    id="dismissive-tone",
    criterion="tone",
    severity="error",
    message={
        "en": "“{found}” sounds cold or impatient; say the same without it.",
        "ar": "«{found}» تبدو باردة أو نافدة الصبر؛ قل المعنى نفسه من دونها.",
    },
    variants={
        _DECLINED: {
            "en": "“{found}” gives what the customer wrote they do not want; answer what they ask instead, or say why you give it all the same.",
            "ar": "«{found}» تعطي العميل ما كتب أنه لا يريده؛ أجب عمّا طلبه، أو بيّن لماذا تقدّمه مع ذلك.",
        },
        WEAKENS: {
            "en": "“{found}” weakens the reply and does nothing for this customer; leave it out, or say what it means for them.",
            "ar": "«{found}» تُضعف الرد ولا تنفع هذا العميل؛ احذفها، أو بيّن أثرها في حالته.",
        },
    },
    why={
        "en": "Being waved away is remembered longer than the fault itself.",
        "ar": "الصدّ يبقى في الذاكرة أطول من الخطأ نفسه.",
    },
    check=check,
    page=__doc__,
    suspect=suspect,
)
