"""Models that learn, in one world, told anew from all offers heard: the definition rather than its updates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Package = tuple[int, ...]
Heard = Sequence[tuple[Package, float]]
"""Offers with the share of the time gone when each was heard."""


def triangle(level: int, levels: int, peak: int, peaks: int) -> float:
    if levels == 1:
        return 1.0
    x, m = level / (levels - 1), peak / (peaks - 1)
    return 1.0 if x == m else x / m if x < m else (1.0 - x) / (1.0 - m)


@dataclass
class Bayesian:
    concedes: float = 0.5
    spread: float = 0.25

    def estimate(self, heard: Heard, sizes: Sequence[int]) -> list[float]:
        n = len(sizes)
        count = min(n, 12)
        step = (n - 1) / (count - 1) if count > 1 else 0.0
        ranks = [2.0 * (1.0 + h * step) / (n * (n + 1)) for h in range(count)]
        peaks = [min(size, 9) for size in sizes]
        weight = [[1.0 / count] * count for _ in sizes]
        shape = [[1.0 / p] * p for p in peaks]
        for package, gone in heard:
            share, value = self._means(ranks, peaks, weight, shape, sizes)
            utility = sum(share[k] * value[k][i] for k, i in enumerate(package))
            expected = 1.0 - self.concedes * gone
            for k, i in enumerate(package):
                rest = utility - share[k] * value[k][i]
                weight[k] = self._bayes(weight[k], [rest + r * value[k][i] - expected for r in ranks])
                bent = [triangle(i, sizes[k], s, peaks[k]) for s in range(peaks[k])]
                shape[k] = self._bayes(shape[k], [rest + share[k] * b - expected for b in bent])
        share, value = self._means(ranks, peaks, weight, shape, sizes)
        return [share[k] * v for k in range(n) for v in value[k]]

    def _bayes(self, prior: list[float], off: list[float]) -> list[float]:
        joint = [p * math.exp(-((o / self.spread) ** 2) / 2.0) for p, o in zip(prior, off, strict=True)]
        return [j / sum(joint) for j in joint]

    def _means(
        self, ranks: list[float], peaks: list[int], weight: list[list[float]], shape: list[list[float]],
        sizes: Sequence[int],
    ) -> tuple[list[float], list[list[float]]]:  # fmt: skip
        raw = [sum(p * r for p, r in zip(one, ranks, strict=True)) for one in weight]
        value = [
            [sum(p * triangle(i, size, s, peaks[k]) for s, p in enumerate(shape[k])) for i in range(size)]
            for k, size in enumerate(sizes)
        ]
        return [one / sum(raw) for one in raw], value


@dataclass
class HardHeaded:
    rate: float = 0.2

    def estimate(self, heard: Heard, sizes: Sequence[int]) -> list[float]:
        n, offers = len(sizes), [package for package, _ in heard]
        weight = [1.0 / n] * n
        for number, offer in enumerate(offers):
            if number:
                stays = [a == b for a, b in zip(offers[number - 1], offer, strict=True)]
                weight = [w + (self.rate / n if s else 0.0) for w, s in zip(weight, stays, strict=True)]
            weight = [w / sum(weight) for w in weight]
        cells = []
        for k, size in enumerate(sizes):
            counts = [1 + sum(offer[k] == i for offer in offers) for i in range(size)]
            cells += [weight[k] * c / max(counts) for c in counts]
        return cells


CHI_SQUARED_95 = {1: 3.841458820694124, 2: 5.991464547107979, 3: 7.814727903251179, 4: 9.487729036781154}
"""Critical values at 5 per cent, as every table has them."""


@dataclass
class WindowedFrequency:
    window: int = 10
    gain: float = 10.0
    fade: float = 5.0
    flat: float = 0.25

    def estimate(self, heard: Heard, sizes: Sequence[int]) -> list[float]:
        n, offers = len(sizes), [package for package, _ in heard]
        weight = [1.0 / n] * n
        for end in range(2 * self.window, len(offers) + 1, self.window):
            old, new = offers[end - 2 * self.window : end - self.window], offers[end - self.window : end]
            stayed, conceded = [], False
            for k, size in enumerate(sizes):
                was, now = self._shares(old, k, size), self._shares(new, k, size)
                distance = sum(self.window * (b - a) ** 2 / a for a, b in zip(was, now, strict=True))
                if size == 1 or distance <= CHI_SQUARED_95[size - 1]:
                    stayed.append(k)
                    continue
                values = self._values(offers[:end], k, size)
                expected = [sum(v * f for v, f in zip(values, shares, strict=True)) for shares in (was, now)]
                conceded = conceded or expected[1] < expected[0]
            if conceded and len(stayed) < n:
                for k in stayed:
                    weight[k] += self.gain * (1.0 - heard[end - 1][1] ** self.fade)
        return [
            weight[k] / sum(weight) * value for k, size in enumerate(sizes) for value in self._values(offers, k, size)
        ]

    def _shares(self, offers: Sequence[Package], k: int, size: int) -> list[float]:
        return [(1 + sum(offer[k] == i for offer in offers)) / (size + self.window) for i in range(size)]

    def _values(self, offers: Sequence[Package], k: int, size: int) -> list[float]:
        counts = [1 + sum(offer[k] == i for offer in offers) for i in range(size)]
        return [(c / max(counts)) ** self.flat for c in counts]
