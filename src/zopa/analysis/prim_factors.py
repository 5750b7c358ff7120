"""Factors cut into classes, so that a slice of worlds is peeled off by counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints

CLASSES = 256
"""A number with more different values is cut into at most so many classes of about as many worlds each."""


KEPT = 10
"""So many factors are searched at least."""

SURE = 0.05
"""Level of a test, to be divided by how many are made."""


@dataclass(frozen=True)
class Factor:
    """Something that differs from world to world and may explain the outcome.

    Attributes:
        name: Its name.
        values: Its values, (N,): numbers, or indices of `words`.
        words: The words it takes, where it is categorical; empty for numbers.
    """

    name: str
    values: Floats
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Classes:
    """Factors with their values replaced by classes: whole numbers in the order of the values, or indices of words.

    Only the order of a factor's values counts, so that PRIM finds the same worlds whatever increasing function of
    a factor it is given.

    Attributes:
        factors: The factors, in order.
        codes: The class of each world, (N, d).
        count: How many classes each factor has, (d,).
        groups: Number of the group of each row, (N,), from 0 without gaps: rows of a group share their luck, as the
            same world in several points of a design does.
    """

    factors: tuple[Factor, ...]
    codes: Ints
    count: Ints
    groups: Ints

    @classmethod
    def of(cls, factors: Sequence[Factor], shared: Ints | None = None) -> "Classes":
        """Cut factors into classes.

        Args:
            factors: The factors, each with the same number of worlds.
            shared: A number for each row, (N,), the same in rows that share their luck; None where none do.
        """
        columns = [factor.values.astype(np.int64) if factor.words else _classes(factor.values) for factor in factors]
        count = [len(f.words) or int(c.max(initial=0)) + 1 for f, c in zip(factors, columns, strict=True)]
        codes: Ints = np.stack(columns, axis=1).astype(np.int64)
        groups = np.arange(len(codes)) if shared is None else np.unique(shared, return_inverse=True)[1]
        return cls(tuple(factors), codes, np.array(count, dtype=np.int64), groups)

    def __len__(self) -> int:
        return len(self.factors)

    @cached_property
    def most(self) -> int:
        """Classes of the factor that has most."""
        return int(self.count.max(initial=1))

    @cached_property
    def flat(self) -> Ints:
        """Codes counted on from factor to factor, (N, d), so that one count covers all."""
        flat: Ints = self.codes + self.most * np.arange(len(self))
        return flat

    @cached_property
    def words(self) -> Bools:
        """Which factors are categorical, (d,)."""
        return np.array([bool(factor.words) for factor in self.factors], dtype=bool)

    @cached_property
    def common(self) -> Bools:
        """Which factors are the same in all rows of a group, (d,): they say no more about it than one row would."""
        _, first = np.unique(self.groups, return_index=True)
        alike: Bools = (self.codes == self.codes[first[self.groups]]).all(axis=0)
        return alike

    def repeats(self, cases: Bools, rows: Ints) -> float:
        """How many rows count as one, as those of a group are cases together or not at all: the design effect.

        The variance of the number of cases with whole groups drawn, over that with rows drawn (Kish 1965, Survey
        Sampling, section 8.2); at least 1.

        Args:
            cases: Which of all worlds are cases, (N,).
            rows: Numbers of the rows that count.
        """
        share = float(cases[rows].mean()) if len(rows) else 0.0
        if share in (0.0, 1.0):  # nothing differs: as if each group were of one piece
            return len(rows) / max(1, len(np.unique(self.groups[rows])))
        together = np.bincount(self.groups[rows], weights=cases[rows] - share)
        return max(1.0, float((together**2).sum() / (len(rows) * share * (1.0 - share))))

    def only(self, some: Ints) -> "Classes":
        """Some of the factors.

        Args:
            some: Their numbers.
        """
        return Classes(tuple(self.factors[at] for at in some), self.codes[:, some], self.count[some], self.groups)

    def counts(self, rows: Ints) -> Ints:
        """How many of some worlds are in each class, (d, most).

        Args:
            rows: Numbers of the worlds.
        """
        cells = len(self) * self.most
        return np.bincount(self.flat[rows].ravel(), minlength=cells).reshape(len(self), self.most)

    def edge(self, factor: int, first: int, last: int) -> tuple[float, float]:
        """The least and the largest value that worlds have in a stretch of a number's classes.

        Args:
            factor: Which factor.
            first: First class.
            last: Last class.
        """
        codes = self.codes[:, factor]
        values = self.factors[factor].values[(codes >= first) & (codes <= last)]
        return float(values.min()), float(values.max())


def telling(classes: Classes, cases: Bools, rows: Ints) -> Ints:
    """The factors worth peeling, as numbers in order: those that differ between cases and others, and never too few.

    With hundreds of factors some slice of one that means nothing is always denser than the best slice of one that
    does, and a box of such slices says nothing. So factors are kept whose distribution among cases differs from that
    among the others, at 0.05 divided by the number of factors (Bonferroni): numbers by the test of Kolmogorov and
    Smirnov (conservative where values are equal), words by Pearson's χ². The `KEPT` with the smallest p are kept in any
    case, as a factor can matter only together with others. Where rows share their luck, what they share of the factors
    counts as often as there is luck (`Classes.repeats`).

    Args:
        classes: The factors.
        cases: Which of all worlds are cases, (N,).
        rows: Numbers of the worlds that count, (R,).
    """
    from scipy.special import chdtrc, kolmogorov

    hit = cases[rows]
    worlds, hits = classes.counts(rows), classes.counts(rows[hit])
    n, k = len(rows), int(hit.sum())
    gap = np.abs(np.cumsum(hits, axis=1) / max(k, 1) - np.cumsum(worlds - hits, axis=1) / max(n - k, 1)).max(axis=1)
    repeats = np.where(classes.common, classes.repeats(cases, rows), 1.0)
    p = kolmogorov(gap * (k * (n - k) / n / repeats) ** 0.5)
    some = np.flatnonzero(classes.words)
    expected = np.maximum(worlds[some], 1) * (k / n) * (1.0 - k / n)
    square = ((hits[some] - worlds[some] * (k / n)) ** 2 / np.maximum(expected, 1e-12)).sum(axis=1)
    p[some] = chdtrc(np.maximum((worlds[some] > 0).sum(axis=1) - 1, 1), square / repeats[some])
    kept = np.argsort(p, kind="stable")[:KEPT]
    return np.union1d(kept, np.flatnonzero(p * len(classes) <= SURE))


def _classes(values: Floats) -> Ints:
    """Equal values share a class; classes are numbered without gaps."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    if len(counts) > CLASSES:
        below = np.cumsum(counts) - counts
        _, joined = np.unique(below * CLASSES // len(values), return_inverse=True)
        inverse = joined[inverse]
    codes: Ints = inverse.astype(np.int64)
    return codes
