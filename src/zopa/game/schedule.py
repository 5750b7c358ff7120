"""Time, compiled: what a round is worth waiting for, what is in force meanwhile, and what has been threatened."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numba import njit

from zopa.game.arrays import Floats

YEAR = 365.25
"""Days in a year."""


@njit(cache=True)
def discount_factor(rate: Floats, years: float) -> Floats:
    """(1 + rate) ** −years for each world; scalar calls in a loop, so the bits do not depend on the block."""
    out = np.empty(rate.shape[0])
    for w in range(rate.shape[0]):
        out[w] = (1.0 + rate[w]) ** -years
    return out


@njit(cache=True)
def annuity(rate: Floats, begin: Floats, end: Floats) -> Floats:
    """Present value, at time 0, of 1 a year paid continuously from `begin` to `end`; 0 if `end` is not later.

    (v(begin) − v(end)) / ln(1 + rate) with v(t) = (1 + rate)^−t; end − begin at rate 0.

    Args:
        rate: Discount rate per year, shape (W,).
        begin: Years from the start, shape (W,).
        end: Years from the start, shape (W,).

    Returns:
        Years' worth, shape (W,).
    """
    out = np.zeros(rate.shape[0])
    for w in range(rate.shape[0]):
        if end[w] > begin[w]:
            if abs(rate[w]) < 1e-12:
                out[w] = end[w] - begin[w]
            else:
                growth = 1.0 + rate[w]
                out[w] = (growth ** -begin[w] - growth ** -end[w]) / np.log(growth)
    return out


@dataclass(frozen=True)
class LumpSchedule:
    """Rounds without dates; a deal pays once, shrunk by a factor for each round gone.

    Attributes:
        rounds: Rounds until the talks end.
        factor: For each party its discount factor per round, (W,).
        disagreement: For each party what no deal is worth, (W,), shrunk like a deal.
        expected: For each party what the others believe that to be, (W,).
        inside: For each party what it receives for every round gone without a deal, shrunk like a deal, (W,); empty
            for nothing. An inside option (Muthoo 1999, ch. 6).
        outside: For each party what it gets if somebody leaves the table, (W,), shrunk like a deal; empty where that is
            no other than no deal. An outside option (Binmore, Shaked & Sutton 1989).
    """

    rounds: int
    factor: tuple[Floats, ...]
    disagreement: tuple[Floats, ...]
    expected: tuple[Floats, ...]
    inside: tuple[Floats, ...] = ()
    outside: tuple[Floats, ...] = ()

    def whole(self) -> Floats:
        """Years' worth of the whole horizon: 1, as lumps are not spread, (W,)."""
        return np.ones_like(self.factor[0])

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """No dates."""
        return ()


@dataclass(frozen=True)
class Change:
    """From a date on, other levels are in force while there is no deal.

    Attributes:
        date: The day.
        flow: For each party the yearly payoff of all that is then in force, (W,).
        expected: For each party what the others believe that to be, (W,).
        text: What comes into force, for transcripts.
    """

    date: dt.date
    flow: tuple[Floats, ...]
    expected: tuple[Floats, ...]
    text: str = "other levels"


@dataclass(frozen=True)
class Threat:
    """Levels announced for a date unless there is a deal.

    Attributes:
        name: Its name in transcripts.
        announced: Day it becomes known.
        due: Day it is to be carried out.
        flow: For each party the yearly payoff of all that would then be in force, (W,).
        expected: For each party what the others believe that to be, (W,).
        belief: Believed probability of execution from the announcement on, (W,), or None for no change.
        execution: Probability that it is carried out when due, (W,).
        fate: Uniform draw that decides it, (W,).
        replaced: Day on which another threat takes its place, or None.
        extends: Whether it moves the date of an earlier threat (belief then falls once).
        text: What it says, for transcripts.
    """

    name: str
    announced: dt.date
    due: dt.date
    flow: tuple[Floats, ...]
    expected: tuple[Floats, ...]
    belief: Floats | None
    execution: Floats
    fate: Floats
    replaced: dt.date | None = None
    extends: bool = False
    text: str = ""


@dataclass(frozen=True)
class FlowSchedule:
    """Dated rounds; payoffs are annual flows to a horizon.

    Attributes:
        start: Day at which present values are taken.
        end: Last day of the talks.
        dates: Dates of the rounds.
        horizon: Years from the start over which flows count, (W,).
        rate: Discount rate per year, (W,).
        changes: What is in force by date, first entry first.
        threats: Threats by date of announcement.
        belief: Belief in execution at the start, (W,).
        extension: Factor on belief at each extension, (W,).
    """

    start: dt.date
    end: dt.date
    dates: tuple[dt.date, ...]
    horizon: Floats
    rate: Floats
    changes: tuple[Change, ...]
    threats: tuple[Threat, ...]
    belief: Floats
    extension: Floats

    @property
    def rounds(self) -> int:
        """Number of rounds."""
        return len(self.dates)

    def whole(self) -> Floats:
        """Years' worth of the whole horizon, (W,): present value / this = the annualised value."""
        return annuity(self.rate, np.zeros_like(self.rate), self.horizon)

    def years(self, date: dt.date) -> float:
        """Years from the start to a date."""
        return (date - self.start).days / YEAR


Schedule = LumpSchedule | FlowSchedule


@dataclass(frozen=True)
class Moment:
    """What the calendar says at one round.

    Payoffs of a deal struck now are `past + annuity × (flow cells) + once × (one-off cells)`, per party.

    Attributes:
        index: Number of the round, from 0.
        date: Its date, or None.
        past: For each party the present value of the flows received so far, (W,).
        annuity: For each party the present value of 1 a year from now to the horizon (or of 1 now), (W,).
        once: Present value of 1 paid now, (W,).
        reservation: For each party what no deal is worth from now on, as a yearly flow (or lump), (W,).
        expected: The same as the others believe it to be, (W,).
        deadline: Number of the last exchange before the deadline that parties believe in, (W,), counted from 0.
        belief: Belief that the threat in force will be carried out, (W,).
        news: What happened since the last round, for transcripts: (date, text, worlds concerned (W,)).
        factor: For each party what a payoff one round later is worth now, as a share, (W,).
        flow: For each party what it receives from now to the next round while there is no deal, (W,).
        outside: For each party what leaving the table now is worth, as a yearly flow (or lump), (W,).
    """

    index: int
    date: dt.date | None
    past: tuple[Floats, ...]
    annuity: tuple[Floats, ...]
    once: Floats
    reservation: tuple[Floats, ...]
    expected: tuple[Floats, ...]
    deadline: Floats
    belief: Floats
    news: tuple[tuple[dt.date | None, str, np.ndarray], ...] = ()
    factor: tuple[Floats, ...] = ()
    flow: tuple[Floats, ...] = ()
    outside: tuple[Floats, ...] = ()
