"""What is put on the table before the talks begin: a game, a protocol, and a strategy for each party."""

from dataclasses import dataclass

from zopa.game.game import Game
from zopa.game.mechanism import Mechanism
from zopa.protocols.base import Protocol
from zopa.strategies.parts.base import Strategy


@dataclass(frozen=True)
class Play:
    """A block of worlds with the rules and the players.

    Attributes:
        game: The compiled game.
        protocol: Who may do what in a round.
        strategies: One for each party, in the order of `game.parties`.
        mechanisms: What surrounds the table, each with its name, in the order of the scenario.
    """

    game: Game
    protocol: Protocol
    strategies: tuple[Strategy, ...]
    mechanisms: tuple[tuple[str, Mechanism], ...] = ()

    @property
    def rounds(self) -> int:
        """Rounds until the talks end."""
        return self.protocol.rounds(self.game.schedule.rounds)
