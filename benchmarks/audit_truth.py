"""How right an audit is: its tables held against the truth of `audit_conversations.py`.

    coach audit conversations.jsonl --out OUT_DIR --split 2026-04-06
    python benchmarks/audit_truth.py OUT_DIR conversations.jsonl [--json]

Precision and recall of each planted thing, then whether the summary draws the right conclusions. A thing whose truth nobody knows
(an ask of a reply that was never labelled) does not count. Rules are held against the faults that the corpus' annotators gave.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
from audit_conclusions import Conclusions

_OVERLAP = 0.6
"""Share of a promise's words by which the audit's sentence is known again, masked or not."""
_LEAST = 20
"""Planted faults below which a rule is not shown."""

_TRUTH = {
    "id": "VARCHAR", "week": "INT", "language": "VARCHAR", "gender": "VARCHAR", "theme": "VARCHAR", "first_response_met": "BOOLEAN",
    "handoffs": "INT", "course": "VARCHAR", "status_fits": "BOOLEAN", "repeated": "INT", "followed_up": "BOOLEAN", "reminded": "BOOLEAN",
    "unanswered": "BOOLEAN",
    "promises": "STRUCT(reply INT, say VARCHAR, due TIMESTAMP, outcome VARCHAR, settled_by INT)[]",
    "replies": "STRUCT(reply INT, agent VARCHAR, source VARCHAR, template VARCHAR, rules VARCHAR[])[]",
}  # fmt: skip

_CONVERSATIONS = {  # what is found: (the audit's word for it, the truth's); rows whose truth is null do not count
    "first response late": ("NOT c.first_response_met", "NOT t.first_response_met"),
    "handed off": ("c.n_handoffs > 0", "t.handoffs > 0"),
    "handed off, exact count": ("c.n_handoffs > 0 AND c.n_handoffs = t.handoffs", "t.handoffs > 0"),
    "unanswered at the end": ("c.n_unanswered > 0", "t.unanswered"),
    "followed up": ("c.followed_up", "t.followed_up"),
    "reminded": ("c.reminded", "t.reminded"),
    "status unfit": ("NOT c.status_fits", "NOT t.status_fits"),
    "cooled": ("c.course = 'cooled'", "t.course = 'cooled'"),
    "heated": ("c.course = 'heated'", "t.course = 'heated'"),
    "repeated itself": ("c.n_repeated > 0", "t.repeated > 0"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """How often a planted thing is there, and how well it was found."""

    name: str
    n: int
    precision: float | None
    recall: float | None


class Truth:
    """An audit beside its truth."""

    def __init__(self, out: Path, data: Path) -> None:
        """Open the audit's tables and the files that lie beside the data."""
        self.db = duckdb.connect()
        columns = ", ".join(f"{name}: '{kind}'" for name, kind in _TRUTH.items())
        self.db.execute(
            f"CREATE TABLE truth AS SELECT * FROM read_json(?, format='newline_delimited', columns={{{columns}}})",
            [f"{data}.truth.jsonl.zst"],
        )
        self.db.execute("CREATE TABLE said AS SELECT id, unnest(replies, recursive := true) FROM truth")
        for path in sorted((out / "tables").glob("*.parquet")):
            self.db.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')")

    def found(self) -> Iterator[Found]:
        """Give precision and recall, thing by thing."""
        for name, (seen, true) in _CONVERSATIONS.items():
            yield self._pairs(
                name, f"SELECT coalesce({seen}, false), {true} FROM truth t LEFT JOIN conversations c ON c.conversation = t.id"
            )
        yield from self._promises()
        yield self._canned()
        yield from self._rules()

    def _pairs(self, name: str, pairs: str) -> Found:
        """Count pairs of seen and true."""
        row = self.db.execute(
            f"""SELECT count(*) FILTER (seen AND planted), count(*) FILTER (seen), count(*) FILTER (planted)
            FROM ({pairs}) pairs(seen, planted) WHERE planted IS NOT NULL"""
        ).fetchone()
        assert row is not None
        both, seen, planted = row
        return Found(name, planted, _share(both, seen), _share(both, planted))

    def _promises(self) -> Iterator[Found]:
        """Know the planted promises again by their words, then compare outcomes; what falls due after the data's end has none."""
        rows = self.db.execute("""
            WITH planted AS (SELECT id, unnest(promises, recursive := true) FROM truth), newest AS (SELECT max(epoch_us(ended_at)) AS ends FROM conversations)
            SELECT p.id, p.reply, p.say, p.outcome, list(struct_pack(s := f.sentence, o := f.outcome) ORDER BY f.sentence) FILTER (f.outcome IS NOT NULL)
            FROM planted p JOIN newest ON epoch_us(p.due + INTERVAL 1 DAY) < newest.ends
            LEFT JOIN promises f ON f.conversation = p.id AND f.reply = p.reply
            GROUP BY ALL ORDER BY ALL""").fetchall()
        pairs = [(outcome, _outcome(say, seen or [])) for _, _, say, outcome, seen in rows]
        yield Found("promise seen", len(pairs), None, _share(sum(seen is not None for _, seen in pairs), len(pairs)))
        for outcome in ("kept", "late", "broken"):
            planted, seen = (sum(pair[side] == outcome for pair in pairs) for side in (0, 1))
            both = sum(pair == (outcome, outcome) for pair in pairs)
            yield Found(f"promise {outcome}", planted, _share(both, seen), _share(both, planted))

    def _canned(self) -> Found:
        """Hold the groups of one fingerprint against the planted macros: each macro's largest group is taken for it."""
        row = self.db.execute("""
            WITH both_ AS (SELECT s.template, r.canned, s.source FROM said s JOIN replies r ON r.conversation = s.id AND r.reply = s.reply),
            groups AS (SELECT template, canned, count(*) AS n FROM both_ WHERE source = 'macro' GROUP BY ALL),
            largest AS (SELECT template, arg_max(canned, n) AS canned, max(n) AS n, sum(n) AS size FROM groups GROUP BY ALL)
            SELECT count(*), sum(l.n), sum(l.size), sum((SELECT count(*) FROM both_ b WHERE b.canned = l.canned)) FROM largest l""").fetchone()
        assert row is not None
        n, both, planted, seen = row
        return Found("canned texts", n, _share(both or 0, seen or 0), _share(both or 0, planted or 0))

    def _rules(self) -> Iterator[Found]:
        """Compare the rules found in each reply of the corpus with its annotators'."""
        planted = "SELECT s.id, s.reply, unnest(s.rules) AS rule FROM said s JOIN replies r ON r.conversation = s.id AND r.reply = s.reply"
        found = """SELECT DISTINCT f.conversation AS id, f.reply, f.rule FROM findings f
            JOIN said s ON s.id = f.conversation AND s.reply = f.reply WHERE s.source = 'corpus'"""
        rows = self.db.execute(f"""
            SELECT coalesce(p.rule, f.rule) AS rule, count(*) FILTER (p.rule IS NOT NULL AND f.rule IS NOT NULL), count(f.rule), count(p.rule)
            FROM ({planted}) p FULL JOIN ({found}) f ON p.id = f.id AND p.reply = f.reply AND p.rule = f.rule
            GROUP BY 1 HAVING count(p.rule) >= {_LEAST} ORDER BY 1""").fetchall()
        for rule, both, seen, n in rows:
            yield Found(f"rule {rule}", n, _share(both, seen), _share(both, n))


