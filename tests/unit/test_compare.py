"""Runs compared: which points and worlds, deals apart from all worlds, the trap between them, gates, settings."""

import json
import math

import numpy as np
import pytest

from unit.run_folders import PARTIES, deals, said, write_run
from zopa.analysis.compare import Gate
from zopa.analysis.evidence import estimate
from zopa.analysis.measures import Part
from zopa.experiments.compare import compare, gated
from zopa.experiments.differences import ABSENT, Difference, differences
from zopa.experiments.results import Results
from zopa.report.compare_reading import reading
from zopa.report.compare_text import compare_dict, compare_text

YES = [True] * 4


def opened(tmp_path, *runs, **more):
    """Runs of one point each, or of several."""
    for number, run in enumerate(runs):
        points, given = run if isinstance(run, tuple) else (run, {})
        write_run(tmp_path / "ab"[number], points if isinstance(points, list) else [points], **{**more, **given})
    return tuple(Results.open(tmp_path / "ab"[number]) for number in range(len(runs)))


def row(found, name, over="all"):
    return next(one for one in found.outcomes if one.name == name).row(over)


def random_point(rng, n=80, shift=0.0):
    agreed = rng.random(n) < 0.6
    us = np.where(agreed, rng.normal(size=n) + shift, -1.0)
    return deals(list(agreed), list(us), list(rng.normal(size=n)), no_deal_us=[-1.0] * n)


def test_every_difference_is_exact_where_the_tables_say_so(tmp_path):
    a = deals([True, True, False, False], [1.0, 2.0, 0.0, 0.0], [5.0, 5.0, 1.0, 1.0])
    b = deals([True, False, True, False], [1.5, 0.0, 3.0, 0.0], [5.5, 1.5, 1.5, 1.5])
    found = compare(*opened(tmp_path, a, b))
    assert found.paired
    assert found.worlds == (4, 4)
    us = row(found, "annual_us")
    assert (us.values, us.difference.value) == ((0.75, 1.125), 0.375)
    assert (us.better, us.worse) == (0.5, 0.25)
    each = row(found, "annual_us", "deals")
    assert (each.values, each.difference.value, each.counted) == ((1.5, 2.25), 0.75, (2, 2))
    both = row(found, "annual_us", "both")
    assert (both.values, both.difference.value, both.counted) == ((1.0, 1.5), 0.5, (1, 1))
    assert (row(found, "agreement").difference.value, row(found, "agreement").values) == (0.0, (0.5, 0.5))
    japan = row(found, "annual_japan")
    assert (japan.difference.value, japan.low, japan.high) == (-0.5, *intervals([5, 5, 1, 1], [5.5, 1.5, 1.5, 1.5]))
    assert row(found, "joint").difference.value == pytest.approx(0.375 - 0.5)
    time = row(found, "day")
    assert (time.values, time.better, time.worse) == ((1.0, 1.0), 0.25, 0.25)
    assert row(found, "day", "both").difference.value == 0.0


def intervals(first, second):
    def part(values):
        return Part("mean", np.asarray(values, dtype=float), np.ones(len(values), dtype=bool))

    found = estimate(((1, part(second)), (-1, part(first))))
    return found.lower(0.025), found.upper(0.025)


def test_intervals_are_those_of_the_estimates(tmp_path):
    rng = np.random.default_rng(3)
    a, b = random_point(rng), random_point(rng, shift=0.5)
    found = compare(*opened(tmp_path, a, b))
    agreed = [np.asarray(one["agreed"]) for one in (a, b)]
    us = [np.asarray(one["annual_us"]) for one in (a, b)]
    both, everything = agreed[0] & agreed[1], np.ones(80, dtype=bool)
    for over, counts in (("all", [everything] * 2), ("deals", agreed), ("both", [both] * 2)):
        one, other = (Part("mean", values, count) for values, count in zip(us, counts, strict=True))
        theirs = estimate(((1, other), (-1, one)))
        ours = row(found, "annual_us", over)
        assert (ours.low, ours.high) == pytest.approx((theirs.lower(0.025), theirs.upper(0.025)))
    gain = row(found, "gain_us").values
    assert gain == pytest.approx(tuple(values.mean() + 1.0 for values in us))


