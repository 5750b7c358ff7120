"""OpenSpiel's bargaining instances: files there and back, the same game move by move, and the table of strategies."""

import itertools
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.build.names import STRATEGIES
from zopa.cli.deals import deals_command
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.game.values import value_of
from zopa.interop.deal_table import KNOWLEDGE, made, pareto, table, theory
from zopa.interop.openspiel import (
    PROTOCOL,
    Instances,
    game_of,
    installed,
    instances_of,
    read,
    read_instances,
    write,
    written,
)
from zopa.talks import Play, Talks

FILE = Path(__file__).parent / "data" / "instances.txt"
SOME = {name: STRATEGIES[name] for name in ("boulware", "conceder", "hardliner", "micro", "random")}


def divisions(pool: list[int]) -> list[tuple[int, ...]]:
    return list(itertools.product(*(range(n + 1) for n in pool)))


def by_hand(instances: Instances) -> list[list[tuple[int, int]]]:
    """For every instance the payoffs of all divisions, written out."""
    rows = []
    for pool, (mine, yours) in zip(instances.pool.tolist(), instances.values.tolist(), strict=True):
        rows.append(
            [
                (
                    sum(v * n for v, n in zip(mine, taken, strict=True)),
                    sum(v * (all_ - n) for v, n, all_ in zip(yours, taken, pool, strict=True)),
                )
                for taken in divisions(pool)
            ]
        )
    return rows


def test_the_first_line_is_what_it_says() -> None:
    game = read(FILE)
    assert game.worlds == 7
    assert game.space.issues == ("books", "hats", "balls")
    assert game.space.levels[0] == (0, 1, 2, 3, 4)
    assert game.allowed[0].tolist() == [True] * 2 + [False] * 3 + [True] * 3 + [False] + [True] * 4
    taken = np.array([[1, 0, 0]], dtype=np.int16)
    worth = [float(value_of(np.ascontiguousarray(c[:1]), taken, game.space.first)[0]) for c in game.epochs[0].cells]
    assert worth == [8.0, 6.0]
    assert game.schedule.rounds * 2 == 10


def test_every_package_that_is_allowed_is_a_division_and_worth_what_it_is() -> None:
    instances = read_instances(FILE)
    game = game_of(instances)
    for w, (pool, worths) in enumerate(zip(instances.pool.tolist(), by_hand(instances), strict=True)):
        inside = [np.flatnonzero(game.allowed[w, game.space.cells_of(k)]).tolist() for k in range(3)]
        assert list(itertools.product(*inside)) == divisions(pool)
        for taken, worth in zip(divisions(pool), worths, strict=True):
            cells = game.space.first[:-1] + np.array(taken)
            assert tuple(float(own[w, cells].sum()) for own in game.epochs[0].cells) == worth


@st.composite
def some_instances(draw: st.DrawFn) -> Instances:
    worlds, kinds = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    pools = st.lists(st.integers(0, 5), min_size=kinds, max_size=kinds).filter(any)
    values = st.lists(st.integers(0, 10), min_size=kinds, max_size=kinds)
    pool = [draw(pools) for _ in range(worlds)]
    return Instances(np.array(pool), np.array([[draw(values), draw(values)] for _ in range(worlds)]))


@given(some_instances())
def test_there_and_back_nothing_is_lost(instances: Instances) -> None:
    again = instances_of(game_of(instances))
    assert again.pool.tolist() == instances.pool.tolist()
    assert again.values.tolist() == instances.values.tolist()


def test_a_file_is_written_as_it_was_read(tmp_path: Path) -> None:
    for name, what in {"game": read(FILE), "instances": read_instances(FILE)}.items():
        write(what, tmp_path / name)
        assert (tmp_path / name).read_bytes() == FILE.read_bytes()


def test_what_is_no_set_of_instances_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not those of items"):
        write(random_additive(3, 4, Luck(1)), tmp_path / "no")
    with pytest.raises(ValueError, match="two parties"):
        write(random_additive(3, 4, Luck(1), parties=3), tmp_path / "no")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3 8,1,0 4,0,2\n1,2 8,1,0 4,0,2\n", r"bad:2: '1,2 8,1,0 4,0,2' is not three lists"),
        ("1,2,3 8,1,0\n", "bad:1:"),
        ("1,2,x 8,1,0 4,0,2\n", "bad:1: .*not made of whole numbers"),
        ("1,2,3 8,-1,0 4,0,2\n", "negative"),
        ("0,0,0 8,1,0 4,0,2\n", "nothing to divide"),
        ("1,2,3 8,1,0 4,0,2\n1,2 8,1 4,0\n", "different numbers of kinds"),
        ("\n", "no instance"),
    ],
)
def test_a_line_that_is_none_is_said_with_its_number(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "bad").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read(tmp_path / "bad")


