"""Turn orders by hand."""

import pytest

from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.protocols.ultimatum import Ultimatum


def said(protocol: Protocol, index: int, parties: int, last: bool = False) -> str:
    """Turns as text: party, then a if it may accept, p if it may propose; a bar between exchanges."""
    words, before = [], 0
    for turn in protocol.turns(index, parties, last):
        words += ["|"] * (turn.exchange - before)
        before = turn.exchange
        words.append(f"{turn.party}{'a' * turn.may_accept}{'p' * turn.may_propose}")
    return " ".join(words)


@pytest.mark.parametrize(
    ("protocol", "parties", "rounds"),
    [
        (AlternatingOffers(), 2, ["0ap 1ap", "0ap 1ap"]),
        (AlternatingOffers((1, 0)), 2, ["1ap 0ap", "1ap 0ap"]),
        (AlternatingOffers((2, 0, 1), rotate=True), 3, ["2ap 0ap 1ap", "0ap 1ap 2ap", "1ap 2ap 0ap", "2ap 0ap 1ap"]),
        (AlternatingOffers(exchanges=2), 2, ["0ap 1ap | 0ap 1ap"]),
        (AlternatingOffers(exchanges=2, rotate=True), 2, ["0ap 1ap | 0ap 1ap", "1ap 0ap | 1ap 0ap"]),
        (AlternatingOffers(counter=False), 3, ["0p 1a 2a", "0p 1a 2a"]),
        (AlternatingOffers(counter=False, rotate=True), 3, ["0p 1a 2a", "1p 2a 0a", "2p 0a 1a", "0p 1a 2a"]),
        (AlternatingOffers(counter=False, rotate=True, exchanges=2), 3, ["0p 1a 2a | 1p 2a 0a", "2p 0a 1a | 0p 1a 2a"]),
        (Ultimatum(1), 3, ["1p 0a 2a"]),
    ],
)
def test_turns(protocol: Protocol, parties: int, rounds: list[str]) -> None:
    assert [said(protocol, index, parties) for index in range(len(rounds))] == rounds


def test_an_offer_that_nobody_could_answer_is_not_made() -> None:
    assert said(AlternatingOffers(exchanges=2), 6, 2, last=True) == "0ap 1ap | 0ap 1a"
    assert said(AlternatingOffers(counter=False), 6, 2, last=True) == "0p 1a"
    assert said(Ultimatum(), 0, 2, last=True) == "0p 1a"


def test_rounds() -> None:
    assert AlternatingOffers().rounds(9) == 9
    assert Ultimatum().rounds(9) == 1
    assert Ultimatum().exchanges == 1
