"""Concession games: two sides wait, waiting costs, and whoever gives in first leaves the prize to the other.

All are solved in the same two steps. While a side mixes between giving in and waiting it is indifferent, and that
fixes how fast the *other* gives in. The end of the mixing, when only those are left that would never give in, then
fixes who gives in at time zero, and how often. Arrays have worlds first and the two sides last, (W, 2).
"""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats, Ints

HALVINGS = 60
"""Steps of the bisection for a horizon; the rest is rounding."""


@dataclass(frozen=True, eq=False)
class Concession:
    """How two sides give in at constant rates, until only the obstinate are left.

    Attributes:
        hazards: Rate at which each side gives in between time zero and the horizon, per unit of time, (W, 2).
        atom: Probability with which the weak side gives in at time zero, (W,).
        weak: Which side that is, 0 or 1, (W,).
        horizon: When both are known to be obstinate, (W,); infinite where neither can be.
        priors: Probability that each side is obstinate and never gives in, (W, 2).
    """

    hazards: Floats
    atom: Floats
    weak: Ints
    horizon: Floats
    priors: Floats

    @property
    def atoms(self) -> Floats:
        """Probability with which each side gives in at time zero, (W, 2); one of the two is 0."""
        return _for_weak(self.atom, self.weak)

    def survival(self, time: Floats) -> Floats:
        """Probability that each side has not given in by a time, if the other has not, (W, 2).

        Args:
            time: Time since the talks began, not negative, (W,).
        """
        mixing = np.minimum(time, self.horizon)[:, None]
        out: Floats = (1.0 - self.atoms) * np.exp(-self.hazards * mixing)
        return out

    def quits(self, luck: Floats) -> Floats:
        """When each side gives in, by its luck, (W, 2); infinite where it never does.

        Args:
            luck: Uniform numbers between 0 and 1, (W, 2). Those from 1 − prior on are the obstinate's, so one who is
                known not to be obstinate hands in luck × (1 − prior).
        """
        atoms = self.atoms
        with np.errstate(divide="ignore", invalid="ignore"):  # whoever gives in for sure at time zero has no later
            later = -np.log((1.0 - luck) / (1.0 - atoms)) / self.hazards
        time = np.where(luck < atoms, 0.0, np.minimum(later, self.horizon[:, None]))
        out: Floats = np.where(luck < 1.0 - self.priors, time, np.inf)
        return out


@dataclass(frozen=True, eq=False)
class AudienceWar:
    """How two states back down in a public crisis, until those left would rather fight.

    Attributes:
        costs: Audience costs of backing down, per unit of time since the crisis began, (W, 2).
        prize: Value of what is fought over, (W,).
        atom: Probability with which the weak state backs down at time zero, (W,).
        weak: Which state that is, 0 or 1, (W,).
        horizon: When all who are left fight, (W,).
        fights: Probability that each state is of a type that fights then, (W, 2).
    """

    costs: Floats
    prize: Floats
    atom: Floats
    weak: Ints
    horizon: Floats
    fights: Floats

    @property
    def atoms(self) -> Floats:
        """Probability with which each state backs down at time zero, (W, 2); one of the two is 0."""
        return _for_weak(self.atom, self.weak)

    @property
    def war(self) -> Floats:
        """Probability of war: neither has backed down at the horizon, (W,)."""
        out: Floats = self.fights[:, 0] * self.fights[:, 1]
        return out

    def survival(self, time: Floats) -> Floats:
        """Probability that each state has not backed down by a time, if the other has not, (W, 2).

        Args:
            time: Time since the crisis began, not negative, (W,).
        """
        mixing = np.minimum(time, self.horizon)[:, None]
        return (1.0 - self.atoms) * _still_in(self.prize[:, None], self.costs[:, ::-1], mixing)

    def quits(self, luck: Floats) -> Floats:
        """When each state backs down, by its luck, (W, 2); infinite where it fights at the horizon.

        Args:
            luck: Uniform numbers between 0 and 1, (W, 2): those below 1 − fights back down.
        """
        atoms = self.atoms
        with np.errstate(divide="ignore"):
            later = ((1.0 - atoms) / (1.0 - luck) - 1.0) * self.prize[:, None] / self.costs[:, ::-1]
        time = np.where(luck < atoms, 0.0, np.minimum(later, self.horizon[:, None]))
        out: Floats = np.where(luck < 1.0 - self.fights, time, np.inf)
        return out


def indifferent(win: Floats, lose: Floats, rates: Floats, costs: Floats) -> Floats:
    """The rate at which each side gives in while the other is indifferent between giving in and waiting, (W, 2).

    For a moment dt, waiting costs side j (r_j l_j + c_j) dt, and brings it w_j − l_j with probability h_i dt. So
    h_i = (r_j l_j + c_j) / (w_j − l_j).

    Args:
        win: What each side gets where the other gives in, over no deal at all, (W, 2).
        lose: What each side gets where it gives in itself, below what it wins, (W, 2).
        rates: Discount rates, per unit of time, (W, 2).
        costs: What waiting costs besides, per unit of time, (W, 2).

    Raises:
        ValueError: A side would not rather win than lose.
    """
    if (win <= lose).any():
        raise ValueError("there is nothing to wait for: a side gets no more where the other gives in")
    out: Floats = ((rates * lose + costs) / (win - lose))[:, ::-1]
    return out


