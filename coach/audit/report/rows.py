"""The rows of the page's tables, written in its language."""

from typing import Any

from coach.audit.report.names import Names
from coach.audit.report.words import Words

_RULES = 12


class Rows:
    """Every table of one summary, by the name under which the templates ask for it."""

    def __init__(self, summary: dict[str, Any], words: Words) -> None:
        """Write `summary` in `words`."""
        self._summary, self._words = summary, words
        self._names = Names(words)

    def weeks(self) -> list[list[str]]:
        """Give replies and score of each week."""
        w = self._words
        weeks = [one for one in self._summary["groups"]["week"] if one["value"]]
        return [[w.week(one["value"]), w.number(one["n_replies"]), w.number(one["score"], 1)] for one in weeks]

    def group(self, name: str) -> list[list[str]]:
        """Give the figures of each group of a column."""
        w = self._words
        return [
            [
                self._names.group(name, one["value"], one["folded"]),
                w.number(one["n_replies"]),
                w.number(one["score"], 1),
                w.percent(one["verdicts"]["send"]),
                w.percent(one["hostile"]),
                w.percent(one["missed"]),
            ]
            for one in self._summary["groups"][name]
        ]

    def rules(self, rules: list[dict[str, Any]]) -> list[list[str]]:
        """Give how often each rule spoke, in all and by language."""
        w = self._words
        return [
            [
                self._names.rule(one["rule"]),
                self._names.criterion(one["criterion"]),
                w.name("severities", one["severity"]),
                w.number(one["n"]),
                w.percent(one["share"], 1),
                *(w.percent(one["languages"].get(language, {}).get("share"), 1) for language in ("en", "ar")),
            ]
            for one in rules
        ]

    def times(self, name: str) -> list[list[str]]:
        """Give the times of each channel against its target."""
        w = self._words
        return [
            [
                w("all") if one["channel"] is None else w.name("channels", one["channel"]),
                w.number(one["n"]),
                w.duration(one["median"]),
                w.duration(one["slow"]),
                w.duration(one["target"]),
                w.percent(one["met"]),
            ]
            for one in self._summary["conversations"]["times"][name]
        ]

    def misfits(self) -> list[list[str]]:
        """Give which statuses did not fit the last reply."""
        w = self._words
        return [
            [w.name("statuses", one["status"]), w.name("statuses", one["suggested_status"]), w.number(one["n"])]
            for one in self._summary["conversations"]["misfits"]
        ]

    def causes(self) -> list[list[str]]:
        """Give the causes with growth and anger."""
        w = self._words
        return [
            [self._names.cause(one["name"]), w.number(one["n"]), w.times(one["growth"]), w.percent(one["angry"]), w.number(one["score"])]
            for one in self._summary["customers"]["causes"]
        ]

    def hours(self) -> list[list[str]]:
        """Give the conversations that began in each hour, a column for each weekday."""
        w, counts = self._words, self._summary["customers"]["hours"]["counts"]
        return [[w.number(hour), *(w.number(day[hour]) for day in counts)] for hour in range(24)]

    def days(self) -> list[str]:
        """Give the weekdays' names."""
        return [self._words(f"weekdays.{day}") for day in range(7)]

    def care(self) -> list[list[str]]:
        """Give each agent's share and runs of angry messages."""
        w = self._words
        return [
            [
                one["agent"],
                w.number(one["n"]),
                w.percent(one["share"]),
                w.percent(one["hostile"]),
                w.number(one["run"], 1),
                w.number(one["longest"]),
            ]
            for one in self._summary["care"]["agents"]
        ]

    def fairness(self, pair: dict[str, Any]) -> list[list[str]]:
        """Give each measure of both groups with the plain difference and that of like with like."""
        w = self._words
        result = []
        for one in pair["measures"]:
            alike = one["alike"]
            name = w("score") if one["measure"] == "score" else self._names.criterion(one["measure"])
            plain = one["plain"]
            ends = w.between(*(alike or plain)["interval"])
            near = w.signed(alike["difference"]) if alike else "–"
            result.append([name, w.number(plain["a"], 1), w.number(plain["b"], 1), w.signed(plain["difference"]), near, ends])
        return result

    def fair_rules(self, pair: dict[str, Any]) -> list[list[str]]:
        """Give the rules that surely speak more often to one side, like with like."""
        w = self._words
        sure = [one for one in pair["rules"] if one["alike"] and one["alike"]["sure"]]
        sure.sort(key=lambda one: (-abs(one["alike"]["difference"]), one["rule"]))
        return [
            [
                self._names.rule(one["rule"]),
                w.percent(one["plain"]["a"], 1),
                w.percent(one["plain"]["b"], 1),
                w("points", difference=w.said(w.signed(100 * one["alike"]["difference"]))),
            ]
            for one in sure[:_RULES]
        ]

    def baseline(self) -> list[tuple[str, dict[str, Any]]]:
        """Give the scores of the earlier audit beside these, over all and by group."""
        base = self._summary["baseline"]
        rows = [(self._words("all"), base["overall"])] if base["overall"] else []
        for family in ("team", "channel", "language"):
            rows.extend((self._names.group(family, one["value"], 0), one) for one in base["groups"][family])
        return rows

    def criteria(self) -> list[tuple[str, dict[str, Any]]]:
        """Give each criterion before and after the date."""
        split = self._summary["before_after"]
        return [(self._words("score"), split["overall"]), *((self._names.criterion(name), one) for name, one in split["criteria"].items())]

    def changed(self, rules: list[dict[str, Any]]) -> list[list[str]]:
        """Give rules whose share changed."""
        w = self._words
        return [
            [
                self._names.rule(one["rule"]),
                w.percent(one["a"], 1),
                w.percent(one["b"], 1),
                w("points", difference=w.said(w.signed(100 * one["difference"]))),
            ]
            for one in rules[:_RULES]
        ]

    def agents(self) -> list[list[str]]:
        """Give each agent before and after the date."""
        w = self._words
        return [
            [one["agent"], w.number(one["a"], 1), w.number(one["b"], 1), w.signed(one["difference"]), w.between(*one["interval"])]
            for one in self._summary["before_after"]["agents"]
        ]

    def bands(self) -> list[list[str]]:
        """Give the mean rating by band of the score."""
        w = self._words
        return [[w.span(one["low"], one["high"]), w.number(one["n"]), w.percent(one["mean"])] for one in self._summary["csat"]["bands"]]

    def drivers(self) -> list[list[str]]:
        """Give what moves the ratings."""
        w = self._words
        return [
            [self._names.driver(one["name"]), w.signed(one["effect"]), w.between(*one["interval"])]
            for one in self._summary["csat"]["drivers"]
        ]
