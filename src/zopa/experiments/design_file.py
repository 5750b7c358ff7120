"""The points of a run as a table."""

import json
from typing import Any

import pyarrow as pa

from zopa.experiments.plan import Plan
from zopa.scenario.check_factor import as_text


def design_table(plan: Plan) -> pa.Table:
    """The points of a run: one row each, a column for each factor."""
    said = plan.study.experiment
    columns: dict[str, pa.Array] = {"point": pa.array(range(len(plan.points)), pa.int32())}
    for at, info in enumerate(plan.factors):
        columns[info.name] = factor_array([point.labels[at] for point in plan.points])
    names = [info.name for info in plan.factors]
    about = {"design": said.design, "n": said.points, "factors": names, "seed": said.seed}
    return pa.table(columns).replace_schema_metadata({"zopa": json.dumps(about, ensure_ascii=False)})


def factor_array(labels: list[Any]) -> pa.Array:
    """Levels as a column: numbers, true and false, or text."""
    if all(isinstance(one, bool) for one in labels):
        return pa.array(labels, pa.bool_())
    if all(isinstance(one, float) and not isinstance(one, bool) for one in labels):
        return pa.array(labels, pa.float64())
    return pa.array([as_text(one) for one in labels], pa.string())
