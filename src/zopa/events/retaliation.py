"""Retaliation: a party answers a threat that is carried out with tariffs of its own, and is answered in turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting, nowhere
from zopa.game.parameters import NotNegative, Party, Scalar, Share, per_world


@dataclass
class _Ready:
    """Worlds in which the party would retaliate, (W,), and those in which it has, (W,)."""

    ready: Bools
    done: Bools


@dataclass(frozen=True)
class Retaliation(Mechanism):
    """Once a threat has been carried out, a party retaliates until there is a deal.

    In the worlds drawn, D of the other falls by harm × chokepoint and D of the party by self_harm + on_top, each times
    the share of the future in which retaliation is expected: foreseen × belief × the part that comes after the threat's
    day while it is pending, all of it once the threat has been carried out. Foreseen it deters; unforeseen it is a
    reply only. From then on the flows are paid: while there is no
    deal, and without one to the horizon. Source: damages of trade wars, Ossa
    (2014); the letter of 7 July 2025: whatever Japan adds will be added on top.

    Attributes:
        party: Who retaliates.
        against: Who is hit.
        harm: What it costs the other, as a yearly flow.
        self_harm: What one's own tariff costs oneself, as a yearly flow.
        on_top: What the other's answer costs oneself, as a yearly flow.
        probability: Probability that the party is one that retaliates.
        chokepoint: Factor on `harm`: 1 for tariffs on goods that are bought elsewhere too, more where the other
            cannot do without.
        foreseen: How far both sides reckon with it before the day: 1 a reply that is known and believed, 0 a surprise.
    """

    party: Party
    against: Party
    harm: NotNegative
    self_harm: NotNegative
    on_top: NotNegative = 0.0
    probability: Share = 0.0
    chokepoint: NotNegative = 1.0
    foreseen: Share = 1.0

    columns: ClassVar[Mapping[str, str]] = {"retaliated": "1 where the party retaliated, else 0"}

    def begin(self, setting: Setting) -> _Ready:
        """Draw the worlds in which it would."""
        return _Ready(setting.draw("ready") < self.probability, nowhere(setting.worlds))

    def act(self, now: Now, memory: _Ready, doors: Doors) -> None:
        """Expected harm enters D; once it has come to that, it is paid."""
        at_war = memory.ready & now.executed & now.open
        doors.tell(f"{now.setting.calls(self.party)} retaliates", at_war & ~memory.done)
        memory.done = memory.done | at_war
        expected = self.foreseen * now.pending * doors.belief
        share = np.where(memory.ready, np.where(now.executed, 1.0, expected), 0.0)
        for party, harm in self._harms(now.setting.worlds):
            doors.lose(party, -harm * share)
            doors.wait(party, np.where(at_war, -harm, 0.0))

    def ended(self, now: Now, memory: _Ready, doors: Doors) -> None:
        """Without a deal it goes on to the horizon."""
        at_war = memory.ready & now.executed & now.open
        memory.done = memory.done | at_war
        for party, harm in self._harms(now.setting.worlds):
            doors.charge(party, np.where(at_war, -harm * now.annuity, 0.0))

    def results(self, memory: _Ready) -> dict[str, Floats]:
        """Whether it came to that."""
        return {"retaliated": memory.done.astype(np.float64)}

    def _harms(self, worlds: int) -> tuple[tuple[int, Floats], ...]:
        hit: Scalar = self.harm * self.chokepoint
        back: Scalar = self.self_harm + self.on_top
        return (self.against, per_world(hit, worlds)), (self.party, per_world(back, worlds))
