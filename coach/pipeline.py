"""The road from a case to a report: read, judge, score."""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any, Literal, cast
from zlib import crc32

from coach.case import Case, DraftRequest
from coach.config import Profile, Severity, default_profile
from coach.errors import ProfileError, UnknownName, WriterError
from coach.findings import Finding, Judged, Rule
from coach.models.asks import judge_asks, take_up
from coach.models.beside import beside
from coach.models.customers import Customers
from coach.models.faults import suspicion
from coach.models.impression import impression
from coach.models.registry import Models, load_models
from coach.models.spare import spare
from coach.phrasebook import Phrasebook
from coach.reading import Reading
from coach.report import Report, ReportedFinding
from coach.rewrite.backends import Request, Writer, load_writer, propose
from coach.rewrite.compose import Composer
from coach.rewrite.digest import Digest, digest
from coach.rewrite.draft import Drafted, draft
from coach.rewrite.edits import Suggestion
from coach.rewrite.goals import GOALS, GoalName
from coach.rewrite.made import Rewrite, failed, worth
from coach.rewrite.plan import rewrite
from coach.rewrite.proposal import as_rewrite
from coach.rewrite.speaker import Speaker
from coach.rubric import criteria_scores, overall, suggested_status, verdict
from coach.rules import RULES
from coach.rules.company import company_rules
from coach.slots import SURE_OF_SLOTS, moves_in, otherwise_in
from coach.text.document import DIALECTS, DRAFT_CUES, read
from coach.text.language import SUPPORTED
from coach.text.segments import Marked
from coach.weighing import weigh

_SOFTEN_BELOW: dict[Severity, float] = {"error": 0.6, "warning": 0.5, "advice": 0.0}
"""Below this confidence a finding drops one severity: unsure is said softly, and an error asks for more."""
_SOFTER: dict[Severity, Severity] = {"error": "warning", "warning": "advice", "advice": "advice"}
_ANY_LANGUAGE = frozenset(("wrong-language", "personal-data", "placeholder-left"))
_MAX_SUGGESTIONS = 1
_LANGUAGE_NAMES = {
    "fr": ("French", "الفرنسية"),
    "es": ("Spanish", "الإسبانية"),
    "de": ("German", "الألمانية"),
    "pt": ("Portuguese", "البرتغالية"),
    "it": ("Italian", "الإيطالية"),
    "tr": ("Turkish", "التركية"),
    "id": ("Indonesian", "الإندونيسية"),
    "nl": ("Dutch", "الهولندية"),
    "fa": ("Persian", "الفارسية"),
    "ur": ("Urdu", "الأردية"),
}
_REASONS = {
    "off": {"en": "turned off by the profile", "ar": "أوقفها ملف الإعداد"},
    "customer": {"en": "no customer message was given", "ar": "لم تُرسل رسالة العميل"},
    "und": {"en": "the draft holds no words", "ar": "لا كلمات في المسودة"},
    "language": {"en": "the draft is in {name}; Arabic and English are judged", "ar": "المسودة بـ{name}؛ والحكم للعربية والإنجليزية فقط"},
    "arabizi": {
        "en": "the draft is Arabic in Latin letters; write it in Arabic script",
        "ar": "المسودة عربية بحروف لاتينية؛ اكتبها بالحروف العربية",
    },
}


