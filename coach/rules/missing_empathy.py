"""An upset or vulnerable customer gets no word for what it cost them.

Naming the feeling or the cost in the customer's own case calms; a calm question needs none of it.
For a customer who is merely let down, an apology or an acknowledgement is enough.

Severity: warning for angry, hostile and vulnerable customers; advice for those let down.

English
    Customer:     Two weeks without internet and nobody calls back!! I am sick of this, the worst service ever.
    Flagged:      A technician will come on Sunday at 10.
    Better:       Two weeks without internet is far too long to wait. A technician will come on Sunday at 10.
    Not flagged:  I can imagine how wearing two weeks offline must be. A technician will come on Sunday at 10.
Arabic
    Customer:     أسبوعين بدون نت ومحد رد علي!! زهقت منكم، أسوأ خدمة.
    Flagged:      سيزورك الفني يوم الأحد الساعة ١٠.
    Better:       أسبوعان بلا إنترنت مدة متعبة فعلًا. سيزورك الفني يوم الأحد الساعة ١٠.
    Not flagged:  أقدّر كم أتعبك الانتظار أسبوعين. سيزورك الفني يوم الأحد الساعة ١٠.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Sentence

_UNSURE = 0.38
"""Below this confidence a mild displeasure is not held against the draft: such findings were mostly false on real replies."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the absence where the profile's emotion level, or vulnerability, makes empathy owed."""
    if not reading.customer or not reading.sentences or reading.makes("empathy"):
        return
    vulnerable = reading.customer.has("vulnerable", "threat_harm")
    if reading.level < reading.profile.thresholds.empathy_from and not vulnerable:
        return
    grave = reading.level >= 2 or vulnerable
    if not grave and (reading.makes("apology", "acknowledgement", "ownership") or not reading.customer.asks):
        return
    if not grave and reading.customer.emotion.confidence < _UNSURE:
        return
    confidence = min(max(0.5, min(0.9, reading.customer.emotion.confidence)), reading.absence("empathy"))
    yield _missing(reading, confidence, None if grave else "advice")


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a reply that may lack empathy though its customer seems hardly upset."""
    return _missing(reading) if reading.sentences and not reading.makes("empathy") else None


def _missing(reading: Reading, confidence: float = 0.0, severity: Severity | None = None) -> Finding:
    at = reading.opening
    vulnerable = reading.customer is not None and reading.customer.has("vulnerable", "threat_harm")
    # For a loss or a danger no ready phrase is good enough: the agent's own words are needed.
    fix = Fix("open", at, at, "empathy", slot="own_words") if vulnerable else Fix("insert", at, at, "empathy")
    return Finding(RULE.id, at, at, confidence, target="missing", severity=severity, fixes=(fix,))


RULE = Rule(
    id="missing-empathy",
    criterion="empathy",
    severity="warning",
    message={
        "en": "Nothing shows that you see what this means for the customer; name it in one plain sentence.",
        "ar": "لا شيء في الرد يُظهر أنك تدرك ما يمر به العميل؛ اذكر ما سبّبه له ذلك في جملة واحدة واضحة.",
    },
    why={
        "en": "People calm down once they see that someone grasped what happened to them.",
        "ar": "يهدأ المرء حين يرى أن أحدًا أدرك ما أصابه.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
    suspect=suspect,
)
