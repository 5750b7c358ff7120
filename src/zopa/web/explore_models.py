"""What the page of sliders asks and is told."""

from typing import Annotated, Literal

from pydantic import Field

from zopa.web.models import Change, Model, Name

Number = float | None
Changes = Annotated[tuple[Change, ...], Field(max_length=16)]
Strategies = Annotated[dict[Name, Name], Field(max_length=6)]


class Setting(Model):
    """What is played.

    Attributes:
        changes: Texts `dotted.path=value`.
        strategies: Who plays a seat, by party; those left out play the scenario's own.
    """

    changes: Changes = ()
    strategies: Strategies = {}


class Asked(Setting):
    """A question about worlds of a setting.

    Attributes:
        scenario: Name of the scenario.
        seed: Root seed.
        worlds: Worlds from 0 on.
        baseline: Another setting of it, to be compared on the same worlds.
        points: Whether the answer lists the worlds' payoffs.
        enough: Worlds that do for now, where not all are there; 0 where only all will do.
    """

    scenario: Name = "us_japan_2025"
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 0
    worlds: Annotated[int, Field(ge=1, le=100_000)] = 1_000
    baseline: Setting | None = None
    points: bool = True
    enough: Annotated[int, Field(ge=0, le=100_000)] = 0


class Ahead(Model):
    """Settings that will perhaps be asked for soon, the likeliest first.

    Attributes:
        scenario: Name of the scenario.
        seed: Root seed.
        worlds: Worlds from 0 on.
        settings: The settings.
    """

    scenario: Name = "us_japan_2025"
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 0
    worlds: Annotated[int, Field(ge=1, le=100_000)] = 1_000
    settings: Annotated[tuple[Setting, ...], Field(max_length=12)]


class Estimate(Model):
    """A number with its 95 % interval.

    Attributes:
        value: The number; null where no world counts.
        low: Lower end; null where nothing can be said.
        high: Upper end.
        worlds: Worlds that count.
    """

    value: Number
    low: Number
    high: Number
    worlds: int


class Term(Model):
    """What deals say about an issue.

    Attributes:
        issue: Its name.
        title: What people read.
        unit: Unit of its levels.
        middle: The median level of all deals, or the most frequent one where levels are words; null without deals.
        low: First quartile; null where levels are words.
        high: Third quartile.
        share: Share of the deals with exactly the middle level.
    """

    issue: str
    title: str
    unit: str
    middle: str | float | None
    low: Number = None
    high: Number = None
    share: Number = None


class Who(Model):
    """A party, and who plays it."""

    name: str
    title: str
    strategy: str


class About(Model):
    """What the numbers are about."""

    scenario: str
    title: str
    unit: str
    judged: bool
    parties: tuple[Who, ...]
    rounds: int
    dates: tuple[str, ...]


class Answer(Model):
    """What came of a thousand worlds.

    Attributes:
        table: What the numbers are about.
        worlds: Worlds played.
        measures: `agreed` (share), `annual_<party>` (mean), `round` and `issue:<name>` (means over deals).
        differences: The same less the baseline's, on the same worlds; means over deals are those of deals in both.
        terms: What deals say.
        ends: Shares of the ways in which talks ended.
        rounds: Deals by round, from 1.
        points: For each world the yearly payoffs of the first two parties, and 1 for a deal.
    """

    table: About
    worlds: int
    measures: dict[str, Estimate]
    differences: dict[str, Estimate] | None
    terms: tuple[Term, ...]
    ends: dict[str, float]
    rounds: tuple[int, ...]
    points: tuple[tuple[float, float, int], ...]


class Dial(Model):
    """A slider.

    Attributes:
        path: What it moves in the scenario.
        change: The change that it makes, with `$` in place of the number.
        name: Short name, by which the page knows its text where it has no label.
        label: What people read, by language; empty for the page's own text.
        about: What it means, by language.
        party: Whose it is; empty for nobody's.
        unit: Unit.
        source: Where the range comes from.
        kind: Whether it moves through numbers, through a list of levels, or through dates.
        low: Lowest number; the position of the first value of a list is 0.
        high: Highest number.
        step: Step.
        values: The list.
        start: Where it stands at first: the central number.
        drawn: Whether the scenario draws it anew in each world.
        reach: Between which numbers nine in ten draws lie; empty where it is not drawn.
        more: Whether it stands among those that are folded away.
    """

    path: str
    change: str
    name: str
    label: dict[str, str] = {}
    about: dict[str, str] = {}
    party: str = ""
    unit: str = ""
    source: str = ""
    kind: Literal["number", "level", "date"] = "number"
    low: float
    high: float
    step: float
    values: tuple[str | float, ...] = ()
    start: float
    drawn: bool = False
    reach: tuple[float, ...] = ()
    more: bool = False


class Dials(Model):
    """The sliders of a scenario.

    Attributes:
        dials: The sliders, the main ones first.
        terms: The main issues.
    """

    dials: tuple[Dial, ...]
    terms: tuple[str, ...]
