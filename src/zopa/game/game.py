"""A game: everything a block of worlds needs to be played, as arrays. Compiled once, never changed."""

from dataclasses import dataclass, field

from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.luck import Luck
from zopa.game.schedule import Schedule
from zopa.game.space import Space


@dataclass(frozen=True)
class Epoch:
    """Payoffs that hold from a round on.

    Attributes:
        since: First round (from 0) at which they hold.
        cells: For each party its payoffs by cell, (W, C): per year, or once where time is lumps.
        prior: For each party what the others believe its cells to be, (W, C).
    """

    since: int
    cells: tuple[Floats, ...]
    prior: tuple[Floats, ...]


@dataclass(frozen=True)
class Game:
    """A block of worlds, ready to be played.

    Attributes:
        space: Issues, levels, clusters.
        parties: Names of the parties.
        luck: The block's addressed random numbers.
        schedule: Time.
        epochs: Payoffs by round, the first from round 0.
        once: For each party what is paid once at the agreement, by cell (W, C), or None where nothing is.
        allowed: Cells that may be offered, (W, C).
        information: What parties know of the others: `complete`, `prior` or `none`.
        prior_error: For each party the standard deviation of its cells around the prior, (W, C), or None.
        unit: Unit of payoffs.
        titles: Names of parties and issues for people, by short name.
        units: Units of the levels, by issue.
        start: Package in force at the start, (K,), or None where time is lumps.
        cap: Largest frontier kept per world; above it the frontier is thinned and the gap stated.
    """

    space: Space
    parties: tuple[str, ...]
    luck: Luck
    schedule: Schedule
    epochs: tuple[Epoch, ...]
    allowed: Bools
    once: tuple[Floats | None, ...]
    information: str = "complete"
    prior_error: tuple[Floats, ...] | None = None
    unit: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    start: Packages | None = None
    cap: int = 4096

    @property
    def worlds(self) -> int:
        """Worlds in the block."""
        return self.luck.worlds

    def epoch_at(self, index: int) -> int:
        """Number of the epoch that holds in a round."""
        return max(i for i, epoch in enumerate(self.epochs) if epoch.since <= index)
