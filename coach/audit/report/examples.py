"""Examples of faults: masked sentences out of the findings, each with what was found in it set apart."""

from dataclasses import dataclass
from pathlib import Path

from coach.audit.summary.database import Tables

_PER_LANGUAGE = 2
_LONGEST = 260


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in three: what stands before the fault, the fault (empty where something is missing), what stands after.

    `message` says what is wrong, in the report's language.
    """

    language: str
    before: str
    found: str
    after: str
    missing: bool
    message: str


def examples(tables: Path, rules: list[str], ui: str) -> dict[str, list[Example]]:
    """Give examples for each rule, the surest first: of either language, each from another conversation, none said twice."""
    asked = f"""
        WITH distinct_sentences AS (
            SELECT rule, language, sentence, max_by(found, (confidence, conversation)) AS found, max(confidence) AS confidence,
                   max_by(target, (confidence, conversation)) AS target, max_by(message_{ui}, (confidence, conversation)) AS message,
                   min(conversation) AS conversation
            FROM findings
            WHERE list_contains(?, rule) AND length(sentence) BETWEEN 3 AND {_LONGEST} AND language IN ('en', 'ar')
            GROUP BY rule, language, sentence)
        SELECT rule, language, sentence, found, target, message FROM (
            SELECT *, row_number() OVER (
                PARTITION BY rule, language ORDER BY round(confidence, 1) DESC, md5(conversation), sentence) AS place
            FROM distinct_sentences)
        WHERE place <= {_PER_LANGUAGE} ORDER BY rule, language, place"""
    result: dict[str, list[Example]] = {rule: [] for rule in rules}
    with Tables(tables) as opened:
        for rule, language, sentence, found, target, message in opened.rows(asked, [rules]):
            result[rule].append(_example(language, sentence, found or "", target == "missing", message or ""))
    return result


def _example(language: str, sentence: str, found: str, missing: bool, message: str) -> Example:
    at = sentence.find(found) if found else -1
    if at < 0 or missing:
        return Example(language, sentence, "", "", missing, message)
    return Example(language, sentence[:at], found, sentence[at + len(found) :], False, message)