class Coach:
    """Judges and rewrites drafts by one profile and one set of models; safe to keep and to share."""

    def __init__(self, profile: Profile | None = None, models: Models | None = None, customers: Customers | None = None) -> None:
        """Take the profile (ours by default), the models that read (those that the profile names), and what remembers messages."""
        self.profile = profile or default_profile()
        self.models = models or load_models(self.profile.models)
        self.customers = customers or Customers(self.models)
        self.rules: tuple[Rule, ...] = (*RULES, *company_rules(self.profile))
        _check_names(self.profile, {rule.id for rule in self.rules})
        self.phrasebook = Phrasebook(Path(self.profile.phrasebook) if self.profile.phrasebook else None)
        self._digest = self.profile.digest()

    def read(self, case: Case, slots_filled: bool = False) -> Reading:
        """Read draft and customer's message once."""
        marked = [Marked(one.start, one.end, one.kind) for one in case.segments]
        if slots_filled and not marked:
            marked = [Marked(start, end, "quote") for start, end in otherwise_in(case.draft)]  # nobody's words yet
        draft = read(case.draft, DRAFT_CUES, case.language, marked)
        message = case.message
        customer = self.customers.read(message, case) if message is not None else None
        document = customer.document if customer else None
        if draft.language.code in SUPPORTED and not draft.language.arabizi:
            for sentence, made in zip(draft.sentences, self.models.moves.moves(draft, document, case), strict=True):
                sentence.moves = {**made, **dict.fromkeys(moves_in(sentence.text), SURE_OF_SLOTS)} if slots_filled else made
        if customer is not None:
            same_language = customer.document.language.code == draft.language.code
            judge_asks(customer.asks, draft, same_language, self.models.encoder)
            if slots_filled:
                take_up(customer.asks, draft)
        told = beside(draft, customer, self.models.encoder) if customer is not None else None
        reading = Reading(case, self.profile, draft, customer, slots_filled)
        if told:
            reading.impression, reading.suspicion = impression(told), suspicion(told)
            for sentence, chance in zip(told.sentences, spare(told, reading.impression), strict=False):
                sentence.spare = chance
        return reading

    def judge(self, reading: Reading) -> tuple[list[Judged], list[dict[str, str]]]:
        """Run every rule that applies; give the findings in order of place, and the rules skipped."""
        ui = reading.case.ui_language
        found: list[tuple[Finding, Rule]] = []
        asked = []
        skipped = []
        unjudged = _unjudged(reading)
        settings = self.profile.rules
        for rule in self.rules:
            setting = settings.get(rule.id)
            if setting is not None and not setting.enabled:
                skipped.append({"rule": rule.id, "reason": _REASONS["off"][ui]})
            elif rule.needs_customer and reading.customer is None:
                skipped.append({"rule": rule.id, "reason": _REASONS["customer"][ui]})
            elif unjudged and rule.id not in _ANY_LANGUAGE:
                skipped.append({"rule": rule.id, "reason": unjudged})
            else:
                asked.append(rule)
                found += [(finding, rule) for finding in rule.check(reading)]
        judged = []
        for finding, rule in weigh(reading, asked, found):
            setting = settings.get(rule.id)
            judged.append((finding, rule, (setting and setting.severity) or _severity(finding, rule)))
        judged.sort(key=lambda one: (one[0].target == "customer", one[0].start, one[0].end))
        return judged, skipped

    def check(self, case: Case) -> Report:
        """Read, judge and score one case."""
        began = time.perf_counter()
        reading = self.read(case)
        judged, skipped = self.judge(reading)
        report = self._report(reading, judged, skipped)
        report.timing_ms = round((time.perf_counter() - began) * 1000, 2)
        return report

    def rewrite(
        self,
        case: Case,
        goal: str = "fix",
        n: int = 1,
        cancel: Event | None = None,
        on_piece: Callable[[str], object] | None = None,
    ) -> Rewrite:
        """Mend a draft by one of GOALS as far as can be done safely; up to `n` - 1 other ways stand in `alternatives`.

        Where the profile names a writer, its proposal is one of the ways, if the guard lets it through; `on_piece`
        hears it come and `cancel` stops it. Raises UnknownName for a goal that is not there.
        """
        if goal not in GOALS:
            raise UnknownName(kind="goal", name=goal, known=", ".join(GOALS))
        own = rewrite(self, case, cast(GoalName, goal), n)
        return own if self.writer is None else self._with_proposal(own, self.writer, case, cancel, on_piece, n)

    @cached_property
    def writer(self) -> Writer | None:
        """The language model that the profile names as a source of rewrites, if any."""
        return load_writer(self.profile.writer)

    def _with_proposal(
        self, own: Rewrite, writer: Writer, case: Case, cancel: Event | None, on_piece: Callable[[str], object] | None, n: int
    ) -> Rewrite:
        """Set the writer's proposal beside our own rewrite, the better one first; what may not be offered is told in `withheld`."""
        language: Literal["en", "ar"] = "ar" if self.read(case).language == "ar" else "en"
        messages = [finding.message for finding in self.check(case).findings]
        source = f"model:{writer.name}"
        try:
            text = propose(writer, Request.of(case, language, own.goal, messages), cancel, on_piece)
        except WriterError as error:
            own.withheld.append({"source": source, "why": error.code})
            return own
        if text is None:
            own.withheld.append({"source": source, "why": "unusable"})
            return own
        made = as_rewrite(self, case, text, own.goal, source)
        if not made.guard["passed"]:
            own.withheld.append({"source": source, "checks": failed(made.guard)})
            return own
        others, own.alternatives = own.alternatives, []
        best, *rest = sorted([own, made, *others], key=worth)
        kept = rest[: max(1, n - 1)]
        if made is not best and made not in kept:  # what the writer said is shown, wherever it ranks
            kept.append(made)
        best.withheld, best.alternatives = own.withheld, kept
        return best

    def draft(self, request: DraftRequest) -> Drafted:
        """Write a whole reply to a customer from what the agent knows; raises UnknownName for a situation that is not there."""
        return draft(self, request, self.models.encoder)

    def digest(self, case: Case) -> Digest | None:
        """Say what a customer's message comes to without its hostility; None where the case has no message."""
        return digest(self, case)

    def score(self, reading: Reading, judged: Sequence[Judged]) -> tuple[int, dict[str, int | None]]:
        """Give the overall score and the criteria's."""
        triples = [(finding, rule.criterion, severity) for finding, rule, severity in judged]
        criteria = criteria_scores(reading, triples, self.profile)
        return overall(criteria, [severity for _, _, severity in triples], self.profile), criteria

    def judges(self, reading: Reading) -> bool:
        """Tell whether a draft is in a language, and in letters, that are judged."""
        return not _unjudged(reading)

    def _report(self, reading: Reading, judged: list[Judged], skipped: list[dict[str, str]]) -> Report:
        """Put everything said about a case into the contract's form."""
        case = reading.case
        judgeable = self.judges(reading)
        total, criteria = self.score(reading, judged)
        pairs = [(rule.id, severity) for _, rule, severity in judged]
        draft = reading.draft
        return Report(
            id=case.id,
            ruleset={"profile": self.profile.name, "sha": self._digest},
            models=self.models.names,
            language={
                "code": draft.language.code,
                "confidence": draft.language.confidence,
                "dialect": draft.dialect if draft.dialect in (*DIALECTS, "msa") else None,
                "mixed": [list(span) for span in draft.mixed],
            },
            sentences=[
                {
                    "start": s.start,
                    "end": s.end,
                    "text": s.text,
                    "moves": [
                        {"move": move, "confidence": round(confidence, 2)}
                        for move, confidence in sorted(s.moves.items(), key=lambda item: -item[1])
                    ],
                }
                for s in draft.sentences
            ],
            customer=_customer(reading),
            findings=self._findings(reading, judged) if judged else [],
            score={"overall": total if judgeable else None, "criteria": criteria if judgeable else dict.fromkeys(criteria)},
            verdict=verdict(total, pairs, self.profile) if judgeable else "hold",
            suggested_status=suggested_status(reading),
            skipped=skipped,
        )

    def _findings(self, reading: Reading, judged: Iterable[Judged]) -> list[ReportedFinding]:
        """Write the findings' messages and suggestions."""
        ui = reading.case.ui_language
        composer = Composer(Speaker(reading, self.phrasebook))
        seen: dict[str, int] = {}
        reported = []
        for finding, rule, severity in judged:
            source = reading.customer.document.text if finding.target == "customer" and reading.customer else reading.case.draft
            found = source[finding.start : finding.end]
            key = f"{rule.id}|{found}"
            nth = seen[key] = seen.get(key, 0) + 1
            reported.append(
                ReportedFinding(
                    id=f"{rule.id}-{crc32(f'{key}|{nth}'.encode()):08x}",
                    rule=rule.id,
                    criterion=rule.criterion,
                    severity=severity,
                    confidence=round(finding.confidence, 2),
                    target=finding.target,
                    start=finding.start,
                    end=finding.end,
                    found=found,
                    message=rule.say(finding, found, ui),
                    why=rule.why[ui],
                    suggestions=self._suggestions(composer, finding),
                )
            )
        return reported

    def _suggestions(self, composer: Composer, finding: Finding) -> list[Suggestion]:
        return list(islice(composer.suggest(finding), _MAX_SUGGESTIONS))


