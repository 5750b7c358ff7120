"""The table of results from the literature names the tests that there are, and only those."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = (TESTS / "reference/README.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(test_\w+\.py)`", TABLE))
ROWS = [line.split("|")[1:-1] for line in TABLE.splitlines() if re.match(r"\| \d", line)]


def test_every_reference_test_stands_in_the_table() -> None:
    assert {path.name for path in (TESTS / "reference").glob("test_*.py")} <= NAMED


def test_every_test_named_is_there() -> None:
    there = {path.name for folder in ("reference", "property") for path in (TESTS / folder).glob("test_*.py")}
    assert sorted(NAMED - there) == []


def test_every_result_says_how_where_and_to_what_tolerance() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        number, *rest = (cell.strip() for cell in row)
        assert len(rest) == 5, number
        assert all(rest), number
        assert re.search(r"played|solved|estimated|states the rule", rest[2]), number
        assert re.search(r"`test_\w+\.py`", rest[3]), number


def test_results_are_numbered_in_order() -> None:
    numbers = [(int(found[1]), found[2]) for row in ROWS if (found := re.fullmatch(r"(\d+)([a-z]?)", row[0].strip()))]
    assert len(numbers) == len(ROWS)
    assert numbers == sorted(set(numbers))
