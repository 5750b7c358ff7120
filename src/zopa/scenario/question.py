"""What every file that asks a question begins with."""

from typing import Annotated, Literal

from zopa.scenario.base import Model
from zopa.scenario.rules import NUMBER, Short


class Question(Model):
    """The head of an experiment or a tournament."""

    schema_version: Annotated[Literal[1], NUMBER]
    """Version of this format."""
    id: Short
    """Short name; the folder of its results starts with it."""
    title: str = ""
    """What people read."""
    question: str = ""
    """What is asked."""
    setting: str = ""
    """What is simulated, in words."""
    source: str = ""
    """Where what is asked about comes from."""
    include: tuple[str, ...] = ()
    """Files (relative to this one) whose sections are merged in; a key may stand in one file only."""
