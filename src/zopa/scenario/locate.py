"""Finding the place in a node tree that a path of plain data stands for."""

from collections.abc import Sequence

from zopa.scenario.source import Key, Node, Place


def step(node: Node, part: object) -> tuple[Key, Place, Node] | None:
    """Key, its place and the node one step down; numbers are matched by value or as they are written."""
    if isinstance(node.value, list):
        if isinstance(part, int) and not isinstance(part, bool) and 0 <= part < len(node.value):
            return part, node.value[part].place, node.value[part]
        return None
    if not isinstance(node.value, dict):
        return None
    if isinstance(part, str | int | float) and part in node.value:
        return part, *node.value[part]
    return next(((key, *entry) for key, entry in node.value.items() if str(key) == str(part)), None)


def entry(node: Node, key: Key) -> tuple[Place, Node]:
    """Place of the key and node of an entry that exists.

    Raises:
        KeyError: It does not exist.
    """
    found = step(node, key)
    if found is None:
        raise KeyError(key)
    return found[1], found[2]


def site(root: Node, path: Sequence[Key], key: bool = False) -> Place:
    """Where to point for a path: at the value, or at its key.

    A block mapping or list that begins below its key is pointed at by its key. Where the path ends outside
    the tree, the last place on it that exists is taken.

    Args:
        root: The tree.
        path: Keys and list numbers from the top.
        key: Whether the key itself is meant.
    """
    place, node = root.place, root
    for number, part in enumerate(path):
        found = step(node, part)
        if found is None:
            break
        _, place, node = found
        at_end = number == len(path) - 1
        apart = node.place.source is place.source and node.place.line > place.line
        if not (key and at_end) and not apart:
            place = node.place
    return place
