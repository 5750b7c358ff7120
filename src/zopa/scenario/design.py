"""What an experiment varies: levers and uncertainties, how they are combined, and when to stop."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from zopa.scenario.base import Model, Name
from zopa.scenario.rules import WHOLE, Dotted, Says, some

Overrides = dict[str, Any]
"""Dotted path -> value, as after `-s`."""

Design = Literal["grid", "list", "lhs", "sobol", "morris"]

SAMPLED = ("lhs", "sobol", "morris")
"""Designs that draw their points instead of combining levels."""

MOST_POINTS = 1_000_000
"""More points than this in one run are refused."""


class Setting(Model):
    """One of the settings compared."""

    name: str = ""
    """What people read."""
    set: Overrides = {}
    """What is changed; nothing: as it stands."""


def _form(raw: Any) -> str:
    # tags must not be names of fields: they stand between field names in the locations of errors
    return "named" if isinstance(raw, dict) else "several"


Levels = Annotated[
    Annotated[dict[str, Any], Tag("named")] | Annotated[tuple[Any, ...], Tag("several")], Discriminator(_form)
]
"""Names and values, or values."""


class Factor(Model):
    """A lever or an uncertainty: something in the scenario that a run varies.

    It has a `path`, a `draw` or `settings`. A `path` is overridden for everybody, as after `-s`: who may know it knows
    it. A `draw` is a number that the scenario draws for each world: it is given in place of the draw, and what the
    parties believe about it stays as the scenario says.
    """

    title: str = ""
    """What people read."""
    unit: str = ""
    """Unit of its levels."""
    path: Dotted | None = None
    """Dotted path of a key of the scenario, as after `-s`."""
    draw: Dotted | None = None
    """A number with a range in the scenario: the name of a shared quantity, or the path of one in place."""
    levels: Annotated[
        Levels | None,
        AfterValidator(some("levels is empty: at least one is needed")),
        Says({"minItems": 1, "minProperties": 1}),
    ] = None
    """The values it takes, or names and values."""
    settings: Annotated[
        tuple[Setting, ...], AfterValidator(some("settings is empty: at least one is needed")), Says({"minItems": 1})
    ] = ()
    """Instead of a path: named sets of overrides that change together."""
    low: float | None = None
    """Lowest value, in designs that draw points."""
    high: float | None = None
    """Highest value."""
    scale: Literal["linear", "log"] = "linear"
    """Whether equal steps or equal ratios between low and high are equally likely."""
    whole: bool = False
    """Whether values between low and high are rounded to whole numbers."""


class Until(Model):
    """When a run has played enough worlds."""

    outcome: Name
    """The outcome that must be sure."""
    standard_error: Annotated[float, Field(gt=0)]
    """In every point its standard error must be no larger than this."""
    every: Annotated[int, Field(ge=1, le=1_000_000_000), WHOLE] = 1024
    """Worlds in each point between two looks."""
