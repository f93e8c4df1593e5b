"""A company's own rules, made from its profile: no Python, the same findings."""

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from coach.config import CompanyRule, Profile
from coach.errors import ProfileError
from coach.findings import Finding, Fix, Rule
from coach.reading import MOVES, Reading
from coach.text.cues import CueSet
from coach.text.document import Sentence, read

_BANNED = {
    "en": "“{found}” is not to be used here; put it another way.",
    "ar": "«{found}» من العبارات الممنوعة لدينا؛ عبّر عنها بصيغة أخرى.",
}
_REQUIRED = {"en": "“{phrase}” must be in every reply; add it.", "ar": "يجب أن يتضمن كل رد «{phrase}»؛ أضفها."}
_WHY = {"en": "The company's own rule.", "ar": "قاعدة خاصة بالشركة."}


def company_rules(profile: Profile) -> tuple[Rule, ...]:
    """Make the rules that a profile adds; raises ProfileError for one that could never fire."""
    rules = [_rule(settings) for settings in profile.company_rules]
    if profile.banned_phrases:
        rules.append(_phrases_rule("banned-phrase", profile.banned_phrases))
    if profile.required_phrases:
        rules.append(_required_rule(profile.required_phrases))
    return tuple(rules)


class _Matcher:
    """Phrases or patterns of both languages, found in sentences."""

    def __init__(self, where: str, patterns: Mapping[Any, Sequence[str]], literal: bool) -> None:
        self._sets: dict[str, CueSet] = {}
        for language, lines in patterns.items():
            cues = self._sets[language] = CueSet(language)
            for line in lines:
                try:
                    cues.add("found", " ".join(_words(line, language)) if literal else line)
                except ValueError as error:
                    raise ProfileError(where=where, what=f"{line!r} can never match: {error}") from None

    def spans(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Yield the half-open offsets of each find in a sentence, in order."""
        cues = self._sets.get(sentence.language)
        for hit in sorted(cues.find(sentence.words), key=lambda hit: hit.start) if cues else ():
            yield sentence.span(hit)

    def all(self, reading: Reading) -> list[tuple[int, int]]:
        """List every find in the agent's own sentences, in order."""
        return [span for sentence in reading.sentences for span in self.spans(sentence)]

    def speaks(self, language: str) -> bool:
        """Tell whether there is anything to find in a language."""
        return language in self._sets


def _words(phrase: str, language: str) -> list[str]:
    return [word for sentence in read(phrase, (), language).sentences for word in sentence.words]


def _rule(settings: CompanyRule) -> Rule:
    """Turn one setting into a rule by its kind."""
    where = f"company_rules: {settings.id}"
    if settings.move is not None and settings.move not in MOVES:
        raise ProfileError(where=where, what=f"unknown move {settings.move!r}; known: {', '.join(MOVES)}")
    patterns = settings.phrases if settings.kind == "phrase" else settings.patterns or settings.phrases
    literal = settings.kind == "phrase" or not settings.patterns
    if settings.kind == "order":
        if not (settings.first and settings.then):
            raise ProfileError(where=where, what="an order rule needs `first` and `then`")
    elif not patterns and settings.move is None:
        raise ProfileError(where=where, what=f"a rule of kind {settings.kind} needs `phrases`, `patterns` or `move`")
    if settings.kind == "count" and settings.max is None:
        raise ProfileError(where=where, what="a count rule needs `max`")
    for language in ("en", "ar"):
        _check_message(where, settings.message[language])
    matcher = _Matcher(where, patterns, literal)
    first, then = _Matcher(where, settings.first, False), _Matcher(where, settings.then, False)

    def found(reading: Reading) -> list[tuple[int, int]]:
        spans = matcher.all(reading)
        if settings.move is not None:
            spans += [(reading.sentences[i].start, reading.sentences[i].end) for i in reading.where(settings.move)]
        return sorted(spans)

    def check(reading: Reading) -> Iterator[Finding]:
        if settings.channels is not None and reading.case.channel not in settings.channels:
            return
        if settings.kind in ("phrase", "pattern"):
            for start, end in found(reading):
                fixes = (Fix("swap", start, end, "given"),) if settings.replacement else ()
                yield Finding(settings.id, start, end, 0.95, fixes=fixes)
        elif settings.kind == "absence":
            if (settings.move or matcher.speaks(reading.language)) and reading.sentences and not found(reading):
                yield Finding(settings.id, reading.ending, reading.ending, 0.95, target="missing")
        elif settings.kind == "count":
            for start, end in found(reading)[settings.max :]:
                yield Finding(settings.id, start, end, 0.95)
        else:
            yield from _out_of_order(settings.id, first.all(reading), then.all(reading))

    texts = {"en": settings.message.en, "ar": settings.message.ar}
    why = {"en": settings.why.en, "ar": settings.why.ar} if settings.why else _WHY
    return Rule(settings.id, settings.criterion, settings.severity, texts, why, check, page=settings.message.en)


def _check_message(where: str, text: str) -> None:
    """Refuse a message that asks for more than the words found."""
    try:
        fields = [field for _, *field in Formatter().parse(text) if field[0] is not None]
    except ValueError:
        raise ProfileError(where=where, what="message: a single { or } stands there; write {{ or }}") from None
    if any(field != ["found", "", None] for field in fields):
        raise ProfileError(where=where, what="message: unknown placeholder; known: {found}")


def _out_of_order(rule: str, first: list[tuple[int, int]], then: list[tuple[int, int]]) -> Iterator[Finding]:
    """Flag what should follow but stands before, where both are there."""
    if first:
        for start, end in then:
            if start < first[0][0]:
                yield Finding(rule, start, end, 0.95)


def _phrases_rule(rule: str, phrases: Mapping[Any, Sequence[str]]) -> Rule:
    matcher = _Matcher("banned_phrases", phrases, literal=True)

    def check(reading: Reading) -> Iterator[Finding]:
        for start, end in matcher.all(reading):
            yield Finding(rule, start, end, 0.95)

    return Rule(rule, "tone", "warning", _BANNED, _WHY, check, page=_BANNED["en"])


def _required_rule(phrases: Mapping[Any, Sequence[str]]) -> Rule:
    matchers = {
        (language, phrase): _Matcher("required_phrases", {language: [phrase]}, literal=True)
        for language, lines in phrases.items()
        for phrase in lines
    }

    def check(reading: Reading) -> Iterator[Finding]:
        for (language, phrase), matcher in matchers.items():
            if language == reading.language and reading.sentences and not matcher.all(reading):
                yield Finding("required-phrase", reading.ending, reading.ending, 0.95, target="missing", detail={"phrase": phrase})

    return Rule("required-phrase", "courtesy", "warning", _REQUIRED, _WHY, check, page=_REQUIRED["en"])
