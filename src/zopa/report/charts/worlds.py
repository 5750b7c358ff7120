"""What charts read of a run: one point's worlds, and how the point is called."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from zopa.analysis.columns import Arm
from zopa.analysis.outcomes import About, Issue
from zopa.experiments.results import Results
from zopa.game.arrays import Bools
from zopa.report.charts.look import party_shapes, strategy_label
from zopa.report.figure import PALETTE, party_colours
from zopa.report.language import Language
from zopa.report.words import capital, level_text, with_unit

DEAL_COLOUR, NO_DEAL_COLOUR = PALETTE[2], PALETTE[3]
"""Green and pink, which no party of two has."""


@dataclass(frozen=True)
class Worlds:
    """The worlds of one point of a run that did not fail.

    Attributes:
        results: The run.
        say: Texts of the language.
        point: Number of the point.
        columns: Columns that are read, besides those of deals and payoffs.
    """

    results: Results
    say: Language
    point: int = 0
    columns: tuple[str, ...] = field(default=())

    @property
    def about(self) -> About:
        """What the table is about."""
        return self.results.about

    @property
    def parties(self) -> dict[str, str]:
        """Title by party."""
        return {party: title or party for party, title in self.about.parties.items()}

    @property
    def colours(self) -> dict[str, str]:
        """Colour by party."""
        return party_colours(list(self.about.parties))

    @property
    def shapes(self) -> dict[str, str]:
        """Mark by party."""
        return party_shapes(list(self.about.parties))

    @cached_property
    def arm(self) -> Arm:
        """The worlds."""
        own = [f"annual_{party}" for party in self.about.parties]
        return self.results.arm(self.point, list(dict.fromkeys(["agreed", *own, *self.columns])))

    @property
    def agreed(self) -> Bools:
        """Where there is a deal, (W,)."""
        found: Bools = self.arm.column("agreed").values == 1.0
        return found

    @property
    def label(self) -> str:
        """The point in words; empty where nothing is varied."""
        return point_label(self.results, self.point)

    def agreed_levels(self, issue: Issue) -> np.ndarray:
        """The level agreed in each world, as a number of `issue.levels`; −1 without a deal, (W,)."""
        column = self.arm.column(issue.name)
        where = np.full(self.arm.worlds, -1, dtype=np.int64)
        known = np.isfinite(column.values) & self.agreed
        if column.words:
            place = np.array([issue.levels.index(word) if word in issue.levels else -1 for word in column.words])
            where[known] = place[column.values[known].astype(np.int64)]
        else:
            for at, level in enumerate(issue.levels):
                where[known & (column.values == level)] = at
        return where


def point_label(results: Results, point: int, names: Sequence[str] = ()) -> str:
    """The levels of a point's factors in words.

    Args:
        results: The run.
        point: Number of the point.
        names: Factors; all where left out.
    """
    chosen = names or list(results.factors)
    parts = []
    for name in chosen:
        level = results.design.column(name)[point].as_py()
        info = results.factors[name]
        text = (
            f"{level:g}"
            if isinstance(level, float)
            else strategy_label(str(level))
            if isinstance(level, str)
            else level
        )
        unit = "" if isinstance(level, str | bool) else info.unit
        parts.append(f"{' '.join((info.title or name).split())}: {text}{' ' + unit if unit else ''}")
    return "; ".join(parts)


def issue_title(issue: Issue) -> str:
    """An issue's title with its unit."""
    return with_unit(capital(issue.title), issue.unit)


def level_words(issue: Issue) -> list[str]:
    """An issue's levels as people read them."""
    return [level_text(level) for level in issue.levels]
