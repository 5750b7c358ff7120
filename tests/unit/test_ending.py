"""Why talks ended: each reason there is, in the loop and in the table."""

import numpy as np
import pytest

from unit.outcome_tables import about
from unit.test_leaving import Leaver, game, play
from zopa import load, simulate
from zopa.analysis.columns import known_columns
from zopa.build.compile import compile_play
from zopa.experiments.rows import describe, schema
from zopa.game.ending import BROKEN_OFF, DEAL, LEFT, STUCK, TIME, endings
from zopa.game.luck import Luck
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.parts.composed import Composed
from zopa.talks import Talks
from zopa.talks.table import Table

FIRM = ("parties.upstream.strategy={kind: hardliner}", "parties.downstream.strategy={kind: hardliner}")


def test_the_words_stand_at_their_numbers() -> None:
    words = endings(["a", "b"])
    said = [words[number] for number in (TIME, DEAL, BROKEN_OFF, STUCK, LEFT, LEFT + 1)]
    assert said == ["time", "deal", "broken_off", "stuck", "left_a", "left_b"]


def test_who_leaves_is_said_and_where_nobody_does_time_ends_it() -> None:
    assert play(game(), Composed.of(Hardliner()), Leaver(2)).outcomes.ended.tolist() == [TIME, LEFT + 1]


def test_in_the_last_round_too() -> None:
    assert play(game(), Composed.of(Hardliner()), Leaver(3)).outcomes.ended.tolist() == [TIME, LEFT + 1]


def test_who_takes_an_offer_ends_with_a_deal_even_where_it_would_have_left() -> None:
    assert play(game(), Composed.of(Hardliner()), Leaver(0, takes=True)).outcomes.ended.tolist() == [DEAL, DEAL]


@pytest.mark.parametrize(
    ("scenario", "overrides", "words"),
    [
        ("log_roll", (), {"deal"}),
        ("log_roll", FIRM, {"time"}),
        ("log_roll", ("protocol={kind: monotonic_concession}", *FIRM), {"stuck"}),
        ("log_roll", ("protocol={kind: monotonic_concession, stuck: 0}", *FIRM), {"time"}),
        ("ultimatum", ("parties.proposer.strategy.utility=0.9",), {"time"}),
    ],
)
def test_in_the_table(scenario: str, overrides: tuple[str, ...], words: set[str]) -> None:
    assert set(simulate(scenario, 8, 0, overrides).ended) == words


def test_one_who_walks_is_named_in_the_table() -> None:
    walks = ["parties.upstream.strategy={kind: brinkman}", "parties.downstream.strategy={kind: brinkman}"]
    frame = simulate("log_roll", 40, 0, walks)
    assert set(frame.ended) == {"left_upstream", "left_downstream"}
    assert not frame.agreed.any()


def test_broken_off_is_where_chance_broke_them_off_and_a_deal_where_there_is_one() -> None:
    frame = simulate("us_japan_2025", 100, 0, ["mechanisms.breakdown.hazard=0.05"])
    np.testing.assert_array_equal(frame.ended == "broken_off", frame.breakdown_broke_off == 1)
    np.testing.assert_array_equal(frame.ended == "deal", frame.agreed)
    assert set(frame.ended) == {"broken_off", "deal"}


def test_a_world_that_has_ended_ends_in_no_other_way() -> None:
    model = Talks(compile_play(load("us_japan_2025").scenario, Luck(0, 0, 3)), collect=False)
    model.open_round()
    model.leave(1, np.array([True, False, False]))
    model.leave(0, np.array([True, True, False]))
    assert model.play_out().ended[:2].tolist() == [LEFT + 1, LEFT]


def test_nor_on_the_table() -> None:
    table = Table(2, np.array([3]), 2)
    table.break_off(np.array([True, False]), LEFT)
    table.break_off(np.array([True, True]), BROKEN_OFF)
    assert table.ended.tolist() == [LEFT, BROKEN_OFF]


def test_measures_can_name_it_and_its_words() -> None:
    known = known_columns(schema(describe(load("log_roll"), 0, 1)), about(False, {"a": "A", "b": "B"}, {}, "coins", 0))
    assert known["ended"].sort == "word"
    assert known["ended"].levels == endings(["a", "b"])
    assert not known["ended"].of_deals
