"""Which factor of a run goes where in a chart, and how its levels stand along an axis."""

import json
import math
import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

from zopa.experiments.results import Results
from zopa.report.answer_words import level_label, told_factors
from zopa.report.words import capital, with_unit

if TYPE_CHECKING:
    import altair as alt

MOST_COLOURS, MOST_COLUMNS = 7, 4
"""More levels than these do not fit into colours, or into columns."""

MOST_POINTS = 300
"""More points than these are not drawn one by one with their intervals."""

LETTER = 6.6
"""Width of a letter of a label, in pixels."""


@dataclass(frozen=True)
class Places:
    """What goes where in a chart of points.

    Attributes:
        x: The factor along the axis; None in a list of points.
        colour: The factor of colour and shape.
        columns: The factors whose combinations are columns.
    """

    x: str | None
    colour: str | None = None
    columns: tuple[str, ...] = ()


def places(results: Results) -> Places | None:
    """Where the factors of a grid or a list go.

    Along the axis goes the factor that most clauses go along, numbers before words, many levels before few.

    Args:
        results: The run.

    Returns:
        None where there are more levels than a chart holds.
    """
    if results.points > MOST_POINTS:
        return None
    if results.kind == "list":
        return Places(None)
    levels = {name: len(levels_of(results, name)) for name in results.factors}
    varied = [name for name, count in levels.items() if count > 1] or list(levels)
    along = Counter(clause.along for clause in results.experiment.expect)

    def rank(name: str) -> tuple[int, bool, int]:
        return along[name], spread_out(results, name), levels[name]

    for x in sorted(varied, key=rank, reverse=True):
        others = sorted((name for name in varied if name != x), key=levels.__getitem__, reverse=True)
        fitting = [name for name in others if levels[name] <= MOST_COLOURS]
        colour = fitting[0] if fitting else None
        columns = tuple(name for name in varied if name not in (x, colour))
        if (colour or not others) and math.prod(levels[name] for name in columns) <= MOST_COLUMNS:
            return Places(x, colour, columns)
    return None


def levels_of(results: Results, name: str) -> list[Any]:
    """The levels of a factor in the order of the file."""
    return list(dict.fromkeys(results.design.column(name).to_pylist()))


def numbers_of(levels: Sequence[Any]) -> list[float] | None:
    """Levels as numbers, where all are numbers, or text that is one (`"550"`); else None."""
    try:
        numbers = [float(one) if not isinstance(one, bool) else math.nan for one in levels]
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


def spread_out(results: Results, name: str) -> bool:
    """Whether a factor's levels are numbers, or words that count."""
    levels = levels_of(results, name)
    return numbers_of(levels) is not None or counted([level_label(one) for one in levels]) is not None


def counted(labels: Sequence[str]) -> tuple[list[float], str] | None:
    """Words that are numbers of one and the same thing.

    >>> counted(["4 weeks", "12 weeks"]), counted(["22 June", "20 July"]), counted(["a", "b"])
    (([4.0, 12.0], 'weeks'), None, None)
    """
    parts = [re.fullmatch(r"([−-]?\d+(?:\.\d+)?) +(\D+)", label, re.ASCII) for label in labels]
    found = [(float(part[1].replace("−", "-")), part[2]) for part in parts if part]
    if len(found) < len(labels) or len({unit for _, unit in found}) > 1 or len(dict(found)) < len(found):
        return None
    return [number for number, _ in found], found[0][1]


@dataclass(frozen=True)
class Line:
    """Levels along an axis.

    Attributes:
        title: Title of the axis.
        at: Where each level stands.
        labels: What each is called, line by line; empty where the axis counts by itself.
        joined: Whether neighbours are joined by lines.
    """

    title: str
    at: tuple[float, ...]
    labels: tuple[tuple[str, ...], ...]
    joined: bool

    @property
    def step(self) -> float:
        """Least distance of two levels."""
        some = sorted(set(self.at))
        return min((later - earlier for earlier, later in pairwise(some)), default=1.0)

    @property
    def range(self) -> float:
        """Distance of the first and the last."""
        return max(self.at) - min(self.at)

    def x(self, width: int, titled: bool = True) -> "alt.X":
        """The axis.

        Args:
            width: Width of the panel, in pixels.
            titled: Whether it has a title.
        """
        import altair as alt

        title = self.title if titled else None
        low, high = min(self.at), max(self.at)
        if not self.labels:
            room = 0.07 * (high - low) or max(0.5, 0.1 * abs(low))
            few = len(self.at) <= 6 and self.step >= 0.11 * (high - low)
            axis = alt.Axis(tickCount=5, grid=False)
            if few:  # a format of the axis would round to what its ticks seem to need
                axis = alt.Axis(values=sorted(self.at), labelExpr="format(datum.value, '~r')", grid=False)
            return alt.X("x:Q", title=title, axis=axis, scale=alt.Scale(domain=[low - room, high + room], nice=False))
        lines, angle = self._broken(width)
        said = json.dumps([list(line) for line in lines]).replace("</", "<\\/")
        axis = alt.Axis(
            values=list(self.at), labelExpr=f"{said}[datum.value]", grid=False, labelOverlap=False, labelLimit=200,
            labelAngle=angle, labelAlign="right" if angle else "center", ticks=False, labelPadding=6,
        )  # fmt: skip
        return alt.X("x:Q", title=title, axis=axis, scale=alt.Scale(domain=[low - 0.5, high + 0.5], nice=False))

    def _broken(self, width: int) -> tuple[list[tuple[str, ...]], int]:
        """Labels broken to the room that each has, or slanting where that is too little."""
        room = max(1, int(width / len(self.labels) / LETTER) - 1)
        broken = [
            tuple(piece for line in lines for piece in textwrap.wrap(line, max(room, 4), break_long_words=False))
            for lines in self.labels
        ]
        if all(len(line) <= max(room, 4) for lines in broken for line in lines) and max(map(len, broken)) <= 3:
            return broken, 0
        return [(", ".join(lines),) for lines in self.labels], -35


def line_of(results: Results, name: str) -> Line:
    """A factor's levels along an axis."""
    info = results.factors[name]
    levels = levels_of(results, name)
    title, unit = capital(" ".join(info.title.split())), " ".join(info.unit.split())
    numbers, labels = numbers_of(levels), [level_label(one) for one in levels]
    words = counted(labels)
    if numbers is None and words is not None and unit in ("", words[1]):
        numbers, unit = words
    if numbers is not None:
        return Line(with_unit(title, unit), tuple(numbers), (), True)
    return Line(with_unit(title, unit), tuple(map(float, range(len(labels)))), tuple((one,) for one in labels), False)


def line_of_list(results: Results) -> Line:
    """The points of a list, each with its levels below."""
    factors = told_factors(results)
    columns = [[level_label(one) for one in results.design.column(name).to_pylist()] for name in factors]
    titles = [" ".join(results.factors[name].title.split()) for name in factors]
    labels = tuple(tuple(point) for point in zip(*columns, strict=True)) if results.points <= 24 else ()
    title = capital(", ".join(titles)) if labels else "Place in the list"
    at = tuple(float(one) for one in range(results.points))
    return Line(title, at if labels else tuple(one + 1.0 for one in at), labels, not labels)


def combinations(results: Results, names: Sequence[str]) -> list[tuple[tuple[Any, ...], str]]:
    """Every combination of some factors' levels, and what it is called."""
    some = list(product(*(levels_of(results, name) for name in names)))
    return [
        (levels, ", ".join(f"{name} {level_label(one)}" for name, one in zip(names, levels, strict=True)))
        for levels in some
    ]  # fmt: skip
