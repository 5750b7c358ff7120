"""What was found when something was looked at."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "missing", "warning", "broken"]


@dataclass(frozen=True)
class Found:
    """A line of the doctor's.

    Attributes:
        name: What was looked at.
        state: `ok`; `missing`: not there, and needed only for some things; `warning`: works, but may surprise;
            `broken`: something that zopa needs does not work.
        said: What was found.
        todo: What to do about it; empty where nothing is to be done.
    """

    name: str
    state: State
    said: str
    todo: str = ""
