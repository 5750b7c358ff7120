"""Our strategies as NegMAS's negotiators: one world, played in NegMAS's own mechanism."""

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from zopa.build.names import ACCEPTANCE, MODELS, STRATEGIES, Named
from zopa.game.luck import Luck
from zopa.game.values import value_of
from zopa.game.view import Move, Received, View
from zopa.interop.negmas_in import game_of
from zopa.interop.negmas_out import Words, library
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.course import places_of
from zopa.strategies.parts.base import Strategy
from zopa.strategies.parts.composed import Composed
from zopa.talks import Play, Talks

_PROTOCOL = AlternatingOffers()
"""What NegMAS's SAO mechanism plays, in our words."""


def strategy_of(
    name: str, parameters: Mapping[str, Any] | None = None, acceptance: str | None = None, model: str = "given"
) -> Composed:
    """A strategy by its name in scenario files.

    Args:
        name: Name of the bidding.
        parameters: Its parameters, where they are not the usual ones.
        acceptance: Name of the acceptance rule; by default the one that belongs to the bidding.
        model: Name of the model of the others.

    Raises:
        KeyError: There is no part of that name.
    """
    bidding = _made(STRATEGIES[name], parameters or {})
    return Composed(bidding, _made(ACCEPTANCE[acceptance]) if acceptance else bidding.accepts, _made(MODELS[model]))


def _made(named: Named, parameters: Mapping[str, Any] | None = None) -> Any:
    return named.part(**{**named.defaults, **(parameters or {})})


class Seat:
    """A strategy, what it remembers, and what its party knows: all that stays the same from move to move.

    What the party knows is its view at our own table in the first round of a game with these payoffs; at each move
    only the clock and the offer on the table are put in afresh.
    """

    def __init__(self, strategy: Strategy, wishes: Any, opponent: Any, nmi: Any, me: str, luck: Luck) -> None:
        """Sit down.

        Args:
            strategy: How it plays.
            wishes: Own utility function.
            opponent: The other's, or None where it is not known.
            nmi: NegMAS's interface to the mechanism.
            me: The negotiator's name there.
            luck: The party's own draws.
        """
        self._ids, self._rounds = list(nmi.negotiator_ids), nmi.n_steps
        self._strategy, self._memory, self._moves, self._me = strategy, None, 0, self._ids.index(me)
        known = opponent is not None and len(self._ids) == 2
        everybody = [wishes if who == me or not known else opponent for who in self._ids]  # unknown: never looked at
        game = game_of(
            SimpleNamespace(outcome_space=nmi.outcome_space, ufuns=everybody), rounds=self._rounds,
            information="complete" if known else "none",
        )  # fmt: skip
        talks = Talks(
            Play(dataclasses.replace(game, luck=luck), _PROTOCOL, (strategy,) * len(everybody)), collect=False
        )
        moment = talks.open_round()
        self._turn = talks.turns()[self._me]
        self._view = talks.negotiators[self._me].view(self._turn, moment, final=False)
        self._places = places_of(_PROTOCOL, self._view.course.rounds, len(self._ids))
        talks.release()
        self._words = Words(game.space)

    def move(self, state: Any) -> Move:
        """What the strategy does now."""
        view = self._now(state)
        if self._memory is None:
            self._memory = self._strategy.begin(view)
        move: Move
        move, self._memory = self._strategy.move(view, self._memory)
        self._moves += 1
        return move

    def outcome(self, move: Move) -> tuple[Any, ...]:
        """The offer of a move in NegMAS's words."""
        return self._words.levels(move.package[0])

    def _now(self, state: Any) -> View:
        """The view with the clock and the offer on the table as they are."""
        final = self._rounds is not None and state.step >= self._rounds - 1
        index = min(state.step, self._view.course.rounds - 1)
        return dataclasses.replace(
            self._view, index=state.step, move=self._moves, received=self._received(state), final=final,
            gone=np.array([min(float(state.relative_time), 1.0)]), last=np.array([final]),
            place=self._places[index, self._turn.exchange, self._turn.party],
        )  # fmt: skip

    def _received(self, state: Any) -> Received:
        """What lies on the table."""
        offer, who = state.current_offer, state.current_proposer
        if offer is None or who not in self._ids or who == self._ids[self._me]:
            return self._view.received
        package = np.array([self._words.from_levels(offer)], dtype=np.int16)
        worth = value_of(self._view.cells, package, self._view.space.first)
        return Received(package, worth, np.ones(1, dtype=bool), np.array([self._ids.index(who)], dtype=np.int64))


@cache
def negotiator_class() -> type[Any]:
    """The class `ZopaNegotiator`, made when it is first asked for.

    Raises:
        ImportError: NegMAS is not installed.
    """
    sao = library("negmas.sao")
    response = sao.ResponseType

    class ZopaNegotiator(sao.SAOCallNegotiator):  # type: ignore[misc,name-defined]
        """A strategy of ours that plays in NegMAS's SAO mechanism.

        Its clock is the mechanism's relative time. The other's payoffs are known to it where NegMAS is given them
        (`private_info={"opponent_ufun": ...}`); else it takes them for the mirror of its own. Its utility function
        must be additive, or its packages few enough to be listed. Where it makes no offer because none is worth
        more than no deal, it proposes nothing, which in NegMAS ends the talks unless the mechanism says otherwise.

        Args:
            strategy: Name of a strategy as in scenario files, or a strategy.
            parameters: Parameters of a named strategy.
            acceptance: Acceptance rule of a named strategy, if not its own.
            model: What a named strategy thinks of the other: `given` or `frequency`.
            seed: Root seed of its luck.
            world: Number of the world that its luck belongs to; repetitions should differ in it.
        """

        def __init__(
            self, *args: Any, strategy: str | Strategy = "boulware", parameters: Mapping[str, Any] | None = None,
            acceptance: str | None = None, model: str = "given", seed: int = 0, world: int = 0, **kwargs: Any,
        ) -> None:  # fmt: skip
            super().__init__(*args, **kwargs)
            if isinstance(strategy, str):
                strategy = strategy_of(strategy, parameters, acceptance, model)
            self._plays, self._luck = strategy, Luck(seed, world)
            self._seat: Seat | None = None

        def on_preferences_changed(self, changes: Any) -> None:
            """Other payoffs: begin anew."""
            self._seat = None
            super().on_preferences_changed(changes)

        def __call__(self, state: Any, dest: str | None = None) -> Any:
            """Accept what lies on the table, leave it, or answer with an offer."""
            if self._seat is None:
                if self.ufun is None:
                    raise ValueError(f"{self.name} has no utility function")
                self._seat = Seat(self._plays, self.ufun, self.opponent_ufun, self.nmi, self.id, self._luck)
            move = self._seat.move(state)
            if move.accept[0] and state.current_offer is not None and state.current_proposer != self.id:
                return sao.SAOResponse(response.ACCEPT_OFFER, state.current_offer)
            if move.walks is not None and move.walks[0]:
                return sao.SAOResponse(response.END_NEGOTIATION, None)
            silent = move.silent is not None and move.silent[0]
            return sao.SAOResponse(response.REJECT_OFFER, None if silent else self._seat.outcome(move))

    ZopaNegotiator.__module__, ZopaNegotiator.__qualname__ = "zopa.interop.negmas", "ZopaNegotiator"
    return ZopaNegotiator
