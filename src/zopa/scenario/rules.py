"""Rules of single keys that types alone cannot say: checked in code, and said to editors in JSON Schema."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from zopa.scenario.base import Name
from zopa.scenario.problems import listed

MOST_LETTERS = 100
"""A short name, which may become the name of a folder, is no longer than this."""

_SHORT = r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*"
_PATH = r"[^=\r\n]+"

TAKEN = (
    "point", "world", "status", "message",
    "agreed", "ended", "round", "exchange", "date", "proposer", "offers", "day", "joint",
)  # fmt: skip
"""Columns that the tables of a run have."""

STEMS = ("payoff", "annual", "no_deal", "gain")
"""Columns that they have for each party begin with one of these and an underscore."""


@dataclass(frozen=True, eq=False)  # annotations must be hashable, which the keywords are not
class Says:
    """What JSON Schema says of a check made in code.

    Attributes:
        words: Its keywords.
    """

    words: dict[str, Any]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of what is checked, with the keywords added."""
        return {**handler(core), **self.words}


def _whole(value: Any) -> Any:
    """1e6 is a whole number too, as it is to JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(value: Any) -> Any:
    # true equals 1, so that Literal[1] would take it
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "not a whole number")
    return value


def _short(name: str) -> str:
    if not re.fullmatch(_SHORT, name):
        words = "is not a short name: letters, digits, underscores and dots, such as M9.b"
        raise ValueError(f"'{name if len(name) <= MOST_LETTERS else name[:MOST_LETTERS] + '…'}' {words}")
    if len(name) > MOST_LETTERS:
        raise ValueError(f"a short name has at most {MOST_LETTERS} characters, not {len(name)}")
    return name


def _no_column(name: str) -> str:
    if name in TAKEN or name.startswith(tuple(f"{stem}_" for stem in STEMS)):
        raise ValueError(f"'{name}' is called like a column of the results: another name is needed")
    return name


def is_path(path: str) -> bool:
    """Whether a text can be a dotted path of an override."""
    return re.fullmatch(_PATH, path) is not None and path.strip(". ") != ""


def _path(path: str) -> str:
    if not is_path(path):
        raise ValueError("must be a dotted path of the scenario, such as time.rounds, without an equals sign")
    return path


def some(message: str) -> Callable[[Any], Any]:
    """A check that a list or a mapping, where it is given, is not empty.

    Args:
        message: What is said where it is.
    """

    def check(value: Any) -> Any:
        if value is not None and not len(value):
            raise ValueError(message)
        return value

    return check


def one_of(what: str, known: Sequence[str]) -> tuple[AfterValidator, Says]:
    """The rule that a word is one of those known, for words that do not tell models apart.

    Args:
        what: What such a word is.
        known: The words.
    """

    def check(word: str) -> str:
        if word not in known:
            # pydantic's own context of a word that is not on its list: hints are made of it
            context = {"what": what, "word": word, "known": listed(known)}
            context["expected"] = ", ".join(f"'{one}'" for one in known)
            raise PydanticCustomError("unknown_word", "unknown {what} '{word}', not one of {known}", context)
        return word

    return AfterValidator(check), Says({"enum": list(known)})


WHOLE = BeforeValidator(_whole)
"""Goes last with a whole number: however it is written, 1000 or 1e3."""

NUMBER = BeforeValidator(_number)
"""Goes with a number that a literal type names."""

Seed = Annotated[int, Field(ge=0, lt=2**63), WHOLE]
"""A root seed."""

Short = Annotated[str, AfterValidator(_short), Says({"pattern": f"^{_SHORT}$", "maxLength": MOST_LETTERS})]
"""A short name such as `M9.b`, of letters that every file system takes."""

FactorName = Annotated[
    Name,
    AfterValidator(_no_column),
    Says({"not": {"anyOf": [{"enum": list(TAKEN)}, {"pattern": f"^({'|'.join(STEMS)})_"}]}}),
]
"""Name of a lever or an uncertainty, which becomes a column."""

Dotted = Annotated[str, AfterValidator(_path), Says({"pattern": rf"^(?=.*[^. ]){_PATH}$"})]
"""Dotted path of a key of the scenario."""
