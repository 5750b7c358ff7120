"""Quantities: a plain number, a sourced value, a range drawn per world, or the name of a shared quantity."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from zopa.scenario.base import Model, Name

Basis = Literal["fact", "estimate", "assumption"]


def _no_assumption(raw: Any) -> Any:
    if raw == "assumption":
        raise ValueError("an assumption needs a range: give low, central and high instead of value")
    return raw


class Value(Model):
    """One sourced number."""

    value: float
    """The number, in `unit`."""
    unit: str = ""
    """Unit of measurement, for example `bn USD/yr`."""
    source: str = ""
    """Where the number comes from."""
    basis: Annotated[Literal["fact", "estimate"], BeforeValidator(_no_assumption)] = "estimate"
    """`fact` or `estimate`; an `assumption` must give a range."""


class Range(Model):
    """A number that is uncertain: drawn once per world.

    The distribution is a two-piece normal in quantiles: median `central`, 5th percentile `low`, 95th percentile
    `high`, cut at twice the distance from the median.
    """

    low: float
    """5th percentile."""
    central: float
    """Median; the value used where a single central number is asked for."""
    high: float
    """95th percentile."""
    at_least: float | None = None
    """Draws below this are moved to it (a probability is at least 0)."""
    at_most: float | None = None
    """Draws above this are moved to it."""
    unit: str = ""
    """Unit of measurement."""
    source: str = ""
    """Where the number comes from."""
    basis: Basis = "estimate"
    """`fact`, `estimate`, or `assumption` (somebody's judgement)."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.central <= self.high:
            raise ValueError("a range must be ordered: low <= central <= high")
        if self.at_least is not None and self.at_least > self.low:
            raise ValueError("at_least must not be above low")
        if self.at_most is not None and self.at_most < self.high:
            raise ValueError("at_most must not be below high")
        return self


def _kind_of_quantity(raw: Any) -> str:
    # tags must not be names of fields: they stand between field names in the locations of errors
    if isinstance(raw, str):
        return "reference"
    if isinstance(raw, Range) or (isinstance(raw, dict) and not {"value"} & raw.keys()):
        return "ranged"
    if isinstance(raw, Value | dict):
        return "sourced"
    return "number"


Quantity = Annotated[
    Annotated[float, Tag("number")]
    | Annotated[Name, Tag("reference")]
    | Annotated[Value, Tag("sourced")]
    | Annotated[Range, Tag("ranged")],
    Discriminator(_kind_of_quantity),
]
"""A number, a `{value, unit, source, basis}`, a `{low, central, high, …}`, or the name of an entry of `quantities`."""


Shared = Annotated[Annotated[Value, Tag("sourced")] | Annotated[Range, Tag("ranged")], Discriminator(_kind_of_quantity)]
"""An entry of `quantities`: a `{value, unit, source, basis}` or a `{low, central, high, …}`."""


class Correlation(Model):
    """A rank correlation between two shared quantities (Gaussian copula)."""

    between: tuple[Name, Name]
    """Names of two entries of `quantities`."""
    rank: Annotated[float, Field(ge=-1, le=1)]
    """Spearman's rank correlation."""
