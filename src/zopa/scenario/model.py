"""A scenario: what is bargained over, by whom, under which rules, with numbers that carry their source."""

from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from zopa.scenario.base import Level, Model, Name
from zopa.scenario.quantity import Correlation, Quantity, Shared
from zopa.scenario.terms import Term
from zopa.scenario.time import Time

S = TypeVar("S")
M = TypeVar("M")


class Issue(Model):
    """One thing bargained over, and the levels that it can take."""

    title: str = ""
    """What people read."""
    unit: str = ""
    """Unit of the levels."""
    levels: Annotated[tuple[Level, ...], Field(min_length=1, max_length=100_000)]
    """The levels, in the order in which they are shown."""
    source: str = ""
    """Where the levels come from."""


class Party(Model, Generic[S]):
    """A negotiating side."""

    name: str = ""
    """What people read."""
    strategy: S
    """How it bids, accepts and models the others: `kind` and its parameters."""
    payoffs: dict[Name, tuple[Term, ...]]
    """Issue or cluster -> terms that add up; every issue must be covered."""
    disagreement: Quantity = 0.0
    """What no deal is worth where time is `lump` (with `flow` the schedules decide)."""
    weight: Annotated[float, Field(gt=0)] = 1.0
    """Bargaining weight of the party in the weighted Nash solution."""


class AlternatingOffers(Model):
    """Parties take turns: each accepts the offer on the table or makes its own; a deal needs all (unanimity)."""

    kind: Literal["alternating_offers"]
    order: tuple[Name, ...] | None = None
    """Turn order; the order of `parties` where left out."""
    rotate: bool = False
    """Whether another party proposes first in the next round (with `counter: false`)."""
    exchanges: Annotated[int, Field(ge=1, le=1000)] = 1
    """Times that everybody moves in one round."""
    counter: bool = True
    """Whether who refuses may answer with an offer in the same turn; if not, one party proposes per exchange."""

    @model_validator(mode="after")
    def _everybody_answers(self) -> Self:
        if self.rotate and self.counter:
            raise ValueError("rotate needs counter: false; else who ends a round moves again before all have answered")
        return self


class Ultimatum(Model):
    """One party makes one offer; the others take it or leave it."""

    kind: Literal["ultimatum"]
    proposer: Name | None = None
    """Who makes the offer; the first party where left out."""


class MonotonicConcession(Model):
    """All offer at the same time; an offer that gives everybody else what each asks for itself is the deal."""

    kind: Literal["monotonic_concession"]
    stuck: Annotated[int, Field(ge=0, le=1000)] = 1
    """Rounds in a row without any concession that end the talks in conflict; 0 for never."""


class DoubleAuction(Model):
    """Buyer and seller each write down a price; if they cross, they trade in between. One issue with numbers."""

    kind: Literal["double_auction"]
    share: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Weight of the first party's price in the price agreed."""


Protocol = Annotated[AlternatingOffers | DoubleAuction | MonotonicConcession | Ultimatum, Field(discriminator="kind")]


class Package(Model):
    """A named package: all levels, or those that differ from another named package."""

    base: Name | None = None
    """Package that it starts from."""
    levels: dict[Name, Level]
    """Issue -> level."""
    about: str = ""
    """What it is."""
    source: str = ""
    """Where it is written."""


class Scenario(Model, Generic[S, M]):
    """A whole scenario file.

    `S` is the union of strategy specifications and `M` that of mechanisms, which the layer above supplies.
    """

    schema_version: Literal[1]
    """Version of this format."""
    name: Name
    """Short name, used for result folders."""
    title: str = ""
    """What people read."""
    about: str = ""
    """What the scenario is, and where it comes from."""
    unit: str = ""
    """Unit of payoffs, for example `bn USD`."""
    include: tuple[str, ...] = ()
    """Files (relative to this one) whose sections are merged in; a key may stand in one file only."""
    issues: Annotated[dict[Name, Issue], Field(min_length=1)]
    """What is bargained over."""
    clusters: dict[Name, Annotated[tuple[Name, ...], Field(min_length=2)]] = {}
    """Issues whose payoffs do not add up, so that their levels are enumerated jointly."""
    quantities: dict[Name, Shared] = {}
    """Numbers that several terms share: drawn once per world."""
    correlate: tuple[Correlation, ...] = ()
    """Rank correlations between shared quantities."""
    parties: Annotated[dict[Name, Party[S]], Field(min_length=2)]
    """The negotiating sides."""
    information: Literal["complete", "prior", "none"] = "complete"
    """What parties know of each other's payoffs: all; the prior means; nothing."""
    gates: bool = True
    """Whether gates (red lines) bind."""
    protocol: Protocol
    """Who may do what in a round."""
    time: Time
    """Rounds or dates, and what delay costs."""
    mechanisms: dict[Name, M] = {}
    """What surrounds the table, by name: `kind`, `active` and parameters. Each can be switched off."""
    packages: dict[Name, Package] = {}
    """Named packages, for `zopa value` and for comparison."""
    disagreement: Name | None = None
    """Named package that stands for no deal in `zopa solve`; where left out, no deal as the time section has it."""


RawScenario = Scenario[dict[str, Any], dict[str, Any]]
"""A scenario whose strategies and mechanisms are not yet checked."""

__all__ = ["Issue", "Level", "Package", "Party", "Protocol", "RawScenario", "Scenario"]
