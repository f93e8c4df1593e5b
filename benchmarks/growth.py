"""How the cost of a check grows: with the draft's length, with the messages of a thread, with the phrases of a phrasebook.

    python benchmarks/growth.py [--plot docs/images]

Prints processor time and, for each step, what the cost is multiplied by where the size is multiplied by so much: at most as much is
linear. `--plot` draws it, in both languages. The longest drafts are longer than a case may be (20,000 characters).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from math import log10
from pathlib import Path

from markupsafe import Markup
from texts import drafts, messages

from coach.case import Case, Message
from coach.charts import EMPTY, Pen
from coach.config import default_profile
from coach.models.embedded import Embedded
from coach.models.registry import Models
from coach.phrasebook import PHRASE_MOVES, Phrasebook
from coach.pipeline import Coach
from coach.text.document import remember

ROUNDS = 7
WORDS = (10, 30, 100, 300, 1_000, 3_000, 10_000)
MESSAGES = (1, 2, 5, 10, 20, 50, 100, 200)
PHRASES = (1_000, 3_000, 10_000, 30_000, 100_000)
POOR = "You should have read the terms. We will look into it."
ANGRY = "I was charged twice and nobody answers me! This is a joke."


@dataclass(frozen=True, slots=True)
class Line:
    """What grew: its name in the texts of the plot, and for each size the milliseconds."""

    name: str
    points: list[tuple[int, float]]

    def steps(self) -> Iterator[tuple[float, float]]:
        """Give for each step by how much the size and the cost were multiplied."""
        for (size, cost), (larger, more) in pairwise(self.points):
            yield larger / size, more / cost


def milliseconds(run: Callable[[], object]) -> float:
    """Give the median of some runs' processor time."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def forgetful() -> Coach:
    """Give a coach that remembers no sentence."""
    reader = Embedded(remembered=0)
    remember(0)
    return Coach(models=Models(reader, reader, reader, reader))


def length(coach: Coach, language: str) -> Line:
    """Check drafts of so many words, joined of the corpus' replies."""
    words = _words(language)
    start = Case(draft="-")
    points = []
    for count in WORDS:
        case = start.model_copy(update={"draft": " ".join(words[:count])})
        points.append((count, milliseconds(lambda case=case: coach.check(case))))  # type: ignore[misc]
    return Line(f"length_{language}", points)


