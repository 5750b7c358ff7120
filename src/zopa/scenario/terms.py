"""Payoff terms: small kinds that add up to what the levels of one cluster are worth to one party."""

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from zopa.scenario.base import Level, Model, Name
from zopa.scenario.quantity import Quantity, Range, Value


class Indifferent(Model):
    """The party does not care: worth 0 at every level, said on purpose (a payoff left out is an error)."""

    kind: Literal["indifferent"]
    why: str = ""
    """Why it is worth nothing."""


class Linear(Model):
    """`slope × (level − origin)`."""

    kind: Literal["linear"]
    slope: Quantity
    """Payoff per unit of the level."""
    origin: Quantity = 0.0
    """Level worth 0."""
    of: Name | None = None
    """Issue of the cluster whose level counts; needed where the cluster has several issues."""


class Power(Model):
    """`slope × (level / scale) ** exponent`."""

    kind: Literal["power"]
    slope: Quantity
    """Payoff at level = scale."""
    scale: Quantity
    """The level that counts as 1."""
    exponent: Quantity = 1.0
    """The exponent."""
    of: Name | None = None
    """Issue of the cluster whose level counts."""


class Saturating(Model):
    """`worth × (1 − exp(−level/scale)) / (1 − exp(−1))`: rises ever more slowly, `worth` at level = scale."""

    kind: Literal["saturating"]
    worth: Quantity
    """Payoff at level = scale."""
    scale: Quantity
    """The level at which it is worth `worth`."""
    of: Name | None = None
    """Issue of the cluster whose level counts."""


class Table(Model):
    """A payoff for each level."""

    kind: Literal["table"]
    values: dict[Level, Quantity]
    """Level -> payoff; every level of the issue must stand here."""
    cell_factor: Quantity | None = None
    """A factor drawn for each cell on its own, for example `{low: 0.5, central: 1, high: 2}`."""
    factor: Quantity = 1.0
    """A factor common to all cells."""
    of: Name | None = None
    """Issue of the cluster whose level counts."""
    unit: str = ""
    """Unit of the values."""
    source: str = ""
    """Where the values come from."""
    basis: Literal["fact", "estimate", "assumption"] = "estimate"
    """An `assumption` needs ranges: in the values or by `cell_factor`."""

    @model_validator(mode="after")
    def _assumption_has_a_range(self) -> Self:
        # an exact 0 is the level that the others are measured from
        exact = [v for v in self.values.values() if isinstance(v, Value) or (isinstance(v, float) and v != 0)]
        ranged = not exact or any(isinstance(f, Range | str) for f in (self.cell_factor, self.factor))
        if self.basis == "assumption" and not ranged:
            raise ValueError("an assumption needs a range: in the values, in factor or in cell_factor")
        return self


class Less(Model):
    """What is subtracted from a tariff level to get added points, by the level of a second issue."""

    by: Name
    """Issue of the same cluster, for example `stacking`."""
    values: dict[Level, Quantity]
    """Its level -> percentage points subtracted."""


def _quantity_or_less(raw: Any) -> str:
    return "less" if isinstance(raw, Less) or (isinstance(raw, dict) and "by" in raw) else "quantity"


class TariffIncidence(Model):
    """Partial equilibrium of one tariff: exporter's loss, importer's revenue and consumers' loss, weighted.

    With added points a, d = a/100, pass-through λ, elasticity ε, rent share m, imports M:
    price p = (1 + λd)/(1 + d), volume q = (1 + λd)^−ε; exporter's loss M((1 − p)q + m(1 − q)), revenue M q p d,
    consumers' loss M λ d (1 + q)/2; the term is
    `revenue_weight × revenue − consumer_weight × consumers' loss − exporter_weight × exporter's loss`.
    """

    kind: Literal["tariff_incidence"]
    imports: Quantity
    """Imports before the tariff, bn USD/yr."""
    pass_through: Quantity
    """Share of the tariff that reaches the importer's prices."""
    elasticity: Quantity
    """Import demand elasticity (positive)."""
    rent_share: Quantity
    """Margin and rent lost on a lost unit of export, share of its price."""
    revenue_weight: Quantity = 0.0
    """Weight on tariff revenue."""
    consumer_weight: Quantity = 0.0
    """Weight on consumers' loss."""
    exporter_weight: Quantity = 0.0
    """Weight on the exporter's loss."""
    per_point: Quantity = 0.0
    """Further payoff per added point."""
    per_point_below: Quantity = 0.0
    """Further payoff per point *below* `reference_points`."""
    reference_points: Quantity = 25.0
    """Added points from which `per_point_below` counts."""
    less: Annotated[
        Annotated[Quantity, Tag("quantity")] | Annotated[Less, Tag("less")], Discriminator(_quantity_or_less)
    ] = 0.0
    """Subtracted from the level to get added points (the MFN rate); never below 0."""
    of: Name | None = None
    """Issue of the cluster that is the tariff."""


class OneOff(Model):
    """Paid once, at the date of the agreement, not every year."""

    kind: Literal["one_off"]
    values: dict[Level, Quantity] | None = None
    """Level -> amount."""
    slope: Quantity | None = None
    """Amount per unit of the level (instead of `values`)."""
    of: Name | None = None
    """Issue of the cluster whose level counts."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.values is None) == (self.slope is None):
            raise ValueError("give either values or slope")
        return self


class Gate(Model):
    """Levels that the party cannot accept, whatever else the package holds: a red line known to all."""

    kind: Literal["gate"]
    at_most: float | None = None
    """The highest acceptable level."""
    at_least: float | None = None
    """The lowest acceptable level."""
    accepts: tuple[Level, ...] | None = None
    """The acceptable levels, listed (instead of `at_most` and `at_least`)."""
    of: Name | None = None
    """Issue of the cluster that is gated."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_most is None and self.at_least is None and self.accepts is None:
            raise ValueError("a gate needs at_most, at_least or accepts")
        if self.accepts is not None and (self.at_most is not None or self.at_least is not None):
            raise ValueError("a gate lists what it accepts, or bounds it; not both")
        return self


Simple = Annotated[Indifferent | Linear | Power | Saturating | Table | TariffIncidence, Field(discriminator="kind")]


class Linked(Model):
    """Terms of one issue multiplied by a factor that the level of another issue of the cluster decides."""

    kind: Literal["linked"]
    by: Name
    """Issue of the same cluster that decides the factor."""
    factors: dict[Level, Quantity]
    """Its level -> factor."""
    terms: tuple[Simple, ...]
    """What is multiplied."""


class JointRow(Model):
    """One combination of levels and its payoff."""

    levels: dict[Name, Level]
    """Issue -> level, for all issues of the cluster."""
    value: Quantity
    """Payoff of the combination."""


class JointTable(Model):
    """A payoff for each combination of the levels of a cluster."""

    kind: Literal["joint_table"]
    rows: tuple[JointRow, ...]
    """Every combination, once."""


Term = Annotated[
    Indifferent | Linear | Power | Saturating | Table | TariffIncidence | OneOff | Gate | Linked | JointTable,
    Field(discriminator="kind"),
]
