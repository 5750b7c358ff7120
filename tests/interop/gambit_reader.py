"""A reader of Gambit's formats, for tests: text in, the tree or the tables out; and backward induction on a tree."""

import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([{}])|,|([^\s{},"]+))', re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A token; labels (in quotes) are told from all else."""

    text: str
    label: bool = False


@dataclass
class Node:
    """A node of a tree: a decision (player from 1, information set, moves, children) or an end (outcome, payoffs)."""

    label: str
    player: int = 0
    infoset: int = 0
    moves: tuple[str, ...] = ()
    children: tuple["Node", ...] = ()
    outcome: int = 0
    said: str = ""
    payoffs: tuple[Fraction, ...] = ()

    def size(self) -> int:
        return 1 + sum(child.size() for child in self.children)


@dataclass(frozen=True)
class Tree:
    title: str
    players: tuple[str, ...]
    comment: str
    root: Node


@dataclass(frozen=True)
class Table:
    title: str
    strategies: dict[str, tuple[str, ...]]
    payoffs: np.ndarray


class Tokens:
    def __init__(self, text: str) -> None:
        self.words: list[Word] = []
        text, at = text.rstrip(), 0
        while at < len(text):
            found = TOKEN.match(text, at)
            assert found, f"no token at {text[at : at + 20]!r}"
            at = found.end()
            label, brace, plain = found.groups()
            if label is not None:
                self.words.append(Word(label.replace('\\"', '"'), True))
            elif brace or plain:
                self.words.append(Word(brace or plain))
        self.at = 0

    @property
    def next(self) -> Word:
        return self.words[self.at]

    def take(self) -> str:
        self.at += 1
        return self.words[self.at - 1].text

    def expect(self, *texts: str) -> None:
        for text in texts:
            assert self.take() == text

    def label(self) -> str:
        assert self.next.label, self.next
        return self.take()

    def braces(self) -> list[str]:
        self.expect("{")
        found = []
        while self.next != Word("}"):
            found.append(self.take())
        self.expect("}")
        return found

    @property
    def finished(self) -> bool:
        return self.at == len(self.words)


def read_efg(text: str) -> Tree:
    tokens = Tokens(text)
    tokens.expect("EFG", "2", "R")
    title, players = tokens.label(), tuple(tokens.braces())
    comment = tokens.label() if tokens.next.label else ""
    root = _node(tokens, len(players))
    assert tokens.finished
    return Tree(title, players, comment, root)


def _node(tokens: Tokens, players: int) -> Node:
    kind = tokens.take()
    node = Node(tokens.label())
    if kind == "t":
        node.outcome, node.said = int(tokens.take()), tokens.label()
        node.payoffs = tuple(map(Fraction, tokens.braces()))
        assert len(node.payoffs) == players
        return node
    assert kind == "p"
    node.player, node.infoset = int(tokens.take()), int(tokens.take())
    tokens.label()
    node.moves = tuple(tokens.braces())
    node.outcome = int(tokens.take())
    node.children = tuple(_node(tokens, players) for _ in node.moves)
    return node


def read_nfg(text: str) -> Table:
    tokens = Tokens(text)
    tokens.expect("NFG", "1", "R")
    title, players = tokens.label(), tokens.braces()
    tokens.expect("{")
    strategies: dict[str, tuple[str, ...]] = {}
    for player in players:
        named = tokens.next == Word("{")
        strategies[player] = tuple(tokens.braces()) if named else tuple(str(i + 1) for i in range(int(tokens.take())))
    tokens.expect("}")
    shape = tuple(len(own) for own in strategies.values())
    payoffs = np.empty((len(players), *shape))
    for number in range(int(np.prod(shape))):
        for player in range(len(players)):
            payoffs[(player, *np.unravel_index(number, shape, order="F"))] = float(tokens.take())
    assert tokens.finished
    return Table(title, strategies, payoffs)


def backward_induction(node: Node) -> tuple[tuple[Fraction, ...], list[str]]:
    """The subgame-perfect payoffs and path. Who is indifferent accepts; of offers worth as much, the first."""
    if not node.children:
        return node.payoffs, []
    ends = [backward_induction(child) for child in node.children]
    me = node.player - 1
    best = max(payoffs[me] for payoffs, _ in ends)
    tied = [i for i, (payoffs, _) in enumerate(ends) if payoffs[me] == best]
    chosen = next((i for i in tied if node.moves[i] == "accept"), tied[0])
    payoffs, path = ends[chosen]
    return payoffs, [node.moves[chosen], *path]
