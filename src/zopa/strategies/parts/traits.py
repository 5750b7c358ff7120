"""Traits: what a strategy says of itself, so that readers know it and the contract test can hold it to it."""

from dataclasses import dataclass
from typing import Literal

Use = Literal["time", "offers", "payoffs", "no_deal", "patience", "dates", "threats", "home"]
"""A piece of information that an offer may depend on."""

USES: dict[Use, str] = {
    "time": "how much of the time is gone, and what the protocol still has in store",
    "offers": "what the others have offered",
    "payoffs": "the others' payoffs, as known or believed",
    "no_deal": "what no deal is worth to the others, as known or believed",
    "patience": "what a round of waiting costs or brings, to oneself and the others",
    "dates": "the calendar",
    "threats": "the belief that the threat in force will be carried out",
    "home": "approval at home and the stress of the bond market",
}
"""Each piece of information in words."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the offers of a strategy depend on, besides its own payoffs, no-deal value and parameters.

    Attributes:
        uses: Information used. What is not named can be anything: the offers stay the same.
        memory: Whether it remembers: with its memory wiped before each move it would offer something else.
        draws: Whether it draws luck of its own; if not, it is deterministic.
    """

    uses: frozenset[Use] = frozenset()
    memory: bool = False
    draws: bool = False

    @property
    def deterministic(self) -> bool:
        """Whether the same information always leads to the same offers."""
        return not self.draws

    def __str__(self) -> str:
        """In words."""
        kind = "deterministic" if self.deterministic else "random"
        memory = "remembers" if self.memory else "without memory"
        said = [use for use in USES if use in self.uses]
        return f"{kind}, {memory}; uses {', '.join(said) or 'its own payoffs alone'}"


def traits(*uses: Use, memory: bool = False, draws: bool = False) -> Traits:
    """Traits, written shortly."""
    return Traits(frozenset(uses), memory, draws)
