"""The clock in one world, for one party, walked day by day."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from zopa.game import schedule as compiled


@dataclass
class Threat:
    """What is announced for a date: the yearly flow that would then be in force."""

    name: str
    announced: dt.date
    due: dt.date
    flow: float
    belief: float | None
    execution: float
    fate: float
    extends: bool


@dataclass
class Talks:
    """Flows by date while there is no deal, threats, beliefs, discounting."""

    start: dt.date
    rate: float
    horizon: float
    changes: Sequence[tuple[dt.date, float]]
    threats: Sequence[Threat]
    belief: float
    extension: float

    def years(self, day: dt.date) -> float:
        return (day - self.start).days / 365.25

    def worth(self, begin: float, end: float) -> float:
        """Present value of 1 a year from begin to end, no further than the horizon."""
        begin, end = min(begin, self.horizon), min(end, self.horizon)
        if self.rate == 0.0:
            return end - begin
        force = math.log1p(self.rate)
        return (math.exp(-force * begin) - math.exp(-force * end)) / force

    def until(self, last: dt.date) -> "State":
        """Everything that has happened up to and including the events of a day."""
        state = State(self, last, 0.0, self.changes[0][1], 0.0, self.belief, None)
        day = min([self.start, *(t.announced for t in self.threats)])
        while day <= last:
            state.happenings(day)
            if self.start <= day < last:
                state.past += state.flow * self.worth(self.years(day), self.years(day) + 1 / 365.25)
            day += dt.timedelta(days=1)
        return state


@dataclass
class State:
    """Where things stand: past flows' worth, the flow in force, what was carried out, belief, the threat in force."""

    talks: Talks
    day: dt.date
    past: float
    flow: float
    executed: float
    belief: float
    threat: Threat | None

    def happenings(self, day: dt.date) -> None:
        """Levels come into force, then threats fall due, then new ones are announced."""
        for since, flow in self.talks.changes[1:]:
            if since == day:
                self.flow = flow + self.executed
        if self.threat is not None and self.threat.due == day:
            if self.threat.fate < self.threat.execution:
                self.executed += self.threat.flow - self.flow
                self.flow, self.belief = self.threat.flow, 1.0
            else:
                self.belief *= self.talks.extension
            self.threat = None
        for threat in self.talks.threats:
            if threat.announced == day:
                self.threat = threat
                if threat.extends:
                    self.belief *= self.talks.extension
                if threat.belief is not None:
                    self.belief = threat.belief

    @property
    def annuity(self) -> float:
        return self.talks.worth(self.talks.years(self.day), self.talks.horizon)

    @property
    def no_deal(self) -> float:
        """Yearly flow from now on if there is never a deal, as expected."""
        if self.threat is None or self.annuity == 0.0:
            return self.flow
        due = self.talks.years(self.threat.due)
        share = self.talks.worth(due, self.talks.horizon) / self.annuity
        return self.flow + self.belief * share * (self.threat.flow - self.flow)

    def deal(self, flow: float) -> float:
        """Present value of a package agreed on this day."""
        return self.past + self.annuity * flow

    def deadline(self, dates: Sequence[dt.date], exchanges: int) -> int:
        """Number of the last exchange before the threat's date, if it is believed; else of the last of all."""
        if self.threat is None or self.belief < 0.5:
            return len(dates) * exchanges - 1
        rounds = sum(date < self.threat.due for date in dates)
        return max(rounds, dates.index(self.day) + 1) * exchanges - 1


def of_world(schedule: compiled.FlowSchedule, w: int, party: int, *, expected: bool = False) -> Talks:
    """World w of a compiled schedule as plain numbers, for one party, as it is or as the others expect it."""

    def flow(item: compiled.Change | compiled.Threat) -> float:
        return float((item.expected if expected else item.flow)[party][w])

    return Talks(
        schedule.start, float(schedule.rate[w]), float(schedule.horizon[w]),
        [(change.date, flow(change)) for change in schedule.changes],
        [
            Threat(
                t.name, t.announced, t.due, flow(t), None if t.belief is None else float(t.belief[w]),
                float(t.execution[w]), float(t.fate[w]), t.extends,
            )
            for t in schedule.threats
        ],
        float(schedule.belief[w]), float(schedule.extension[w]),
    )  # fmt: skip
