"""The figures of the page: which numbers of the summary each chart shows, and how they are written."""

from collections.abc import Iterable, Sequence
from math import ceil, floor
from typing import Any

from markupsafe import Markup

from coach.audit.report.charts import Charts, Row, Scale
from coach.audit.report.names import Names
from coach.audit.report.words import Words
from coach.words import Said

_WEAK, _STRONG = 60, 80
_LEVELS = ("calm", "dissatisfied", "angry", "hostile")
_SHOWN = 8


class Figures:
    """The charts of one summary in one language."""

    def __init__(self, summary: dict[str, Any], words: Words, charts: Charts) -> None:
        """Draw `summary` with `charts`, in `words`."""
        self._summary, self._words, self._charts = summary, words, charts
        self._names = Names(words)
        scored = [one for one in summary["agents"] if one["score"] is not None]
        ends = [end for one in scored for end in (one["interval"] or [one["score"]])]
        self._agents = min(ends, default=0.0) - 1, max(ends, default=100.0) + 1

    def verdicts(self) -> Markup:
        """Show how many replies could be sent, should be revised, must be held."""
        tones = {"send": "good", "revise": "fair", "hold": "poor"}
        shares = self._summary["overall"]["verdicts"]
        rows = [self._share(self._words.name("verdicts", name), shares[name] or 0.0, tone) for name, tone in tones.items()]
        return self._charts.stack(rows, self._words("scores.verdicts"))

    def criteria(self) -> Markup:
        """Show the mean of each criterion, the weakest first."""
        means = [(name, mean) for name, mean in self._summary["overall"]["criteria"].items() if mean is not None]
        rows = [
            Row(self._names.criterion(name), mean, self._words.number(mean), tone=_tone(mean))
            for name, mean in sorted(means, key=lambda one: one[1])
        ]
        return self._charts.bars(rows, self._words("scores.criteria"), top=100)

    def spread(self) -> Markup:
        """Show how many replies lie in each ten of the score."""
        tens = self._summary["overall"]["tens"]
        rows = [Row(self._words.number(10 * place), n, self._words.number(n), tone=_tone(10 * place + 5)) for place, n in enumerate(tens)]
        return self._charts.columns(rows, self._words("scores.spread"))

    def weeks(self) -> Markup:
        """Show the score by week, with the day that divides before and after."""
        weeks = [week for week in self._summary["groups"]["week"] if week["value"] and week["score"] is not None]
        rows = [self._scored(self._words.week(week["value"], short=True), week) for week in weeks]
        split = (self._summary["before_after"] or {}).get("split")
        mark = next((place for place, week in enumerate(weeks) if split and Words.monday(week["value"]) >= split), None)
        return self._charts.line(rows, self._words("scores.weeks"), self._scale(rows), mark)

    def group(self, name: str) -> Markup:
        """Show the scores of the groups of a column with their intervals; nothing where there is but one."""
        groups = [one for one in self._summary["groups"][name] if one["score"] is not None]
        if len(groups) < 2:
            return Markup("")
        rows = [self._scored(self._names.group(name, one["value"], one["folded"]), one) for one in groups]
        return self._charts.dots(rows, self._words(f"scores.by.{name}"), self._scale(self._known()))

    def rules(self, rules: Sequence[dict[str, Any]]) -> Markup:
        """Show the share of replies that each rule found at fault."""
        rows = [self._share(self._names.rule(one["rule"]), one["share"] or 0.0, one["severity"]) for one in rules]
        return self._charts.bars(rows, self._words("faults.often"))

    def promises(self) -> Markup:
        """Show what became of the promises."""
        tones = {"kept": "good", "late": "fair", "broken": "poor", "unknown": "none"}
        promises = self._summary["conversations"]["promises"]
        rows = [
            Row(self._words.name("outcomes", name), promises[name], self._words.number(promises[name]), tone=tone)
            for name, tone in tones.items()
        ]
        return self._charts.stack(rows, self._words("conversations.promises"))

    def course(self) -> Markup:
        """Show how the customers' emotion went."""
        tones = {"cooled": "good", "same": "none", "heated": "poor"}
        shares = self._summary["customers"]["course"]["shares"]
        rows = [self._share(self._words.name("courses", name), shares[name] or 0.0, tone) for name, tone in tones.items()]
        return self._charts.stack(rows, self._words("customers.course"))

    def first(self) -> Markup:
        """Show how customers felt in their first message."""
        first = self._summary["customers"]["course"]["first"]
        total = sum(first) or 1
        rows = [
            self._share(self._words.name("levels", name), n / total, f"level{place}")
            for place, (name, n) in enumerate(zip(_LEVELS, first, strict=True))
        ]
        return self._charts.stack(rows, self._words("customers.first"))

    def causes(self) -> Markup:
        """Show the commonest causes."""
        rows = [self._share(self._names.cause(one["name"]), one["share"], "") for one in self._summary["customers"]["causes"][:_SHOWN]]
        return self._charts.bars(rows, self._words("customers.causes"))

    def hours(self) -> Markup:
        """Show when conversations begin."""
        counts = self._summary["customers"]["hours"]["counts"]
        days = [self._words(f"weekdays.{day}") for day in range(7)]
        hours = [self._words.number(hour) for hour in range(24)]
        return self._charts.heat(
            counts, days, hours, self._words("customers.hours"), [[self._words.number(n) for n in line] for line in counts]
        )

    def theme(self, theme: dict[str, Any]) -> Markup:
        """Show a theme's course over the weeks in the height of a line."""
        return self._charts.spark([n for _, n in theme["weeks"]], self._words("customers.by_week"))

    def agent(self, agent: dict[str, Any]) -> Markup:
        """Show an agent's score with its interval in a cell."""
        if agent["score"] is None:
            return Markup("")
        low, high = agent["interval"] or (None, None)
        return self._charts.inline(Row("", agent["score"], "", low, high), *self._agents)

    def shifts(self) -> Markup:
        """Show the share of angry messages by part of the day."""
        rows = [self._share(self._words.name("shifts", one["shift"]), one["share"] or 0.0, "") for one in self._summary["care"]["shifts"]]
        return self._charts.bars(rows, self._words("care.shifts"))

    def fairness(self, pair: dict[str, Any]) -> Markup:
        """Show by how much each measure of one group lies above the other's, like with like."""
        rows = []
        for one in pair["measures"]:
            found = one["alike"] or one["plain"]
            name = self._words("score") if one["measure"] == "score" else self._names.criterion(one["measure"])
            rows.append(self._difference(name, found))
        pairs = [other for found in self._summary["fairness"].values() for other in found]
        every = [end for other in pairs for one in other["measures"] for end in (one["alike"] or one["plain"])["interval"]]
        return self._around(rows, self._words("fairness.measures"), every)

    def dumbbells(self, rows: Iterable[tuple[str, dict[str, Any]]], title: str) -> Markup:
        """Show scores before and after, a row each."""
        drawn = [
            Row(
                label,
                one["b"],
                self._words(
                    "change.from_to",
                    a=Said(self._words.number(one["a"], 1)),
                    b=Said(self._words.number(one["b"], 1)),
                    change=Said(self._words.signed(one["difference"])),
                ),
                before=one["a"],
                tone=_turn(one),
            )
            for label, one in rows
        ]
        return self._charts.dots(drawn, title, self._scale(drawn))

    def drivers(self) -> Markup:
        """Show what moves the ratings."""
        csat = self._summary["csat"]
        rows = [
            Row(
                self._names.driver(one["name"]),
                one["effect"],
                self._words.signed(one["effect"]),
                one["interval"][0],
                one["interval"][1],
                tone="sure" if one["sure"] else "unsure",
            )
            for one in csat["drivers"][: 2 * _SHOWN]
        ]
        shown = csat["drivers"][: 2 * _SHOWN]
        sure = [one for one in shown if one["sure"]] or shown
        return self._around(rows, self._words("csat.drivers"), [end for one in sure for end in one["interval"]])

    def _scored(self, label: str, one: dict[str, Any]) -> Row:
        low, high = one["interval"] or (None, None)
        return Row(label, one["score"], self._words.number(one["score"], 1), low, high)

    def _share(self, label: str, share: float, tone: str) -> Row:
        return Row(label, share, self._words.percent(share), tone=tone)

    def _difference(self, label: str, one: dict[str, Any]) -> Row:
        low, high = one["interval"]
        return Row(label, one["difference"], self._words.signed(one["difference"]), low, high, tone="sure" if one["sure"] else "unsure")

    def _known(self) -> list[Row]:
        """Give every group that is large enough to set the scale that all groups share."""
        families = ("team", "channel", "language", "dialect")
        groups = [
            one for name in families for one in self._summary["groups"][name] if one["value"] is not None and one["score"] is not None
        ]
        return [self._scored("", one) for one in groups or [self._summary["overall"]]]

    def _scale(self, rows: Sequence[Row]) -> Scale:
        """Give a scale of whole tens around the rows, at least twenty points wide."""
        ends = [value for row in rows for value in (row.value, row.low, row.high, row.before) if value is not None]
        least, most = min(ends, default=0.0), max(ends, default=100.0)
        middle = (least + most) / 2
        low = max(0, 10 * floor(min(least, middle - 10) / 10))
        high = min(100, 10 * ceil(max(most, low + 20) / 10))
        step = 10 if high - low <= 50 else 20
        return Scale(low, high, [(float(value), self._words.number(value)) for value in range(low, high + 1, step)])

    def _around(self, rows: Sequence[Row], title: str, ends: Iterable[float]) -> Markup:
        """Show differences on both sides of none, on a scale that reaches as far as `ends` and every row itself."""
        far = float(max(1, *(ceil(abs(end)) for end in [*ends, *(row.value for row in rows)]), 1))
        ticks = [(end, self._words.signed(end, 0)) for end in (-far, 0.0, far)]
        return self._charts.dots(rows, title, Scale(-far, far, ticks, zero=0.0))


def _tone(score: float) -> str:
    return "good" if score >= _STRONG else "fair" if score >= _WEAK else "poor"


def _turn(one: dict[str, Any]) -> str:
    return "unsure" if not one["sure"] else "good" if one["difference"] > 0 else "poor"
