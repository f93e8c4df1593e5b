"""What plots of progress are drawn with: the marks of the two sides, lines through time, and their looks.

What was practised is round and solid, what was held out a diamond and dashed, so that neither needs its colour. Colours are those
of the page around a plot (`--accent`, `--advice`, the colour of its words), else ones that are read on white and on black. They are
attributes, since a page that lets no foreign style in would drop a style sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup

from coach.charts import EMPTY, Pen
from coach.practice.told import Words

Look = Mapping[str, object]
Ends = tuple[float, float]

_SOFT: Look = {"fill": "currentColor", "fill-opacity": 0.75, "font-size": 12}
_SIDES = {
    "practised": {"colour": "var(--accent, #2f8a73)", "dash": "none"},
    "held_out": {"colour": "var(--advice, #4d7fb6)", "dash": "7 4"},
}


def _looks() -> dict[str, Look]:
    looks: dict[str, Look] = {
        "heading": {"fill": "currentColor", "font-size": 15, "font-weight": 600},
        "label": {"fill": "currentColor", "font-size": 13},
        "tick": _SOFT,
        "value": _SOFT,
        "grid": {"stroke": "currentColor", "stroke-opacity": 0.15},
        "turn": {"stroke": "currentColor", "stroke-opacity": 0.75, "stroke-dasharray": "3 3"},
    }
    for side, given in _SIDES.items():
        colour = given["colour"]
        line = {"stroke": colour, "stroke-width": 2.5, "vector-effect": "non-scaling-stroke"}
        looks |= {
            f"dot {side}": {"fill": colour, "fill-opacity": 0.8},
            f"hollow {side}": {"fill": "none", "stroke": colour, "stroke-width": 1.5},
            f"way {side}": {"stroke": colour, "stroke-width": 2.5},
            f"faint {side}": {"stroke": colour, "stroke-width": 1, "stroke-dasharray": "2 3"},
            f"interval {side}": {"stroke": colour, "stroke-width": 5, "stroke-opacity": 0.3, "stroke-linecap": "round"},
            f"band {side}": {"fill": colour, "fill-opacity": 0.15},
            f"course {side}": {"fill": "none", **line, "stroke-linejoin": "round", "stroke-dasharray": given["dash"]},
        }
    return looks


_LOOKS = _looks()
SCHEME = ' style="color-scheme: light dark"'
"""What a drawing that stands alone says of its colours; within a page the page says it."""
_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="progress" role="img" xml:lang="{0}" lang="{0}" direction="{1}" width="100%" '
    'height="{2:.0f}"' + SCHEME + ' font-family="var(--sans, system-ui, sans-serif)" overflow="visible">'
    "<title>{3}</title><desc>{4}</desc>{5}</svg>"
)


@dataclass(frozen=True, slots=True)
class PlotPen(Pen):
    """Draws what plots of progress are made of."""

    looks: Mapping[str, Look] = field(default_factory=lambda: _LOOKS)

    def mark(self, x: float, y: float, side: str, hollow: bool = False) -> Markup:
        """Draw a circle for what was practised, a diamond for what was held out."""
        look = self.look(f"{'hollow' if hollow else 'dot'} {side}")
        if side == "practised":
            return Markup('<circle {} cx="{:.2f}%" cy="{:.1f}" r="4.5"/>').format(look, self.x(x), y)
        frame = '<svg x="{:.2f}%" y="{:.1f}" overflow="visible"><path {} d="M0-6 6 0 0 6-6 0z"/></svg>'
        return Markup(frame).format(self.x(x), y, look)

    def entry(self, y: float, side: str, words: str) -> Markup:
        """Write words beside the mark of a side."""
        inner = self._shifted(7, self.mark(0, y - 4.5, side)) + self._shifted(20, self.write(0, y, words, "label", "start"))
        return Markup('<g class="entry">{}</g>').format(inner)

    def stretch(self, means: Sequence[tuple[float, float, Ends | None]], side: str, tall: float) -> Markup:
        """Draw means through time, each as its place, its height and the ends of its interval, with a band where these are known."""
        if len(means) == 1:
            ((x, y, ends),) = means
            band = EMPTY if ends is None else self.rule(x, ends[0], x, ends[1], f"interval {side}")
            return band + self.rule(x - 1.2, y, x + 1.2, y, f"course {side}")
        drawn = []
        for (x1, _, one), (x2, _, two) in pairwise(means):
            if one is not None and two is not None:
                corners = self.points([(x1, one[1]), (x2, two[1]), (x2, two[0]), (x1, one[0])])
                drawn.append(Markup('<polygon {} points="{}"/>').format(self.look(f"band {side}"), corners))
        course = self.points([(x, y) for x, y, _ in means])
        drawn.append(Markup('<polyline {} points="{}"/>').format(self.look(f"course {side}"), course))
        frame = '<svg width="100%" height="{0:.0f}" viewBox="0 0 100 {0:.0f}" preserveAspectRatio="none">{1}</svg>'
        return Markup(frame).format(tall, EMPTY.join(drawn))

    def row(self, y: float, height: float, parts: Sequence[Markup]) -> Markup:
        """Put parts into a row of their own."""
        frame = '<svg y="{:.0f}" width="100%" height="{:.0f}" overflow="visible">{}</svg>'
        return Markup(frame).format(y, height, EMPTY.join(parts))

    def frame(self, words: Words, height: float, title: str, described: Sequence[str], parts: Sequence[Markup]) -> str:
        """Give the whole drawing, titled and described."""
        direction = "rtl" if self.rtl else "ltr"
        return str(Markup(_FRAME).format(words.language, direction, height, title, " ".join(described), EMPTY.join(parts)))

    def _shifted(self, by: float, drawn: Markup) -> Markup:
        """Move something by pixels away from where lines begin."""
        return Markup('<g transform="translate({:g})">{}</g>').format(-by if self.rtl else by, drawn)
