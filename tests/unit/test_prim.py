"""PRIM: against a slow twin, planted boxes, noise, and the laws of coverage and density."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2_contingency, ks_2samp

from zopa.analysis import discovery
from zopa.analysis.discovery import discover, enough
from zopa.analysis.prim import FEWEST, LEAST, choose, densest, peel
from zopa.analysis.prim_box import Limit, inside, size_of
from zopa.analysis.prim_factors import CLASSES, KEPT, Classes, Factor, telling
from zopa.analysis.prim_limits import paste, prune, quasi_p
from zopa.analysis.shuffles import half, shuffle
from zopa.game.luck import Luck


def made(seed: int, worlds: int = 400, numbers: int = 3, distinct: int = 0) -> tuple[list[Factor], np.ndarray]:
    """Factors and cases: frequent where x0 is low and x1 high and the word is not b."""
    luck = Luck(seed, worlds=worlds)
    x = luck.uniforms("x", each=numbers)
    x = np.floor(x * distinct) / distinct if distinct else x
    word = np.floor(3 * luck.one("word"))
    planted = (x[:, 0] < 0.4) & (x[:, 1] >= 0.3) & (word != 1)
    cases = luck.one("case") < np.where(planted, 0.9, 0.1)
    return [*(Factor(f"x{i}", x[:, i]) for i in range(numbers)), Factor("word", word, ("a", "b", "c"))], cases


def everything(classes: Classes) -> np.ndarray:
    return np.arange(len(classes.codes))


# --- classes ---------------------------------------------------------------------------------------------------


def test_classes_keep_order_and_ties_and_are_about_equal() -> None:
    values = Luck(1, worlds=10_000).one("x")
    values[:1500] = 0.5
    codes = Classes.of([Factor("x", values)]).codes[:, 0]
    assert np.all(np.diff(codes[np.argsort(values)]) >= 0)
    assert len(np.unique(codes[:1500])) == 1
    counts = np.bincount(codes)
    assert len(counts) <= CLASSES
    assert np.all(counts > 0)
    assert np.partition(counts, -2)[-2] <= 2 * 10_000 / CLASSES


def test_few_values_are_classes_of_their_own() -> None:
    classes = Classes.of(
        [Factor("x", np.array([3.0, 1.0, 1.0, 7.0])), Factor("w", np.array([1.0, 0, 0, 1]), ("a", "b"))]
    )
    assert classes.codes.tolist() == [[1, 1], [0, 0], [0, 0], [2, 1]]
    assert classes.count.tolist() == [3, 2]
    assert classes.edge(0, 1, 2) == (3.0, 7.0)


def test_telling_factors_are_those_of_the_textbook_tests() -> None:
    factors, cases = made(3, worlds=250, numbers=14)
    classes = Classes.of(factors)
    p = [
        ks_2samp(f.values[cases], f.values[~cases], method="asymp").pvalue
        if not f.words
        else chi2_contingency(np.histogram2d(f.values, cases, bins=(3, 2))[0], correction=False).pvalue
        for f in factors
    ]
    kept = set(np.argsort(p)[:KEPT].tolist()) | {at for at, one in enumerate(p) if one * len(p) <= 0.05}
    assert set(telling(classes, cases, everything(classes)).tolist()) == kept


def test_rows_that_repeat_a_world_count_once() -> None:
    _, cases = made(5)
    rows, worlds = np.arange(2000), np.tile(np.arange(400), 5)
    alone = Classes.of(made(5)[0])
    again = Classes.of([Factor(f.name, np.tile(f.values, 5), f.words) for f in made(5)[0]], worlds)
    assert again.common.all()
    assert again.repeats(np.tile(cases, 5), rows) == pytest.approx(5.0)
    assert alone.repeats(cases, rows[:400]) == pytest.approx(1.0)
    box = (Limit(0, "at_most", tuple(range(int(again.count[0]) // 2))),)
    p = [quasi_p(c, y, box, r) for c, y, r in ((alone, cases, rows[:400]), (again, np.tile(cases, 5), rows))]
    np.testing.assert_allclose(p[0], p[1], rtol=1e-9)


def test_repeated_rows_make_no_more_factors_tell() -> None:
    luck = Luck(0, worlds=100)
    x, words = luck.uniforms("x", each=12), np.floor(3 * luck.uniforms("words", each=12))
    factors = [Factor(f"x{i}", x[:, i]) for i in range(12)]
    factors += [Factor(f"w{i}", words[:, i], ("a", "b", "c")) for i in range(12)]
    cases, again, rows = luck.one("case") < 0.4, np.tile(np.arange(100), 20), np.arange(2000)
    alone = telling(Classes.of(factors), cases, rows[:100])
    repeated = [Factor(f.name, f.values[again], f.words) for f in factors]
    assert telling(Classes.of(repeated, again), cases[again], rows).tolist() == alone.tolist()
    assert len(alone) == KEPT
    assert len(telling(Classes.of(repeated), cases[again], rows)) > KEPT


def test_a_lever_is_not_common_to_a_world() -> None:
    factors = [Factor("lever", np.repeat([0.0, 1.0], 3)), Factor("drawn", np.tile([5.0, 6.0, 7.0], 2))]
    assert Classes.of(factors, np.tile(np.arange(3), 2)).common.tolist() == [False, True]


# --- peeling, against a slow twin ------------------------------------------------------------------------------


def slow_peel(factors: list[Factor], cases: np.ndarray, alpha: float) -> list[tuple[int, int]]:
    """Worlds and cases of each box, slice by slice as the definition has it."""
    inside_box, every = np.ones(len(cases), dtype=bool), int(cases.sum())
    found = [(len(cases), every)]
    while True:
        n, k = inside_box.sum(), (inside_box & cases).sum()
        slices = []
        for words in (False, True):
            for factor in factors:
                values = factor.values[inside_box]
                if words != bool(factor.words):
                    continue
                if factor.words:
                    slices += [factor.values == word for word in range(len(factor.words))]
                    continue
                for sign in (1.0, -1.0):
                    level = np.sort(np.unique(sign * values))
                    fits = [v for v in level if (sign * values <= v).sum() <= int(alpha * n)]
                    slices.append(sign * factor.values <= max(fits, default=level[0]))
        best, gain = None, 1e-12
        for one in slices:
            gone = inside_box & one
            left, kept = n - gone.sum(), k - (gone & cases).sum()
            if not gone.any() or left < FEWEST or kept < LEAST * every:
                continue
            new = (kept / left - k / n) / gone.sum() * n
            if new > gain:
                best, gain = gone, new
        if best is None:
            return found
        inside_box = inside_box & ~best
        found.append((int(inside_box.sum()), int((inside_box & cases).sum())))


@pytest.mark.parametrize("distinct", [0, 7, 40])
@pytest.mark.parametrize("seed", range(4))
def test_peeling_is_that_of_the_slow_twin(seed: int, distinct: int) -> None:
    factors, cases = made(seed, worlds=240, distinct=distinct)
    classes = Classes.of(factors)
    steps = peel(classes, cases, everything(classes))
    assert [(step.size.worlds, step.size.cases) for step in steps] == slow_peel(factors, cases, 0.05)


@given(st.integers(0, 10_000), st.sampled_from([0, 5, 30]), st.sampled_from([60, 300]))
def test_the_trajectory_keeps_the_laws(seed: int, distinct: int, worlds: int) -> None:
    factors, cases = made(seed, worlds, distinct=distinct)
    classes, rows = Classes.of(factors), np.arange(worlds)
    steps = peel(classes, cases, rows)
    for step in steps:
        assert step.size == size_of(classes, cases, step.box, rows)  # the counts kept up to date are right
        assert 0 <= step.size.coverage <= 1
        assert 0 <= step.size.density <= 1
        assert 0 < step.size.mass <= 1
        assert step.size.worlds >= min(FEWEST, worlds)
    for larger, smaller in itertools.pairwise(steps):
        assert not (inside(classes, smaller.box, rows) & ~inside(classes, larger.box, rows)).any()
        assert smaller.size.density > larger.size.density
        assert smaller.size.coverage <= larger.size.coverage


@given(st.integers(0, 10_000), st.sampled_from([np.exp, lambda x: x**3 - 5, np.arctan]))
def test_any_increasing_function_of_a_factor_gives_the_same_worlds(seed: int, increasing) -> None:
    factors, cases = made(seed, worlds=600)
    turned = [factor if factor.words else Factor(factor.name, increasing(factor.values)) for factor in factors]
    one, other = Classes.of(factors), Classes.of(turned)
    assert peel(one, cases, everything(one)) == peel(other, cases, everything(other))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_factors_does_not_matter(seed: int) -> None:
    factors, cases = made(seed, worlds=1500)
    found = [discover(some, cases, Luck(0)).boxes[0] for some in (factors, factors[::-1])]
    assert found[0].size == found[1].size
    names = [{(some[limit.factor].name, limit.side, limit.kept) for limit in one.box}
             for one, some in zip(found, (factors, factors[::-1]), strict=True)]  # fmt: skip
    assert names[0] == names[1]


# --- choosing, dropping, pasting -------------------------------------------------------------------------------


def test_the_densest_that_covers_enough_and_the_largest_about_as_dense() -> None:
    factors, cases = made(2, worlds=2000)
    steps = peel(Classes.of(factors), cases, np.arange(2000))
    best = densest(steps, 0.5).size
    assert best.density == max(step.size.density for step in steps if step.size.coverage >= 0.5)
    error = np.sqrt(best.density * (1 - best.density) / best.worlds)
    chosen = choose(steps, 0.5)
    assert chosen.size.mass == max(step.size.mass for step in steps if step.size.density >= best.density - error)
    assert densest(steps, 1.0).size.coverage == 1.0


def test_a_quasi_p_value_is_a_binomial_tail() -> None:
    factors, cases = made(4)
    classes = Classes.of(factors)
    box = (Limit(0, "at_most", tuple(range(100))), Limit(3, "among", (0, 2)))
    low, word = classes.codes[:, 0] < 100, factors[3].values != 1
    both = low & word
    expected = [binom.sf((both & cases).sum() - 1, both.sum(), (one & cases).sum() / one.sum()) for one in (word, low)]
    np.testing.assert_allclose(quasi_p(classes, cases, box, np.arange(400)), expected, rtol=1e-9)


def test_limits_without_meaning_are_dropped() -> None:
    factors, cases = made(4, worlds=3000)
    classes = Classes.of(factors)
    half_of_x2 = Limit(2, "at_least", tuple(range(128, 256)))
    meant = (Limit(0, "at_most", tuple(range(102))), Limit(3, "among", (0, 2)))
    assert prune(classes, cases, (*meant, half_of_x2), np.arange(3000), tried=9) == meant


def test_a_limit_stays_if_its_p_value_times_the_limits_tried_is_at_most_a_twentieth() -> None:
    factors, cases = made(4)
    classes, box = Classes.of(factors), (Limit(0, "at_most", tuple(range(170))),)
    (p,) = quasi_p(classes, cases, box, np.arange(400))
    assert 0.0 < p < 0.04
    assert prune(classes, cases, box, np.arange(400), tried=0.04 / p) == box
    assert prune(classes, cases, box, np.arange(400), tried=0.06 / p) == ()


@given(st.integers(0, 1000))
def test_pasting_costs_neither_density_nor_coverage(seed: int) -> None:
    factors, cases = made(seed, worlds=300, distinct=20)
    classes, rows = Classes.of(factors), np.arange(300)
    steps = peel(classes, cases, rows)
    box = steps[len(steps) // 2].box
    before, after = (size_of(classes, cases, one, rows) for one in (box, paste(classes, cases, box, rows)))
    assert after.density >= before.density
    assert after.worlds >= before.worlds


def test_pasting_brings_back_what_was_cut_too_deep() -> None:
    x = np.arange(200) / 200
    classes = Classes.of([Factor("x", x), Factor("w", np.arange(200) % 2.0, ("a", "b"))])
    cases = x < 0.5
    box = (Limit(0, "at_most", tuple(range(30))), Limit(1, "among", (0,)))
    (limit,) = paste(classes, cases, box, np.arange(200))  # the word is no limit any more
    assert limit == Limit(0, "at_most", tuple(range(limit.kept[-1] + 1)))
    assert 95 <= len(limit.kept) <= 100  # the last slice would not be all cases


# --- discovery -------------------------------------------------------------------------------------------------


def test_a_planted_box_is_recovered() -> None:
    factors, cases = made(7, worlds=3000, numbers=8)
    (one,) = discover(factors, cases, Luck(0)).boxes
    limits = {(factors[limit.factor].name, limit.side): limit.kept for limit in one.box}
    assert limits.keys() == {("x0", "at_most"), ("x1", "at_least"), ("word", "among")}
    assert limits["word", "among"] == (0, 2)
    assert limits["x0", "at_most"][-1] / CLASSES == pytest.approx(0.4, abs=0.04)
    assert limits["x1", "at_least"][0] / CLASSES == pytest.approx(0.3, abs=0.04)
    assert one.size.density == pytest.approx(0.9, abs=0.03)
    assert one.halves.density == pytest.approx(0.9, abs=0.04)
    assert one.noise.p == 1 / 40
    assert one.noise.shuffled.max() < 0.4
    assert min(one.halves.again) == 1.0
    assert one.steps[one.chosen].size.density >= 0.85


def test_two_planted_boxes_are_covered_one_after_the_other() -> None:
    x = Luck(1, worlds=3000).uniforms("x", each=4)
    first, second = (x[:, 0] < 0.4) & (x[:, 1] < 0.7), (x[:, 0] > 0.7) & (x[:, 2] > 0.7)
    found = discover([Factor(f"x{i}", x[:, i]) for i in range(4)], first | second, Luck(0), boxes=5)
    sides = [{(limit.factor, limit.side) for limit in one.box} for one in found.boxes]
    assert sides[:2] == [{(0, "at_most"), (1, "at_most")}, {(0, "at_least"), (2, "at_least")}]
    assert sum(one.size.cases for one in found.boxes[:2]) > 0.9 * found.cases  # what may follow are their edges
    assert found.boxes[1].size.all_worlds == 3000 - found.boxes[0].size.worlds


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_told_from_pure_noise(seed: int) -> None:
    luck = Luck(seed, worlds=800)
    x, word = luck.uniforms("x", each=30), np.floor(5 * luck.one("word"))
    factors = [*(Factor(f"x{i}", x[:, i]) for i in range(30)), Factor("word", word, tuple("abcde"))]
    found = discover(factors, luck.one("case") < 0.3, luck)
    assert found.boxes == []
    assert found.last is not None
    assert not found.last.told


@pytest.mark.parametrize("seed", range(3))
def test_sixteen_rows_of_a_world_do_not_pass_for_sixteen_worlds(seed: int) -> None:
    luck, worlds = Luck(seed, worlds=60), np.tile(np.arange(60), 16)
    x, ends = luck.uniforms("x", each=20), luck.one("case") < 0.3  # each world ends alike in all points
    factors = [Factor(f"x{i}", x[worlds, i]) for i in range(20)]
    found = discover([*factors, Factor("lever", np.repeat(np.arange(16.0), 60))], ends[worlds], luck, worlds)
    assert found.boxes == []


def test_a_word_that_decides_is_found() -> None:
    luck = Luck(2, worlds=900)
    words = ("boulware", "hardliner", "linear")
    word, x = np.floor(3 * luck.one("word")), luck.one("x")
    cases = luck.one("case") < np.where(word == 1, 0.8, 0.1)
    (one,) = discover([Factor("x", x), Factor("strategy", word, words)], cases, luck).boxes
    assert one.box == (Limit(1, "among", (1,)),)


def test_the_same_seed_finds_the_same() -> None:
    factors, cases = made(9, worlds=500)
    one, again, other = (discover(factors, cases, Luck(seed)).boxes[0] for seed in (1, 1, 2))
    assert one.noise.shuffled.tolist() == again.noise.shuffled.tolist() != other.noise.shuffled.tolist()
    assert one.halves.density == again.halves.density != other.halves.density


def test_halves_are_judged_by_the_other_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "HALVES", 1)
    factors, cases = made(9, worlds=400, numbers=6)
    (one,) = discover(factors, cases, Luck(3)).boxes
    rows, search = np.arange(400), discovery._Search(Classes.of(factors), 0.5)
    first = half(rows, rows, Luck(3, salt="discover:0"), 0)
    box = search.box(cases, rows[first])[0]
    size = size_of(search.classes, cases, box, rows[~first])
    assert (one.halves.density, one.halves.coverage) == (size.density, size.coverage)
    again = {(limit.factor, limit.side) for limit in box}
    assert one.halves.again.tolist() == [float((limit.factor, limit.side) in again) for limit in one.box]


def test_too_few_cases_are_not_searched() -> None:
    assert not enough(np.arange(1000) < FEWEST - 1)
    assert not enough(np.arange(1000) >= FEWEST - 1)
    assert enough(np.arange(1000) < FEWEST)
    found = discover([Factor("x", np.arange(1000.0))], np.arange(1000) < 5, Luck(0))
    assert found.boxes == []
    assert found.last is None


# --- halves and shuffles ---------------------------------------------------------------------------------------


@given(st.integers(0, 1000), st.integers(1, 5), st.integers(40, 60))
def test_a_half_holds_whole_groups(seed: int, points: int, worlds: int) -> None:
    groups, rows = np.tile(np.arange(worlds), points), np.arange(worlds * points)
    first = half(rows, groups, Luck(seed), 0)
    assert first.sum() == worlds // 2 * points
    assert not set(groups[first]) & set(groups[~first])


def test_few_groups_are_halved_by_rows() -> None:
    assert half(np.arange(100), np.arange(100) % 4, Luck(0), 0).sum() == 50


@given(st.integers(0, 1000), st.lists(st.integers(1, 4), min_size=2, max_size=12))
def test_a_shuffle_keeps_what_hangs_together(seed: int, sizes: list[int]) -> None:
    groups = np.repeat(np.arange(len(sizes)), sizes)[::-1]
    cases = Luck(seed, worlds=len(groups)).one("case") < 0.5
    shuffled = shuffle(cases, np.arange(len(groups)), groups, Luck(seed), 0)

    def totals(some: np.ndarray) -> list[tuple[int, int]]:
        return sorted(zip(sizes, np.bincount(groups, weights=some).astype(int).tolist(), strict=True))

    assert totals(shuffled) == totals(cases)


def test_within_a_world_the_outcomes_change_places() -> None:
    cases = np.arange(100) < 30
    shuffled = shuffle(cases, np.arange(100), np.zeros(100, dtype=int), Luck(0), 0)
    assert shuffled.sum() == 30
    assert 3 <= (shuffled & cases).sum() <= 15


def test_rows_that_do_not_count_are_not_shuffled() -> None:
    cases = np.arange(100) % 2 == 0
    shuffled = shuffle(cases, np.arange(50), np.arange(100), Luck(0), 0)
    assert shuffled[50:].tolist() == cases[50:].tolist()
    assert shuffled[:50].tolist() != cases[:50].tolist()
    assert shuffled[:50].sum() == 25


def test_a_box_that_shuffled_outcomes_reach_is_not_told() -> None:
    factors, cases = made(7, worlds=600)
    (one,) = discover(factors, cases, Luck(0)).boxes
    noise = discovery.Noise(one.noise.reached, np.append(one.noise.shuffled[2:], [1.0, 1.0]))
    assert one.told
    assert not dataclasses.replace(one, noise=noise).told


def test_p_counts_the_outcomes_as_they_are() -> None:
    assert discovery.Noise(0.5, np.array([0.4, 0.5, 0.6, 0.1])).p == 3 / 5
    assert discovery.Noise(0.5, np.full(39, 0.4)).p == 1 / 40
