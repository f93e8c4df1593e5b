"""What every chart is drawn with: SVG that needs no script, positions in per cent of the width and sizes in pixels.

So words keep their size however wide a chart is. In Arabic a chart is mirrored: it begins at the right, as the writing does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

EMPTY = Markup("")


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws bars, rules, discs and words, from the left or, with `rtl`, from the right.

    What is drawn has its `kind` as its class; `looks` gives a kind's attributes as well, for a chart without a style sheet.
    """

    rtl: bool
    looks: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def x(self, value: float) -> float:
        """Place what lies so many per cent from where lines begin."""
        return 100 - value if self.rtl else value

    def points(self, points: Sequence[tuple[float, float]]) -> str:
        """Write the corners of a line."""
        return " ".join(f"{self.x(x):.2f},{y:.1f}" for x, y in points)

    def look(self, kind: str) -> Markup:
        """Write a kind as class and attributes."""
        given = self.looks.get(kind, {})
        return Markup('class="{}"').format(kind) + EMPTY.join(Markup(' {}="{}"').format(name, value) for name, value in given.items())

    def bar(self, start: float, width: float, kind: str, *, y: float = 22, height: float = 6, style: str = "") -> Markup:
        """Draw a bar."""
        x = 100 - start - width if self.rtl else start
        styled = Markup(' style="{}"').format(style) if style else EMPTY
        frame = '<rect {} x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}" rx="2"{}/>'
        return Markup(frame).format(self.look(kind.strip()), x, y, max(width, 0.0), height, styled)

    def rule(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
        """Draw a straight line."""
        frame = '<line {} x1="{:.2f}%" y1="{:.1f}" x2="{:.2f}%" y2="{:.1f}"/>'
        return Markup(frame).format(self.look(kind.strip()), self.x(x1), y1, self.x(x2), y2)

    def disc(self, x: float, y: float, kind: str) -> Markup:
        """Draw a disc."""
        frame = '<circle {} cx="{:.2f}%" cy="{:.1f}" r="{}"/>'
        return Markup(frame).format(self.look(kind.strip()), self.x(x), y, 3 if kind == "point" else 5)

    def write(self, x: float, y: float, words: str, kind: str, anchor: str) -> Markup:
        """Write words."""
        frame = '<text {} x="{:.2f}%" y="{:.1f}" text-anchor="{}">{}</text>'
        return Markup(frame).format(self.look(kind), self.x(x), y, anchor, words)

    @staticmethod
    def titled(drawn: Markup, title: str) -> Markup:
        """Let something say what it is."""
        return Markup("<g><title>{}</title>{}</g>").format(title, drawn)
