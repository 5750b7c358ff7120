"""The ending: what came of it for everybody, against no deal, the Nash point and the frontier."""

import numpy as np

from zopa.cli.playing.screen import WIDTH, wrapped
from zopa.cli.playing.seat import Seat
from zopa.game.arrays import Floats
from zopa.game.schedule import FlowSchedule
from zopa.seat.limits import nothing_possible
from zopa.seat.words import capital, day
from zopa.solutions.nash import nash
from zopa.solutions.pareto import pareto_packages

Row = tuple[str, Floats]
"""A label and a payoff for each party, (p,)."""


def ending(seat: Seat) -> str:
    """How the talks ended, in words and numbers."""
    agreed = bool(seat.talks.outcomes.agreed[0])
    parts = [_deal(seat), _table(seat, _rows(seat, agreed))]
    parts += [_efficiency(seat)] if agreed else [_chance(seat)]
    return "\n".join([*parts, *_waiting(seat, agreed)])


def _deal(seat: Seat) -> str:
    out, talks = seat.talks.outcomes, seat.talks
    if not out.agreed[0]:
        return "No deal: the talks broke off." if seat.broke_off else "No deal."
    date = talks.play.game.schedule.dates[out.index[0]] if talks.play.game.schedule.dates else None
    on = f", on {day(date)}" if date else ""
    whose = "your offer" if out.proposer[0] == seat.me else f"the offer of {seat.words.party(int(out.proposer[0]))}"
    said = wrapped(seat.words.spelt(out.package[0]), " ")
    return f"A deal in round {out.index[0] + 1} of {talks.play.rounds}{on}: {whose}.\n{said}"


def _stage(seat: Seat) -> tuple[list[Floats], Floats]:
    """Cells of all parties, (C,) each, and what no deal was worth to each, (p,), when somebody last moved."""
    assert seat.stage is not None
    payoffs, moment = seat.stage
    return [cells[0] for cells in payoffs.cells], np.array([worth[0] for worth in moment.reservation])


def _points(seat: Seat) -> tuple[Floats, Floats]:
    """Payoffs of the efficient packages that could be offered, (n, p), and those of the Nash point, (p,), or nan."""
    assert seat.stage is not None
    cells, no_deal = _stage(seat)
    points = pareto_packages(cells, seat.stage[0].allowed[0], seat.talks.space.first).payoffs
    best = nash(points, no_deal)
    return points, points[best[0]] if best.size else np.full(len(cells), np.nan)


def _worth(seat: Seat) -> Floats:
    """What the package agreed is worth to each, at face value, (p,)."""
    assert seat.stage is not None
    package = seat.talks.outcomes.package[0]
    return np.array([seat.words.worth(cells, package) for cells in seat.stage[0].cells])


def _rows(seat: Seat, agreed: bool) -> list[Row]:
    _, no_deal = _stage(seat)
    _, best = _points(seat)
    rows: list[Row] = []
    if agreed:
        deal = _worth(seat)
        rows += [("the deal", deal), ("no deal, as it stood then", no_deal), ("gained by the deal", deal - no_deal)]
    else:
        rows += [("no deal, as it stood at your last turn", no_deal)]
    return [*rows, ("the Nash point, for comparison", best)] if np.isfinite(best).all() else rows


def _table(seat: Seat, rows: list[Row]) -> str:
    order = [seat.me, *(p for p in range(len(rows[0][1])) if p != seat.me)]
    label = max(len(text) for text, _ in rows) + 1
    width = min(22, (WIDTH - label - 1) // len(order))
    names = [capital(seat.words.party(p)) for p in order]
    names[0] = "You"
    unit = seat.talks.play.game.unit
    lines = [f" {unit:<{label}}" + "".join(f"{_short(name, width - 2):>{width}}" for name in names)]
    for text, values in rows:
        lines.append(f" {text:<{label}}" + "".join(f"{seat.words.number(values[p]):>{width}}" for p in order))
    return "\n".join(lines)


def _short(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"


def _efficiency(seat: Seat) -> str:
    """What a better package could have added without taking from anybody."""
    points, _ = _points(seat)
    deal = _worth(seat)
    crumb = 0.5 * 10.0**-seat.words.digits
    better = points[(points >= deal - 1e-9).all(axis=1)] - deal
    more = better.max(axis=0, initial=0.0)
    if more.max() <= crumb:
        return " Nobody could have had more without somebody having less: the deal is efficient."
    said = [f"{seat.words.number(more[seat.me])} more for you"] if more[seat.me] > crumb else []
    others = [p for p in range(len(deal)) if p != seat.me and more[p] > crumb]
    said += [f"{seat.words.number(more[p])} more for {seat.words.party(p)}" for p in others]
    return wrapped(f"Left on the table: without taking from anybody there was {' or '.join(said)}.", " ")


def _chance(seat: Seat) -> str:
    """Whether there was something to agree on."""
    assert seat.stage is not None
    if nothing_possible(seat.stage[0].consents[seat.me]):
        return " Nothing could be offered when somebody last moved."
    points, _ = _points(seat)
    _, no_deal = _stage(seat)
    if not (points > no_deal).all(axis=1).any():
        return " No package was better than no deal for everybody: there was nothing to agree on."
    return " There were packages better than no deal for everybody."


def _waiting(seat: Seat, agreed: bool) -> list[str]:
    """What time added or took: flows before the deal, or the shrinking of lumps."""
    out, talks = seat.talks.outcomes, seat.talks
    dated = isinstance(talks.play.game.schedule, FlowSchedule)
    assert seat.stage is not None
    if agreed and not dated and all(worth[0] == 1.0 for worth in seat.stage[1].annuity):
        return []
    text = "all told, with the time before it" if dated and agreed else "as it turned out" if dated else "as paid out"
    return ["", _table(seat, [(text, np.array([worth[0] for worth in out.annual]))])]