def _check_names(profile: Profile, known: set[str]) -> None:
    """Refuse a profile that names a rule that is not there."""
    for name in (*profile.rules, *profile.verdict.hold):
        if name not in known:
            raise ProfileError(where=f"the profile {profile.name!r}", what=f"there is no rule {name!r}; see `coach rules list`")


def _severity(finding: Finding, rule: Rule) -> Severity:
    severity = finding.severity or rule.severity
    return _SOFTER[severity] if finding.confidence < _SOFTEN_BELOW[severity] else severity


def _unjudged(reading: Reading) -> str:
    """Say why a draft cannot be judged, or nothing."""
    ui = reading.case.ui_language
    language = reading.draft.language
    if language.arabizi:
        return _REASONS["arabizi"][ui]
    if language.code in SUPPORTED:
        return ""
    if language.code == "und":
        return _REASONS["und"][ui]
    name = _LANGUAGE_NAMES.get(language.code, ("another language", "لغة أخرى"))[ui == "ar"]
    return _REASONS["language"][ui].format(name=name)


def _customer(reading: Reading) -> dict[str, Any] | None:
    customer = reading.customer
    if customer is None:
        return None
    places = [n for n, sentence in enumerate(reading.draft.sentences) if sentence.kind == "body"]  # of the body's, as reported
    return {
        "language": customer.document.language.code,
        "emotion": {
            "level": customer.emotion.level,
            "name": customer.emotion.name,
            "confidence": round(customer.emotion.confidence, 2),
        },
        "signals": [{"signal": s.signal, "start": s.start, "end": s.end, "confidence": round(s.confidence, 2)} for s in customer.signals],
        "asks": [
            {
                "start": ask.start,
                "end": ask.end,
                "text": ask.text,
                "status": ask.status,
                "sentence": None if ask.sentence is None else places[ask.sentence],
                "confidence": ask.confidence,
                **({"dated": ask.dated} if ask.status == "deferred" else {}),
            }
            for ask in customer.asks
        ],
    }
