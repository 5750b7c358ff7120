"""The table: what stands, who has consented, which worlds are open."""

import numpy as np
import pytest

from zopa.game.view import Move
from zopa.protocols.base import Turn
from zopa.talks.table import Table

YES, NO = True, False


def move(accept: list[bool], cell: int, silent: list[bool] | None = None) -> Move:
    worlds = len(accept)
    package = np.full((worlds, 1), cell, dtype=np.int16)
    hush = None if silent is None else np.array(silent)
    return Move(np.array(accept), package, np.zeros(worlds), hush)


def turn(party: int, accept: bool = True, propose: bool = True) -> Turn:
    return Turn(party, 0, accept, propose)


def test_two_parties() -> None:
    table = Table(3, np.array([20]), 2)
    assert table.put(turn(0), move([YES, YES, YES], 4)) == 0  # nothing to accept yet: it offers
    assert table.standing.all()
    assert table.put(turn(1), move([YES, NO, YES], 7, [NO, NO, YES])) == 2
    assert table.struck.tolist() == [YES, NO, YES]
    assert table.open.tolist() == [NO, YES, NO]
    assert table.package[:, 0].tolist() == [4, 7, 4]
    assert table.proposer.tolist() == [0, 1, 0]
    assert table.put(turn(0), move([YES, NO, YES], 9)) == 0  # ended worlds do not move
    assert table.package[:, 0].tolist() == [4, 9, 4]
    assert table.offered.tolist() == [NO, YES, NO]


def test_unanimity_of_three() -> None:
    table = Table(2, np.array([20]), 3)
    table.put(turn(0), move([NO, NO], 1))
    assert table.put(turn(1), move([YES, YES], 2)) == 0
    assert table.consents.tolist() == [1, 1]
    assert table.put(turn(2), move([YES, NO], 3)) == 1
    assert table.package[:, 0].tolist() == [1, 3]
    assert table.put(turn(0), move([YES, YES], 5)) == 0  # consent to the old offer does not count for the new one
    assert table.put(turn(1), move([YES, YES], 5)) == 1
    assert table.package[:, 0].tolist() == [1, 3]


def test_nobody_accepts_an_offer_of_its_own() -> None:
    table = Table(1, np.array([20]), 2)
    table.put(turn(0), move([NO], 1))
    assert table.put(turn(0), move([YES], 2)) == 0
    assert table.package[0, 0] == 2


def test_refused_in_silence_an_offer_is_off_the_table_but_not_for_its_own_author() -> None:
    table = Table(1, np.array([20]), 2)
    table.put(turn(0), move([NO], 1))
    table.put(turn(0), move([NO], 2, [YES]))
    assert table.standing[0]
    table.put(turn(1), move([NO], 2, [YES]))
    assert not table.standing[0]
    assert table.put(turn(1), move([YES], 2, [YES])) == 0


def test_the_protocol_decides_who_may_do_what() -> None:
    table = Table(1, np.array([20]), 2)
    table.put(turn(0, accept=False), move([YES], 1))
    assert table.put(turn(1, accept=False, propose=False), move([YES], 2)) == 0
    assert not table.standing[0]
    table.put(turn(0, accept=False), move([YES], 1))
    assert table.put(turn(1, propose=False), move([YES], 2)) == 1
    assert table.package[0, 0] == 1


def test_a_level_that_there_is_not_never_reaches_the_table() -> None:
    table = Table(1, np.array([20]), 2)
    for level in (20, -1):
        with pytest.raises(ValueError, match="a level that there is not"):
            table.put(turn(0), move([NO], level))
    assert not table.standing.any()
