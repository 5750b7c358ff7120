"""NegMAS both ways (Mohammad, Nakadai & Greenwald 2021): scenarios, their negotiators here, our strategies there.

Needs the extra `negmas`: `pip install 'zopa[negmas]'`. NegMAS is under the AGPL; nothing here is made of its code.

* `scenario_of` and `game_of`: a scenario in NegMAS's words, and back;
* `NegmasParty`: one of its negotiators as a party of `Talks`;
* `ZopaNegotiator`: one of our strategies as a negotiator of its `SAOMechanism`.
"""

from typing import Any

from zopa.interop.negmas_in import game_of
from zopa.interop.negmas_negotiator import negotiator_class
from zopa.interop.negmas_out import scenario_of
from zopa.interop.negmas_parties import NegmasParty

__all__ = ["NegmasParty", "ZopaNegotiator", "game_of", "scenario_of"]  # noqa: F822 - made when first asked for


def __getattr__(name: str) -> Any:
    """`ZopaNegotiator` is a class of NegMAS's: it is made when it is asked for, so that this module needs no NegMAS."""
    if name == "ZopaNegotiator":
        return negotiator_class()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
