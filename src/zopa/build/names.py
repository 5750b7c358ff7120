"""The names: every word of a scenario that stands for code, in one place. Pass a bigger dict to add your own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zopa.events.aftermath import Aftermath
from zopa.events.audit import Audit
from zopa.events.beliefs import Record
from zopa.events.bond_market import BondMarket
from zopa.events.deadlines import Breakdown, Extension, Summit
from zopa.events.delay import DelayCost
from zopa.events.information import Bias, Listeners, Noise
from zopa.events.other_talks import OtherTalks
from zopa.events.retaliation import Retaliation
from zopa.politics.agenda import Agenda, Demand
from zopa.politics.audience import Audience
from zopa.politics.compensation import Compensation
from zopa.politics.constituency import Constituency
from zopa.politics.headline import Headline
from zopa.politics.linkage import Linkage
from zopa.politics.principal import Principal
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.sealed import DoubleAuction, MonotonicConcession
from zopa.protocols.ultimatum import Ultimatum
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.micro import Micro, MicroCoarse
from zopa.strategies.parts.acceptance import Combi, Const, Next, Time
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.parts.speech import Card, Celebrate, Patience, RedLine
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

SPEECH: dict[str, Named] = {
    "card": Named(Card, "hints at a card that would hurt both sides, and may play it"),
    "celebrate": Named(Celebrate, "says early that a good deal is near"),
    "patience": Named(Patience, "claims to be in no hurry"),
    "red_line": Named(RedLine, "commits in public to some levels"),
}
"""Public statements by name."""

MECHANISMS: dict[str, Named] = {
    "aftermath": Named(Aftermath, "pledges are exacted and vague text is disputed after the deal"),
    "agenda": Named(Agenda, "a restricted agenda that opens in time"),
    "audience": Named(Audience, "what it costs at home to go back on a public word"),
    "audit": Named(Audit, "measures what a deal wasted and how well the parties knew each other"),
    "bias": Named(Bias, "a party is wrong about what the other wants"),
    "bond_market": Named(BondMarket, "stress of the bond market is a cost of delay; bonds may be sold"),
    "breakdown": Named(Breakdown, "the talks may break off any week: a random deadline"),
    "compensation": Named(Compensation, "money at home for losses from delay or from the tariff that remains"),
    "constituency": Named(Constituency, "a group at home whose support counts and who may have to consent"),
    "delay_cost": Named(DelayCost, "a party pays while there is no deal"),
    "demand": Named(Demand, "a hidden demand that may be raised in the middle"),
    "extension": Named(Extension, "a threat that falls due may be put off"),
    "headline": Named(Headline, "moves a party's weight from what a deal is really worth to how it reads"),
    "linkage": Named(Linkage, "a formula as agenda: so much cut of one issue for so much of another"),
    "listeners": Named(Listeners, "a party that believes a share of what others claim"),
    "noise": Named(Noise, "a party's idea of the other is off by chance"),
    "other_talks": Named(OtherTalks, "partners who were ahead, and partners who will ask for the same"),
    "principal": Named(Principal, "a leader who may re-open what the ministers agreed"),
    "record": Named(Record, "threats carried out against others make the one in force believed"),
    "retaliation": Named(Retaliation, "a party answers a threat carried out with tariffs of its own"),
    "summit": Named(Summit, "a date that may count as a deadline until it has passed"),
}
"""What surrounds the table, by name."""

PROTOCOLS: dict[str, Named] = {
    "alternating_offers": Named(AlternatingOffers, "parties take turns; each accepts or answers with its own offer"),
    "double_auction": Named(DoubleAuction, "buyer and seller write down a price each; if they cross, they trade"),
    "monotonic_concession": Named(MonotonicConcession, "all offer at the same time until an offer contents everybody"),
    "ultimatum": Named(Ultimatum, "one party makes one offer; the others take it or leave it"),
}
"""Protocols by name."""
