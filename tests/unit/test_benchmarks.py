"""Distances of what was agreed from the frontiers and the solutions of the worlds."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from twins.benchmarks_twin import measured
from twins.frontier_twin import packages, value
from twins.games import SmallGames, small_games
from unit.run_folders import ROOT, deals, said, write_run
from unit.sale import SALE
from zopa import load
from zopa.build.compile import compile_play
from zopa.experiments import benchmarks as module
from zopa.experiments.alike import CONDUCT, STRATEGIES, points_alike
from zopa.experiments.benchmarks import COLUMNS, benchmarks, why_not
from zopa.experiments.folder import Folder
from zopa.experiments.options import Options
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study
from zopa.game.frontier import frontier
from zopa.game.luck import Luck
from zopa.game.nearest import distance_to_chosen, distance_to_frontier, worth_in
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.of_worlds import beside, solve_worlds

GAMES = st.builds(
    small_games,
    seed=st.integers(0, 2**32 - 1),
    worlds=st.just(3),
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple),
    whole=st.booleans(),
    restricted=st.booleans(),
)

ULTIMATUM, LOG_ROLL = (
    yaml.safe_load((ROOT / "configs" / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in ("ultimatum", "log_roll")
)
WAYS = {"path": "parties.proposer.strategy.utility", "levels": {"low": 0.5, "high": 0.6}}

WEIGHTS = st.sampled_from([(1.0, 1.0), (3.0, 1.0), (1.0, 0.0), (0.5, 2.0)])


def _said(scenario: dict[str, Any]) -> dict[str, Any]:
    issues = {
        name: {"title": name, "unit": "", "levels": issue["levels"]} for name, issue in scenario["issues"].items()
    }
    return said({name: name for name in scenario["parties"]}, issues)


def split(folder: Path, shares: list[float | None], scenario: dict[str, Any] | None = None) -> Path:
    """A run of the ultimatum over 10: what the proposer keeps in each world; None without a deal."""
    there = [share is not None for share in shares]
    return write_run(folder, [{**deals(there, []), "share": shares}], what=_said(ULTIMATUM), scenario=scenario)


def towns(folder: Path, agreed: list[tuple[float, float]]) -> Path:
    """A run of the two towns: the water and the power that the upper one gets."""
    columns = dict(
        zip(("water", "power"), ([float(x) for x in some] for some in zip(*agreed, strict=True)), strict=True)
    )
    point = {**deals([True] * len(agreed), []), **columns}
    return write_run(folder, [point], what=_said(LOG_ROLL), scenario=LOG_ROLL)


def _no_deal(games: SmallGames, luck: np.random.Generator, whole: bool) -> np.ndarray:
    """Somewhere in the middle of what packages are worth: some worlds have a zone, some have none."""
    spread = 1.5 * math.sqrt(games.first.shape[0] - 1)
    draw = luck.normal(scale=spread, size=(games.mine.shape[0], 2))
    return np.round(draw) if whole else draw


@given(GAMES, WEIGHTS, st.integers(0, 2**32 - 1), st.booleans())
def test_all_that_is_measured_is_what_one_finds_by_looking_at_all_packages(
    games: SmallGames, weights: tuple[float, float], seed: int, round_: bool
) -> None:
    luck = np.random.default_rng(seed)
    first, worlds = games.first, games.mine.shape[0]
    points = frontier(games.mine, games.theirs, games.allowed, first)
    no_deal = _no_deal(games, luck, round_)
    world = np.repeat(np.arange(worlds), 4)
    package = luck.integers(0, np.diff(first), (world.size, first.size - 1)).astype(np.int16)
    own, other = (worth_in(cells, package, first, world) for cells in (games.mine, games.theirs))
    own[::4], other[::4] = no_deal.T
    solved = solve_worlds(points, no_deal, np.array(weights))
    ratio, even = beside(solved, world, own, other)
    found = np.stack([
        distance_to_frontier(points, world, own, other),
        distance_to_chosen(points, solved.nash, world, own, other),
        distance_to_chosen(points, solved.kalai_smorodinsky, world, own, other),
        ratio, even,
    ], axis=1)  # fmt: skip
    for row, w in enumerate(world):
        mine, theirs = games.mine[w].tolist(), games.theirs[w].tolist()
        every = [(value(mine, p, first), value(theirs, p, first)) for p in packages(games.allowed[w].tolist(), first)]
        if row % 4:
            assert (own[row], other[row]) == tuple(value(x, package[row].tolist(), first) for x in (mine, theirs))
        said = measured((float(own[row]), float(other[row])), every, tuple(no_deal[w].tolist()), weights)
        np.testing.assert_allclose(found[row], said, rtol=1e-9, atol=1e-12)


@given(GAMES, WEIGHTS, st.integers(0, 2**32 - 1), st.booleans())
def test_the_solutions_of_many_worlds_are_those_of_each(
    games: SmallGames, weights: tuple[float, float], seed: int, round_: bool
) -> None:
    points = frontier(games.mine, games.theirs, games.allowed, games.first)
    no_deal = _no_deal(games, np.random.default_rng(seed), round_)
    solved = solve_worlds(points, no_deal, np.array(weights))
    for w in range(games.mine.shape[0]):
        cut = slice(points.start[w], points.start[w + 1])
        payoffs = np.stack([points.mine[cut], points.theirs[cut]], axis=1)
        assert np.flatnonzero(solved.nash[cut]).tolist() == nash(payoffs, no_deal[w], np.array(weights)).tolist()
        even = np.flatnonzero(solved.kalai_smorodinsky[cut]).tolist()
        assert even == kalai_smorodinsky(payoffs, no_deal[w]).tolist()


def test_of_two_as_even_in_their_smaller_shares_the_better_one_is_chosen() -> None:
    """Shares of 10 and 10: (½, 0.9) and (0.7, ½) have the same smaller one, as the reversed second pair has."""
    mine = np.array([[0.0, 5.0, 7.0, 10.0], [0.0, 5.0, 9.0, 10.0]])
    theirs = np.array([[10.0, 9.0, 5.0, 0.0], [10.0, 7.0, 5.0, 0.0]])
    points = frontier(mine, theirs, np.ones((2, 4), dtype=bool), np.array([0, 4]))
    solved = solve_worlds(points, np.zeros((2, 2)), np.ones(2))
    assert solved.kalai_smorodinsky.tolist() == [False, True, False, False, False, False, True, False]


def test_by_hand_on_a_split_of_ten(tmp_path: Path) -> None:
    """Every split is efficient, the solutions are 5 and 5; 8 to 2 is 3√2 away: 16 of 25, evenness a quarter."""
    found = benchmarks(Results.open(split(tmp_path / "run", [8.0, 5.0, None, 10.0])))
    assert found.to_pareto.tolist() == [0.0, 0.0, math.hypot(5, 5), 0.0]
    np.testing.assert_allclose(found.to_nash, [3 * math.sqrt(2), 0.0, math.hypot(5, 5), 5 * math.sqrt(2)], rtol=1e-15)
    assert found.to_kalai_smorodinsky.tolist() == found.to_nash.tolist()
    np.testing.assert_allclose(found.nash_ratio, [0.64, 1.0, 0.0, 0.0], rtol=1e-12)
    np.testing.assert_allclose(found.evenness, [0.25, 1.0, 0.0, 0.0], rtol=1e-12)
    assert found.efficient.tolist() == [True, True, False, True]
    assert (found.gap == 0.0).all()
    assert found.unit == "coins"


def test_by_hand_on_two_towns(tmp_path: Path) -> None:
    """Half of each is worth (50, 50): a product of 2,500 to the 4,200 of Nash's (60, 70)."""
    found = benchmarks(Results.open(towns(tmp_path / "run", [(50.0, 50.0), (100.0, 0.0)])))
    np.testing.assert_allclose(found.to_nash, [math.hypot(10, 20), 0.0], atol=1e-12)
    np.testing.assert_allclose(found.nash_ratio, [2500 / 4200, 1.0], rtol=1e-12)
    np.testing.assert_allclose(found.evenness, [1.0, 6 / 7], rtol=1e-12)
    steps = [(0.6 * water, 100 - 0.3 * water) for water in range(101)]
    steps += [(60 + 0.4 * power, 70 - 0.7 * power) for power in range(101)]
    np.testing.assert_allclose(found.to_pareto, [min(math.dist((50, 50), one) for one in steps), 0.0], atol=1e-12)


