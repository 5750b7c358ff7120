"""Gambit's formats: what is written reads back as the same game, here and in OpenSpiel, and is the game we play."""

import itertools
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop.gambit_reader import Node, backward_induction, read_efg, read_nfg
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.game.schedule import LumpSchedule
from zopa.game.view import Move
from zopa.interop.gambit import efg, nfg, quoted, write
from zopa.interop.offer_tree import ACCEPT, LEAVE, OfferTree, Position, offer_tree
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.ultimatum import Ultimatum
from zopa.scenario.read import Document
from zopa.talks import Play, Talks


def pie(steps: int, first: float = 0.5, second: float = 0.5) -> Document:
    """The shrinking pie on a coarse grid."""
    levels = f"issues.share.levels={[100 * i / steps for i in range(steps + 1)]}"
    return load("shrinking_pie", [levels, f"time.discount.first={first}", f"time.discount.second={second}"])


@pytest.mark.parametrize(
    ("rounds", "steps", "first", "second", "share"),
    [
        (1, 8, 0.5, 0.5, 1.0),
        (2, 8, 0.5, 0.5, 0.5),
        (3, 8, 0.5, 0.5, 0.75),
        (4, 8, 0.5, 0.5, 0.625),
        (2, 8, 0.5, 0.25, 0.75),
        (3, 8, 0.5, 0.25, 0.875),
        (2, 10, 0.9, 0.9, 0.1),
        (3, 20, 0.9, 0.8, 0.9),  # 0.92 in theory, less than a step above the grid
    ],
)
def test_backward_induction_ends_where_stahl_says(
    rounds: int, steps: int, first: float, second: float, share: float
) -> None:
    """Ståhl (1972): with T rounds the first proposer gets (1 − d2)(1 − (d1 d2)^n) / (1 − d1 d2), plus (d1 d2)^n
    where T = 2n + 1; the grid's points are such that each stage has its share on it, but for the last row."""
    root = read_efg(efg(pie(steps, first, second), rounds)).root
    payoffs, path = backward_induction(root)
    assert path == [f"offer share={100 * share}", "accept"]
    assert [float(payoff) for payoff in payoffs] == pytest.approx([100 * share, 100 - 100 * share])


@pytest.mark.parametrize(("outside", "share"), [(0, 50.0), (20, 50.0), (50, 50.0), (62.5, 37.5), (75, 25.0)])
def test_an_outside_option_counts_only_where_it_is_worth_more_than_refusing(outside: float, share: float) -> None:
    """Binmore, Shaked & Sutton (1989): with two rounds and a factor of a half, refusing is worth 50 to the second."""
    levels = f"issues.share.levels={[100 * i / 8 for i in range(9)]}"
    sets = [levels, "time.discount={first: 0.5, second: 0.5}", f"time.outside={{second: {outside}}}"]
    root = read_efg(efg(load("shrinking_pie", sets), 2)).root
    assert root.moves[-1] == "leave"
    assert root.children[0].moves == ("leave", "accept", "reject")
    payoffs, path = backward_induction(root)
    assert path == [f"offer share={share}", "accept"]
    assert payoffs == (share, 100 - share)


def test_who_leaves_is_paid_the_outside_options() -> None:
    sets = ["issues.share.levels=[0, 50]", "time.outside={first: 20, second: 60}", "time.inside={first: 10}"]
    root = read_efg(efg(load("shrinking_pie", sets), 2)).root
    ends = {node.said: tuple(map(float, node.payoffs)) for node in nodes(root) if not node.player}
    assert ends["round 1: left"] == (20.0, 60.0)
    assert ends["round 2: left"] == pytest.approx((10 + 0.9 * 20, 0.9 * 60))
    assert ends["round 2: share=50"] == pytest.approx((10 + 0.9 * 50, 0.9 * 50))
    assert ends["no deal"] == (10.0, 0.0)


