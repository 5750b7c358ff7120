"""Fingerprints: what is known of simple strategies shows, and every cell is what plain stepping gives."""

import json
import pickle
from collections.abc import Iterator
from typing import Any, Self

import numpy as np
import pytest

from zopa.analysis.fingerprints import Fingerprint, drawn
from zopa.analysis.habits import Moves, habits, slope, spread
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.experiments import fingerprint as module
from zopa.experiments.fingerprint import BETAS, fingerprint, fingerprints
from zopa.game.luck import Luck
from zopa.scenario.problems import ScenarioError
from zopa.talks import Talks

NAN = float("nan")


def known(found: Fingerprint) -> np.ndarray:
    """The cells that have a number."""
    return found.demand[~np.isnan(found.demand)]


def test_a_hardliner_asks_for_everything_everywhere() -> None:
    found = fingerprint("us_japan_2025", "us", "hardliner", worlds=8)
    assert known(found) == pytest.approx(1.0, abs=1e-9)
    assert found.habits.opening == pytest.approx(1.0)
    assert found.habits.concession == pytest.approx(0.0, abs=1e-9)
    assert (found.habits.late, found.habits.spread) == (None, pytest.approx(0.0, abs=1e-9))
    assert found.demand.shape == found.talking.shape == found.deals.shape == (len(BETAS), 20)


def test_a_conceder_gives_early_a_boulware_late_and_neither_looks_at_the_other() -> None:
    early, late = (fingerprint("buyer_seller", "buyer", name, worlds=1) for name in ("conceder", "boulware"))
    for found, beta in ((early, 5.0), (late, 0.2)):
        # the buyer moves first in each of 100 rounds of 2 exchanges: at the end of stretch k, what it asked of the time
        # gone until its last turn, up to one step of 0.25 coins of 10
        shares = np.array([max(s for s in range(0, 200, 2) if s * 20 <= (k + 1) * 199) / 199 for k in range(20)])
        expected = np.where(found.talking == 1.0, 1.0 - shares ** (1.0 / beta), NAN)
        # where the talks ended in a stretch, the last demand is one of before
        whole = np.concatenate([found.talking[:, 1:], np.zeros((len(BETAS), 1))], axis=1) == 1.0
        assert np.abs(found.demand - expected)[whole].max() <= 0.025 + 1e-9
        assert found.habits.responsiveness == 0.0
        assert found.habits.spread == 0.0
        assert found.habits.deals == 1.0
    assert early.demand[0, 0] < 0.5
    assert late.demand[0, 0] > 0.95
    assert early.habits.late is not None
    assert late.habits.late is not None
    assert early.habits.late < 0.1
    assert late.habits.late > 0.4


@pytest.mark.parametrize("name", ["relative_tit_for_tat", "absolute_tit_for_tat", "averaged_tit_for_tat", "mimic"])
def test_who_answers_in_kind_responds(name: str) -> None:
    found = fingerprint("buyer_seller", "buyer", name, worlds=1)
    assert found.habits.spread is not None
    assert found.habits.spread > 0.05
    tough, linear = found.demand[BETAS.index(0.05)], found.demand[BETAS.index(1.0)]
    assert tough[9] > 0.95  # so far it has been given nothing
    assert np.nanmin(linear) < 0.7


def test_talks_last_longer_against_the_tough() -> None:
    found = fingerprint("us_japan_2025", "japan", worlds=32)
    assert (found.talking[0] >= found.talking[-1] - 1e-12).all()
    assert found.talking[0].sum() > found.talking[-1].sum() + 1.0
    assert (np.diff(found.talking, axis=1) <= 0.0).all()
    assert (np.diff(found.deals, axis=1) >= 0.0).all()
    assert (found.deals[:, :-1] + found.talking[:, 1:] <= 1.0 + 1e-12).all()
    assert found.habits.deals == pytest.approx(found.deals[:, -1].mean())
    assert found.strategy["kind"] == "statecraft"


