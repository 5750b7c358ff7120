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
from zopa.strategies.ambiguous_threatener import AmbiguousThreatener
from zopa.strategies.anac import AgentK, HardHeadedBidding
from zopa.strategies.audience_war import AudienceWar
from zopa.strategies.bazaar import Bazaar
from zopa.strategies.brinkman import Brinkman
from zopa.strategies.committer import Committer
from zopa.strategies.concession_games import Reputational, WarOfAttrition
from zopa.strategies.deadline_waiter import DeadlineWaiter
from zopa.strategies.gate_holder import GateHolder
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.issue_by_issue import IssueByIssue
from zopa.strategies.learners import Exp3, RegretMatching
from zopa.strategies.linkage_formula import LinkageFormula
from zopa.strategies.log_roller import LogRoller
from zopa.strategies.micro import Micro, MicroCoarse
from zopa.strategies.nice_tit_for_tat import Mimic, NiceTitForTat
from zopa.strategies.parts.acceptance import Combi, CombiAverage, CombiMax, Const, Gap, Next, Previous, Time
from zopa.strategies.parts.model_bayesian import Bayesian
from zopa.strategies.parts.model_counts import HardHeaded as HardHeadedModel
from zopa.strategies.parts.model_counts import WindowedFrequency
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.parts.speech import Card, Celebrate, Patience, RedLine
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.random_pool import RandomPool
from zopa.strategies.regime_switch import RegimeSwitch
from zopa.strategies.resources import MixedTactics, ResourceDependent
from zopa.strategies.salami import SalamiSlicer
from zopa.strategies.screener import Screener
from zopa.strategies.shader import Shader
from zopa.strategies.statecraft import BeforeTheDeadline, Statecraft
from zopa.strategies.subgame_perfect import Rubinstein, SubgamePerfect
from zopa.strategies.targeters import KalaiSmorodinskyTargeter, NashTargeter
from zopa.strategies.time_dependent import Exponential, TimeDependent
from zopa.strategies.tit_for_tat import AbsoluteTitForTat, AveragedTitForTat, RelativeTitForTat
from zopa.strategies.trade_off import TradeOff
from zopa.strategies.zeuthen import OneStep, Zeuthen


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


_POOL = (TimeDependent(0.2), TimeDependent(1.0), TimeDependent(5.0))
_TURN = {"before": TimeDependent(0.2), "after": TimeDependent(5.0)}

