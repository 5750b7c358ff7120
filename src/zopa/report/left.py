"""What was left on the table: packages that would have been better for somebody and worse for nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats, Ints, Packages
from zopa.game.space import Level
from zopa.report.charts.ground import Ground
from zopa.report.ended import Ended

PAIRED = 3_000
"""Cells up to which changes of two issues at once are tried."""

TRIED = 4_000
"""Changes looked at for ratification, the best first."""

CRUMB = 1e-9


@dataclass(frozen=True)
class Changed:
    """What differs between two packages in one issue, or in issues whose payoffs hang together.

    Attributes:
        issues: The issues.
        before: Their levels in the one.
        after: Their levels in the other.
        gain: What the change brings each party.
    """

    issues: tuple[str, ...]
    before: tuple[Level, ...]
    after: tuple[Level, ...]
    gain: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Better:
    """A package that leaves nobody worse off.

    Attributes:
        package: The package, (K,).
        gain: What each party gains, (p,).
        changed: What differs.
    """

    package: Packages
    gain: Floats
    changed: tuple[Changed, ...]


@dataclass(frozen=True, eq=False)
class Left:
    """What was left on the table.

    Attributes:
        base: What each party had, (p,): by the deal, or without one.
        packages: How many efficient packages would have been ratified and better.
        most: For each party the most that it could have had more with nobody else having less, (p,).
        step: The smallest change of the deal that gains something, with fewest issues; None where there is none.
        fair: The efficient package that shares the gains best (Nash, from the deal or from no deal); None likewise.
    """

    base: Floats
    packages: int
    most: Floats
    step: Better | None
    fair: Better | None

    @property
    def nothing(self) -> bool:
        """Whether nobody could have had more."""
        return self.packages == 0 and self.step is None


def left_on_table(ended: Ended, ground: Ground) -> Left:
    """What would have been better for somebody and worse for nobody, as things stood at the end.

    Args:
        ended: The talks.
        ground: What could be agreed then.
    """
    base = ended.no_deal if ended.package is None else ended.worth(ended.package)
    crumb = CRUMB * max(1.0, float(np.abs(ended.cells).max()))
    gain = ground.efficient - base
    some = np.flatnonzero((gain >= -crumb).all(axis=1) & (gain.max(axis=1, initial=0.0) > crumb))
    some = some[ended.ratified(ground.packages[some])] if some.size else some
    most = np.maximum(gain[some].max(axis=0, initial=0.0), 0.0)
    step = None if ended.package is None else _step(ended, ended.package, crumb)
    fair = _fair(ended, ground, gain, some)
    for one in filter(None, (step, fair)):
        most = np.maximum(most, one.gain)
    return Left(base, int(some.size), most, step, fair)


def changes(ended: Ended, before: Packages, after: Packages) -> Iterator[Changed]:
    """What differs between two packages, (K,) each."""
    space = ended.game.space
    old, new = ended.read(before), ended.read(after)
    for k in np.flatnonzero(before != after):
        names = tuple(space.issues[i] for i in space.clusters[k])
        gain = ended.cells[:, space.first[k] + after[k]] - ended.cells[:, space.first[k] + before[k]]
        yield Changed(
            names, tuple(old[name] for name in names), tuple(new[name] for name in names), tuple(gain.tolist())
        )


def _better(ended: Ended, package: Packages, base: Floats) -> Better:
    changed = () if ended.package is None else tuple(changes(ended, ended.package, package))
    return Better(package, ended.worth(package) - base, changed)


def _fair(ended: Ended, ground: Ground, gain: Floats, some: Ints) -> Better | None:
    """Of the better ones the one with the greatest product of gains; where some can gain nothing, their sum."""
    if not some.size:
        return None
    own = np.maximum(gain[some], 0.0)
    product, total = own.prod(axis=1), own.sum(axis=1)
    row = int(some[np.argmax(product) if product.max() > 0.0 else np.argmax(total)])
    return _better(ended, ground.packages[row], ground.efficient[row] - gain[row])


def _step(ended: Ended, deal: Packages, crumb: float) -> Better | None:
    """The change of one issue that both gain by; else of two; else the best that takes from nobody."""
    first = ended.game.space.first
    k = np.repeat(np.arange(len(first) - 1), np.diff(first))
    gain = ended.cells - ended.cells[:, first[k] + deal[k]]
    open_cells = np.flatnonzero(ended.allowed & (np.arange(k.size) != first[k] + deal[k]))
    single = open_cells[:, None]
    found = _best(ended, deal, k, gain, single, crumb, strict=True)
    if found is None and open_cells.size <= PAIRED:
        a, b = np.triu_indices(open_cells.size, 1)
        pairs = np.column_stack([open_cells[a], open_cells[b]])
        pairs = pairs[k[pairs[:, 0]] != k[pairs[:, 1]]]
        found = _best(ended, deal, k, gain, pairs, crumb, strict=True)
    return found or _best(ended, deal, k, gain, single, crumb, strict=False)


def _best(
    ended: Ended, deal: Packages, k: Ints, gain: Floats, cells: Ints, crumb: float, strict: bool
) -> Better | None:  # fmt: skip
    """Of some changes, (n, m) cells, the one that brings most to who gains least.

    Args:
        ended: The talks.
        deal: The package agreed, (K,).
        k: Cluster of each cell, (C,).
        gain: What each cell brings each party against the deal's own, (p, C).
        cells: The changes, (n, m).
        crumb: Differences that count as none.
        strict: Whether everybody must gain.
    """
    each = gain[:, cells].sum(axis=2)
    least, total = each.min(axis=0, initial=np.inf), each.sum(axis=0)
    good = np.flatnonzero((least > crumb) if strict else (least >= -crumb) & (total > crumb))
    order = good[np.lexsort((-total[good], -least[good]))][:TRIED]
    packages = np.repeat(deal[None, :], order.size, axis=0)
    for column in cells[order].T:
        packages[np.arange(order.size), k[column]] = column - ended.game.space.first[k[column]]
    holds = np.flatnonzero(ended.ratified(packages)) if order.size else order
    return _better(ended, packages[holds[0]], ended.worth(deal)) if holds.size else None
