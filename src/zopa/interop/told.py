"""Seats whose story is written down, for environments that can print what happened."""

from collections.abc import Collection

from zopa.game.view import Move
from zopa.protocols.base import Turn
from zopa.talks import Play
from zopa.talks.seats import Seats


class ToldSeats(Seats):
    """Seats that tell what has happened.

    Attributes:
        story: What has happened, one line each.
    """

    def __init__(self, play: Play, mine: Collection[int]) -> None:
        """Sit down.

        Args:
            play: Game with a single world, protocol and strategies.
            mine: Indices of the parties that are moved from outside.
        """
        self.story: list[str] = []
        super().__init__(play, mine)

    def after(self, turn: Turn, move: Move, answers: bool) -> None:
        """Write down what a party has done."""
        talks, game = self.talks, self.talks.play.game
        when = f"round {talks.index + 1}" + (f", {self.moment.date}" if self.moment.date else "")
        who = game.titles.get(game.parties[turn.party], game.parties[turn.party])
        left = move.walks is not None and move.walks[0] and not talks.table.open[0] and not talks.table.struck[0]
        if left:
            self.story.append(f"{when}: {who} leaves the table")
        elif talks.table.offered[0]:
            package = game.space.read(move.package[0]).items()
            self.story.append(f"{when}: {who} offers " + ", ".join(f"{name} {level}" for name, level in package))
        elif answers and move.accept[0]:
            refused = talks.table.open[0] and not talks.table.standing[0]
            self.story.append(f"{when}: {who} accepts" + ("; the accord is refused at home" if refused else ""))
        elif answers:
            self.story.append(f"{when}: {who} refuses")
        elif turn.may_propose:
            self.story.append(f"{when}: {who} makes no offer")

    def ended(self) -> None:
        """Write down what everybody got."""
        out, game = self.outcomes, self.talks.play.game
        worth = ", ".join(
            f"{game.titles.get(party, party)} {float(out.payoff[p][0]):.4g}" for p, party in enumerate(game.parties)
        )
        self.story.append(f"{'deal' if out.agreed[0] else 'no deal'}: {worth} {game.unit}".rstrip())
