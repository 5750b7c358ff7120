"""Bazaar: the posterior of its twin, and an estimate that comes to the truth by play."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from twins.arena import Arena
from zopa.game.curve import best_for_you
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.bazaar import Bazaar
from zopa.strategies.parts.acceptance import Const
from zopa.strategies.parts.base import Belief, Bid
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.parts.reservation import LEVELS, SHAPES, reach_of
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.time_dependent import TimeDependent

WORLDS = 40


@dataclass(frozen=True)
class Conflict(Arena):
    """Games in which what the one gains the other loses."""

    def _cells(self, luck: Any, space: Any, party: int, use: str) -> np.ndarray:
        cells = super()._cells(luck, space, 1, use)
        return cells if party == 1 else 2.5 - cells


@dataclass(frozen=True)
class Watched:
    """Bazaar with a notebook: estimate and its deviation at each move, what was asked and when."""

    bazaar: Bazaar
    mean: list[np.ndarray] = field(default_factory=list)
    deviation: list[np.ndarray] = field(default_factory=list)
    asked: list[np.ndarray] = field(default_factory=list)
    gone: list[np.ndarray] = field(default_factory=list)
    scale: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    left: list[np.ndarray] = field(default_factory=list)

    def begin(self, view: View) -> Any:
        return self.bazaar.begin(view)

    def bid(self, view: View, belief: Belief, memory: Any) -> Bid:
        bid = self.bazaar.bid(view, belief, memory)
        low, high = reach_of(view, belief)
        starts = view.space.first[:-1]
        worth, left = (
            np.take_along_axis(belief.cells, starts + package, 1).sum(axis=1)
            for package in (view.received.package, bid.package)
        )
        self.mean.append(memory.prospects.mean.copy())
        self.deviation.append(memory.prospects.deviation.copy())
        self.asked.append(
            np.where(view.received.standing, (worth - low) / np.where(high > low, high - low, 1.0), np.nan)
        )
        self.gone.append(view.gone.copy())
        self.scale.append((low, high))
        self.left.append((left - low) / np.where(high > low, high - low, 1.0))
        assert (bid.worth >= np.minimum(view.reservation, view.best) - 1e-12).all()  # it never has to keep silent
        return bid


def played(
    beta: float, sizes: tuple[int, ...], rounds: int = 60, bazaar: Bazaar | None = None
) -> tuple[Watched, np.ndarray]:
    """What a party that never agrees learns of one that concedes with time, and the truth, as a share."""
    watched = Watched(bazaar or Bazaar())
    arena = Conflict(sizes=sizes, rounds=rounds)
    team = [Composed(watched, Const(1.0), Given()), Composed(TimeDependent(beta), Const(1.0), Given())]  # type: ignore[arg-type]
    talks = arena.talks(arena.luck(0, WORLDS), AlternatingOffers((1, 0)), team)
    talks.play_out()
    low, high = watched.scale[0]
    return watched, (talks.play.game.schedule.disagreement[1] - low) / (high - low)


def twin(asked: list[float], gone: list[float], spread: float) -> tuple[float, float]:
    """Mean and standard deviation of the reservation value, from the definition."""
    chances = []
    for r in LEVELS.tolist():
        for beta in SHAPES.tolist():
            off = [a - (r + (1.0 - r) * (1.0 - t ** (1.0 / beta))) for a, t in zip(asked, gone, strict=True)]
            chances.append((-sum((o / spread) ** 2 for o in off) / 2.0, r))
    most = max(log for log, _ in chances)
    weights = [(math.exp(log - most), r) for log, r in chances]
    total = sum(weight for weight, _ in weights)
    mean = sum(weight * r for weight, r in weights) / total
    return mean, math.sqrt(sum(weight * (r - mean) ** 2 for weight, r in weights) / total)


def test_the_posterior_is_that_of_the_twin() -> None:
    watched, _ = played(0.7, (4, 3, 5), 12, Bazaar(spread=0.1))
    for w in range(6):
        for move in range(len(watched.mean)):
            heard = [n for n in range(move + 1) if not np.isnan(watched.asked[n][w])]
            asked, gone = ([float(rows[n][w]) for n in heard] for rows in (watched.asked, watched.gone))
            mean, deviation = twin(asked, gone, 0.1)
            assert watched.mean[move][w] == pytest.approx(mean, abs=1e-12)
            assert watched.deviation[move][w] == pytest.approx(deviation, abs=1e-11)


@pytest.mark.parametrize("beta", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("sizes", [(60,), (6, 5, 7, 4)], ids=["one issue", "four issues"])
def test_the_estimate_comes_to_the_truth(beta: float, sizes: tuple[int, ...]) -> None:
    watched, truth = played(beta, sizes)
    rational = (truth > 0.0) & (truth < 0.95)
    assert rational.sum() > 15
    off = [np.abs(mean - truth)[rational] for mean in watched.mean]
    assert off[0].mean() > 0.15
    assert off[-1].mean() < 0.05
    assert off[-1].max() < 0.12


def test_it_leaves_the_other_what_it_is_thought_to_need() -> None:
    watched, truth = played(1.0, (60,))
    below = [mean - left for mean, left in zip(watched.mean, watched.left, strict=True)]
    assert max(one.max() for one in below) <= 1e-12
    rational = (truth > 0.0) & (truth < 0.95)
    assert np.abs(watched.left[-1] - truth)[rational].mean() < 0.05


def test_caution_leaves_more() -> None:
    calm, careful = (played(1.0, (6, 5, 7, 4), 20, Bazaar(caution=caution))[0] for caution in (0.0, 2.0))
    assert np.mean(careful.left) > np.mean(calm.left) + 0.05


def test_it_learns_from_what_it_believes_of_the_other() -> None:
    arena = Arena(sizes=(6, 5, 4), rounds=20, information="none")
    for model in (Given(), Frequency()):
        team = [Composed(Bazaar(), Bazaar.accepts, model), Composed.of(TimeDependent(1.0))]
        assert arena.talks(arena.luck(0, WORLDS), AlternatingOffers((1, 0)), team).play_out().agreed.mean() > 0.3


@dataclass(frozen=True)
class Checked(Bazaar):
    """Bazaar that works out afresh what the other leaves over, and compares."""

    def _left_over(self, view: View, belief: Belief, memory: Any, needed: np.ndarray) -> np.ndarray:
        found = super()._left_over(view, belief, memory, needed)
        package, _ = best_for_you(belief.cells, view.cells, view.allowed, view.space.first, needed)
        np.testing.assert_array_equal(found, value_of(view.cells, package, view.space.first))
        return found


@pytest.mark.parametrize("model", [Given(), Frequency()])
def test_what_it_leaves_follows_what_it_believes_now(model: Any) -> None:
    arena = Arena(sizes=(5, 4, 6), rounds=30, information="none", changes=12)
    team = [Composed(Checked(), Const(1.0), model), Composed(RandomOffers(), Const(1.0), Given())]
    arena.talks(arena.luck(0, WORLDS), AlternatingOffers((1, 0)), team).play_out()
