"""The clock: turns from round to round, pays the flows in force, and carries out or drops threats when due."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.schedule import (
    Change,
    FlowSchedule,
    LumpSchedule,
    Moment,
    Schedule,
    Threat,
    annuity,
    discount_factor,
)

BELIEVED = 0.5
"""A threat's date is a deadline for a party that thinks its execution at least this likely."""


class LumpClock:
    """Rounds without dates."""

    def __init__(self, schedule: LumpSchedule, rounds: int, exchanges: int) -> None:
        """Start before the first round.

        Args:
            schedule: Compiled time.
            rounds: Rounds played.
            exchanges: Exchanges in a round.
        """
        self._schedule = schedule
        worlds = schedule.factor[0].shape[0]
        self._value = [np.ones(worlds) for _ in schedule.factor]
        self._zero = np.zeros(worlds)
        self._deadline = np.full(worlds, float(rounds * exchanges - 1))

    def turn(self, index: int, open_worlds: Bools) -> Moment:
        """The moment of a round; rounds must be turned in order, once each."""
        if index:
            self._value = [value * factor for value, factor in zip(self._value, self._schedule.factor, strict=True)]
        parties = len(self._value)
        return Moment(
            index=index, date=None, past=(self._zero,) * parties, annuity=tuple(self._value), once=self._value[0],
            reservation=self._schedule.disagreement, expected=self._schedule.expected, deadline=self._deadline,
            belief=self._zero,
        )  # fmt: skip

    def close(self, open_worlds: Bools) -> None:
        """Nothing happens after the last round."""

    def no_deal(self) -> tuple[Floats, ...]:
        """Payoff of each party when the talks end now without a deal, (W,)."""
        return tuple(v * d for v, d in zip(self._value, self._schedule.disagreement, strict=True))

    def whole(self) -> Floats:
        """Years' worth of the whole horizon: 1, as lumps are not spread, (W,)."""
        return np.ones_like(self._zero)


@dataclass
class _Pending:
    """The threat in force: its name, where it is in force (W,), its day in years (W,), the flows threatened."""

    name: str
    active: Bools
    due: Floats
    flow: list[Floats]


@dataclass(frozen=True)
class _Event:
    """Something that happens on a date; events of one date happen by rank."""

    date: dt.date
    rank: int
    happen: Callable[[Bools], None]


