"""What goes over the wire: what is read is validated by these; what is written is described by them.

Reports and rewrites are written from the library's own structures, so a test holds each against its description here.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from coach.case import Case, Channel, Context, Message, Record, UiLanguage
from coach.config import Strict
from coach.rewrite.goals import GOALS

Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Phrase = Annotated[str, StringConstraints(max_length=100)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Severity = Literal["error", "warning", "advice"]
Move = str
Offset = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Goal = Annotated[str, StringConstraints(pattern=f"^({'|'.join(GOALS)})$")]
MAX_EDITED = 20_000


class Phrases(Strict):
    """Phrases by language."""

    en: Annotated[tuple[Phrase, ...], Field(max_length=100)] = ()
    ar: Annotated[tuple[Phrase, ...], Field(max_length=100)] = ()


class RuleSet(Strict):
    """What one request lays over the server's profile."""

    enable: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    disable: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    banned_phrases: Phrases = Phrases()


class CheckRequest(Case):
    """A case, and how it is to be judged."""

    ruleset: RuleSet | None = None


class RewriteRequest(CheckRequest):
    """A case to be mended towards a goal; with `n`, other ways stand in `alternatives`."""

    goal: Goal = "fix"
    n: Annotated[int, Field(ge=1, le=5)] = 1


class DigestRequest(Record):
    """A customer's message to be told without its hostility."""

    customer: str | tuple[Message, ...]
    channel: Channel = "email"
    context: Context = Context()
    ui_language: UiLanguage = "en"


class FeedbackRequest(Strict):
    """What an agent did with a finding."""

    finding_id: Id
    rule: Name
    action: Literal["accepted", "dismissed", "edited"]
    report_id: Id | None = None
    edited_text: Annotated[str, StringConstraints(max_length=MAX_EDITED)] | None = None


class _Written(BaseModel):
    """What is written holds these fields; others may be added, and readers let them be."""

    model_config = ConfigDict(extra="allow")


class SentenceMove(_Written):
    """A move that a sentence makes."""

    move: Move
    confidence: Share


class ReportedSentence(_Written):
    """A sentence of the draft."""

    start: Offset
    end: Offset
    text: str
    moves: list[SentenceMove]


class ReportedLanguage(_Written):
    """The draft's language; `mixed` lists [start, end, language] of stretches in another."""

    code: str
    confidence: Share
    dialect: Literal["gulf", "egyptian", "levantine", "maghrebi", "msa"] | None
    mixed: list[tuple[Offset, Offset, str]]


class ReportedEmotion(_Written):
    """The customer's emotion."""

    level: Annotated[int, Field(ge=0, le=4)]
    name: str
    confidence: Share


class ReportedSignal(_Written):
    """A signal in the customer's message."""

    signal: str
    start: Offset
    end: Offset
    confidence: Share


class ReportedAsk(_Written):
    """What the customer asks, and what became of it."""

    start: Offset
    end: Offset
    text: str
    status: Literal["answered", "deferred", "refused", "missed"]
    sentence: int | None
    confidence: Share
    dated: bool = False


class ReportedCustomer(_Written):
    """What was read in the customer's message."""

    language: str
    emotion: ReportedEmotion
    signals: list[ReportedSignal]
    asks: list[ReportedAsk]


class SuggestedEdit(_Written):
    """Put `replacement` in place of the half-open span."""

    start: Offset
    end: Offset
    replacement: str


class Suggested(_Written):
    """Edits that mend a finding; `needs` names the slots that only the agent can fill."""

    edits: list[SuggestedEdit]
    needs: list[str]


class ReportFinding(_Written):
    """One fault."""

    id: str
    rule: str
    criterion: str
    severity: Severity
    confidence: Share
    target: Literal["draft", "customer", "missing"]
    start: Offset
    end: Offset
    found: str
    message: str
    why: str
    suggestions: list[Suggested]


class ReportScore(_Written):
    """0 to 100; null where it does not apply."""

    overall: Annotated[int, Field(ge=0, le=100)] | None
    criteria: dict[str, Annotated[int, Field(ge=0, le=100)] | None]


