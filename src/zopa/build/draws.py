"""Numbers of a scenario as arrays: one draw per world, or the central value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.game.spread import CUT, correlated, two_piece_normal
from zopa.scenario.model import RawScenario
from zopa.scenario.quantity import Quantity, Range, Value


def reach(quantity: float | Value | Range) -> tuple[float, float]:
    """The lowest and the highest number that a quantity can take."""
    if isinstance(quantity, Value):
        return quantity.value, quantity.value
    if not isinstance(quantity, Range):
        return quantity, quantity
    low = quantity.central - CUT * (quantity.central - quantity.low)
    high = quantity.central + CUT * (quantity.high - quantity.central)
    return (
        low if quantity.at_least is None else max(low, quantity.at_least),
        high if quantity.at_most is None else min(high, quantity.at_most),
    )


@dataclass
class Draws:
    """Draws of a scenario's quantities for a block of worlds.

    A shared quantity is drawn once and used wherever it is named. The address of a draw is the quantity's name, or
    its path in the file where it stands in place, so that adding one shifts no other.

    Attributes:
        scenario: The scenario.
        luck: Worlds and seed.
        central: Whether every quantity takes its central value instead of a draw.
        kept: Every range drawn so far by its address, (W,), where somebody wants to see them; else None.
        seen: The ranges met so far by their addresses, where somebody wants to see them; else None.
        pins: Numbers given in place of draws by their addresses, (W,): what an experiment varies.
    """

    scenario: RawScenario
    luck: Luck
    central: bool = False
    kept: dict[str, Floats] | None = None
    seen: dict[str, Range] | None = None
    pins: Mapping[str, Floats] = field(default_factory=dict)
    _shared: dict[str, Floats] = field(default_factory=dict)
    _uniforms: dict[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Draw what is correlated together."""
        pairs = self.scenario.correlate
        names = sorted({name for pair in pairs for name in pair.between})
        if names and not self.central:
            ranks = [(names.index(p.between[0]), names.index(p.between[1]), p.rank) for p in pairs]
            uniforms = correlated([self.luck.one(f"quantity:{name}") for name in names], ranks)
            self._uniforms = dict(zip(names, uniforms, strict=True))

    def get(self, quantity: Quantity, path: str) -> Floats:
        """The quantity in every world, (W,).

        Args:
            quantity: A number, a value, a range, or the name of a shared quantity.
            path: Where it stands; the address of its luck.
        """
        if isinstance(quantity, str):
            if quantity not in self._shared:
                self._shared[quantity] = self._draw(self.scenario.quantities[quantity], quantity)
            return self._shared[quantity]
        return self._draw(quantity, path)

    def _draw(self, quantity: Quantity, address: str) -> Floats:
        if isinstance(quantity, Range):
            if self.seen is not None:
                self.seen[address] = quantity
            if address in self.pins:
                return self.pins[address]
            if self.central or quantity.low == quantity.high:
                return np.full(self.luck.worlds, float(quantity.central))
            uniform = self._uniforms.get(address)
            uniform = self.luck.one(f"quantity:{address}") if uniform is None else uniform
            drawn = two_piece_normal(uniform, quantity.low, quantity.central, quantity.high)
            low = -np.inf if quantity.at_least is None else quantity.at_least
            high = np.inf if quantity.at_most is None else quantity.at_most
            moved: Floats = np.minimum(np.maximum(drawn, low), high)
            if self.kept is not None:
                self.kept[address] = moved
            return moved
        number = quantity.value if isinstance(quantity, Value) else quantity
        return np.full(self.luck.worlds, float(number))
