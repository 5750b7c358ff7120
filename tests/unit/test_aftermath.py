"""After the deal: what is exacted, what is foreseen, what is disputed, and that it is paid once."""

import math
from dataclasses import replace

import numpy as np
import pytest

from twins.arena import digest
from unit import around
from zopa.events.aftermath import MOST, Aftermath, poisson
from zopa.game.doors import Doors
from zopa.game.mechanism import Now, Setting
from zopa.game.space import Space
from zopa.game.values import value_of

US, JAPAN = 0, 1
SPACE = Space.of({"autos": [25, 15], "rate": [10, 25, 15], "how": ["stacked", "all_in"], "fund": [0, 500, 1000]},
                 {"tariff": ["rate", "how"]})  # fmt: skip
CELLS = {
    US: [3.0, 1.0, 2.0, 1.5, 6.0, 5.0, 4.0, 3.0, 0.0, 8.0, 10.0],
    JAPAN: [-9.0, -4.0, -5.0, -4.0, -9.0, -8.0, -7.0, -6.0, 0.0, -2.0, -6.0],
}
START = np.array([0, 0, 0], dtype=np.int16)  # 25, 10 stacked, no fund
DEAL = np.array([1, 5, 1], dtype=np.int16)  # 15, 15 all in, 500
BACK = np.array([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1], dtype=bool)  # 25, and 25 stacked


def setting(worlds: int) -> Setting:
    return replace(around.setting(worlds), space=SPACE, start=START, whole=np.full(worlds, 2.0))


def part(worlds: int, **parameters: object) -> Aftermath:
    said = {
        "enforcement": 0.5, "exacted": 0.2, "vague": 0.6, "hazard": 4.0, "open_years": 0.5, "cost": 0.3,
        "snap_back": 0.1, "back": BACK, "months": 3.0, "foresight": 0.5, "watched": 2,
    } | parameters  # fmt: skip
    pledges, topics = np.tile([0.0, 0.0, 1.0], (worlds, 1)), np.tile([0.1, 0.5, 0.4], (worlds, 1))
    return Aftermath(JAPAN, US, pledges, topics, **said)  # type: ignore[arg-type]


def moment(worlds: int) -> Now:
    cells = tuple(np.tile(CELLS[p], (worlds, 1)) for p in (US, JAPAN))
    package = np.tile(DEAL, (worlds, 1))
    once, annuity = np.full(worlds, 0.9), np.full(worlds, 1.8)
    return around.now(setting(worlds), 0, cells=cells, package=package, once=once, annuity=annuity)


def settled(mechanism: Aftermath, worlds: int) -> tuple[Doors, dict[str, np.ndarray], list[np.ndarray]]:
    """Doors after a deal, the columns, and what each party pays in all, as present values."""
    now, doors = moment(worlds), around.doors(worlds)
    memory = mechanism.begin(now.setting)
    mechanism.act(now, memory, doors)
    mechanism.sealed(now, np.ones(worlds, dtype=bool), memory, doors)
    paid = []
    for party in (US, JAPAN):
        added, booked = doors.added(party), doors.booked(party, "politics")
        assert added is not None
        assert booked is not None
        paid.append(now.annuity * value_of(added, now.package, SPACE.first) + booked)
    return doors, mechanism.results(memory), paid


def test_what_is_exacted_and_foreseen_by_hand() -> None:
    doors, _, _ = settled(part(2), 2)
    means = [0.6 * 4.0 * 0.5 * topic for topic in (0.1, 0.5, 0.4)]
    chance = 1.0 - math.exp(-0.1 * sum(means))
    for party in (US, JAPAN):
        cells, expected = CELLS[party], []
        for c, (cluster, new, before) in enumerate(
            [(0, False, 0), (0, True, 0), *[(1, c > 0, 4) for c in range(6)], *[(2, c > 0, None) for c in range(3)]]
        ):
            worth = -0.5 * means[cluster] * 0.3 * new / 2.0
            if before is not None:
                back = cells[0] if cluster == 0 else cells[before]
                worth -= 0.5 * chance * 0.25 * (cells[c] - back) / 2.0
            if cluster == 2:
                exacted = 0.5 * CELLS[JAPAN][c]
                worth += exacted if party == JAPAN else -0.2 * exacted
            expected.append(worth)
        added = doors.added(party)
        assert added is not None
        np.testing.assert_allclose(added, np.tile(expected, (2, 1)), atol=1e-15)