def stepped(scenario: str, party: str, overrides: list[str], world: int, stretches: int) -> tuple[Any, ...]:
    """Demands of a party in one world, told from the record of talks played step by step."""
    document = load(scenario, overrides)
    me = list(document.scenario.parties).index(party)
    talks = Talks(compile_play(document.scenario, Luck(3, world, 1)), record=True, collect=False)
    assert talks.record is not None
    exchanges = talks.play.rounds * talks.play.protocol.exchanges
    ends = [(k + 1) / stretches for k in range(stretches)]
    opening, asked, last, seen = NAN, [NAN] * stretches, -1, 0
    while talks.running:
        talks.step()
        for said in talks.record.said[seen:]:
            gone = (said.index * talks.protocol.exchanges + said.turn.exchange) / max(exchanges - 1, 1)
            last = next(k for k in range(stretches) if gone <= ends[k] + 1e-12)
            if said.turn.party == me and said.offered[0]:
                no_deal = float(said.reservation[me][0])
                best = max(float(talks.payoffs.best[me][0]), no_deal)
                demand = (float(said.worth[me][0]) - no_deal) / (best - no_deal)
                opening = demand if np.isnan(opening) else opening
                asked[last:] = [demand] * (stretches - last)
        seen = len(talks.record.said)
    return opening, asked, last, bool(talks.outcomes.agreed[0])


SEALED = "protocol={kind: monotonic_concession}"


@pytest.mark.parametrize(
    ("scenario", "party", "strategy", "overrides"),
    [
        ("us_japan_2025", "japan", "nice_tit_for_tat", []),
        ("us_japan_2025", "us", None, []),
        ("buyer_seller", "seller", "random", []),
        ("buyer_seller", "seller", "relative_tit_for_tat", [SEALED]),
        ("three_parties", None, "linear", []),
    ],
)
def test_a_cell_is_what_plain_stepping_gives(
    scenario: str, party: str | None, strategy: str | None, overrides: list[str]
) -> None:
    parties = list(load(scenario).scenario.parties)
    party = party or parties[1]
    betas, worlds, stretches = (0.1, 1.0, 10.0), 3, 7
    found = fingerprint(scenario, party, strategy, overrides, betas, worlds, 3, stretches)
    said = [] if strategy is None else [f"parties.{party}.strategy={{kind: {strategy}}}"]
    rows = []
    for beta in betas:
        others = [f"parties.{one}.strategy={{kind: time_dependent, beta: {beta}}}" for one in parties if one != party]
        rows.append([stepped(scenario, party, [*overrides, *said, *others], w, stretches) for w in range(worlds)])
    columns = [np.array([[world[at] for world in row] for row in rows]) for at in range(4)]
    twin = drawn(party, found.strategy, betas, Moves(*columns))
    for name in ("demand", "talking", "deals"):
        np.testing.assert_allclose(getattr(found, name), getattr(twin, name), atol=1e-9, err_msg=name)
    np.testing.assert_equal(found.habits.deals, twin.habits.deals)
    for name, value in vars(twin.habits).items():
        assert getattr(found.habits, name) == (None if value is None else pytest.approx(value, abs=1e-9)), name


def test_a_fingerprint_does_not_depend_on_blocks_nor_a_row_on_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fingerprint("us_japan_2025", "japan", "micro_coarse", betas=(0.1, 1.0, 10.0), worlds=5)
    alone = fingerprint("us_japan_2025", "japan", "micro_coarse", betas=(1.0,), worlds=5)
    assert alone.as_dict()["demand"][0] == whole.as_dict()["demand"][1]
    assert alone.habits.responsiveness is None
    monkeypatch.setattr(module, "BLOCK", 6)
    assert fingerprint("us_japan_2025", "japan", "micro_coarse", betas=(0.1, 1.0, 10.0), worlds=5).as_dict() == (
        whole.as_dict()
    )


def test_who_never_offers_has_no_demand_and_json_says_none() -> None:
    found = fingerprint("ultimatum", "responder", worlds=2)
    said = found.as_dict()
    assert set(np.isnan(found.demand).ravel()) == {True}
    assert (said["habits"]["opening"], said["habits"]["concession"], said["habits"]["spread"]) == (None, None, None)
    text = json.dumps(said, allow_nan=False)
    again = Fingerprint.from_dict(json.loads(text))
    assert json.dumps(again.as_dict(), allow_nan=False) == text
    np.testing.assert_array_equal(again.demand, found.demand)


class Elsewhere:
    """A pool that hands over pickled orders and takes pickled results, as one of processes does."""

    def __init__(self, processes: int, mp_context: Any) -> None:
        assert (processes, mp_context.get_start_method()) == (2, "spawn")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, function: Any, orders: list[Any]) -> Iterator[Any]:
        for order in orders:
            do, what = pickle.loads(pickle.dumps((function, order)))  # noqa: S301 - ours
            yield pickle.loads(pickle.dumps(do(what)))  # noqa: S301


