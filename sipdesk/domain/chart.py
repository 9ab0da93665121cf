"""What a picture shows, before anybody draws it: lines over the years, bars side by side, how far visits have come.

A picture never says more than the figures it is made from, and says in words (`alternative`) all that it shows: for those
who hear it, and for a screen reader.
"""

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear

MISSING: dict[str, str] = {
    "": "no figure",
    "c": "suppressed",
    "z": "not applicable",
    "x": "not available",
    "k": "low, not nought",
    "u": "not reliable",
}
"""The word that stands where a figure would, by its mark; empty where nothing was written down."""


class Look(NamedTuple):
    """The colours of a picture, as `#RRGGBB`."""

    text: str
    muted: str
    line: str
    """Hairlines."""
    own: str
    """What is spoken of; what it is set beside is muted."""
    ground: str


class Point(Model):
    """A line in one school year: a rate, or the word for why there is none."""

    year: int
    """The school year by the year it begins in."""
    value: Decimal | None = None
    why: str = ""


class Line(Model):
    """A rate over the years, oldest first. `own` is the school's."""

    label: str
    own: bool = False
    points: list[Point]

    @property
    def known(self) -> list[Point]:
        """The points that have a value."""
        return [point for point in self.points if point.value is not None]

    @property
    def stretches(self) -> list[list[Point]]:
        """Runs of years with a value, each a line without a gap. A year that nobody speaks of is a gap too."""
        runs: list[list[Point]] = []
        for point in self.known:
            if runs and runs[-1][-1].year == point.year - 1:
                runs[-1].append(point)
            else:
                runs.append([point])
        return runs

    @property
    def gaps(self) -> list[Point]:
        """Years without a value between the first and the last that have one, and marked years anywhere."""
        told = {point.year: point for point in self.points}
        known = [point.year for point in self.known]
        between = range(known[0], known[-1] + 1) if known else range(0)
        years = {*between, *(year for year, point in told.items() if point.why)} - set(known)
        return [told.get(year, Point(year=year, why=MISSING[""])) for year in sorted(years)]


class Trend(Model):
    """Rates of whole school years, per 100 pupils: the school's line first."""

    kind: Literal["trend"] = "trend"
    title: str
    unit: str
    finding: str
    lines: list[Line]
    notes: list[str] = []
    """What has to be said of single years, a line each."""

    @property
    def footnotes(self) -> list[str]:
        """What stands below the picture: where lines are broken and why, then the notes."""
        gaps = [f"{line.label}: {', '.join(map(_point, line.gaps))}." for line in self.lines if line.gaps]
        return [*gaps, *self.notes]

    @property
    def years(self) -> list[int]:
        """Every year from the first to the last."""
        told = [point.year for line in self.lines for point in line.points]
        return list(range(min(told), max(told) + 1))

    @property
    def alternative(self) -> str:
        """The whole picture in words, the finding first."""
        told = [f"{line.label}: {', '.join(_point(point) for point in _in_order(line))}." for line in self.lines]
        return " ".join([f"{self.title}, {self.unit}.", self.finding, *told, *self.notes])


class Bar(Model):
    """One bar, or the word for why there is none. `said` stands at its end."""

    label: str
    value: Decimal | None = None
    said: str
    own: bool = False


class Block(Model):
    """A group of pupils with its bars: the school's first."""

    label: str
    bars: list[Bar]


class Bars(Model):
    """Groups side by side in one school year."""

    kind: Literal["bars"] = "bars"
    title: str
    unit: str
    finding: str
    blocks: list[Block]
    notes: list[str] = []

    @property
    def alternative(self) -> str:
        """The whole picture in words, the finding first."""
        told = [
            f"{block.label}: {', '.join(f'{bar.label} {bar.said}' for bar in block.bars)}." for block in self.blocks
        ]
        return " ".join(filter(None, [f"{self.title}, {self.unit}.", self.finding, *told, *self.notes]))


class Part(Model):
    """So many of one kind; `done` from 0 (nothing yet) to 3 (all of it) says how dark it is drawn."""

    label: str
    count: int
    done: int


class Row(Model):
    """One row of parts, which are drawn in the order given and said in words beside it."""

    label: str
    parts: list[Part]

    @property
    def total(self) -> int:
        """Of all parts."""
        return sum(part.count for part in self.parts)

    @property
    def spoken(self) -> str:
        """`3 issued, 1 writing`."""
        return ", ".join(f"{part.count} {part.label}" for part in self.parts)


BOXES = 40
"""With no more than so many in a row each is a box of its own."""


class Progress(Model):
    """How far things have come, a row for each term."""

    kind: Literal["progress"] = "progress"
    title: str
    unit: str
    finding: str
    rows: list[Row]

    @property
    def most(self) -> int:
        """In the fullest row."""
        return max(row.total for row in self.rows)

    @property
    def boxed(self) -> bool:
        """Whether each is a box of its own, else each part is one stretch."""
        return self.most <= BOXES

    @property
    def alternative(self) -> str:
        """The whole picture in words, the finding first."""
        told = [f"{row.label}: {row.spoken}." for row in self.rows]
        return " ".join([f"{self.title}, {self.unit}.", self.finding, *told])


Chart = Annotated[Trend | Bars | Progress, Field(discriminator="kind")]
"""Any picture, told apart by `kind`."""


def spoken_year(year: int) -> str:
    """`2023/24`."""
    return AcademicYear(start=year).slashed


def _in_order(line: Line) -> list[Point]:
    return sorted([*line.known, *line.gaps], key=lambda point: point.year)


def _point(point: Point) -> str:
    return f"{spoken_year(point.year)} {point.why if point.value is None else point.value}"
