"""The other talks: partners who will ask for what the first one got, and those who got something before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Bounds, Issue, Party, Scalar, Share, per_world

MOST = 100
"""Followers at most; each has its own luck, whoever else there is."""


@dataclass
class _Queue:
    """What became of the others, (W,) each; nan without a deal. And their luck, (W, MOST), once there has been one."""

    copied: Floats
    spread: Floats
    points: Floats
    edge: Floats
    copies: Bools | None = None
    own: Floats | None = None


@dataclass(frozen=True)
class OtherTalks(Mechanism):
    """A concession to one partner is asked for by the next: a precedent (Horn & Wolinsky 1988; Cooper & Fries 1991).

    What the precedent costs stands in the granting party's own payoffs, `per_point` for each point below `origin`, and
    is not written here a second time. Where somebody `ahead` has been granted a level, points down to that level are
    granted already: they cost nothing more in the share of cases in which the first deal is copied. So payoffs (door)
    of the issue rise by −per_point × similarity × max(0, origin − max(level, ahead)).

    After a deal each follower copies its level with probability `similarity`, or else gets a level drawn evenly from
    those between `lowest` and `highest`. That is told in columns and costs nobody anything more.

    Attributes:
        party: Who grants the levels.
        issue: The issue whose level sets the precedent; its levels are numbers.
        followers: Partners who follow.
        similarity: Probability that a partner is treated like the first.
        per_point: What a point below `origin` costs the party as a precedent, as a yearly flow (negative).
        origin: Level from which points are counted.
        ahead: Level that others were granted before; nobody is ahead where left out.
        lowest: Lowest level that a follower who does not copy may get.
        highest: Highest level that it may get.
    """

    party: Party
    issue: Issue
    per_point: Scalar
    origin: Scalar
    lowest: Scalar
    highest: Scalar
    followers: Annotated[Scalar, Bounds(at_least=1.0, at_most=float(MOST))] = 40.0
    similarity: Share = 0.9
    ahead: Scalar | None = None

    agent: ClassVar[str] = "other_talks"
    columns: ClassVar[Mapping[str, str]] = {
        "copied": "share of followers who got the level agreed here",
        "spread": "standard deviation of the followers' levels, points",
        "points": "points granted to a follower, on average",
        "edge": "points by which the level agreed here is below the followers' mean",
    }

    def begin(self, setting: Setting) -> _Queue:
        """Nobody has followed yet."""
        nothing = [np.full(setting.worlds, np.nan) for _ in range(4)]
        return _Queue(nothing[0], nothing[1], nothing[2], nothing[3])

    def act(self, now: Now, memory: _Queue, doors: Doors) -> None:
        """At the start: points granted to somebody ahead are no precedent any more."""
        if self.ahead is None or now.index > 0:
            return
        space, worlds = now.setting.space, now.setting.worlds
        cluster = next(k for k, issues in enumerate(space.clusters) if self.issue in issues)
        column = space.clusters[cluster].index(self.issue)
        levels = self.levels(now.setting)[[combination[column] for combination in space.combinations[cluster]]]
        cells = np.zeros((worlds, space.cells))
        granted = np.maximum(
            per_world(self.origin, worlds)[:, None] - np.maximum(levels, per_world(self.ahead, worlds)[:, None]), 0.0
        )
        relief = per_world(self.per_point, worlds) * per_world(self.similarity, worlds)
        cells[:, space.cells_of(cluster)] = -relief[:, None] * granted
        doors.pay(self.party, cells, np.ones(worlds, dtype=bool))

    def levels(self, setting: Setting) -> Floats:
        """The issue's levels as numbers, (L,).

        Raises:
            ValueError: One of them is a word.
        """
        levels = setting.space.levels[self.issue]
        if any(isinstance(level, str) for level in levels):
            raise ValueError(
                f"the levels of {setting.space.issues[self.issue]} are no numbers: points cannot be counted"
            )
        return np.array([float(level) for level in levels])

    def sealed(self, now: Now, struck: Bools, memory: _Queue, doors: Doors) -> None:
        """The others get theirs."""
        setting, worlds, rows = now.setting, now.setting.worlds, np.flatnonzero(struck)
        if memory.copies is None:
            memory.copies = self.copies(setting)
            memory.own = self.own(setting)
        assert memory.own is not None, "drawn together"
        mine = self.levels(setting)[setting.space.level_of(self.issue, now.package[rows])]
        theirs = np.where(memory.copies[rows], mine[:, None], memory.own[rows])
        here = np.arange(MOST) < per_world(self.followers, worlds)[rows, None]
        number = here.sum(axis=1)
        mean = np.where(here, theirs, 0.0).sum(axis=1) / number
        memory.copied[rows] = ((theirs == mine[:, None]) & here).sum(axis=1) / number
        memory.spread[rows] = np.sqrt(np.where(here, np.square(theirs - mean[:, None]), 0.0).sum(axis=1) / number)
        memory.points[rows] = per_world(self.origin, worlds)[rows] - mean
        memory.edge[rows] = mean - mine

    def copies(self, setting: Setting) -> Bools:
        """Whether each follower gets what was agreed here, (W, MOST)."""
        draws = setting.luck.uniforms(f"mechanism:{setting.name}:copies", each=MOST)
        out: Bools = draws < per_world(self.similarity, setting.worlds)[:, None]
        return out

    def own(self, setting: Setting) -> Floats:
        """The level that each follower gets if it does not, (W, MOST)."""
        order, worlds = np.sort(self.levels(setting)), setting.worlds
        low = np.searchsorted(order, per_world(self.lowest, worlds), side="left")
        high = np.searchsorted(order, per_world(self.highest, worlds), side="right")
        choice = np.maximum(high - low, 1)[:, None]  # where none lies between, the next one above
        draws = setting.luck.uniforms(f"mechanism:{setting.name}:own", each=MOST)
        at = low[:, None] + np.floor(draws * choice).astype(np.int64)
        levels: Floats = order[np.minimum(at, order.shape[0] - 1)]
        return levels

    def results(self, memory: _Queue) -> dict[str, Floats]:
        """What the others got."""
        return {"copied": memory.copied, "spread": memory.spread, "points": memory.points, "edge": memory.edge}
