"""Fit the guard's learned score: boosted trees over what a rewrite changed, from labelled pairs of draft and rewrite.

python -m training.guard features FILE     # reads corpus/guarded_*.jsonl with the shipped encoder
python -m training.guard fit FILE          # needs scikit-learn; writes coach/rewrite/guard_weights.json
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from coach.guard_evaluation import hard_failures, pairs

_OUT = Path("coach/rewrite/guard_weights.json")
_CAUGHT = {"en": 0.96, "ar": 0.97}
_FOLDS = 6
# More of these never makes a rewrite safer; less of those below neither.
_RISES = tuple(
    "value_ weak_ lost_ added_ contrast flip_ gone come sentence_gone sentence_come subs_new name_ quote_ watched class_moved address_new far_ form_".split()
)
_FALLS = ("near_", "mean_", "whole", "phrase_least", "phrase_mean")


def collect(out: Path) -> None:
    """Write the features of every pair."""
    rows = []
    for language in ("en", "ar"):
        for pair in pairs(language):
            found, checks = hard_failures(pair)
            rows.append({**pair.label, "language": language, "hard": bool(checks), "features": found.features})
    out.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def fit(source: Path) -> None:
    """Fit on the training drafts, set the bounds out of fold, and write the weights."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import GroupKFold, cross_val_predict

    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["split"] == "train"]
    names = sorted(rows[0]["features"])
    given = np.array([[row["features"].get(name, 0.0) for name in names] for row in rows])
    broken = np.array([not row["good"] for row in rows])
    drafts = np.array([row["draft_id"] for row in rows])
    hard = np.array([row["hard"] for row in rows])
    language = np.array([row["language"] for row in rows])
    rises = [1 if name.startswith(_RISES) else -1 if name.startswith(_FALLS) else 0 for name in names]
    model = HistGradientBoostingClassifier(
        max_iter=250,
        learning_rate=0.05,
        max_leaf_nodes=12,
        l2_regularization=2,
        max_features=0.3,
        min_samples_leaf=10,
        monotonic_cst=rises,
        random_state=0,
    )
    chance = cross_val_predict(model, given, broken, groups=drafts, cv=GroupKFold(_FOLDS), method="predict_proba")[:, 1]
    thresholds = {}
    for name in ("en", "ar"):
        here = language == name
        risk = np.where(hard, 2.0, chance)
        bound = float(np.quantile(risk[here & broken], 1 - _CAUGHT[name]))
        passes = here & ~broken & (risk < bound)
        thresholds[name] = {
            "least": round(1 - bound, 4),
            "caught": round(float((risk[here & broken] >= bound).mean()), 3),
            "let_through": round(float(passes.sum() / (here & ~broken).sum()), 3),
        }
    model.fit(given, broken)
    trees = [[_node(node) for node in predictors[0].nodes] for predictors in model._predictors]
    told = {"features": names, "bias": float(model._baseline_prediction[0, 0]), "thresholds": thresholds, "trees": trees}
    _OUT.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    print(json.dumps(thresholds, indent=1))


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [-1, 0, 0, 0, round(float(node["value"]), 5)]
    return [int(node["feature_idx"]), round(float(node["num_threshold"]), 6), int(node["left"]), int(node["right"]), 0]


if __name__ == "__main__":
    {"features": collect, "fit": fit}[sys.argv[1]](Path(sys.argv[2]))
