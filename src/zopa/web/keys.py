"""Keys, names and codes that nobody can guess: the only randomness that is no part of any game."""

import hmac
import secrets
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def new_key() -> str:
    """The key of a seat or a room, 128 bits."""
    return secrets.token_urlsafe(16)


def new_name() -> str:
    """The name of a game, 72 bits."""
    return secrets.token_urlsafe(9)


def pick(options: Sequence[T]) -> T:
    """One of several."""
    return secrets.choice(options)


def shuffled(items: Sequence[T]) -> list[T]:
    """All of them in some order."""
    return sorted(items, key=lambda _: secrets.randbits(64))


def same(one: str, other: str) -> bool:
    """Whether two keys are the same, in a time that tells nothing about them."""
    return hmac.compare_digest(one.encode(), other.encode())
