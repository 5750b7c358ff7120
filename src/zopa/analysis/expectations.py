"""Expectations: a relation between settings, tested comparison by comparison, and the verdict over a whole run.

A comparison has two one-sided p-values: `right`, small where it is sure that the relation holds beyond the margin, and
`wrong`, small where it is sure that it does not. With m the margin and d the difference of the measure (later setting
less earlier one):

| relation | holds surely | fails surely |
| --- | --- | --- |
| increases | d > m | d < m |
| decreases | d < −m | d > −m |
| equals | −m < d < m (two one-sided tests) | d < −m or d > m |
| equals, m = 0 | no world differs | d < 0 or d > 0 |
| at_least, at_most | measure > value, < value | measure < value, > value |
| within | low < measure < high | measure < low or > high |
| peaks | some inner setting beats both ends by more than m | none does: each is surely within m of an end, or below |

So `increases` with margin 2 fails where the measure surely rises by less than 2, and is undecided where neither is
sure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.estimates import Estimate
from zopa.analysis.evidence import estimate, point, same_everywhere
from zopa.analysis.measures import Signed, number_of
from zopa.game.arrays import Floats
from zopa.scenario.experiment import Clause, Verdict

LEVEL = 0.05
"""Probability of any wrong verdict of one kind in a whole run, at most."""


@dataclass(frozen=True)
class Comparison:
    """One thing that a relation says, with what the worlds say to it.

    Attributes:
        settings: Numbers of the settings compared; one where a measure is compared with a bound.
        values: The measure in each.
        estimate: The difference between them (second less first), or the measure itself.
        right: p-value for the relation, not adjusted.
        wrong: p-value for the contrary, not adjusted.
    """

    settings: tuple[int, ...]
    values: tuple[float, ...]
    estimate: Estimate
    right: float
    wrong: float


def comparisons(clause: Clause, measured: Sequence[Signed]) -> list[Comparison]:
    """Everything that a clause's relation says of its settings.

    Args:
        clause: The clause.
        measured: Its measure in each setting, in order.

    Returns:
        The comparisons; the relation holds if all of them do.
    """
    if clause.relation == "peaks":
        return [_peak(measured, clause.margin)]
    if clause.relation in ("at_least", "at_most", "within"):
        return [_against(clause, number, parts) for number, parts in enumerate(measured)]
    last = len(measured) - 1
    steps = [(0, last)] if clause.over == "ends" else [(at, at + 1) for at in range(last)]
    return [_step(clause, measured, first, second) for first, second in steps]


def difference(first: Signed, second: Signed) -> Signed:
    """The parts of second less first."""
    return (*second, *((-sign, part) for sign, part in first))


def _step(clause: Clause, measured: Sequence[Signed], first: int, second: int) -> Comparison:
    parts, margin = difference(measured[first], measured[second]), clause.margin
    found = estimate(parts)
    right, wrong = _beyond(clause.relation, margin, found)
    if clause.relation == "equals" and margin == 0.0:
        right = 0.0 if same_everywhere(parts) else 1.0
    values = tuple(point(measured[at]) for at in (first, second))
    return Comparison((first, second), values, found, right, wrong)


def _beyond(relation: str | None, margin: float, found: Estimate) -> tuple[float, float]:
    if relation == "increases":
        return found.above(margin), found.below(margin)
    if relation == "decreases":
        return found.below(-margin), found.above(-margin)
    return _between(found, -margin, margin)


def _between(found: Estimate, low: float, high: float) -> tuple[float, float]:
    """Both sides must be sure (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15: 657-680); one that is not is enough."""
    inside = max(found.above(low), found.below(high))
    return inside, min(1.0, 2.0 * min(found.below(low), found.above(high)))


def _against(clause: Clause, number: int, parts: Signed) -> Comparison:
    found = estimate(parts)
    if clause.relation == "within":
        assert clause.low is not None
        assert clause.high is not None
        right, wrong = _between(found, number_of(clause.low), number_of(clause.high))
    else:
        assert clause.value is not None
        bound = number_of(clause.value)
        right, wrong = found.above(bound), found.below(bound)
        if clause.relation == "at_most":
            right, wrong = wrong, right
    return Comparison((number,), (found.value,), found, right, wrong)


def _peak(measured: Sequence[Signed], margin: float) -> Comparison:
    """The best inner setting against the ends; over several inner ones the p-value is multiplied by their number.

    The end shown is the one on which the answer hangs.
    """
    ends = (0, len(measured) - 1)
    tried = []
    for inner in range(1, len(measured) - 1):
        gains = {end: estimate(difference(measured[end], measured[inner])) for end in ends}
        above = {end: found.above(margin) for end, found in gains.items()}
        below = {end: found.below(margin) for end, found in gains.items()}
        right, wrong = max(above.values()), min(1.0, 2.0 * min(below.values()))
        end = max(ends, key=above.__getitem__) if right <= wrong else min(ends, key=below.__getitem__)
        tried.append((right, wrong, inner, end, gains[end]))
    right, _, inner, end, found = min(tried, key=lambda one: (one[0], -one[4].value))
    values = tuple(point(measured[at]) for at in (end, inner))
    return Comparison((end, inner), values, found, min(1.0, right * len(tried)), max(one[1] for one in tried))


def holm(p: Sequence[float]) -> Floats:
    """p-values adjusted so that comparing them with a level keeps all wrong rejections together below it.

    The i-th smallest of n is multiplied by n − i + 1, never to less than one before it.

    Source: Holm (1979), Scandinavian Journal of Statistics 6: 65-70.

    Args:
        p: The p-values.

    Returns:
        The adjusted ones in the same order, at most 1.

    >>> [round(float(p), 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    raw = np.asarray(p, dtype=np.float64)
    order = np.argsort(raw, kind="stable")
    adjusted = np.empty_like(raw)
    adjusted[order] = np.minimum(np.maximum.accumulate(raw[order] * steps(len(raw))), 1.0)
    return adjusted


def steps(n: int) -> Floats:
    """What Holm multiplies the smallest, the second smallest, … by: n, n − 1, …, 1."""
    return np.arange(n, 0, -1, dtype=np.float64)


@dataclass(frozen=True)
class Judged:
    """A comparison after adjusting for all others of the run.

    Attributes:
        comparison: What was compared.
        right: Adjusted p-value for the relation.
        wrong: Adjusted p-value for the contrary.
        low: Lower end of the interval, at the level that Holm's procedure gives to this comparison.
        high: Its upper end; each end is missed with that probability.
    """

    comparison: Comparison
    right: float
    wrong: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """What this comparison says by itself."""
        if self.right <= LEVEL:
            return "holds"
        return "fails" if self.wrong <= LEVEL else "undecided"


def judged(found: Sequence[Comparison]) -> list[Judged]:
    """Adjust all comparisons of a run together.

    Args:
        found: The comparisons; their p-values for and against are two families.
    """
    right, wrong = ([getattr(one, side) for one in found] for side in ("right", "wrong"))
    times = np.where(np.asarray(right) <= np.asarray(wrong), _multipliers(right), _multipliers(wrong))
    return [
        Judged(one, float(p), float(q), one.estimate.lower(LEVEL / k), one.estimate.upper(LEVEL / k))
        for one, p, q, k in zip(found, holm(right), holm(wrong), times.tolist(), strict=True)
    ]


def _multipliers(p: Sequence[float]) -> Floats:
    out = np.empty(len(p))
    out[np.argsort(np.asarray(p), kind="stable")] = steps(len(p))
    return out


def verdict_of(some: Sequence[Judged]) -> Verdict:
    """A relation's verdict: it holds if all comparisons do, and fails if any surely does not."""
    each = [one.verdict for one in some]
    if "fails" in each:
        return "fails"
    return "holds" if all(verdict == "holds" for verdict in each) else "undecided"


@dataclass(frozen=True)
class Placed:
    """Where what happened lies among the simulated worlds.

    Attributes:
        worlds: Worlds that count.
        below: Share of them with less.
        same: Share of them with the same.
        typical: Their median; None for words.
    """

    worlds: int
    below: float
    same: float
    typical: float | None

    @property
    def percentile(self) -> float:
        """Percentile of what happened, in the middle of the worlds that have the same."""
        return 100.0 * (self.below + 0.5 * self.same)

    @property
    def verdict(self) -> Verdict:
        """Holds within the central 90 %: at least 5 % of the worlds have so little or less, and so much or more.

        A word holds where at least 5 % of the worlds have it. Where no world counts nothing can be said.
        """
        if not self.worlds:
            return "undecided"
        tails = (self.same,) if self.typical is None else (self.below + self.same, 1.0 - self.below)
        return "holds" if min(tails) >= 0.05 else "fails"


def place(values: Floats, observed: float, ordered: bool = True) -> Placed:
    """Place an observed value.

    Args:
        values: The values of the worlds that count, (n,).
        observed: What happened, on the same scale.
        ordered: Whether there is more and less (not among words).
    """
    if not len(values):
        return Placed(0, 0.0, 0.0, None)
    below = float((values < observed).mean()) if ordered else 0.0
    median = float(np.sort(values)[(len(values) - 1) // 2]) if ordered else None
    return Placed(len(values), below, float((values == observed).mean()), median)


def pooled(groups: Sequence[Sequence[Comparison]]) -> Iterator[list[Judged]]:
    """Groups of comparisons, adjusted all together and handed back group by group.

    Args:
        groups: The comparisons of each trial.
    """
    every = iter(judged([one for group in groups for one in group]))
    for group in groups:
        yield [next(every) for _ in group]
