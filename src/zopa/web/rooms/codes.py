"""Codes that can be read from a projector, and names that can be read at all."""

import unicodedata
from collections.abc import Collection

from zopa.web.keys import pick
from zopa.web.problems import WebError

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits without look-alikes: no 0 and O, 1, I and L, U and V."""

LENGTH = 6
"""Letters of a code: 729 million codes, of which wrong ones are answered slowly."""

LONGEST = 40
"""Letters of a name."""

_MARKS = 3
"""Marks on one letter."""

_JOINERS = "\u200c\u200d"
"""What joins or parts letters in some scripts, and makes one picture of several."""


def new_code() -> str:
    """A code that nobody guesses.

    >>> len(new_code())
    6
    """
    return "".join(pick(LETTERS) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """A code as it is kept, however it was typed.

    >>> read_code(" abc 234")
    'ABC234'
    """
    return "".join(text.upper().replace("-", "").split())


def clean(name: str) -> str:
    r"""A name without what cannot be seen, or turns or buries the text around it.

    Raises:
        WebError: Nothing is left, or too much.

    >>> clean("  Ada \u202e Lovelace\n")
    'Ada Lovelace'
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", name):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if letter.isspace() or kind[0] == "Z":
            kept.append(" ")
        elif letter in _JOINERS or (kind[0] != "C" and marks <= _MARKS):
            kept.append(letter)
    found = " ".join("".join(kept).split())
    if not any(unicodedata.category(letter)[0] in "LNSP" for letter in found):
        raise WebError(422, "a name is needed", "with a letter or a digit in it")
    if len(found) > LONGEST:
        raise WebError(422, "this name is too long", f"at most {LONGEST} letters")
    return found


def distinct(name: str, taken: Collection[str]) -> str:
    """The name, with a number where somebody else is called so.

    >>> distinct("Aki", ["aki", "Aki (2)"])
    'Aki (3)'
    """
    known = {_heard(one) for one in taken}
    number, found = 1, name
    while _heard(found) in known:
        number += 1
        found = f"{name} ({number})"
    return found


def _heard(name: str) -> str:
    """A name as it sounds alike."""
    return unicodedata.normalize("NFKC", name).casefold()
