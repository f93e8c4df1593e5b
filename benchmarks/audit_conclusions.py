"""Whether the summary of an audit draws the conclusions that were planted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

GROWS = 1.5
"""From this on a theme grows; what fades has at most its inverse."""
ALIKE = 2.0
"""Points of score below which men and women count as treated alike: the corpus' texts to them are different texts."""
_NEARLY = 0.6
_RIGHT = 0.8
"""Share of agents for whom a conclusion must be right."""


@dataclass(frozen=True, slots=True)
class Check:
    """A conclusion of the summary, and whether it is the planted one."""

    name: str
    right: bool
    seen: str


class Conclusions:
    """A summary beside what was planted; `db` holds the audit's tables and the truth, as `audit_truth` opens them."""

    def __init__(self, db: duckdb.DuckDBPyConnection, planted: dict[str, Any], summary: dict[str, Any]) -> None:
        """Take the contents of the truth's and of the audit's JSON files."""
        self._db = db
        self._planted = planted
        self._summary = summary

    def checks(self) -> Iterator[Check]:
        """Give the summary's conclusions, right or wrong."""
        yield from self._worst()
        yield from self._themes()
        yield from self._training()
        yield from self._fairness()
        yield from self._drivers()

    def _worst(self) -> Iterator[Check]:
        """Look for each agent's planted fault in the advice; and for any that comes with it nearly as often in the replies drawn."""
        advice = {agent["agent"]: agent["practise"][:2] for agent in self._summary["agents"]}
        known = [agent for agent in self._planted["agents"] if agent["name"] in advice]
        hits = sum(agent["focus"] in advice[agent["name"]] for agent in known)
        near = sum(not self._nearly_worst(agent).isdisjoint(advice[agent["name"]]) for agent in known)
        yield Check("worst fault in the first two of the advice", hits >= _RIGHT * len(known) > 0, f"{hits} of {len(known)} agents")
        yield Check("one of the worst in the first two of the advice", near >= _RIGHT * len(known) > 0, f"{near} of {len(known)} agents")

    def _nearly_worst(self, agent: dict[str, Any]) -> set[str]:
        """Give the planted rules in which an agent exceeds all agents most, down to `_NEARLY` of the greatest excess."""
        everyone = self._planted["agents"]
        n = max(1, sum(one["n_judged"] for one in everyone))
        usual = {rule: sum(one["rules"].get(rule, 0) for one in everyone) / n for rule in agent["rules"]}
        excess = {rule: count / max(1, agent["n_judged"]) - usual[rule] for rule, count in agent["rules"].items()}
        most = max(excess.values(), default=0.0)
        return {agent["focus"], *(rule for rule, value in excess.items() if value >= _NEARLY * most)}

    def _themes(self) -> Iterator[Check]:
        has_themes = self._db.execute("SELECT 1 FROM duckdb_views() WHERE view_name = 'themes'").fetchone()
        for planted in ("growing", "fading") if has_themes else ():
            row = self._db.execute(
                """
                WITH pairs AS (SELECT c.theme, coalesce(t.theme = ?, false) AS planted FROM conversations c JOIN truth t ON t.id = c.conversation),
                whole AS (SELECT count(*) AS n FROM pairs WHERE planted)
                SELECT p.theme, count(*) FILTER (planted) / count(*) AS precision, count(*) FILTER (planted) / any_value(whole.n) AS recall,
                       any_value(th.growth), any_value(th.name_en)
                FROM pairs p JOIN themes th ON th.theme = p.theme, whole GROUP BY p.theme
                ORDER BY 2 * precision * recall / nullif(precision + recall, 0) DESC NULLS LAST, p.theme LIMIT 1""",
                [planted],
            ).fetchone()
            if row is None:
                yield Check(f"{planted} theme", False, "none")
                continue
            _, precision, recall, growth, name = row
            right = growth is not None and (growth > GROWS if planted == "growing" else growth < 1 / GROWS)
            yield Check(f"{planted} theme", right, f"{name}: precision {precision:.2f}, recall {recall:.2f}, growth {growth or 0:.2f}")

    def _training(self) -> Iterator[Check]:
        """Hold each agent's change of score against the one planted: fewer faulty replies, times what a fault costs in score."""
        change = self._summary["before_after"]
        if not change:
            return
        row = self._db.execute("""
            SELECT avg(r.score) FILTER (s.source = 'corpus' AND len(s.rules) = 0) - avg(r.score) FILTER (s.source = 'corpus' AND len(s.rules) > 0)
            FROM said s JOIN replies r ON r.conversation = s.id AND r.reply = s.reply""").fetchone()
        shares = self._db.execute("SELECT agent, avg((source = 'corpus')::INT) FROM said GROUP BY ALL").fetchall()
        cost = row[0] if row and row[0] is not None else 0.0
        agents = {agent["name"]: agent for agent in self._planted["agents"]}
        corpus = dict(shares)
        trained = [agent for agent in agents.values() if agent["trained"]]
        fewer = [agent["faulty"]["before"] - agent["faulty"]["after"] for agent in trained]
        realised = sum(fewer) / max(1e-9, sum(agent["rate"] * (1 - self._planted["training"]["leaves"]) for agent in trained))
        covered = {"effect": 0, "none": 0, "sure": 0}
        n = {True: 0, False: 0}
        for one in change["agents"]:
            agent = agents[one["agent"]]
            low, high = one["interval"]
            n[agent["trained"]] += 1
            if agent["trained"]:
                effect = agent["rate"] * (1 - self._planted["training"]["leaves"]) * realised * cost * corpus.get(one["agent"], 0.0)
                covered["effect"] += low <= effect <= high
                covered["sure"] += low > 0
            else:
                covered["none"] += low <= 0 <= high
        yield Check(
            "training: the planted effect is in the interval",
            covered["effect"] >= _RIGHT * n[True] > 0,
            f"{covered['effect']} of {n[True]}, a fault costs {cost:.1f}",
        )
        yield Check("training: the trained surely better", covered["sure"] >= _RIGHT * n[True] > 0, f"{covered['sure']} of {n[True]}")
        yield Check("training: no effect on the others", covered["none"] >= _RIGHT * n[False] > 0, f"{covered['none']} of {n[False]}")

    def _fairness(self) -> Iterator[Check]:
        for pair in self._summary["fairness"]["addressee"]:
            for measure in pair["measures"]:
                if (pair["a"], pair["b"], measure["measure"]) != ("m", "f", "score"):
                    continue
                for way in ("plain", "alike"):
                    if one := measure[way]:
                        low, high = one["interval"]
                        seen = f"{one['difference']:+.2f} [{low:.2f}, {high:.2f}]"
                        yield Check(f"fairness, men and women, {way}", low <= 0 <= high or abs(one["difference"]) < ALIKE, seen)

    def _drivers(self) -> Iterator[Check]:
        """Compare the signs of what moves the rating. The ask left is the first reply's; one that comes last of all moves nothing."""
        csat = self._summary["csat"] or {"drivers": []}
        drivers = {one["name"]: one for one in csat["drivers"]}
        signs = {"apology": {"move_apology": 1}, "wait": {"wait": -1}, "missed": {"missed_first": -1, "criterion_completeness": 1}}
        for planted, names in signs.items():
            effects = {name: drivers[name]["effect"] for name in names if name in drivers}
            right = any(effect * names[name] > 0 and drivers[name]["sure"] for name, effect in effects.items())
            yield Check(f"CSAT moved by {planted}", right, ", ".join(f"{name} {effect:+.1f}" for name, effect in effects.items()) or "none")
        if last := drivers.get("unanswered"):
            yield Check("CSAT not moved by an ask that comes last", not last["sure"], f"unanswered {last['effect']:+.1f}")