def test_the_tree_says_what_there_is_to_say() -> None:
    tree = read_efg(efg(pie(2), 2))
    assert tree.title == "A shrinking pie"
    assert tree.players == ("the first party", "the second party")
    assert "slices" in tree.comment
    root = tree.root
    assert (root.player, root.infoset, root.moves) == (
        1,
        1,
        ("offer share=0.0", "offer share=50.0", "offer share=100.0"),
    )
    answer = root.children[1]
    assert (answer.player, answer.moves) == (2, ("accept", "reject"))
    assert (answer.children[0].said, answer.children[0].payoffs) == ("round 1: share=50.0", (50, 50))
    second = answer.children[1].children[0].children
    assert [(end.said, end.payoffs) for end in second] == [("round 2: share=0.0", (0, 50)), ("no deal", (0, 0))]


def nodes(root: Node) -> list[Node]:
    return [root, *itertools.chain.from_iterable(map(nodes, root.children))]


def test_every_decision_is_an_information_set_of_its_own_and_an_outcome_has_one_name_and_one_payoff() -> None:
    tree = read_efg(efg(load("three_parties", SMALL), 1))
    everything = nodes(tree.root)
    for player in (1, 2, 3):
        numbers = [node.infoset for node in everything if node.player == player]
        assert numbers == list(range(1, len(numbers) + 1))
    labels = [node.label for node in everything if node.player]
    assert len(labels) == len(set(labels))  # Gambit 17 reads no others
    ends = {(node.outcome, node.said, node.payoffs) for node in everything if not node.player}
    assert len(ends) == len({number for number, _, _ in ends}) == len({said for _, said, _ in ends})


SMALL = (
    "issues.route.levels=[coast, ridge]", "issues.capacity.levels=[2]", "issues.transit_fee.levels=[0, 20]",
    "issues.start.levels=[2030]",
    "parties.alder.payoffs.route=[{kind: table, values: {coast: 5, ridge: 0}}]",
    "parties.birch.payoffs.route=[{kind: table, values: {coast: -4, ridge: 2}}]",
    "parties.cedar.payoffs.route=[{kind: table, values: {coast: 2, ridge: 0}}]",
    "parties.alder.payoffs.capacity=[{kind: table, values: {2: 14}}]",
    "parties.cedar.payoffs.capacity=[{kind: table, values: {2: 15}}]",
    "parties.alder.payoffs.start=[{kind: table, values: {2030: 8}}]",
    "parties.cedar.payoffs.start=[{kind: table, values: {2030: 0}}]",
)  # fmt: skip


def protocols() -> list[tuple[object, int]]:
    return [
        (AlternatingOffers(), 2),
        (AlternatingOffers(counter=False), 2),
        (AlternatingOffers(counter=False, rotate=True), 3),
        (AlternatingOffers(rotate=True, exchanges=2), 1),
        (AlternatingOffers(order=(1, 0), counter=False, exchanges=2), 1),
        (Ultimatum(proposer=1), 1),
    ]


def small(parties: int, seed: int = 3) -> Game:
    return random_additive(2, 2, Luck(seed), rounds=3, parties=parties)


@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("silence", [False, True])
@pytest.mark.parametrize("number", range(6))
def test_the_count_is_the_number_of_nodes(parties: int, silence: bool, number: int) -> None:
    protocol, rounds = protocols()[number]
    order = AlternatingOffers(order=(1, 0, 2), counter=False, exchanges=2) if number == 4 and parties == 3 else protocol
    tree = offer_tree(small(parties), order, rounds, silence)
    if tree.nodes() < 20_000:
        assert tree.nodes() == sum(1 for _ in tree.walk())
    text_tree = offer_tree(small(parties), order, 1, silence)
    assert read_efg(efg(small(parties), 1, protocol=order, silence=silence)).root.size() == text_tree.nodes()