STRATEGIES: dict[str, Named] = {
    "absolute_tit_for_tat": Named(AbsoluteTitForTat, "gives as much utility as the other gave"),
    "agent_k": Named(AgentK, "concedes towards the best to be expected of the other (ANAC 2010)"),
    "ambiguous_threatener": Named(AmbiguousThreatener, "a firm demand, and a threat that is left vague"),
    "audience_war": Named(AudienceWar, "a public crisis: backs down at random times, or fights (Fearon)"),
    "averaged_tit_for_tat": Named(AveragedTitForTat, "repeats the other's average percentage concession"),
    "bazaar": Named(Bazaar, "learns the other's reservation value and leaves it just that"),
    "boulware": Named(TimeDependent, "concedes late: time-dependent with beta 0.2", {"beta": 0.2}),
    "brinkman": Named(Brinkman, "raises the risk of a breakdown step by step"),
    "committer": Named(Committer, "tries to commit to a demand, which may fail (Crawford)"),
    "conceder": Named(TimeDependent, "concedes early: time-dependent with beta 5", {"beta": 5.0}),
    "deadline_waiter": Named(DeadlineWaiter, "waits until its own deadline, then gives everything away"),
    "exp3": Named(Exp3, "learns across talks from what its own choices brought", {"pool": _POOL}),
    "exponential": Named(Exponential, "concedes by a factor that grows towards the deadline"),
    "fixed_demand": Named(FixedDemand, "insists on one utility"),
    "gate_holder": Named(GateHolder, "generous with time, but never outside the gate that it holds"),
    "hard_headed": Named(HardHeadedBidding, "almost nothing until almost the end (ANAC 2011)"),
    "hardliner": Named(Hardliner, "asks for its best package, always"),
    "issue_by_issue": Named(IssueByIssue, "settles one issue after the other"),
    "kalai_smorodinsky_targeter": Named(KalaiSmorodinskyTargeter, "asks for an equal share of both sides' hopes"),
    "linear": Named(TimeDependent, "concedes evenly in time: time-dependent with beta 1"),
    "linkage_formula": Named(LinkageFormula, "offers along a formula that links two issues"),
    "log_roller": Named(LogRoller, "concedes first what costs it least for what the other gains"),
    "micro": Named(Micro, "one package down its ranking for each new offer received (MiCRO)"),
    "micro_coarse": Named(MicroCoarse, "MiCRO in steps of utility, for large spaces"),
    "mimic": Named(Mimic, "asks for itself what the other asks for itself"),
    "mixed_tactics": Named(MixedTactics, "a weighted mean of time-dependent and tit-for-tat"),
    "monotonic_concession": Named(Zeuthen, "where its risk is the lower, the smallest step", {"enough": False}),
    "nash_targeter": Named(NashTargeter, "asks for the Nash solution and insists on it"),
    "nice_tit_for_tat": Named(NiceTitForTat, "answers concessions in kind, towards the Nash point"),
    "one_step": Named(OneStep, "offers the Nash point, as believed, at once"),
    "random": Named(RandomOffers, "random individually rational offers"),
    "random_pool": Named(RandomPool, "one strategy of a pool, drawn before the talks", {"pool": _POOL}),
    "regime_switch": Named(RegimeSwitch, "one strategy before a turning point, another after it", _TURN),
    "regret_matching": Named(RegretMatching, "learns across talks what it should have played", {"pool": _POOL}),
    "relative_tit_for_tat": Named(RelativeTitForTat, "repeats the other's percentage concession"),
    "reputational": Named(Reputational, "passes for obstinate and gives in at random (Abreu & Gul)"),
    "resource_dependent": Named(ResourceDependent, "concedes as patience, or time, runs out"),
    "rubinstein": Named(Rubinstein, "perfect foresight as if the talks could go on for ever"),
    "salami_slicer": Named(SalamiSlicer, "what the other offers, and one more slice"),
    "screener": Named(Screener, "the best final offer to one whose reservation value is not known"),
    "shader": Named(Shader, "bids a straight line in its own value, as in a double auction"),
    "statecraft": Named(Statecraft, "the flagship's default: aspiration under deadlines, elections, regimes"),
    "subgame_perfect": Named(SubgamePerfect, "perfect foresight: backward induction from the end of the talks"),
    "time_dependent": Named(TimeDependent, "concedes with time along gone ** (1/beta)"),
    "trade_off": Named(TradeOff, "the same utility, as similar as possible to the other's last offer"),
    "war_of_attrition": Named(WarOfAttrition, "waits for the other to give in, and gives in at random"),
    "zeuthen": Named(Zeuthen, "concedes where its risk of conflict is the lower, just enough (Zeuthen 1930)"),
}
"""Bidding by name; each is completed by an acceptance rule and a model."""

ACCEPTANCE: dict[str, Named] = {
    "before_the_deadline": Named(BeforeTheDeadline, "AC_next; at a deadline believed in, no deal plus a margin"),
    "combi": Named(Combi, "AC_next; late, also the best offer so far"),
    "combi_average": Named(CombiAverage, "AC_next; late, also the mean of offers as far back as time is left"),
    "combi_max": Named(CombiMax, "AC_next; late, also the best of offers as far back as time is left"),
    "const": Named(Const, "anything above a fixed utility"),
    "gap": Named(Gap, "anything within a gap of one's own last offer"),
    "next": Named(Next, "anything at least as good as one's own next offer"),
    "previous": Named(Previous, "anything at least as good as one's own last offer"),
    "time": Named(Time, "anything rational, late"),
}
"""Acceptance rules by name."""

MODELS: dict[str, Named] = {
    "bayesian": Named(Bayesian, "learns by Bayes from offers of a party that concedes evenly"),
    "frequency": Named(Frequency, "learns from how often levels are asked for"),
    "given": Named(Given, "takes what the party knows beforehand"),
    "hard_headed": Named(HardHeadedModel, "counts every offer; weighs issues that stay (HardHeaded, ANAC 2011)"),
    "windowed_frequency": Named(WindowedFrequency, "compares windows of offers, learns weights from concessions"),
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
