"""Models of the others in one world."""

from collections.abc import Sequence
from itertools import pairwise

from twins.seat_twin import Cells, Package, Seat


class Given:
    """The others' payoffs as given; of several, the sum of their utilities from 0 to 1."""

    learned = False

    def update(self, seat: Seat) -> Cells:
        if len(seat.others) == 1:
            return seat.others[0][0]
        total = [0.0] * len(seat.cells)
        for cells, _ in seat.others:
            spread = 0.0
            for k in seat.clusters:
                open_to_us = [cells[c] for c in range(seat.first[k], seat.first[k + 1]) if seat.allowed[c]]
                spread += max(open_to_us) - min(open_to_us)
            total = [t + c / max(spread, 1e-12) for t, c in zip(total, cells, strict=True)]
        return total


class Frequency:
    """Keeps the list of different offers in a row of each other party and counts anew each time."""

    learned = True

    def __init__(self) -> None:
        self.heard: dict[int, list[Package]] = {}

    def update(self, seat: Seat) -> Cells:
        if seat.offer is not None:
            offers = self.heard.setdefault(seat.proposer, [])
            if not offers or offers[-1] != seat.offer:
                offers.append(seat.offer)
        total = [0.0] * len(seat.cells)
        for who in range(seat.parties):
            if who in self.heard:
                total = [t + e for t, e in zip(total, self._estimate(seat, self.heard[who]), strict=True)]
        return total

    def _estimate(self, seat: Seat, offers: Sequence[Package]) -> Cells:
        kept = [1 + sum(a[k] == b[k] for a, b in pairwise(offers)) for k in seat.clusters]
        cells = [0.0] * len(seat.cells)
        for k in seat.clusters:
            counts = [sum(o[k] == i for o in offers) for i in range(seat.first[k + 1] - seat.first[k])]
            for i, count in enumerate(counts):
                cells[seat.first[k] + i] = kept[k] / (sum(kept) * max(counts)) * count
        return cells