def test_many_are_the_same_here_and_in_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ProcessPoolExecutor", Elsewhere)
    strategies = {"file": None, "firm": {"kind": "fixed_demand", "utility": 0.6}}
    here, there = (
        fingerprints("shrinking_pie", "first", strategies, worlds=2, processes=processes) for processes in (1, 4)
    )
    assert list(here) == ["file", "firm"]
    assert {name: one.as_dict() for name, one in here.items()} == {name: one.as_dict() for name, one in there.items()}
    assert here["firm"].habits.opening == pytest.approx(0.6)
    assert list(fingerprints("shrinking_pie", "first", ["linear"], worlds=1, processes=4)) == ["linear"]


def moves() -> Moves:
    """Two opponents, two worlds, five stretches."""
    asked = [
        [[1.0, 0.9, 0.8, 0.7, 0.2], [0.8, 0.8, 0.8, 0.8, 0.8]],
        [[1.0, 0.7, 0.7, 0.7, 0.7], [NAN, NAN, 0.6, 0.5, 0.5]],
    ]
    return Moves(
        np.array([[1.0, 0.8], [1.0, 0.6]]), np.array(asked), np.array([[4, 4], [1, 4]]),
        np.array([[True, False], [True, True]]),
    )  # fmt: skip


def test_numbers_by_hand() -> None:
    found = drawn("a", {"kind": "x"}, (0.1, 10.0), moves())
    np.testing.assert_allclose(found.demand, [[0.9, 0.85, 0.8, 0.75, 0.5], [1.0, 0.7, 0.6, 0.5, 0.5]])
    np.testing.assert_allclose(found.talking, [[1, 1, 1, 1, 1], [1, 1, 0.5, 0.5, 0.5]])
    np.testing.assert_allclose(found.deals, [[0, 0, 0, 0, 0.5], [0, 0.5, 0.5, 0.5, 1.0]])
    np.testing.assert_allclose(found.times, [0.2, 0.4, 0.6, 0.8, 1.0])
    said = found.habits
    assert said.opening == pytest.approx(0.85)
    assert said.concession == pytest.approx((0.8 + 0.0 + 0.3 + 0.1) / 4)
    assert said.late == pytest.approx((0.5 + 0.0 + 0.0) / (0.8 + 0.0 + 0.1))  # the world that ended before is left out
    assert said.responsiveness is None  # at the second stretch one world has ended, and one has heard one offer alone
    # both opponents: the first world at the first stretch (asked the same), the second at the third and fourth
    assert said.spread == pytest.approx(np.sqrt((0.0 + 2 * 0.1**2 + 2 * 0.15**2) / 3))
    assert said.deals == 0.75


def test_slopes_compare_each_world_with_itself() -> None:
    toughness = np.array([-1.0, 0.0, 1.0])
    demand = np.array([[0.1, 0.9, NAN], [0.2, 0.9, 0.5], [0.3, NAN, NAN]])
    assert slope(toughness, demand[:, :1], np.ones((3, 1), dtype=bool)) == pytest.approx(0.1)
    # the second world is asked the same by both that are left, and for more than the first: no slope of its own
    assert slope(toughness, demand, ~np.isnan(demand)) == pytest.approx(0.2 / 2.5)
    assert slope(toughness, demand[:, 2:], ~np.isnan(demand[:, 2:])) is None
    assert spread(demand[:, :1], np.ones((3, 1), dtype=bool)) == pytest.approx(0.1)
    assert habits((0.5,), moves=Moves(*(one[:1] for one in vars(moves()).values()))).responsiveness is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"party": "jpan"}, 'did you mean "japan"'),
        ({"betas": ()}, "numbers above 0"),
        ({"betas": (0.0, 1.0)}, "numbers above 0"),
        ({"betas": (1.0, 0.5)}, "larger than the one before"),
        ({"worlds": 0}, "at least 1 world"),
        ({"strategy": "hardlinr"}, "hardliner"),
    ],
)
def test_what_cannot_be_drawn(changes: dict[str, Any], message: str) -> None:
    with pytest.raises((ValueError, ScenarioError), match=message):
        fingerprint(**{"scenario": "us_japan_2025", "party": "japan", **changes})
