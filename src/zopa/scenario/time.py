"""Time: rounds or a calendar, what is in force without a deal, threats, and what delay costs."""

import datetime as dt
import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from zopa.scenario.base import Level, Model, Name
from zopa.scenario.quantity import Quantity


def _iso_date(raw: Any) -> Any:
    if isinstance(raw, str):
        # date.fromisoformat alone would also take 20250701 and 2025-W27-2
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw, re.ASCII):
            raise ValueError("a date is written YYYY-MM-DD")
        try:
            return dt.date.fromisoformat(raw)
        except ValueError:
            raise ValueError(f"there is no such date: {raw}") from None
    return raw


Date = Annotated[dt.date, BeforeValidator(_iso_date)]

Levels = dict[Name, Level]
"""Issue -> level."""


def _one_or_each(raw: Any) -> str:
    quantity = {"value", "low", "central", "high"}
    return "each" if isinstance(raw, dict) and not quantity & raw.keys() else "one"


class LumpTime(Model):
    """Rounds without dates: a deal pays its payoff once, shrunk by the discount factor for every round gone."""

    kind: Literal["lump"]
    rounds: Annotated[int, Field(ge=1, le=100_000)]
    """Rounds until the talks end."""
    discount: Annotated[
        Annotated[Quantity, Tag("one")] | Annotated[dict[Name, Quantity], Tag("each")], Discriminator(_one_or_each)
    ] = 1.0
    """Discount factor per round, one for all or one per party."""
    inside: dict[Name, Quantity] = {}
    """Party -> what it receives for every round gone without a deal (an inside option), shrunk like a deal."""
    outside: dict[Name, Quantity] = {}
    """Party -> what it gets when somebody leaves the table (an outside option), shrunk like a deal; its `disagreement`
    where left out."""


class Calendar(Model):
    """Real dates on which rounds are held: evenly spaced, or listed."""

    start: Date
    """Date of the first round; payoffs are present values at this date."""
    end: Date
    """Last date on which the talks may be held."""
    every_days: Annotated[int, Field(ge=1)] = 7
    """Days between rounds."""
    dates: tuple[Date, ...] | None = None
    """Dates of the rounds, listed (instead of `every_days`)."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("end must not be before start")
        if self.dates is not None:
            if not self.dates or list(self.dates) != sorted(set(self.dates)):
                raise ValueError("dates must rise, each once, with at least one")
            if self.dates[0] < self.start or self.dates[-1] > self.end:
                raise ValueError(f"dates must lie within the calendar, {self.start} to {self.end}")
        return self


class InForce(Model):
    """Levels that are in force from a date on while there is no deal."""

    since: Date
    """First day in force."""
    levels: Levels
    """Issue -> level; issues not named keep their level."""
    source: str = ""
    """Where this comes from."""


class Threat(Model):
    """Levels announced for a date unless there is a deal. The newest announced one is the threat in force."""

    name: Name
    """Name, shown in transcripts."""
    announced: Date
    """Day it becomes known."""
    due: Date
    """Day it is to be carried out."""
    levels: Levels
    """Issue -> level threatened; issues not named keep the level in force."""
    belief: Quantity | None = None
    """Probability that it will be carried out, as believed from the announcement on; unchanged where left out."""
    execution: Quantity = 0.0
    """Probability that it is carried out when due and there is no deal."""
    extends: Name | None = None
    """Threat that this one replaces: its date passes unexecuted and belief falls once by `extension_factor`."""
    source: str = ""
    """Where this comes from."""

    @model_validator(mode="after")
    def _due_later(self) -> Self:
        if self.due < self.announced:
            raise ValueError("a threat cannot be due before it is announced")
        return self


class Reweight(Model):
    """A party's payoff on one issue or cluster is multiplied for agreements struck before a date."""

    party: Name
    """Whose payoff."""
    issue: Name
    """Issue or cluster."""
    until: Date
    """First day on which the factor no longer counts."""
    factor: Quantity
    """The factor before that day."""
    why: str = ""
    """The reason, with its source."""


class FlowTime(Model):
    """Real dates: payoffs are annual flows to a horizon; no deal leaves the flows in force and the threats."""

    kind: Literal["flow"]
    calendar: Calendar
    """When the rounds are held."""
    horizon: Quantity
    """Years from the start over which flows count."""
    discount_rate: Quantity
    """Discount rate per year, as a share (0.03 = 3 %)."""
    in_force: Annotated[tuple[InForce, ...], Field(min_length=1)]
    """The status quo by date; the first entry names every issue and starts no later than the calendar."""
    threats: tuple[Threat, ...] = ()
    """Threats by date of announcement."""
    belief: Quantity = 0.35
    """Belief in execution of a threat at the start."""
    extension_factor: Quantity = 1.0
    """Belief is multiplied by this each time a threat's date passes or is moved."""
    reweight: tuple[Reweight, ...] = ()
    """Payoffs that count differently before a date (an election)."""


Time = Annotated[LumpTime | FlowTime, Field(discriminator="kind")]
