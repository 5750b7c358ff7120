"""Constituencies: groups at home that read the papers, and whose consent a party may need."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting, nowhere
from zopa.game.parameters import NotNegative, Party, Positive, Scalar, Share, Worth, per_world
from zopa.game.values import value_in, value_of
from zopa.politics.winset import narrow


@dataclass
class _Home:
    """What a constituency remembers.

    Attributes:
        base: What is in force at the start is worth to it, (W,).
        least: What a package must be worth to it for its consent, (W,).
        mood: What the offers in the papers and the blow have added to its support, (W,).
        support: Its support for the party, a share, (W,).
        revealed: Worlds in which its hidden threshold has come to light, (W,).
        bound: Worlds in which its consent was last written through the door, (W,).
        blocked: Accords refused, (W,).
        won: What the deal is worth to it over what was in force at the start, (W,); nan without one.
        weight: Share of the party's support, (W,).
        keeps: Share of the mood that is left after `days`, (W,).
        days: Days for which `keeps` was worked out last.
        reacts: Support gained per bn/yr, (W,).
        start: Support at the start, (W,).
        struck: Whether the blow has fallen.
        consents: Whether a consent was ever written through the door.
    """

    base: Floats
    least: Floats
    mood: Floats
    support: Floats
    revealed: Bools
    bound: Bools
    blocked: Floats
    won: Floats
    weight: Floats
    keeps: Floats
    reacts: Floats
    start: Floats
    days: float = 0.0
    struck: bool = False
    consents: bool = False


@dataclass(frozen=True)
class Constituency(Mechanism):
    """A group at home: its support follows what lies on the table, and it may have to consent (Putnam 1988).

    Doors: the feasible set (consent); and `approval`, which strategies read. Its payoffs are its own: they decide
    on support and consent and are no part of the party's payoff, so that a cost has one owner.

    Support = start + mood, kept between 0 and 1. Any standing offer is in the papers: with value v for what lies on
    the table and v0 for what was in force at the start, the mood moves towards reacts × (v − v0), or to 0 where
    nothing lies there, and covers half of the way in `half_life` days (a round counts as a day where there are no
    dates). A blow adds to the mood once and fades in the same way. The party's approval is the sum over its
    constituencies of weight × support.

    Consent is given to packages worth v0 + threshold or more. `public`: everybody knows which (the win-set is common
    knowledge). `own`: only its own side knows. `hidden`: nobody knows until an accord is struck and refused; from the
    next round on everybody does (involuntary defection, Iida 1993). `none`: it is not asked.

    Attributes:
        party: Whose home it belongs to.
        payoffs: What levels are worth to it, bn USD/yr or equivalents; 0 for what is not named.
        weight: Share of the party's support that it makes up.
        start: Share of it that supports the party at the start.
        reacts: Support gained per bn/yr that it gains.
        half_life: Days in which its mood covers half of the way.
        blow: Support gained, or lost if below 0, by an event of another kind.
        blow_on: Day of that event, if any.
        consent: Whether it must consent, and who knows what it asks for: `none`, `public`, `own`, `hidden`.
        threshold: What it asks for over what was in force at the start, bn/yr; below 0 for what it puts up with.
        since: First day on which its consent is needed; always where left out.
        until: First day on which it is needed no more; never where left out.
    """

    party: Party
    payoffs: Worth
    weight: Share = 0.0
    start: Share = 0.5
    reacts: NotNegative = 0.0
    half_life: Positive = 30.0
    blow: Scalar = 0.0
    blow_on: dt.date | None = None
    consent: Literal["none", "public", "own", "hidden"] = "none"
    threshold: Scalar = 0.0
    since: dt.date | None = None
    until: dt.date | None = None

    agent: ClassVar[str] = "constituency"
    columns: ClassVar[dict[str, str]] = {
        "approval": "its support for the party at the end of the talks, a share",
        "blocked": "how many accords it refused",
        "won": "what the deal is worth to it, over what was in force at the start",
    }

    def answers(self, hook: str) -> bool:
        """Without a consent there is nothing to review."""
        return super().answers(hook) and (hook != "review" or self.consent != "none")

    def begin(self, setting: Setting) -> _Home:
        """Nothing on the table, nothing asked."""
        w = setting.worlds
        base = np.zeros(w)
        if setting.start is not None:
            at_first = np.ascontiguousarray(np.broadcast_to(setting.start, (w, setting.start.shape[0])))
            base = value_of(self.payoffs, at_first, setting.space.first)
        start = per_world(self.start, w)
        return _Home(
            base=base, least=base + per_world(self.threshold, w), mood=np.zeros(w), support=start.copy(),
            revealed=nowhere(w), bound=nowhere(w), blocked=np.zeros(w), won=np.full(w, np.nan),
            weight=per_world(self.weight, w), keeps=np.ones(w), reacts=per_world(self.reacts, w), start=start,
        )  # fmt: skip

    def act(self, now: Now, memory: _Home, doors: Doors) -> None:
        """Read the papers; say which packages would be consented to, where that has changed."""
        if self.blow_on is not None and not memory.struck and now.after(self.blow_on):
            memory.struck = True
            memory.mood += np.where(now.open, per_world(self.blow, now.setting.worlds), 0.0)
        days = now.days if now.date is not None else float(now.index > 0)
        if days != memory.days:
            memory.days = days
            _halve(days, per_world(self.half_life, now.setting.worlds), memory.keeps)
        _read(
            self.payoffs, now.package, now.setting.space.first, now.standing, now.open, memory.base, memory.start,
            memory.reacts, memory.keeps, memory.mood, memory.support,
        )  # fmt: skip
        share, before = memory.weight * memory.support, doors.approval[self.party]
        doors.approval[self.party] = np.where(np.isnan(before), share, before + share)
        if self.consent == "none":
            return
        bound = self._binds(now, memory)
        changed = bound != memory.bound
        if np.count_nonzero(changed):
            memory.bound = bound
            self._tell(now, memory, doors, changed)

    def _tell(self, now: Now, memory: _Home, doors: Doors, changed: Bools) -> None:
        """Through the door: what everybody knows to be out of the question is not on offer; the rest is a consent."""
        asked = memory.bound
        if self.consent != "own":
            possible, enough = narrow(self.payoffs, memory.least, now.setting.space.first, asked)
            doors.allow(possible, changed)
            asked = asked & ~enough
        if asked.any() or memory.consents:
            memory.consents = True
            least = np.where(asked, memory.least, -np.inf)
            doors.consent(self.payoffs, least, self.party, self.consent != "own", changed)

    def _binds(self, now: Now, memory: _Home) -> Bools:
        """Worlds in which somebody at the table knows that this consent is needed, (W,)."""
        if not self._needed(now):
            return nowhere(now.setting.worlds)
        return memory.revealed.copy() if self.consent == "hidden" else np.ones(now.setting.worlds, dtype=bool)

    def _needed(self, now: Now) -> bool:
        over = self.until is not None and now.date is not None and now.date >= self.until
        return self.consent != "none" and now.after(self.since) and not over

    def review(self, now: Now, struck: Bools, memory: _Home, doors: Doors) -> Bools | None:
        """Refuse what is worth too little to it."""
        if not self._needed(now):
            return None
        refused = nowhere(struck.shape[0])
        _refuse(self.payoffs, now.package, now.setting.space.first, struck, memory.least, refused)
        memory.blocked += refused
        memory.revealed |= refused
        name = now.setting.name.replace("_", " ")
        doors.tell(f"{name} refuse the accord: {now.setting.calls(self.party)} cannot ratify it", refused)
        return refused

    def sealed(self, now: Now, struck: Bools, memory: _Home, doors: Doors) -> None:
        """Count the gain."""
        _count(self.payoffs, now.package, now.setting.space.first, struck, memory.base, memory.won)

    def results(self, memory: _Home) -> dict[str, Floats]:
        """Support, refusals, gain."""
        return {"approval": memory.support, "blocked": memory.blocked, "won": memory.won}


@kernel
def _halve(days: float, half_life: Floats, keeps: Floats) -> None:
    """What is left of a mood after some days."""
    for w in range(keeps.shape[0]):
        keeps[w] = 0.5 ** (days / half_life[w])


@kernel
def _read(
    cells: Floats, package: Packages, first: Ints, standing: Bools, open_worlds: Bools, base: Floats, start: Floats,
    reacts: Floats, keeps: Floats, mood: Floats, support: Floats,
) -> None:  # fmt: skip
    """Moves mood and support of the worlds still open; worlds that have ended keep theirs."""
    for w in range(package.shape[0]):
        if not open_worlds[w]:
            continue
        towards = reacts[w] * (value_in(cells, package, first, w) - base[w]) if standing[w] else 0.0
        mood[w] = keeps[w] * mood[w] + (1.0 - keeps[w]) * towards
        support[w] = min(max(start[w] + mood[w], 0.0), 1.0)


@kernel
def _refuse(cells: Floats, package: Packages, first: Ints, struck: Bools, least: Floats, refused: Bools) -> None:
    """Accords worth less than what is asked for."""
    for w in range(package.shape[0]):
        refused[w] = struck[w] and value_in(cells, package, first, w) < least[w]


@kernel
def _count(cells: Floats, package: Packages, first: Ints, struck: Bools, base: Floats, won: Floats) -> None:
    """What deals are worth over what was in force."""
    for w in range(package.shape[0]):
        if struck[w]:
            won[w] = value_in(cells, package, first, w) - base[w]
