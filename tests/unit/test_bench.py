"""The bench runs, and prints what it says it prints; how fast anything is, no test asks."""

import json
import math
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from zopa.cli import bench as command
from zopa.cli.benching import measure, memory, theory
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
def printed() -> dict[bool, str]:
    """What a quick bench prints, once as a table and once as JSON."""
    return {}


def quick(capsys: pytest.CaptureFixture[str], printed: dict[bool, str], as_json: bool) -> str:
    if as_json not in printed:
        command.bench(as_json=as_json, quick=True)
        printed[as_json] = capsys.readouterr().out
    return printed[as_json]


def test_json_is_a_list_of_measurements(capsys: pytest.CaptureFixture[str], printed: dict[bool, str]) -> None:
    rows = json.loads(quick(capsys, printed, as_json=True))
    assert all(set(row) == {"name", "value", "unit", "n", "note"} for row in rows)
    assert [row["name"] for row in rows if not row["name"].startswith("NegMAS")] == ["machine", *NAMES]
    assert all(math.isfinite(row["value"]) and row["value"] > 0 and row["n"] >= 1 for row in rows)
    assert {row["unit"] for row in rows} == {"core", "games/s", "worlds/s", "ms", "s", "MB"}
    assert "blocks of 8 worlds" in rows[0]["note"]


def test_the_table_has_a_line_for_each_and_fits_a_hundred_columns(
    capsys: pytest.CaptureFixture[str], printed: dict[bool, str]
) -> None:
    lines = quick(capsys, printed, as_json=False).splitlines()
    assert max(map(len, lines)) <= 100
    for name in NAMES:
        assert any(re.match(rf"  {re.escape(name)} +[\d.,e+-]+ \S+ +n=1\b", line) for line in lines), name


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
    from zopa.cli.benching import games, peer

    for module, name in ((games, "games"), (games, "flagship"), (theory, "theory"), (memory, "memory")):
        monkeypatch.setattr(module, name, lambda _: iter([Measured("x", 1.0, "ms", 1)]))
    monkeypatch.setattr(memory, "first_result", lambda _: iter(()))
    monkeypatch.setattr(peer, "installed", lambda: False)
    command.bench(quick=True)
    assert "pip install 'zopa[bench]'" in capsys.readouterr().out


@pytest.mark.parametrize(("value", "shown"), [(123456.7, "123,457"), (12.34, "12.3"), (0.3127, "0.313")])
def test_numbers_are_rounded_to_what_they_can_bear(value: float, shown: str) -> None:
    assert command._number(value) == shown