def trap(tmp_path):
    """B is tougher: each of its deals is worth more to the US, and it has few of them."""
    n = np.arange(200)
    soft = deals([True] * 200, list(6.0 + n % 3), list(4.0 - n % 3))
    tough = deals(list(n % 2 == 0), list(np.where(n % 2 == 0, 8.0 + n % 3, 0.0)), [1.0] * 200)
    return compare(*opened(tmp_path, soft, tough))


def test_deals_alone_point_the_other_way(tmp_path):
    found = trap(tmp_path)
    assert row(found, "annual_us", "deals").sign == 1
    assert row(found, "annual_us", "both").sign == 1
    assert row(found, "annual_us").sign == -1
    text = reading(found)
    assert "Mind the trap: among deals The US's payoff seems to rise (+2.0" in text
    assert "but over all worlds it falls (−2.5" in text
    assert "B has 50.0 points fewer worlds with a deal" in text
    assert text.count("Mind the trap") == 1


def test_no_trap_where_both_point_the_same_way(tmp_path):
    n = np.arange(50)
    a, b = (deals(list(n % 5 > 0), list(np.where(n % 5 > 0, high + n % 3, 0.0))) for high in (2.0, 3.0))
    text = reading(compare(*opened(tmp_path, a, b)))
    assert "Mind the trap" not in text
    assert "The US's payoff and joint payoff are worth more in B" in text


def test_all_worlds_decide_what_groups_reverse(tmp_path):
    """Simpson (1951): B is better at each level, and worse over all, as the levels' deals weigh otherwise."""

    def point(high, share, n=100):
        agreed = np.arange(n) < share * n
        return deals(list(agreed), list(np.where(agreed, high + np.arange(n) % 2, 0.0)))

    a, b = [point(2.0, 0.1), point(8.0, 0.9)], [point(3.0, 0.9), point(9.0, 0.1)]
    factors = {"zone": ["narrow", "wide"]}
    found = compare(*opened(tmp_path, a, b, factors=factors), by=["zone"])
    assert row(found, "annual_us", "deals").difference.value < 0
    for level in ("narrow", "wide"):
        some = next(one for one in found.by["zone"][level] if one.name == "annual_us")
        assert some.row("deals").difference.value == pytest.approx(1.0)
    assert "zone = narrow  (1 point)" in compare_text(found)


def test_only_worlds_that_both_have_and_that_did_not_fail_are_paired(tmp_path):
    a = deals(YES, [1.0, 2.0, 3.0, 4.0], status=["ok", "failed", "ok", "ok"])
    b = deals([True] * 3, [2.0, 9.0, 5.0], world=[0, 1, 2])
    found = compare(*opened(tmp_path, a, b))
    assert (found.worlds, found.left_out) == ((2, 2), (1, 1))
    assert row(found, "annual_us").values == (2.0, 3.5)
    assert "left out: 1 of A and 1 of B" in compare_text(found)


@pytest.mark.parametrize("told", [{"seed": 1}, {"luck": "independent"}])
def test_other_luck_is_not_paired(tmp_path, told):
    rng = np.random.default_rng(8)
    a, b = random_point(rng, 60), random_point(rng, 40)
    found = compare(*opened(tmp_path, (a, {}), (b, {"experiment": told})))
    assert not found.paired
    assert row(found, "annual_us").counted == (60, 40)
    assert row(found, "annual_us", "both") is None
    se = math.sqrt(sum(np.var(one["annual_us"], ddof=1) / len(one["annual_us"]) for one in (a, b)))
    assert row(found, "annual_us").difference.se == pytest.approx(se, rel=0.02)
    assert "not paired: " in compare_text(found)


