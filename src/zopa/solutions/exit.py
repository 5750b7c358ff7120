"""Many divide a pie, and whoever is content with its share may take it and leave."""

import numpy as np

from zopa.game.arrays import Floats


def exit_division(discounts: Floats) -> Floats:
    """How the first player proposes to divide the pie, and everybody accepts.

    The proposer names a share for each; each accepts or rejects, in order. Who accepts takes its share and leaves;
    the proposer and those who rejected divide the rest a round later, when the first of those proposes. So one who
    rejects alone plays the game of two against the proposer, as its first to propose, for the rest: what was meant
    for itself and for the proposer. Stationary subgame-perfect equilibrium: the proposer keeps all but what makes each
    responder indifferent to that.

    Solved from few players to many, each stage as the linear system of the responders' indifference: first the games
    of two, which say what rejecting alone is worth, then the game of all.

    Source: Krishna & Serrano (1996), Review of Economic Studies 63: 61-80.

    Args:
        discounts: Discount factor of each player from one round to the next, from 0 to below 1, the proposer first,
            (n,).

    Returns:
        The shares, together 1, (n,).
    """
    n, mine, theirs = discounts.size, discounts[0], discounts[1:]
    # In the game of two, both keep what leaves the other its discounted claim: x + d y = 1 and e x + y = 1.
    pair = np.ones((n - 1, 2, 2))
    pair[:, 0, 1], pair[:, 1, 0] = mine, theirs
    claims = np.linalg.solve(pair, np.ones((n - 1, 2, 1)))[:, 0, 0]  # the responder's x, when it proposes
    refused = theirs * claims  # of what was meant for the responder and for the proposer together
    table, pie = np.diag(np.append(1.0, 1.0 - refused)), np.eye(n)[0]
    table[0], table[1:, 0] = 1.0, -refused
    shares: Floats = np.linalg.solve(table, pie).astype(np.float64)
    return shares
