"""Ratifiable offers: the kernels against their twin, and how far they are from the exact answer."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from twins import consents_twin
from twins.games import small_games
from zopa.game.consents import Consents, best_ratifiable, ratified, repair
from zopa.game.curve import best_for_you
from zopa.game.values import value_of

KINDS = [(False, False), (False, True), (True, False), (True, True)]


@dataclass(frozen=True, eq=False)
class Home:
    """Games with consents, targets and the packages of the curve."""

    mine: np.ndarray
    theirs: np.ndarray
    allowed: np.ndarray
    first: np.ndarray
    target: np.ndarray
    consents: Consents
    package: np.ndarray

    def repaired(self, low: int = 0, high: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        cut = slice(low, high)
        return repair(
            self.mine[cut].copy(), self.theirs[cut].copy(), self.allowed[cut].copy(), self.first,
            self.target[cut].copy(), self.part(cut), self.package[cut].copy(), np.ones(len(self.target[cut]), np.bool_),
        )  # fmt: skip

    def best(self, low: int = 0, high: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        cut = slice(low, high)
        return best_ratifiable(self.mine[cut].copy(), self.allowed[cut].copy(), self.first, self.part(cut))

    def part(self, cut: slice) -> Consents:
        return Consents(self.consents.cells[:, cut].copy(), self.consents.least[:, cut].copy())

    def rows(self, w: int) -> consents_twin.Rows:
        return [
            (cells[w].tolist(), float(least[w]))
            for cells, least in zip(self.consents.cells, self.consents.least, strict=True)
        ]


def homes(
    seed: int, worlds: int, sizes: tuple[int, ...], consents: int, whole: bool = False, restricted: bool = False,
    shares: tuple[float, float] = (0.3, 0.75),
) -> Home:  # fmt: skip
    """Random games, each row's least a random share of the way from its lowest to its highest value."""
    games, luck = small_games(seed, worlds, sizes, whole, restricted), np.random.default_rng(seed + 1)
    cells = np.stack([small_games(seed + 2 + m, worlds, sizes, whole).mine for m in range(consents)])

    def least(row: np.ndarray) -> np.ndarray:
        ends = [
            sign * np.maximum.reduceat(np.where(games.allowed, sign * row, -np.inf), games.first[:-1], axis=1).sum(1)
            for sign in (-1, 1)
        ]
        level = ends[0] + luck.uniform(*shares, worlds) * (ends[1] - ends[0])
        return np.round(level) if whole else level

    target = least(games.mine)
    needed = Consents(cells, np.stack([least(row) for row in cells]))
    package, _ = best_for_you(games.mine, games.theirs, games.allowed, games.first, target)
    return Home(games.mine, games.theirs, games.allowed, games.first, target, needed, package)


@pytest.mark.parametrize(("whole", "restricted"), KINDS)
@pytest.mark.parametrize("sizes", [(1,), (6,), (3, 4), (5, 1, 4, 3), (4, 4, 4, 4, 4)])
@pytest.mark.parametrize("consents", [1, 3])
def test_agrees_with_the_twin(sizes: tuple[int, ...], consents: int, whole: bool, restricted: bool) -> None:
    home = homes(1, 40, sizes, consents, whole, restricted)
    package, worth, ok = home.repaired()
    own, own_worth, own_ok = home.best()
    for w in range(40):
        mine, theirs, allowed = home.mine[w].tolist(), home.theirs[w].tolist(), home.allowed[w].tolist()
        first, rows, came = home.first.tolist(), home.rows(w), home.package[w].tolist()
        twin = consents_twin.repair(mine, theirs, allowed, first, float(home.target[w]), rows, came)
        assert ok[w] == (twin is not None)
        assert package[w].tolist() == (came if twin is None else twin)
        best = consents_twin.best_ratifiable(mine, allowed, first, rows)
        assert own_ok[w] == (best is not None)
        if best is not None:
            assert own[w].tolist() == best
    assert np.array_equal(worth, value_of(home.mine, package, home.first))
    assert np.array_equal(own_worth, value_of(home.mine, own, home.first))


def test_agrees_with_the_twin_in_tight_games() -> None:
    """In worlds 32 and 72 only the party's own best leads to a package worth the target."""
    home = homes(0, 200, (3,) * 8, 3, shares=(0.5, 0.75))
    package, _, ok = home.repaired()
    for w in range(32, 73, 8):
        mine, theirs, allowed = home.mine[w].tolist(), home.theirs[w].tolist(), home.allowed[w].tolist()
        first, rows, came = home.first.tolist(), home.rows(w), home.package[w].tolist()
        twin = consents_twin.repair(mine, theirs, allowed, first, float(home.target[w]), rows, came)
        assert ok[w] == (twin is not None)
        assert package[w].tolist() == (came if twin is None else twin)


