"""What a lesson file may say: pydantic models, validated like scenario files."""

import re
from collections.abc import Sized
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field

from zopa.scenario.base import Model, Name
from zopa.scenario.rules import NUMBER, WHOLE, Says, Seed, some

_FILE = r"[a-z][a-z0-9_]*\.md"
_MEASURE = r"agreed|round|(annual|payoff|no_deal)_[a-z][a-z0-9_]*|issue:[a-z][a-z0-9_]*"
_CHANGE = r"[^=&*!\r\n]+=[^&*!\r\n]+"


def _file(name: str) -> str:
    if not re.fullmatch(_FILE, name):
        raise ValueError(f"'{name}' is not the name of a text: lower-case letters, digits, underscores, and .md")
    return name


def _measure(name: str) -> str:
    if not re.fullmatch(_MEASURE, name):
        known = "agreed, round, annual_PARTY, payoff_PARTY, no_deal_PARTY, issue:ISSUE"
        raise ValueError(f"'{name}' cannot be measured: {known}")
    return name


def _change(text: str) -> str:
    if not re.fullmatch(_CHANGE, text) or len(text) > 300:
        raise ValueError("a change is written dotted.path=value, without anchors and tags")
    return text


T = TypeVar("T", bound=Sized)


def _several(given: T) -> T:
    # not by the field's own least length, which also counts what is wrong for another reason
    if len(given) < 2:
        raise ValueError("there is no choice: two at least")
    return given


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("this text is empty")
    return text


File = Annotated[str, AfterValidator(_file), Says({"pattern": f"^{_FILE}$"})]
"""A Markdown file in the folder of each language."""

Text = Annotated[str, AfterValidator(_said)]
"""Words that are there."""

Change = Annotated[str, AfterValidator(_change), Says({"pattern": f"^{_CHANGE}$"})]
Changes = Annotated[tuple[Change, ...], Field(max_length=15)]
"""Texts `dotted.path=value`, as after `-s`."""

Strategies = dict[Name, Name]
"""Party -> who plays it: a registered strategy; the scenario's own for a party left out."""

Measured = Annotated[str, AfterValidator(_measure), Says({"pattern": f"^({_MEASURE})$"})]
"""`agreed`, `round`, `annual_PARTY`, `payoff_PARTY`, `no_deal_PARTY` or `issue:ISSUE`."""


class Said(Model):
    """A short text in both languages."""

    en: Text
    """In English."""
    ja: Text
    """In Japanese."""


class Talk(Model):
    """Talks that are begun: which, changed how, with whose luck."""

    scenario: str = ""
    """A shipped scenario, or `scenario.yaml` of the lesson's folder; the lesson's own where left out."""
    changes: Changes = ()
    """What is changed in it."""
    seed: Seed = 1
    """Root seed."""
    world: Annotated[int, Field(ge=0), WHOLE] = 0
    """Number of the world."""


class Read(Model):
    """Something to read."""

    kind: Literal["read"]
    text: File
    """What to read."""


class Explain(Model):
    """Why it came out so."""

    kind: Literal["explain"]
    text: File
    """The explanation."""


class Play(Talk):
    """A seat at the table."""

    kind: Literal["play"]
    text: File
    """What is at stake, and what to try."""
    side: Name
    """The party whose seat the learner takes."""
    opponent: str = ""
    """Who plays the others: a strategy, `hidden` for one drawn by the seed, or nothing for the scenario's own."""
    shown: bool = False
    """Whether the opponent's name is shown from the start."""
    hints: bool = False
    """Whether hints may be asked for."""


class Truth(Talk):
    """What a bet is about."""

    of: Literal["world", "mean", "share"]
    """`world`: one world. `mean`: the mean over worlds (of worlds with a deal, for `round` and issues). `share`: the
    percentage of all worlds that count."""
    measure: Measured
    """What is measured."""
    at_least: float | None = None
    """For a share: a world counts when the measure is this or more."""
    at_most: float | None = None
    """For a share: a world counts when the measure is this or less."""
    strategies: Strategies = {}
    """Who plays."""
    worlds: Annotated[int, Field(ge=1, le=1_000), WHOLE] = 1_000
    """Worlds of a mean or share."""


class Bet(Model):
    """A number that the learner expects, before seeing it."""

    kind: Literal["bet"]
    text: File
    """What the bet is about."""
    id: Name
    """Its name, unique in the lesson."""
    ask: Said
    """The question."""
    unit: Said
    """Unit of the answer; `%` for a share."""
    low: float
    """Least answer."""
    high: float
    """Largest answer."""
    step: Annotated[float, Field(gt=0)]
    """Distance of answers."""
    digits: Annotated[int, Field(ge=0, le=4), WHOLE] = 1
    """Digits after the point of what is shown."""
    truth: Truth
    """What comes out."""
    because: File | None = None
    """What to say once the answer is there."""


class Choice(Model):
    """A question with answers to choose from."""

    kind: Literal["choice"]
    text: File
    """What the question is about."""
    id: Name
    """Its name, unique in the lesson."""
    ask: Said
    """The question."""
    options: Annotated[dict[Name, Said], Field(max_length=6), AfterValidator(_several), Says({"minProperties": 2})]
    """Answers by name."""
    right: Name
    """Name of the right one."""
    because: File
    """Why."""


class Watch(Talk):
    """Two strategies at the table, step by step."""

    kind: Literal["watch"]
    text: File
    """What to look out for."""
    strategies: Strategies = {}
    """Who plays."""


class Slider(Model):
    """The one number that is varied."""

    path: str
    """Dotted path of the scenario."""
    label: Said
    """What it is called."""
    values: Annotated[tuple[float, ...], Field(max_length=21), AfterValidator(_several), Says({"minItems": 2})]
    """Its values, from low to high."""


class Vary(Talk):
    """One number varied, a thousand worlds played again for each value."""

    kind: Literal["vary"]
    text: File
    """What to vary, and what to look at."""
    slider: Slider
    """What is varied."""
    strategies: Strategies = {}
    """Who plays."""
    measures: Annotated[tuple[Measured, ...], Field(max_length=6), AfterValidator(some("what is shown?"))]
    """What is shown of the worlds."""
    worlds: Annotated[int, Field(ge=1, le=1_000), WHOLE] = 1_000
    """Worlds for each value."""


class Sandbox(Talk):
    """Everything free."""

    kind: Literal["sandbox"]
    text: File
    """What to try."""


Step = Annotated[Read | Play | Bet | Choice | Watch | Vary | Explain | Sandbox, Field(discriminator="kind")]
"""One step, told apart by `kind`."""


class Lesson(Model):
    """A whole lesson: one idea, step by step."""

    schema_version: Annotated[Literal[1], NUMBER]
    """Version of this format."""
    name: Name
    """Name of its folder."""
    number: Annotated[int, Field(ge=1, le=999), WHOLE]
    """Its place in the list."""
    minutes: Annotated[int, Field(ge=1, le=240), WHOLE]
    """About how long it takes one learner."""
    title: Said
    """Its title."""
    idea: Said
    """The one idea, in a sentence."""
    scenario: str
    """A shipped scenario, or `scenario.yaml` of this folder."""
    steps: Annotated[
        tuple[Step, ...], Field(max_length=40), AfterValidator(some("a lesson has a step")), Says({"minItems": 1})
    ]  # fmt: skip
    """The steps, in order: play, bet, watch, vary one thing, explain, sandbox."""
    guide: File | None = None
    """For the teacher: aim, time, questions, expected answers, a plan."""
    roles: dict[Name, File] = {}
    """Confidential sheets to print, by party."""
    score: File | None = None
    """A score sheet to print."""