@pytest.mark.parametrize("lucks", [("common", "common"), ("independent", "independent"), ("common", "independent")])
def test_unpaired_points_are_as_sure_as_their_luck_lets_them_be(tmp_path, lucks):
    """Two points that say the same of each world: one sample where luck is common, two where it is not."""
    rng = np.random.default_rng(9)
    samples = [list(scale * rng.normal(size=90)) for scale in (1.0, 2.0)]
    runs = [
        ([deals([True] * 90, some)] * 2, {"experiment": {"luck": luck, "seed": seed}})
        for seed, (some, luck) in enumerate(zip(samples, lucks, strict=True))
    ]
    found = row(compare(*opened(tmp_path, *runs, factors={"x": [1.0, 2.0]})), "annual_us")
    assert found.values == pytest.approx(tuple(np.mean(some) for some in samples))
    worlds = [90 if luck == "common" else 180 for luck in lucks]
    se = math.sqrt(sum(np.var(some, ddof=1) / n for some, n in zip(samples, worlds, strict=True)))
    assert found.difference.se == pytest.approx(se, rel=0.02)


def test_points_that_a_design_has_twice_are_matched_in_turn(tmp_path):
    a, b = ([deals(YES, [value] * 4) for value in values] for values in ((1.0, 2.0, 3.0), (5.0, 6.0)))
    runs = opened(tmp_path, (a, {"factors": {"x": [7.0, 7.0, 8.0]}}), (b, {"factors": {"x": [7.0, 7.0]}}))
    assert compare(*runs).matching.pairs == ((0, 0), (1, 1))


def test_true_and_one_are_not_the_same_level(tmp_path):
    point = deals(YES, [1.0] * 4)
    runs = opened(tmp_path, (point, {"factors": {"fixed": [True]}}), (point, {"factors": {"fixed": [1.0]}}))
    with pytest.raises(ValueError, match="has the same fixed"):
        compare(*runs)


def test_points_are_matched_by_their_factors_and_not_by_their_number(tmp_path):
    a = ([deals(YES, [value] * 4) for value in (1.0, 2.0, 3.0)], {"factors": {"delay": [0.03, 0.05, 0.1]}})
    b = ([deals(YES, [value] * 4) for value in (25.0, 13.0)], {"factors": {"delay": [0.05, 0.03]}})
    found = compare(*opened(tmp_path, a, b), by=["delay"])
    assert found.matching.pairs == ((0, 1), (1, 0))
    assert found.matching.unmatched == ((2,), ())
    assert row(found, "annual_us").values == (1.5, 19.0)
    by = {level: outcomes[1].row("all").difference.value for level, outcomes in found.by["delay"].items()}
    assert by == {0.03: 12.0, 0.05: 23.0}
    assert "1 of A has no partner" in compare_text(found)


def test_a_single_setting_is_a_base_for_a_sweep(tmp_path):
    base = deals(YES, [1.0, 2.0, 3.0, 4.0])
    sweep = [deals(YES, [high + one for one in (1.0, 2.0, 3.0, 4.0)]) for high in (1.0, 2.0)]
    found = compare(*opened(tmp_path, (base, {}), (sweep, {"factors": {"us": ["soft", "tough"]}})), by=["us"])
    assert found.matching.pairs == ((0, 0), (0, 1))
    assert row(found, "annual_us").values == (2.5, 4.0)
    assert [found.by["us"][level][1].row("all").low for level in ("soft", "tough")] == [1.0, 2.0]
    assert row(found, "annual_us").low == 1.5


@pytest.mark.parametrize(
    ("factors", "message"),
    [
        (({"us": ["a"]}, {"japan": ["a"]}), "varies us and .* japan"),
        (({"us": ["a"]}, {"us": ["b"]}), "no point of .* has the same us"),
    ],
)
def test_designs_without_points_in_common_are_refused(tmp_path, factors, message):
    runs = [(deals(YES, [1.0] * 4), {"factors": one}) for one in factors]
    with pytest.raises(ValueError, match=message):
        compare(*opened(tmp_path, *runs))


