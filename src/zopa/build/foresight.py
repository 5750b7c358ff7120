"""The talks of a scenario as perfectly foresighted parties see them: the rules of backward induction."""

import datetime as dt
import itertools
from typing import Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.frontier import Frontier
from zopa.game.game import Game
from zopa.game.schedule import Change, FlowSchedule, LumpSchedule, Threat, annuity
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.protocols.course import course_of
from zopa.protocols.ultimatum import Ultimatum
from zopa.solutions.induction import REFUSED, WALKS, Terms, terms
from zopa.solutions.subgame_perfect import equilibrium, stationary

ENDS = {REFUSED: "no deal", WALKS: "walks away"}
"""What becomes of talks that end without a package."""

TRUST = 1e-6
"""A limit of talks without end is reported if it has settled to this share of the payoffs."""


def why_not(game: Game, protocol: Protocol) -> str:
    """Why a scenario's talks have no subgame-perfect equilibrium that zopa can find; empty if they have one."""
    if len(game.parties) != 2:
        return "with more than two parties who must all agree, almost any division can be an equilibrium (Sutton 1986)"
    if not isinstance(protocol, AlternatingOffers | Ultimatum):
        return "backward induction needs offers that are made in turn"
    return ""


def foresee(game: Game, protocol: Protocol, points: Frontier) -> dict[str, Any]:
    """The subgame-perfect equilibrium of the talks of one world: who gets what, and when.

    Args:
        game: The game; its first world is solved.
        protocol: Who may do what.
        points: The efficient packages of that world, counted like what the schedule says.

    Returns:
        `outcome` (`deal`, `no deal` or `walks away`), `point` (index on the frontier, −1 without a deal), `round` (from
        1), `date` (or None), `proposer` (of the package agreed, or refused for good; None without), `utilities` (what
        the talks are worth at the start to each party), `assumes` (in words).
    """
    rounds = protocol.rounds(game.schedule.rounds)
    course = course_of(protocol, rounds, 2)
    schedule = game.schedule
    if isinstance(schedule, LumpSchedule):
        rules, assumes = _of_rounds(schedule, course.proposer, course.wait), _LUMP
    else:
        dates = [schedule.dates[i] for i in course.round]
        rules, assumes = _of_dates(schedule, course.proposer, dates), _FLOW
    found = equilibrium(points, rules)
    when, deal = int(found.when[0]), int(found.deal[0])
    ended = when < course.proposer.size
    at = int(course.round[when]) if ended else rounds - 1
    return {
        "outcome": ENDS.get(deal, "deal"),
        "point": max(deal, -1),
        "round": at + 1,
        "date": schedule.dates[at].isoformat() if schedule.dates else None,
        "proposer": game.parties[course.proposer[when]] if ended else None,
        "utilities": dict(zip(game.parties, found.value[:, 0].tolist(), strict=True)),
        "assumes": assumes,
    }


def foresee_without_end(game: Game, protocol: Protocol, points: Frontier) -> dict[str, Any] | str:
    """What the talks would be worth if they could go on for ever: Rubinstein's limit, or why there is none.

    On a grid of packages several divisions may be stationary. The iteration is monotone along the frontier, so started
    from both its ends it finds the one best for the first party and the one best for the second.

    Args:
        game: The game; its first world is solved.
        protocol: Who may do what.
        points: The efficient packages of that world.

    Returns:
        `utilities`: for each party the least and the most that a stationary equilibrium gives it; or why not.
    """
    schedule = game.schedule
    if not isinstance(schedule, LumpSchedule):
        return "a calendar ends"
    if not isinstance(protocol, AlternatingOffers):
        return "an ultimatum has one offer"
    period = len(game.parties) if protocol.rotate else 1
    course = course_of(protocol, period + 1, 2)
    cycle = course.round < period
    wait = np.diff(course.round[cycle], append=period).astype(np.float64)
    rules = _of_rounds(schedule, course.proposer[cycle], wait)
    if (rules.factor >= 1.0).any():
        return "a party loses nothing by waiting, so talks without end have no limit"
    found = []
    for end in (0, -1):
        begun = rules._replace(no_deal=np.array([[points.mine[end]], [points.theirs[end]]]))
        limit = stationary(points, begun, most=20_000)
        if not limit.error[0] <= TRUST * float(np.abs(limit.value).max()):
            return f"the limit has not settled: it still moves by {limit.error[0]:.3g}"
        found.append(limit.value[:, 0])
    pairs = zip(np.min(found, axis=0).tolist(), np.max(found, axis=0).tolist(), strict=True)
    return {"utilities": dict(zip(game.parties, map(list, pairs), strict=True))}


