"""The customers' own ratings beside the scores, and what moves them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.audit.summary.database import Tables
from coach.audit.summary.settings import ReportSettings
from coach.config import CRITERIA
from coach.errors import MissingExtra
from coach.statistics import generator

_MOST = 20_000  # conversations that the model of what moves a rating is fitted on
_LEAST = 100  # ratings below which nothing is said of what moves them
_DRAWS = 200
_PENALTY = 10.0
MOVES = (
    "acknowledgement empathy apology ownership explanation resolution commitment question refusal alternative compensation "
    "handoff follow_up offer_help blame dismissive vague_promise non_apology"
).split()
_HELD = ("emotion", "emotion_last", "turns", "arabic")
"""What the drivers are held against and nobody is told as a driver: it is the customer's."""
_BANDS = ((0, 50), (50, 60), (60, 70), (70, 80), (80, 90), (90, 101))

Floats = NDArray[np.float64]


def csat(tables: Tables, settings: ReportSettings) -> dict[str, Any] | None:
    """Give how ratings go with scores and with what was done; None where no conversation was rated."""
    counts = tables.row("SELECT count(*) AS n, avg(csat) AS mean FROM conversations WHERE csat IS NOT NULL")
    if not counts["n"]:
        return None
    bands = [
        {
            "low": low,
            "high": min(high, 100),
            **tables.row(
                "SELECT count(*) AS n, avg(csat) AS mean FROM conversations WHERE csat IS NOT NULL AND score >= ? AND score < ?",
                [low, high],
            ),
        }
        for low, high in _BANDS
    ]
    rated = _sample(tables) if counts["n"] >= _LEAST else None
    return {
        "n": counts["n"],
        "mean": counts["mean"],
        "bands": [band for band in bands if band["n"] >= settings.min_replies],
        "courses": tables.dicts("""
            SELECT course, count(*) AS n, avg(csat) AS mean FROM conversations
            WHERE csat IS NOT NULL AND course IS NOT NULL GROUP BY ALL ORDER BY ALL"""),
        "correlation": _correlation(rated, settings) if rated else None,
        "drivers": _drivers(rated, settings) if rated else [],
    }


def _sample(tables: Tables) -> dict[str, Floats] | None:
    """Read the rated conversations, chosen by a hash of their names where there are too many; columns as numbers, NaN for null."""
    moves = ", ".join(f"max(list_contains(r.moves, '{move}')::INT) AS move_{move}" for move in MOVES)
    criteria = ", ".join(f"avg(r.score_{name}) AS criterion_{name}" for name in CRITERIA)
    rows = tables.dicts(f"""
        WITH rated AS (
            SELECT conversation, csat, score, ln(1 + first_response_minutes) AS wait, n_unanswered, n_handoffs, n_promises_broken,
                   emotion_first, emotion_last, n_customer, (language = 'ar')::INT AS arabic
            FROM conversations WHERE csat IS NOT NULL AND score IS NOT NULL ORDER BY md5(conversation), conversation LIMIT {_MOST})
        SELECT c.conversation, any_value(c.csat) AS csat, any_value(c.score) AS score, any_value(c.wait) AS wait,
               any_value(c.n_unanswered) AS unanswered, any_value(c.n_handoffs) AS handoffs,
               any_value(c.n_promises_broken) AS broken, min_by((r.n_missed > 0)::INT, r.reply) AS missed_first,
               any_value(c.emotion_first) AS emotion, any_value(c.emotion_last) AS emotion_last,
               any_value(c.n_customer) AS turns, any_value(c.arabic) AS arabic,
               {criteria}, {moves}
        FROM rated c JOIN replies r ON r.conversation = c.conversation
        GROUP BY c.conversation ORDER BY c.conversation""")
    if len(rows) < _LEAST:
        return None
    names = [name for name in rows[0] if name != "conversation"]
    return {name: np.array([np.nan if row[name] is None else float(row[name]) for row in rows]) for name in names}


def _correlation(rated: dict[str, Floats], settings: ReportSettings) -> dict[str, Any] | None:
    """Give Spearman's rank correlation of score and rating with its interval."""
    try:
        from scipy.stats import rankdata
    except ImportError:
        raise MissingExtra(what="coach audit", library="scikit-learn", extra="audit") from None
    scores, ratings = rankdata(rated["score"]), rankdata(rated["csat"])
    if scores.std() == 0 or ratings.std() == 0:
        return None
    random = generator(settings.seed, "csat/correlation")
    drawn = []
    for _ in range(_DRAWS):
        weights = random.multinomial(len(scores), np.full(len(scores), 1 / len(scores)))
        drawn.append(_weighted(scores, ratings, weights))
    low, high = np.quantile(drawn, [0.025, 0.975])
    whole = _weighted(scores, ratings, np.ones(len(scores)))
    return {"rho": round(whole, 3), "interval": [round(float(low), 3), round(float(high), 3)], "n": len(scores)}


def _weighted(a: Floats, b: Floats, weights: NDArray[Any]) -> float:
    total = weights.sum()
    a, b = a - weights @ a / total, b - weights @ b / total
    spread = np.sqrt((weights @ a**2) * (weights @ b**2))
    return float(weights @ (a * b) / spread) if spread else 0.0


def _drivers(rated: dict[str, Floats], settings: ReportSettings) -> list[dict[str, Any]]:
    """Fit a ridge regression of the rating and give each effect with its bootstrap interval, the greatest first.

    The effect is in hundredths of the rating's range: of a move, made at least once against never; of anything else, from the
    lower to the upper quartile (from none to one where these agree). All are held against each other, and against what is
    not told: the customer's language, how they felt at first and at last, and how often they wrote. Who asks on at the end is
    calmer than who leaves in anger: without the last feeling, an ask that nobody answered would seem to please.
    """
    try:
        from sklearn.linear_model import Ridge
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise MissingExtra(what="coach audit", library="scikit-learn", extra="audit") from None
    names, columns, steps = [], [], []
    for name, values in rated.items():
        known = values[~np.isnan(values)]
        if name in ("csat", "score") or not len(known) or known.std() == 0:
            continue
        low, high = np.quantile(known, [0.25, 0.75])
        names.append(name)
        steps.append(1.0 if name.startswith("move_") or high == low else high - low)
        columns.append(np.where(np.isnan(values), known.mean(), values))
    if not names:
        return []
    features = np.column_stack(columns)
    spread = features.std(axis=0)
    features = (features - features.mean(axis=0)) / spread
    target = 100 * rated["csat"]
    model = Ridge(alpha=_PENALTY, solver="cholesky")
    random = generator(settings.seed, "csat/drivers")
    even = np.full(len(target), 1 / len(target))
    with threadpool_limits(limits=1):  # sums in one order, and no threads that wait for each other over small products
        whole = model.fit(features, target).coef_
        weights = (random.multinomial(len(target), even) for _ in range(_DRAWS))
        drawn = np.array([model.fit(features, target, sample_weight=weight).coef_ for weight in weights])
    scale = np.array(steps) / spread
    lows, highs = np.quantile(drawn * scale, [0.025, 0.975], axis=0)
    told = [
        {
            "name": name,
            "effect": round(float(effect), 2),
            "interval": [round(float(low), 2), round(float(high), 2)],
            "sure": bool(low > 0 or high < 0),
        }
        for name, effect, low, high in zip(names, whole * scale, lows, highs, strict=True)
        if name not in _HELD
    ]
    return sorted(told, key=lambda one: (not one["sure"], -abs(one["effect"]), one["name"]))
