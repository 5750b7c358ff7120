"""The replicator dynamics from many starts at once, in a form in which no share is lost and none comes from nothing.

A strategy's share grows at the rate by which it earns more than the mean. Integrated, x_i(t) ∝ x_i(0) exp U_i(t), where
U_i is all that strategy i would have earned so far. And that is the table times S, the shares of those it met summed
over time. So S alone is followed, dS/dt = x(S): shares stay positive and add up to 1 whatever the error in S, a share
of e^−2000 is not forgotten, and S / t is the time average.

Sources: Taylor & Jonker (1978), Mathematical Biosciences 40: 145-156; Taylor (1979), J. Applied Probability 16: 76-83;
this form, Hofbauer, Sorin & Viossat (2009), Mathematics of Operations Research 34: 263-269.
"""

from collections.abc import Sequence

import numpy as np

from zopa.analysis.metagame.seats import by_range, tables
from zopa.game.arrays import Floats
from zopa.game.compiled import kernel

ERROR = 1e-7
"""Error allowed in each step, in a share summed over time (root mean square over strategies and starts)."""


class Dynamics:
    """One or two populations whose better paid strategies spread, payoffs `by_range`.

    Attributes:
        tables: What each population's strategies earn against the other's, from 0 to 1, (m, n) and (n, m).
        sizes: Number of strategies of each.
    """

    def __init__(self, payoffs: Floats, only: Sequence[Sequence[int]] | None = None) -> None:
        """Look at a game.

        Args:
            payoffs: Payoffs of two seats, (m, n, 2), or of one population, (m, m).
            only: The strategies of each population that are there at all, by number; all where left out. The range of
                payoffs is that of all strategies in any case.

        Raises:
            ValueError: There are more than two seats, or these are no payoffs of a game.
        """
        self.tables = tables(by_range(payoffs))
        if only is not None:
            pairs = zip(self.tables, only, reversed(only), strict=True)
            self.tables = tuple(table[np.ix_(own, other)] for table, own, other in pairs)
        self.sizes = tuple(len(table) for table in self.tables)
        self._columns = [np.ascontiguousarray(table.T) for table in self.tables]
        self._cuts = np.cumsum(self.sizes)[:-1]

    def split(self, joined: Floats) -> tuple[Floats, ...]:
        """Each population's part of the last axis."""
        return tuple(np.split(joined, self._cuts, axis=-1))

    def shares(self, logs: Floats, past: Floats) -> Floats:
        """The shares now, (N, D): D strategies of all populations, one after the other.

        Args:
            logs: Logarithms of the shares at the start, (N, D).
            past: Shares summed over time since, (N, D).
        """
        met = self.split(past)[::-1]
        parts = []
        for log, columns, against in zip(self.split(logs), self._columns, met, strict=True):
            out = np.array(log, order="C")
            _grown(columns, np.ascontiguousarray(against), out)
            parts.append(out)
        return np.concatenate(parts, axis=1)

    def follow(self, logs: Floats, past: Floats, looks: Floats) -> Floats:
        """Shares summed over time at some times, (T, N, D).

        Args:
            logs: Logarithms of the shares at the start, (N, D).
            past: Shares summed over time up to the first of the times, (N, D).
            looks: The times, rising, (T,): units in which a strategy's share grows by e where it earns more than the
                mean by the whole range.
        """
        from scipy.integrate import solve_ivp

        def change(_: float, flat: Floats) -> Floats:
            return self.shares(logs, flat.reshape(logs.shape)).ravel()

        span = (looks[0], looks[-1])
        found = solve_ivp(change, span, past.ravel(), method="DOP853", t_eval=looks, rtol=1e-12, atol=ERROR)
        sums: Floats = np.ascontiguousarray(found.y.T).reshape(len(looks), *logs.shape)
        return sums

    def regret(self, shares: Floats) -> Floats:
        """What the best strategy would earn more than a population's mean, the largest of the populations, (N,).

        Args:
            shares: Shares of all strategies, (N, D).
        """
        worst: Floats = np.maximum.reduce([lead.max(axis=1) for lead in self._leads(shares)])
        return worst

    def speed(self, shares: Floats) -> Floats:
        """How fast the shares change, (N, D).

        Args:
            shares: Shares of all strategies, (N, D).
        """
        return shares * np.concatenate(self._leads(shares), axis=1)

    def _leads(self, shares: Floats) -> list[Floats]:
        """What each strategy earns more than the mean of its population, (N, m) for each."""
        own = self.split(shares)
        leads = []
        for mine, table, theirs in zip(own, self.tables, own[::-1], strict=True):
            earned = np.einsum("ij,nj->ni", table, theirs)
            leads.append(earned - (mine * earned).sum(axis=1, keepdims=True))
        return leads


@kernel
def _grown(columns: Floats, met: Floats, out: Floats) -> None:
    """Turn logarithms of shares at the start, (N, m), into shares, given what was met since, (N, n)."""
    for n in range(len(out)):
        for j in range(len(columns)):
            for i in range(out.shape[1]):
                out[n, i] += met[n, j] * columns[j, i]
        top = -np.inf
        for i in range(out.shape[1]):
            top = max(top, out[n, i])
        total = 0.0
        for i in range(out.shape[1]):
            out[n, i] = np.exp(out[n, i] - top)
            total += out[n, i]
        for i in range(out.shape[1]):
            out[n, i] /= total
