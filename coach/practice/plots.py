"""Progress as SVG that stands alone: first tries over time, and where someone stands by criterion. No script, no style sheet.

Time runs from the left, in Arabic from the right. The title names what is seen, and the description says it in words. A group is
shown by means of `limits().least_group` agents or more: nobody's own figure is to be read from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from coach.practice.course import Course, Mean, Point, course
from coach.practice.plot_pen import PlotPen
from coach.practice.progress import FIGURES, Change, Outcome, Standing, limits
from coach.practice.sides import sides_of
from coach.practice.told import Words, verdict_of
from coach.words import Language

_LEFT, _RIGHT, _TOP, _TALL = 9.0, 98.0, 62.0, 200.0
_TICKS = (0, 25, 50, 75, 100)
_HEAD, _ROW, _TRACKS = 84.0, 66, 0.54
_LINE = 22


@dataclass(frozen=True, slots=True)
class _Times:
    """Where a moment and a score lie in the plot."""

    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        """Place a moment; where all is of one moment, in the middle."""
        whole = (self.last - self.first).total_seconds()
        share = (at - self.first).total_seconds() / whole if whole else 0.5
        return _LEFT + 2 + (_RIGHT - _LEFT - 2) * share

    @staticmethod
    def y(score: float) -> float:
        """Place a score."""
        return _TOP + _TALL * (1 - min(100.0, max(0.0, score)) / 100)


def progress_plot(
    outcomes: Sequence[Outcome],
    figure: str,
    ui: Language,
    training: datetime | None = None,
    *,
    name: str | None = None,
    cohort: bool = False,
    digits: str = "western",
) -> str:
    """Draw a figure's first tries over time, with a running mean where there are enough, and write below what they come to.

    `cohort`, and anyway more than one person, shows means of weeks in place of single tries.
    """
    words = Words(ui, digits)
    sides = sides_of(outcomes, words, cohort)
    pen, group = PlotPen(words.rtl), sides[0].group
    drawn = {side.name: course(side.firsts, figure, training, group) for side in sides}
    title = words("plot.course" if name is None else "plot.course_of", figure=words.said(words.figure(figure)), who=name or "")
    parts = [pen.write(0, 16, words.figure(figure), "heading", "start")]
    for tick in _TICKS:
        parts.append(pen.rule(_LEFT, _Times.y(tick), 100, _Times.y(tick), "grid"))
        parts.append(pen.write(_LEFT - 1.5, _Times.y(tick) + 4, words.number(tick), "tick", "end"))
    times = _times(drawn, training)
    if times is None:
        few = any(not side.enough(figure) for side in sides) and any(side.people(figure) for side in sides)
        described = [words("nobodys") if few else words("none")]
        parts.append(pen.write(50, _TOP + _TALL / 2 - 8, described[0], "label", "middle"))
    else:
        parts += _drawn(pen, words, times, drawn, training)
        described = _explained(words, times, group, training)
    y = _TOP + _TALL + 46
    for side in sides:
        line = side.line(words.standing_n(side.standing(figure)), figure)
        parts.append(pen.entry(y, side.name, line))
        described.append(f"{line}.")
        y += _LINE
    if training is not None:
        since = words("since", day=words.said(_day(words, training)))
        parts.append(pen.write(0, y + 10, since, "label", "start"))
        y += _LINE + 10
        for side in sides:
            line = side.line(words.change(side.change(figure, training)), figure)
            parts.append(pen.entry(y, side.name, line))
            described.append(f"{words.labelled(since, line)}.")
            y += _LINE
    return pen.frame(words, y - 10, title, described, parts)


def criteria_plot(
    outcomes: Sequence[Outcome],
    ui: Language,
    training: datetime | None = None,
    *,
    name: str | None = None,
    cohort: bool = False,
    digits: str = "western",
) -> str:
    """Draw every figure with its interval, what was practised above what was held out; with a training, from before it to after."""
    words = Words(ui, digits)
    sides = sides_of(outcomes, words, cohort)
    pen, kind = PlotPen(words.rtl), "criteria" if training is None else "change"
    day = words.said(_day(words, training)) if training is not None else ""
    title = words(f"plot.{kind}" if name is None else f"plot.{kind}_of", day=day, who=name or "")
    described = [words("plot.dots" if training is None else "plot.dumbbell")]
    heading = words("plot.criteria") if training is None else words("since", day=day)
    parts = [pen.write(0, 16, heading, "heading", "start")]
    parts += [pen.entry(42 + _LINE * place, side.name, words(side.name)) for place, side in enumerate(sides)]
    tall = len(FIGURES) * _ROW
    for tick in _TICKS:
        parts.append(pen.rule(tick * _TRACKS, _HEAD, tick * _TRACKS, _HEAD + tall, "grid"))
        parts.append(pen.write(tick * _TRACKS, _HEAD + tall + 16, words.number(tick), "tick", "middle" if tick else "start"))
    for place, figure in enumerate(FIGURES):
        lines = [pen.write(0, 14, words.figure(figure), "label", "start")]
        for y, side in zip((31, 51), sides, strict=True):
            if training is None:
                standing = side.standing(figure)
                mark, shown = _dot(pen, standing, y, side.name), words.standing(standing)
                line = side.line(words.standing_n(standing), figure)
            else:
                found = side.change(figure, training)
                mark, shown = _dumbbell(pen, found, y, side.name), words.difference(found)
                line = side.line(words.change(found), figure)
            lines += [pen.titled(mark, line), pen.write(100 * _TRACKS + 4, y + 4, side.say(shown, figure), "value", "start")]
            described.append(f"{words.all([words.figure(figure), line])}.")
        parts.append(pen.row(_HEAD + place * _ROW, _ROW, lines))
    return pen.frame(words, _HEAD + tall + 24, title, described, parts)


def _times(drawn: dict[str, Course], training: datetime | None) -> _Times | None:
    """Give the time that the points span, and the training where it is not too far from them to be shown; None without any."""
    moments = [point.at for one in drawn.values() for point in one.points]
    if not moments:
        return None
    first, last = min(moments), max(moments)
    if training is not None and first - (last - first) <= training <= last + (last - first):
        first, last = min(first, training), max(last, training)
    return _Times(first, last)


def _drawn(pen: PlotPen, words: Words, times: _Times, drawn: dict[str, Course], training: datetime | None) -> list[Markup]:
    parts = []
    if training is not None and times.first <= training <= times.last:
        x = times.x(training)
        parts.append(pen.rule(x, _TOP - 8, x, _TOP + _TALL, "turn"))
        held = words.said(words.short_day(training.astimezone(UTC).date().isoformat()))
        parts.append(pen.write(x, _TOP - 14, words("training", day=held), "tick", "start" if x < 25 else "end" if x > 80 else "middle"))
    for side, found in drawn.items():
        for means in found.means:
            parts.append(pen.stretch([_place(times, mean) for mean in means], side, _TOP + _TALL))
    for side, found in drawn.items():
        for point in found.points:
            parts.append(pen.titled(pen.mark(times.x(point.at), times.y(point.value), side), _said(words, point, side)))
    for moment, anchor in _dates(times):
        day = moment.astimezone(UTC).date().isoformat()
        parts.append(pen.write(times.x(moment), _TOP + _TALL + 18, words.short_day(day), "tick", anchor))
    return parts


def _dates(times: _Times) -> list[tuple[datetime, str]]:
    """Give the moments whose dates are written, with their anchors: three at the most, for which a narrow telephone has room."""
    middle = times.first + (times.last - times.first) / 2
    first, between, last = (moment.astimezone(UTC).date() for moment in (times.first, middle, times.last))
    if first == last:
        return [(middle, "middle")]
    inside = [(middle, "middle")] if first < between < last else []
    return [(times.first, "start"), *inside, (times.last, "end")]


def _place(times: _Times, mean: Mean) -> tuple[float, float, tuple[float, float] | None]:
    found = mean.standing
    ends = None if found.interval is None else (times.y(found.interval[0]), times.y(found.interval[1]))
    return times.x(mean.at), times.y(found.mean or 0.0), ends


def _said(words: Words, point: Point, side: str) -> str:
    what = words("agents", n=point.people) if point.difficulty is None else words.name("difficulties", point.difficulty)
    return words.labelled(words.all([_day(words, point.at), words(side), what]), words.number(point.value))


def _explained(words: Words, times: _Times, group: bool, training: datetime | None) -> list[str]:
    day = [words.said(_day(words, moment)) for moment in (times.first, times.last)]
    told = [words("period", first=day[0], last=day[1]) + "."]
    if group:
        return [*told, words("plot.weeks", least=limits().least_group), words("plot.joined")]
    told += [words("plot.points"), words("plot.running", n=limits().recent_firsts)]
    return told if training is None else [*told, words("plot.anew")]


def _dot(pen: PlotPen, found: Standing, y: float, side: str) -> Markup:
    if found.mean is None:
        return Markup("")
    drawn = pen.mark(found.mean * _TRACKS, y, side)
    if found.interval is None:
        return drawn
    low, high = (min(100.0, max(0.0, end)) for end in found.interval)
    return pen.rule(low * _TRACKS, y, high * _TRACKS, y, f"interval {side}") + drawn


def _dumbbell(pen: PlotPen, found: Change, y: float, side: str) -> Markup:
    if found.before is None or found.after is None:
        return Markup("")
    way = f"{'faint' if verdict_of(found) == 'unclear' else 'way'} {side}"
    before, after = found.before * _TRACKS, found.after * _TRACKS
    return pen.rule(before, y, after, y, way) + pen.mark(before, y, side, hollow=True) + pen.mark(after, y, side)


def _day(words: Words, at: datetime) -> str:
    return words.day(at.astimezone(UTC).date().isoformat())
