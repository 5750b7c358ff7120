"""The five doors: what the surroundings of the table have written in a round."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.consents import Consents
from zopa.game.values import value_of

ACCOUNTS = ("politics", "market")
"""Books kept beside those of issues and time; every payment of a mechanism stands in one of them."""


@dataclass
class Paid:
    """One party's books, by account and payer: present values paid so far, (W,), and flows of this round, (W,)."""

    lumps: dict[tuple[str, str], Floats]
    flows: dict[tuple[str, str], Floats]


@dataclass
class Doors:
    """What mechanisms write. What belongs to the round is cleared when it opens; the rest stays until rewritten.

    Attributes:
        worlds: Worlds in the block.
        parties: Number of parties.
        me: Key of the mechanism that is writing; set by whoever lets it act.
        account: The account of that mechanism.
        first: Offsets of the clusters in the row of cells, (K + 1,); None where nobody asks what may be offered.
        touched: Worlds whose payoffs or feasible set have changed since the last round, (W,).
        disagreement: For each party what is added to D, as a yearly flow, (W,); of the round.
        claims: By (who believes, about whom): what is added to the belief about D, (W,); of the round.
        belief: Belief that the threat in force will be carried out, (W,): the clock's own array.
        deadline: Number of the last exchange before a soft deadline, (W,), inf for none; of the round.
        ends: Worlds whose talks break off now, (W,); of the round.
        hazard: Probability that the talks break off before the next round, as parties reckon with it, (W,).
        approval: For each party its support at home, a share, (W,), nan where nobody asks; of the round.
        stress: Stress of the bond market: 0 calm, 1 at the threshold of pain, (W,).
        news: What happened, for transcripts: (text, worlds).
        void: Worlds in which mechanisms and gates together leave no package that may be offered, (W,).
    """

    worlds: int
    parties: int
    me: str = ""
    account: str = "politics"
    first: Ints | None = None
    touched: Bools = field(init=False)
    disagreement: list[Floats] = field(init=False)
    claims: dict[tuple[int, int], Floats] = field(init=False, default_factory=dict)
    belief: Floats = field(init=False)
    deadline: Floats = field(init=False)
    ends: Bools = field(init=False)
    hazard: Floats = field(init=False)
    approval: list[Floats] = field(init=False)
    stress: Floats = field(init=False)
    news: list[tuple[str, Bools]] = field(init=False, default_factory=list)
    void: Bools = field(init=False)
    _payoffs: dict[tuple[str, int], tuple[str, Floats]] = field(init=False, default_factory=dict)
    _feasible: dict[str, Bools] = field(init=False, default_factory=dict)
    _consents: dict[tuple[str, str], tuple[Floats, Floats, int, bool]] = field(init=False, default_factory=dict)
    _estimates: dict[tuple[str, int, int], Floats] = field(init=False, default_factory=dict)
    _stacked: dict[int, tuple[list[Floats], Floats]] = field(init=False, default_factory=dict)
    _narrowed: tuple[Bools, Bools] | None = field(init=False, default=None)
    _books: list[Paid] = field(init=False)

    def __post_init__(self) -> None:
        """Nothing written."""
        self.touched, self.void = np.zeros(self.worlds, dtype=bool), np.zeros(self.worlds, dtype=bool)
        self.belief, self.stress, self.hazard = (np.zeros(self.worlds) for _ in range(3))
        self._books = [Paid({}, {}) for _ in range(self.parties)]
        self.clear()

    def clear(self) -> None:
        """A new round: what belonged to the last one is gone."""
        self.disagreement = [np.zeros(self.worlds) for _ in range(self.parties)]
        self.approval = [np.full(self.worlds, np.nan) for _ in range(self.parties)]
        self.claims = {}
        self.deadline = np.full(self.worlds, np.inf)
        self.ends = np.zeros(self.worlds, dtype=bool)
        self.touched = np.zeros(self.worlds, dtype=bool)
        self.news = []
        for books in self._books:
            books.flows = {}

    def pay(self, party: int, cells: Floats, changed: Bools) -> None:
        """Payoffs: what this mechanism adds to a party's payoffs, replacing what it added before.

        Args:
            party: Whose payoffs.
            cells: By cell, as a yearly flow, (W, C).
            changed: Worlds in which it differs from before, (W,).
        """
        self._payoffs[self.me, party] = (self.account, cells)
        self.touched |= changed

    def allow(self, cells: Bools, changed: Bools) -> None:
        """Feasible set: cells that this mechanism lets be offered, (W, C), replacing what it said before."""
        self._feasible[self.me], self._narrowed = cells, None
        self.touched |= changed

    def consent(
        self, cells: Floats, least: Floats, party: int, public: bool, changed: Bools, part: str = ""
    ) -> None:  # fmt: skip
        """Feasible set: packages must be worth at least `least` (W,) by `cells` (W, C) to be ratified at home.

        Args:
            cells: What packages are worth to the constituency, (W, C).
            least: What it asks for, (W,); −inf where it asks for nothing.
            party: Whose home it is.
            public: Whether the others know of it.
            changed: Worlds in which anything of this differs from before, (W,).
            part: Which of the mechanism's consents it is, where it writes several.
        """
        self._consents[self.me, part] = (cells, least, party, public)
        self.touched |= changed

    def think(self, party: int, about: int, cells: Floats, changed: Bools) -> None:
        """Beliefs: what is added to a party's estimate of another's payoffs, by cell (W, C)."""
        self._estimates[self.me, party, about] = cells
        self.touched |= changed

    def claim(self, party: int, about: int, amount: Floats) -> None:
        """Beliefs: what a party adds in this round to its belief about another's D, as a yearly flow (W,)."""
        before = self.claims.get((party, about))
        self.claims[party, about] = amount if before is None else before + amount

    def lose(self, party: int, flow: Floats) -> None:
        """D: a yearly flow added to what no deal is worth to a party from now on, (W,); of the round."""
        self.disagreement[party] = self.disagreement[party] + flow

    def wait(self, party: int, flow: Floats) -> None:
        """A yearly flow that a party receives while the talks go on, (W,); of the round, paid as the days pass."""
        flows, entry = self._books[party].flows, (self.account, self.me)
        flows[entry] = flow if entry not in flows else flows[entry] + flow

    def waiting(self, party: int) -> Floats | None:
        """All that a party receives while the talks go on, as a yearly flow, (W,); of the round; None for nothing."""
        total: Floats | None = None
        for _, flow in sorted(self._books[party].flows.items()):
            total = flow if total is None else total + flow
        return total

    def charge(self, party: int, worth: Floats) -> None:
        """A present value that a party receives once, (W,); 0 where it receives nothing."""
        self._book(party, (self.account, self.me), worth)

    def tell(self, text: str, where: Bools) -> None:
        """News of the round, for transcripts."""
        if np.count_nonzero(where):
            self.news.append((text, where.copy()))

    def days_pass(self, years: Floats, where: Bools) -> None:
        """Pay the flows of the round that is over: `years` is the present value of 1 a year meanwhile, (W,)."""
        for party, books in enumerate(self._books):
            for entry, flow in books.flows.items():
                self._book(party, entry, np.where(where, flow * years, 0.0))

    def _book(self, party: int, entry: tuple[str, str], worth: Floats) -> None:
        lumps = self._books[party].lumps
        lumps[entry] = worth if entry not in lumps else lumps[entry] + worth

    def booked(self, party: int, account: str) -> Floats | None:
        """Present value paid to a party on an account so far, (W,); None where nothing ever was."""
        total: Floats | None = None
        for (booked, _), worth in sorted(self._books[party].lumps.items(), key=_by_key):
            if booked == account:
                total = worth if total is None else total + worth
        return total

    def with_booked(self, party: int, worth: Floats) -> Floats:
        """A present value with what has been paid to the party so far on all accounts, (W,)."""
        for account in ACCOUNTS:
            booked = self.booked(party, account)
            worth = worth if booked is None else worth + booked
        return worth

    def ledger(self, party: int) -> dict[tuple[str, str], tuple[Floats | None, Floats | None]]:
        """By account and mechanism: what it has paid to a party, (W,), and what it adds to its payoffs, (W, C)."""
        paid, added = (
            self._books[party].lumps,
            {(b, key): c for (key, who), (b, c) in self._payoffs.items() if who == party},
        )
        return {entry: (paid.get(entry), added.get(entry)) for entry in sorted({*paid, *added})}

    def added(self, party: int, account: str | None = None, rows: Ints | None = None) -> Floats | None:
        """The sum of what mechanisms add to a party's payoffs, on one account or on all; None for nothing.

        Args:
            party: Whose payoffs.
            account: One account; None for all.
            rows: Worlds that are meant, (D,); None for all.

        Returns:
            By cell, (W, C), or (D, C).
        """
        total: Floats | None = None
        for (_, who), (booked, cells) in sorted(self._payoffs.items(), key=_by_key):
            if who == party and account in (None, booked):
                part = cells if rows is None else cells[rows]
                total = part if total is None else total + part
        return total

    @property
    def narrows(self) -> bool:
        """Whether any mechanism has a say on which cells may be offered."""
        return bool(self._feasible)

    def feasible(self, allowed: Bools) -> Bools:
        """Cells that may be offered, (W, C): what all mechanisms allow among those given.

        Where they leave some cluster with no cell, no package may be offered: the world is `void`, its cells come back
        as they were given, and `consents` lets nobody offer or accept there.
        """
        if self._narrowed is not None and self._narrowed[0] is allowed:
            return self._narrowed[1]
        narrowed = allowed
        for cells in self._feasible.values():
            narrowed = narrowed & cells
        if self.first is None or not self._feasible:
            return narrowed
        held: Bools = np.logical_or.reduceat(narrowed, self.first[:-1], axis=1)
        self.void = np.logical_not(np.logical_and.reduce(held, axis=1))
        narrowed = np.where(self.void[:, None], allowed, narrowed)
        self._narrowed = allowed, narrowed
        return narrowed

    def estimate(self, party: int, about: int) -> Floats | None:
        """What is added to a party's estimate of another's payoffs, (W, C); None for nothing."""
        total: Floats | None = None
        for (_, who, whom), cells in sorted(self._estimates.items(), key=_by_key):
            if (who, whom) == (party, about):
                total = cells if total is None else total + cells
        return total

    def consents(self, party: int) -> Consents | None:
        """What a party must mind: the consents of its own home, and those of others' that are public; None for none."""
        written = [entry for _, entry in sorted(self._consents.items(), key=_by_key)]
        minded = [(cells, least) for cells, least, whose, public in written if whose == party or public]
        if self.void.any() and self.first is not None:
            never = np.where(self.void, np.inf, -np.inf)
            minded.insert(0, (np.zeros((self.worlds, int(self.first[-1]))), never))  # first: the search ends at once
        if not minded:
            return None
        return Consents(self._stack(party, [cells for cells, _ in minded]), np.stack([least for _, least in minded]))

    def _stack(self, party: int, cells: list[Floats]) -> Floats:
        """What packages are worth to all who must consent, (M, W, C); the same as last where the parts are."""
        parts, stacked = self._stacked.get(party, ([], None))
        if stacked is None or len(parts) != len(cells) or any(a is not b for a, b in zip(parts, cells, strict=True)):
            stacked = np.stack(cells)
            self._stacked[party] = (cells, stacked)
        return stacked

    def known_consents(self, party: int) -> Iterator[tuple[str, int, Floats, Floats]]:
        """Who must ratify, as far as a party knows: name, whose home, cells (W, C), and what it asks for, (W,)."""
        for (name, _), (cells, least, whose, public) in sorted(self._consents.items(), key=_by_key):
            if whose == party or public:
                yield name, whose, cells, least

    def objectors(self, party: int, package: Packages, first: Ints) -> Iterator[tuple[str, Bools]]:
        """Who would not ratify packages (W, K), as far as a party knows: names, and worlds (W,)."""
        for name, _, cells, least in self.known_consents(party):
            yield name, value_of(cells, package, first) < least


def _by_key(item: tuple[Any, Any]) -> Any:
    """Sums run in the order of names, so that bits do not depend on who wrote first."""
    return item[0]