class FlowClock:
    """Dated rounds: an agreement is worth past flows, then its own; no deal what is in force and threatened."""

    def __init__(self, schedule: FlowSchedule, rounds: int, exchanges: int) -> None:
        """Start on the schedule's first day.

        Args:
            schedule: Compiled time.
            rounds: Rounds played.
            exchanges: Exchanges in a round.
        """
        self._schedule = schedule
        self._exchanges = exchanges
        worlds = schedule.rate.shape[0]
        self._parties = len(schedule.changes[0].flow)
        self._now = 0.0
        self._flow = _accounts(schedule.changes[0])
        self._past = [np.zeros(worlds) for _ in self._flow]
        self._executed = [np.zeros(worlds) for _ in self._flow]
        self._belief = schedule.belief.copy()
        self._threat = _Pending("", np.zeros(worlds, dtype=bool), np.zeros(worlds), self._flow)
        self._agenda = self._events()
        self._end = np.full(worlds, float(rounds * exchanges - 1))
        self._news: list[tuple[dt.date | None, str, np.ndarray]] = []

    def turn(self, index: int, open_worlds: Bools) -> Moment:
        """Let the days pass until a round's date, and say what a deal or no deal is worth there.

        Args:
            index: Number of the round; rounds must be turned in order, once each.
            open_worlds: Worlds still talking, (W,): threats are carried out only there.
        """
        self._news = []
        date = self._schedule.dates[index]
        self._pass_until(date, open_worlds)
        rate = self._schedule.rate
        now = np.full_like(rate, self._now)
        left = annuity(rate, now, self._schedule.horizon)
        parties, reservation = self._parties, self._reservation(now, left)
        return Moment(
            index=index, date=date, past=tuple(self._past[:parties]), annuity=(left,) * parties,
            once=discount_factor(rate, self._now), reservation=reservation[:parties], expected=reservation[parties:],
            deadline=self._deadline(index), belief=self._belief.copy(), news=tuple(self._news),
        )  # fmt: skip

    def no_deal(self) -> tuple[Floats, ...]:
        """Present value for each party when the talks end without a deal, (W,): what is in force stays."""
        rate = self._schedule.rate
        left = annuity(rate, np.full_like(rate, self._now), self._schedule.horizon)
        accounts = zip(self._past[: self._parties], self._flow[: self._parties], strict=True)
        return tuple(past + flow * left for past, flow in accounts)

    def close(self, open_worlds: Bools) -> None:
        """Let the days pass until the talks' last day."""
        self._pass_until(self._schedule.end, open_worlds)

    def whole(self) -> Floats:
        """Years' worth of the whole horizon, (W,): present value / this = the annualised value."""
        rate = self._schedule.rate
        return annuity(rate, np.zeros_like(rate), self._schedule.horizon)

    def _reservation(self, now: Floats, left: Floats) -> tuple[Floats, ...]:
        """Yearly flow that is worth as much as no deal: in force until the threat is due, then p × threat + …."""
        after = annuity(self._schedule.rate, np.maximum(self._threat.due, now), self._schedule.horizon)
        weight = np.where(self._threat.active, self._belief, 0.0)
        share = np.divide(after, left, out=np.zeros_like(left), where=left > 0.0) * weight
        return tuple(flow + share * (threat - flow) for flow, threat in zip(self._flow, self._threat.flow, strict=True))

    def _deadline(self, index: int) -> Floats:
        """Number of the last exchange before the deadline believed in, (W,)."""
        dates, exchanges = self._schedule.dates, self._exchanges
        days = np.array([self._schedule.years(date) for date in dates])
        rounds_before = np.searchsorted(days, self._threat.due, side="left")
        last = np.maximum(rounds_before, index + 1) * exchanges - 1.0
        believed = self._threat.active & (self._belief >= BELIEVED)
        return np.where(believed, np.minimum(last, self._end), self._end)

    def _pass_until(self, date: dt.date, open_worlds: Bools) -> None:
        while self._agenda and self._agenda[0].date <= date:
            event = self._agenda.pop(0)
            self._pay_until(event.date)
            event.happen(open_worlds)
        self._pay_until(date)

    def _events(self) -> list["_Event"]:
        """All dated events in order; on one day levels come into force, then threats fall due, then come new ones."""
        changes = [_Event(item.date, 0, partial(self._change, item)) for item in self._schedule.changes[1:]]
        announced = [_Event(item.announced, 2, partial(self._announce, item)) for item in self._schedule.threats]
        due = [
            _Event(item.due, 1, partial(self._due, item))
            for item in self._schedule.threats
            if item.replaced is None or item.replaced > item.due
        ]
        return sorted([*changes, *announced, *due], key=lambda event: (event.date, event.rank))

    def _pay_until(self, date: dt.date) -> None:
        then = max(self._schedule.years(date), self._now)
        if then > self._now:
            rate, horizon = self._schedule.rate, self._schedule.horizon
            worth = annuity(rate, np.full_like(rate, self._now), np.minimum(then, horizon))
            self._past = [past + flow * worth for past, flow in zip(self._past, self._flow, strict=True)]
            self._now = then

    def _change(self, change: Change, open_worlds: Bools) -> None:
        self._flow = [
            new + executed for new, executed in zip(_accounts(change), self._executed, strict=True)
        ]  # what was carried out stays in force
        if change.date > self._schedule.start:
            self._news.append((change.date, f"comes into force: {change.text}", open_worlds.copy()))

    def _announce(self, threat: Threat, open_worlds: Bools) -> None:
        if threat.extends:
            self._belief = self._belief * self._schedule.extension
        if threat.belief is not None:
            self._belief = np.where(open_worlds, threat.belief, self._belief)
        due = np.full_like(self._belief, self._schedule.years(threat.due))
        self._threat = _Pending(threat.name, open_worlds.copy(), due, _accounts(threat))
        if threat.announced > self._schedule.start:
            said = f"{threat.text or threat.name} is announced for {threat.due}"
            self._news.append((threat.announced, said, open_worlds.copy()))

    def _due(self, threat: Threat, open_worlds: Bools) -> None:
        if threat.name != self._threat.name:
            return  # a newer threat has taken its place
        carried_out = open_worlds & (threat.fate < threat.execution)
        gain = [np.where(carried_out, t - f, 0.0) for t, f in zip(_accounts(threat), self._flow, strict=True)]
        self._executed = [done + more for done, more in zip(self._executed, gain, strict=True)]
        self._flow = [flow + more for flow, more in zip(self._flow, gain, strict=True)]
        self._belief = np.where(carried_out, 1.0, self._belief * self._schedule.extension)
        self._threat.active[:] = False
        self._news.append((threat.due, f"{threat.text or threat.name} is carried out", carried_out))
        self._news.append((threat.due, f"{threat.text or threat.name} passes unexecuted", open_worlds & ~carried_out))


def _accounts(item: Change | Threat) -> list[Floats]:
    """Flows to the parties as they are, then as the others believe them to be: the clock keeps both books."""
    return [*item.flow, *item.expected]


Clock = LumpClock | FlowClock


def start_clock(schedule: Schedule, rounds: int, exchanges: int) -> Clock:
    """The clock that a schedule asks for."""
    if isinstance(schedule, LumpSchedule):
        return LumpClock(schedule, rounds, exchanges)
    return FlowClock(schedule, rounds, exchanges)
