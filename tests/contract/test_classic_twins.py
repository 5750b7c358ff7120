"""Whole games of the classic strategies by the engine against the same games by slow scalar twins."""

from collections.abc import Callable
from typing import Any

import pytest

from contract import test_twin_games as games
from twins import classic_twin as slow
from twins.arena import Arena
from twins.talks_twin import Rules
from zopa.strategies.anac import AgentK, HardHeadedBidding
from zopa.strategies.gate_holder import GateHolder
from zopa.strategies.issue_by_issue import IssueByIssue
from zopa.strategies.linkage_formula import LinkageFormula
from zopa.strategies.log_roller import LogRoller
from zopa.strategies.nice_tit_for_tat import Mimic, NiceTitForTat
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.resources import MixedTactics, ResourceDependent
from zopa.strategies.salami import SalamiSlicer
from zopa.strategies.time_dependent import Exponential
from zopa.strategies.trade_off import TradeOff
from zopa.strategies.zeuthen import OneStep, Zeuthen

CLASSICS: dict[str, tuple[Any, Callable[[], Any]]] = {
    "exponential": (Exponential(0.7, 0.05), lambda: slow.Exponential(0.7, 0.05)),
    "zeuthen": (Zeuthen(), slow.Zeuthen),
    "monotonic": (Zeuthen(enough=False), lambda: slow.Zeuthen(enough=False)),
    "one step": (OneStep(), slow.OneStep),
    "trade off": (TradeOff(), slow.TradeOff),
    "trade off 2": (TradeOff(step=0.2), lambda: slow.TradeOff(step=0.2)),
    "nice": (NiceTitForTat(0.6), lambda: slow.NiceTitForTat(0.6)),
    "mimic": (Mimic(0.9), lambda: slow.Mimic(0.9)),
    "salami": (SalamiSlicer(), slow.SalamiSlicer),
    "salami 2": (SalamiSlicer(2), lambda: slow.SalamiSlicer(2)),
    "gate": (GateHolder(), slow.GateHolder),
    "issue by issue": (IssueByIssue(0.7, 0.95, 0.05), lambda: slow.IssueByIssue(0.7, 0.95, 0.05)),
    "patience": (ResourceDependent(), slow.ResourceDependent),
    "time left": (ResourceDependent("time", 4.0, 0.1), lambda: slow.ResourceDependent("time", 4.0, 0.1)),
    "mixed": (MixedTactics(0.3, 0.8), lambda: slow.MixedTactics(0.3, 0.8)),
    "hard headed": (HardHeadedBidding(0.1), lambda: slow.HardHeaded(0.1)),
    "agent k": (AgentK(), slow.AgentK),
    "formula": (LinkageFormula(), slow.LinkageFormula),
    "formula 0 1": (LinkageFormula(0, 1, 0.7), lambda: slow.LinkageFormula(0, 1, 0.7)),
    "log roller": (LogRoller(0.6, 1.5), lambda: slow.LogRoller(0.6, 1.5)),
}
PARTNERS = ("linear", "conceder", "absolute")


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The classics beside the strategies that the other twins know."""
    monkeypatch.setattr(games, "BIDDING", games.BIDDING | CLASSICS)
    monkeypatch.setattr(games, "ACCEPTANCE", games.ACCEPTANCE | {"as asked": (AsAsked(), slow.AsAsked)})


OWN_RULE = {"gate": "as asked"}
every_classic = pytest.mark.parametrize("name", list(CLASSICS))


@every_classic
@pytest.mark.parametrize("model", ["given", "frequency"])
@pytest.mark.parametrize("information", ["complete", "none"])
def test_against_partners_that_concede(name: str, model: str, information: str) -> None:
    arena, mine = (
        Arena(information=information, restricted=information == "none"),
        (name, OWN_RULE.get(name, "next"), model),
    )
    deals = sum(games.compare(arena, Rules((0, 1), 10), [mine, (other, "next", "given")], 12) for other in PARTNERS)
    deals += games.compare(arena, Rules((1, 0), 10), [("linear", "next", "given"), mine], 12)
    assert deals > 0


@every_classic
def test_against_itself_and_with_ties(name: str) -> None:
    mine = (name, OWN_RULE.get(name, "next"), "given")
    games.compare(Arena(sizes=(4, 4)), Rules((0, 1), 16), [mine, mine], 16)
    games.compare(Arena(whole=True, restricted=True, sizes=(3, 1, 3)), Rules((1, 0), 12), [mine, mine], 16)


@every_classic
@pytest.mark.parametrize("model", ["given", "frequency"])
def test_payoffs_that_change_and_three_parties(name: str, model: str) -> None:
    mine, partner = (name, OWN_RULE.get(name, "next"), model), ("boulware", "next", model)
    games.compare(Arena(changes=4), Rules((0, 1), 9), [mine, partner], 12)
    games.compare(Arena(changes=5, information="none", sizes=(2, 2)), Rules((1, 0), 9), [mine, partner], 12)
    games.compare(Arena(hopeless=1), Rules((0, 1), 6), [mine, partner], 8)
    games.compare(Arena(parties=3, sizes=(3, 3, 2)), Rules((2, 0, 1), 7), [mine, partner, mine], 8)
