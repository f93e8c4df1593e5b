"""The few sentences that come first: what is good, what to mend first, what changed, what to watch."""

from dataclasses import dataclass
from math import hypot, log, sqrt
from typing import Any

from coach.audit.report.names import Names
from coach.audit.report.words import Words
from coach.audit.summary.people import WEIGHT
from coach.config import default_profile
from coach.words import Said

_WEIGHTY = 10  # weight in the rubric of a criterion that is worth praise: replies of the right length are no news
_KEPT_WELL = 0.8
_MET_WELL = 0.8
_COOLED_WELL = 0.5
_GREW = 1.3
_SURELY_GREW = 3.0  # standard errors: the one that grew most of up to forty themes is told
_MUCH = 1.0  # points of score that are worth a sentence
_LEAST_THIRD = 100  # replies in a third of the time before its mean is compared


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence, what kind of news it is (overall, good, mend, changed or watch), and the facets of the list behind it, if one is."""

    kind: str
    text: str
    behind: str | None = None


def headlines(summary: dict[str, Any], words: Words) -> list[Headline]:
    """Give the sentences that a head of support reads first; none without replies."""
    if not summary["counts"]["judged"]:
        return []
    names = Names(words)
    overall = summary["overall"]
    sent = Said(words.percent(overall["verdicts"]["send"]))
    found = [Headline("overall", words("headlines.overall", score=Said(words.number(overall["score"])), sent=sent), "verdict=hold")]
    found.extend(Headline("good", *told) for told in _good(summary, words, names))
    found.extend(Headline("mend", *told) for told in _mend(summary, words, names))
    found.extend(Headline("changed", text) for text in _changed(summary, words))
    found.extend(Headline("watch", *told) for told in _watch(summary, words, names))
    return found


def _good(summary: dict[str, Any], words: Words, names: Names) -> list[tuple[str, str]]:
    weights = default_profile().criteria
    criteria = {name: score for name, score in summary["overall"]["criteria"].items() if score is not None and weights[name] >= _WEIGHTY}
    result = []
    if criteria:
        best = max(sorted(criteria), key=lambda name: criteria[name])
        text = words("headlines.best", criterion=Said(names.criterion(best)), score=Said(words.number(criteria[best])))
        result.append((text, f"measure={best}"))
    kept = summary["conversations"]["promises"]["kept_share"]
    if kept is not None and kept >= _KEPT_WELL:
        result.append((words("headlines.kept", share=Said(words.percent(kept))), "promise=kept"))
    cooled = summary["customers"]["course"]["angry_cooled"]
    if cooled is not None and cooled >= _COOLED_WELL:
        result.append((words("headlines.cooled", share=Said(words.percent(cooled))), "course=cooled began=angry"))
    return result


def worst(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the rules by what they cost in all: how often, times how grave."""
    return sorted(summary["rules"], key=lambda one: (-one["n"] * WEIGHT[one["severity"]], one["rule"]))


def _mend(summary: dict[str, Any], words: Words, names: Names) -> list[tuple[str, str]]:
    result = []
    for one in worst(summary)[:1]:
        share, why = Said(words.percent(one["share"])), Said(names.why(one["rule"]))
        result.append((words("headlines.mend", rule=Said(names.rule(one["rule"])), share=share, why=why), f"rule={one['rule']}"))
    return result


def _changed(summary: dict[str, Any], words: Words) -> list[str]:
    baseline, split = summary.get("baseline"), summary["before_after"]
    if baseline and baseline["overall"]:
        pair = baseline["overall"]
        name = "headlines.changed_judge" if baseline["judge"]["changed"] else "headlines.changed_since"
        return [words(name, difference=Said(words.signed(pair["difference"])))]
    if split and split["overall"]:
        pair = split["overall"]
        name = "headlines.split_sure" if pair["sure"] else "headlines.split_unsure"
        low, high = pair["interval"]
        said = words(
            name,
            day=Said(words.day(split["split"])),
            difference=Said(words.signed(pair["difference"])),
            span=Said(words.between(low, high)),
        )
        return [said]
    change = _trend(summary["groups"]["week"])
    if change is None:
        return []
    return [words("headlines.trend", difference=Said(words.signed(change))) if change else words("headlines.steady")]


def _trend(weeks: list[dict[str, Any]]) -> float | None:
    """Give the difference of the last third of the weeks from the first; 0 where it is small, or may be chance; None with too little."""
    known = [week for week in weeks if week["value"] and week["interval"]]
    third = len(known) // 3
    sides = (known[:third], known[-third:]) if third else ([], [])
    sizes = [sum(week["n"] for week in side) for side in sides]
    if min(sizes) < _LEAST_THIRD:
        return None
    early, late = (sum(week["n"] * week["score"] for week in side) / size for side, size in zip(sides, sizes, strict=True))
    half = hypot(*(week["n"] / size * _half(week["interval"]) for side, size in zip(sides, sizes, strict=True) for week in side))
    return float(late - early) if abs(late - early) >= max(_MUCH, half) else 0.0


def _half(interval: list[float]) -> float:
    return (interval[1] - interval[0]) / 2


def _watch(summary: dict[str, Any], words: Words, names: Names) -> list[tuple[str, str]]:
    result = []
    promises = summary["conversations"]["promises"]
    if promises["kept_share"] is not None and promises["kept_share"] < _KEPT_WELL:
        result.append((words("headlines.broken", share=Said(words.percent(promises["kept_share"]))), "promise=broken"))
    met = summary["conversations"]["times"]["first_response"][0]["met"]
    if met is not None and met < _MET_WELL:
        result.append((words("headlines.slow", share=Said(words.percent(met))), "first-response=late"))
    growing = [one for one in summary["themes"] if (one["growth"] or 0) >= _GREW and _surely_grew(one)]
    if growing:
        most = max(growing, key=lambda one: (one["growth"] * one["size"], one["theme"]))
        text = words("headlines.grew", theme=most[f"name_{words.language}"], times=Said(words.times(most["growth"])))
        result.append((text, f"theme={most['theme']}"))
    return result


def _surely_grew(theme: dict[str, Any]) -> bool:
    """Tell whether a theme's growth is more than its counts in the first and the last third of the weeks may give by chance."""
    third = len(theme["weeks"]) // 3
    early, late = (sum(n for _, n in part) for part in (theme["weeks"][:third], theme["weeks"][len(theme["weeks"]) - third :]))
    return bool(third and late) and log(theme["growth"]) > _SURELY_GREW * sqrt(1 / late + 1 / max(early, 0.5))