def concession(win: Floats, lose: Floats, priors: Floats, rates: Floats, costs: Floats) -> Concession:
    """A war of attrition between two sides that may each be obstinate.

    Weak perfect Bayesian equilibrium: each side gives in at the rate that keeps the other indifferent. The belief that
    side i is obstinate has grown from z_i to certainty when its survival has fallen to z_i. Both must get there
    together, or the one that is left alone would have given in before; so the side that would take longer gives in at
    time zero with the probability that makes up for it.

    Source: Abreu & Gul (2000), Econometrica 68: 85-117, section 3; without obstinate types, the equilibrium without
    atoms of the war of attrition, Maynard Smith (1974), J. Theoretical Biology 47: 209-221.

    Args:
        win: What each side gets where the other gives in, over no deal at all, (W, 2).
        lose: What each side gets where it gives in itself, below what it wins, not negative, (W, 2).
        priors: Probability that each side never gives in, at least 0, below 1, (W, 2).
        rates: Discount rates, per unit of time, (W, 2).
        costs: What waiting costs besides, per unit of time, (W, 2).

    Raises:
        ValueError: A side would not rather win than lose, or waiting costs a side nothing.
    """
    hazards = indifferent(win, lose, rates, costs)
    if (hazards <= 0.0).any():
        raise ValueError("waiting must cost both sides something")
    with np.errstate(divide="ignore"):
        alone = -np.log(priors) / hazards  # when each would be known to be obstinate if it did not start with an atom
    horizon = alone.min(axis=1)
    weak = alone.argmax(axis=1)
    ends = np.isfinite(horizon)
    late = np.where(ends, alone.max(axis=1), 0.0) - np.where(ends, horizon, 0.0)
    pace = np.take_along_axis(hazards, weak[:, None], axis=1)[:, 0]
    return Concession(hazards, -np.expm1(-pace * late), weak, horizon, priors)


def abreu_gul(demands: Floats, priors: Floats, rates: Floats) -> Concession:
    """Two sides insist on incompatible shares of one pie, and each may be obstinate.

    A side that gives in gets what the other's demand leaves of the pie. See `concession`.

    Source: Abreu & Gul (2000), Econometrica 68: 85-117, with one obstinate type each.

    Args:
        demands: Share of the pie that each side insists on, between 0 and 1, together above 1, (W, 2).
        priors: Probability that each side is obstinate, (W, 2).
        rates: Discount rates, per unit of time, (W, 2).

    Raises:
        ValueError: The demands are compatible.
    """
    return concession(demands, 1.0 - demands[:, ::-1], priors, rates, np.zeros_like(demands))


def attrition(prizes: Floats, costs: Floats) -> Concession:
    """The war of attrition with known prizes and costs: the equilibrium in which nobody gives in at time zero.

    There are others, in which one side gives in at once. See `concession`.

    Source: Maynard Smith (1974), J. Theoretical Biology 47: 209-221.

    Args:
        prizes: What each side gets where the other gives in; it gets 0 where it gives in itself, (W, 2).
        costs: What waiting costs, per unit of time, (W, 2).
    """
    none = np.zeros_like(prizes)
    return concession(prizes, none, none, none, costs)


def audience_war(costs: Floats, prize: Floats, worst: Floats) -> AudienceWar:
    """A public crisis: the longer it lasts, the more it costs a leader at home to back down.

    Backing down at time t costs state i a_i t. War is worth w_i to it, which it alone knows: uniform between −worst
    and 0. So those with w_i > −a_i t would by then rather fight. Perfect Bayesian equilibrium: the others back down so
    that the opponent stays indifferent, and at the horizon only those are left who fight. Both must be there at the
    same time, and the state that would take longer backs down at time zero with the probability that makes up for it.

    Source: Fearon (1994), American Political Science Review 88: 577-592, with linear costs and uniform values of war.

    Args:
        costs: Audience costs a_i of backing down, per unit of time, above 0, (W, 2).
        prize: Value of what is fought over, above 0, (W,).
        worst: What war costs the least resolved type of each state, above 0, (W, 2).

    Raises:
        ValueError: A cost or a prize is not positive.
    """
    if (costs <= 0.0).any() or (prize <= 0.0).any() or (worst <= 0.0).any():
        raise ValueError("audience costs, prize and the cost of war must be above 0")
    low, high = np.zeros_like(costs), worst / costs  # at the upper end even the least resolved type fights
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        too_late = costs * middle / worst > _still_in(prize[:, None], costs[:, ::-1], middle)
        low, high = np.where(too_late, low, middle), np.where(too_late, middle, high)
    alone = 0.5 * (low + high)  # when only those who fight would be left of each, if it did not start with an atom
    horizon = alone.min(axis=1)
    weak = alone.argmax(axis=1)
    fights = costs * horizon[:, None] / worst
    start = fights / _still_in(prize[:, None], costs[:, ::-1], horizon[:, None])
    atom = np.maximum(1.0 - np.take_along_axis(start, weak[:, None], axis=1)[:, 0], 0.0)
    return AudienceWar(costs, prize, atom, weak, horizon, fights)


def _still_in(prize: Floats, their_costs: Floats, time: Floats) -> Floats:
    """Survival that keeps the other indifferent: it falls at `indifferent(v, −a t, 0, a)` = a / (v + a t)."""
    out: Floats = prize / (prize + their_costs * time)
    return out


def _for_weak(atom: Floats, weak: Ints) -> Floats:
    """The weak side's atom in its column, 0 in the other's, (W, 2)."""
    out: Floats = np.where(weak[:, None] == np.arange(2), atom[:, None], 0.0)
    return out
