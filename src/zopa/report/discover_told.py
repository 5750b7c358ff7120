"""A discovery as people read it: the limits of its boxes, factor by factor, and the words for what was searched."""

import math
from dataclasses import dataclass, field

from zopa.analysis.discovery import Discovery, Found
from zopa.analysis.prim import FEWEST
from zopa.analysis.prim_box import Box
from zopa.report.words import capital, level_text


@dataclass(frozen=True)
class Searched:
    """What was searched, and what was found.

    Attributes:
        folder: The run's folder.
        title: Title of the scenario or experiment.
        when: The condition as written.
        rows: Rows searched.
        of: Rows that there are.
        points: Points of the design.
        shared: Whether the same world stands in several points with the same luck.
        units: Unit by factor, where it has one.
        cases: How many of the rows meet the condition.
        found: What was found; None where there was too little to search.
        failed: Rows left out because they failed.
        few: Where there are too few worlds to tell apart what they draw: how many there are.
    """

    folder: str
    title: str
    when: str
    rows: int
    of: int
    points: int
    shared: bool
    units: dict[str, str]
    cases: int
    found: Discovery | None
    failed: int = 0
    few: int | None = None


@dataclass(frozen=True)
class Told:
    """The limits that a box puts on one factor.

    Attributes:
        name: The factor.
        unit: Its unit.
        low: Least value in the box; None where the box does not bound it from below.
        high: Largest value in the box.
        words: The words left of a categorical factor; empty for numbers.
        every: All its words, in order.
        least: Least value of all worlds.
        most: Largest value of all.
        p: Quasi-p-value of each of its limits.
        again: How often halves of the worlds give each of its limits.
    """

    name: str
    unit: str
    low: float | None
    high: float | None
    words: tuple[str, ...]
    every: tuple[str, ...]
    least: float
    most: float
    p: tuple[float, ...] = field(default=())
    again: tuple[float, ...] = field(default=())

    def text(self) -> str:
        """Such as `0.2 ≤ belief ≤ 0.4`, glued together."""
        if self.words:
            said = ", ".join(level_text(word) for word in self.words)
            return f"{self.name} = {said}" if len(self.words) == 1 else f"{self.name} in {{{said}}}"
        if self.low is not None and self.low == self.high:
            return f"{self.name} = {self.number(self.low)}"
        below = "" if self.low is None or self.high is None else f"{self.number(self.low)} ≤ "
        if self.high is None:
            return f"{self.name} ≥ {self.number(self.low or 0.0)}"
        return f"{below}{self.name} ≤ {self.number(self.high)}"

    def number(self, value: float) -> str:
        """A value of the factor as people read it."""
        return level_text(value if float(f"{value:.6g}") == value else float(f"{value:.4g}"))


def told(found: Discovery, one: Found, units: dict[str, str]) -> list[Told]:
    """The limits of a box, factor by factor.

    Args:
        found: The discovery.
        one: The box.
        units: Unit by factor.
    """
    return [_told(found, one.box, one, factor, units) for factor in dict.fromkeys(limit.factor for limit in one.box)]


def _told(found: Discovery, box: Box, one: Found, at: int, units: dict[str, str]) -> Told:
    classes, factor = found.classes, found.classes.factors[at]
    mine = [number for number, limit in enumerate(box) if limit.factor == at]
    p, again = (tuple(float(values[number]) for number in mine) for values in (one.p, one.halves.again))
    unit = units.get(factor.name, "")
    unit = "" if unit == "1" else unit
    if factor.words:
        kept = tuple(factor.words[word] for word in box[mine[0]].kept)
        return Told(factor.name, unit, None, None, kept, factor.words, math.nan, math.nan, p, again)
    bounds = {box[number].side: box[number].kept for number in mine}
    least, most = classes.edge(at, 0, int(classes.count[at]) - 1)
    low = classes.edge(at, bounds["at_least"][0], int(classes.count[at]) - 1)[0] if "at_least" in bounds else None
    high = classes.edge(at, 0, bounds["at_most"][-1])[1] if "at_most" in bounds else None
    return Told(factor.name, unit, low, high, (), (), least, most, p, again)


def phrase(when: str) -> str:
    """The condition in a sentence."""
    known = {"agreed == false": "no deal", "agreed != true": "no deal", "agreed == true": "a deal"}
    return f"{known[when]} ({when})" if when in known else when


def heading(when: str) -> str:
    """The condition at the start of a sentence; the name of a column stays as it is."""
    said = phrase(when)
    return said if said == when else capital(said)


def noun(said: Searched) -> str:
    """What a row is."""
    return "worlds" if said.points == 1 else "plays"


def too_little(said: Searched) -> str:
    """Why nothing was searched."""
    if said.cases == 0:
        return f"It holds in none of them, so there is nothing to find: {said.when}."
    if said.cases == said.rows:
        return f"It holds in all of them, so there is nothing to tell apart: {said.when}."
    few, which = min((said.cases, "meet"), (said.rows - said.cases, "do not meet"))
    return f"Only {few} of them {which} it: too few to look for a pattern ({FEWEST} are needed). Play more worlds."
