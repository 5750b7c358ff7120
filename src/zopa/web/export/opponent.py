"""An opponent in a file: its moves, recorded, where they do not depend on what the person does.

Such is who concedes with time alone: it offers the same at the same turn, and accepts what is worth enough to it. Then
a game is a list of states, one for each turn of the person's, with the least that the opponent accepts after each; what
comes of an offer is found in the file. Whether that is so is tried by play before it is believed.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Level
from zopa.protocols.sealed import Sealed
from zopa.report.language import LANGUAGES
from zopa.web.export.offered import Offered
from zopa.web.models import Act, Start
from zopa.web.scenarios import Scenarios
from zopa.web.sitting import Sitting
from zopa.web.state import state_of
from zopa.web.store import Kept

TRIALS = 12
"""Games played at random to try whether the record tells them."""

MOST_PACKAGES = 50_000
SAME = 1e-9

Move = tuple[str, dict[str, Level] | None]


class Opponent:
    """A recorded opponent.

    Attributes:
        start: What fixes the game.
        side: The person's party.
        turns: The person's turns: `may_offer`, `offer` on the table, `least` that the other accepts after an offer.
    """

    def __init__(self, scenarios: Scenarios, start: Start, side: str) -> None:
        """Record it.

        Args:
            scenarios: The scenarios.
            start: What fixes the game; without moves.
            side: The person's party.

        Raises:
            ValueError: Its moves depend on the person's, or on more than can be recorded; the text says why.
        """
        self.start, self.side, self._setup = start, side, scenarios.setup(start)
        silent = self._game(())
        self._check(silent)
        self.offered = Offered(silent.talks, silent.parties.index(side))
        self.states: dict[str, list[dict[str, Any]]] = {lang: [] for lang in LANGUAGES}
        self.turns: list[dict[str, Any]] = []
        while not silent.over:
            self._see(silent)
            silent.act(Act(do="refuse"))
        self._keep(silent)
        silent.close()
        for number, turn in enumerate(self.turns):
            self._answers(number, turn)
        self._try()

    def _game(self, moves: Sequence[Move]) -> Sitting:
        acts = tuple(Act(do=do, party=self.side, package=package) for do, package in moves)  # type: ignore[arg-type]
        return Sitting(self.start.model_copy(update={"moves": acts}), self._setup)

    def _check(self, silent: Sitting) -> None:
        play = silent.talks.play
        if len(silent.parties) != 2 or play.mechanisms or isinstance(play.protocol, Sealed):
            raise ValueError("only talks of two parties without home fronts, offers in turn, can be played in a file")
        if not isinstance(play.game.schedule, LumpSchedule) or play.game.space.packages > MOST_PACKAGES:
            raise ValueError("only talks without dates, with few packages, can be played in a file")

    def _see(self, silent: Sitting) -> None:
        facing = silent.seats.facing
        assert facing is not None
        self._keep(silent)
        self.turns.append({"may_offer": facing.turn.may_propose, "offer": _offer(silent)})

    def _keep(self, game: Sitting) -> None:
        for lang, states in self.states.items():
            states.append(_state(game, self.side, lang))

    def _answers(self, number: int, turn: dict[str, Any]) -> None:
        """What follows at a turn from accepting, and from each offer."""
        before: list[Move] = [("refuse", None)] * number
        if turn["offer"] is not None:
            turn["accepted"] = self._end([*before, ("accept", None)])
        if not turn["may_offer"]:
            return
        least = self.offered.least(lambda package: self._takes(before, package))
        turn["least"] = None if least is None else least[0]
        if least is not None:
            turn["struck"] = self._end([*before, ("offer", least[1])])

    def _takes(self, before: Sequence[Move], package: dict[str, Level]) -> bool:
        game = self._game([*before, ("offer", package)])
        taken = game.over and bool(game.talks.outcomes.agreed[0])
        taken = taken and dict(game.talks.space.read(game.talks.outcomes.package[0])) == package
        game.close()
        return taken

    def _end(self, moves: Sequence[Move]) -> dict[str, Any]:
        """How a deal ends the talks: the state in each language, and what 1 is then worth to each party."""
        game = self._game(moves)
        if not game.over:
            game.close()
            raise ValueError("an accord does not end the talks")
        found: dict[str, Any] = {"states": {lang: _state(game, self.side, lang) for lang in LANGUAGES}}
        moment = game.seats.moment
        found["past"] = {name: float(moment.past[p][0]) for p, name in enumerate(game.parties)}
        found["years"] = {name: float(moment.annuity[p][0]) for p, name in enumerate(game.parties)}
        game.close()
        return found

    def _try(self) -> None:
        """Play at random, and see whether the record tells what happens."""
        chances = Luck(self.start.seed, 0, 1).uniforms("export", each=3 * len(self.turns) * TRIALS)[0]
        for trial in np.split(chances, TRIALS):
            self._tried(trial.reshape(-1, 3))

    def _tried(self, chances: np.ndarray) -> None:
        moves: list[Move] = []
        for turn, (first, second, third) in zip(self.turns, chances, strict=True):
            game = self._game(moves)
            alike = not game.over and _offer(game) == turn["offer"]
            game.close()
            if not alike:
                raise ValueError("what the opponent offers depends on what it is offered")
            package = self.offered.at(second)
            if not turn["may_offer"] or first < 0.1:
                moves.append(("refuse", None))
                continue
            moves.append(("offer", package))
            taken = turn["least"] is not None and self.offered.worth(package) >= turn["least"] - SAME
            if taken != self._takes(moves[:-1], package):
                raise ValueError("what the opponent accepts depends on more than its worth")
            if taken or third > 0.9:
                return

    def as_dict(self) -> dict[str, Any]:
        """For the page: the first state whole, of all others what differs."""
        return {
            "side": self.side, "worths": self.offered.as_dict(),
            "states": {lang: _differences(states) for lang, states in self.states.items()},
            "turns": [self._told(turn) for turn in self.turns],
        }  # fmt: skip

    def _told(self, turn: dict[str, Any]) -> dict[str, Any]:
        told = dict(turn)
        for name in ("accepted", "struck"):
            if name in told:
                ends = {lang: _less(self.states[lang][0], state) for lang, state in told[name]["states"].items()}
                told[name] = told[name] | {"states": ends}
        return told


def _offer(game: Sitting) -> dict[str, Level] | None:
    """The offer that waits for the person's answer."""
    facing = game.seats.facing
    if facing is None or not facing.answers:
        return None
    return dict(game.talks.space.read(facing.view.received.package[0]))


def _state(game: Sitting, side: str, lang: str) -> dict[str, Any]:
    state: dict[str, Any] = state_of(Kept("recorded", game.start, {}), game, side, lang).model_dump(mode="json")
    return state | {"link": "", "hints": False}


def _differences(states: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [states[0], *(_less(states[0], state) for state in states[1:])]


def _less(first: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if value != first[name]}
