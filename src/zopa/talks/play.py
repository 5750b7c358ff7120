"""What is put on the table before the talks begin: a game, a protocol, and a strategy for each party."""

from dataclasses import dataclass

from zopa.game.game import Game
from zopa.protocols.base import Protocol
from zopa.strategies.parts.base import Strategy


@dataclass(frozen=True)
class Play:
    """A block of worlds with the rules and the players.

    Attributes:
        game: The compiled game.
        protocol: Who may do what in a round.
        strategies: One for each party, in the order of `game.parties`.
    """

    game: Game
    protocol: Protocol
    strategies: tuple[Strategy, ...]

    @property
    def rounds(self) -> int:
        """Rounds until the talks end."""
        return self.protocol.rounds(self.game.schedule.rounds)
