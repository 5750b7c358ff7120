"""What parties moved from outside see, and what they may do, as numbers."""

from collections.abc import Sequence

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.space import Space
from zopa.game.view import Move
from zopa.talks.seats import Facing, accepting, leaving, nothing, offering


def numbers_seen(facing: Facing) -> dict[str, Floats]:
    """All that a party may know, as named arrays of numbers: nothing but its view, world axis dropped.

    Payoffs are in the scenario's unit (yearly flows, or lumps), by cell, (C,): a package is worth the sum of one cell
    for each cluster. What somebody else wants stands under `other_<index>_…`: exact, as expected, or the mirror of
    one's own, as the scenario's `information` has it; 0 for a number of which nothing is known.
    """
    view, received, cells = facing.view, facing.view.received, facing.view.space.cells
    offered, proposer = np.zeros(cells), np.zeros(view.parties)
    if received.standing[0]:
        offered[view.space.first[:-1] + received.package[0]] = 1.0
        proposer[received.proposer[0]] = 1.0
    seen = {
        "payoffs": view.cells[0],
        "allowed": view.allowed[0],
        "no_deal": view.reservation,
        "best": view.best,
        "offer": offered,
        "offer_by": proposer,
        "offer_worth": received.worth if received.standing[0] else np.zeros(1),
        "time_gone": view.gone,
        "deadline_next": view.last,
        "final": np.array([view.final]),
        "may_accept": np.array([facing.answers]),
        "may_offer": np.array([facing.turn.may_propose]),
        "threat_belief": view.belief,
        "discount": _own(view.waiting.factor, view.me),
        "received_meanwhile": _own(view.waiting.flow, view.me),
        "outside_option": _own(view.waiting.outside, view.me),
        "risk_of_breakdown": view.waiting.hazard,
        "proposals_left": np.array([view.course.proposer.size - view.place]),
        "approval": np.nan_to_num(view.approval),
        "market_stress": np.nan_to_num(view.stress),
    }
    everybody = [p for p in range(view.parties) if p != view.me]
    for p, other in zip(everybody, view.others, strict=True):
        known = np.isfinite(other.reservation)
        seen[f"other_{p}_payoffs"] = other.cells[0]
        seen[f"other_{p}_no_deal"] = np.where(known, other.reservation, 0.0)
        seen[f"other_{p}_discount"] = _own(view.waiting.factor, p)
        seen[f"other_{p}_received_meanwhile"] = _own(view.waiting.flow, p)
        seen[f"other_{p}_outside_option"] = _own(view.waiting.outside, p)
    return {name: np.asarray(value, dtype=np.float64).reshape(-1) for name, value in seen.items()}


def _own(of_all: Sequence[Floats | None], party: int) -> Floats:
    """A party's number, (1,); 0 where it is not known."""
    known = of_all[party]
    return np.zeros(1) if known is None else known


class FlatActions:
    """One number for each action: 0 to n − 1 offers that package; n accepts, n + 1 does neither, n + 2 leaves."""

    def __init__(self, space: Space) -> None:
        """Number the packages of a space; the last cluster's cell changes fastest."""
        self.shape = tuple(np.diff(space.first).tolist())
        self.offers = int(np.prod(self.shape))
        self.size = self.offers + 3

    def mask(self, facing: Facing) -> Bools:
        """Which actions may be taken, (n + 3,)."""
        mask = np.zeros(self.size, dtype=bool)
        if facing.turn.may_propose:
            allowed = np.ones(1, dtype=bool)
            for part in np.split(facing.view.allowed[0], facing.view.space.first[1:-1]):
                allowed = np.logical_and.outer(allowed, part).reshape(-1)
            mask[: self.offers] = allowed
        mask[self.offers] = facing.answers
        mask[self.offers + 1] = True
        mask[self.offers + 2] = facing.chooses
        return mask

    def move(self, facing: Facing, action: int) -> Move:
        """The move of an action; what may not be done is as doing nothing."""
        if not 0 <= action < self.size:
            raise ValueError(f"actions are numbered from 0 to {self.size - 1}, not {action}")
        if not self.mask(facing)[action] or action == self.offers + 1:
            return nothing(facing.view)
        if action >= self.offers:
            return accepting(facing.view) if action == self.offers else leaving(facing.view)
        return offering(facing.view, np.array(np.unravel_index(action, self.shape)))


class FactoredActions:
    """A verb (0 offer, 1 accept, 2 neither, 3 leave) and a cell for each cluster: for spaces too large to number."""

    def __init__(self, space: Space) -> None:
        """Count the cells of each cluster."""
        self.sizes: Ints = np.array([4, *np.diff(space.first)], dtype=np.int64)

    def mask(self, facing: Facing) -> Bools:
        """Which verbs and which cells may be chosen, laid end to end, (4 + C,)."""
        cells = facing.view.allowed[0] & facing.turn.may_propose
        return np.concatenate([[facing.turn.may_propose, facing.answers, True, facing.chooses], cells])

    def move(self, facing: Facing, action: Sequence[int] | Ints) -> Move:
        """The move of an action; what may not be done is as doing nothing."""
        chosen = np.asarray(action, dtype=np.int64)
        if chosen.shape != self.sizes.shape or (chosen < 0).any() or (chosen >= self.sizes).any():
            raise ValueError(f"an action is a verb and a cell for each cluster, each below {self.sizes.tolist()}")
        if chosen[0] == 1 and facing.answers:
            return accepting(facing.view)
        if chosen[0] == 3 and facing.chooses:
            return leaving(facing.view)
        allowed = facing.view.allowed[0][facing.view.space.first[:-1] + chosen[1:]].all()
        if chosen[0] == 0 and facing.turn.may_propose and allowed:
            return offering(facing.view, chosen[1:])
        return nothing(facing.view)
