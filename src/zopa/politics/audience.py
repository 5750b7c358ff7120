"""Audience costs: what it costs at home to go back on one's word, and to come home without a deal that was near."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game import statement as said
from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import NotNegative, Party, Share, per_world
from zopa.game.values import value_of


@dataclass
class _Heard:
    """What a party has said in public.

    Attributes:
        lines: How loudly each cell was ruled out by red lines, 0 where it was not, (W, C).
        hope: How loudly a deal was said to be near, (W,).
        line: What crossing a line costs when drawn with loudness 1, bn/yr, (W,).
        regret: What no deal costs once a deal was said to be near with loudness 1, bn/yr, (W,).
        backed_down: 1 where the deal crosses a line, 0 where it does not, (W,); nan without a deal.
    """

    lines: Floats
    hope: Floats
    line: Floats
    regret: Floats
    backed_down: Floats


@dataclass(frozen=True)
class Audience(Mechanism):
    """Voters punish leaders who do not keep their public word (Fearon 1994; measured by Tomz 2007).

    Doors: payoffs, D. After a red line, each issue (or cluster) of a package that crosses it costs the party
    cost × worth × loudness a year; everybody sees that it is bound. After it has celebrated, no deal is worth
    disappointment × worth × loudness a year less to it, and that is paid where the talks end without one; meanwhile
    the approval that constituencies listed before give it is higher by bonus × loudness. Statements count from the
    round after they were made.

    Attributes:
        party: Who speaks.
        cost: Support lost by crossing one's own red line, a share.
        disappointment: Support lost when there is no deal though one was said to be near, a share.
        bonus: Support gained by saying so, while the talks go on, a share.
        worth: What the whole of the support is worth to the party, bn USD-equivalents a year.
    """

    party: Party
    cost: Share = 0.15
    disappointment: Share = 0.05
    bonus: Share = 0.0
    worth: NotNegative = 10.0

    columns: ClassVar[dict[str, str]] = {"backed_down": "1 where the deal crosses a red line of the party, else 0"}

    def begin(self, setting: Setting) -> _Heard:
        """Nothing said."""
        w, worth = setting.worlds, per_world(self.worth, setting.worlds)
        return _Heard(
            np.zeros((w, setting.space.cells)), np.zeros(w), per_world(self.cost, w) * worth,
            per_world(self.disappointment, w) * worth, np.full(w, np.nan),
        )  # fmt: skip

    def act(self, now: Now, memory: _Heard, doors: Doors) -> None:
        """Hear what was said; red lines then stand in the payoffs, hopes in D."""
        for one in now.said:
            if one.by != self.party:
                continue
            loud = np.where(one.where, one.amount, 0.0)
            if one.kind == said.RED_LINE and one.keeps is not None:
                memory.lines = memory.lines + loud[:, None] * ~one.keeps[None, :]
                doors.pay(self.party, -memory.line[:, None] * memory.lines, one.where)
            elif one.kind == said.CELEBRATION:
                memory.hope = memory.hope + loud
        if memory.hope.any():
            doors.lose(self.party, -memory.regret * memory.hope)
            cheer = per_world(self.bonus, now.setting.worlds) * memory.hope
            doors.approval[self.party] = doors.approval[self.party] + cheer  # nan stays: nobody asks

    def sealed(self, now: Now, struck: Bools, memory: _Heard, doors: Doors) -> None:
        """Note where a line was crossed."""
        at = np.flatnonzero(struck)
        memory.backed_down[at] = value_of(memory.lines[at], now.package[at], now.setting.space.first) > 0.0

    def ended(self, now: Now, memory: _Heard, doors: Doors) -> None:
        """Pay for hopes that came to nothing."""
        if memory.hope.any():
            doors.charge(self.party, np.where(now.open, -memory.regret * memory.hope * now.annuity, 0.0))

    def results(self, memory: _Heard) -> dict[str, Floats]:
        """Where the party backed down."""
        return {"backed_down": memory.backed_down}
