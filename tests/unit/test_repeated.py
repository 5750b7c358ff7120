"""Learning across talks: state in, state out; the best of the pool is found, and play comes near the equilibrium."""

import itertools
import json
import math

import numpy as np
import pytest

from zopa.cli.repeat import repeat_command
from zopa.experiments import repeated
from zopa.experiments.repeated import repeat
from zopa.game.luck import Luck
from zopa.strategies.hardliner import FixedDemand
from zopa.strategies.learners import Exp3, Learner, RegretMatching
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.mixed import picks
from zopa.strategies.statecraft import Statecraft

PROPOSER = "parties.proposer.strategy="
RESPONDER = "parties.responder.strategy="


def demands(*utilities: float) -> str:
    return "[" + ", ".join(f"{{kind: fixed_demand, utility: {utility}}}" for utility in utilities) + "]"


def fixed_payoffs(*utilities: float) -> np.ndarray:
    """What demands bring the proposer against a responder that refuses less than a quarter: levels are halves of 10."""
    kept = [math.ceil(20.0 * utility) / 20.0 for utility in utilities]
    return np.array([one if one <= 0.75 else 0.0 for one in kept])


def test_exp3_finds_the_best_of_its_pool_and_its_regret_falls() -> None:
    utilities = (0.9, 0.7, 0.5, 0.2)
    setting = f"{PROPOSER}{{kind: exp3, explore: 0.15, pool: {demands(*utilities)}}}"
    found = repeat("ultimatum", 400, 60, 1, [setting]).learned["proposer"]
    worth = fixed_payoffs(*utilities)
    np.testing.assert_array_equal(found.utility, worth[found.played])
    assert found.mixture.argmax(axis=1).tolist() == [1] * 60
    assert found.mixture[:, 1].mean() > 0.8
    regret = worth.max() - found.utility
    fifths = [part.mean() for part in np.array_split(regret, 5)]
    assert all(late < early for early, late in itertools.pairwise(fifths))
    best = 400 * worth.max()
    assert regret.sum(axis=0).mean() <= (math.e - 1.0) * 0.15 * best + 4.0 * math.log(4.0) / 0.15  # theorem 3.1


class TwinOfExp3:
    """Exp3 as the paper prints it, in plain numbers."""

    def __init__(self, n: int, explore: float) -> None:
        self.w, self.explore = [1.0] * n, explore

    def chances(self) -> list[float]:
        n = len(self.w)
        return [(1.0 - self.explore) * w / sum(self.w) + self.explore / n for w in self.w]

    def learn(self, played: int, paid: float) -> None:
        self.w[played] *= math.exp(self.explore * (paid / self.chances()[played]) / len(self.w))


def test_exp3_is_its_twin() -> None:
    learner, worlds = Exp3((None,) * 3, 0.3), 4
    state, twins = learner.first_state(worlds), [TwinOfExp3(3, 0.3) for _ in range(worlds)]
    for number in range(200):
        mixture = learner.holding(state).mixture(worlds)
        np.testing.assert_allclose(mixture, [twin.chances() for twin in twins], rtol=0, atol=1e-12)
        played = picks(mixture, Luck(3, 0, worlds).one("pick", at=number))
        paid = Luck(4, 0, worlds).one("pay", at=number) * (played + 1.0) / 3.0
        state = learner.learned(state, played, paid, None)
        for w, twin in enumerate(twins):
            twin.learn(int(played[w]), float(paid[w]))


def test_weights_of_a_file_are_where_exp3_begins() -> None:
    weights = np.array([[1.0, 3.0], [0.0, 2.0]])
    learner = Exp3((None, None), 0.2, weights)
    np.testing.assert_allclose(learner.holding(learner.first_state(2)).mixture(2), learner.mixture(2), atol=1e-15)
    np.testing.assert_allclose(learner.mixture(2), [[0.3, 0.7], [0.1, 0.9]])


def self_play(learner: Learner, gains: np.ndarray, times: int, worlds: int) -> tuple[np.ndarray, np.ndarray]:
    """Share of play of both sides of a 2×2 game in which the second gets 1 less what the first gets."""
    states = [learner.first_state(worlds) for _ in range(2)]
    counts = np.zeros((2, worlds))
    for number in range(times):
        fates = [Luck(1, 0, worlds).one("pick", side, number) for side in range(2)]
        a, b = (picks(learner.holding(s).mixture(worlds), fate) for s, fate in zip(states, fates, strict=True))
        paid = gains[a, b]
        states[0] = learner.learned(states[0], a, paid, gains[:, b].T)
        states[1] = learner.learned(states[1], b, 1.0 - paid, 1.0 - gains[a, :])
        counts += [a == 0, b == 0]
    return counts[0] / times, counts[1] / times