@pytest.mark.parametrize("turns", [0, 9])
def test_turns_come_in_pairs(turns: int) -> None:
    with pytest.raises(ValueError, match="even number"):
        read(FILE, turns=turns)


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_worlds_play_by_themselves_as_in_a_larger_block(name: str) -> None:
    once = read_instances(FILE)
    twice = Instances(np.concatenate([once.pool] * 2), np.concatenate([once.values] * 2))
    for information, model in KNOWLEDGE.values():
        pair = (made(STRATEGIES[name], model), made(STRATEGIES["linear"], model))
        whole, part = (
            Talks(Play(game, PROTOCOL, pair), collect=False).play_out()
            for game in (game_of(twice, information=information), game_of(once, information=information, first=7))
        )
        for p in (0, 1):
            assert part.payoff[p].tobytes() == whole.payoff[p][7:].tobytes()


# --- the same game in OpenSpiel -------------------------------------------------------------------------------


class Watched(Talks):
    """Talks that keep every move, by world: what the mover would take, `True` for yes, None for neither."""

    def take(self, turn: Any, move: Any) -> None:
        """Take the move and keep it."""
        if not hasattr(self, "kept"):
            self.kept: list[list[Any]] = [[] for _ in range(self.worlds)]
        was = self.table.open.copy()
        super().take(turn, move)
        pool = np.add.reduceat(self.play.game.allowed, self.space.first[:-1], axis=1) - 1
        for w in np.flatnonzero(was):
            taken = self.table.package[w] if turn.party == 0 else pool[w] - self.table.package[w]
            self.kept[w].append(True if self.table.struck[w] else taken.tolist() if self.table.offered[w] else None)


@pytest.mark.parametrize("name", ["boulware", "conceder", "hardliner", "micro", "random"])
def test_our_talks_are_openspiels_game_move_by_move(name: str) -> None:
    pyspiel = pytest.importorskip("pyspiel")
    theirs = pyspiel.load_game("bargaining", {"instances_file": str(FILE)})
    assert len(theirs.all_instances()) == 7
    game = read(FILE)
    talks = Watched(Play(game, PROTOCOL, (made(STRATEGIES[name], "given"), made(STRATEGIES["linear"], "given"))))
    out = talks.play_out()
    for w in range(game.worlds):
        state = theirs.new_initial_state()
        state.apply_action(w)
        for number, said in enumerate(talks.kept[w]):
            assert not state.is_terminal()
            assert state.current_player() == number % 2
            # who does not answer in the last turn: any offer will do there, it comes too late
            offer = theirs.get_offer_by_quantities([0, 0, 0] if said in (True, None) else said)[1]
            action = state.agree_action() if said is True else offer
            assert action in state.legal_actions()
            state.apply_action(action)
        assert state.is_terminal()
        assert state.returns() == [float(payoff[w]) for payoff in out.payoff]


def test_both_have_the_same_offers_and_the_same_rules() -> None:
    pyspiel = pytest.importorskip("pyspiel")
    theirs, game = pyspiel.load_game("bargaining", {"instances_file": str(FILE)}), read(FILE)
    assert (theirs.max_turns(), theirs.discount(), theirs.prob_end()) == (2 * game.schedule.rounds, 1.0, 0.0)
    assert all((factor == 1.0).all() for factor in game.schedule.factor)  # type: ignore[union-attr]
    for w, pool in enumerate(read_instances(FILE).pool.tolist()):
        state = theirs.new_initial_state()
        state.apply_action(w)
        offers = {tuple(theirs.all_offers()[action].quantities) for action in state.legal_actions()}
        assert offers == set(divisions(pool))


def test_openspiel_reads_what_is_written(tmp_path: Path) -> None:
    pyspiel = pytest.importorskip("pyspiel")
    write(read(FILE), tmp_path / "out")
    theirs = pyspiel.load_game("bargaining", {"instances_file": str(tmp_path / "out")}).all_instances()
    instances = read_instances(FILE)
    assert [one.pool for one in theirs] == instances.pool.tolist()
    assert [one.values for one in theirs] == instances.values.tolist()


def test_the_benchmarks_instances_are_worth_15_12_at_most_and_nash_reaches_99_percent_of_it() -> None:
    pytest.importorskip("pyspiel")
    instances = installed()
    assert len(instances) == 1000
    assert (instances.pool[:, None] * instances.values).sum(axis=2).tolist() == [[10, 10]] * 1000
    whole, solutions = theory(game_of(instances))
    most = (instances.pool * instances.values.max(axis=1)).sum(axis=1)
    assert whole.largest.tolist() == most.tolist()
    assert whole.largest.mean() == 15.122
    found = {row.strategy: row for row in solutions}
    assert found["nash"].joint == 15.069
    assert found["nash"].efficient > 0.99
    assert found["utilitarian"].joint == 15.122
    assert all(row.pareto == 1.0 for row in solutions)


