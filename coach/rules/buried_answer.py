"""The answer comes only after a long preamble.

Whoever asks wants the answer first and the story after it. Thanks, policy and history before it
make the reader search. For an upset customer one sentence each of acknowledgement, empathy and
apology comes first by right and is not counted.

Severity: warning, since the answer is there but may not be found.

English
    Customer:     Can I change my delivery address?
    Flagged:      Thank you for contacting us about your delivery. We work with several couriers across the region. Each courier has its own rules for addresses. These rules exist to keep your parcels safe. Yes, you can change the address until 6 pm today.
    Better:       Yes, you can change the address until 6 pm today. After that, the courier's rules no longer allow it.
    Not flagged:  Thank you for asking. Yes, you can change the address until 6 pm today.
Arabic
    Customer:     هل أقدر أغير عنوان التوصيل؟
    Flagged:      شكرًا لتواصلك معنا بخصوص التوصيل. نتعامل مع عدة شركات شحن في المنطقة. ولكل شركة شروطها الخاصة بالعناوين. وهذه الشروط وضعت لحماية الشحنات. نعم، يمكنك تغيير العنوان حتى السادسة مساء اليوم.
    Better:       نعم، يمكنك تغيير العنوان حتى السادسة مساء اليوم، وبعدها لا تسمح شركة الشحن بذلك.
    Not flagged:  شكرًا لسؤالك. نعم، يمكنك تغيير العنوان حتى السادسة مساء اليوم.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Sentence

_ANSWER = ("resolution", "refusal", "instruction", "alternative", "compensation", "commitment")
_NEXT = {"commitment", "follow_up"}
_OWED = ("acknowledgement", "empathy", "apology", "ownership")


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the first sentence that answers if too much stands before it."""
    if reading.customer and not reading.customer.asks:
        return
    answers = [index for index in reading.where(*_ANSWER) if _answers(reading.sentences[index])]
    if not answers:
        return
    limits = reading.profile.thresholds
    owed = set(_OWED) if reading.level else set()
    preamble = 0
    words = 0
    for sentence in reading.sentences[: answers[0]]:
        made = set(sentence.moves)
        if made == {"greeting"} or (made & {"question"}):
            continue
        if made & owed:
            owed -= made
            continue
        preamble += 1
        words += sentence.n_words
    answer = reading.sentences[answers[0]]
    if preamble > limits.preamble_sentences or (preamble > 1 and words > limits.preamble_words):
        fix = Fix("move", answer.start, answer.end, to=reading.opening)
        yield Finding(RULE.id, answer.start, answer.end, 0.7, detail={"n": preamble}, fixes=(fix,))


def _answers(sentence: Sentence) -> bool:
    """Tell whether a sentence may be the answer: a vague promise is none, nor one that begins with its condition ("If you see it again")."""
    if "vague_promise" in sentence.moves:
        return False
    return not (sentence.moves.keys() <= _NEXT and any(hit.start == 0 for hit in sentence.labelled("style.conditional")))


RULE = Rule(
    id="buried-answer",
    criterion="clarity",
    severity="warning",
    message={
        "en": "The answer, “{found}”, comes after {n} sentences of preamble; put it first.",
        "ar": "الجواب «{found}» لا يأتي إلا بعد {n} جمل من التمهيد؛ قدّمه.",
    },
    why={
        "en": "Answer first, story after: the reader stops searching and reads on calmly.",
        "ar": "الجواب أولًا ثم التفصيل: هكذا لا يبحث القارئ عن مراده.",
    },
    check=check,
    page=__doc__,
)