def _outcome(say: str, seen: list[dict[str, str]]) -> str | None:
    """Give the outcome of the sentence that holds most of the promise's words, or None if none holds enough."""
    words = set(re.findall(r"\w+", say.lower()))
    shares = [(len(words & set(re.findall(r"\w+", one["s"].lower()))) / len(words), one["o"]) for one in seen]
    best = max(shares, default=(0.0, ""))
    return best[1] if best[0] >= _OVERLAP else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="the audit's folder")
    parser.add_argument("data", type=Path, help="the conversations, with their truth beside them")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    truth = Truth(asked.out, asked.data)
    planted = json.loads(Path(f"{asked.data}.truth.json").read_text(encoding="utf-8"))
    summary = json.loads((asked.out / "summary.json").read_text(encoding="utf-8"))
    found, checks = list(truth.found()), list(Conclusions(truth.db, planted, summary).checks())
    if asked.json:
        print(
            json.dumps({"found": [asdict(one) for one in found], "checks": [asdict(one) for one in checks]}, ensure_ascii=False, indent=1)
        )
        return
    print(f"{'':40} {'planted':>8} {'precision':>9} {'recall':>7}")
    for one in found:
        shown = [f"{value:.3f}" if value is not None else "-" for value in (one.precision, one.recall)]
        print(f"{one.name:40} {one.n:8} {shown[0]:>9} {shown[1]:>7}")
    print()
    for check in checks:
        print(f"{'right' if check.right else 'WRONG'}  {check.name:50} {check.seen}")


if __name__ == "__main__":
    main()