def test_regret_matching_plays_the_mixed_equilibrium_of_a_zero_sum_game() -> None:
    gains = np.array([[1.0, 0.0], [1.0 / 3.0, 2.0 / 3.0]])  # p = 1/4 and q = 1/2 make the other indifferent
    first, second = self_play(RegretMatching((None, None)), gains, 4000, 20)
    assert first.mean() == pytest.approx(0.25, abs=0.02)
    assert second.mean() == pytest.approx(0.5, abs=0.02)


def test_regret_matching_comes_near_the_equilibrium_of_an_ultimatum() -> None:
    pools = [
        f"{PROPOSER}{{kind: regret_matching, pool: {demands(0.9, 0.5)}}}",
        f"{RESPONDER}{{kind: regret_matching, pool: {demands(0.4, 0.0)}}}",
    ]
    found = repeat("ultimatum", 200, 30, 2, pools)
    late = [found.learned[party].shares(100).mean(axis=0) for party in ("proposer", "responder")]
    assert late[0][0] > 0.97  # perfect: ask for nearly all, take anything
    assert late[1][1] > 0.97


def test_what_was_played_is_among_what_would_have_been(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    learned = RegretMatching.learned

    def spy(
        self: RegretMatching, state: np.ndarray, played: np.ndarray, paid: np.ndarray, others: np.ndarray
    ) -> np.ndarray:
        told.append((played, paid, others))
        return learned(self, state, played, paid, others)

    monkeypatch.setattr(RegretMatching, "learned", spy)
    pool = "[random, boulware, {kind: absolute_tit_for_tat, noise: 0.2}]"
    both = [f"parties.{party}.strategy={{kind: regret_matching, pool: {pool}}}" for party in ("first", "second")]
    repeat("shrinking_pie", 12, 9, 3, both)
    assert len(told) == 24
    for played, paid, others in told:
        np.testing.assert_array_equal(others[np.arange(9), played], paid)
    assert any((others.std(axis=1) > 0).any() for _, _, others in told)


def test_who_has_learned_accepts_as_what_it_plays_now() -> None:
    learner = Exp3((FixedDemand(), Statecraft()))
    held = learner.holding(np.array([[0.0, -np.inf], [-np.inf, 0.0]]))
    seated = repeated._seated(Composed.of(learner), held)  # type: ignore[arg-type]
    assert seated.bidding is held
    assert seated.acceptance.whole is held
    assert repeated._seated(Composed.of(learner, Next()), held).acceptance == Next()  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["exp3", "regret_matching"])
def test_a_history_alone_is_the_same_as_in_any_block(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [
        f"parties.{party}.strategy={{kind: {kind}, pool: [random, conceder, linear]}}" for party in ("first", "second")
    ]
    whole = repeat("shrinking_pie", 8, 7, 3, both)
    monkeypatch.setattr(repeated, "BLOCK", 3)
    parts = repeat("shrinking_pie", 8, 7, 3, both)
    for party in ("first", "second"):
        np.testing.assert_array_equal(whole.annual[party], parts.annual[party])
        for name in ("played", "utility", "mixture", "state"):
            one, other = (getattr(found.learned[party], name) for found in (whole, parts))
            np.testing.assert_array_equal(one, other)


def test_uncertain_numbers_stay_and_luck_changes() -> None:
    beta = "{low: 0.5, central: 1, high: 3, at_least: 0.1}"
    settings = [
        "parties.first.strategy={kind: exp3, pool: [linear]}",
        f"parties.second.strategy={{kind: linear, beta: {beta}}}",
    ]
    certain = repeat("shrinking_pie", 5, 30, 3, settings).annual["first"]
    assert (certain == certain[0]).all()
    assert len(np.unique(certain[0])) > 1
    lucky = repeat("shrinking_pie", 5, 30, 3, [settings[0], "parties.second.strategy={kind: random}"]).annual["first"]
    assert (lucky != lucky[0]).any()


def test_somebody_must_learn() -> None:
    with pytest.raises(ValueError, match="nobody learns here"):
        repeat("ultimatum", 5, 5)
    for times, worlds in ((0, 5), (5, 0)):
        with pytest.raises(ValueError, match="must be between 1"):
            repeat("ultimatum", times, worlds)


def test_the_command_tells_what_was_learned(capsys: pytest.CaptureFixture[str]) -> None:
    settings = (f"{PROPOSER}{{kind: exp3, pool: {demands(0.9, 0.6)}}}",)
    repeat_command("ultimatum", 20, 10, 0, settings, as_json=False)
    text = capsys.readouterr().out
    assert "20 talks in a row, 10 histories" in text
    assert "fixed_demand utility 0.9" in text
    assert max(map(len, text.splitlines())) <= 100
    repeat_command("ultimatum", 20, 10, 0, settings, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert [len(row) for row in said["payoffs"].values()] == [5, 5]
    chances = [way["probability"]["mean"] for way in said["learned"]["proposer"]["strategies"]]
    assert sum(chances) == pytest.approx(1.0)
