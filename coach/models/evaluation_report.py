"""An evaluation as text for a terminal, and as one HTML page with plots that stands alone."""

from html import escape

from coach.models.evaluation import Evaluation
from coach.reading import EMOTIONS

_NAMES = {
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
    "emotion_qwk": "emotion QWK",
    "emotion_accuracy": "accuracy",
    "angry_f1": "angry or worse F1",
    "asks_right": "number of asks right",
    "calibration_error": "calibration error",
}
_MOST_CONFUSED = 12
_SIDE = 220
_STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1d2733;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .7rem;text-align:start;border-bottom:1px solid #dde3ea}
td.n{text-align:end;font-variant-numeric:tabular-nums}.bar{fill:#3b6ea5}.ideal{stroke:#9aa7b4;stroke-dasharray:4}
.point{fill:#c2542d}svg text{font-size:11px;fill:#51606f}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
@media(prefers-color-scheme:dark){
body{background:#14191f;color:#dbe3ea}td,th{border-color:#2c3742}svg text{fill:#a8b4c0}.bar{fill:#6fa3d8}}"""


def _figures(result: Evaluation) -> dict[str, float]:
    given = result.as_dict()
    return {name: given[key] for key, name in _NAMES.items() if key in given}


def as_text(result: Evaluation) -> str:
    """Write a line for each label, the confusions that happen most, and the averages."""
    lines = [f"{'label':16} precision recall   F1     n"]
    lines += [f"{label:16} {p:9.2f} {r:6.2f} {f:5.2f} {n:5}" for label, p, r, f, n in result.labels()]
    wrong = sorted(((n, pair) for pair, n in result.confusion.items() if pair[0] != pair[1]), key=lambda item: (-item[0], item[1]))
    if wrong:
        lines += ["", "most often taken for another (gold → found):"]
        lines += [f"  {gold} → {found}: {n}" for n, (gold, found) in wrong[:_MOST_CONFUSED]]
    lines += ["", "confidence      n   said  right"]
    for index, (n, said, right) in enumerate(result.bins):
        if n:
            lines.append(f"{index / 10:.1f}–{(index + 1) / 10:.1f} {int(n):9} {said / n:6.2f} {right / n:6.2f}")
    return "\n".join([*lines, "", "  ".join(f"{name} {value:.3f}" for name, value in _figures(result).items())])


def as_html(result: Evaluation, title: str) -> str:
    """Write one page: figures, a table and bars by label, the calibration curve, the confusion table."""
    figures = "".join(f"<tr><th>{name}</th><td class=n>{value:.3f}</td></tr>" for name, value in _figures(result).items())
    labels = "".join(
        f"<tr><td>{escape(label)}</td><td class=n>{p:.2f}</td><td class=n>{r:.2f}</td><td class=n>{f:.2f}</td><td class=n>{n}</td>"
        f'<td><svg width=120 height=12 role=img aria-label="F1 {f:.2f}"><rect class=bar width="{120 * f:.0f}" height=12 /></svg></td></tr>'
        for label, p, r, f, n in result.labels()
    )
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escape(title)}</title>"
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1><p>{result.rows} rows</p><table>{figures}</table>"
        f"<h2>By label</h2><table><tr><th>label<th>precision<th>recall<th>F1<th>n<th></tr>{labels}</table>"
        f"<h2>Calibration: is a confidence of 0.8 right eight times in ten?</h2>{_curve(result)}"
        f"<h2>What is taken for what (rows: gold; columns: found)</h2>{_table(result)}</html>\n"
    )


def _curve(result: Evaluation) -> str:
    points = "".join(
        f'<circle class=point cx="{30 + _SIDE * said / n:.1f}" cy="{10 + _SIDE * (1 - right / n):.1f}" r="{2 + min(6.0, n**0.25):.1f}">'
        f"<title>{int(n)} decisions: said {said / n:.2f}, right {right / n:.2f}</title></circle>"
        for n, said, right in result.bins
        if n
    )
    marks = "".join(
        f'<text x="{30 + _SIDE * part / 10:.0f}" y="{_SIDE + 26}" text-anchor=middle>{part / 10}</text>'
        f'<text x=4 y="{14 + _SIDE * (1 - part / 10):.0f}">{part / 10}</text>'
        for part in (0, 5, 10)
    )
    return (
        f'<svg width="{_SIDE + 50}" height="{_SIDE + 46}" role=img aria-label="calibration curve">'
        f'<line class=ideal x1=30 y1="{_SIDE + 10}" x2="{_SIDE + 30}" y2=10 />{points}{marks}'
        f'<text x="{30 + _SIDE / 2:.0f}" y="{_SIDE + 42}" text-anchor=middle>confidence said</text></svg>'
    )


def _table(result: Evaluation) -> str:
    names = {name for pair in result.confusion for name in pair}
    order = [name for name in EMOTIONS if name in names] + sorted(names - set(EMOTIONS) - {"none"}) + (["none"] if "none" in names else [])
    most = max(result.confusion.values(), default=1)
    head = "".join(f"<th>{escape(name)}" for name in order)
    body = ""
    for gold in order:
        cells = "".join(
            f'<td class=n style="background:rgba({"59,110,165" if gold == found else "194,84,45"},{min(0.6, n / most):.2f})">{n}'
            if (n := result.confusion.get((gold, found), 0))
            else "<td class=n>"
            for found in order
        )
        body += f"<tr><th>{escape(gold)}{cells}</tr>"
    return f"<table><tr><th>{head}</tr>{body}</table>"