_LUMP = [
    "each knows the other's payoffs",
    "parties leave the table early only where the file says what they have outside",
    "mechanisms are left aside",
]
_FLOW = [
    "each knows the other's payoffs, and the calendar",
    "waiting costs are taken from the years left: what is in force until a deal counts until then",
    "a threat counts from its date on, times the probability of its execution",
    "mechanisms are left aside",
]


def _of_rounds(schedule: LumpSchedule, proposer: Any, wait: Floats) -> Terms:
    def first(rows: tuple[Floats, ...]) -> Floats:
        return np.array([[float(row[0])] for row in rows])

    return terms(
        proposer, first(schedule.factor), wait=wait, flow=first(schedule.inside) if schedule.inside else 0.0,
        no_deal=first(schedule.disagreement), outside=first(schedule.outside) if schedule.outside else -np.inf,
    )  # fmt: skip


def _of_dates(schedule: FlowSchedule, proposer: Any, dates: list[dt.date]) -> Terms:
    """Rules in yearly flows over the years left.

    A yearly flow u from now on is worth A u, with A the present value of 1 a year to the horizon. One that starts
    at the next proposal, after f until then, is worth (A − A') f + A' u; so A'/A is the factor and (A − A') f / A
    the flow.
    """
    days = np.array([schedule.years(date) for date in [*dates, schedule.end]])
    rate, horizon = float(schedule.rate[0]), float(schedule.horizon[0])
    same = np.full(days.shape, rate)
    left = annuity(same, np.minimum(days, horizon), np.full(days.shape, horizon))
    now = np.where(left[:-1] > 0.0, left[:-1], 1.0)
    factor = np.where(left[:-1] > 0.0, left[1:] / now, 1.0)
    steps = _in_force(schedule)
    flow = np.array([[_received(party, a, b, rate, horizon) for a, b in itertools.pairwise(days)] for party in steps])
    both = np.broadcast_to(factor, (2, 1, factor.size)).copy()
    # present values at the start, both of what is received and of the years left
    rules = terms(proposer, both, flow=np.ascontiguousarray((flow / now)[:, None, :]))
    return rules._replace(no_deal=np.array([[party[-1][1]] for party in steps]))


Steps = list[tuple[float, float]]
"""(years from the start, yearly flow from then on), first entry first."""


def _in_force(schedule: FlowSchedule) -> list[Steps]:
    """What each party is expected to receive a year while there is no deal, until the talks' last day."""
    carried = [threat for threat in schedule.threats if not _replaced(threat, schedule.threats)]
    events: list[tuple[dt.date, int, Change | Threat]] = [(change.date, 0, change) for change in schedule.changes]
    events += [(threat.due, 1, threat) for threat in carried if schedule.start < threat.due]
    steps: list[Steps] = [[], []]
    base, more = [0.0, 0.0], [0.0, 0.0]
    for date, _, event in sorted(events, key=lambda entry: entry[:2]):
        if date > schedule.end:
            break
        for p in range(2):
            if isinstance(event, Threat):
                more[p] += float(event.execution[0]) * (float(event.flow[p][0]) - base[p] - more[p])
            else:
                base[p] = float(event.flow[p][0])
            steps[p].append((max(schedule.years(date), 0.0), base[p] + more[p]))
    return steps


def _replaced(threat: Threat, threats: tuple[Threat, ...]) -> bool:
    """Whether a newer threat takes its place before it is due."""
    return any(threat.announced < other.announced < threat.due for other in threats) or (
        threat.replaced is not None and threat.replaced <= threat.due
    )


def _received(steps: Steps, since: float, until: float, rate: float, horizon: float) -> float:
    """Present value, at the start, of what is received between two moments."""
    ends = [*(begin for begin, _ in steps[1:]), np.inf]
    begin = np.array([max(step[0], since) for step in steps])
    end = np.minimum(np.minimum(ends, until), horizon)
    flow = np.array([step[1] for step in steps])
    return float((annuity(np.full(begin.shape, rate), begin, end) * flow).sum())
