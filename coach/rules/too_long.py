"""The reply is longer than its channel bears.

Readers of a chat or a text message leave what they must scroll; in e-mail, attention drops
after some two hundred words (Nielsen 2008 on how little of a page is read). The bounds for each
channel stand in `rubric.yaml`.

Severity: advice, since a long reply still helps; warning from half as much again, when the
answer drowns or an SMS breaks into parts.

English
    Channel:      sms
    Flagged:      Hello, this is about the parcel that you asked us about on Monday morning. It left our depot in Leeds last night, it is now with the driver, it will be with you tomorrow between nine and eleven, and if you are out the driver will leave it with the neighbour whom you named when you placed the order with us last week. Please keep the code at hand.
    Better:       Your parcel comes tomorrow, 9 to 11. Please have the code at hand.
    Not flagged:  Your parcel left Leeds last night and comes tomorrow between 9 and 11. If you are out, it goes to number 14.
Arabic
    Channel:      sms
    Flagged:      مرحبًا، نكتب إليك بخصوص الشحنة التي سألت عنها صباح يوم الاثنين. خرجت الشحنة من مستودعنا في جدة مساء أمس، وهي الآن مع المندوب، وستصلك غدًا بين التاسعة والحادية عشرة صباحًا، وإن لم تكن في المنزل فسيتركها المندوب عند الجار الذي ذكرت اسمه حين قدمت طلبك الأسبوع الماضي، كما يمكنك متابعة مسارها من صفحة الطلب. نرجو تجهيز الرمز قبل وصول المندوب إلى باب المنزل.
    Better:       تصل شحنتك غدًا بين ٩ و١١ صباحًا. جهّز الرمز من فضلك.
    Not flagged:  خرجت شحنتك من جدة أمس وتصلك غدًا بين ٩ و١١ صباحًا. إن لم تكن موجودًا فستُسلَّم لجارك.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Rule
from coach.reading import Reading

_GRAVE = 1.5


def check(reading: Reading) -> Iterator[Finding]:
    """Flag from the sentence that passes the channel's bound in words or characters to the end."""
    limits, channel = reading.profile.thresholds, reading.case.channel
    if not reading.sentences:
        return
    most = limits.max_words[channel]
    last = reading.sentences[-1].end
    if reading.n_words > most:
        share = reading.n_words / most
        severity: Severity | None = "warning" if share >= _GRAVE else None
        yield Finding(RULE.id, _passes(reading, most), last, 0.9, severity=severity, detail={"n": reading.n_words, "limit": most})
    elif (characters := limits.max_characters.get(channel)) and (n := reading.n_characters) > characters:
        start = next((s.start for s in reading.sentences if s.end > characters), reading.sentences[-1].start)
        yield Finding(RULE.id, start, last, 0.9, variant="characters", detail={"n": n, "limit": characters})


def _passes(reading: Reading, most: int) -> int:
    """Give the start of the sentence in which the count passes `most`."""
    count = 0
    for sentence in reading.sentences:
        count += sentence.n_words
        if count > most:
            return sentence.start
    return reading.sentences[-1].start


RULE = Rule(
    id="too-long",
    criterion="length",
    severity="advice",
    message={
        "en": "{n} words; this channel bears about {limit}. Keep the answer and the next step, cut the rest.",
        "ar": "{n} كلمة، وهذه القناة تحتمل نحو {limit}. أبقِ الجواب والخطوة التالية واحذف ما عداهما.",
    },
    variants={
        "characters": {
            "en": "{n} characters; this channel holds {limit}. Shorten it so that it arrives in one piece.",
            "ar": "{n} حرفًا، وهذه القناة تتسع لـ{limit}. اختصر الرد ليصل رسالة واحدة.",
        }
    },
    why={
        "en": "Long replies are skimmed, and what matters is missed.",
        "ar": "الرد الطويل يُقرأ على عجل فيضيع المهم فيه.",
    },
    check=check,
    page=__doc__,
)
