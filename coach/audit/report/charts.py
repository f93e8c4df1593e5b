"""Charts as SVG that needs no script: positions in per cent of the width and sizes in pixels, so that words keep their size.

In Arabic every chart is mirrored: it begins at the right, as the writing does. Words in a chart are text in the page's
direction; each part says its value in its title, and the whole is described for those who do not see it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coach.charts import EMPTY, Pen

_ROW = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chart: what it is called, its value with the ends of its interval, what is written for it, and its tone."""

    label: str
    value: float
    shown: str
    low: float | None = None
    high: float | None = None
    before: float | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a chart's width stands for: from `low` to `high`, with named ticks; `zero` is a value to compare with."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]] = ()
    zero: float | None = None


@dataclass(frozen=True, slots=True)
class Charts(Pen):
    """The charts of one page; `rtl` mirrors them."""

    def bars(self, rows: Sequence[Row], title: str, top: float | None = None) -> Markup:
        """Draw each row as a bar from nothing, its name above."""
        most = top or max((row.value for row in rows), default=0.0) or 1.0
        return self._rows(rows, title, lambda row: self.bar(0, min(100.0, 100 * row.value / most), f"bar {row.tone}"))

    def dots(self, rows: Sequence[Row], title: str, scale: Scale) -> Markup:
        """Draw each row as a dot with its interval on a scale; a row that has a value of before is a dumbbell."""
        low, high = scale.low, scale.high

        def at(value: float) -> float:
            return min(100.0, max(0.0, 100 * (value - low) / (high - low)))

        def draw(row: Row) -> Markup:
            parts: list[Markup] = []
            if row.low is not None and row.high is not None:
                parts.append(self.rule(at(row.low), 26, at(row.high), 26, f"interval {row.tone}"))
            if row.before is not None:
                parts.append(self.rule(at(row.before), 26, at(row.value), 26, f"way {row.tone}"))
                parts.append(self.disc(at(row.before), 26, "before"))
            return Markup("").join([*parts, self.disc(at(row.value), 26, f"dot {row.tone}")])

        tall = len(rows) * _ROW
        axis = [self.rule(at(value), 0, at(value), tall, "zero" if value == scale.zero else "grid") for value, _ in scale.ticks]
        for value, name in scale.ticks:
            anchor = "start" if at(value) < 4 else "end" if at(value) > 96 else "middle"
            axis.append(self.write(at(value), tall + 14, name, "tick", anchor))
        return self._rows(rows, title, draw, Markup("").join(axis), 20 if scale.ticks else 0)

    def inline(self, row: Row, low: float, high: float) -> Markup:
        """Draw one dot with its interval, small enough for a cell of a table."""
        width = high - low
        values = (row.value if value is None else value for value in (row.value, row.low, row.high))
        at = [min(98.0, max(2.0, 100 * (value - low) / width)) for value in values]
        inner = Markup("").join([self.rule(at[1], 8, at[2], 8, "interval"), self.disc(at[0], 8, "dot")])
        return Markup('<svg class="inline" width="100%" height="16" aria-hidden="true">{}</svg>').format(inner)

    def stack(self, rows: Sequence[Row], title: str) -> Markup:
        """Draw shares of a whole side by side, with what each is beneath."""
        total = sum(row.value for row in rows)
        if not total:
            return EMPTY
        parts, start = [], 0.0
        for row in rows:
            width = 100 * row.value / total
            parts.append(self.titled(self.bar(start, width, f"part {row.tone}", y=2, height=22), f"{row.label}: {row.shown}"))
            start += width
        drawn = self._svg(Markup("").join(parts), title, rows, 26)
        keys = Markup("").join(Markup('<li><i class="{}"></i>{} <b>{}</b></li>').format(row.tone, row.label, row.shown) for row in rows)
        return Markup('{}<ul class="key">{}</ul>').format(drawn, keys)

    def line(self, rows: Sequence[Row], title: str, scale: Scale, mark: int | None = None) -> Markup:
        """Draw values over time with the band of their intervals; `mark` is the place of a turn."""
        if len(rows) < 2:
            return EMPTY
        height, top, left = 180.0, 8.0, 9.0

        def x(place: int) -> float:
            return left + (98 - left) * place / (len(rows) - 1)

        def y(value: float) -> float:
            return top + height * (1 - min(1.0, max(0.0, (value - scale.low) / (scale.high - scale.low))))

        parts = [
            self.rule(left, y(value), 100, y(value), "grid") + self.write(left - 1.5, y(value) + 4, name, "tick", "end")
            for value, name in scale.ticks
        ]
        band = [(x(place), y(row.high)) for place, row in enumerate(rows) if row.high is not None]
        band += [(x(place), y(row.low)) for place, row in reversed(list(enumerate(rows))) if row.low is not None]
        points = [(x(place), y(row.value)) for place, row in enumerate(rows)]
        shape = Markup('<polygon class="band" points="{}"/><polyline class="course" points="{}"/>').format(
            self.points(band), self.points(points)
        )
        tall = top + height
        frame = '<svg width="100%" height="{0:.0f}" viewBox="0 0 100 {0:.0f}" preserveAspectRatio="none" aria-hidden="true">{1}</svg>'
        parts.append(Markup(frame).format(tall, shape))
        if mark is not None:
            parts.append(self.rule(x(mark), top, x(mark), tall, "turn"))
        for place, row in enumerate(rows):
            parts.append(self.titled(self.disc(x(place), y(row.value), "point"), f"{row.label}: {row.shown}"))
        for place in _spread(len(rows)):
            anchor = "start" if place == 0 else "end" if place == len(rows) - 1 else "middle"
            parts.append(self.write(x(place), tall + 20, rows[place].label, "tick", anchor))
        return self._svg(Markup("").join(parts), title, rows, tall + 28)

    def columns(self, rows: Sequence[Row], title: str) -> Markup:
        """Draw a spread as columns side by side."""
        most = max((row.value for row in rows), default=0.0)
        if not most:
            return EMPTY
        width, tall = 100 / len(rows), 110.0
        parts = []
        for place, row in enumerate(rows):
            height = tall * row.value / most
            parts.append(
                self.titled(
                    self.bar(place * width + 0.4, width - 0.8, f"column {row.tone}", y=tall - height + 4, height=height),
                    f"{row.label}: {row.shown}",
                )
            )
            parts.append(self.write((place + 0.5) * width, tall + 22, row.label, "tick", "middle"))
        return self._svg(Markup("").join(parts), title, rows, tall + 28)

    def spark(self, values: Sequence[float], title: str) -> Markup:
        """Draw a course in the height of a line of words."""
        most = max(values, default=0.0)
        if len(values) < 2 or not most:
            return EMPTY
        points = self.points([(100 * place / (len(values) - 1), 22 - 20 * value / most) for place, value in enumerate(values)])
        frame = (
            '<svg class="spark" role="img" viewBox="0 0 100 24" preserveAspectRatio="none">'
            '<title>{}</title><polyline class="course" points="{}"/></svg>'
        )
        return Markup(frame).format(title, points)

    def heat(
        self, grid: Sequence[Sequence[int]], rows: Sequence[str], columns: Sequence[str], title: str, shown: Sequence[Sequence[str]]
    ) -> Markup:
        """Draw counts as shades, a row for each name of `rows`; of the columns every third is named."""
        most = max((max(line) for line in grid), default=0)
        if not most:
            return EMPTY
        left, step = 17.0, (100 - 17.0) / len(columns)
        parts = []
        for y, line in enumerate(grid):
            parts.append(self.write(left - 2, y * 22 + 16, rows[y], "tick", "end"))
            for x, value in enumerate(line):
                cell = self.bar(left + x * step, step * 0.94, "cell", y=y * 22 + 2, height=19, style=f"--heat:{100 * value / most:.0f}%")
                parts.append(self.titled(cell, f"{rows[y]} {columns[x]}: {shown[y][x]}"))
        for x in range(0, len(columns), 3):
            parts.append(self.write(left + x * step, len(grid) * 22 + 18, columns[x], "tick", "start"))
        return self._svg(Markup("").join(parts), title, (), len(grid) * 22 + 26)

    def _rows(self, rows: Sequence[Row], title: str, draw: Callable[[Row], Markup], behind: Markup = EMPTY, below: int = 0) -> Markup:
        if not rows:
            return EMPTY
        parts = [behind]
        for place, row in enumerate(rows):
            inner = Markup("").join(
                [self.write(0, 13, row.label, "label", "start"), self.write(100, 13, row.shown, "value", "end"), draw(row)]
            )
            parts.append(
                Markup('<svg y="{}" width="100%" height="{}"><title>{}: {}</title>{}</svg>').format(
                    place * _ROW, _ROW, row.label, row.shown, inner
                )
            )
        return self._svg(Markup("").join(parts), title, rows, len(rows) * _ROW + below)

    def _svg(self, inner: Markup, title: str, rows: Sequence[Row], height: float) -> Markup:
        described = "; ".join(f"{row.label}: {row.shown}" for row in rows)
        frame = '<svg class="chart" role="img" aria-label="{}" width="100%" height="{:.0f}"><desc>{}</desc>{}</svg>'
        return Markup(frame).format(title, height, described, inner)


def _spread(n: int) -> list[int]:
    """Choose up to four places out of `n`, the first and the last among them."""
    return sorted({0, round((n - 1) / 3), round(2 * (n - 1) / 3), n - 1})
