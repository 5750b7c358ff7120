"""NegMAS's negotiators as parties at our table."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from zopa.game.arrays import Ints, Packages
from zopa.game.values import value_of
from zopa.game.view import Move, View
from zopa.interop.negmas_out import Words, issues_of, library, utility_of


class _Session:
    """One world: a SAO mechanism in which the negotiator sits with somebody who repeats what the other party does.

    A step of the mechanism is: the other party's move, then the negotiator's. Offering is not accepting there, so
    that a yes is no agreement until the talks say so: an accord that is refused at home leaves the session as it is.
    """

    def __init__(self, party: "NegmasParty", view: View, words: Words, w: int) -> None:
        sao = library("negmas.sao")
        issues = issues_of(view.space, view.allowed[w])
        self._words, self._sao, self._cells = words, sao, view.cells[w].copy()
        self._mechanism = sao.SAOMechanism(
            issues=issues, n_steps=_steps(view), offering_is_accepting=False, end_on_no_response=False
        )
        # whoever stands in for the other party is never asked: its moves are given
        self._other, self._mine = sao.RandomNegotiator(), party.negotiator()
        wishes = utility_of(view.space, issues, view.cells[w], view.reservation[w])
        theirs = view.others[0]
        believed = utility_of(view.space, issues, theirs.cells[w], theirs.reservation[w])
        if theirs.exact:
            self._mine.private_info["opponent_ufun"] = believed
        self._mechanism.add(self._other, ufun=believed)
        if not self._mechanism.add(self._mine, ufun=wishes):
            raise ValueError(f"{party.kind} does not join talks with these payoffs")

    def news(self, view: View, w: int) -> None:
        """Payoffs, or what no deal is worth, may have changed; the latter alone is no reason to begin anew."""
        self._mine.ufun.reserved_value = float(view.reservation[w])
        if (self._cells == view.cells[w]).all():
            return
        self._cells = view.cells[w].copy()
        wishes = utility_of(view.space, self._mechanism.outcome_space.issues, self._cells, view.reservation[w])
        with warnings.catch_warnings():  # NegMAS has preferences that change, but rather sees them change by themselves
            warnings.simplefilter("ignore", DeprecationWarning)
            self._mine.set_preferences(wishes)

    @property
    def left(self) -> bool:
        """Whether the negotiator has left the table."""
        return bool(self._mechanism.ended)

    def answer(self, received: Packages | None) -> tuple[bool, tuple[Any, ...] | None]:
        """Hand over what lies on the table; whether the negotiator accepts it, and else its own offer.

        Args:
            received: The offer on the table, (K,), or None.
        """
        offer = None if received is None else self._words.values(received)
        answer = self._sao.SAOResponse(self._sao.ResponseType.REJECT_OFFER, offer)
        state = self._mechanism.step(action={self._other.id: answer})
        if state.n_acceptances:
            return True, None
        own = [outcome for who, outcome in state.new_offers if who == self._mine.id]
        return False, own[-1] if own else None


def _steps(view: View) -> int:
    """How often the party is asked, at most: a step of the mechanism each."""
    return max(view.course.rounds, int((view.course.proposer == view.me).sum()))


@dataclass
class _Sessions:
    """A session for each world, and the payoffs (revision, reservation values) that they were told of."""

    words: Words
    worlds: list[_Session]
    revision: Ints
    reservation: np.ndarray


@dataclass(frozen=True)
class NegmasParty:
    """One of NegMAS's SAO negotiators as a strategy, one of them for each world; for two parties.

    It runs in a SAO mechanism of its own, is told its payoffs as an additive utility function (the other's as well,
    as NegMAS's `opponent_ufun`, where they are known), and sees NegMAS's clock: (round + 1) / (rounds + 1). So two of
    them deal at our table as in NegMAS. It is asked world by world, in a Python loop: this is for comparisons, not
    for speed. NegMAS draws from the global generators of Python and NumPy; they are seeded by the address of the world
    and the move, and put back. Its outcomes are the packages that may be offered at the start; an offer that no longer
    may be made is not made.

    Attributes:
        kind: Name of the class: one of `negmas.sao`, or a dotted path.
        options: Arguments of the class.
    """

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _type(self) -> Any:
        module, _, name = self.kind.rpartition(".")
        return getattr(library(module or "negmas.sao"), name)

    def negotiator(self) -> Any:
        """A new negotiator."""
        return self._type(**self.options)

    def begin(self, view: View) -> _Sessions:
        """Open a session for each world.

        Raises:
            ImportError: NegMAS is not installed.
            ValueError: There are more than two parties.
        """
        if view.parties != 2:
            raise ValueError(f"NegMAS's negotiators sit at tables of two here, not of {view.parties}")
        words = Words(view.space)
        sessions = []
        for w in range(view.worlds):
            with view.luck.row(w).lend("negmas begins", view.me):
                sessions.append(_Session(self, view, words, w))
        return _Sessions(words, sessions, view.revision, view.reservation.copy())

    def move(self, view: View, memory: _Sessions) -> tuple[Move, _Sessions]:
        """Ask the negotiator of each world that is open."""
        self._tell(view, memory)
        first = view.space.first[:-1]
        accept, walks = np.zeros(view.worlds, dtype=bool), np.zeros(view.worlds, dtype=bool)
        silent, package = np.ones(view.worlds, dtype=bool), np.zeros_like(view.received.package)
        for w, session in enumerate(memory.worlds):
            if view.open[w] and not session.left:
                received = view.received.package[w] if view.received.standing[w] else None
                with view.luck.row(w).lend("negmas", view.me, view.move):
                    accept[w], own = session.answer(received)
                if own is not None:
                    package[w] = memory.words.from_values(own)
                    silent[w] = not view.allowed[w, first + package[w]].all()
            walks[w] = session.left and not accept[w]
        worth = np.where(silent, np.nan, value_of(view.cells, package, view.space.first))
        return Move(accept, package, worth, silent, walks=walks), memory

    def _tell(self, view: View, memory: _Sessions) -> None:
        """News of payoffs to the worlds concerned."""
        if memory.revision is not view.revision or (memory.reservation != view.reservation).any():
            news = (memory.revision != view.revision) | (memory.reservation != view.reservation)
            for w in np.flatnonzero(news & view.open).tolist():
                memory.worlds[w].news(view, w)
            memory.revision, memory.reservation = view.revision, view.reservation.copy()