def _words(language: str) -> list[str]:
    return [word for text in drafts(language, 2 * WORDS[-1] // 100) for word in text.split()]


def thread(coach: Coach) -> Line:
    """Check a draft of 110 words that answers a thread of so many messages, the customer's and the agent's in turn."""
    draft = drafts("en", 1)[0]
    said = list(islice(cycle(zip(messages("en", 200), drafts("en", 200), strict=False)), MESSAGES[-1] // 2 + 1))
    turns = [Message(role=role, text=text) for pair in said for role, text in zip(("customer", "agent"), pair, strict=True)][:-1]
    points = []
    for count in MESSAGES:
        given = tuple(turns[-count:])  # the last one is the customer's, and always the same
        forgotten = cycle(f" {number}" for number in range(ROUNDS))
        points.append((count, milliseconds(lambda given=given, forgotten=forgotten: _answer(coach, draft, given, next(forgotten)))))  # type: ignore[misc]
    return Line("thread", points)


def _answer(coach: Coach, draft: str, given: tuple[Message, ...], more: str) -> object:
    """Check with a last message that is new, so that it is read again."""
    last = given[-1].model_copy(update={"text": given[-1].text + more})
    return coach.check(Case(draft=draft, customer=(*given[:-1], last)))


def phrasebooks() -> tuple[Line, Line, Line]:
    """Lay phrasebooks of so many phrases over ours: the first rewrite, which loads them, one after, and one that needs other phrases."""
    case = Case(draft=POOR, customer=ANGRY)
    reader = Embedded()
    models = Models(reader, reader, reader, reader)
    loading, checks, rewrites = [], [], []
    for count in PHRASES:
        with tempfile.TemporaryDirectory() as name:
            write_phrasebook(Path(name), count)
            coach = Coach(default_profile().model_copy(update={"phrasebook": name}), models)
            book = Phrasebook(Path(name))
            began = time.process_time()
            held = sum(len(book.entries("en", move)) for move in PHRASE_MOVES)
            loading.append((count, (time.process_time() - began) * 1000))
            assert held > count
            coach.rewrite(case)
            checks.append((count, milliseconds(lambda coach=coach: coach.check(case))))  # type: ignore[misc]
            rewrites.append((count, milliseconds(lambda coach=coach: coach.rewrite(case))))  # type: ignore[misc]
    return Line("loading", loading), Line("check_phrases", checks), Line("rewrite_phrases", rewrites)


def write_phrasebook(folder: Path, count: int) -> None:
    """Write as many English phrases, the same number to each move."""
    (folder / "en").mkdir()
    each = count // len(PHRASE_MOVES) + 1
    for move in PHRASE_MOVES:
        firm = ", firmness: 1" if move == "boundary" else ""
        rows = (f'  - {{id: made-{number}{firm}, forms: {{neutral: "We see to {number} of these now."}}}}\n' for number in range(each))
        (folder / "en" / f"{move}.yaml").write_text(f"move: {move}\nentries:\n{''.join(rows)}", encoding="utf-8")


TEXTS = {
    "en": {
        "title": "How the cost grows",
        "desc": "Three panels with logarithmic axes; dashed: linear.",
        "length": "Length: words of a draft",
        "thread": "Thread: messages before the draft",
        "phrases": "Phrasebook: phrases",
        "length_en": "English",
        "length_ar": "Arabic",
        "thread_line": "check",
        "loading": "loading, once",
        "check_phrases": "check",
        "rewrite_phrases": "rewrite",
        "linear": "linear",
        "ms": "{} ms",
        "s": "{} s",
    },
    "ar": {
        "title": "كيف تنمو الكلفة",
        "desc": "ثلاثة رسوم بمحاور لوغاريتمية؛ والخط المتقطع نمو خطي.",
        "length": "الطول: كلمات المسودة",
        "thread": "المحادثة: الرسائل قبل المسودة",
        "phrases": "دفتر العبارات: عدد العبارات",
        "length_en": "بالإنجليزية",
        "length_ar": "بالعربية",
        "thread_line": "فحص",
        "loading": "التحميل، مرة واحدة",
        "check_phrases": "فحص",
        "rewrite_phrases": "إعادة صياغة",
        "linear": "نمو خطي",
        "ms": "{} م.ث",
        "s": "{} ث",
    },
}
_COLOURS = ("#2f8a73", "#4d7fb6", "#b5762a")
_SOFT = {"fill": "currentColor", "fill-opacity": 0.75, "font-size": 12}
_LOOKS = {
    "heading": {"fill": "currentColor", "font-size": 14, "font-weight": 600},
    "tick": _SOFT,
    "grid": {"stroke": "currentColor", "stroke-opacity": 0.15},
    "linear": {"stroke": "currentColor", "stroke-opacity": 0.6, "stroke-dasharray": "4 4"},
    **{f"line{number}": {"stroke": colour, "stroke-width": 2.5} for number, colour in enumerate(_COLOURS)},
    **{f"point{number}": {"fill": colour} for number, colour in enumerate(_COLOURS)},
    **{f"name{number}": {"fill": colour, "font-size": 13, "font-weight": 600} for number, colour in enumerate(_COLOURS)},
}
_PANEL, _TALL, _LEFT, _RIGHT = 240, 150, 12, 97
_LEAST_DECADES = 2


def plot(panels: Sequence[tuple[str, Sequence[Line]]], language: str) -> str:
    """Draw the panels one below the other."""
    pen, texts = Pen(language == "ar", _LOOKS), TEXTS[language]
    drawn = EMPTY.join(
        Markup('<svg y="{}" overflow="visible">{}</svg>').format(number * _PANEL, _panel(pen, texts, name, lines))
        for number, (name, lines) in enumerate(panels)
    )
    frame = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" xml:lang="{0}" direction="{1}" width="720" height="{2}" '
        'style="color-scheme: light dark; max-width: 100%" font-family="system-ui, sans-serif"><title>{3}</title><desc>{4}</desc>'
        "<style>svg {{ color: #333 }} @media (prefers-color-scheme: dark) {{ svg {{ color: #ddd }} }}</style>{5}</svg>\n"
    )
    return Markup(frame).format(language, "rtl" if pen.rtl else "ltr", len(panels) * _PANEL, texts["title"], texts["desc"], drawn)


def _panel(pen: Pen, texts: dict[str, str], name: str, lines: Sequence[Line]) -> Markup:
    sizes = [size for line in lines for size, _ in line.points]
    costs = [cost for line in lines for _, cost in line.points]
    low = log10(min(costs))
    high = max(log10(max(costs)), low + _LEAST_DECADES)  # or a flat line would show the clock's trembling alone
    first, last = log10(min(sizes)), log10(max(sizes))

    def x(size: float) -> float:
        return _LEFT + (log10(size) - first) / (last - first) * (_RIGHT - _LEFT)

    def y(cost: float) -> float:
        return 45 + _TALL - (log10(cost) - low) / max(high - low, 1e-9) * _TALL

    drawn = [pen.write(_LEFT, 20, texts[name], "heading", "start")]
    for size in sorted(set(sizes)):
        drawn.append(pen.write(x(size), 45 + _TALL + 22, f"{size:,}", "tick", "middle"))
    for power in range(int(low) - 1, int(high) + 2):
        cost = 10.0**power
        if low <= power <= high:
            drawn.append(pen.rule(_LEFT, y(cost), _RIGHT, y(cost), "grid"))
            told = texts["s"].format(f"{cost / 1000:g}") if power >= 3 else texts["ms"].format(f"{cost:g}")
            drawn.append(pen.write(_LEFT - 1, y(cost) + 4, told, "tick", "end"))
    (smallest, least) = lines[0].points[0]
    end = min(max(sizes), smallest * 10**high / least)
    drawn.append(pen.rule(x(smallest), y(least), x(end), y(least * end / smallest), "linear"))
    drawn.append(pen.write(x(end) - 1, y(least * end / smallest) - 4, texts["linear"], "tick", "end"))
    for number, line in enumerate(lines):
        for (size, cost), (larger, more) in pairwise(line.points):
            drawn.append(pen.rule(x(size), y(cost), x(larger), y(more), f"line{number}"))
        drawn += [pen.disc(x(size), y(cost), f"point{number}") for size, cost in line.points]
        at = _RIGHT - 20 * (len(lines) - 1 - number)
        drawn.append(pen.write(at, 20, texts.get(f"{line.name}_line", texts.get(line.name, "")), f"name{number}", "end"))
    return EMPTY.join(drawn)


def main() -> None:
    """Print the growth, and draw it if asked to."""
    options = argparse.ArgumentParser()
    options.add_argument("--plot", type=Path, metavar="FOLDER")
    given = options.parse_args()
    coach = forgetful()
    coach.check(Case(draft=POOR, customer=ANGRY))
    panels = [
        ("length", [length(coach, "en"), length(coach, "ar")]),
        ("thread", [thread(coach)]),
        ("phrases", list(phrasebooks())),
    ]
    for _, lines in panels:
        for line in lines:
            print(f"{line.name:16} " + "  ".join(f"{size:,}: {cost:.1f} ms" for size, cost in line.points))
            print(f"{'':16} " + "  ".join(f"x{size:.1f} costs x{cost:.1f}" for size, cost in line.steps()))
    if given.plot:
        given.plot.mkdir(parents=True, exist_ok=True)
        for language in TEXTS:
            (given.plot / f"growth.{language}.svg").write_text(plot(panels, language), encoding="utf-8")


if __name__ == "__main__":
    main()
