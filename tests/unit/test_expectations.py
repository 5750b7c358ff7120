"""Relations, verdicts and adjustment: what each comparison says, and what they say together."""

import numpy as np
import pytest

from zopa.analysis.evidence import estimate
from zopa.analysis.expectations import comparisons, judged, place, pooled, verdict_of
from zopa.analysis.measures import Part
from zopa.scenario.experiment import Clause

RNG = np.random.default_rng(3)
NOISE = RNG.normal(size=400)


def level(mean, spread=1.0):
    values = mean + spread * (RNG.normal(size=400) * 0.3 + NOISE)
    return ((1, Part("mean", values, np.ones(400, bool))),)


def clause(**said):
    return Clause(id="X", clause="x", kind="built_in", measure={"statistic": "mean", "of": "joint"}, **said)


def verdict(settings, **said):
    return verdict_of(judged(comparisons(clause(**said), settings)))


@pytest.mark.parametrize(
    ("means", "said", "expected"),
    [
        ((0, 1), {"relation": "increases"}, "holds"),
        ((0, 1), {"relation": "decreases"}, "fails"),
        ((0, 1), {"relation": "increases", "margin": 2.0}, "fails"),  # it rises, but surely by less
        ((0, 1), {"relation": "increases", "margin": 1.0}, "undecided"),
        ((1, 0), {"relation": "decreases", "margin": 0.5}, "holds"),
        ((0, 1), {"relation": "decreases", "margin": 2.0}, "fails"),
        ((3, 0), {"relation": "decreases", "margin": 2.0}, "holds"),
        ((0, 0), {"relation": "increases"}, "undecided"),
        ((0, 0), {"relation": "equals", "margin": 0.2}, "holds"),
        ((0, 1), {"relation": "equals", "margin": 0.2}, "fails"),
        ((1, 0), {"relation": "equals", "margin": 0.2}, "fails"),
        ((0, 0), {"relation": "equals", "margin": 0.001}, "undecided"),
        ((0, 0), {"relation": "equals"}, "undecided"),
        ((0, 2, 1), {"relation": "increases"}, "fails"),
        ((0, 2, 1), {"relation": "increases", "over": "ends"}, "holds"),
        ((0, 1, 1), {"relation": "increases"}, "undecided"),
        ((0, 2, 1), {"relation": "peaks"}, "holds"),
        ((0, 2, 1), {"relation": "peaks", "margin": 0.5}, "holds"),
        ((0, 2, 1), {"relation": "peaks", "margin": 1.5}, "fails"),
        ((0, 1, 2), {"relation": "peaks"}, "fails"),
        ((0, -1, 3, 1), {"relation": "peaks"}, "holds"),
        ((0, -1, 3, 1), {"relation": "peaks", "margin": 2.0}, "undecided"),  # the one surely not, the other perhaps
        ((1, 2), {"relation": "at_least", "value": 0.5}, "holds"),
        ((1, 0), {"relation": "at_least", "value": 0.5}, "fails"),
        ((0,), {"relation": "at_most", "value": 0.5}, "holds"),
        ((0,), {"relation": "at_most", "value": -0.5}, "fails"),
        ((1,), {"relation": "within", "low": 0.5, "high": 1.5}, "holds"),
        ((2,), {"relation": "within", "low": 0.5, "high": 1.5}, "fails"),
        ((0,), {"relation": "within", "low": 0.5, "high": 1.5}, "fails"),
        ((1,), {"relation": "within", "low": 1.0, "high": 1.5}, "undecided"),
    ],
)
def test_what_a_relation_says(means, said, expected):
    assert verdict([level(mean) for mean in means], **said) == expected


def test_the_same_in_every_world_is_equal_without_a_margin():
    one = level(0)
    assert verdict([one, one], relation="equals") == "holds"


def test_a_peak_shows_the_end_that_decides():
    (found,) = comparisons(clause(relation="peaks", margin=1.5), [level(0), level(2), level(1)])
    assert found.settings == (2, 1)
    assert found.estimate.value == pytest.approx(1.0, abs=0.1)


def test_several_inner_settings_pay_for_being_several():
    a, b, c = level(0, 5.0), level(0.3, 5.0), level(0, 5.0)
    (alone,) = comparisons(clause(relation="peaks"), [a, b, c])
    (among,) = comparisons(clause(relation="peaks"), [a, level(-3, 5.0), b, c])
    assert among.settings[1] == 2
    assert among.right == pytest.approx(2 * alone.right)


def test_a_bound_is_compared_with_every_setting():
    found = comparisons(clause(relation="at_least", value=0.0), [level(1), level(2), level(3)])
    assert [one.settings for one in found] == [(0,), (1,), (2,)]


def test_more_comparisons_ask_for_more():
    shaky = comparisons(clause(relation="increases"), [level(0.0, 8), level(0.3, 8)])
    (alone,) = judged(shaky)
    (first, *_) = judged(shaky * 50)
    assert alone.right == shaky[0].right
    assert first.right == pytest.approx(min(1.0, 50 * alone.right))
    assert first.low < alone.low < alone.high < first.high


def test_an_interval_is_that_of_its_step():
    found = comparisons(clause(relation="increases"), [level(0), level(1)])
    found += comparisons(clause(relation="increases"), [level(0), level(0.01)])
    sure, unsure = judged(found)
    assert sure.low == found[0].estimate.lower(0.05 / 2)
    assert unsure.low == found[1].estimate.lower(0.05)


def test_groups_are_adjusted_together_and_come_back_apart():
    groups = [comparisons(clause(relation="increases"), [level(0), level(1), level(2)]), [],
              comparisons(clause(relation="at_least", value=0.0), [level(0)])]  # fmt: skip
    back = list(pooled(groups))
    assert [len(group) for group in back] == [2, 0, 1]
    assert [one.comparison for group in back for one in group] == [one for group in groups for one in group]


def test_what_happened_is_placed_among_the_worlds():
    values = np.arange(100.0)
    assert place(values, 50.0).percentile == pytest.approx(50.5)
    assert [place(values, at).verdict for at in (3.0, 4.0, 95.0, 96.0)] == ["fails", "holds", "holds", "fails"]
    assert place(np.full(100, 15.0), 15.0).verdict == "holds"
    assert place(np.full(100, 15.0), 16.0).verdict == "fails"
    assert place(np.array([]), 1.0).verdict == "undecided"
    words = np.repeat([0.0, 1.0], [96, 4])
    assert [place(words, at, ordered=False).verdict for at in (0.0, 1.0, -1.0)] == ["holds", "fails", "fails"]


def test_at_random_few_claims_hold():
    """Forty claims about nothing but noise, a hundred times: hardly ever does any hold, and none may fail either."""
    rng = np.random.default_rng(9)
    wrong = 0
    for _ in range(100):
        found = []
        for _ in range(40):
            first, second = rng.normal(size=(2, 50))
            parts = [((1, Part("mean", values, np.ones(50, bool))),) for values in (first, second)]
            found += comparisons(clause(relation="increases"), parts)
        wrong += any(one.verdict == "holds" for one in judged(found))
    assert wrong <= 12  # 5 of 100, and a spread of about 2


def test_estimates_of_settings_are_shown():
    (found,) = comparisons(clause(relation="increases"), [level(0), level(1)])
    assert found.values[1] - found.values[0] == pytest.approx(found.estimate.value)
    assert estimate(level(1)).value == pytest.approx(1.0, abs=0.2)
