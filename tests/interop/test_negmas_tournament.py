"""The tournament of the bench: what it plays, and that its lines fit; how fast anything is, no test asks."""

import pytest

pytest.importorskip("negmas")

import numpy as np

from zopa.cli.benching import tournament
from zopa.cli.benching.measure import QUICK, Effort
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.interop.negmas import NegmasParty, game_of, scenario_of


def test_in_a_hurry_it_says_who_played_how_much_and_how_many_times_faster() -> None:
    theirs, *ours = tournament.tournament(QUICK)
    assert theirs.name == "NegMAS tournament: 6 pairings x 1"
    known = ["nothing known", "payoffs known", "frequency model", "only 6 games"]
    assert [line.name for line in ours] == [f"NegMAS tournament in zopa, {one}" for one in known]
    for line in ours:
        assert line.value > 0
        times = float(line.note.split(" x;")[0].removeprefix("zopa: ").replace(",", ""))
        assert times == pytest.approx(line.value / theirs.value, rel=0.06, abs=0.51)  # two digits are printed, or one


def test_it_is_all_against_all_with_five_domains_where_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[tuple[str, str], int]] = []
    monkeypatch.setattr(tournament, "_play", lambda pairings, domains, block: _ready(played, pairings, domains, block))
    lines = list(tournament.tournament(Effort(1024, 9, 2.0, ())))
    assert [pair for pair, _ in played] == [(a.theirs, b.theirs) for a in SIX for b in SIX]
    assert {domains for _, domains in played} == {5}
    assert lines[0].name == "NegMAS tournament: 36 pairings x 5"
    assert lines[0].value == pytest.approx(36 * 5 / 9.0)
    assert lines[1].value == pytest.approx(36 * 1024 / 2.0)
    assert lines[1].note == "zopa: 920 x; 50% deals"


SIX = tuple(tournament.PAIRS.values())


def _ready(played: list[tuple[tuple[str, str], int]], pairings: tuple, domains: int, block: int) -> tuple:
    """Nobody plays: 180 sessions in 9 seconds, a block for each pairing in 2."""
    played += [((a.theirs, b.theirs), domains) for a, b in pairings]
    what = tournament.WHAT_IS_KNOWN[tournament.NOTHING]
    peer = tournament._Side(domains, *what, seconds=9.0, deals=len(pairings))
    return peer, {tournament.NOTHING: tournament._Side(block, *what, seconds=2.0, deals=18.0)}


def test_negmas_plays_the_first_worlds_of_our_blocks() -> None:
    block = random_additive(tournament.ISSUES, tournament.LEVELS, Luck(2, 0, 8))
    assert block.space.packages == 3125
    for d in range(tournament.DOMAINS):
        alone = game_of(scenario_of(random_additive(tournament.ISSUES, tournament.LEVELS, Luck(2, d, 1))))
        for mine, theirs in zip(block.epochs[0].cells, alone.epochs[0].cells, strict=True):
            np.testing.assert_array_equal(mine[d], theirs[0])


def test_all_of_its_negotiators_exist_and_play() -> None:
    scenario = scenario_of(random_additive(2, 3, Luck(1)))
    for pair in SIX:
        assert NegmasParty(pair.theirs, pair.options).negotiator() is not None
        seconds, _ = tournament.session(scenario, (pair, pair))
        assert seconds > 0
