"""Which points of two designs are compared: those with the same values of their factors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zopa.experiments.results import Results
from zopa.scenario.problems import did_you_mean, listed

MOST_LEVELS = 24
"""A factor of more values than this has no table for each."""


@dataclass(frozen=True)
class Matching:
    """Points of two designs that are compared.

    Attributes:
        pairs: Numbers of the points, of each run.
        factors: Factor -> its value in each pair; where both runs have it the same value in both.
        unmatched: Points of each run without a partner.
        how: How they were matched, in words.
    """

    pairs: tuple[tuple[int, int], ...]
    factors: dict[str, tuple[Any, ...]]
    unmatched: tuple[tuple[int, ...], tuple[int, ...]]
    how: str

    def levels(self, name: str) -> list[Any]:
        """The values of a factor, in the order of the design; numbers in rising order.

        Raises:
            ValueError: There is no such factor, or it has too many values for a table of each.
        """
        if name not in self.factors:
            hint = did_you_mean(name, self.factors) or f"factors: {listed(list(self.factors)) or 'none'}"
            raise ValueError(f"--by: the runs do not vary '{name}' ({hint})")
        found = list(dict.fromkeys(self.factors[name]))
        if len(found) > MOST_LEVELS:
            raise ValueError(f"--by: {name} takes {len(found)} values; a table for each is for at most {MOST_LEVELS}")
        return sorted(found) if all(isinstance(level, int | float) for level in found) else found

    def at(self, name: str, level: Any) -> tuple[tuple[int, int], ...]:
        """The pairs with a value of a factor."""
        return tuple(pair for pair, value in zip(self.pairs, self.factors[name], strict=True) if value == level)


def match(first: Results, second: Results) -> Matching:
    """Match the points of two runs by the values of their factors.

    Where one run varies what the other does not, its points are all compared with the other's point that has the same
    values of the factors they share: a single setting is a base for a whole sweep.

    Args:
        first: One run.
        second: The other.

    Raises:
        ValueError: No points can be matched.
    """
    designs = (_design(first), _design(second))
    shared = [name for name in designs[0] if name in designs[1]]
    extra = [[name for name in design if name not in shared] for design in designs]
    if all(extra):
        raise ValueError(
            f"{first.folder} varies {', '.join(extra[0])} and {second.folder} {', '.join(extra[1])}: "
            "no points of theirs are the same but for what is compared"
        )
    keys = [_keys(designs[side], shared, run.points) for side, run in enumerate((first, second))]
    if extra[0] or extra[1]:
        pairs, how = _joined(keys, extra, shared)
    else:
        pairs, how = _alike(keys, shared)
    if not pairs:
        raise ValueError(f"no point of {first.folder} has the same {', '.join(shared)} as one of {second.folder}")
    factors = {
        name: tuple(designs[side][name][pair[side]] for pair in pairs)
        for side in (0, 1) for name in (*shared, *extra[side])
    }  # fmt: skip
    lonely = [sorted(set(range(len(keys[side]))) - {pair[side] for pair in pairs}) for side in (0, 1)]
    return Matching(tuple(pairs), factors, (tuple(lonely[0]), tuple(lonely[1])), how)


def _design(run: Results) -> dict[str, list[Any]]:
    return {name: run.design.column(name).to_pylist() for name in run.factors}


def _keys(design: dict[str, list[Any]], shared: Sequence[str], points: int) -> list[tuple[Any, ...]]:
    """The values of the shared factors in each point; true and 1.0 are not the same value."""
    columns = [[(isinstance(value, bool), value) for value in design[name]] for name in shared]
    return list(zip(*columns, strict=True)) if columns else [()] * points


def _alike(keys: Sequence[list[tuple[Any, ...]]], shared: Sequence[str]) -> tuple[list[tuple[int, int]], str]:
    """Points with the same values; of several the first with the first, the second with the second."""
    places: list[dict[Any, int]] = []
    for some in keys:
        seen = Counter[Any]()
        numbered: dict[Any, int] = {}
        for number, key in enumerate(some):
            numbered[key, seen[key]] = number
            seen[key] += 1
        places.append(numbered)
    pairs = [(number, places[1][key]) for key, number in places[0].items() if key in places[1]]
    return pairs, f"points with the same {', '.join(shared)}" if shared else "the only point of each"


def _joined(
    keys: Sequence[list[tuple[Any, ...]]], extra: Sequence[Sequence[str]], shared: Sequence[str]
) -> tuple[list[tuple[int, int]], str]:
    """Every point of the run that varies more with the point of the other that has the same shared values."""
    wide = 0 if extra[0] else 1
    narrow = {key: number for number, key in reversed(list(enumerate(keys[1 - wide])))}
    found = [(number, narrow[key]) for number, key in enumerate(keys[wide]) if key in narrow]
    pairs = found if wide == 0 else [(other, number) for number, other in found]
    base = f"the point of {'BA'[wide]} with the same {', '.join(shared)}" if shared else f"{'BA'[wide]}'s only point"
    return pairs, f"every point of {'AB'[wide]}, which varies {', '.join(extra[wide])} too, with {base}"
