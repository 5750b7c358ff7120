"""What a party says in public: words that change no offer, but that others hear and the home front remembers."""

from dataclasses import dataclass

from zopa.game.arrays import Bools, Floats

PATIENCE = "patience"
"""We are in no hurry: a claim that no deal is worth more to us than it is."""

RED_LINE = "red_line"
"""We will not sign anything outside these levels."""

CELEBRATION = "celebration"
"""A good deal is near."""

HINT = "hint"
"""A card is shown: something that would hurt both sides might be done."""

DENIAL = "denial"
"""The card is put back: that will not be done."""

USE = "use"
"""The card is played."""

KINDS = (PATIENCE, RED_LINE, CELEBRATION, HINT, DENIAL, USE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a party said in this round.

    Attributes:
        kind: One of `KINDS`.
        by: Index of the party that said it.
        where: Worlds in which it was said, (W,).
        amount: How much: the claim in yearly flow, how loud, or the size of the card; (W,).
        keeps: For a red line, the cells that keep it, (C,); else None.
        text: What was said, for transcripts, after the party's name.
    """

    kind: str
    by: int
    where: Bools
    amount: Floats
    keeps: Bools | None = None
    text: str = ""
