"""Gambit's file formats: the tree of small talks (`.efg`), and the payoff tables of a meta-game (`.nfg`).

The formats are those of Gambit's manual, "Game representation formats" (version 2 of `.efg`, version 1 of `.nfg`).
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np

from zopa.build.compile import compile_play
from zopa.game.arrays import Floats
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.interop.offer_tree import ACCEPT, LEAVE, REJECT, SILENT, OfferTree, Position, offer_tree
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.scenario.read import Document

LIMIT = 100_000
"""Most nodes of a tree that are written where nobody asks for more."""

WORDS = {ACCEPT: "accept", REJECT: "reject", SILENT: "no offer", LEAVE: "leave"}
"""Labels of the moves besides offers."""


def efg(
    scenario: Document | Game, rounds: int | None = None, *, protocol: Protocol | None = None, silence: bool = False,
    limit: int = LIMIT,
) -> str:  # fmt: skip
    """The extensive form of small talks: at every turn every allowed package can be offered, or the offer answered.

    A scenario is taken at central values, with its protocol; payoffs are present values at the start. Everybody knows
    everything: each node is an information set of its own. Where there are outside options, whoever has a choice can
    also leave the table. Moves stand in the same order at every node, so that OpenSpiel, which numbers them as it meets
    them, gives a move the same number everywhere.

    Args:
        scenario: A scenario, or a game with a single world.
        rounds: Rounds until the talks end; as the scenario has it where left out.
        protocol: Who may do what in a round; the scenario's, or alternating offers, where left out.
        silence: Whether a party may make no offer where it could.
        limit: Most nodes that are written.

    Raises:
        ValueError: The tree would be larger, there are mechanisms around the table, time has dates, or offers are
            sealed.
    """
    title = "Talks"
    if isinstance(scenario, Document):
        title = scenario.scenario.title or scenario.scenario.name
        play = compile_play(scenario.scenario, Luck(0), central=True)
        if play.mechanisms:
            around = ", ".join(name for name, _ in play.mechanisms)
            raise ValueError(
                f"a tree has no room for what surrounds the table ({around}); say `active: false` for each"
            )
        game, protocol = play.game, protocol or play.protocol
    else:
        game = scenario
    tree = offer_tree(game, protocol or AlternatingOffers(), rounds, silence, limit)
    nodes = tree.nodes()
    if nodes > limit:
        many = f"{nodes:,}" if nodes < 10**15 else f"about 10^{len(str(nodes)) - 1}"
        raise ValueError(
            f"the tree has {many} nodes ({len(tree.packages):,} packages, {tree.stages[-1][0] + 1} rounds), "
            f"more than {limit:,}: set fewer rounds (time.rounds), or a shorter list of an issue's levels"
        )
    about = f"{game.unit or 'payoff'}, present values at the start; no deal: {_numbers(tree.no_deal)}"
    names = [game.titles.get(party, party) for party in game.parties]
    names = names if len(set(names)) == len(names) else list(game.parties)
    return "\n".join([f"EFG 2 R {quoted(title)} {_list(names)}", quoted(about), "", *_nodes(tree)]) + "\n"


def write(document: Document, path: Path) -> list[Path]:
    """Write the tree of a scenario to a file; folders on the way are made.

    Args:
        document: The scenario.
        path: The file.

    Returns:
        The file, as a list of one.

    Raises:
        ValueError: The tree is too large or cannot be drawn, or the file is there already.
    """
    if path.exists():
        raise ValueError(f"{path} is there already: give another name, or remove it first")
    text = efg(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]


def _nodes(tree: OfferTree) -> Iterable[str]:
    """The lines of a tree, a node before its children."""
    known = [0] * len(tree.parties)
    outcomes: dict[str, int] = {}
    offers = [f"offer {package}" for package in tree.packages]
    for position in tree.walk():
        if tree.over(position):
            said = _outcome(tree, position)
            number = outcomes.setdefault(said, len(outcomes) + 1)
            yield f't "" {number} {quoted(said)} {{ {_numbers(tree.payoffs(position), ", ")} }}'
            continue
        number, turn = tree.stages[position.stage]
        known[turn.party] += 1
        labels = [offers[move] if move >= 0 else WORDS[move] for move in tree.moves(position)]
        where = quoted(f"round {number + 1}, node {sum(known)}")  # Gambit 17 wants no label twice
        yield f'p {where} {turn.party + 1} {known[turn.party]} "" {_list(labels)} 0'


def _outcome(tree: OfferTree, end: Position) -> str:
    """What an outcome is called; outcomes with one name have the same payoffs."""
    if end.deal:
        return f"round {tree.round_of(end) + 1}: {tree.packages[end.offer]}"
    return f"round {tree.round_of(end) + 1}: left" if end.left else "no deal"


def nfg(
    payoffs: Sequence[Floats] | Floats, names: Mapping[str, Sequence[str]], title: str, *, plain: bool = False
) -> str:
    """The normal form of a game of n players, such as the choice of a strategy for each seat.

    Args:
        payoffs: For each player its payoffs, shape (s_1, …, s_n): entry [i, j, …] is what it gets where the first
            player plays its strategy i, the second its strategy j, and so on.
        names: For each player, in order, the names of its strategies.
        title: What the game is called.
        plain: Leave the names of strategies out and say how many there are: all that OpenSpiel's reader takes.

    Raises:
        ValueError: Shapes and names do not fit, or a payoff is missing or infinite.
    """
    tables = [np.asarray(table, dtype=np.float64) for table in payoffs]
    shape = tuple(len(own) for own in names.values())
    if len(tables) != len(shape) or any(table.shape != shape for table in tables):
        raise ValueError(f"payoffs {[table.shape for table in tables]} do not fit the strategies' names {shape}")
    strategies = _braces(str(n) for n in shape) if plain else _braces(_list(own) for own in names.values())
    profiles = (profile[::-1] for profile in itertools.product(*(range(n) for n in reversed(shape))))
    rows = [_numbers(np.array([table[profile] for table in tables])) for profile in profiles]
    return "\n".join([f"NFG 1 R {quoted(title)} {_list(names)} {strategies}", "", *rows]) + "\n"


def quoted(text: str) -> str:
    r"""A label in quotes: quotes inside escaped, line breaks as spaces.

    Backslashes become slashes: Gambit's reader does not give them back as they were.

    >>> print(quoted('the "big" cut'))
    "the \"big\" cut"
    """
    return '"' + " ".join(text.split()).replace("\\", "/").replace('"', '\\"') + '"'


def _list(labels: Iterable[str]) -> str:
    return _braces(map(quoted, labels))


def _braces(items: Iterable[str]) -> str:
    return "{ " + " ".join(items) + " }"


def _numbers(values: Floats, between: str = " ") -> str:
    """Numbers as the shortest decimals that read back as the same numbers, without exponents."""
    if not np.isfinite(values).all():
        raise ValueError(f"a payoff is missing or infinite: {values.tolist()}")
    return between.join(f"{Decimal(repr(value + 0.0)).normalize():f}" for value in values.tolist())
