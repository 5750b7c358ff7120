"""How many worlds cells get: more where replies are not told apart, and no more than the budget."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from zopa.analysis.sureness.allocation import Allocation
from zopa.analysis.sureness.questions import best_replies, comparisons
from zopa.game.arrays import Floats, Ints

MOST = 20_000


def worlds_of(means: Floats, noise: float = 1.0, seed: int = 0) -> Floats:
    """Values of all the worlds that there could be, (C, W)."""
    rng = np.random.default_rng(seed)
    return means.reshape(-1, 1) + 4.0 * rng.normal(size=MOST) + noise * rng.normal(size=(means.size, MOST))


def played(values: list[Floats], worlds: Ints) -> list[Floats]:
    most = int(worlds.max())
    return [np.where(np.arange(most) < worlds[:, None], one[:, :most], np.nan) for one in values]


def run(allocation: Allocation, values: list[Floats], first: int = 100, out: Ints | None = None) -> list[Ints]:
    """Play until the allocation stops; the worlds after each stage."""
    worlds = np.full(len(values[0]), first) if out is None else out
    stages = [worlds]
    while (more := allocation.next(played(values, worlds), worlds)) is not None:
        assert (more >= worlds).all()
        assert (more > worlds).any()
        worlds = more
        stages.append(worlds)
    return stages


def test_cells_that_are_told_apart_stop_and_close_ones_go_on() -> None:
    rows = np.array([[5.0, 1.0], [4.8, 3.0], [0.0, 0.0]])  # the first column has a close question, the second none
    columns = np.zeros((3, 2))
    columns[:, 1] = 6.0  # never a question
    allocation = Allocation((3, 2), 0.001, 0.05, 1_000_000)
    stages = run(allocation, [worlds_of(rows), worlds_of(columns, seed=1)])
    assert stages[1].tolist() == [200, 100, 200, 100, 100, 100]
    assert stages[-1][0] == stages[-1][2] >= 400  # 0.2 apart with a spread of √2: 3.5² × 2 / 0.2² worlds or so
    assert stages[-1][[1, 3, 4, 5]].tolist() == [100] * 4
    assert allocation.reasons == ("settled",) * 6


def test_alike_replies_stop_when_they_are_known_to_be_no_worse_than_the_error() -> None:
    rows = np.array([[5.0], [5.0], [0.0]])
    allocation = Allocation((3, 1), 0.2, 0.05, 1_000_000)
    stages = run(allocation, [worlds_of(rows), worlds_of(rows)])
    assert allocation.reasons == ("error reached", "error reached", "settled")
    assert 200 <= stages[-1][0] <= 3_200
    assert stages[-1][2] == 100


def test_the_same_in_every_world_needs_no_more_worlds() -> None:
    row = worlds_of(np.array([5.0]))
    allocation = Allocation((3, 1), 0.01, 0.05, 1_000_000)
    assert len(run(allocation, [np.concatenate([row, row, row - 1.0])] * 2)) == 1
    assert allocation.reasons == ("error reached", "error reached", "settled")


def test_a_difference_is_not_known_from_a_handful_of_worlds() -> None:
    row = worlds_of(np.array([5.0]))
    stages = run(Allocation((2, 1), 0.01, 0.05, 1_000), [np.concatenate([row, row - 1.0])] * 2, first=8)
    assert [int(one[0]) for one in stages] == [8, 16, 32]


def test_the_budget_is_kept_and_said() -> None:
    rows = np.array([[5.0, 5.0], [5.0, 0.0]])
    allocation = Allocation((2, 2), 1e-6, 0.05, 3_001)
    stages = run(allocation, [worlds_of(rows), worlds_of(np.array([[9.0, 0.0], [9.0, 0.0]]), seed=3)])
    assert stages[-1].sum() == 3_000
    assert stages[-1].tolist() == [1_400, 100, 1_400, 100]
    assert allocation.reasons == ("budget", "settled", "budget", "settled")
    tight = Allocation((2, 2), 1e-6, 0.05, 400)
    assert len(run(tight, [worlds_of(rows)] * 2)) == 1


def test_no_cell_gets_more_than_the_most() -> None:
    allocation = Allocation((2, 1), 1e-6, 0.05, 1_000_000, most=500)
    stages = run(allocation, [worlds_of(np.array([[5.0], [5.0]]))] * 2)
    assert [int(one[0]) for one in stages] == [100, 200, 400, 500]
    assert allocation.reasons == ("most worlds",) * 2


def test_cells_that_are_not_in_play_stay_so() -> None:
    rows = np.array([[9.0, 5.0, 1.0], [5.0, 9.0, 1.1], [0.0, 0.1, 9.0]])
    worlds = np.where(np.eye(3, dtype=bool).ravel(), 0, 100)
    allocation = Allocation((3, 3), 0.01, 0.05, 20_000)
    stages = run(allocation, [worlds_of(rows), worlds_of(rows.T, seed=2)], out=worlds)
    assert stages[-1][[0, 4, 8]].tolist() == [0, 0, 0]
    assert stages[-1][2] == stages[-1][5] > 100  # 1 against 1.1; the 9 is not played
    assert stages[-1][[1, 3, 6, 7]].tolist() == [100, 100, 200, 200]
    assert allocation.reasons[0] == "not in play"
    asked = Allocation((3, 3), 0.01, 0.05, 20_000, ranking=True)
    stages = run(asked, [worlds_of(np.ones(9)), worlds_of(np.ones(9), seed=2)], out=worlds)
    assert stages[-1][[0, 4, 8]].tolist() == [0, 0, 0]
    assert stages[-1][1] > 100
    assert Allocation((2, 1), 0.1, 0.05, 9).next([np.full((2, 1), np.nan)] * 2, np.zeros(2)) is None


def test_the_field_can_be_asked_too() -> None:
    rows = np.array([[5.0, 1.0], [1.0, 5.05]])  # best replies are plain, means over the field are not
    values = [worlds_of(rows), worlds_of(np.array([[9.0, 0.0], [9.0, 0.0]]), seed=5)]
    assert len(run(Allocation((2, 2), 0.01, 0.05, 10_000), values)) == 1
    asked = Allocation((2, 2), 0.01, 0.05, 10_000, ranking=True)
    assert run(asked, values)[-1].tolist() == [2_500] * 4
    assert set(asked.reasons) == {"budget"}


def test_three_seats() -> None:
    payoffs = [np.zeros((2, 2, 2)) for _ in range(3)]
    payoffs[0][1], payoffs[1][:, 1], payoffs[2][:, :, 1] = 5.0, 5.0, 5.0
    payoffs[2][1, 0, 1] = 0.1  # the only close question: what the third replies to (1, 0)
    values = [worlds_of(one, seed=k) for k, one in enumerate(payoffs)]
    (*_, last) = run(Allocation((2, 2, 2), 0.02, 0.05, 5_000), values)
    table = last.reshape(2, 2, 2)
    assert table[1, 0].tolist() == [2_200, 2_200]
    assert (np.delete(table.ravel(), [4, 5]) == 100).all()


def test_the_best_is_not_mistaken_where_worlds_differ_in_number() -> None:
    """The later worlds are worse for everybody: the cell with few of them is not better for that.

    It gets more of them all the same, so that whoever compares the two means is not misled.
    """
    luck = np.r_[np.full(100, 10.0), np.full(900, -10.0)] + np.random.default_rng(0).normal(size=1_000)
    cells = np.stack([luck, luck + 1.0, luck - 5.0])
    cells[0, 100:] = np.nan
    found = best_replies(cells, np.array([100, 1000, 1000]), (3, 1), 0, 0.5, 0.01)
    assert found.open.tolist() == [True, True, False]
    assert not found.near.any()
    cells[0, 100:] = luck[100:]
    assert not best_replies(cells, np.array([1000, 1000, 1000]), (3, 1), 0, 0.5, 0.01).open.any()


def test_questions_are_students() -> None:
    """The question of two replies is open just where Student's interval reaches below minus the error."""
    cells = worlds_of(np.array([1.0, 0.9, 0.7]))[:, :300]
    best = int(cells.mean(axis=1).argmax())
    gaps = [cells[best] - cells[k] for k in range(3) if k != best]
    for risk in (0.3, 0.01, 1e-6):
        lows = [ttest_1samp(gap, 0.0).confidence_interval(1.0 - risk).low for gap in gaps]
        for error in (-min(lows) * 0.999, -min(lows) * 1.001, -max(lows) * 0.999):
            if error > 0.0:
                found = best_replies(cells, np.full(3, 300), (3, 1), 0, error, risk)
                rivals = [k for k in range(3) if k != best]
                assert found.open[rivals].tolist() == [low <= -error for low in lows]


