"""What talking costs while there is no deal: an inside option of one's own."""

from dataclasses import dataclass

import numpy as np

from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now
from zopa.game.parameters import NotNegative, Party, per_world


@dataclass(frozen=True)
class DelayCost(Mechanism):
    """A party loses a yearly flow from the start of the talks until there is a deal or their last day has come.

    The flow is paid as the days pass, and D falls by what is still to be paid: flow × a(now, last day) ÷ a(now,
    horizon), with a the annuity. It comes on top of the tariffs in force, whose cost stands in the payoffs. Nothing
    happens where time is lumps: there are no days. Source: inside options, Muthoo (1999, ch. 6); Rubinstein (1982).

    Attributes:
        party: Who pays.
        flow: The loss, as a yearly flow.
    """

    party: Party
    flow: NotNegative = 0.0

    def act(self, now: Now, memory: None, doors: Doors) -> None:
        """Pay for the days to come; without a deal that goes on until the talks' last day."""
        flow = per_world(self.flow, now.setting.worlds)
        share = np.divide(now.talking, now.annuity, out=np.zeros_like(flow), where=now.annuity > 0.0)
        doors.wait(self.party, -flow)
        doors.lose(self.party, -flow * share)