def test_by_names_a_factor_with_few_levels(tmp_path):
    points = [deals([True], [1.0]) for _ in range(30)]
    runs = opened(tmp_path, points, points, factors={"delay": [float(one) for one in range(30)]})
    with pytest.raises(ValueError, match=r"do not vary 'dealy' \(did you mean \"delay\"\?\)"):
        compare(*runs, by=["dealy"])
    with pytest.raises(ValueError, match="delay takes 30 values"):
        compare(*runs, by=["delay"])


def test_other_units_are_refused_and_other_parties_left_out(tmp_path):
    point = deals(YES, [1.0, 2.0, 3.0, 4.0])
    with pytest.raises(ValueError, match=r"payoffs are in coins in .* and in EUR in"):
        compare(*opened(tmp_path / "units", (point, {}), (point, {"what": said(unit="EUR")})))
    other = said(parties={"us": "The US", "eu": "The EU"}, issues={})
    found = compare(*opened(tmp_path, (point, {}), (point, {"what": other})))
    assert [one.name for one in found.outcomes] == ["agreement", "annual_us", "gain_us", "day"]
    notes = " ".join(found.notes)
    assert "joint payoff is not compared" in notes
    assert all(word in notes for word in ("japan", "eu", "rate"))


def test_what_was_not_kept_is_not_compared(tmp_path):
    points = [deals(YES, [1.0, 2.0, 3.0, 4.0])] * 2
    found = compare(*opened(tmp_path, *points, drop=("agreed", "round", "payoff_us")))
    assert "agreement, gain_us, day" in " ".join(found.notes)
    assert [one.name for one in found.outcomes] == ["annual_us", "annual_japan", "gain_japan", "joint"]
    assert row(found, "annual_us", "deals") is None
    assert compare_text(found)


def test_the_experiments_own_outcomes_are_compared_too(tmp_path):
    outcomes = {
        "usual": {"statistic": "mean", "of": "annual_us", "where": {"agreed": True}},
        "spread": {"statistic": "sd", "of": "annual_us"},
        "gap": {"statistic": "mean", "of": "annual_us", "minus": {"statistic": "mean", "of": "annual_japan"}},
        "rich": {"statistic": "share", "that": {"annual_us": {"at_least": 3}}},
    }
    rng = np.random.default_rng(4)
    for number, factors in enumerate(({}, {"x": [1.0, 2.0]})):
        points = [[random_point(rng) for _ in range(number + 1)] for _ in (0, 1)]
        told = {"experiment": {"outcomes": outcomes}, "factors": factors}
        found = compare(*opened(tmp_path / str(number), *((some, told) for some in points)))
        assert [one.name for one in found.outcomes][-3:] == ["spread", "gap", "rich"]
        assert found.aliases["usual"] == ("annual_us", "deals")
        assert gated(found, Gate.read("usual>=0")) is row(found, "annual_us", "deals")
        sds = [np.mean([np.std(one["annual_us"], ddof=1) for one in some]) for some in points]
        assert row(found, "spread").difference.value == pytest.approx(sds[1] - sds[0])
        gaps = [np.mean([np.mean(one["annual_us"]) - np.mean(one["annual_japan"]) for one in some]) for some in points]
        assert row(found, "gap").values == pytest.approx(gaps)
        assert row(found, "gap").low < gaps[1] - gaps[0] < row(found, "gap").high


def test_a_gate_is_passed_where_the_whole_interval_keeps_to_it(tmp_path):
    found = trap(tmp_path)
    us = row(found, "annual_us")
    for text, passed in (
        ("annual_us>=0", False), (f"annual_us>={us.low - 1e-9}", True),
        (f"annual_us>={us.difference.value}", False), (f"annual_us<={us.difference.value}", False),  # undecided
        (f"annual_us <= {us.high + 1e-9}", True), ("annual_us|deals>=0", True), ("annual_us | both >= 0", True),
        ("agreement>=-0.6", True), ("agreement>=-0.02", False),
    ):  # fmt: skip
        gate = Gate.read(text)
        assert gate.passes(gated(found, gate)) is passed, text


