"""The other's scale and the menu in one world: every efficient package, or the vertices of the curve."""

import math

from twins import curve_twin
from twins.frontier_twin import frontier, value
from twins.seat_twin import Cells, Seat

Point = tuple[float, float]


def scale(seat: Seat, believed: Cells) -> Point:
    """What counts as 0 and as 1 for the others."""
    worst, best = 0.0, 0.0
    for k in seat.clusters:
        cells = [believed[c] for c in range(seat.first[k], seat.first[k + 1]) if seat.allowed[c]]
        worst, best = worst + min(cells), best + max(cells)
    given, no_deal = seat.others[0]
    if seat.parties == 2 and list(given) == list(believed) and math.isfinite(no_deal):
        worst = no_deal
    return worst, best


def utility(worth: float, ends: Point) -> float:
    low, high = ends
    if high <= low:
        return 1.0 if worth >= high else 0.0
    return (worth - low) / (high - low)


def menu(seat: Seat, believed: Cells, learned: bool) -> list[Point]:
    """Points (mine, theirs)."""
    if seat.exact and seat.parties == 2 and not learned:
        return frontier(seat.cells, believed, seat.allowed, seat.first)
    ranges = [[c for c in range(seat.first[k], seat.first[k + 1]) if seat.allowed[c]] for k in seat.clusters]
    hulls = [curve_twin._hull(seat.cells, believed, cells) for cells in ranges]
    package = [hull[0] - seat.first[k] for k, hull in enumerate(hulls)]
    vertices = [tuple(package)]
    for k, c in curve_twin._steps(seat.cells, believed, hulls):
        package[k] = c - seat.first[k]
        vertices.append(tuple(package))
    return [(seat.worth(p), value(believed, p, seat.first)) for p in vertices]


def nash(seat: Seat, points: list[Point], theirs: float) -> Point:
    rational = [p for p in points if p[0] >= seat.reservation and p[1] >= theirs]
    if not rational:
        return max(points)
    return max(rational, key=lambda p: ((p[0] - seat.reservation) * (p[1] - theirs), p[0]))