def test_a_worse_split_for_both_by_a_package_named_for_no_deal(tmp_path: Path) -> None:
    """From 4 and 6 the gains of 8 to 2 are 4 and −4: somebody loses; the most that both can gain is nothing."""
    scenario = {"packages": {"four": {"levels": {"share": 4}}}, "disagreement": "four"}
    found = benchmarks(Results.open(split(tmp_path / "run", [8.0, None], scenario)))
    np.testing.assert_allclose(found.to_nash, [4 * math.sqrt(2), 0.0], atol=1e-12)
    assert np.isnan(found.nash_ratio).all()
    assert np.isnan(found.evenness).all()


def test_what_gates_do_not_allow_lies_outside_the_frontier(tmp_path: Path) -> None:
    """No split that leaves the proposer 4 at most is better for it than one that leaves it 8."""
    parties = yaml.safe_load(yaml.safe_dump(ULTIMATUM["parties"]))
    parties["responder"]["payoffs"]["share"].append({"kind": "gate", "at_most": 4})
    found = benchmarks(Results.open(split(tmp_path / "run", [8.0, 4.0], {"parties": parties})))
    assert found.outside.tolist() == [True, False]
    assert found.to_pareto.tolist() == [0.0, 0.0]
    np.testing.assert_allclose(found.to_nash, [4 * math.sqrt(2), 0.0], atol=1e-12)


