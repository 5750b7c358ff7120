"""The bench runs, and prints what it says it prints; how fast anything is, no test asks."""

import contextlib
import io
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zopa.cli import bench as command
from zopa.cli.benching import games, measure, memory, peer, theory
from zopa.cli.benching.measure import QUICK, Effort, Measured, machine, repeat
from zopa.game.luck import Luck
from zopa.solutions.pareto import pareto_packages

NAMES = (
    [f"{pair}, {size}, {known}"
     for size in ("5x5", "7x7", "20x10")
     for known in ("payoffs known", "frequency model")
     for pair in ("Boulware-Boulware", "Boulware-Conceder", "MiCRO-MiCRO", "relative tit-for-tat")]
    + ["us_japan_2025, compile and play"]
    + [f"frontier, solutions: 10^{size}, {kind}"
       for size in (6, 20) for kind in ("random", "opposed", "pure transfers")]
    + ["first block of us_japan_2025, warm start"]
    + [f"peak memory, {worlds} worlds of us_japan_2025" for worlds in QUICK.worlds]
)  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """What a quick bench prints as JSON."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        command.bench(as_json=True, quick=True)
    found: list[dict[str, Any]] = json.loads(printed.getvalue())
    return found


def test_json_is_a_list_of_measurements(rows: list[dict[str, Any]]) -> None:
    assert all(set(row) == {"name", "value", "unit", "n", "note"} for row in rows)
    assert [row["name"] for row in rows if not row["name"].startswith("NegMAS")] == ["machine", *NAMES]
    assert all(math.isfinite(row["value"]) and row["value"] > 0 and row["n"] >= 1 for row in rows)
    assert {row["unit"] for row in rows} == {"core", "games/s", "worlds/s", "ms", "s", "MB"}
    assert "blocks of 8 worlds" in rows[0]["note"]


def test_the_tables_lines_fit_a_hundred_columns(rows: list[dict[str, Any]]) -> None:
    for row in rows[1:]:
        line = command._line(Measured(**row))
        assert len(line) <= 100
        assert re.match(rf"  {re.escape(row['name'])} +[\d.,e+-]+ \S+ +n={row['n']}\b", line)
        assert line.endswith(row["note"])


def test_the_machine_is_described_without_its_name(tmp_path: Path) -> None:
    said = " ".join(map(str, machine().values()))
    assert machine()["python"]
    assert machine()["numba"]
    assert "/" not in said
    assert str(tmp_path) not in said


def test_the_first_repetition_warms_up_and_is_not_counted() -> None:
    taken: list[int] = []

    def once(repetition: int) -> float:
        taken.append(repetition)
        return {-1: 1000.0, 0: 1.0, 1: 5.0, 2: 2.0}[repetition]

    assert repeat(once, Effort(1, 3, 60.0, ())) == (2.0, 3)
    assert taken == [-1, 0, 1, 2]
    assert repeat(lambda _: 1.0, Effort(1, 3, 0.0, ())) == (1.0, 1)


def test_one_core_gives_the_others_back() -> None:
    if not hasattr(measure.os, "sched_getaffinity"):
        pytest.skip("this system does not let a process choose its processors")
    before = measure.os.sched_getaffinity(0)
    with measure.one_core():
        assert len(measure.os.sched_getaffinity(0)) == 1
    assert measure.os.sched_getaffinity(0) == before


@pytest.mark.parametrize("kind", sorted(theory.KINDS))
def test_the_three_kinds_of_world_are_what_they_are_called(kind: str) -> None:
    make: Callable[[int, int, Luck], theory.Cells] = theory.KINDS[kind]
    mine, theirs = make(4, 5, Luck(3))
    assert mine.shape == theirs.shape == (20,)
    steps = np.diff(mine.reshape(4, 5)) * np.diff(theirs.reshape(4, 5))
    points = pareto_packages((mine, theirs), np.ones(20, dtype=bool), np.arange(5) * 5)
    if kind == "random":
        assert (steps > 0).any()
    else:
        assert (steps <= 0).all()
    if kind == "pure transfers":
        np.testing.assert_allclose(points.payoffs.sum(axis=1), 1.0, atol=1e-12)
        assert len(points.packages) > 500


def test_a_run_that_fails_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_RUN", "raise SystemExit(3)")
    with pytest.raises(Exception, match="returned non-zero exit status 3"):
        next(memory.memory(QUICK))


def test_without_the_peer_the_table_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module, name in ((games, "games"), (games, "flagship"), (theory, "theory"), (memory, "memory")):
        monkeypatch.setattr(module, name, lambda _: iter([Measured("x", 1.0, "ms", 1)]))
    monkeypatch.setattr(memory, "first_result", lambda _: iter(()))
    monkeypatch.setattr(peer, "installed", lambda: False)
    command.bench(quick=True)
    printed = capsys.readouterr().out
    assert "pip install 'zopa[negmas]'" in printed
    assert printed.count("\n  x ") == 4
    assert max(map(len, printed.splitlines())) <= 100


@pytest.mark.parametrize(("value", "shown"), [(123456.7, "123,457"), (12.34, "12.3"), (0.3127, "0.313")])
def test_numbers_are_rounded_to_what_they_can_bear(value: float, shown: str) -> None:
    assert command._number(value) == shown
