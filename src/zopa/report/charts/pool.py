"""What charts read of a tournament's findings: seats, strategies in the order of their ranks, measures as arrays."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.report.charts.look import party_shapes, strategy_label
from zopa.report.figure import party_colours
from zopa.report.language import Language
from zopa.report.words import decimals_for, plain, with_unit


class Pool:
    """The strategies of a scenario of a tournament, and what is known of them.

    Attributes:
        findings: All that was found.
        say: Texts of the language.
        parties: Parties' titles by seat.
        seats: The seats that are varied, in order.
        shown: Seats that have a panel: one where the scenario is symmetric.
        names: Strategies by seat, in the order of the cells.
        unit: Unit of payoffs.
        colours: Colour by seat.
        shapes: Mark by seat.
    """

    def __init__(self, findings: Mapping[str, Any], say: Language) -> None:
        """Look at findings.

        Args:
            findings: What a scenario's `findings.json` holds.
            say: Texts of the language.
        """
        self.findings, self.say = findings, say
        self.names: dict[str, list[str]] = {seat: list(names) for seat, names in findings["seats"].items()}
        self.seats = tuple(self.names)
        self.parties = {seat: findings["parties"].get(seat) or seat for seat in self.seats}
        self.shown = self.seats[:1] if findings.get("symmetric") else self.seats
        self.unit: str = findings.get("unit") or ""
        order = list(findings["parties"])
        colours, shapes = party_colours(order), party_shapes(order)
        self.colours = {seat: colours[seat] for seat in self.seats}
        self.shapes = {seat: shapes[seat] for seat in self.seats}

    def titled(self, seat: str) -> str:
        """Who sits there; either side where both are alike."""
        return self.say("charts.either") if self.findings.get("symmetric") else self.parties[seat]

    @property
    def paired(self) -> bool:
        """Whether there are two seats: what stands in rows and columns has no picture otherwise."""
        return len(self.seats) == 2

    def mix(self, equilibrium: Mapping[str, Any], seat: str) -> Mapping[str, float]:
        """What a seat plays in an equilibrium; of a symmetric scenario either seat the same."""
        mixes: Mapping[str, Mapping[str, float]] = equilibrium["mix"]
        return mixes[seat] if seat in mixes else mixes[self.seats[0]]

    def other(self, seat: str) -> str:
        """The seat across."""
        return self.seats[1 - self.seats.index(seat)]

    def row(self, seat: str, name: str) -> Mapping[str, Any]:
        """What its ranking says of a strategy; empty where there is none."""
        found: Mapping[str, Any] = self.findings.get("rankings", {}).get(seat, {})
        return next((row for row in found.get("rows", ()) if row["strategy"] == name), {})

    def ranked(self, seat: str) -> list[str]:
        """Strategies of a seat from the best to the worst; without ranking in the order of the file."""
        rows = self.findings.get("rankings", {}).get(seat, {}).get("rows", ())
        place = {row["strategy"]: (row.get("rank") or len(rows), at) for at, row in enumerate(rows)}
        return sorted(self.names[seat], key=lambda name: place.get(name, (len(rows) + 1, self.names[seat].index(name))))

    def labels(self, names: Sequence[str]) -> list[str]:
        """As people read them; as in the file where two would read alike."""
        told = [strategy_label(name) for name in names]
        return [text if told.count(text) == 1 else name for text, name in zip(told, names, strict=True)]

    def cells(self, measure: str, part: str = "value") -> Floats | None:
        """A measure in every cell, (m, n) for two seats, nan where nothing counts; None where there is no such measure.

        Args:
            measure: Its name.
            part: `value`, `low` or `high`.
        """
        found = self.findings.get("measures", {}).get(measure)
        return None if found is None or part not in found else array(found[part])

    def own(self, seat: str, cells: Floats) -> Floats:
        """Cells with a seat's own strategies in rows and the other's in columns, or all that the others may play."""
        return np.moveaxis(cells, self.seats.index(seat), 0).reshape(len(self.names[seat]), -1)

    def by_rank(self, seat: str, cells: Floats) -> Floats:
        """The same with both in the order of their ranks."""
        other = self.other(seat)
        mine, theirs = ([self.names[one].index(name) for name in self.ranked(one)] for one in (seat, other))
        return self.own(seat, cells)[np.ix_(mine, theirs)]

    def measured(self, text: str) -> str:
        """A title with the unit of payoffs."""
        return with_unit(text, self.unit)

    def decimals(self, seats: Sequence[str] | None = None) -> int:
        """Decimals that payoffs of this size want."""
        found = [self.cells(seat) for seat in seats or self.seats]
        numbers = [float(np.nanmax(np.abs(one))) for one in found if one is not None and np.isfinite(one).any()]
        return decimals_for(*numbers)

    def number(self, value: float | None) -> str:
        """A payoff in words."""
        return "–" if value is None or not np.isfinite(value) else plain(value, self.decimals())


def array(values: Any) -> Floats:
    """Nested lists with None as an array with nan."""
    return np.array(values, dtype=np.float64)