def test_a_gate_without_an_interval_fails(tmp_path):
    found = compare(*opened(tmp_path, deals([False, True], [0.0, 1.0]), deals([True, False], [2.0, 0.0])))
    for text in ("annual_us|both>=-99", "annual_us|both<=99"):
        assert not Gate.read(text).passes(gated(found, Gate.read(text)))


@pytest.mark.parametrize("text", ["joint", "joint>0", "joint>=", "joint>=many", "joint>=nan", "joint|some>=0", ">=0"])
def test_a_gate_written_badly_is_refused(text):
    with pytest.raises(ValueError, match="a gate is written"):
        Gate.read(text)


def test_a_gate_of_an_unknown_outcome_is_refused(tmp_path):
    found = trap(tmp_path)
    with pytest.raises(ValueError, match=r"no outcome 'jiont' is compared \(did you mean \"joint\"\?\)"):
        gated(found, Gate.read("jiont>=0"))
    with pytest.raises(ValueError, match="agreement is not compared over 'deals'"):
        gated(found, Gate.read("agreement|deals>=0"))


def test_settings_that_differ_are_said_leaf_by_leaf():
    first = {
        "name": "one", "title": "T", "time": {"rounds": 3, "fixed": True},
        "parties": {"us": {"strategy": {"kind": "linear"}, "payoffs": [{"kind": "gate", "at": 1}, {"kind": "cap"}]}},
        "issues": {"rate": {"levels": [1, 2], "source": "x"}},
    }  # fmt: skip
    second = {
        "name": "two", "title": "U", "time": {"rounds": 3.0, "fixed": 1, "lag": None},
        "parties": {"us": {"strategy": {"kind": "boulware", "beta": 0.2}, "payoffs": [{"kind": "gate", "at": 2}]}},
        "issues": {"rate": {"levels": [1, 2, 3], "source": "y"}},
    }  # fmt: skip
    experiments = (
        {"id": "a", "worlds": 10, "constants": {"time.fixed": True}}, {"id": "b", "worlds": 20, "constants": {}},
    )  # fmt: skip
    found = differences((first, second), experiments)
    assert found.played == (
        Difference("time.fixed", True, 1),
        Difference("time.lag", ABSENT, None),
        Difference("parties.us.strategy", {"kind": "linear"}, {"kind": "boulware", "beta": 0.2}),
        Difference("parties.us.payoffs.gate.at", 1, 2),
        Difference("parties.us.payoffs.cap", {"kind": "cap"}, ABSENT),
        Difference("issues.rate.levels", [1, 2], [1, 2, 3]),
        Difference("worlds", 10, 20),
    )
    assert found.worded == ("name", "title", "issues.rate.source", "id")
    assert found.same == 2  # time.rounds, and the gate's kind


def test_the_same_run_twice_differs_in_nothing(tmp_path):
    point = random_point(np.random.default_rng(1))
    found = compare(*opened(tmp_path, point, point))
    assert found.differences.played == ()
    assert found.versions == {}
    for one in found.outcomes:
        for each in one.rows:
            assert each.difference.value == 0.0
            assert not each.better
    assert "No setting differs" in compare_text(found)
    assert "no sure difference" in reading(found)


def test_versions_that_differ_are_said(tmp_path):
    runs = opened(tmp_path, deals(YES, [1.0] * 4), deals(YES, [1.0] * 4))
    runs[1].manifest["sessions"] = [{"versions": {"zopa": "0.2.0", "numpy": "2.0.0"}}]
    assert compare(*runs).versions == {"zopa": ("0.1.0", "0.2.0")}


def test_text_and_json_say_the_same(tmp_path):
    found = trap(tmp_path)
    text, told = compare_text(found), json.loads(json.dumps(compare_dict(found), allow_nan=False))
    assert max(map(len, text.splitlines())) <= 100
    us = next(one for one in told["outcomes"] if one["name"] == "annual_us")["rows"][0]
    assert f"{us['first']:.2f}" in text
    assert us["low"] == row(found, "annual_us").low
    assert told["paired"] is True
    assert f"Same: {told['same_settings']:,} other settings, seed 0, common luck: yes → paired by world" in text
    assert PARTIES["us"] in text