def played(tree: OfferTree, game: Game, protocol: object, path: list[int]) -> tuple[bool, list[float]]:
    """Our own talks, every party moved along a path of the tree."""
    rounds = tree.stages[-1][0] + 1
    talks = Talks(Play(game, protocol, (None,) * len(game.parties)), collect=False)  # type: ignore[arg-type]
    assert talks.play.rounds == rounds
    packages = list(itertools.product(*(range(2) for _ in game.space.clusters)))
    here, waiting = tree.settled(Position()), list(path)
    stage = 0
    while talks.running:
        talks.open_round()
        for turn in talks.turns():
            if not talks.table.remaining:
                break
            move, mine = None, here.stage == stage and not tree.over(here)
            if mine:
                move = waiting.pop(0)
                here = tree.after(here, move)
            accept, offers = np.array([move == ACCEPT]), move is not None and move >= 0
            package = np.array([packages[move] if offers else (0,) * len(packages[0])], dtype=np.int16)
            walks = np.array([move == LEAVE])
            talks.take(turn, Move(accept, package, np.zeros(1), np.array([not offers]), walks=walks))
            stage += 1
        talks.close_round()
    assert not waiting
    out = talks.outcomes
    return bool(out.agreed[0]), [float(payoff[0]) for payoff in out.payoff]


def waiting_at_a_price(game: Game) -> Game:
    """The same game with patience, income while there is no deal, and outside options."""
    schedule = game.schedule
    assert isinstance(schedule, LumpSchedule)

    def each(*numbers: float) -> tuple[np.ndarray, ...]:
        return tuple(np.full(1, number) for number in numbers[: len(game.parties)])

    no_deal = each(0.1, 0.3, 0.2)
    timed = LumpSchedule(
        schedule.rounds, each(0.9, 0.8, 0.7), no_deal, no_deal, each(0.02, 0.0, 0.05), each(0.3, 0.1, 0.2)
    )
    return replace(game, schedule=timed)


@pytest.mark.parametrize("number", range(6))
@given(data=st.data())
def test_every_path_of_the_tree_is_a_play_of_our_talks_with_the_same_payoffs(number: int, data: st.DataObject) -> None:
    protocol, rounds = protocols()[number]
    parties = 3 if number != 4 and data.draw(st.booleans()) else 2
    game = random_additive(2, 2, Luck(data.draw(st.integers(0, 50))), rounds=rounds, parties=parties)
    if data.draw(st.booleans()):
        game = waiting_at_a_price(game)
    tree = offer_tree(game, protocol, silence=True)  # type: ignore[arg-type]
    here, path = tree.settled(Position()), []
    while not tree.over(here):
        path.append(data.draw(st.sampled_from(tree.moves(here))))
        here = tree.after(here, path[-1])
    agreed, payoffs = played(tree, game, protocol, path)
    assert agreed == here.deal
    assert payoffs == tree.payoffs(here).tolist()


def test_discounts_and_no_deal_are_those_of_the_talks() -> None:
    scenario = load("shrinking_pie", ["issues.share.levels=[0, 30, 100]", "parties.first.disagreement=7"])
    play = compile_play(scenario.scenario, Luck(0), central=True)
    tree = read_efg(efg(scenario, 3))
    ends = {end.said: tuple(map(float, end.payoffs)) for end in nodes(tree.root) if not end.player}
    factor = 0.9 * 0.9
    assert ends["round 3: share=30"] == (factor * 30.0, factor * 70.0)
    assert ends["no deal"] == (factor * 7.0, 0.0)
    assert play.game.schedule.rounds == 10


def test_forbidden_cells_are_not_offered() -> None:
    game = small(2)
    game.allowed[0, 1] = False
    assert read_efg(efg(game, 1)).root.moves == ("offer issue_0=0, issue_1=0", "offer issue_0=0, issue_1=1")