def test_without_openspiel_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zopa.interop.openspiel.find_spec", lambda _: None)
    with pytest.raises(ImportError, match=r"zopa\[openspiel\]"):
        installed()


# --- the table ------------------------------------------------------------------------------------------------


def test_solutions_are_those_found_by_hand() -> None:
    instances = read_instances(FILE)
    _, solutions = theory(game_of(instances))
    rows = by_hand(instances)
    best = {
        "nash": [max(row, key=lambda u: (u[0] * u[1], sum(u))) for row in rows],
        "egalitarian": [max(row, key=lambda u: (min(u), sum(u))) for row in rows],
        "utilitarian": [max(row, key=sum) for row in rows],
    }
    for row in solutions:
        if row.strategy in best:
            assert row.joint == pytest.approx(sum(map(sum, best[row.strategy])) / 7)
        assert row.efficient == pytest.approx(row.joint / (sum(max(map(sum, r)) for r in rows) / 7))


def test_pareto_efficiency_is_what_it_is_by_definition() -> None:
    instances = read_instances(FILE)
    whole, _ = theory(game_of(instances))
    for place in range(60):
        points = [row[place % len(row)] for row in by_hand(instances)]
        first, second = (np.array([float(point[p]) for point in points]) for p in (0, 1))
        expected = [
            not any(a >= u and b >= v and (a, b) != (u, v) for a, b in row)
            for (u, v), row in zip(points, by_hand(instances), strict=True)
        ]
        assert pareto(whole.points, first, second).tolist() == expected


def read_first(worlds: int) -> Game:
    instances = read_instances(FILE)
    return game_of(Instances(instances.pool[:worlds], instances.values[:worlds]))


def test_the_table_counts_as_one_would_by_hand() -> None:
    game = read(FILE)
    whole, _ = theory(game)
    rows = {(row.knowledge, row.strategy, row.partner): row for row in table(whole, SOME)}
    assert len(rows) == len(KNOWLEDGE) * len(SOME) * 2
    stuck = rows["payoffs known", "hardliner", "itself"]
    efficient = whole.largest.mean()  # the last instance is the only one in which nobody wants what the other wants
    assert (stuck.agreed, stuck.joint, stuck.own) == (1 / 7, 20 / 7, 10 / 7)
    assert (stuck.efficient, stuck.least, stuck.pareto) == (20 / 7 / efficient, 10 / 7, 1.0)
    never = next(table(theory(read_first(6))[0], {"hardliner": STRATEGIES["hardliner"]}))
    assert (never.agreed, never.joint) == (0.0, 0.0)
    assert math.isnan(never.pareto)
    tough = rows["payoffs known", "hardliner", "boulware"]
    assert tough.agreed == 1.0
    assert tough.own == 10.0  # who yields in the last round gives everything that the other wants
    assert tough.least == pytest.approx(tough.joint - 10.0)
    for known, (information, model) in KNOWLEDGE.items():
        game = read(FILE, information=information)
        pair = made(STRATEGIES["conceder"], model), made(STRATEGIES["boulware"], model)
        one, two = (Talks(Play(game, PROTOCOL, p), collect=False).play_out() for p in (pair, pair[::-1]))
        row = rows[known, "conceder", "boulware"]
        assert row.own == pytest.approx((one.payoff[0].mean() + two.payoff[1].mean()) / 2)
        assert row.joint == pytest.approx(sum(out.payoff[p].mean() for out in (one, two) for p in (0, 1)) / 2)
        assert row.agreed == (one.agreed.mean() + two.agreed.mean()) / 2


def test_with_nothing_known_nobody_sees_the_others_values() -> None:
    """The same own values against others: the first offers are the same, whatever the other's are."""
    instances = read_instances(FILE)
    other = Instances(instances.pool, instances.values.copy())
    other.values[:, 1] = other.values[:, 1, ::-1] + 1
    for information, model in KNOWLEDGE.values():
        for name in SOME:
            offers = []
            for which in (instances, other):
                pair = (made(STRATEGIES[name], model), made(STRATEGIES[name], model))
                talks = Watched(Play(game_of(which, information=information), PROTOCOL, pair))
                talks.step()
                offers.append([said[0] for said in talks.kept])
            assert information == "complete" or offers[0] == offers[1]


def test_the_command_prints_the_table_and_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zopa.interop.deal_table.table.__defaults__", (SOME, KNOWLEDGE))
    deals_command(str(FILE), as_json=False)
    text = capsys.readouterr().out
    assert text.startswith("7 instances, efficient joint value 16.")
    assert "learned from offers" in text
    deals_command(str(FILE), as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["instances"] == 7
    assert {row["strategy"] for row in said["played"]} == set(SOME)
    assert len(said["theory"]) == 4
    assert written(read_instances(FILE)).count("\n") == said["instances"]
