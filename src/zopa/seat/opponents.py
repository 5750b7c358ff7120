"""Opponents whose names are hidden: drawn by the seed among all strategies."""

from zopa.build.registry import named_strategies
from zopa.game.luck import Luck

HIDDEN = "hidden"
"""What to say for an opponent that is drawn, and named at the end."""

TWINS = frozenset({"time_dependent"})
"""Names never drawn: as they come, they play like another one."""


def hidden_opponents(seed: int, count: int) -> list[str]:
    """Names of strategies.

    Args:
        seed: Root seed.
        count: How many are wanted.

    >>> hidden_opponents(1, 2) == hidden_opponents(1, 2)
    True
    """
    known = sorted(set(named_strategies()) - TWINS)
    drawn = [Luck(seed).one("hidden opponent", number)[0] for number in range(count)]
    return [known[int(u * len(known))] for u in drawn]