def test_a_tree_too_large_is_refused_before_it_is_grown() -> None:
    with pytest.raises(ValueError, match=r"about 10\^20 nodes \(101 packages, 10 rounds\), more than 100,000"):
        efg(load("shrinking_pie"))
    with pytest.raises(ValueError, match="100,000,000,000,000,000,000 packages are too many"):
        efg(random_additive(20, 10, Luck(0)))
    with pytest.raises(ValueError, match="more than 5:"):
        efg(pie(2), 1, limit=5)


def test_a_file_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "pie.efg"
    scenario = load("shrinking_pie", ["issues.share.levels=[0, 50, 100]", "time.rounds=2"])
    assert write(scenario, path) == [path]
    assert path.read_text(encoding="utf-8") == efg(scenario)
    with pytest.raises(ValueError, match="there already"):
        write(scenario, path)


def test_what_a_tree_cannot_hold_is_said() -> None:
    with pytest.raises(ValueError, match="surrounds the table"):
        efg(load("us_japan_2025"))
    with pytest.raises(ValueError, match="sealed"):
        efg(load("log_roll", ["protocol={kind: monotonic_concession}"]), 1)
    with pytest.raises(ValueError, match="2 worlds"):
        efg(random_additive(1, 2, Luck(0, 0, 2)))
    with pytest.raises(ValueError, match="one round at least"):
        efg(pie(2), 0)


