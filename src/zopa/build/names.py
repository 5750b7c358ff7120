"""The names: every word of a scenario that stands for code, in one place. Pass a bigger dict to add your own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.ultimatum import Ultimatum
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.micro import Micro, MicroCoarse
from zopa.strategies.parts.acceptance import Combi, Const, Next, Time
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.statecraft import BeforeTheDeadline, Statecraft
from zopa.strategies.time_dependent import TimeDependent
from zopa.strategies.tit_for_tat import AbsoluteTitForTat, AveragedTitForTat, RelativeTitForTat


@dataclass(frozen=True)
class Named:
    """A part under a name.

    Attributes:
        part: The frozen dataclass.
        about: One line for lists; the docstring has the rest.
        defaults: Parameters that the name sets otherwise than the dataclass does.
    """

    part: type[Any]
    about: str
    defaults: Mapping[str, Any] = field(default_factory=dict)


STRATEGIES: dict[str, Named] = {
    "absolute_tit_for_tat": Named(AbsoluteTitForTat, "gives as much utility as the other gave"),
    "averaged_tit_for_tat": Named(AveragedTitForTat, "repeats the other's average percentage concession"),
    "boulware": Named(TimeDependent, "concedes late: time-dependent with beta 0.2", {"beta": 0.2}),
    "conceder": Named(TimeDependent, "concedes early: time-dependent with beta 5", {"beta": 5.0}),
    "fixed_demand": Named(FixedDemand, "insists on one utility"),
    "hardliner": Named(Hardliner, "asks for its best package, always"),
    "linear": Named(TimeDependent, "concedes evenly in time: time-dependent with beta 1"),
    "micro": Named(Micro, "one package down its ranking for each new offer received (MiCRO)"),
    "micro_coarse": Named(MicroCoarse, "MiCRO in steps of utility, for large spaces"),
    "random": Named(RandomOffers, "random individually rational offers"),
    "relative_tit_for_tat": Named(RelativeTitForTat, "repeats the other's percentage concession"),
    "statecraft": Named(Statecraft, "the flagship's default: aspiration under deadlines, elections, regimes"),
    "time_dependent": Named(TimeDependent, "concedes with time along gone ** (1/beta)"),
}
"""Bidding by name; each is completed by an acceptance rule and a model."""

ACCEPTANCE: dict[str, Named] = {
    "before_the_deadline": Named(BeforeTheDeadline, "AC_next; at a deadline believed in, no deal plus a margin"),
    "combi": Named(Combi, "AC_next; late, also the best offer so far"),
    "const": Named(Const, "anything above a fixed utility"),
    "next": Named(Next, "anything at least as good as one's own next offer"),
    "time": Named(Time, "anything rational, late"),
}
"""Acceptance rules by name."""

MODELS: dict[str, Named] = {
    "frequency": Named(Frequency, "learns from how often levels are asked for"),
    "given": Named(Given, "takes what the party knows beforehand"),
}
"""Models of the others by name."""

PROTOCOLS: dict[str, Named] = {
    "alternating_offers": Named(AlternatingOffers, "parties take turns; each accepts or answers with its own offer"),
    "ultimatum": Named(Ultimatum, "one party makes one offer; the others take it or leave it"),
}
"""Protocols by name."""
