"""Beliefs in threats that move with what is done to others."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting, nowhere
from zopa.game.parameters import Share


@dataclass
class _Seen:
    """Worlds in which it has been taken in, (W,)."""

    seen: Bools


@dataclass(frozen=True)
class Record(Mechanism):
    """A threat is carried out against others: from that day the one in force is believed more.

    The belief door, once, in the first round on or after the date: belief + (1 − belief) × share. Source: reputation
    by deeds, Kreps & Wilson (1982); tariffs of 39 % on Switzerland and 50 % on India and Brazil, August 2025.

    Attributes:
        date: Day on which it becomes known.
        share: Share of the doubt that is left which it removes.
    """

    date: dt.date
    share: Share = 0.2

    def begin(self, setting: Setting) -> _Seen:
        """Nothing seen."""
        return _Seen(nowhere(setting.worlds))

    def act(self, now: Now, memory: _Seen, doors: Doors) -> None:
        """Believe more, once."""
        if now.date is None or now.date < self.date:
            return
        fresh = now.open & ~memory.seen
        memory.seen = memory.seen | fresh
        doors.belief = np.where(fresh, doors.belief + (1.0 - doors.belief) * self.share, doors.belief)
        doors.tell(f"{now.setting.name.replace('_', ' ')}: the threat is believed more", fresh)
