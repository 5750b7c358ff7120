"""Bargaining in legislatures: somebody is recognised, proposes a division of a pie, and a quota must vote for it."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints

NEAR = 1e-9
"""Prices that differ by less are the same; the pie is 1."""


@dataclass(frozen=True, eq=False)
class Division:
    """What members expect, and how the pie is divided by whoever is recognised.

    Attributes:
        values: What each member expects before it is known who is recognised, (n,).
        keeps: What each keeps as the proposer, (n,).
        prices: What each is given where its vote is bought: its discounted value, (n,).
        partners: Probability that a proposer (row) buys the vote of a member (column), (n, n).
    """

    values: Floats
    keeps: Floats
    prices: Floats
    partners: Floats


def closed_rule(recognition: Floats, discounts: Floats, quota: int, sessions: int) -> Division:
    """The first of a number of sessions, by backward induction; after the last everybody gets 0.

    Subgame-perfect equilibrium. A proposal is voted on without amendments; if it fails, a new session starts with a
    new recognition. A member votes for what is worth at least its price, its discounted value of the next session. So
    the proposer buys the cheapest votes that make the quota with its own, and leaves chance to choose evenly among
    members with the same price.

    Source: Baron & Ferejohn (1989), American Political Science Review 83: 1181-1206, under the closed rule.

    Args:
        recognition: Probability that each member is recognised, together 1, (n,).
        discounts: Discount factor of each member from one session to the next, between 0 and 1, (n,).
        quota: Votes that pass a proposal, the proposer's own among them.
        sessions: How many sessions there are, at least 1.

    Raises:
        ValueError: The quota or the probabilities are none.
    """
    _check(recognition, quota)
    values = np.zeros_like(recognition)
    for _ in range(sessions):
        found = _session(recognition, discounts * values, quota)
        values = found.values
    return found


def stationary_closed_rule(recognition: Floats, discounts: Floats, quota: int) -> Division:
    """The same game without a last session: the stationary subgame-perfect equilibrium.

    Its values are the fixed point of `closed_rule`, but proposers mix between partners with the same price so that
    the prices are the same. Members that are alike have the same value, which is unique (Eraslan 2002), so the search
    is over what each kind of member is: always bought by the others, at the price where the quota is met, or never
    bought. Each answer makes the values a linear system; the one that holds is where the prices are in that order and
    the mixing that it needs can be done. Covers any recognition, discounts and quota; time grows with 3 to the number
    of *different* members. Where several ways of mixing give these values, one of them is returned.

    Source: Baron & Ferejohn (1989), American Political Science Review 83: 1181-1206; unequal members:
    Eraslan (2002), J. Economic Theory 103: 11-30.

    Args:
        recognition: Probability that each member is recognised, together 1, (n,).
        discounts: Discount factor of each member, between 0 and 1, (n,). Under unanimity and without any discounting
            the values are not unique.
        quota: Votes that pass a proposal, the proposer's own among them.

    Raises:
        ValueError: The quota or the probabilities are none, or no division was found (a rounding problem).
    """
    _check(recognition, quota)
    pairs, kind, count = np.unique(
        np.column_stack((recognition, discounts)), axis=0, return_inverse=True, return_counts=True
    )
    kind = kind.reshape(-1)
    for always, margin in _roles(count, quota):
        found = _with_roles(pairs[:, 0], pairs[:, 1], count, always, margin, quota)
        if found is not None:
            values, prices, partners = (part[kind] for part in found)
            each = partners[:, kind]
            np.fill_diagonal(each, 0.0)
            return Division(values, 1.0 - (each * prices).sum(axis=1), prices, each)
    raise ValueError("no stationary division was found")


def _check(recognition: Floats, quota: int) -> None:
    """Whether there is a game."""
    if not 1 <= quota <= recognition.size or (recognition < 0.0).any() or abs(recognition.sum() - 1.0) > NEAR:
        raise ValueError(f"need a quota from 1 to {recognition.size} and probabilities that add up to 1")


def _session(recognition: Floats, prices: Floats, quota: int) -> Division:
    """One session, given what each vote costs."""
    n = recognition.size
    partners = np.zeros((n, n))
    for proposer in range(n):
        others = np.delete(np.arange(n), proposer)
        wanted = quota - 1
        if wanted == 0:
            continue
        last = np.sort(prices[others])[wanted - 1]
        cheaper, tied = others[prices[others] < last - NEAR], others[np.abs(prices[others] - last) <= NEAR]
        partners[proposer, cheaper] = 1.0
        partners[proposer, tied] = (wanted - cheaper.size) / tied.size
    keeps = 1.0 - (partners * prices).sum(axis=1)
    values = recognition * keeps + (recognition[:, None] * partners).sum(axis=0) * prices
    return Division(values, keeps, prices, partners)


def _roles(count: Ints, quota: int) -> Iterator[tuple[Bools, Bools]]:
    """Every way to say which kinds are always bought and which are at the margin that a quota allows."""
    for role in itertools.product((0, 1, 2), repeat=count.size):
        always, margin = np.array(role) == 0, np.array(role) == 1
        cheap, some = int(count[always].sum()), int(count[margin].sum())
        if cheap < quota <= cheap + some:  # the cheap ones leave room, and everybody finds enough at the margin
            yield always, margin


def _with_roles(
    p: Floats, d: Floats, count: Ints, always: Bools, margin: Bools, quota: int
) -> tuple[Floats, Floats, Floats] | None:
    """Values, prices and partners by kind, if these roles are an equilibrium.

    With w the prices, s what a proposer spends, and z the price times how often a vote is bought,
    w = d (p (1 − s) + z). At the margin prices are the same, and all that is bought there adds up.
    """
    kinds, at = count.size, int(np.flatnonzero(margin)[0])
    wanted = quota - 1 - count[always].sum() + always  # votes bought at the margin, by the proposer's kind
    spent = np.where(always, count, 0)[None, :] - np.diag(always.astype(np.float64))
    spent[:, at] += wanted
    table, right = np.zeros((2 * kinds, 2 * kinds)), np.zeros(2 * kinds)  # unknown: w, then z
    table[:kinds, :kinds] = np.eye(kinds) + (d * p)[:, None] * spent
    table[:kinds, kinds:] = -np.diag(d)
    right[:kinds] = d * p
    for i in range(kinds):
        row = table[kinds + i]
        if i == at:
            row[kinds:], row[at] = np.where(margin, count, 0), -(count * p * wanted).sum()
        elif margin[i]:
            row[i], row[at] = 1.0, -1.0
        else:
            row[kinds + i], row[i] = 1.0, -(1.0 - p[i]) if always[i] else 0.0
    found = np.asarray(np.linalg.lstsq(table, right)[0], dtype=np.float64)  # votes that are free are not counted: z = 0
    if (np.abs((table * found).sum(axis=1) - right) > NEAR).any():
        return None
    price, bought = found[:kinds], found[kinds:]
    if (price[always] > price[at] + NEAR).any() or (price[~always] < price[at] - NEAR).any():
        return None
    mixing = _mixing(p, count, margin, wanted, float(price[at]), bought)
    if mixing is None:
        return None
    return p * (1.0 - (spent * price).sum(axis=1)) + bought, price, np.where(always, 1.0, mixing)


def _mixing(p: Floats, count: Ints, margin: Bools, wanted: Ints, price: float, bought: Floats) -> Floats | None:
    """How often a proposer of a kind (row) buys a member at the margin (column), so that each is bought as needed."""
    from scipy.optimize import linprog

    kinds = count.size
    others = count[None, :] - np.eye(kinds)  # members of a kind (column) that one of a kind (row) can buy
    table, right = [], []
    for i in range(kinds):
        row = np.zeros((kinds, kinds))
        row[i] = np.where(margin, others[i], 0.0)
        table.append(row.ravel())
        right.append(float(wanted[i]))
    for i in np.flatnonzero(margin).tolist():
        row = np.zeros((kinds, kinds))
        row[:, i] = p * others[i] * price
        table.append(row.ravel())
        right.append(bought[i])
    most = np.where(margin & (others > 0.0), 1.0, 0.0).ravel()
    answer = linprog(np.zeros(kinds * kinds), A_eq=table, b_eq=right, bounds=[(0.0, high) for high in most])
    return answer.x.reshape(kinds, kinds) if answer.success else None
