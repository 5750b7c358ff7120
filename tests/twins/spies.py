"""Strategies around strategies: one that looks on and minds the rules, and one that says again what was said."""

from dataclasses import dataclass
from typing import Any

from zopa.build.contract.spies import Echo
from zopa.build.contract.spies import Spy as LooksOn
from zopa.game.view import Move, View

__all__ = ["Echo", "Spy"]


@dataclass(frozen=True)
class Spy(LooksOn):
    """Looks on, and speaks up at once."""

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        move, memory = super().move(view, memory)
        assert not self.wrongs
        return move, memory