@given(st.text(st.characters(blacklist_characters="\\", blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp"))))
def test_labels_read_back(text: str) -> None:
    names = {f"1{text}": [text + "a", 'b"' + text], "2": ["c"]}
    table = read_nfg(nfg(np.zeros((2, 2, 1)), names, text))
    assert table.title == text
    assert table.strategies == {player: tuple(own) for player, own in names.items()}


def test_line_breaks_and_backslashes_become_what_gambit_can_read() -> None:
    assert quoted("two\nlines \t here") == '"two lines here"'
    assert quoted("a\\") == '"a/"'


@st.composite
def tensors(draw: st.DrawFn) -> np.ndarray:
    shape = tuple(draw(st.lists(st.integers(1, 3), min_size=2, max_size=4)))
    many = len(shape) * int(np.prod(shape))
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    return np.array(draw(st.lists(numbers, min_size=many, max_size=many))).reshape(len(shape), *shape)


def named(payoffs: np.ndarray) -> dict[str, list[str]]:
    return {f"player {p}": [f"s{i}" for i in range(n)] for p, n in enumerate(payoffs.shape[1:])}


@given(tensors())
def test_normal_forms_read_back_to_the_last_bit(payoffs: np.ndarray) -> None:
    for plain in (False, True):
        table = read_nfg(nfg(payoffs, named(payoffs), "meta", plain=plain))
        assert table.payoffs.tolist() == (payoffs + 0.0).tolist()


def test_a_normal_form_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        nfg(np.zeros((2, 2, 2)), {"a": ["x", "y"], "b": ["x"]}, "meta")
    with pytest.raises(ValueError, match="missing or infinite"):
        nfg(np.full((2, 1, 1), np.nan), {"a": ["x"], "b": ["x"]}, "meta")


def test_the_prisoners_dilemma_looks_as_in_the_manual() -> None:
    payoffs = np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    text = nfg(payoffs, {"Row": ["C", "D"], "Column": ["C", "D"]}, "PD")
    assert text == 'NFG 1 R "PD" { "Row" "Column" } { { "C" "D" } { "C" "D" } }\n\n3 3\n5 0\n0 5\n1 1\n'


# --- the same in OpenSpiel ------------------------------------------------------------------------------------


def same(node: Node, state: object, numbers: dict[int, str]) -> None:
    """Our reading and OpenSpiel's of the same tree, node by node; a move has one number everywhere."""
    if not node.children:
        assert state.is_terminal()  # type: ignore[attr-defined]
        assert state.returns() == [float(payoff) for payoff in node.payoffs]  # type: ignore[attr-defined]
        return
    assert state.current_player() == node.player - 1  # type: ignore[attr-defined]
    actions = state.legal_actions()  # type: ignore[attr-defined]
    assert len(actions) == len(node.moves)
    for action, move, child in zip(actions, node.moves, node.children, strict=True):
        assert state.action_to_string(action) == move == numbers.setdefault(action, move)  # type: ignore[attr-defined]
        same(child, state.child(action), numbers)  # type: ignore[attr-defined]


@pytest.mark.parametrize("silence", [False, True])
@pytest.mark.parametrize("number", range(6))
def test_openspiel_reads_the_same_tree(number: int, silence: bool) -> None:
    pyspiel = pytest.importorskip("pyspiel")
    protocol, rounds = protocols()[number]
    one = waiting_at_a_price(small(2)) if silence else small(2)
    text = efg(one, min(rounds, 2), protocol=protocol, silence=silence)  # type: ignore[arg-type]
    game = pyspiel.load_efg_game(text)
    assert str(game.get_type().information).endswith("PERFECT_INFORMATION")
    same(read_efg(text).root, game.new_initial_state(), {})


def test_openspiel_finds_stahls_shares(tmp_path: Path) -> None:
    pyspiel = pytest.importorskip("pyspiel")
    path = tmp_path / "pie.efg"
    path.write_text(efg(pie(8), 3), encoding="utf-8")
    state = pyspiel.load_game("efg_game", {"filename": str(path)}).new_initial_state()

    def value(state: object) -> list[float]:
        if state.is_terminal():  # type: ignore[attr-defined]
            return state.returns()  # type: ignore[attr-defined]
        ends = [value(state.child(action)) for action in state.legal_actions()]  # type: ignore[attr-defined]
        me = state.current_player()  # type: ignore[attr-defined]
        return max(ends, key=lambda end: end[me])  # the first of those that tie: `accept` stands before `reject`

    assert value(state) == [75.0, 25.0]


@given(tensors())
def test_openspiel_reads_the_same_tables(payoffs: np.ndarray) -> None:
    pyspiel = pytest.importorskip("pyspiel")
    game = pyspiel.load_nfg_game(nfg(payoffs, named(payoffs), "meta", plain=True))
    for profile in itertools.product(*map(range, payoffs.shape[1:])):
        expected = (payoffs[(slice(None), *profile)] + 0.0).tolist()
        if payoffs.shape[0] == 2:
            assert [game.row_utility(*profile), game.col_utility(*profile)] == expected
        else:
            assert [game.player_utility(p, profile) for p in range(len(profile))] == expected


@pytest.mark.parametrize("number", range(6))
def test_gambit_reads_the_same_tree_and_the_same_tables(number: int, tmp_path: Path) -> None:
    pygambit = pytest.importorskip("pygambit")
    protocol, rounds = protocols()[number]
    text = efg(waiting_at_a_price(small(2)), min(rounds, 2), protocol=protocol, silence=True)  # type: ignore[arg-type]
    (tmp_path / "tree.efg").write_text(text, encoding="utf-8")
    assert read_efg(pygambit.read_efg(tmp_path / "tree.efg").to_efg()) == read_efg(text)
    payoffs = np.arange(36.0).reshape(3, 2, 3, 2) / 7.0
    (tmp_path / "table.nfg").write_text(nfg(payoffs, named(payoffs), 'a "game"'), encoding="utf-8")
    game = pygambit.read_nfg(tmp_path / "table.nfg")
    assert game.title == 'a "game"'
    assert [table.tolist() for table in game.to_arrays(float)] == payoffs.tolist()


def test_exact_fractions_survive() -> None:
    text = efg(pie(8, 0.5, 0.25), 2)
    ends = [node.payoffs for node in nodes(read_efg(text).root) if not node.player]
    assert (Fraction(25, 4), Fraction(175, 8)) in ends
