"""A chair: whoever sits on it sees the talks as one party does."""

from typing import Protocol

from zopa.seat.words import Words
from zopa.talks import Talks


class Chair(Protocol):
    """One party's place at the table."""

    @property
    def talks(self) -> Talks:
        """The talks, in one world."""

    @property
    def me(self) -> int:
        """Index of the party."""

    @property
    def words(self) -> Words:
        """What things are called."""
