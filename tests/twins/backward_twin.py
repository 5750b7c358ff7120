"""Backward induction in one world, by looking at every package at every proposal."""

from collections.abc import Sequence

NEAR = 1e-12


def backward_induction(
    points: Sequence[tuple[float, float]], proposer: Sequence[int], wait: Sequence[float],
    factor: Sequence[float], flow: Sequence[float], no_deal: Sequence[float], hazard: float,
    broken: Sequence[float], outside: Sequence[float],
) -> tuple[list[tuple[float, float]], list[object], tuple[float, float]]:  # fmt: skip
    """What refusing each proposal is worth to both, what is agreed (or how it fails), and the value at the first."""

    def worth(payoff: float, ask: float) -> bool:
        return payoff >= ask - NEAR * abs(ask)

    value = tuple(no_deal)
    asks, ends = [value], []
    for n in reversed(range(len(proposer))):
        p, r = proposer[n], 1 - proposer[n]
        refusal = [0.0, 0.0]
        for q in (0, 1):
            d = factor[q]
            rounds = wait[n] if d == 1.0 else (1.0 - d ** wait[n]) / (1.0 - d)
            refusal[q] = hazard * broken[q] + (1.0 - hazard) * (flow[q] * rounds + d ** wait[n] * value[q])
        failure = "refused"
        if outside[r] > refusal[r]:
            failure = "walks"
            refusal[r] = outside[r]
            refusal[p] = outside[p] if outside[p] != float("-inf") else broken[p]
        acceptable = [x for x in points if worth(x[r], refusal[r])]
        best = max(acceptable, key=lambda x: x[p], default=None)
        agreed = best is not None and worth(best[p], refusal[p])
        value = best if agreed else tuple(refusal)
        asks.append(tuple(refusal))
        ends.append(best if agreed else failure)
    return asks[::-1], ends[::-1], value
