"""Who believes what: claims that are heard, and biased and noisy beliefs about the other."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

import numpy as np
from scipy.special import ndtri

from zopa.game import statement as said
from zopa.game.arrays import Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Bounds, Factors, Issue, NotNegative, Party, Share, per_world
from zopa.game.values import value_of


@dataclass
class _Claims:
    """By speaker: what it last claimed no deal to be worth beyond what is known, (W,)."""

    last: dict[int, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Listeners(Mechanism):
    """A party hears others claim to be in no hurry, and believes a share of it.

    The belief door: naive × claim is added to what it believes no deal to be worth to the speaker, from the round after
    the statement on, until the speaker claims something else. At naive 0 talk is cheap and changes nothing (Crawford &
    Sobel 1982; in bargaining Farrell & Gibbons 1989).

    Attributes:
        party: Who listens.
        naive: Share of a claim that it believes.
    """

    party: Party
    naive: Share = 0.0

    def begin(self, setting: Setting) -> _Claims:
        """Nothing heard."""
        return _Claims()

    def act(self, now: Now, memory: _Claims, doors: Doors) -> None:
        """Hear what was said; believe a share of it."""
        for one in now.said:
            if one.kind == said.PATIENCE and one.by != self.party:
                before = memory.last.get(one.by, np.zeros(now.setting.worlds))
                memory.last[one.by] = np.where(one.where, one.amount, before)
        naive = per_world(self.naive, now.setting.worlds)
        for speaker, claim in memory.last.items():
            if naive.any():
                doors.claim(self.party, speaker, naive * claim)


@dataclass
class _Bias:
    """Numbers of the party's offers, (W,) by column; what the estimate was coloured for, (W, C), and whether it was."""

    numbers: dict[str, Floats]
    known: Floats | None = None
    holds: bool = True


@dataclass(frozen=True)
class Bias(Mechanism):
    """A party is wrong about what the other wants: it weighs the other's stakes by a factor, issue by issue.

    The belief door: to the estimate v of a cell is added (factor − 1)(v − v₀), v₀ being the cell in force at the start
    (0 where there are no dates). So what is in force is estimated as before, and what a change is worth to the other is
    multiplied by the factor. Bayesian bargaining from a biased prior: the bias ends on the day it is corrected.

    Attributes:
        party: Who is wrong.
        about: About whom.
        factors: Issue or cluster to the factor on what its changes are believed to be worth.
        until: Day on which the error is seen; never where left out.
        issue: Issue whose level in its offers is written down, measured in numbers; none where left out.
    """

    party: Party
    about: Party
    factors: Factors
    until: dt.date | None = None
    issue: Issue | None = None

    columns: ClassVar[Mapping[str, str]] = {
        "opening": "what the first offer of the party that is wrong, as it lay on the table when a round began, was "
        "truly worth to the other beyond what was in force, a year",
        "asked_first": "level of the issue in that offer",
        "asked_before": "level of the issue in its last offer that lay on the table before the error was seen",
    }

    def begin(self, setting: Setting) -> _Bias:
        """Nothing known yet."""
        return _Bias({name: np.full(setting.worlds, np.nan) for name in self.columns})

    def act(self, now: Now, memory: _Bias, doors: Doors) -> None:
        """Colour the estimate where what is known has changed, or the bias is over."""
        self._note(now, memory.numbers)
        known = now.prior[self.about]
        holds = self.until is None or not now.after(self.until)
        if known is memory.known and holds == memory.holds:
            return
        memory.known, memory.holds = known, holds
        extra = now.setting.space.by_cell(self.factors - 1.0)
        colour = extra * now.setting.over_start(known) if holds else np.zeros_like(known)
        doors.think(self.party, self.about, colour, np.ones(now.setting.worlds, dtype=bool))

    def _note(self, now: Now, numbers: dict[str, Floats]) -> None:
        """Write down what the party asks for."""
        mine = now.open & now.standing & (now.proposer == self.party)
        first = mine & np.isnan(numbers["opening"])
        if first.any():
            gain = value_of(now.cells[self.about], now.package, now.setting.space.first) - now.in_force[self.about]
            numbers["opening"] = np.where(first, gain, numbers["opening"])
        early = self.until is None or not now.after(self.until)
        if self.issue is not None and mine.any() and (early or first.any()):
            space = now.setting.space
            levels = np.array([float(level) for level in space.levels[self.issue]])
            asked = levels[space.level_of(self.issue, now.package)]
            numbers["asked_first"] = np.where(first, asked, numbers["asked_first"])
            numbers["asked_before"] = np.where(mine & early, asked, numbers["asked_before"])

    def results(self, memory: _Bias) -> dict[str, Floats]:
        """What it asked for."""
        return memory.numbers


@dataclass
class _Noise:
    """The error at the start by cell, (W, C), and the share of it that was written last."""

    error: Floats
    share: float | None = None


@dataclass(frozen=True)
class Noise(Mechanism):
    """A party's idea of the other's payoffs is off by chance, less so as officials prepare.

    The belief door: to the estimate of each cell is added size × s × z × (1 − fades)^n after n rounds, s being the
    standard deviation of the cell around what is known and z a standard normal draw. A Bayesian opponent model starts
    from such a prior (Hindriks & Tykhonov 2008).

    Attributes:
        party: Whose idea.
        about: Of whose payoffs.
        size: Size of the error at the start, in standard deviations of the prior.
        fades: Share of the error that is cleared up in a round.
        every: Rounds between two corrections of the idea.
    """

    party: Party
    about: Party
    size: NotNegative = 1.0
    fades: Annotated[float, Bounds(at_least=0.0, at_most=1.0)] = 0.0
    every: Annotated[int, Bounds(at_least=1, at_most=1000)] = 4

    def begin(self, setting: Setting) -> _Noise:
        """Draw the error."""
        w, c = setting.worlds, setting.space.cells
        if setting.error is None:
            return _Noise(np.zeros((w, c)))
        luck = setting.luck.uniforms(f"mechanism:{setting.name}:noise", each=c)
        normal = ndtri(np.clip(luck, 2.0**-53, 1.0 - 2.0**-53))
        return _Noise(per_world(self.size, w)[:, None] * setting.error[self.about] * normal)

    def act(self, now: Now, memory: _Noise, doors: Doors) -> None:
        """Write the error that is left, where it has changed."""
        share = float((1.0 - self.fades) ** (now.index // self.every * self.every))
        if share == memory.share:
            return
        memory.share = share
        doors.think(self.party, self.about, share * memory.error, (memory.error != 0.0).any(axis=1))
