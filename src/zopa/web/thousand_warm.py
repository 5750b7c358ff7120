"""Warming up the processes: they start once the server is warm, and play what the page of sliders shows first."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from zopa.web.thousand_kept import Kept
from zopa.web.warm import warm

if TYPE_CHECKING:
    from zopa.web.desk import Desk


def warm_all(kept: Kept) -> "Callable[[Desk], Iterator[None]]":
    """What to do in the background, one thing after the other.

    Args:
        kept: The worlds that have been played, and who plays them.
    """

    def pieces(desk: "Desk") -> Iterator[None]:
        yield from warm(desk)
        from zopa.web.models import Start
        from zopa.web.pool import AHEAD
        from zopa.web.thousand import WHOLE, begin

        begin(kept, desk.settings, Start(scenario=desk.scenarios.first), WHOLE, AHEAD)
        yield

    return pieces