class ReportSkipped(_Written):
    """A rule that did not run."""

    rule: str
    reason: str


class ReportRuleset(_Written):
    """The profile and the hash of all its settings."""

    profile: str
    sha: str


class ReportBody(_Written):
    """What the coach says of one case."""

    schema_version: Literal[1]
    id: str | None
    ruleset: ReportRuleset
    models: dict[str, str]
    language: ReportedLanguage
    sentences: list[ReportedSentence]
    customer: ReportedCustomer | None
    findings: list[ReportFinding]
    score: ReportScore
    verdict: Literal["send", "revise", "hold"]
    suggested_status: Literal["open", "pending", "solved"]
    skipped: list[ReportSkipped]
    timing_ms: float


class RewriteEdit(SuggestedEdit):
    """An edit with the rules that it serves; those of one `group` are taken together."""

    fixes: list[str]
    why: str
    group: int


class RewriteNeed(_Written):
    """A slot that the agent must fill; `perhaps` proposes what may: a name for what went wrong, in a reply from notes a sentence."""

    slot: str
    ask: str
    perhaps: str = ""


class RewriteGuard(_Written):
    """What the guard found."""

    passed: bool
    checks: dict[str, Any]


class RewriteBody(_Written):
    """A rewritten draft; `withheld` says which proposals the guard kept out, and why."""

    text: str
    edits: list[RewriteEdit]
    fixed: list[str]
    remaining: list[str]
    needs: list[RewriteNeed]
    score_before: int
    score_after: int
    guard: RewriteGuard
    source: str
    goal: Goal
    withheld: list[dict[str, Any]]
    alternatives: "list[RewriteBody]"


class SituationBody(_Written):
    """What a reply answers."""

    id: str
    title: dict[Literal["en", "ar"], str]


class SituationFit(SituationBody):
    """A situation and how well it fits, about 0 to 1."""

    fit: float


class DraftBody(_Written):
    """A whole reply; `unused` names what was given and is not in it."""

    text: str
    situation: SituationBody
    nearest: list[SituationFit]
    needs: list[RewriteNeed]
    unused: list[str]
    score: Annotated[int, Field(ge=0, le=100)]
    remaining: list[str]


class Folded(_Written):
    """What is folded away of the message: an insult or a threat."""

    start: Offset
    end: Offset
    kind: str


class DigestFact(Folded):
    """A fact of the message."""

    text: str


class DigestAsk(_Written):
    """What the customer asks."""

    start: Offset
    end: Offset
    text: str


class Boundary(_Written):
    """Calm words: 1 keeps to the matter, 2 leaves insults unanswered, 3 ends the exchange with a way back."""

    firmness: Literal[1, 2, 3]
    text: str


class DigestBody(_Written):
    """What a message comes to; offsets are the message's, of a thread the customer's last words."""

    emotion: ReportedEmotion
    signals: list[ReportedSignal]
    folded: list[Folded]
    neutral: str
    happened: str
    facts: list[DigestFact]
    asks: list[DigestAsk]
    owed: list[str]
    not_owed: list[str]
    boundaries: list[Boundary]
    handover: str


class FeedbackBody(_Written):
    """The number under which the feedback is kept."""

    id: int


class RuleBody(_Written):
    """A rule as the profile has it."""

    id: str
    criterion: str
    severity: Severity
    enabled: bool
    needs_customer: bool
    why: dict[Literal["en", "ar"], str]
    page: str


class RulesBody(_Written):
    """The rules of the server's profile."""

    profile: str
    sha: str
    rules: list[RuleBody]


class PhraseBody(_Written):
    """A phrase of the phrasebook."""

    id: str
    dialect: str | None
    registers: list[str]
    forms: dict[str, str]


class PhrasebooksBody(_Written):
    """Entries counted by language and move; `entries` where both were named."""

    counts: dict[str, dict[str, int]]
    entries: list[PhraseBody] | None = None


class ModelsBody(_Written):
    """Which model reads what."""

    moves: str
    emotion: str
    signals: str
    encoder: str
    version: str


class HealthBody(_Written):
    """The server's state."""

    status: str


class Problem(_Written):
    """RFC 9457; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
