"""The table: the offer that stands in each world, who has consented, and which worlds are still open.

Finished worlds stay and do not move: every change goes through the masks of this file.
"""

from collections.abc import Mapping

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.values import value_in
from zopa.game.view import Move
from zopa.protocols.base import Turn


@kernel
def _put(
    party: int, parties: int, may_accept: bool, may_propose: bool, accept: Bools, silent: Bools, offer: Packages,
    package: Packages, standing: Bools, proposer: Ints, consents: Ints, open_worlds: Bools, struck: Bools,
    offered: Bools, offers: Ints, levels: Ints,
) -> int:  # fmt: skip
    """One party's moves; returns the number of deals struck, -1 if an offer has a level that there is not."""
    deals = 0
    for w in range(open_worlds.shape[0]):
        struck[w] = False
        offered[w] = False
        if not open_worlds[w]:
            continue
        if may_accept and standing[w] and proposer[w] != party and accept[w]:
            consents[w] += 1
            if consents[w] == parties - 1:
                struck[w] = True
                open_worlds[w] = False
                deals += 1
            continue
        if may_propose and not silent[w]:
            for k in range(package.shape[1]):
                if offer[w, k] < 0 or offer[w, k] >= levels[k]:
                    return -1  # kernels trust what lies on the table
                package[w, k] = offer[w, k]
            standing[w] = True
            offered[w] = True
            offers[w] += 1
            proposer[w] = party
            consents[w] = 0
        elif proposer[w] != party:
            standing[w] = False
    return deals


class Table:
    """What lies on the table in each world.

    Attributes:
        package: The offer that stands, (W, K).
        standing: Whether there is one, (W,).
        proposer: Index of the party that made it, (W,).
        consents: Parties that have accepted it, (W,).
        open: Worlds in which the talks go on, (W,).
        undecided: Worlds in which there is no deal, (W,): those open, and those whose talks have broken off.
        remaining: How many worlds are open.
        struck: Worlds in which the last move struck a deal, (W,).
        signed: Worlds in which this round has brought a deal that holds, (W,).
        offered: Worlds in which the last move put an offer on the table, (W,).
        offers: Offers made so far, (W,).
        ended: How talks that broke off have ended, as a number of `game.ending`, (W,); 0 elsewhere: time decides.
        sealed: For each party its offer of this round where offers are sealed, (W, K).
        made: For each party the worlds in which it has made one, (W,).
        opened: For each party its last sealed offer that has been opened, (W, K).
        seen: For each party the worlds in which there is one, (W,).
        idle: Rounds in a row in which sealed offers have conceded nothing, (W,).
    """

    def __init__(self, worlds: int, levels: Ints, parties: int) -> None:
        """Clear the table for a block of worlds.

        Args:
            worlds: Worlds in the block.
            levels: Cells of each cluster, (K,).
            parties: Number of parties.
        """
        clusters, self._levels = levels.shape[0], levels
        self._parties = parties
        self._nobody_silent = np.zeros(worlds, dtype=bool)
        self.package = np.zeros((worlds, clusters), dtype=np.int16)
        self.standing = np.zeros(worlds, dtype=bool)
        self.proposer = np.full(worlds, -1, dtype=np.int64)
        self.consents = np.zeros(worlds, dtype=np.int64)
        self.open = np.ones(worlds, dtype=bool)
        self.undecided = np.ones(worlds, dtype=bool)
        self.remaining = worlds
        self.struck = np.zeros(worlds, dtype=bool)
        self.signed = np.zeros(worlds, dtype=bool)
        self.offered = np.zeros(worlds, dtype=bool)
        self.offers = np.zeros(worlds, dtype=np.int64)
        self.ended = np.zeros(worlds, dtype=np.int64)
        self.sealed, self.opened = ([self.package] * parties for _ in range(2))
        self.made, self.seen = ([self._nobody_silent] * parties for _ in range(2))
        self.idle = np.zeros(worlds, dtype=np.int64)

    def put(self, turn: Turn, move: Move) -> int:
        """Let one party accept or make its offer in every open world.

        Args:
            turn: Whose turn it is, and what it may do.
            move: What it does.

        Returns:
            In how many worlds a deal was struck; which ones stands in `struck`.
        """
        silent = self._nobody_silent if move.silent is None else move.silent
        deals = int(
            _put(
                turn.party, self._parties, turn.may_accept, turn.may_propose, move.accept, silent, move.package,
                self.package, self.standing, self.proposer, self.consents, self.open, self.struck, self.offered,
                self.offers, self._levels,
            )
        )  # fmt: skip
        if deals < 0:
            raise ValueError(f"party {turn.party} offers a package with a level that there is not")
        self.remaining -= deals
        return deals

    def seal(self, party: int) -> None:
        """The offer that a party has just made stays closed."""
        self.sealed[party] = self.package.copy()
        self.made[party] = self.offered.copy()

    def open_seals(self, idle: Ints) -> None:
        """The sealed offers of this round have been opened; nobody can accept them any more.

        Args:
            idle: Rounds in a row without a concession, (W,).
        """
        self.opened, self.seen, self.idle = list(self.sealed), list(self.made), idle
        self.standing = self.standing & ~self.open

    def strike(self, struck: Bools, package: Packages, proposer: Ints) -> int:
        """There is an accord in these worlds, (W,); returns their number."""
        struck = struck & self.open
        self.struck = struck
        self.package = np.where(struck[:, None], package, self.package)
        self.proposer = np.where(struck, proposer, self.proposer)
        self.open = self.open & ~struck
        self.remaining -= int(struck.sum())
        return int(struck.sum())

    def reopen(self, refused: Bools) -> None:
        """A tentative accord is refused: the offer is off the table, and the talks go on.

        Args:
            refused: Worlds concerned, (W,), among those in `struck`.
        """
        self.struck &= ~refused
        self.open |= refused
        self.standing &= ~refused
        self.consents[refused] = 0
        self.remaining += int(refused.sum())

    def conclude(self) -> None:
        """The accords in `struck` are final."""
        self.undecided &= ~self.struck
        self.signed |= self.struck

    def break_off(self, ends: Bools, how: int) -> None:
        """The talks end without a deal in these worlds, (W,); `how` is a number of `game.ending`."""
        ends = ends & self.open
        self.ended[ends] = how
        self.open &= ~ends
        self.standing &= ~ends
        self.remaining -= int(ends.sum())

    def withdraw(self, party: int, worth: Floats, reservation: Floats) -> Bools:
        """Take a party's offer off the table where it is now worth less to the party than no deal.

        Args:
            party: Index of the party.
            worth: What lies on the table is worth to it, (W,).
            reservation: What no deal is worth to it, (W,).

        Returns:
            Where an offer was withdrawn, (W,).
        """
        withdrawn: Bools = self.open & self.standing & (self.proposer == party) & (worth < reservation)
        self.standing &= ~withdrawn
        return withdrawn


