"""A binary heap of (loss, node) pairs in two arrays, the least on top; ties in loss go to the lower node."""

from zopa.game.arrays import Floats, Ints
from zopa.game.compiled import kernel


@kernel
def rise(loss: Floats, node: Ints, n: int, new_loss: float, new_node: int) -> None:
    """Adds an entry to a heap of n."""
    at = n
    while at > 0:
        up = (at - 1) >> 1
        if loss[up] < new_loss or (loss[up] == new_loss and node[up] < new_node):
            break
        loss[at], node[at] = loss[up], node[up]
        at = up
    loss[at], node[at] = new_loss, new_node


@kernel
def sink(loss: Floats, node: Ints, n: int, new_loss: float, new_node: int) -> None:
    """Replaces the top of a heap of n."""
    at, down = 0, 1
    while down < n:
        other = down + 1
        if other < n and (loss[other] < loss[down] or (loss[other] == loss[down] and node[other] < node[down])):
            down = other
        if new_loss < loss[down] or (new_loss == loss[down] and new_node < node[down]):
            break
        loss[at], node[at] = loss[down], node[down]
        at, down = down, 2 * down + 1
    loss[at], node[at] = new_loss, new_node
