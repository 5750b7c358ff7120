"""Measures of a table: columns and those worked out of them, conditions, what is missing."""

import datetime as dt
import math

import numpy as np
import pyarrow as pa
import pytest

from zopa.analysis.columns import Arm, known_columns, needed
from zopa.analysis.evidence import point
from zopa.analysis.measures import check_measure, columns_named, parts_of
from zopa.scenario.experiment import Measure

START = dt.date(2025, 4, 7)
DATES = [dt.date(2025, 4, 17), None, dt.date(2025, 7, 22), None, dt.date(2025, 7, 22)]
ROWS = {
    "agreed": [True, False, True, False, True],
    "round": [1, None, 9, None, 9],
    "date": DATES,
    "proposer": ["us", None, "japan", None, "us"],
    "autos": [15.0, None, 10.0, None, 25.0],
    "stacking": ["all_in", None, "on_top", None, "all_in"],
    "payoff_us": [3.0, 1.0, 5.0, 2.0, 4.0],
    "payoff_japan": [-3.0, -1.0, -4.0, -2.0, -5.0],
    "annual_us": [0.3, 0.1, 0.5, 0.2, 0.4],
    "annual_japan": [-0.3, 0.0, -0.4, -0.2, 0.5],
    "no_deal_us": [1.0, 1.0, 1.0, 2.0, 2.0],
    "no_deal_japan": [0.0, 0.0, 0.0, 0.0, 0.0],
}
SCHEMA = pa.schema(
    [("agreed", pa.bool_()), ("round", pa.int32()), ("date", pa.date32()), ("proposer", pa.string()),
     ("autos", pa.float64()), ("stacking", pa.string())]
    + [(name, pa.float64()) for name in list(ROWS)[6:]]
)  # fmt: skip
ABOUT = {
    "parties": {"us": "US", "japan": "Japan"},
    "issues": {"autos": {"levels": [10, 15, 25]}, "stacking": {"levels": ["all_in", "on_top"]}},
    "dated": True,
}
TABLE = pa.table(ROWS, schema=SCHEMA)
ARM = Arm(pa.concat_tables([TABLE.slice(0, 2), TABLE.slice(2)]), START)
KNOWN = known_columns(SCHEMA, ABOUT)
AGREED = {"agreed": True}


def counted(where):
    return [n for n, flag in enumerate(parts_of(Measure(statistic="share", that=where), ARM)[0][1].values) if flag]


@pytest.mark.parametrize(
    ("where", "worlds"),
    [
        ({"agreed": True}, [0, 2, 4]),
        ({"agreed": False}, [1, 3]),
        ({"agreed": {"is_not": True}}, [1, 3]),
        ({"autos": 15}, [0]),
        ({"autos": (10.0, 25.0)}, [2, 4]),
        ({"autos": {"at_least": 15}}, [0, 4]),
        ({"autos": {"above": 15}}, [4]),
        ({"autos": {"below": 15}}, [2]),
        ({"autos": {"at_least": 11, "at_most": 15}}, [0]),
        ({"autos": {"is_not": 15}}, [2, 4]),  # a missing level meets nothing, not even this
        ({"stacking": "all_in"}, [0, 4]),
        ({"stacking": ("on_top", "nowhere")}, [2]),
        ({"stacking": {"is_not": "all_in"}}, [2]),
        ({"stacking": "nowhere"}, []),
        ({"proposer": "us", "autos": 25}, [4]),
        ({"date": {"at_least": "2025-07-01"}}, [2, 4]),
        ({"date": {"below": "2025-07-22"}}, [0]),
        ({"date": "2025-07-22"}, [2, 4]),
        ({"day": {"at_most": 10}}, [0]),
        ({"day": {"above": 10}}, [1, 2, 3, 4]),  # without a deal it never comes
        ({"gain_us": {"above": 1.5}}, [0, 2, 4]),
    ],
)
def test_which_worlds_meet_a_condition(where, worlds):
    assert list(check_measure(Measure(statistic="share", that=where), KNOWN)) == [] or "nowhere" in str(where)
    assert counted(where) == worlds


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ({"statistic": "mean", "of": "day", "where": AGREED}, (10 + 106 + 106) / 3),
        ({"statistic": "median", "of": "day"}, 106.0),
        ({"statistic": "quantile", "q": 0.9, "of": "day"}, math.inf),
        ({"statistic": "median", "of": "date", "where": AGREED}, (dt.date(2025, 7, 22) - dt.date(1970, 1, 1)).days),
        ({"statistic": "mean", "of": "joint"}, (0.0 + 0.1 + 0.1 + 0.0 + 0.9) / 5),
        ({"statistic": "mean", "of": "gain_us"}, (2 + 0 + 4 + 0 + 2) / 5),
        ({"statistic": "sd", "of": "autos", "where": AGREED}, float(np.std([15, 10, 25], ddof=1))),
        ({"statistic": "share", "that": {"autos": 15}, "where": AGREED}, 1 / 3),
        ({"statistic": "share", "that": {"autos": 15}}, 1 / 5),
        ({"statistic": "mean", "of": "payoff_us", "minus": {"statistic": "mean", "of": "payoff_japan"}}, 6.0),
        ({"statistic": "share", "that": AGREED,
          "minus": {"statistic": "share", "that": {"autos": 15},
                    "minus": {"statistic": "share", "that": {"autos": 10}}}}, 0.6),
    ],
)  # fmt: skip
def test_what_a_measure_is(measure, value):
    measured = Measure(**measure)
    assert list(check_measure(measured, KNOWN)) == []
    assert point(parts_of(measured, ARM)) == pytest.approx(value)


def test_a_day_without_dates_is_a_round():
    known = known_columns(SCHEMA, ABOUT | {"dated": False})
    assert known["day"].made_of == ("round",)
    assert Arm(TABLE.select(["round"]), None).column("day").values.tolist() == [1.0, math.inf, 9.0, math.inf, 9.0]


def test_a_missing_value_is_an_error_and_never_zero():
    with pytest.raises(ValueError, match="autos has no value in 2 of the worlds that count"):
        parts_of(Measure(statistic="mean", of="autos"), ARM)


def test_only_the_columns_needed_are_asked_for():
    measure = Measure(statistic="mean", of="day", where=AGREED, minus=Measure(statistic="mean", of="gain_us"))
    assert list(columns_named(measure)) == ["day", "agreed", "gain_us"]
    assert needed(columns_named(measure), KNOWN) == ("date", "agreed", "payoff_us", "no_deal_us")
    assert needed(["joint"], KNOWN) == ("annual_us", "annual_japan")


@pytest.mark.parametrize(
    "where", [{"agreed": True}, {"agreed": {"equals": True}}, {"round": {"at_least": 1}}, {"stacking": "all_in"}]
)
def test_conditions_that_only_deals_meet_make_their_columns_measurable(where):
    assert list(check_measure(Measure(statistic="mean", of="autos", where=where), KNOWN)) == []


@pytest.mark.parametrize("where", [{}, {"agreed": (True, False)}, {"payoff_us": {"above": 0}}, {"day": {"above": 3}}])
def test_other_conditions_do_not(where):
    (finding,) = check_measure(Measure(statistic="mean", of="autos", where=where), KNOWN)
    assert finding.message == "autos has a value only where there is a deal"
