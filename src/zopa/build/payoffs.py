"""Payoff terms of a scenario as cells: what each combination of levels of a cluster is worth, per world."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.build.draws import Draws
from zopa.game import terms as arithmetic
from zopa.game.arrays import Bools, Floats
from zopa.game.space import Level, Space
from zopa.scenario import terms as say
from zopa.scenario.quantity import Quantity


@dataclass(frozen=True)
class Place:
    """Where a term stands: its cluster, its draws, and its path in the file.

    Attributes:
        space: Issues and levels.
        cluster: Index of the cluster.
        draws: The scenario's numbers.
        path: Dotted path of the term, the address of its luck.
    """

    space: Space
    cluster: int
    draws: Draws
    path: str

    def get(self, quantity: Quantity, key: str) -> Floats:
        """A number of the term, (W,)."""
        return self.draws.get(quantity, f"{self.path}.{key}")

    def column(self, issue: str | None) -> int:
        """Which of the cluster's issues is meant; the only one where none is named."""
        issues = self.space.clusters[self.cluster]
        return 0 if issue is None else issues.index(self.space.issues.index(issue))

    def levels(self, issue: str | None) -> tuple[Level, ...]:
        """The levels of one of the cluster's issues."""
        return self.space.levels[self.space.clusters[self.cluster][self.column(issue)]]

    def numbers(self, issue: str | None) -> Floats:
        """The levels of an issue that is measured in numbers, (n,)."""
        return np.array([float(level) for level in self.levels(issue)])

    def spread(self, by_level: Floats, issue: str | None) -> Floats:
        """Payoffs by level of one issue, (W, n), as payoffs by cell of the cluster."""
        column = self.column(issue)
        index = np.array([combination[column] for combination in self.space.combinations[self.cluster]])
        return np.ascontiguousarray(by_level[:, index])

    def by_level(self, values: dict[Level, Quantity], issue: str | None, key: str) -> Floats:
        """Numbers given level by level, (W, n)."""
        columns = []
        for level in self.levels(issue):
            written = next(name for name in values if name == level)
            columns.append(self.get(values[written], f"{key}.{level}"))
        return np.stack(columns, axis=1)


def _indifferent(_term: say.Indifferent | None, at: Place) -> Floats:
    return np.zeros((at.draws.luck.worlds, len(at.space.combinations[at.cluster])))


def _linear(term: say.Linear, at: Place) -> Floats:
    slope, origin = at.get(term.slope, "slope"), at.get(term.origin, "origin")
    return at.spread(arithmetic.linear(at.numbers(term.of), slope, origin), term.of)


def _power(term: say.Power, at: Place) -> Floats:
    slope, scale = at.get(term.slope, "slope"), at.get(term.scale, "scale")
    exponent = at.get(term.exponent, "exponent")
    return at.spread(arithmetic.power(at.numbers(term.of), slope, scale, exponent), term.of)


def _saturating(term: say.Saturating, at: Place) -> Floats:
    worth, scale = at.get(term.worth, "worth"), at.get(term.scale, "scale")
    return at.spread(arithmetic.saturating(at.numbers(term.of), worth, scale), term.of)


def _table(term: say.Table, at: Place) -> Floats:
    values = at.by_level(term.values, term.of, "values") * at.get(term.factor, "factor")[:, None]
    if term.cell_factor is not None:
        factors = [at.get(term.cell_factor, f"cell_factor.{level}") for level in at.levels(term.of)]
        values = values * np.stack(factors, axis=1)
    return at.spread(values, term.of)


def _tariff_incidence(term: say.TariffIncidence, at: Place) -> Floats:
    level = at.spread(np.tile(at.numbers(term.of), (at.draws.luck.worlds, 1)), term.of)
    if isinstance(term.less, say.Less):
        less = at.spread(at.by_level(term.less.values, term.less.by, "less"), term.less.by)
    else:
        less = at.get(term.less, "less")[:, None]
    added = np.maximum(level - less, 0.0)
    names = ("imports", "pass_through", "elasticity", "rent_share")
    loss, revenue, consumers = arithmetic.incidence(added, *(at.get(getattr(term, n), n) for n in names))

    def weight(name: str) -> Floats:
        return at.get(getattr(term, name), name)[:, None]

    return (
        weight("revenue_weight") * revenue
        - weight("consumer_weight") * consumers
        - weight("exporter_weight") * loss
        + weight("per_point") * added
        + weight("per_point_below") * (weight("reference_points") - added)
    )


