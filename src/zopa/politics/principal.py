"""The principal: a leader who may step in when the ministers have agreed, and asks for more."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting, nowhere
from zopa.game.parameters import Count, Factors, Issue, Party, Share, per_world


@dataclass
class _Leader:
    """What happened between a leader and the ministers.

    Attributes:
        setting: What has been known from the start.
        more: Markup less 1, by cell, (W, C).
        closeness: How much of it the negotiator applies on his own, (W,).
        chance: Probability of stepping in at an accord, (W,).
        times: How often the leader has stepped in, (W,).
        fresh: Worlds in which he did so first since the last round, (W,).
        day: Number of the round in which he last stepped in, (W,); −1 for never.
        cells: The party's payoffs that were marked up last, (W, C); None before the first.
        accord: The first tentative accord, (W, K).
        accord_day: Its day, from the start, (W,); nan for none.
        deal: The deal, (W, K); meaningless where not `agreed`.
        agreed: Worlds with a deal, (W,).
    """

    setting: Setting
    more: Floats
    closeness: Floats
    chance: Floats
    times: Floats
    fresh: Bools
    day: Floats
    accord: Packages
    accord_day: Floats
    deal: Packages
    agreed: Bools
    cells: Floats | None = None


@dataclass(frozen=True)
class Principal(Mechanism):
    """Delegation (Fershtman, Judd & Kalai 1991) to ministers whose accord the leader may re-open.

    Doors: payoffs; refusal at ratification. In a world of a tentative accord the leader steps in with
    `probability` × (1 − closeness): the accord is refused for the day, and from the next round on he negotiates
    himself, with the party's payoffs over what was in force at the start multiplied by `markup`, issue by issue (over
    0 where there are no dates). Until then the negotiator, who knows him, applies 1 + closeness × (markup − 1). What
    the weights add is a political valuation and is booked as politics.

    Attributes:
        party: Whose leader.
        probability: Probability that he looks at an accord and re-opens it, for a negotiator who is far from him.
        markup: Issue (or cluster) to the factor on the party's payoffs once he has stepped in; 1 for the others.
        closeness: How close the negotiator is to him: 0 a stranger, 1 his other self.
        most: How often he steps in at most.
        issue: Issue whose level in the first accord is reported, if any.
    """

    party: Party
    markup: Factors
    probability: Share = 0.2
    closeness: Share = 0.5
    most: Count = 1
    issue: Issue | None = None

    agent: ClassVar[str] = "principal"
    columns: ClassVar[dict[str, str]] = {
        "stepped_in": "how often the leader re-opened an accord",
        "accord_day": "day of the first tentative accord, from the start (a round where there are no dates)",
        "accord_level": "level of the issue named in that accord",
        "same_form": "share of the issues changed in that accord that the deal changes as well",
        "same_numbers": "share of the issues changed in that accord that stand at the same level in the deal",
    }

    def begin(self, setting: Setting) -> _Leader:
        """Ministers are on their own."""
        w, space, closeness = setting.worlds, setting.space, per_world(self.closeness, setting.worlds)
        nothing = np.zeros((w, len(space.clusters)), dtype=np.int16)
        return _Leader(
            setting=setting, more=space.by_cell(self.markup - 1.0), closeness=closeness,
            chance=per_world(self.probability, w) * (1.0 - closeness), times=np.zeros(w), fresh=nowhere(w),
            day=np.full(w, -1.0), accord=nothing, accord_day=np.full(w, np.nan), deal=nothing.copy(),
            agreed=nowhere(w),
        )  # fmt: skip

    def act(self, now: Now, memory: _Leader, doors: Doors) -> None:
        """Weigh the issues: as the negotiator thinks that the leader would, or as he does."""
        cells = now.cells[self.party]
        changed = memory.fresh if cells is memory.cells else np.ones(now.setting.worlds, dtype=bool)
        memory.cells, memory.fresh = cells, nowhere(now.setting.worlds)
        weight = np.where(memory.times > 0.0, 1.0, memory.closeness)
        if changed.any() and weight.any():
            doors.pay(self.party, now.setting.over_start(cells) * (weight[:, None] * memory.more), changed)

    def review(self, now: Now, struck: Bools, memory: _Leader, doors: Doors) -> Bools | None:
        """Look at an accord; step in by chance. What he has re-opened is not signed on the same day."""
        self._note(now, struck & np.isnan(memory.accord_day), memory)
        steps_in = struck & (memory.times < self.most) & (memory.day != now.index)
        steps_in = steps_in & (now.draw("steps_in") < memory.chance)
        memory.fresh = memory.fresh | (steps_in & (memory.times == 0.0))
        memory.times = memory.times + steps_in
        memory.day = np.where(steps_in, float(now.index), memory.day)
        doors.tell(f"the leader of {now.setting.calls(self.party)} steps in and asks for more", steps_in)
        refused: Bools = struck & (memory.day == now.index)
        return refused

    def _note(self, now: Now, first: Bools, memory: _Leader) -> None:
        """Keep the first accord."""
        at, days = np.flatnonzero(first), float(now.index)
        if now.date is not None:
            days = float((now.date - now.setting.dates[0]).days)
        memory.accord_day[at], memory.accord[at] = days, now.package[at]

    def sealed(self, now: Now, struck: Bools, memory: _Leader, doors: Doors) -> None:
        """Compare the deal with the first accord."""
        np.copyto(memory.deal, now.package, where=struck[:, None])
        memory.agreed |= struck

    def results(self, memory: _Leader) -> dict[str, Floats]:
        """What he did, and what became of the accord."""
        space, start = memory.setting.space, memory.setting.start
        accord, deal = space.level_indices(memory.accord), space.level_indices(memory.deal)
        level, form, numbers = (np.full_like(memory.times, np.nan) for _ in range(3))
        if self.issue is not None:
            levels = [np.nan if isinstance(one, str) else float(one) for one in space.levels[self.issue]]
            level = np.where(np.isnan(memory.accord_day), np.nan, np.array(levels)[accord[:, self.issue]])
        if start is not None:
            before = space.level_indices(start[None, :])
            changed = accord != before
            known, count = memory.agreed & changed.any(axis=1), np.maximum(changed.sum(axis=1), 1)
            form = np.where(known, (changed & (deal != before)).sum(axis=1) / count, np.nan)
            numbers = np.where(known, (changed & (deal == accord)).sum(axis=1) / count, np.nan)
        return {
            "stepped_in": memory.times,
            "accord_day": memory.accord_day,
            "accord_level": level,
            "same_form": form,
            "same_numbers": numbers,
        }
