"""Facets: what a list of an audit's rows can be asked by, each as a fixed piece of SQL; what people write is bound, never pasted in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.audit.errors import AuditError
from coach.config import CRITERIA
from coach.errors import UnknownName

MAX_FACETS = 20
MAX_VALUE = 200
_SEP = "="
_KINDS = ("findings", "promises", "replies", "conversations")
"""The tables whose rows are listed, the first that a facet asks for before the others."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to ask by: the table that knows it, and its condition.

    `sql` holds one `?` for any value; with `values`, each known value has its own condition and nothing is bound.
    """

    table: str
    sql: str = ""
    values: dict[str, str] = field(default_factory=dict)


def _yes_no(column: str) -> dict[str, str]:
    return {"yes": column, "no": f"NOT {column}"}


_LEVELS = ("calm", "dissatisfied", "angry", "hostile")
FACETS: dict[str, Facet] = {
    "rule": Facet("findings", "f.rule = ?"),
    "criterion": Facet("findings", "f.criterion = ?"),
    "severity": Facet("findings", "f.severity = ?"),
    "promise": Facet("promises", "p.outcome = ?"),
    "verdict": Facet("replies", "r.verdict = ?"),
    "measure": Facet("replies", values={name: f"r.score_{name} IS NOT NULL" for name in CRITERIA}),
    "move": Facet("replies", "list_contains(r.moves, ?)"),
    "canned": Facet("replies", "r.canned = ?"),
    "agent": Facet("", "{r}agent = ?"),
    "team": Facet("", "{r}team = ?"),
    "channel": Facet("", "{r}channel = ?"),
    "language": Facet("", "{r}language = ?"),
    "dialect": Facet("", "{r}dialect = ?"),
    "week": Facet("", "{r}week = ?"),
    "theme": Facet("conversations", "c.theme = try_cast(? AS INTEGER)"),
    "cause": Facet("conversations", "c.cause = ?"),
    "matter": Facet("conversations", "c.matter = ?"),
    "status": Facet("conversations", "c.status = ?"),
    "suggested": Facet("conversations", "c.suggested_status = ?"),
    "course": Facet("conversations", "c.course = ?"),
    "began": Facet("conversations", values={name: f"c.emotion_first = {level}" for level, name in enumerate(_LEVELS)}),
    "first-response": Facet("conversations", values={"late": "NOT c.first_response_met", "met": "c.first_response_met"}),
    "resolution": Facet("conversations", values={"late": "NOT c.resolution_met", "met": "c.resolution_met"}),
    "unanswered": Facet("conversations", values={"yes": "c.n_unanswered > 0", "no": "c.n_asks > 0 AND c.n_unanswered = 0"}),
    "handoffs": Facet("conversations", values={"many": "c.n_handoffs >= 2", "one": "c.n_handoffs = 1", "none": "c.n_handoffs = 0"}),
    "repeated": Facet("conversations", values={"yes": "c.n_repeated > 0", "no": "c.n_repeated = 0"}),
    "followed-up": Facet("conversations", values=_yes_no("c.followed_up")),
    "reminded": Facet("conversations", values=_yes_no("c.reminded")),
    "status-fits": Facet("conversations", values=_yes_no("c.status_fits")),
    "rating": Facet("conversations", values={"low": "c.csat <= 0.5", "high": "c.csat > 0.5"}),
}
"""Every facet by its name; those without a table belong to replies, and to whole conversations where only these are asked for."""

Asked = tuple[tuple[str, str], ...]


def parse(written: Sequence[str]) -> Asked:
    """Read facets as people write them (`rule=blames-customer`); raises UnknownName or AuditError, which name what is known."""
    if len(written) > MAX_FACETS:
        raise AuditError(where="--where", what={"en": f"at most {MAX_FACETS} of them", "ar": f"أكثر من {MAX_FACETS}، وهو الحد"})
    found = []
    for one in written:
        name, sep, value = one.partition(_SEP)
        name = name.strip().lower().replace("_", "-")
        if name not in FACETS:
            raise UnknownName(kind="--where", name=name[:MAX_VALUE], known=", ".join(FACETS))
        value = value.strip()
        if not sep or not value or len(value) > MAX_VALUE:
            what = {
                "en": f"write {name}=VALUE, at most {MAX_VALUE} characters",
                "ar": f"اكتب ‎{name}=القيمة‎ بما لا يزيد على {MAX_VALUE} حرف",
            }
            raise AuditError(where="--where", what=what)
        known = FACETS[name].values
        if known and value not in known:
            raise UnknownName(kind=f"--where {name}", name=value, known=", ".join(known))
        found.append((name, value))
    return tuple(found)


def listed_table(asked: Asked) -> str:
    """Name the table whose rows answer: the most particular that any facet asks for; replies where none does."""
    tables = {FACETS[name].table for name, _ in asked} - {""}
    return next((table for table in _KINDS if table in tables), "replies")


def condition(name: str, value: str, table: str) -> tuple[str, list[str]]:
    """Give the SQL of one facet for rows of `table`, and what is bound in it."""
    facet = FACETS[name]
    sql, bound = (facet.values[value], []) if facet.values else (facet.sql, [value])
    own = facet.table or ("conversations" if table == "conversations" else "replies")
    if not facet.table:
        sql = sql.format(r="c." if own == "conversations" else "r.")
        if name == "agent" and own == "conversations":
            sql = "list_contains(c.agents, ?)"
    if own == table or (own == "replies" and table != "conversations"):
        return f"({sql})", bound
    alias = {"findings": "f", "promises": "p", "replies": "r", "conversations": "c"}
    return f"{alias[table]}.conversation IN (SELECT {alias[own]}.conversation FROM {own} {alias[own]} WHERE {sql})", bound
