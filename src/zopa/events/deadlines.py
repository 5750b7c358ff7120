"""Deadlines that move, and soft ones: threats put off when due, summits, and talks that may break off any week."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting, nowhere
from zopa.game.parameters import Count, Share, per_world


@dataclass
class _Moved:
    """How often each date was moved, (W,), what was then believed, (W,), and how often threats were asked about.

    `told` is how many of the moves had been taken in at the last look.
    """

    setting: Setting
    times: Ints
    told: Ints
    belief: Floats
    asked: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Extension(Mechanism):
    """A threat that falls due may be put off; each time the belief in the next date falls (`time.extension_factor`).

    The clock door: where the draw is below `probability` and the date has been moved fewer than `most` times, the
    threat is due `days` later. Where parties foresee this, also the belief door: once when a belief is announced,
    belief × (1 − foreseen × probability), the chance that the date is kept. Source: the pause of 9 April and the move
    of 9 July 2025; Roth, Murnighan & Schoumaker (1988) on deadlines.

    Attributes:
        probability: Probability that a date is moved when it comes.
        days: Days by which it is moved.
        most: How often at most.
        foreseen: Share of that probability that the parties reckon with beforehand; 0 where the beliefs in the file
            already allow for it.
    """

    probability: Share = 0.7
    days: Count = 30
    most: Count = 2
    foreseen: Share = 0.0

    columns: ClassVar[Mapping[str, str]] = {
        "times": "how often a threat's date was moved",
        "belief": "belief in the threat in force after the last move",
    }

    def begin(self, setting: Setting) -> _Moved:
        """Nothing moved."""
        none = np.zeros(setting.worlds, dtype=np.int64)
        return _Moved(setting, none, none, np.full(setting.worlds, np.nan))

    def act(self, now: Now, memory: _Moved, doors: Doors) -> None:
        """Parties that foresee the move believe less in the date that is announced."""
        memory.belief = np.where(memory.times > memory.told, doors.belief, memory.belief)
        memory.told = memory.times
        fresh = now.open if now.index == 0 else now.announced & now.open
        doors.belief = np.where(fresh, doors.belief * (1.0 - self.foreseen * self.probability), doors.belief)

    def postpones(self, threat: str, falls: Bools, memory: _Moved) -> tuple[Bools, int] | None:
        """Draw it: the first date of a threat has one draw, the date it is moved to the next."""
        # counted by threat: whether a date is asked about again depends on the block, and no other draw may
        asked = memory.asked.get(threat, 0)
        memory.asked[threat] = asked + 1
        moved = falls & (memory.times < self.most) & (memory.setting.draw(f"date:{threat}", asked) < self.probability)
        memory.times = memory.times + moved
        return moved, self.days

    def results(self, memory: _Moved) -> dict[str, Floats]:
        """How often, and what was then believed."""
        return {"times": memory.times.astype(np.float64), "belief": memory.belief}


@dataclass
class _Event:
    """Worlds concerned, (W,), and those in which it has happened, (W,)."""

    concerned: Bools
    happened: Bools


@dataclass(frozen=True)
class Summit(Mechanism):
    """Leaders meet on a date: in some worlds both parties treat it as a deadline until it has passed.

    The clock door: in worlds whose draw is below `pull`, the deadline is the last exchange of the last round up to
    the date, (rounds up to the date) × exchanges − 1, while there is one; nothing happens if it is missed. Source: G7
    in Kananaskis, 16 June 2025; on deadlines Roth, Murnighan & Schoumaker (1988).

    Attributes:
        date: Day of the summit; a round on that day still comes before it ends.
        pull: Share of worlds in which it counts.
    """

    date: dt.date
    pull: Share = 0.2

    columns: ClassVar[Mapping[str, str]] = {"missed": "1 where it counted and passed without a deal, else 0"}

    def begin(self, setting: Setting) -> _Event:
        """Draw the worlds in which it counts."""
        return _Event(setting.draw("pull") < self.pull, nowhere(setting.worlds))

    def act(self, now: Now, memory: _Event, doors: Doors) -> None:
        """A deadline until the day has passed."""
        setting = now.setting
        if now.date is None:
            return
        if now.date > self.date:
            missed = memory.concerned & now.open & ~memory.happened
            memory.happened = memory.happened | (memory.concerned & now.open)
            doors.tell(f"the summit of {self.date} has passed without a deal", missed)
            return
        rounds = sum(date <= self.date for date in setting.dates)
        last = float(rounds * setting.exchanges - 1)
        doors.deadline = np.where(memory.concerned, np.minimum(doors.deadline, last), doors.deadline)

    def ended(self, now: Now, memory: _Event, doors: Doors) -> None:
        """Talks that end on the day itself have missed it too."""
        memory.happened = memory.happened | (memory.concerned & now.open)

    def results(self, memory: _Event) -> dict[str, Floats]:
        """Whether it was missed."""
        return {"missed": memory.happened.astype(np.float64)}


@dataclass(frozen=True)
class Breakdown(Mechanism):
    """The talks may break off between one round and the next, for good: a random deadline.

    The clock door: from the second round on, each open world ends without a deal with probability `hazard`. Parties
    that know it bargain against what the talks have left to live on average, 1 / hazard rounds: a deadline that is
    always (round + 1 / hazard) × exchanges − 1, so that no exchange is the last. Source: Yildiz (2004), "Optimism,
    deadline effect, and stochastic deadlines"; risk of breakdown, Binmore, Rubinstein & Wolinsky (1986).

    Attributes:
        hazard: Probability, round by round, that the talks break off.
        since: First day on which they may; from the second round on where left out.
        known: Whether the parties reckon with it.
    """

    hazard: Share = 0.002
    since: dt.date | None = None
    known: bool = True

    columns: ClassVar[Mapping[str, str]] = {"broke_off": "1 where the talks broke off, else 0"}

    def begin(self, setting: Setting) -> _Event:
        """Nothing broken off."""
        return _Event(np.ones(setting.worlds, dtype=bool), nowhere(setting.worlds))

    def act(self, now: Now, memory: _Event, doors: Doors) -> None:
        """Draw it, and let the parties reckon with what is left."""
        if not now.after(self.since):
            return
        hazard = per_world(self.hazard, now.setting.worlds)
        if now.index:
            ends = now.open & ~memory.happened & (now.draw("break") < hazard)
            memory.happened = memory.happened | ends
            doors.ends = doors.ends | ends
            doors.tell("the talks break off for good", ends)
        if self.known:
            doors.hazard = hazard
            life = np.divide(1.0, hazard, out=np.full_like(hazard, np.inf), where=hazard > 0.0)
            doors.deadline = np.minimum(doors.deadline, (now.index + life) * now.setting.exchanges - 1.0)

    def results(self, memory: _Event) -> dict[str, Floats]:
        """Whether they broke off."""
        return {"broke_off": memory.happened.astype(np.float64)}
