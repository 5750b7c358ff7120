"""Perfect foresight on a calendar, against present values at the start counted day by day."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest

from twins.games import small_games
from zopa.build.foresight import foresee, foresee_without_end, why_not
from zopa.game.frontier import frontier
from zopa.game.schedule import YEAR, Change, FlowSchedule, LumpSchedule, Threat
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.ultimatum import Ultimatum

START = dt.date(2025, 1, 1)
ONE = np.ones(1)


def _day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def _pair(*flows: float) -> tuple[np.ndarray, ...]:
    return tuple(np.array([flow]) for flow in flows)


def _change(day: int, *flows: float) -> Change:
    return Change(_day(day), _pair(*flows), _pair(*flows))


def _threat(
    name: str, announced: int, due: int, execution: float, *flows: float, replaced: int | None = None
) -> Threat:
    return Threat(
        name, _day(announced), _day(due), _pair(*flows), _pair(*flows), None, np.array([execution]), np.array([0.5]),
        None if replaced is None else _day(replaced),
    )  # fmt: skip


def _schedule(horizon: float, rate: float, threats: tuple[Threat, ...] = ()) -> FlowSchedule:
    rounds = tuple(_day(day) for day in (0, 14, 21, 50, 90))
    changes = (_change(0, 0.0, 1.0), _change(40, -1.0, 0.5))
    return FlowSchedule(
        START, _day(120), rounds, np.array([horizon]), np.array([rate]), changes, threats, ONE * 0.5, ONE
    )  # fmt: skip


def _by_day(schedule: FlowSchedule, flows: np.ndarray, points: list[tuple[float, float]], turns: list[tuple[int, int]]):
    """Present values at the start of the equilibrium; flows by day (2, days), who proposes on which day."""
    days = np.arange(flows.shape[1])
    rate, horizon = float(schedule.rate[0]), float(schedule.horizon[0])
    # a day counts as much of it as lies before the horizon, at its middle
    weight = (1 + rate) ** (-(days + 0.5) / YEAR) * np.clip(horizon * YEAR - days, 0.0, 1.0) / YEAR
    received = np.concatenate((np.zeros((2, 1)), np.cumsum(flows * weight, axis=1)), axis=1)
    left = np.concatenate((np.cumsum(weight[::-1])[::-1], [0.0]))
    value = received[:, -1]
    for proposer, day in reversed(turns):
        worth = [tuple(received[p, day] + left[day] * point[p] for p in range(2)) for point in points]
        fine = [x for x in worth if x[1 - proposer] >= value[1 - proposer] - 1e-9]
        best = max(fine, key=lambda x: x[proposer], default=None)
        if best is not None and best[proposer] >= value[proposer] - 1e-9:
            value = np.array(best)
    return value / left[0]


def _flows(days: int, *more: tuple[int, float, float]) -> np.ndarray:
    """What is in force by day, (2, days), and what comes on top from a day on."""
    flows = np.zeros((2, days))
    flows[:, :40], flows[:, 40:] = np.array([[0.0], [1.0]]), np.array([[-1.0], [0.5]])
    for day, first, second in more:
        flows[:, day:] += np.array([[first], [second]])
    return flows


@pytest.mark.parametrize("horizon", [0.2, 1.0, 3.0])
@pytest.mark.parametrize("rate", [0.0, 0.08])
@pytest.mark.parametrize("counter", [False, True])
def test_agrees_with_present_values_by_day(horizon: float, rate: float, counter: bool) -> None:
    # due on day 60 and on day 80, each carried out in half of the cases; two that newer ones replace; one after the end
    threats = (
        _threat("replaced", 5, 45, 1.0, -9.0, -9.0, replaced=30),
        _threat("overtaken", 10, 55, 1.0, -9.0, -9.0),
        _threat("old", 30, 60, 0.5, -2.0, -1.5),
        _threat("again", 65, 80, 0.5, -4.0, -2.0),
        _threat("late", 100, 150, 1.0, -9.0, -9.0),
    )
    schedule = _schedule(horizon, rate, threats)
    protocol = AlternatingOffers(rotate=not counter, counter=counter)
    game = SimpleNamespace(schedule=schedule, parties=("a", "b"))
    games = small_games(11, 20, (4, 3, 4))
    carried_out = (60, 0.5 * (-2.0 + 1.0), 0.5 * (-1.5 - 0.5)), (80, 0.5 * (-4.0 + 1.5), 0.5 * (-2.0 + 0.5))
    flows = _flows(int(max(horizon * YEAR, 120)) + 2, *carried_out)
    rounds = [0, 14, 21, 50, 90]
    once = [(i % 2, day) for i, day in enumerate(rounds)]
    both = [(p, day) for day in rounds for p in (0, 1)][:-1]
    for w in range(20):
        points = frontier(games.mine[w][None], games.theirs[w][None], games.allowed[w][None], games.first)
        found = foresee(game, protocol, points)
        row = list(zip(points.mine.tolist(), points.theirs.tolist(), strict=True))
        twin = _by_day(schedule, flows, row, both if counter else once)
        np.testing.assert_allclose(list(found["utilities"].values()), twin, rtol=2e-4, atol=2e-4)


def test_dates_and_rounds_of_the_deal_are_said() -> None:
    """Nothing in force is worth much at first; on day 40 it falls, and only then a deal pays."""
    schedule = FlowSchedule(
        START, _day(120), tuple(_day(d) for d in (0, 14, 50)), np.array([0.5]), np.zeros(1),
        (_change(0, 5.0, 5.0), _change(40, 0.0, 0.0)), (), ONE, ONE,
    )  # fmt: skip
    game = SimpleNamespace(schedule=schedule, parties=("a", "b"))
    cells = np.array([[1.0, 2.0]]), np.array([[2.0, 1.0]])
    points = frontier(*cells, np.ones((1, 2), dtype=np.bool_), np.array([0, 2]))
    found = foresee(game, AlternatingOffers(rotate=True, counter=False), points)
    assert (found["outcome"], found["round"], found["date"], found["proposer"]) == ("deal", 3, "2025-02-20", "a")


def test_what_cannot_be_foreseen_says_why() -> None:
    lumps = LumpSchedule(3, (ONE, ONE), (ONE, ONE), (ONE, ONE))
    two, three = (SimpleNamespace(schedule=lumps, parties=tuple("abc"[:n])) for n in (2, 3))
    assert why_not(two, AlternatingOffers()) == why_not(two, Ultimatum()) == ""
    assert "two parties" in why_not(three, AlternatingOffers())
    points = frontier(ONE[None], ONE[None], np.ones((1, 1), dtype=np.bool_), np.array([0, 1]))
    assert "loses nothing by waiting" in foresee_without_end(two, AlternatingOffers(), points)
