"""An experiment file: a question to a scenario, what is varied and measured, and what is expected to come out."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from zopa.scenario.base import Model, Name
from zopa.scenario.design import MOST_POINTS, Design, Factor, Overrides, Setting, Until
from zopa.scenario.problems import listed
from zopa.scenario.question import Question
from zopa.scenario.rules import WHOLE, FactorName, Says, Seed, Short, one_of, some

Word = bool | float | str
"""A value of a column: true or false, a number, a date or a word."""

Verdict = Literal["holds", "fails", "undecided"]

KINDS = ("built_in", "emergent", "historical", "predicted")
"""What a clause can be."""

Kind = Annotated[str, *one_of("kind", KINDS)]
"""Not a literal: models with a literal `kind` are told apart by it, and there is one model of clauses."""

Relation = Literal["increases", "decreases", "equals", "at_least", "at_most", "within", "peaks"]


COMPARING = ("increases", "decreases", "equals")
"""Relations between one setting and another."""


class Limits(Model):
    """What a column must be; all that is said must be met, and a missing value meets nothing."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    at_least: Word | None = None
    """The value or more."""
    at_most: Word | None = None
    """The value or less."""
    above: Word | None = None
    """More than the value."""
    below: Word | None = None
    """Less than the value."""
    equals: Word | None = None
    """The value itself."""
    is_not: Word | None = None
    """Anything there but the value."""

    @model_validator(mode="after")
    def _says_something(self) -> "Limits":
        if not self.model_fields_set:
            raise ValueError(f"this condition says nothing: {listed(Limits.model_fields)}")
        return self


def _form(raw: Any) -> str:
    # tags must not be names of fields: they stand between field names in the locations of errors
    if isinstance(raw, dict | Limits):
        return "limited"
    return "several" if isinstance(raw, list | tuple) else "single"


_Several = Annotated[
    tuple[Word, ...], AfterValidator(some("an empty list: no world can meet this")), Says({"minItems": 1})
]

Condition = Annotated[
    Annotated[Word, Tag("single")] | Annotated[_Several, Tag("several")] | Annotated[Limits, Tag("limited")],
    Discriminator(_form),
]
"""A value, a list of values (any of them), or limits."""

Conditions = dict[Name, Condition]
"""Column -> condition; all must be met."""


class Measure(Model):
    """One number that a table of results gives."""

    statistic: Literal["mean", "share", "quantile", "median", "sd"] | None = None
    """What is worked out; `share` is the share of worlds that meet `that`."""
    of: Name | None = None
    """Column it is worked out of: of the results, or `day`, `joint`, `gain_PARTY`."""
    that: Conditions = {}
    """What a share counts."""
    where: Conditions = {}
    """Worlds that count at all; all of them where left out."""
    q: Annotated[float, Field(gt=0, lt=1)] | None = None
    """Which quantile, between 0 and 1."""
    minus: "Measure | None" = None
    """A second measure of the same worlds, taken off the first."""


class Clause(Model):
    """One prediction, and the verdict recorded for it."""

    id: Short
    """Short name such as `M9.b`, unique among the files checked together."""
    clause: str
    """The prediction in words."""
    kind: Kind = "predicted"
    """`built_in` (so by construction), `emergent` (of the interplay), `historical` (against what happened), or
    `predicted` (of the experiment's own points)."""
    measure: Measure
    """What is measured in each setting."""
    given: Overrides = {}
    """What is changed in all settings."""
    vary: tuple[Setting, ...] = ()
    """The settings, in order."""
    along: Name | None = None
    """Instead of `vary`: the lever or uncertainty whose levels are the settings; at each level of the others."""
    at: dict[Name, Word | tuple[Word, ...]] = {}
    """Lever or uncertainty -> the level, or levels, to which the clause is confined."""
    relation: Relation | None = None
    """How the measure goes with the settings."""
    margin: Annotated[float, Field(ge=0)] = 0.0
    """By how much, in the measure's unit (shares as shares: 0.02 is two points)."""
    over: Literal["adjacent", "ends"] = "adjacent"
    """Whether each setting is compared with the one before, or the last with the first."""
    value: float | str | None = None
    """Bound of `at_least` and `at_most`."""
    low: float | str | None = None
    """Lower bound of `within`."""
    high: float | str | None = None
    """Upper bound of `within`."""
    observed: Word | None = None
    """What happened, to be placed in the distribution of the measure's column (`historical`, without a relation)."""
    off: Overrides | None = None
    """What switches the mechanism off or negates it: the relation must then not hold (`emergent`)."""
    without: tuple[Setting, ...] | None = None
    """The same by another list of settings, instead of `off`."""
    source: str = ""
    """Where the prediction, or what happened, comes from."""
    verdict: Verdict | None = None
    """The verdict as recorded."""
    because: str = ""
    """Why it does not hold, where it does not."""


class Experiment(Question):
    """A whole experiment file."""

    scenario: str
    """A file or folder (relative to this one), or the name of a scenario that comes with zopa."""
    constants: Overrides = {}
    """What is changed in every setting of every clause, and in every point of the design."""
    levers: dict[FactorName, Factor] = {}
    """What a party chooses, and the run varies."""
    uncertainties: dict[FactorName, Factor] = {}
    """What the world chooses, and the run varies."""
    design: Design = "grid"
    """How levers and uncertainties are combined: `grid` (every combination), `list` (first levels together, second
    levels together, …), `lhs` (Latin hypercube), `sobol` (Saltelli's, for Sobol indices), `morris` (trajectories)."""
    points: Annotated[int, Field(ge=1, le=MOST_POINTS), WHOLE] | None = None
    """`lhs`: points. `sobol`: rows of its base sample, a power of 2. `morris`: trajectories."""
    luck: Literal["common", "independent"] = "common"
    """Whether a world has the same luck in every point, or its own in each."""
    worlds: Annotated[int, Field(ge=1, le=1_000_000_000), WHOLE] = 1000
    """Worlds in each setting or point; with `until`, at most."""
    until: Until | None = None
    """When to stop earlier: as soon as an outcome is sure enough in every point."""
    seed: Seed = 0
    """Root seed; all settings share their luck."""
    record: Literal["none", "deals", "rounds"] = "deals"
    """What is kept of a world: the columns that outcomes and expectations need; how it ended; also every offer."""
    outcomes: dict[Name, Measure] = {}
    """What is measured in each point; where left out, agreement, its day and the parties' payoffs."""
    pairs: dict[Name, Overrides] = {}
    """Strategy pairs: what `emergent` clauses must hold under; the others are played with the first."""
    expect: tuple[Clause, ...] = ()
    """What is expected."""
