"""Levels as words or numbers: formats that know only text may mean numbers."""

import math
from collections.abc import Sequence

from zopa.scenario.base import Level


def measured(texts: Sequence[str]) -> list[Level]:
    """Texts as numbers, if every one is a number written as Python would write it; else as they are.

    So a level that was a number comes back as one, and its text can be written again letter by letter.

    >>> measured(["1", "2.5"]), measured(["1", "2.50"]), measured(["007"]), measured(["1", "1.0"])
    ([1, 2.5], ['1', '2.50'], ['007'], ['1', '1.0'])
    """
    numbers = [_number(text) for text in texts]
    if any(number is None for number in numbers) or len(set(numbers)) < len(set(texts)):
        return list(texts)
    return [number for number in numbers if number is not None]


def _number(text: str) -> int | float | None:
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text and math.isfinite(number) and abs(number) < 2**63:
            return number
    return None


def evenly(low: float, high: float, count: int) -> tuple[float, ...]:
    """`count` numbers from `low` to `high`, both included, at equal distances."""
    return tuple(low + (high - low) * i / (count - 1) for i in range(count)) if count > 1 else (low,)
