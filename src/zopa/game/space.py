"""The space of packages: issues, their levels, and clusters of issues whose levels are enumerated jointly."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zopa.game.arrays import Floats, Ints, Packages

Level = str | float | int


@dataclass(frozen=True)
class Space:
    """Issues, levels and clusters.

    Attributes:
        issues: Names of the issues.
        levels: For each issue its levels, in order.
        clusters: For each cluster the indices of its issues; every issue stands in exactly one.
        names: Names of the clusters (a cluster of one issue has the issue's name).
    """

    issues: tuple[str, ...]
    levels: tuple[tuple[Level, ...], ...]
    clusters: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, issues: Mapping[str, Sequence[Level]], linked: Mapping[str, Sequence[str]] | None = None) -> "Space":
        """Build a space from levels by issue, and linked issues by cluster name.

        >>> Space.of({"price": [1, 2, 3], "day": ["mon", "tue"]}).packages
        6
        """
        order = tuple(issues)
        inside = {name: cluster for cluster, names in (linked or {}).items() for name in names}
        clusters: dict[str, tuple[int, ...]] = {}
        for i, name in enumerate(order):
            if name not in inside:
                clusters[name] = (i,)
            elif inside[name] not in clusters:
                clusters[inside[name]] = tuple(order.index(n) for n in (linked or {})[inside[name]])
        levels = tuple(tuple(issues[n]) for n in order)
        return cls(order, levels, tuple(clusters.values()), tuple(clusters))

    @cached_property
    def first(self) -> Ints:
        """Offset of each cluster's first cell, and the number of cells at the end; shape (K + 1,)."""
        sizes = [math.prod(len(self.levels[i]) for i in cluster) for cluster in self.clusters]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    @property
    def cells(self) -> int:
        """Number of cells C: the levels of all clusters laid end to end."""
        return int(self.first[-1])

    @property
    def packages(self) -> int:
        """Number of packages: the product of the numbers of levels (exact, however large)."""
        return math.prod(len(levels) for levels in self.levels)

    @cached_property
    def combinations(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """For each cluster, for each of its cells, the level index of each of its issues (last issue fastest)."""
        return tuple(
            tuple(itertools.product(*(range(len(self.levels[i])) for i in cluster))) for cluster in self.clusters
        )

    @cached_property
    def _tables(self) -> tuple[Packages, ...]:
        """`combinations` as arrays."""
        return tuple(np.asarray(combinations, dtype=np.int16) for combinations in self.combinations)

    def cells_of(self, cluster: int) -> slice:
        """The cells of a cluster as a slice of the cells axis."""
        return slice(int(self.first[cluster]), int(self.first[cluster + 1]))

    def by_cell(self, by_cluster: Floats) -> Floats:
        """A number for each cluster, (W, K), as one for each of its cells, (W, C)."""
        return np.repeat(by_cluster, np.diff(self.first), axis=1)

    def level_indices(self, packages: Packages) -> Packages:
        """The level index of every issue; packages (W, K) -> (W, I)."""
        out = np.empty((packages.shape[0], len(self.issues)), dtype=np.int16)
        for k, cluster in enumerate(self.clusters):
            out[:, list(cluster)] = self._tables[k][packages[:, k]]
        return out

    def level_of(self, issue: int, packages: Packages) -> Packages:
        """The level index of one issue; packages (W, K) -> (W,)."""
        k = next(k for k, cluster in enumerate(self.clusters) if issue in cluster)
        out: Packages = self._tables[k][packages[:, k], self.clusters[k].index(issue)]
        return out

    def read(self, package: Packages) -> dict[str, Level]:
        """One package (K,) as issue -> level."""
        indices = self.level_indices(package[None, :])[0]
        return {name: self.levels[i][indices[i]] for i, name in enumerate(self.issues)}

    def find(self, levels: Mapping[str, Level]) -> Packages:
        """The package (K,) with these levels, one for every issue.

        Raises:
            KeyError: An issue is missing.
            ValueError: A level is not on the issue's list.
        """
        chosen = [self.levels[i].index(levels[name]) for i, name in enumerate(self.issues)]
        return np.array(
            [self.combinations[k].index(tuple(chosen[i] for i in c)) for k, c in enumerate(self.clusters)],
            dtype=np.int16,
        )
