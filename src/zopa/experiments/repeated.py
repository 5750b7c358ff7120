"""The same talks again and again: parties that learn take what they have learned from one into the next.

Each world is one history. Its uncertain numbers stay as they were drawn; only the luck of the talks themselves is
drawn afresh in each. What a learner knows is handed in and out: nothing is kept anywhere else.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.experiments.execute import MOST_WORLDS
from zopa.experiments.layout import BLOCK
from zopa.game.arrays import Floats, Ints
from zopa.game.luck import Luck
from zopa.scenario.read import Document
from zopa.strategies.learners import Learner
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.mixed import POOL, AsPlayed, picks
from zopa.talks import Play, Talks

MOST_TIMES = 100_000
"""More talks in a row than this are refused."""


@dataclass(frozen=True)
class Scale:
    """From payoffs to 0…1: 0 is what no deal is worth at the start, 1 the best feasible package; (W,) each.

    Attributes:
        low: What no deal is worth, as a yearly flow (or lump).
        span: What the best package is worth more.
    """

    low: Floats
    span: Floats

    def of(self, payoff: Floats) -> Floats:
        """Payoffs rescaled and kept within 0 and 1, (W,); 0 where no package is better than no deal."""
        utility = np.divide(payoff - self.low, self.span, out=np.zeros_like(payoff), where=self.span > 0.0)
        return np.clip(utility, 0.0, 1.0)


@dataclass(frozen=True)
class Learning:
    """What came out for a party that learns; T talks in a row, W histories, n strategies.

    Attributes:
        party: The party.
        pool: The strategies in words.
        played: Number of the strategy played, (T, W).
        utility: What it brought, rescaled to 0…1, (T, W).
        mixture: Probability of each strategy in the talks that would come next, (W, n).
        state: What the party knows at the end, (W, n).
    """

    party: str
    pool: tuple[str, ...]
    played: Ints
    utility: Floats
    mixture: Floats
    state: Floats

    def shares(self, since: int = 0) -> Floats:
        """Share of talks, from number `since` on, in which each strategy was played, (W, n)."""
        counted = self.played[since:, :, None] == np.arange(len(self.pool))
        shares: Floats = counted.mean(axis=0)
        return shares


@dataclass(frozen=True)
class Repeated:
    """Talks played again and again.

    Attributes:
        document: The scenario.
        times: Talks in a row, T.
        worlds: Histories, W.
        annual: For each party its payoff, spread over the horizon where time flows, (T, W).
        learned: What came out for each party that learns, by its name.
    """

    document: Document
    times: int
    worlds: int
    annual: dict[str, Floats]
    learned: dict[str, Learning]


def repeat(
    scenario: str | os.PathLike[str],
    times: int = 200,
    worlds: int = 100,
    seed: int = 0,
    overrides: Iterable[str] = (),
    central: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Repeated:
    """Play the same talks again and again; parties with the strategies `exp3` and `regret_matching` learn.

    After each talk a learner is told what it got, rescaled to 0…1 (`Scale`). Regret matching is also told what each
    other strategy of its pool would have brought: the talks are played again with it, against the same luck and the
    same choices of all others.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        times: Talks in a row.
        worlds: Histories; each learns for itself.
        seed: Root seed.
        overrides: Texts `dotted.path=value`.
        central: Whether every uncertain number takes its central value.
        progress: Called with the number of talks played, counted over all histories.

    Raises:
        ScenarioError: The scenario is not right.
        ValueError: Nobody learns, or a number makes no sense.

    >>> found = repeat("ultimatum", times=5, worlds=2, overrides=["parties.proposer.strategy={kind: exp3}"])
    >>> found.learned["proposer"].played.shape
    (5, 2)
    """
    if not 1 <= times <= MOST_TIMES:
        raise ValueError(f"times must be between 1 and {MOST_TIMES:,}, not {times:,}")
    if not 1 <= worlds <= MOST_WORLDS:
        raise ValueError(f"worlds must be between 1 and {MOST_WORLDS:,}, not {worlds:,}")
    document = load(scenario, overrides)
    blocks, done = [], 0
    for first in range(0, worlds, BLOCK):
        block = _Block(document, Luck(seed, first, min(BLOCK, worlds - first)), central, times)
        for number in range(times):
            block.play(number)
            done += block.luck.worlds
            if progress:
                progress(done)
        blocks.append(block)
    names = tuple(document.scenario.parties)
    annual = {name: np.concatenate([block.annual[p] for block in blocks], axis=1) for p, name in enumerate(names)}
    learned = {
        names[p]: _joined(document, names[p], [block.learners[p] for block in blocks]) for p in blocks[0].learners
    }
    return Repeated(document, times, worlds, annual, learned)


@dataclass
class _Student:
    """A learner at its desk: what it knows, what it played, what that brought."""

    learner: Learner
    scale: Scale
    state: Floats
    played: Ints
    utility: Floats

    @property
    def now(self) -> Learner:
        """The learner with what it knows now."""
        return self.learner.holding(self.state)


class _Block:
    """A block of histories."""

    def __init__(self, document: Document, luck: Luck, central: bool, times: int) -> None:
        self.game = compile_play(document.scenario, luck, central)
        self.luck = luck
        self.learners: dict[int, _Student] = {}
        shape = (times, luck.worlds)
        self.annual: list[Floats] = [np.empty(shape) for _ in self.game.strategies]
        for p, scale in enumerate(_scales(self.game)):
            strategy = self.game.strategies[p]
            if isinstance(strategy, Composed) and hasattr(strategy.bidding, "learned"):
                learner = cast(Learner, strategy.bidding)
                state = learner.first_state(luck.worlds)
                self.learners[p] = _Student(learner, scale, state, np.empty(shape, np.int64), np.empty(shape))
        if not self.learners:
            raise ValueError("nobody learns here: give a party the strategy exp3 or regret_matching")

    def play(self, number: int) -> None:
        """Talks number so and so; then every learner learns."""
        luck = replace(self.luck, salt=f"{self.luck.salt}talks {number}")
        now = {p: student.now for p, student in self.learners.items()}
        annual = self._outcome(luck, now)
        for kept, got in zip(self.annual, annual, strict=True):
            kept[number] = got
        for p, student in self.learners.items():
            n = len(student.learner.pool)
            played = picks(now[p].mixture(luck.worlds), luck.one(POOL, p))
            paid, others = student.scale.of(annual[p]), None
            if student.learner.counterfactual:
                others = np.empty((luck.worlds, n))
                for other in range(n):
                    there = self._outcome(luck, {**now, p: _always(student.learner, other, luck.worlds)})
                    others[:, other] = student.scale.of(there[p])
            student.played[number], student.utility[number] = played, paid
            student.state = student.learner.learned(student.state, played, paid, others)

    def _outcome(self, luck: Luck, now: dict[int, Learner]) -> Sequence[Floats]:
        """What each party gets where the learners play so."""
        play = self.game
        team = [_seated(cast(Any, s), now[p]) if p in now else s for p, s in enumerate(play.strategies)]
        talks = Talks(replace(play, game=replace(play.game, luck=luck), strategies=tuple(team)), collect=False)
        talks.play_out()
        return talks.release().annual


def _always(learner: Learner, number: int, worlds: int) -> Learner:
    """The learner that always plays one of its pool."""
    return learner.holding(np.tile((np.arange(len(learner.pool)) == number).astype(np.float64), (worlds, 1)))


def _seated(strategy: Composed, learner: Any) -> Composed:
    """The strategy with a learner that has learned in its place."""
    accepts = AsPlayed(learner) if isinstance(strategy.acceptance, AsPlayed) else strategy.acceptance
    return replace(strategy, bidding=learner, acceptance=accepts)


def _scales(play: Play) -> list[Scale]:
    """What 0 and 1 stand for, for each party, as it sees its prospects when the talks begin."""
    talks = Talks(play, collect=False)
    moment = talks.open_round()
    views = [seat.view(talks.turns()[0], moment, final=False) for seat in talks.negotiators]
    scales = [Scale(view.reservation.copy(), view.best - view.reservation) for view in views]
    talks.release()
    return scales


def _joined(document: Document, party: str, students: Sequence[_Student]) -> Learning:
    """What came out in all blocks."""
    said = document.scenario.parties[party].strategy
    return Learning(
        party, tuple(_in_words(one) for one in said.pool),
        np.concatenate([one.played for one in students], axis=1),
        np.concatenate([one.utility for one in students], axis=1),
        np.concatenate([one.now.mixture(one.state.shape[0]) for one in students]),
        np.concatenate([one.state for one in students]),
    )  # fmt: skip


def _in_words(said: Any) -> str:
    """A strategy as a file names it, with the parameters that are set."""
    fields = {
        name: value for name in sorted(said.model_fields_set - {"kind"}) if (value := getattr(said, name)) is not None
    }
    return " ".join([said.kind, *(f"{name} {_plain(value)}" for name, value in fields.items())])


def _plain(value: Any) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:g}"
    return str(value) if isinstance(value, str) else f"{value.central:g}" if hasattr(value, "central") else str(value)