def test_comparisons_of_a_game() -> None:
    assert comparisons((3, 2)) == 2 * 3 + 3 * 1
    assert comparisons((2, 2, 2)) == 12


def test_the_best_reply_found_is_off_by_more_than_the_error_as_seldom_as_said() -> None:
    wrong, finished, times, error = 0, 0, 200, 0.15
    rng = np.random.default_rng(12)
    for _ in range(times):
        means = rng.choice([0.0, 0.1, 0.3, 0.5], size=(4, 3))
        noise = rng.normal(size=(12, 3_200)) + rng.normal(size=3_200)
        values = [means.reshape(-1, 1) + noise, np.zeros((12, 3_200))]
        allocation = Allocation((4, 3), error, 0.2, 100_000, most=3_200)
        last = run(allocation, values, first=50)[-1]
        if set(allocation.reasons) <= {"settled", "error reached"}:
            finished += 1
            found = means[_best(played(values, last)[0]), np.arange(3)]
            wrong += bool((means.max(axis=0) - found > error).any())
    assert finished > 0.9 * times
    assert wrong <= 0.2 * times


def _best(cells: Floats) -> Ints:
    """Each column's reply that is never behind another in the worlds that both have."""
    table = cells.reshape(4, 3, -1)
    gaps = np.nanmean(table[:, None] - table[None], axis=3)
    return np.asarray(gaps.min(axis=1).argmax(axis=0))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.integers(300, 4_000), st.sampled_from([0.05, 0.3]))
def test_it_grows_keeps_to_the_budget_and_is_the_same_again(seed: int, budget: int, error: float) -> None:
    rng = np.random.default_rng(seed)
    values = [worlds_of(rng.choice([0.0, 0.2, 2.0], size=(2, 3)), seed=seed + k)[:, :4_000] for k in (0, 1)]
    stages = run(Allocation((2, 3), error, 0.05, budget), values, first=40)
    again = run(Allocation((2, 3), error, 0.05, budget), values, first=40)
    assert all(np.array_equal(one, other) for one, other in zip(stages, again, strict=True))
    assert stages[-1].sum() <= budget
    doubled = Allocation((2, 3), error, 0.05, budget)
    doubled.next(played(values, stages[0]), stages[0])
    assert len(stages) <= doubled.looks(6)


def test_numbers_that_do_not_go_together() -> None:
    allocation = Allocation((2, 1), 0.1, 0.05, 100)
    with pytest.raises(ValueError, match="1 seats were given for 2"):
        allocation.next([np.zeros((2, 5))], np.full(2, 5))
    with pytest.raises(ValueError, match="each of 2 cells"):
        allocation.next([np.zeros((3, 5))] * 2, np.full(2, 5))
