"""After the deal: pledges that are exacted, text left open, disputes, and levels that snap back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Amounts, Issue, Levels, NotNegative, Party, Share, per_world
from zopa.game.space import Space
from zopa.game.values import value_of

MOST = 20
"""Disputes about one topic that are counted at most."""


@dataclass
class _After:
    """What has been foreseen, and what came of the deals.

    Attributes:
        changes: Cells that are not what was in force at the start, (W, C).
        means: Mean number of disputes about each cluster that a deal changes, (W, K).
        known: Payoffs that the rest was worked out of.
        stakes: For each party by how much a cell is worth more than the level that may return, (W, C).
        foreseen: For each party what it foresees for each cell, as a yearly flow, (W, C).
        written: The same with what is exacted: what stands in the payoffs, (W, C).
        disputes: Number of disputes, (W,); nan without a deal.
        watched: Whether one was about the issue watched, (W,); nan without a deal.
        snapped: Whether old levels came back, (W,); nan without a deal.
        draws: Luck of the disputes, (W, K), once there has been a deal.
    """

    changes: Bools
    means: Floats
    known: tuple[Floats, ...]
    stakes: list[Floats]
    foreseen: list[Floats]
    written: list[Floats]
    disputes: Floats
    watched: Floats
    snapped: Floats
    draws: Floats | None = None


@dataclass(frozen=True)
class Aftermath(Mechanism):
    """A deal is what is exacted of it later (Fearon 1998); what its text leaves open is fought over.

    Enforcement: of what the payer's pledges cost it, a further share enforcement × pledges_k is exacted, and `exacted`
    of that reaches the payee. It stands in the payoffs (door) of the pledges' cells.

    Disputes: each cluster k that the deal changes breeds λ_k = hazard × vague × topics_k a year while the text is open,
    Y years (at most those left, at present value): their number is Poisson with mean λ_k Y. Each costs every party
    `cost`, once; of N disputes one snaps back with probability 1 − (1 − snap_back)^N: the levels `back` return for
    `months`, which costs a party months / 12 × (what it has by the deal − what it had by those levels).

    Of this the parties foresee the share `foresight`, in the payoffs: λ_k Y × cost for each cluster changed, and the
    loss by a snap-back with the probability that it has in a deal that opens all topics. When the deal is sealed they
    are charged with what really happens less what was foreseen: in all, each pays what happens, once.

    Sources: quarterly review, and funding within 45 business days or tariffs return (memorandum of 4 September 2025);
    disputes over the profit split, Alaska gas and stacking, July and August 2025.

    Attributes:
        payer: Who pledges.
        payee: Who is pledged to.
        pledges: Issue or cluster to how far it is a pledge that can be exacted (1 in full).
        topics: Issue or cluster to the share of its text that is left open, or of its headline without substance.
        enforcement: Further share of the pledges' cost that is exacted.
        exacted: Share of that which reaches the payee.
        vague: Share of the deal that is left unwritten: 0 for a deal in writing.
        hazard: Disputes a year about a topic that is wholly open.
        open_years: Years until the text is settled.
        cost: What a dispute costs each party, once.
        snap_back: Probability that a dispute ends with the levels `back`.
        back: Levels that then return; of a cluster, the first combination that is meant. None where left out.
        months: Months for which they return.
        foresight: Share of all this that the parties foresee.
        watched: Issue whose disputes have a column of their own.
    """

    payer: Party
    payee: Party
    pledges: Amounts
    topics: Amounts
    enforcement: NotNegative = 0.0
    exacted: Share = 0.3
    vague: Share = 0.5
    hazard: NotNegative = 2.0
    open_years: NotNegative = 1.0
    cost: NotNegative = 0.0
    snap_back: Share = 0.0
    back: Levels | None = None
    months: NotNegative = 3.0
    foresight: Share = 0.5
    watched: Issue | None = None

    agent: ClassVar[str] = "rule"
    columns: ClassVar[Mapping[str, str]] = {
        "disputes": "disputes after the deal",
        "watched": "whether there was a dispute about the issue watched (1) or not (0)",
        "snapped_back": "whether old levels came back for a time (1) or not (0)",
    }

    def begin(self, setting: Setting) -> _After:
        """Nothing foreseen yet."""
        nothing = [np.full(setting.worlds, np.nan) for _ in range(3)]
        blank = [np.zeros((setting.worlds, setting.space.cells)) for _ in setting.parties]
        return _After(
            changes(setting), self.means(setting), (), list(blank), list(blank), list(blank), nothing[0], nothing[1],
            nothing[2],
        )  # fmt: skip

    def act(self, now: Now, memory: _After, doors: Doors) -> None:
        """Write what is exacted and foreseen; again where payoffs have changed."""
        if memory.known is now.cells:
            return
        for party, cells in enumerate(now.cells):
            memory.stakes[party] = self.at_stake(now.setting.space, cells)
            memory.foreseen[party] = self.foreseen(now.setting, memory, party)
            written = memory.foreseen[party] + self.exaction(now.setting, now.cells[self.payer], party)
            changed = (written != memory.written[party]).any(axis=1)
            memory.written[party] = written
            doors.pay(party, written, changed)
        memory.known = now.cells

    def exaction(self, setting: Setting, cells: Floats, party: int) -> Floats:
        """What enforcement adds to a party's payoffs by cell, as a yearly flow, (W, C).

        Args:
            setting: What is known from the start.
            cells: The payer's payoffs, (W, C).
            party: The payer, the payee or another.
        """
        if party not in (self.payer, self.payee):
            return np.zeros_like(cells)
        more = per_world(self.enforcement, setting.worlds)[:, None] * setting.space.by_cell(self.pledges)
        exacted = more * np.minimum(setting.over_start(cells), 0.0)
        if party == self.payer:
            return exacted
        share = -per_world(self.exacted, setting.worlds)[:, None]
        return share * exacted

    def means(self, setting: Setting) -> Floats:
        """Mean number of disputes about each cluster that a deal changes, λ_k Y, (W, K)."""
        years = np.minimum(self.open_years, setting.whole)
        out: Floats = (self.vague * per_world(self.hazard, setting.worlds) * years)[:, None] * self.topics
        return out

    def foreseen(self, setting: Setting, memory: _After, party: int) -> Floats:
        """What a party foresees of disputes and of a snap-back for each cell, as a yearly flow, (W, C)."""
        worlds, means = setting.worlds, memory.means
        cost = setting.space.by_cell(means * per_world(self.cost, worlds)[:, None]) * memory.changes
        chance = -np.expm1(-per_world(self.snap_back, worlds) * means.sum(axis=1))
        worth = (chance * self.years_back(setting.whole))[:, None] * memory.stakes[party]
        out: Floats = -per_world(self.foresight, worlds)[:, None] * (cost + worth) / setting.whole[:, None]
        return out

    def years_back(self, left: Floats) -> Floats:
        """Years for which old levels return, (W,): at most those left."""
        out: Floats = np.minimum(np.divide(self.months, 12.0), left)
        return out

    def at_stake(self, space: Space, cells: Floats) -> Floats:
        """By how much each cell is worth more than the level that may return, as a yearly flow, (W, C); else 0."""
        out = np.zeros_like(cells)
        if self.back is None:
            return out
        for k in range(len(space.clusters)):
            where = space.cells_of(k)
            meant = self.back[where]
            if not meant.all():
                out[:, where] = cells[:, where] - cells[:, where][:, [int(np.argmax(meant))]]
        return out

    def sealed(self, now: Now, struck: Bools, memory: _After, doors: Doors) -> None:
        """Disputes come, or do not; the parties are charged with what they had not foreseen."""
        setting, space, worlds = now.setting, now.setting.space, now.setting.worlds
        rows = np.flatnonzero(struck)
        package = now.package[rows]
        new = np.take_along_axis(memory.changes[rows], space.first[:-1] + package, axis=1)
        number = poisson(np.where(new, memory.means[rows], 0.0), self.draws(setting, memory)[rows])
        disputes = number.sum(axis=1).astype(np.float64)
        chance = 1.0 - np.power(1.0 - per_world(self.snap_back, worlds)[rows], disputes)
        snapped = setting.draw("snap")[rows] < chance
        once, annuity = now.once[rows], now.annuity[rows]
        years, cost = self.years_back(now.annuity / now.once)[rows], per_world(self.cost, worlds)[rows]
        for party, stakes in enumerate(memory.stakes):
            lost = np.where(snapped, years * value_of(stakes[rows], package, space.first), 0.0)
            counted = annuity * value_of(memory.foreseen[party][rows], package, space.first)
            surprise = np.zeros(worlds)
            surprise[rows] = -(disputes * cost + lost) * once - counted
            doors.charge(party, surprise)
        memory.disputes[rows] = disputes
        memory.watched[rows] = self.about_watched(setting, package, number)
        memory.snapped[rows] = snapped
        doors.tell("what was agreed is disputed afterwards", struck & (memory.disputes > 0.0))
        doors.tell("old levels snap back for a time", struck & (memory.snapped > 0.0))

    def draws(self, setting: Setting, memory: _After) -> Floats:
        """A draw for the disputes about each cluster, (W, K); made when the first deal is sealed."""
        if memory.draws is None:
            clusters = len(setting.space.clusters)
            memory.draws = setting.luck.uniforms(f"mechanism:{setting.name}:disputes", each=clusters)
        return memory.draws

    def about_watched(self, setting: Setting, package: Packages, number: Ints) -> Bools:
        """Deals with a dispute about the issue watched, (D,): its cluster's, where the deal changed its level.

        Args:
            setting: What is known from the start.
            package: The deals, (D, K).
            number: Disputes about each cluster, (D, K).
        """
        space = setting.space
        if self.watched is None:
            return np.zeros(package.shape[0], dtype=bool)
        cluster = next(k for k, issues in enumerate(space.clusters) if self.watched in issues)
        disputed: Bools = number[:, cluster] > 0
        if setting.start is not None:
            before = space.level_of(self.watched, setting.start[None, :])
            disputed = disputed & (space.level_of(self.watched, package) != before)
        return disputed

    def results(self, memory: _After) -> dict[str, Floats]:
        """What came of the deals."""
        return {"disputes": memory.disputes, "watched": memory.watched, "snapped_back": memory.snapped}


def changes(setting: Setting) -> Bools:
    """Cells that are not what was in force at the start, (W, C); all of them where nothing was."""
    out = np.ones((setting.worlds, setting.space.cells), dtype=bool)
    if setting.start is not None:
        out[:, setting.space.first[:-1] + setting.start] = False
    return out


def poisson(means: Floats, draws: Floats) -> Ints:
    """Poisson numbers by inversion, one for each mean, cut at `MOST`.

    Args:
        means: Their means.
        draws: Uniform draws of the same shape.
    """
    number = np.zeros(means.shape, dtype=np.int64)
    probability = np.exp(-means)
    below = probability.copy()
    for count in range(1, MOST + 1):
        number += draws >= below
        probability = probability * means / count
        below += probability
    return number
