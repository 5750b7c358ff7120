"""Conditions after `--when`: what they mean, and what is said of those that cannot be read."""

import datetime as dt
import operator

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.analysis.columns import Arm, known_columns
from zopa.analysis.condition import When
from zopa.scenario.problems import ScenarioError

ROWS = {
    "agreed": [True, False, True, False, True],
    "round": [1, None, 9, None, 9],
    "date": [dt.date(2025, 4, 17), None, dt.date(2025, 7, 22), None, dt.date(2025, 7, 22)],
    "proposer": ["us", None, "japan", None, "us"],
    "autos": [15.0, None, 10.0, None, 25.0],
    "alaska": ["none", None, "2", None, "letter of intent"],
    "annual_us": [0.3, 0.1, 0.5, 0.2, 0.4],
    "annual_japan": [-0.3, 0.0, -0.4, -0.2, 0.5],
}
SCHEMA = pa.schema([
    ("agreed", pa.bool_()), ("round", pa.int32()), ("date", pa.date32()), ("proposer", pa.string()),
    ("autos", pa.float64()), ("alaska", pa.string()), ("annual_us", pa.float64()), ("annual_japan", pa.float64()),
])  # fmt: skip
ABOUT = {
    "parties": {"us": "US", "japan": "Japan"},
    "issues": {"autos": {"levels": [10, 15, 25]}, "alaska": {"levels": ["none", "letter of intent", 2]}},
    "dated": True,
}
ARM = Arm(pa.table(ROWS, schema=SCHEMA), dt.date(2025, 4, 7))
KNOWN = known_columns(SCHEMA, ABOUT)


@pytest.mark.parametrize(
    ("text", "worlds"),
    [
        ("agreed == false", [1, 3]),
        ("agreed == TRUE", [0, 2, 4]),
        ("agreed != true", [1, 3]),
        ("autos == 15", [0]),
        ("autos!=15", [2, 4]),  # a missing value meets nothing
        ("autos in [10, 25.0]", [2, 4]),
        ("autos >= 15", [0, 4]),
        ("autos < 1.5e1", [2]),
        ("annual_japan > -0.25", [1, 3, 4]),
        ("joint < 0.05", [0, 3]),
        ("date == 2025-07-22", [2, 4]),
        ("date <= 2025-04-30", [0]),
        ("day > 60", [1, 2, 3, 4]),  # a deal that never comes comes later than any day
        ("day > 60 and agreed == true", [2, 4]),
        ("proposer == us", [0, 4]),
        ('proposer in ["us", japan]', [0, 2, 4]),
        ("alaska == 2", [2]),  # a level such as 2 beside words is a word
        ("alaska == 'letter of intent'", [4]),
        ("agreed == false or autos == 10 and proposer == us", [1, 3]),  # and binds closer
        ("(agreed == false or autos == 10) and annual_us > 0.15", [2, 3]),
        ("((agreed == true))", [0, 2, 4]),
        ("autos == 10 or autos == 15\n or autos == 25", [0, 2, 4]),
    ],
)
def test_what_a_condition_means(text: str, worlds: list[int]) -> None:
    assert np.flatnonzero(When(text, KNOWN).met(ARM)).tolist() == worlds


def test_it_names_its_columns_once() -> None:
    when = When("joint < 0 and  (agreed == true or joint > 3)", KNOWN)
    assert when.columns == ("joint", "agreed")
    assert when.text == "joint < 0 and (agreed == true or joint > 3)"


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("agred == false", 1, 'did you mean "agreed"?'),
        ("strategy == tough", 1, "columns: agreed, round"),
        ("agreed = false", 8, "write == for equal"),
        ("agreed == fals", 11, "agreed is true or false, not text 'fals'"),
        ("agreed == 1", 11, "agreed is true or false, not 1"),
        ("joint < cheap", 9, "joint is a number"),
        ("date > 2025-13-01", 8, "a date, written YYYY-MM-DD"),
        ("proposer < us", 10, "it has no more and less"),
        ("proposer in [us, japn]", 18, 'did you mean "japan"?'),
        ("autos == 12", 10, "levels: 10, 15, 25"),
        ("joint > 3 && day < 2", 11, "write and"),
        ("joint > 3 day < 2", 11, "where and, or or the end was expected"),
        ("joint < 3%", 10, "where and, or or the end was expected"),
        ("not agreed == true", 1, "turn the operator round"),
        ("agreed", 7, "where an operator was expected"),
        ("joint <", 8, "where a value was expected"),
        ("joint < and", 9, "where a value was expected"),
        ("joint < 1 or or", 14, "where a column was expected"),
        ("(agreed == true", 16, "where ')' was expected"),
        ("agreed == true)", 15, "where and, or or the end was expected"),
        ("autos in 10", 10, "where '[' was expected"),
        ("autos in [10", 13, "where ']' was expected"),
        ("1 < joint", 1, "where a column was expected"),
        ("joint < 1e5x", 9, "where a value was expected"),
        ("proposer == 'us", 13, "where a value was expected"),
        ("", 1, "the end where a column was expected"),
        ("   ", 1, "the end where a column was expected"),
        ("(" * 200, 51, "more than 50 brackets"),
        ("__import__('os') == 1", 11, "where an operator was expected"),
    ],
)
def test_what_is_said_of_a_bad_one(text: str, at: int, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        When(text, KNOWN)
    (problem,) = caught.value.problems
    assert said in problem.render()
    assert problem.file == "--when"
    assert problem.col == (at if text.strip() else 1)


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        When("agred == false or joint < x or proposer in [them, us, it]", KNOWN)
    assert [problem.col for problem in caught.value.problems] == [1, 27, 45, 55]


@given(st.text(alphabet=st.sampled_from(list("agreed=<>!()[],'\" 01.-truefalsandor\n%\u00e9")), max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    problems = ()
    try:
        When(text, KNOWN)
    except ScenarioError as error:
        problems = error.problems
    assert all(1 <= problem.col <= len(text) + 1 for problem in problems)


TESTS = st.tuples(
    st.sampled_from(["annual_us", "annual_japan", "joint"]),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.sampled_from([-0.4, 0.0, 0.1, 0.3]),
)
SIGNS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@given(
    st.recursive(
        TESTS, lambda inner: st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3))
    )
)
def test_brackets_and_words_mean_what_logic_says(tree) -> None:
    def text(part) -> str:
        if part[0] in ("and", "or"):
            return "(" + f" {part[0]} ".join(text(one) for one in part[1]) + ")"
        return f"{part[0]} {part[1]} {part[2]}"

    def met(part):
        if part[0] in ("and", "or"):
            join = np.all if part[0] == "and" else np.any
            return join([met(one) for one in part[1]], axis=0)
        return SIGNS[part[1]](ARM.column(part[0]).values, part[2])

    assert When(text(tree), KNOWN).met(ARM).tolist() == met(tree).tolist()