@pytest.mark.parametrize("foresight", [0.0, 0.5, 1.0])
def test_in_all_everybody_pays_what_happens_once(foresight: float) -> None:
    worlds = 300
    _, found, paid = settled(part(worlds, foresight=foresight), worlds)
    for party, enforced in ((US, 0.2 * 0.5 * 2.0), (JAPAN, -0.5 * 2.0)):
        lost = (CELLS[party][1] - CELLS[party][0]) + (CELLS[party][7] - CELLS[party][6 - 2])
        happened = -0.9 * (0.3 * found["disputes"] + 0.25 * lost * found["snapped_back"])
        np.testing.assert_allclose(paid[party], 1.8 * enforced + happened, atol=1e-12)


def test_how_many_disputes_and_returns() -> None:
    worlds = 40_000
    _, found, _ = settled(part(worlds), worlds)
    assert found["disputes"].mean() == pytest.approx(1.2, abs=0.02)
    assert found["watched"].mean() == pytest.approx(1.0 - math.exp(-0.6), abs=0.01)
    assert found["snapped_back"].mean() == pytest.approx(1.0 - math.exp(-0.12), abs=0.01)
    _, written, _ = settled(part(400, vague=0.0), 400)
    assert not written["disputes"].any()
    assert not written["snapped_back"].any()


def test_what_stays_as_it_was_is_not_disputed() -> None:
    worlds = 500
    now, mechanism, doors = moment(worlds), part(worlds, vague=1.0, hazard=50.0), around.doors(worlds)
    memory = mechanism.begin(now.setting)
    mechanism.act(now, memory, doors)
    stacked = replace(now, package=np.tile(np.array([0, 2, 0], dtype=np.int16), (worlds, 1)))  # only the rate is new
    mechanism.sealed(stacked, np.arange(worlds) < 400, memory, doors)
    found = mechanism.results(memory)
    assert found["disputes"][:400].mean() > 5.0
    assert not found["watched"][:400].any()  # stacked it was
    assert np.isnan(found["disputes"][400:]).all()
    assert not doors.booked(US, "politics")[400:].any()  # type: ignore[index]
    same = replace(now, package=np.tile(START, (worlds, 1)))
    mechanism.sealed(same, np.ones(worlds, dtype=bool), memory, doors)
    assert not memory.disputes.any()


def test_payoffs_that_do_not_change_are_written_once() -> None:
    now, mechanism, doors = moment(2), part(2), around.doors(2)
    memory = mechanism.begin(now.setting)
    mechanism.act(now, memory, doors)
    assert doors.touched.all()
    doors.clear()
    mechanism.act(now, memory, doors)
    assert not doors.touched.any()
    japan = now.cells[JAPAN].copy()
    japan[1, -1] = -7.0
    mechanism.act(replace(now, cells=(now.cells[US], japan)), memory, doors)
    assert doors.touched.tolist() == [False, True]


def test_poisson_numbers_against_sums() -> None:
    draws = np.linspace(0.0, 0.9999, 400)
    for mean in (0.0, 0.3, 2.5):
        found = poisson(np.full(400, mean), draws)
        for number, draw in zip(found, draws, strict=True):
            terms = [math.exp(-mean) * mean**n / math.factorial(n) for n in range(number + 1)]
            assert sum(terms[:-1]) <= draw + 1e-12
            assert draw < sum(terms) + 1e-12
    assert poisson(np.array([500.0]), np.array([0.5]))[0] == MOST


AFTER = (
    "after={kind: aftermath, payer: japan, payee: us, pledges: {investment_fund: 1, farm_purchases: 1},"
    " enforcement: 0.4,"
    " topics: {investment_fund: {low: 0.1, central: 0.5, high: 1, at_least: 0, basis: assumption, source: test},"
    " reciprocal_rate: 1}, back: {autos: [27.5], reciprocal: [25], stacking: [stacked]}, snap_back: 0.3, cost: 0.3,"
    " watched: stacking}"
)


def test_worlds_of_the_flagship_alone() -> None:
    assert around.differs_from_alone(6, AFTER) == []


def test_nothing_to_enforce_and_nothing_open_changes_nothing() -> None:
    idle = (
        "after={kind: aftermath, payer: japan, payee: us, pledges: {investment_fund: 1}, topics: {autos: 1}, vague: 0}"
    )
    bare = digest(around.played(0, 40), slice(None))
    assert digest(around.played(0, 40, idle), slice(None)) == bare
    assert digest(around.played(0, 40, AFTER), slice(None)) != bare