def test_rows_stand_by_point_and_world_and_failed_ones_have_nothing(tmp_path: Path) -> None:
    folder = write_run(
        tmp_path / "run",
        [
            {**deals([True] * 3, []), "share": [8.0, 5.0, 6.0], "status": ["ok", "failed", "ok"]},
            {**deals([True], []), "share": [5.0]},
        ],
        {"way": ["a", "b"]}, _said(ULTIMATUM), {"levers": {"way": WAYS}},
    )  # fmt: skip
    found = benchmarks(Results.open(folder))
    assert found.point.tolist() == [0, 0, 0, 1]
    assert found.world.tolist() == [0, 1, 2, 0]
    for name in (*COLUMNS, "gap"):
        assert np.isnan(getattr(found, name)).tolist() == [False, True, False, False]
    np.testing.assert_allclose(
        found.samples("to_nash"), [[3 * math.sqrt(2), np.nan, math.sqrt(2)], [0.0, np.nan, np.nan]], atol=1e-12
    )


EXPERIMENT = """\
schema_version: 1
id: sale
question: Who gets what?
scenario: sale.yaml
worlds: 9
luck: {luck}
levers:
  buyer: {{path: parties.buyer.strategy, levels: {{tough: {{kind: boulware}}, random: {{kind: random}}}}}}
uncertainties:
  haste: {{draw: haste, levels: [1, 3]}}
  flat: {{path: time.discount, levels: [0.9, 1]}}
"""


LATER = "{low: 0.5, central: 1.5, high: 3, unit: kUSD, source: the seller, basis: assumption}"


def _sale(folder: Path, luck: str = "common") -> Results:
    """A run with a number pinned and another one drawn."""
    (folder / "sale.yaml").write_text(SALE.replace("later: 1.5", f"later: {LATER}"), encoding="utf-8")
    (folder / "experiment.yaml").write_text(EXPERIMENT.format(luck=luck), encoding="utf-8")
    plan = make_plan(read_study(folder / "experiment.yaml"))
    return Results.open(run_plan(plan, Folder(folder / "run"), Options()).folder)


@pytest.mark.parametrize("luck", ["common", "independent"])
def test_every_row_is_measured_in_its_own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, luck: str) -> None:
    monkeypatch.setattr(module, "WORLDS", 4)
    results = _sale(tmp_path, luck)
    found = benchmarks(results)
    rows = pq.read_table(results.folder / "outcomes.parquet").to_pylist()
    assert found.agreed.any()
    plan = make_plan(read_study(tmp_path / "experiment.yaml"))
    for at, row in enumerate(rows):
        point = plan.points[row["point"]]
        alone = Luck(0, row["world"], 1, point.salt if luck == "independent" else "")
        document = load(tmp_path / "sale.yaml", point.overrides)
        pins = {address: np.array([number]) for address, number in point.pins}
        game = compile_play(document.scenario, alone, pins=pins).game
        mine, theirs = (cells[0].tolist() for cells in game.epochs[-1].cells)
        allowed, first = game.allowed[0].tolist(), game.space.first.tolist()
        every = [(value(mine, p, first), value(theirs, p, first)) for p in packages(allowed, first)]
        no_deal = tuple(float(worth[0]) for worth in game.schedule.disagreement)
        came = no_deal
        if row["agreed"]:
            package = game.space.find({name: row[name] for name in game.space.issues}).tolist()
            came = (value(mine, package, first), value(theirs, package, first))
        own = [getattr(found, name)[at] for name in COLUMNS]
        np.testing.assert_allclose(own, measured(came, every, no_deal), rtol=1e-9, atol=1e-12)


def test_points_that_differ_in_strategies_alone_share_their_worlds(tmp_path: Path) -> None:
    """Two strategies of the buyer make two points of each setting of the rest."""
    results = _sale(tmp_path)
    plan = make_plan(read_study(tmp_path / "experiment.yaml"))
    for aside in (CONDUCT, STRATEGIES):
        groups = points_alike(results, aside)
        assert sorted(len(group.points) for group in groups) == [2, 2, 2, 2]
        for group in groups:
            haste = {plan.points[number].labels[1:] for number in group.points}
            assert len(haste) == 1
            assert group.pins == {"haste": plan.points[group.points[0]].pins[0][1]}


def test_mechanisms_bear_on_no_payoff_of_a_package() -> None:
    """So points that differ in them may share frontiers."""
    with_, without = (
        compile_play(load("us_japan_2025", some).scenario, Luck(3, 5, 7)).game for some in ([], ["mechanisms={}"])
    )
    for one, other in zip(with_.epochs[-1].cells, without.epochs[-1].cells, strict=True):
        assert one.tobytes() == other.tobytes()
    assert (with_.allowed == without.allowed).all()


def test_why_there_are_none(tmp_path: Path) -> None:
    three = write_run(tmp_path / "three", [deals([True], [0.0])], what=said({"a": "A", "b": "B", "c": "C"}))
    silent = write_run(tmp_path / "silent", [deals([True], [0.0])], drop=("rate",))
    assert not why_not(Results.open(split(tmp_path / "run", [8.0])))
    for folder, why in ((three, "two parties only"), (silent, "no column rate")):
        assert why in why_not(Results.open(folder))
        with pytest.raises(ValueError, match=why):
            benchmarks(Results.open(folder))
