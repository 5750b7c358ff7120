"""The clock: turns from round to round, pays the flows in force, and carries out or drops threats when due."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.schedule import (
    YEAR,
    Change,
    FlowSchedule,
    LumpSchedule,
    Moment,
    Schedule,
    Threat,
    annuity,
    discount_factor,
)

Postpone = Callable[[str, Bools], tuple[Bools, int] | None]
"""Given a threat's name and the worlds in which it falls due: where it is put off, (W,), and by how many days."""

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
        self._past = [self._zero for _ in schedule.factor]
        self._left = np.zeros(worlds, dtype=bool)
        self._taken = [self._zero for _ in schedule.factor]
        self._inside = schedule.inside or (self._zero,) * len(schedule.factor)
        self.belief = np.zeros(worlds)
        self.executed = np.zeros(worlds, dtype=bool)
        self.announced = np.zeros(worlds, dtype=bool)
        self._deadline = np.full(worlds, float(rounds * exchanges - 1))

    def turn(self, index: int, open_worlds: Bools) -> Moment:
        """The moment of a round; rounds must be turned in order, once each."""
        self.advance(index, open_worlds)
        return self.moment(index)

    def advance(self, index: int, open_worlds: Bools) -> Floats:
        """Let the time until a round pass; the present value of 1 a year meanwhile, (W,): 0, as there are no years."""
        if index:
            if self._schedule.inside:
                self._past = [p + v * own for p, v, own in zip(self._past, self._value, self._inside, strict=True)]
            self._value = [value * factor for value, factor in zip(self._value, self._schedule.factor, strict=True)]
        return self._zero

    def leave(self, where: Bools, outside: bool) -> None:
        """The talks end in some worlds, (W,): what that is worth no longer shrinks with the rounds to come.

        Args:
            where: The worlds.
            outside: Whether somebody has left the table, and outside options are taken.
        """
        worth = (self._schedule.outside if outside else ()) or self._schedule.disagreement
        here = [past + value * own for past, value, own in zip(self._past, self._value, worth, strict=True)]
        self._taken = [np.where(where, now, before) for now, before in zip(here, self._taken, strict=True)]
        self._left = self._left | where

    def moment(self, index: int) -> Moment:
        """What a deal or no deal is worth now."""
        return Moment(
            index=index, date=None, past=tuple(self._past), annuity=tuple(self._value), once=self._value[0],
            reservation=self._schedule.disagreement, expected=self._schedule.expected, deadline=self._deadline,
            belief=self.belief.copy(), factor=self._schedule.factor, flow=self._inside,
            outside=self._schedule.outside or self._schedule.disagreement,
        )  # fmt: skip

    def in_force(self) -> tuple[Floats, ...]:
        """What each party receives a year while there is no deal, (W,): nothing, as there are no years."""
        return (self._zero,) * len(self._value)

    def years_left(self) -> Floats:
        """Present value of 1 from now on, (W,)."""
        return self._value[0]

    def years_talking(self) -> Floats:
        """Present value of 1 a year until the talks' last day, (W,): nothing, as there are no years."""
        return self._zero

    def pending(self) -> Floats:
        """Share of what is left that comes after a threat is due, (W,): there are no threats."""
        return self._zero

    def once(self) -> Floats:
        """Present value of 1 paid now, (W,)."""
        return self._value[0]

    def close(self, open_worlds: Bools) -> Floats:
        """Nothing happens after the last round."""
        return self._zero

    def no_deal(self) -> tuple[Floats, ...]:
        """Payoff of each party when the talks end now without a deal, (W,)."""
        ends = zip(self._past, self._value, self._schedule.disagreement, self._taken, strict=True)
        return tuple(np.where(self._left, taken, past + v * d) for past, v, d, taken in ends)

    def stop(self) -> None:
        """Nothing is left to let go of."""


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

    def __init__(self, schedule: FlowSchedule, rounds: int, exchanges: int, postpone: "Postpone") -> None:
        """Start on the schedule's first day.

        Args:
            schedule: Compiled time.
            rounds: Rounds played.
            exchanges: Exchanges in a round.
            postpone: Asked whether a threat that falls due is put off.
        """
        self._postpone = postpone
        self._schedule = schedule
        self._exchanges = exchanges
        worlds = schedule.rate.shape[0]
        self._parties = len(schedule.changes[0].flow)
        self._now = 0.0
        self._flow = _accounts(schedule.changes[0])
        self._past = [np.zeros(worlds) for _ in self._flow]
        self._executed = [np.zeros(worlds) for _ in self._flow]
        self.belief = schedule.belief.copy()
        self.executed = np.zeros(worlds, dtype=bool)
        self.announced = np.zeros(worlds, dtype=bool)
        self._threat = _Pending("", np.zeros(worlds, dtype=bool), np.zeros(worlds), self._flow)
        self._agenda = self._events()
        self._end = np.full(worlds, float(rounds * exchanges - 1))
        self._news: list[tuple[dt.date | None, str, np.ndarray]] = []
        self._left: tuple[float, Floats] | None = None

    def turn(self, index: int, open_worlds: Bools) -> Moment:
        """Let the days pass until a round's date, and say what a deal or no deal is worth there."""
        self.advance(index, open_worlds)
        return self.moment(index)

    def advance(self, index: int, open_worlds: Bools) -> Floats:
        """Let the days pass until a round's date; threats are announced, carried out or dropped on the way.

        Args:
            index: Number of the round; rounds must come in order, once each.
            open_worlds: Worlds still talking, (W,): threats are carried out only there.

        Returns:
            The present value of 1 a year since the round before, (W,).
        """
        self._news, self.announced = [], np.zeros_like(self.executed)
        return self._pass_until(self._schedule.dates[index], open_worlds)

    def moment(self, index: int) -> Moment:
        """What a deal or no deal is worth on a round's date."""
        left, parties, reservation = self.years_left(), self._parties, self._reservation()
        factor = self._shrinks(index, left)
        return Moment(
            index=index, date=self._schedule.dates[index], past=tuple(self._past[:parties]), annuity=(left,) * parties,
            once=self.once(), reservation=reservation[:parties], expected=reservation[parties:],
            deadline=self._deadline(index), belief=self.belief.copy(), news=tuple(self._news),
            factor=(factor,) * parties, flow=tuple((1.0 - factor) * own for own in self._flow[:parties]),
            outside=reservation[:parties],
        )  # fmt: skip

    def _shrinks(self, index: int, left: Floats) -> Floats:
        """Share of what is left of the horizon that is still left at the next round, (W,)."""
        dates, rate = self._schedule.dates, self._schedule.rate
        then = self._schedule.years(dates[index + 1] if index + 1 < len(dates) else self._schedule.end)
        after = annuity(rate, np.full_like(rate, max(then, self._now)), self._schedule.horizon)
        return np.divide(after, left, out=np.ones_like(left), where=left > 0.0)

    def leave(self, where: Bools, outside: bool) -> None:
        """The talks end in some worlds, (W,): what is in force stays, and threats run on; nothing to do."""

    def in_force(self) -> tuple[Floats, ...]:
        """What each party receives a year while there is no deal, (W,)."""
        return tuple(self._flow[: self._parties])

    def years_left(self) -> Floats:
        """Present value of 1 a year from now to the horizon, (W,)."""
        rate = self._schedule.rate
        if self._left is None or self._left[0] != self._now:
            self._left = self._now, annuity(rate, np.full_like(rate, self._now), self._schedule.horizon)
        return self._left[1]

    def years_talking(self) -> Floats:
        """Present value of 1 a year from now to the talks' last day, no further than the horizon, (W,)."""
        rate, last = self._schedule.rate, self._schedule.years(self._schedule.end)
        return annuity(rate, np.full_like(rate, self._now), np.minimum(last, self._schedule.horizon))

    def pending(self) -> Floats:
        """Share of what is left of the horizon that comes after the threat in force is due, (W,); 0 without one."""
        rate, left = self._schedule.rate, self.years_left()
        after = annuity(rate, np.maximum(self._threat.due, np.full_like(rate, self._now)), self._schedule.horizon)
        share = np.divide(after, left, out=np.zeros_like(left), where=left > 0.0)
        return np.where(self._threat.active, share, 0.0)

    def no_deal(self) -> tuple[Floats, ...]:
        """Present value for each party when the talks end without a deal, (W,): what is in force stays."""
        left = self.years_left()
        accounts = zip(self._past[: self._parties], self._flow[: self._parties], strict=True)
        return tuple(past + flow * left for past, flow in accounts)

    def close(self, open_worlds: Bools) -> Floats:
        """Let the days pass until the talks' last day; the present value of 1 a year meanwhile, (W,)."""
        return self._pass_until(self._schedule.end, open_worlds)

    def stop(self) -> None:
        """Let go of the agenda and of who may put off a threat: both lead back here, and would keep all arrays."""
        self._agenda, self._postpone = [], never

    def once(self) -> Floats:
        """Present value of 1 paid now, (W,)."""
        return discount_factor(self._schedule.rate, self._now)

    def _reservation(self) -> tuple[Floats, ...]:
        """Yearly flow that is worth as much as no deal: in force until the threat is due, then p × threat + …."""
        share = self.pending() * self.belief
        return tuple(flow + share * (threat - flow) for flow, threat in zip(self._flow, self._threat.flow, strict=True))

    def _deadline(self, index: int) -> Floats:
        """Number of the last exchange before the deadline believed in, (W,)."""
        dates, exchanges = self._schedule.dates, self._exchanges
        days = np.array([self._schedule.years(date) for date in dates])
        rounds_before = np.searchsorted(days, self._threat.due, side="left")
        last = np.maximum(rounds_before, index + 1) * exchanges - 1.0
        believed = self._threat.active & (self.belief >= BELIEVED)
        return np.where(believed, np.minimum(last, self._end), self._end)

    def _pass_until(self, date: dt.date, open_worlds: Bools) -> Floats:
        rate, since = self._schedule.rate, np.full_like(self._schedule.rate, self._now)
        while self._agenda and self._agenda[0].date <= date:
            event = self._agenda.pop(0)
            self._pay_until(event.date)
            event.happen(open_worlds)
        self._pay_until(date)
        return annuity(rate, since, np.minimum(self._now, self._schedule.horizon))

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
            self.belief = self.belief * self._schedule.extension
        if threat.belief is not None:
            self.belief = np.where(open_worlds, threat.belief, self.belief)
            self.announced = self.announced | open_worlds
        due = np.full_like(self.belief, self._schedule.years(threat.due))
        self._threat = _Pending(threat.name, open_worlds.copy(), due, _accounts(threat))
        if threat.announced > self._schedule.start:
            said = f"{threat.text or threat.name} is announced for {threat.due}"
            self._news.append((threat.announced, said, open_worlds.copy()))

    def _due(self, threat: Threat, open_worlds: Bools) -> None:
        if threat.name != self._threat.name:
            return  # a newer threat has taken its place
        falls = self._threat.active & (self._threat.due <= self._now + 0.5 / YEAR)
        text, today = threat.text or threat.name, self._schedule.start + dt.timedelta(days=round(self._now * YEAR))
        moved = self._put_off(threat, today, open_worlds & falls)
        carried_out = open_worlds & falls & ~moved & (threat.fate < threat.execution)
        gain = [np.where(carried_out, t - f, 0.0) for t, f in zip(_accounts(threat), self._flow, strict=True)]
        self._executed = [done + more for done, more in zip(self._executed, gain, strict=True)]
        self._flow = [flow + more for flow, more in zip(self._flow, gain, strict=True)]
        self.executed = self.executed | carried_out
        self.belief = np.where(carried_out, 1.0, np.where(falls, self.belief * self._schedule.extension, self.belief))
        self._threat.active = self._threat.active & (~falls | moved)
        self._news.append((today, f"{text} is carried out", carried_out))
        self._news.append((today, f"{text} passes unexecuted", open_worlds & falls & ~carried_out & ~moved))

    def _put_off(self, threat: Threat, today: dt.date, falls: Bools) -> Bools:
        """Worlds in which the threat's date is moved, (W,)."""
        answer = self._postpone(threat.name, falls)
        if answer is None:
            return np.zeros_like(falls)
        moved, days = answer[0] & falls, answer[1]
        later = today + dt.timedelta(days=days)
        # the later date is kept even where nothing moved: it splits the sum of past flows, and bits may not depend on
        # what happens in the block's other worlds
        self._agenda.append(_Event(later, 1, partial(self._due, threat)))
        self._agenda.sort(key=lambda event: (event.date, event.rank))
        self._threat.due = np.where(moved, self._schedule.years(later), self._threat.due)
        self._news.append((today, f"{threat.text or threat.name} is put off to {later}", moved))
        return moved


def _accounts(item: Change | Threat) -> list[Floats]:
    """Flows to the parties as they are, then as the others believe them to be: the clock keeps both books."""
    return [*item.flow, *item.expected]


Clock = LumpClock | FlowClock


def never(threat: str, falls: Bools) -> None:
    """No threat is ever put off."""


def start_clock(schedule: Schedule, rounds: int, exchanges: int, postpone: Postpone = never) -> Clock:
    """The clock that a schedule asks for.

    Args:
        schedule: Compiled time.
        rounds: Rounds played.
        exchanges: Exchanges in a round.
        postpone: Asked whether a threat that falls due is put off.
    """
    if isinstance(schedule, LumpSchedule):
        return LumpClock(schedule, rounds, exchanges)
    return FlowClock(schedule, rounds, exchanges, postpone)