def _linked(term: say.Linked, at: Place) -> Floats:
    factors = at.spread(at.by_level(term.factors, term.by, "factors"), term.by)
    return factors * add_up(term.terms, at)


def _joint_table(term: say.JointTable, at: Place) -> Floats:
    issues = at.space.clusters[at.cluster]
    columns = []
    for combination in at.space.combinations[at.cluster]:
        wanted = {at.space.issues[i]: at.space.levels[i][c] for i, c in zip(issues, combination, strict=True)}
        number, row = next((n, row) for n, row in enumerate(term.rows) if row.levels == wanted)
        columns.append(at.get(row.value, f"rows.{number}.value"))
    return np.stack(columns, axis=1)


def _one_off(term: say.OneOff, at: Place) -> Floats:
    if term.values is not None:
        return at.spread(at.by_level(term.values, term.of, "values"), term.of)
    assert term.slope is not None  # the model of the file lets one of the two through
    slope = at.get(term.slope, "slope")
    return at.spread(arithmetic.linear(at.numbers(term.of), slope, np.zeros_like(slope)), term.of)


TERMS: dict[type[Any], Callable[[Any, Place], Floats]] = {
    say.Indifferent: _indifferent,
    say.JointTable: _joint_table,
    say.Linear: _linear,
    say.Linked: _linked,
    say.OneOff: _one_off,
    say.Power: _power,
    say.Saturating: _saturating,
    say.Table: _table,
    say.TariffIncidence: _tariff_incidence,
}
"""The arithmetic behind each kind of payoff term."""


def add_up(terms: Iterable[Any], at: Place) -> Floats:
    """The sum of terms, by cell of the cluster, (W, cells of the cluster)."""
    total = _indifferent(None, at)
    for number, term in enumerate(terms):
        here = Place(at.space, at.cluster, at.draws, f"{at.path}.{number}")
        total = total + TERMS[type(term)](term, here)
    return total


def cells_of(party: str, space: Space, draws: Draws, once: bool) -> Floats:
    """A party's payoffs by cell, (W, C): the yearly ones, or those paid once.

    Args:
        party: Name of the party.
        space: Issues and levels.
        draws: The scenario's numbers.
        once: Whether to add up `one_off` terms instead of the others.
    """
    payoffs = draws.scenario.parties[party].payoffs
    parts = []
    for k, name in enumerate(space.names):
        path = f"parties.{party}.payoffs.{name}"
        wanted = [t for t in payoffs[name] if not isinstance(t, say.Gate) and isinstance(t, say.OneOff) == once]
        parts.append(add_up(wanted, Place(space, k, draws, path + (".once" if once else ""))))
    return np.concatenate(parts, axis=1)


def gated(party: str, space: Space, draws: Draws) -> Bools:
    """Cells that the party's gates let through, (C,)."""
    allowed = np.ones(space.cells, dtype=bool)
    for k, name in enumerate(space.names):
        for gate in draws.scenario.parties[party].payoffs[name]:
            if isinstance(gate, say.Gate):
                at = Place(space, k, draws, "")
                passes = np.array([[_passes(gate, level) for level in at.levels(gate.of)]], dtype=float)
                allowed[space.cells_of(k)] &= at.spread(passes, gate.of)[0] > 0.0
    return allowed


def _passes(gate: say.Gate, level: Level) -> bool:
    if gate.accepts is not None:
        return level in gate.accepts
    number = float(level)
    return (gate.at_most is None or number <= gate.at_most) and (gate.at_least is None or number >= gate.at_least)
