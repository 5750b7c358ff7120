"""What may be on the table: a restricted agenda that opens in time, and demands that are raised in the middle."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Levels, NotNegative, Party, Share, per_world


def _titles(setting: Setting, keeps: Bools) -> str:
    """The issues whose levels a mask of cells (C,) restricts, as people call them."""
    space, named = setting.space, []
    for k, cluster in enumerate(space.clusters):
        kept = np.array(space.combinations[k])[keeps[space.cells_of(k)]]
        for column, issue in enumerate(cluster):
            if len(np.unique(kept[:, column])) < len(space.levels[issue]):
                named.append(setting.titles.get(space.issues[issue]) or space.issues[issue])
    return " and ".join(named)


@dataclass
class _Agenda:
    """Worlds in which the agenda is closed, (W,), and the round in which it was opened, (W,), nan for not (yet)."""

    closed: Bools
    opened: Floats
    said: bool = False


@dataclass(frozen=True)
class Agenda(Mechanism):
    """A restricted agenda: while it is closed only some levels of some issues may be in an offer.

    The feasible-set door. In round n the agenda opens in a world where it is closed if u_n < hazard, and for certain
    from the day `opens`; the party that controls it then pays `cost` once. Where what is left, together with red
    lines, is nothing, no offer can be made until it opens. Agenda restriction: In & Serrano (2004), Fershtman (1990).

    Attributes:
        keeps: Issue to the levels that may be in an offer while the agenda is closed; other issues are free.
        by: Party that controls the agenda.
        opens: Day from which the agenda is open for certain; none where left out.
        hazard: Probability that it opens in a round.
        share: Probability that it is closed at all.
        cost: What opening it costs the party that controls it, once.
    """

    keeps: Levels
    by: Party
    opens: dt.date | None = None
    hazard: Share = 0.0
    share: Share = 1.0
    cost: NotNegative = 0.0

    columns: ClassVar[Mapping[str, str]] = {
        "opened_round": "round in which the agenda was opened (none where it never was, or never was closed)",
        "closed": "whether the agenda was still closed at the end",
    }

    def begin(self, setting: Setting) -> _Agenda:
        """Draw whether it is closed."""
        return _Agenda(setting.draw("closed") < self.share, np.full(setting.worlds, np.nan))

    def act(self, now: Now, memory: _Agenda, doors: Doors) -> None:
        """Open it where that is due, and say what may be offered."""
        due = self.opens is not None and now.date is not None and now.date >= self.opens
        opens = memory.closed & now.open & (due | (now.draw("opens") < self.hazard))
        if opens.any():
            memory.closed = memory.closed & ~opens
            memory.opened = np.where(opens, now.index + 1.0, memory.opened)
            doors.charge(self.by, np.where(opens, -now.once * self.cost, 0.0))
            text = f"{now.setting.calls(self.by)} opens the agenda: {_titles(now.setting, self.keeps)}"
            doors.tell(text, opens)
        if opens.any() or not memory.said:
            changed = opens if memory.said else memory.closed
            doors.allow(~memory.closed[:, None] | self.keeps[None, :], changed)
            memory.said = True

    def results(self, memory: _Agenda) -> dict[str, Floats]:
        """When it was opened, and whether it ever was."""
        return {"opened_round": memory.opened, "closed": memory.closed.astype(np.float64)}


@dataclass
class _Demand:
    """Worlds in which the party has the demand at heart, (W,), and in which it has raised it, (W,)."""

    hidden: Bools
    raised: Bools


@dataclass(frozen=True)
class Demand(Mechanism):
    """A hidden demand: from a day on a party signs nothing without certain levels, in the worlds drawn.

    The feasible-set door: from then on only those levels may be in an offer, and other offers are off the table. Where
    the other side's red lines rule them out, no offer can be made any more. Latent issues and linkage: Sebenius (1983);
    dependence as leverage: Hirschman (1945).

    Attributes:
        party: Who makes the demand.
        keeps: Issue to the levels that it insists on; other issues are free.
        probability: Probability that it has the demand at heart.
        since: Day on which it raises it; from the first round where left out.
    """

    party: Party
    keeps: Levels
    probability: Share = 0.1
    since: dt.date | None = None

    columns: ClassVar[Mapping[str, str]] = {"raised": "whether the demand was raised before the talks were over"}

    def begin(self, setting: Setting) -> _Demand:
        """Draw whether it is there."""
        hidden = setting.draw("hidden") < per_world(self.probability, setting.worlds)
        return _Demand(hidden, np.zeros(setting.worlds, dtype=bool))

    def act(self, now: Now, memory: _Demand, doors: Doors) -> None:
        """Raise it when its day has come."""
        fresh = memory.hidden & ~memory.raised & now.open & now.after(self.since)
        if fresh.any():
            memory.raised = memory.raised | fresh
            doors.allow(~memory.raised[:, None] | self.keeps[None, :], fresh)
            text = f"{now.setting.calls(self.party)} raises a demand: {_titles(now.setting, self.keeps)}"
            doors.tell(text, fresh)

    def results(self, memory: _Demand) -> dict[str, Floats]:
        """Whether it was raised."""
        return {"raised": memory.raised.astype(np.float64)}
