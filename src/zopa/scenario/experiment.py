"""An experiment file: a question to a scenario, what is varied and measured, and what is expected to come out."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from zopa.scenario.base import Model, Name

Word = bool | float | str
"""A value of a column: true or false, a number, a date or a word."""

Overrides = dict[str, Any]
"""Dotted path -> value, as after `-s`."""

Verdict = Literal["holds", "fails", "undecided"]

Relation = Literal["increases", "decreases", "equals", "at_least", "at_most", "within", "peaks"]


class Limits(Model):
    """What a column must be; all that is said must be met, and a missing value meets nothing."""

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


def _form(raw: Any) -> str:
    # tags must not be names of fields: they stand between field names in the locations of errors
    if isinstance(raw, dict | Limits):
        return "limited"
    return "several" if isinstance(raw, list | tuple) else "single"


Condition = Annotated[
    Annotated[Word, Tag("single")] | Annotated[tuple[Word, ...], Tag("several")] | Annotated[Limits, Tag("limited")],
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


class Setting(Model):
    """One of the settings compared."""

    name: str = ""
    """What people read."""
    set: Overrides = {}
    """What is changed; nothing: as it stands."""


class Clause(Model):
    """One prediction, and the verdict recorded for it."""

    id: str
    """Short name such as `M9.b`, unique among the files checked together."""
    clause: str
    """The prediction in words."""
    kind: str
    """`built_in` (so by construction), `emergent` (of the interplay) or `historical` (against what happened)."""
    measure: Measure
    """What is measured in each setting."""
    given: Overrides = {}
    """What is changed in all settings."""
    vary: tuple[Setting, ...] = ()
    """The settings, in order."""
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


class Experiment(Model):
    """A whole experiment file."""

    schema_version: Literal[1]
    """Version of this format."""
    id: str
    """Short name of the mechanism or question."""
    title: str
    """What people read."""
    question: str
    """What is asked."""
    setting: str = ""
    """What is simulated, in words."""
    source: str = ""
    """Where the mechanism comes from."""
    include: tuple[str, ...] = ()
    """Files (relative to this one) whose sections are merged in; a key may stand in one file only."""
    scenario: str
    """A file or folder (relative to this one), or the name of a scenario that comes with zopa."""
    worlds: Annotated[int, Field(ge=1, le=1_000_000)] = 1000
    """Worlds in each setting."""
    seed: Annotated[int, Field(ge=0)] = 0
    """Root seed; all settings share their luck."""
    constants: Overrides = {}
    """What is changed in every setting of every clause."""
    pairs: dict[Name, Overrides] = {}
    """Strategy pairs: what `emergent` clauses must hold under; the others are played with the first."""
    expect: tuple[Clause, ...]
    """What is expected."""
