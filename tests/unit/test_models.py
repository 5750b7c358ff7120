"""Models of the others: the same as their slow twins, and worth having: estimates agree with what the other wants."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from scipy.stats import rankdata

from twins import learned_twin as slow
from twins.arena import Arena
from zopa.game.view import View
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.parts.acceptance import Const
from zopa.strategies.parts.base import Belief, Model
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.model_bayesian import Bayesian
from zopa.strategies.parts.model_counts import HardHeaded, WindowedFrequency
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.time_dependent import TimeDependent

PAIRS = {
    "bayesian": (Bayesian(), slow.Bayesian()),
    "bayesian narrow": (Bayesian(0.8, 0.1), slow.Bayesian(0.8, 0.1)),
    "hard headed": (HardHeaded(), slow.HardHeaded()),
    "hard headed fast": (HardHeaded(0.7), slow.HardHeaded(0.7)),
    "windowed": (WindowedFrequency(), slow.WindowedFrequency()),
    "windowed short": (WindowedFrequency(3, 1.0, 2.0, 0.5), slow.WindowedFrequency(3, 1.0, 2.0, 0.5)),
}


@dataclass(frozen=True)
class Notebook:
    """A model that keeps each estimate and each offer heard."""

    model: Model
    cells: list[np.ndarray] = field(default_factory=list)
    offers: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)

    def begin(self, view: View) -> Any:
        return self.model.begin(view)

    def update(self, view: View, memory: Any) -> Belief:
        belief = self.model.update(view, memory)
        self.cells.append(belief.cells.copy())
        self.offers.append((view.received.standing.copy(), view.received.package.copy(), view.gone.copy()))
        return belief


def listened(model: Model, partner: Any, arena: Arena, worlds: int) -> tuple[Notebook, Any]:
    """What a party that never agrees learns from a partner."""
    notes = Notebook(model)
    team = [Composed(Hardliner(), Const(1.0), notes), Composed(partner, Const(1.0), Given())]
    talks = arena.talks(arena.luck(0, worlds), AlternatingOffers((1, 0)), team)
    talks.play_out()
    return notes, talks.play.game


@pytest.mark.parametrize(
    "partner", [TimeDependent(1.0), TimeDependent(0.2), RandomOffers()], ids=["even", "late", "any"]
)
@pytest.mark.parametrize("name", PAIRS)
def test_estimates_are_those_of_the_twin(name: str, partner: Any) -> None:
    model, twin = PAIRS[name]
    sizes = (3, 1, 5, 2)
    worlds = 4
    notes, _ = listened(model, partner, Arena(sizes=sizes, rounds=45, information="none"), worlds)
    for w in range(worlds):
        heard: list[tuple[tuple[int, ...], float]] = []
        for cells, (standing, package, gone) in zip(notes.cells, notes.offers, strict=True):
            if standing[w]:
                heard.append((tuple(package[w].tolist()), float(gone[w])))
            np.testing.assert_allclose(cells[w], twin.estimate(heard, sizes), rtol=0, atol=1e-12)
        assert len(heard) > 30


def test_only_new_offers_change_a_belief() -> None:
    arena = Arena(rounds=5)
    for model in (Bayesian(), HardHeaded(), WindowedFrequency()):
        team = [Composed(Hardliner(), Const(1.0), model), Composed.of(TimeDependent(1.0))]
        talks = arena.talks(arena.luck(0, 3), AlternatingOffers((0, 1)), team)
        moment = talks.open_round()
        view = talks.negotiators[0].view(talks.turns()[0], moment, final=False)
        memory = model.begin(view)
        assert model.update(view, memory).changed.all()
        assert not model.update(view, memory).changed.any()


def agreement(cells: np.ndarray, truth: np.ndarray, sizes: tuple[int, ...]) -> np.ndarray:
    """Rank correlation over all packages between estimated and true payoffs, (W,)."""
    ranks = []
    for each in (cells, truth):
        total, at = np.zeros((each.shape[0], 1)), 0
        for size in sizes:
            total = (total[:, :, None] + each[:, None, at : at + size]).reshape(each.shape[0], -1)
            at += size
        ranks.append(rankdata(total, axis=1))
    a, b = (rank - rank.mean(axis=1, keepdims=True) for rank in ranks)
    return (a * b).sum(axis=1) / np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))


LEARNERS: dict[str, tuple[Model, tuple[float, float, float], tuple[float, float, float]]] = {
    "frequency": (Frequency(), (0.717, 0.633, 0.294), (0.706, 0.699, 0.425)),
    "hard_headed": (HardHeaded(), (0.724, 0.637, 0.242), (0.697, 0.685, 0.367)),
    "windowed_frequency": (WindowedFrequency(), (0.750, 0.686, 0.405), (0.694, 0.635, 0.473)),
    "bayesian": (Bayesian(), (0.512, 0.498, 0.422), (0.901, 0.892, 0.815)),
}
"""Mean rank correlations measured: payoffs without any order, and payoffs as the Bayesian model imagines them."""


def learned(model: Model, beta: float, kind: type[Arena] = Arena) -> list[float]:
    """Mean rank correlation after 10, 30 and 90 of 90 offers, over 200 random games of 5 issues with 5 levels."""
    sizes = (5,) * 5
    notes, game = listened(model, TimeDependent(beta), kind(sizes=sizes, rounds=90, information="none", seed=11), 200)
    truth = game.epochs[0].cells[1]
    heard = [number for number, (standing, _, _) in enumerate(notes.offers) if standing.all()]
    return [float(agreement(notes.cells[heard[n - 1]], truth, sizes).mean()) for n in (10, 30, min(90, len(heard)))]


@dataclass(frozen=True)
class Peaked(Arena):
    """Games whose payoffs are as Hindriks & Tykhonov (2008) imagine them: ranked weights, triangular values."""

    def _cells(self, luck: Any, space: Any, party: int, use: str) -> np.ndarray:
        n = len(self.sizes)
        rank = np.argsort(luck.uniforms(f"{use} rank", party, each=n), axis=1) + 1.0
        peaks = np.floor(luck.uniforms(f"{use} peak", party, each=n) * self.sizes).astype(int)
        cells = []
        for k, size in enumerate(self.sizes):
            shape = np.array([[slow.triangle(i, size, m, size) for i in range(size)] for m in range(size)])
            cells.append(rank[:, k, None] * 2.0 / (n * (n + 1)) * shape[peaks[:, k]])
        return 8.0 * np.concatenate(cells, axis=1)


@pytest.mark.parametrize("name", LEARNERS)
def test_estimates_agree_with_what_a_time_dependent_party_wants(name: str) -> None:
    model, anyhow, peaked = LEARNERS[name]
    assert learned(model, 1.0) == pytest.approx(anyhow, abs=0.005)
    assert learned(model, 1.0, Peaked) == pytest.approx(peaked, abs=0.005)


def test_where_its_hypotheses_hold_the_bayesian_model_is_best() -> None:
    for name, (_, _, peaked) in LEARNERS.items():
        if name != "bayesian":
            assert all(b > other + 0.15 for b, other in zip(LEARNERS["bayesian"][2], peaked, strict=True))