def test_is_close_to_the_exact_answer() -> None:
    """Bounds on the figures of the module's docstring: shares of worlds, and gaps as shares of the goal's range."""
    gaps, missed, own_gaps, own_missed = [], 0, [], 0
    luck = np.random.default_rng(7)
    for seed in range(24):
        sizes = tuple(luck.integers(3, 6, luck.integers(4, 6)).tolist())
        home = homes(100 * seed, 10, sizes, 1 + seed % 3)
        before = ratified(home.consents, home.package, home.first)
        package, worth, ok = home.repaired()
        _, own_worth, own_ok = home.best()
        theirs = value_of(home.theirs, package, home.first)
        for w in range(10):
            mine, goal, allowed = home.mine[w].tolist(), home.theirs[w].tolist(), home.allowed[w].tolist()
            first, rows = home.first.tolist(), home.rows(w)
            own = consents_twin.exact(mine, rows, allowed, first)
            if own is not None:
                own_missed += not own_ok[w]
                own_gaps.append((own - own_worth[w]) / _range(mine, first) if own_ok[w] else np.nan)
            best = consents_twin.exact(goal, [(mine, float(home.target[w])), *rows], allowed, first)
            if best is not None and not before[w]:
                good = ok[w] and worth[w] >= home.target[w]
                missed += not good
                gaps.append((best - theirs[w]) / _range(goal, first) if good else np.nan)
    assert len(gaps) > 100
    exact, own_exact = np.mean(np.array(gaps) < 1e-12), np.mean(np.array(own_gaps) < 1e-12)
    assert exact >= 0.90
    assert np.nanmean(gaps) <= 0.01
    assert missed <= 0.01 * len(gaps)
    assert own_exact >= 0.95
    assert np.nanmean(own_gaps) <= 0.005
    assert own_missed <= 0.01 * len(own_gaps)


def _range(cells: list[float], first: list[int]) -> float:
    return sum(max(cells[a:b]) - min(cells[a:b]) for a, b in pairwise(first))


def test_a_world_does_not_depend_on_its_block() -> None:
    home = homes(11, 512, (5, 4, 6, 3, 5, 4, 7), 4)
    whole, best = home.repaired(), home.best()
    for block in (1, 7):
        for low in range(0, 512, 16 * block):
            for all_of_it, part in ((whole, home.repaired(low, low + block)), (best, home.best(low, low + block))):
                for one, other in zip(all_of_it, part, strict=True):
                    assert np.array_equal(one[low : low + block], other)


def test_a_least_met_to_the_last_bit_is_met() -> None:
    home = homes(3, 200, (4, 5, 3, 4), 2)
    wish = np.random.default_rng(3).integers(0, np.diff(home.first), (200, 4)).astype(np.int16)
    least = np.stack([value_of(cells, wish, home.first) for cells in home.consents.cells])
    consents = Consents(home.consents.cells, least)
    assert ratified(consents, wish, home.first).all()
    above = Consents(consents.cells, np.nextafter(least, np.inf))
    assert not ratified(above, wish, home.first).any()


def test_where_the_target_cannot_be_had_it_is_the_best_ratifiable() -> None:
    home = homes(4, 200, (4, 5, 3, 4), 2)
    beyond = Home(**{**vars(home), "target": np.full(200, 1e9)})
    held = ratified(home.consents, home.package, home.first)
    package, _, ok = beyond.repaired()
    best, _, best_ok = home.best()
    assert np.array_equal(ok[~held], best_ok[~held])
    assert np.array_equal(package[~held & ok], best[~held & ok])


def test_where_home_refuses_everything_the_package_stays() -> None:
    home = homes(5, 50, (4, 5, 3), 2)
    never = Home(**{**vars(home), "consents": Consents(home.consents.cells, np.full((2, 50), np.inf))})
    package, worth, ok = never.repaired()
    assert not ok.any()
    assert np.array_equal(package, home.package)
    assert np.array_equal(worth, value_of(home.mine, package, home.first))
    assert not never.best()[2].any()


def test_the_cheapest_repair_is_taken() -> None:
    """Farmers lack 1: rice gives it for 3 of theirs, beef for 1; so beef."""
    mine, theirs = np.zeros((1, 4)), np.array([[3.0, 0.0, 1.0, 0.0]])
    consents = Consents(np.array([[[0.0, 1.0, 0.0, 1.0]]]), np.array([[1.0]]))
    first, allowed = np.array([0, 2, 4]), np.ones((1, 4), dtype=np.bool_)
    came = np.zeros((1, 2), dtype=np.int16)
    package, _, ok = repair(mine, theirs, allowed, first, np.array([0.0]), consents, came, np.ones(1, np.bool_))
    assert ok.all()
    assert package.tolist() == [[0, 1]]
