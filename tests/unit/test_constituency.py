"""Constituencies: how support moves, whose consent binds, who knows of it, and what refusals are counted."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from unit import around
from zopa.game.consents import Consents, ratified
from zopa.game.doors import Doors
from zopa.game.space import Space
from zopa.game.values import value_of
from zopa.politics.constituency import Constituency
from zopa.politics.winset import narrow

RICE = 3
"""Place of rice among the clusters of the flagship."""

SPACE = Space.of({"rice": [0, 1, 2], "cars": [3, 2, 1, 0]})
CELLS = np.array([[0.0, -1.0, -3.0, 0.0, 1.0, 2.0, 4.0], [0.0, -0.5, -1.0, 0.0, 0.0, 0.0, 0.0]])
DAYS = tuple(dt.date(2025, 4, 16) + dt.timedelta(days=7 * n) for n in range(8))
FARMERS = """{kind: constituency, party: japan, weight: 1, consent: %s, threshold: %s,
  payoffs: {rice: [{kind: linear, slope: -1}]}}"""
VOTERS = """{kind: constituency, party: japan, weight: 1, start: {low: 0.2, central: 0.3, high: 0.4, unit: s,
  source: x}, reacts: 0.02, consent: public, threshold: 5, payoffs: {autos: [{kind: linear, slope: -0.5}],
  reciprocal_rate: [{kind: linear, of: reciprocal, slope: -0.75}], investment_fund: [{kind: linear, of: investment,
  slope: {low: -0.01, central: -0.005, high: 0, unit: s, source: x}}]}}"""


def setting(start: list[int] | None = None, dates: tuple[dt.date, ...] = DAYS) -> Any:
    plain = around.setting(2, dates, name="rice_farmers")
    begin = None if start is None else np.array(start, dtype=np.int16)
    return type(plain)(**{**{n: getattr(plain, n) for n in plain.__slots__}, "space": SPACE, "start": begin})


def test_support_follows_the_papers() -> None:
    """By hand: half of the way in ten days; the blow falls once; nothing on the table, nothing to react to."""
    part = Constituency(
        party=1, payoffs=CELLS, weight=0.5, start=0.3, reacts=0.1, half_life=10.0, blow=-0.08, blow_on=DAYS[2]
    )
    where = setting([1, 0])
    memory, doors, mood = part.begin(where), Doors(2, 2), np.zeros(2)
    for index, day in enumerate(DAYS):
        doors.clear()
        package = np.array([[index % 3, 3], [2, 1]], dtype=np.int16)
        standing = np.array([index > 0, index == 4])
        days = 7.0 if index else 0.0
        part.act(around.now(where, index, days=days, package=package, standing=standing), memory, doors)
        for w in range(2):
            worth = CELLS[w, package[w, 0]] + CELLS[w, 3 + package[w, 1]]
            mood[w] += -0.08 if day == DAYS[2] else 0.0
            keeps = 0.5 ** (days / 10.0)
            over = worth - (CELLS[w, 1] + CELLS[w, 3])
            mood[w] = keeps * mood[w] + (1.0 - keeps) * (0.1 * over if standing[w] else 0.0)
        assert memory.support == pytest.approx(np.clip(0.3 + mood, 0.0, 1.0))
        assert doors.approval[1] == pytest.approx(0.5 * memory.support)
        assert np.isnan(doors.approval[0]).all()
    assert not doors.touched.any()  # without consent no door but approval is used


def test_support_adds_up_and_stays_within_its_bounds() -> None:
    where, doors = setting(), Doors(2, 2)
    for weight, blow in ((0.25, 3.0), (0.5, -3.0), (0.25, 0.0)):
        part = Constituency(party=0, payoffs=CELLS, weight=weight, start=0.4, blow=blow, blow_on=DAYS[0])
        part.act(around.now(where, 0), part.begin(where), doors)
    assert doors.approval[0] == pytest.approx([0.25 + 0.0 + 0.1] * 2)
    doors.clear()
    assert np.isnan(doors.approval[0]).all()


def test_a_round_counts_as_a_day_without_dates_and_ended_worlds_stay() -> None:
    where = setting(dates=())
    part = Constituency(party=0, payoffs=CELLS, weight=1.0, start=0.5, reacts=0.1, half_life=1.0)
    memory, doors = part.begin(where), Doors(2, 2)
    package = np.array([[0, 3], [2, 0]], dtype=np.int16)
    seen = {"package": package, "standing": np.ones(2, dtype=bool)}
    part.act(around.now(where, 0, **seen), memory, doors)
    assert memory.support.tolist() == [0.5, 0.5]
    part.act(around.now(where, 1, open=np.array([True, False]), **seen), memory, doors)
    assert memory.support.tolist() == [0.5 + 0.5 * 0.4, 0.5]


@pytest.mark.parametrize("least", [-9.0, -1.0, 0.0, 0.5, 1.0, 3.0, 4.0, 4.5])
def test_what_can_never_be_consented_to(least: float) -> None:
    """Against all packages: a cell is possible if it stands in one that is worth enough; enough if all of those are."""
    random = np.random.default_rng(5)
    cells = np.concatenate([CELLS, random.normal(size=(30, 7))])
    asked = np.full(32, least)
    possible, enough = narrow(cells, asked, SPACE.first, np.ones(32, dtype=bool))
    for w in range(32):
        good = [(r, c) for r in range(3) for c in range(4) if cells[w, r] + cells[w, 3 + c] >= least]
        stand = {r for r, _ in good} | {3 + c for _, c in good}
        assert set(np.flatnonzero(possible[w])) == stand
        kept = [(r, c) for r in range(3) for c in range(4) if r in stand and 3 + c in stand]
        assert enough[w] == (set(kept) == set(good))
    assert narrow(cells, asked, SPACE.first, np.zeros(32, dtype=bool))[0].all()


def consents(part: Constituency, index: int, party: int, memory: Any, doors: Doors) -> tuple[Any, Any]:
    doors.clear()
    doors.me = "farmers"
    part.act(around.now(setting([0, 0]), index), memory, doors)
    return doors.consents(party), doors.feasible(np.ones((2, 7), dtype=bool))


def test_public_consent_binds_both_from_its_first_day_to_its_last() -> None:
    """In the second world only rice counts, so what is out of the question says it all; in the first cars can pay."""
    part = Constituency(party=1, payoffs=CELLS, consent="public", threshold=-0.5, since=DAYS[1], until=DAYS[3])
    memory, doors = part.begin(setting([0, 0])), Doors(2, 2)
    for index in range(5):
        mine, cells = consents(part, index, 1, memory, doors)
        theirs, _ = consents(part, index, 0, memory, doors)
        if index in (1, 2):
            assert cells.tolist() == [[True] * 7, [True, True, False, True, True, True, True]]
            assert mine.least[0].tolist() == theirs.least[0].tolist() == [-0.5, -np.inf]
        else:
            assert cells.all()
            assert mine is None or np.isneginf(mine.least).all()


def test_the_others_do_not_know_what_only_its_own_side_knows() -> None:
    part = Constituency(party=1, payoffs=CELLS, consent="own", threshold=np.array([0.0, -0.5]))
    memory, doors = part.begin(setting([0, 0])), Doors(2, 2)
    mine, cells = consents(part, 0, 1, memory, doors)
    assert mine.least[0].tolist() == [0.0, -0.5]
    assert cells.all()
    assert doors.consents(0) is None


def test_a_hidden_threshold_comes_to_light_by_a_refusal() -> None:
    """Iida 1993: the accord is struck, refused, and from the next round on everybody knows."""
    part = Constituency(party=1, payoffs=CELLS, consent="hidden", threshold=-0.5)
    memory, doors, where = part.begin(setting([0, 0])), Doors(2, 2), setting([0, 0])
    assert consents(part, 0, 1, memory, doors)[0] is None
    both, package = np.ones(2, dtype=bool), np.array([[2, 2], [1, 0]], dtype=np.int16)
    assert part.review(around.now(where, 0, package=package), both, memory, doors).tolist() == [True, False]
    assert [text for text, _ in doors.news] == ["rice farmers refuse the accord: japan cannot ratify it"]
    assert part.review(around.now(where, 0, package=package), ~both, memory, doors).tolist() == [False, False]
    for party in (0, 1):
        known, _ = consents(part, 1, party, memory, doors)
        assert known.least[0].tolist() == [-0.5, -np.inf]
    part.sealed(around.now(where, 1, package=package), np.array([False, True]), memory, doors)
    found = part.results(memory)
    assert found["blocked"].tolist() == [1.0, 0.0]
    assert np.isnan(found["won"][0])
    assert found["won"][1] == -0.5


@pytest.mark.parametrize(("consent", "bound"), [("public", 260), ("own", 260), ("hidden", 60), ("public", -1)])
def test_no_deal_is_made_that_home_refuses(consent: str, bound: int) -> None:
    out = around.played(0, 200, f"farmers={FARMERS % (consent, -bound)}")
    deals = [0.0, 60.0, 130.0, 260.0, 424.0, 600.0, 1000.0]
    rice = np.array(deals)[out.package[out.agreed, RICE]]
    assert (rice <= bound).all()
    assert out.agreed.any() == (bound >= 0)
    assert (out.extra["farmers_won"][out.agreed] == -rice).all()
    assert (out.extra["farmers_blocked"].sum() > 0) == (consent == "hidden")


def test_what_is_refused_alone_and_in_a_block_is_the_same() -> None:
    assert around.differs_from_alone(24, f"voters={VOTERS}") == []
    assert around.differs_from_alone(16, f"voters={VOTERS.replace('public', 'hidden')}") == []


def test_a_constituency_that_is_not_asked_changes_nothing() -> None:
    plain = around.played(0, 150)
    for quiet in (VOTERS.replace("public", "none").replace("reacts: 0.02", "reacts: 0"), FARMERS % ("public", -5000)):
        out = around.played(0, 150, f"home={quiet}")
        out.extra = {}
        assert around.bits(out) == around.bits(plain)


def test_a_consent_through_the_cells_is_the_consent_itself() -> None:
    """What `narrow` says is enough is what `ratified` says."""
    random = np.random.default_rng(3)
    cells, package = np.round(random.normal(size=(500, 7)), 1), random.integers(0, 3, size=(500, 2)).astype(np.int16)
    least = np.round(random.normal(size=500), 1)
    possible, enough = narrow(cells, least, SPACE.first, np.ones(500, dtype=bool))
    inside = possible[np.arange(500), package[:, 0]] & possible[np.arange(500), 3 + package[:, 1]]
    yes = ratified(Consents(cells[None], least[None]), package, SPACE.first)
    assert (yes == (value_of(cells, package, SPACE.first) >= least)).all()
    assert (inside | ~yes).all()
    assert yes[inside & enough].all()
