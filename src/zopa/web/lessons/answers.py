"""What the server says of lessons: pydantic models, light."""

from typing import Literal

from zopa.web.models import Model, Start


class Head(Model):
    """A lesson in the list.

    Attributes:
        name: Its name.
        number: Its place.
        minutes: About how long it takes.
        title: Its title.
        idea: Its idea in a sentence.
        steps: How many steps it has.
        scenario: The scenario, as the server calls it.
        judged: Whether its numbers are the flagship's.
        guide: Whether there is a guide for the teacher.
        score: Whether there is a score sheet.
        roles: Parties for which there is a role sheet, with what people call them.
    """

    name: str
    number: int
    minutes: int
    title: str
    idea: str
    steps: int
    scenario: str
    judged: bool
    guide: bool
    score: bool
    roles: dict[str, str]


class Broken(Model):
    """A lesson that cannot be read."""

    name: str
    problem: str


class Heads(Model):
    """All lessons."""

    lessons: tuple[Head, ...]
    broken: tuple[Broken, ...]


class Asked(Model):
    """A question before its answer.

    Attributes:
        id: Its name.
        ask: The question.
        unit: Unit of the answer.
        low: Least answer.
        high: Largest answer.
        step: Distance of answers.
        digits: Digits after the point.
        of: What the answer is.
        worlds: Over how many worlds.
        options: Answers to choose from, by name.
    """

    id: str
    ask: str
    unit: str = ""
    low: float = 0
    high: float = 1
    step: float = 1
    digits: int = 0
    of: Literal["world", "mean", "share", "choice"] = "choice"
    worlds: int = 1
    options: dict[str, str] = {}


class Slid(Model):
    """The one number that is varied.

    Attributes:
        path: Where it stands in the scenario.
        label: What it is called.
        values: Its values.
        measures: What is shown of the worlds.
        worlds: How many worlds.
    """

    path: str
    label: str
    values: tuple[float, ...]
    measures: tuple[str, ...]
    worlds: int


class Step(Model):
    """A step of a lesson.

    Attributes:
        kind: What it is.
        html: Its text.
        start: The talks of play, watch, vary and sandbox.
        side: Whose seat the learner takes.
        asked: The question of bet and choice.
        slid: What is varied.
    """

    kind: Literal["read", "play", "bet", "choice", "watch", "vary", "explain", "sandbox"]
    html: str
    start: Start | None = None
    side: str = ""
    asked: Asked | None = None
    slid: Slid | None = None


class Told(Head):
    """A whole lesson, in a language.

    Attributes:
        each: Its steps.
    """

    each: tuple[Step, ...]


class Sheet(Model):
    """A page to print, or to read before class.

    Attributes:
        lesson: Title of the lesson.
        party: Whose it is; empty for none.
        html: Its text.
    """

    lesson: str
    party: str
    html: str


class Bar(Model):
    """Worlds whose values lie between two numbers."""

    low: float
    high: float
    worlds: int


class Answer(Model):
    """What came out.

    Attributes:
        value: The number; null where there is none, as the talks ended without a deal.
        right: Name of the right option of a choice.
        because: Why, as HTML.
        worlds: Of how many worlds it is.
        agreed: Share of them with a deal.
        bars: How the worlds' values are spread.
    """

    value: float | None = None
    right: str = ""
    because: str = ""
    worlds: int = 1
    agreed: float | None = None
    bars: tuple[Bar, ...] = ()