ADDED = ("time", "issues", "politics", "market")
"""What a payoff is made of: flows before a deal or without one, agreed levels, home and statecraft, the market.

The parts are added up in this order: one sum, wherever it is formed.
"""


class Outcomes:
    """How each world ended.

    Attributes:
        agreed: Whether there was a deal, (W,).
        ended: How the talks ended, as a number of `game.ending`, (W,).
        index: Number of the round of the deal, from 0, (W,); -1 without one.
        exchange: Exchange of that round, (W,); -1 without one.
        proposer: Party whose offer was agreed, (W,); -1 without one.
        package: The package agreed, (W, K); meaningless without one.
        offers: Offers made until then, (W,).
        parts: For each party what its payoff is made of, (W,) by name of `ADDED`; they add up to it.
        payoff: For each party the present value of how things went, (W,).
        annual: The same spread evenly over the horizon, (W,).
        no_deal: For each party what walking away was worth at the moment of the deal, or at the end, (W,).
        extra: Columns that the surroundings add to the table of results, each (W,).
    """

    def __init__(self, worlds: int, clusters: int, parties: int) -> None:
        """No world has ended yet."""
        self.agreed = np.zeros(worlds, dtype=bool)
        self.ended = np.zeros(worlds, dtype=np.int64)
        self.index = np.full(worlds, -1, dtype=np.int64)
        self.exchange = np.full(worlds, -1, dtype=np.int64)
        self.proposer = np.full(worlds, -1, dtype=np.int64)
        self.package = np.zeros((worlds, clusters), dtype=np.int16)
        self.offers = np.zeros(worlds, dtype=np.int64)
        self.parts: list[dict[str, Floats]] = [{part: np.zeros(worlds) for part in ADDED} for _ in range(parties)]
        self.extra: dict[str, Floats] = {}
        self.payoff: list[Floats] = [np.full(worlds, np.nan) for _ in range(parties)]
        self.annual: list[Floats] = [np.full(worlds, np.nan) for _ in range(parties)]
        self.no_deal: list[Floats] = [np.full(worlds, np.nan) for _ in range(parties)]

    def _repr_html_(self) -> str:
        """For notebooks: numbers alone."""
        head = f"<p><b>{self.agreed.size:,} worlds, {int(self.agreed.sum()):,} deals</b></p>"
        rows = "".join(
            f"<tr><td>{p}</td><td>{annual.mean():,.2f}</td><td>{payoff.mean():,.2f}</td></tr>"
            for p, (annual, payoff) in enumerate(zip(self.annual, self.payoff, strict=True))
        )
        heads = "<tr><th>party</th><th>mean annual payoff</th><th>mean present value</th></tr>"
        return f"{head}<table><thead>{heads}</thead><tbody>{rows}</tbody></table>"

    def sign(self, table: Table, index: int, exchange: int) -> None:
        """Write down the deals that the last move struck.

        Args:
            table: What lies on the table.
            index: Number of the round.
            exchange: Exchange of that round.
        """
        _sign(table.struck, table.package, table.proposer, index, exchange, *self._columns())

    def pay(self, party: int, where: Bools, parts: Mapping[str, Floats], no_deal: Floats) -> None:
        """Write down what a party gets.

        Args:
            party: Which party.
            where: Worlds concerned, (W,).
            parts: What its payoff is made of, (W,) by name; what is missing is 0.
            no_deal: What walking away would be, or is, worth, (W,).
        """
        total = np.zeros(where.shape[0])
        for name in ADDED:
            worth = parts.get(name)
            if worth is not None:
                np.copyto(self.parts[party][name], worth, where=where)
                total = total + worth
        np.copyto(self.payoff[party], total, where=where)
        np.copyto(self.no_deal[party], no_deal, where=where)

    def settle(
        self, party: int, table: Table, cells: Floats, first: Ints, past: Floats, years: Floats, paid: Floats,
        reservation: Floats,
    ) -> None:  # fmt: skip
        """Write down what a party gets by the deals signed in this round, but for what mechanisms pay.

        Args:
            party: Which party.
            table: The deals.
            cells: The party's payoffs by cell, (W, C).
            first: Offsets of the clusters, (K + 1,).
            past: Present value of the flows received so far, (W,).
            years: Present value of 1 a year from now on, (W,).
            paid: Present value of all that it has received so far, (W,).
            reservation: What no deal is worth from now on, as a yearly flow, (W,).
        """
        parts = self.parts[party]
        _settle(
            table.signed, table.package, cells, first, past, years, paid, reservation, parts["time"], parts["issues"],
            self.payoff[party], self.no_deal[party],
        )  # fmt: skip

    def add(self, party: int, part: str, where: Bools, worth: Floats) -> None:
        """Add a part to what a party gets in some worlds; parts are added in the order of `ADDED`."""
        np.copyto(self.parts[party][part], worth, where=where)
        np.add(self.payoff[party], worth, out=self.payoff[party], where=where)

    def _columns(self) -> tuple[Bools, Ints, Ints, Ints, Packages]:
        return self.agreed, self.index, self.exchange, self.proposer, self.package


@kernel
def _sign(
    struck: Bools, package: Packages, proposer: Ints, index: int, exchange: int, agreed: Bools, indices: Ints,
    exchanges: Ints, proposers: Ints, packages: Packages,
) -> None:  # fmt: skip
    for w in range(struck.shape[0]):
        if struck[w]:
            agreed[w] = True
            indices[w] = index
            exchanges[w] = exchange
            proposers[w] = proposer[w]
            for k in range(package.shape[1]):
                packages[w, k] = package[w, k]


@kernel
def _settle(
    signed: Bools, package: Packages, cells: Floats, first: Ints, past: Floats, years: Floats, paid: Floats,
    reservation: Floats, time: Floats, issues: Floats, payoff: Floats, no_deal: Floats,
) -> None:  # fmt: skip
    for w in range(signed.shape[0]):
        if signed[w]:
            time[w] = past[w]
            issues[w] = years[w] * value_in(cells, package, first, w)
            payoff[w] = time[w] + issues[w]
            no_deal[w] = paid[w] + years[w] * reservation[w]
