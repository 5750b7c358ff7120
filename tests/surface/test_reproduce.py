"""`zopa reproduce`: rows played again are the same bits, and a bit that is not is found."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surface.quick_runs import Failing, run
from zopa.cli.reproduce import reproduce_command
from zopa.experiments.held import SortedTable, unequal
from zopa.experiments.reproduce import reproduce, sampled_rows


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("finished"))


def changed(folder: Path, column: str, row: int, change: Callable[[Any], Any]) -> None:
    """Change one cell of the table."""
    path = folder / "outcomes.parquet"
    table = pq.read_table(path)
    at, kind = table.column_names.index(column), table.schema.field(column)
    values = table.column(column).to_pylist()
    values[row] = change(values[row])
    pq.write_table(table.set_column(at, kind, pa.array(values, kind.type)), path)


def copied(folder: Path, to: Path) -> Path:
    for path in folder.rglob("*"):
        if path.is_file():
            into = to / path.relative_to(folder)
            into.parent.mkdir(parents=True, exist_ok=True)
            into.write_bytes(path.read_bytes())
    return to


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands on the page, whatever its line breaks."""
    return " ".join(capsys.readouterr().out.split())


def last_bit(value: float) -> float:
    return math.nextafter(value, math.inf)


@pytest.mark.parametrize("more", ["", "luck: independent\n", "record: rounds\n", "record: none\n"])
def test_every_row_is_the_same_alone_and_in_blocks(tmp_path: Path, more: str) -> None:
    folder = run(tmp_path, 5, more, block=7)
    alone, blocks = reproduce(folder, 100), reproduce(folder, None)
    for done in (alone, blocks):
        assert (done.compared, done.different, done.found, done.failed) == (20, 0, [], 0)
        assert done.same
        assert "to the last byte" in done.parts
    assert alone.alone
    assert not blocks.alone


SLOPE = "parties.upstream.payoffs.water.0.slope"
DRAWN = "{parties.upstream.payoffs.water: [{kind: linear, slope: {low: 0.1, central: 0.6, high: 1.0}}]}"


def test_numbers_given_in_place_of_draws_are_given_again(tmp_path: Path) -> None:
    folder = run(tmp_path, 5, "", f"\n  slope: {{draw: {SLOPE}, levels: [0.3, 0.9]}}\n", DRAWN, block=10)
    for sample in (10, None):
        done = reproduce(folder, sample)
        assert (done.compared, done.same) == (10, True)
    assert len({row["payoff_upstream"] for row in pq.read_table(folder / "outcomes.parquet").to_pylist()}) > 1


def test_the_command_says_so_and_ends_with_0(finished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reproduce_command(str(finished), 20, whole=False, as_json=False)
    said = printed(capsys)
    assert "20 rows of 24 played again from the locks, each world alone" in said
    assert "are the same, to the last bit" in said
    reproduce_command(str(finished), 3, whole=False, as_json=True)
    done = json.loads(capsys.readouterr().out)
    assert (done["compared"], done["same"], done["environment"]) == (3, True, [])
    assert {"agreed", "water", "payoff_upstream"} <= set(done["columns"])
    assert {"downstream", "days", "status"}.isdisjoint(done["columns"])


@pytest.mark.parametrize("whole", [False, True])
def test_the_last_bit_of_one_number_is_found(
    tmp_path: Path, finished: Path, whole: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(finished, tmp_path / "run")
    changed(folder, "payoff_upstream", 13, last_bit)
    with pytest.raises(SystemExit) as end:
        reproduce_command(str(folder), 24, whole, as_json=False)
    assert end.value.code == 1
    said = printed(capsys)
    assert "1 row came out differently" in said
    assert "The table was changed after the run" in said
    (one,) = reproduce(folder, 24).found
    assert (one.point, one.world, one.column) == (2, 1, "payoff_upstream")
    assert one.words == "point 2 (downstream tough, days 4)"
    assert one.then == last_bit(one.now)
    assert "is not what its" in said


def test_words_dates_and_nothing_are_compared_too(tmp_path: Path, finished: Path) -> None:
    folder = copied(finished, tmp_path / "run")
    changed(folder, "agreed", 0, lambda one: not one)
    changed(folder, "proposer", 9, lambda one: None if one else "upstream")
    changed(folder, "offers", 23, lambda one: one + 1)
    done = reproduce(folder, None)
    assert [(one.point, one.world, one.column) for one in done.found] == [
        (0, 0, "agreed"), (1, 3, "proposer"), (3, 5, "offers"),
    ]  # fmt: skip
    assert done.different == 3


def test_a_difference_is_explained_by_another_environment(
    tmp_path: Path, finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(finished, tmp_path / "run")
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["sessions"][0]["versions"]["numpy"] = "1.2.3"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    reproduce_command(str(folder), 2, whole=False, as_json=False)  # nothing is different but the version
    assert "numpy: 1.2.3 then" in printed(capsys)
    changed(folder, "payoff_upstream", 0, last_bit)
    with pytest.raises(SystemExit):
        reproduce_command(str(folder), 24, whole=False, as_json=False)
    assert "That may be the reason" in printed(capsys)


def test_rows_that_failed_are_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run(tmp_path, executor=Failing(lambda point, world: (point, world) in ((1, 2), (3, 0))))
    for sample in (24, None):
        done = reproduce(folder, sample)
        assert (done.compared, done.failed, done.different, done.same) == (22, 2, 0, True)
    reproduce_command(str(folder), 24, whole=False, as_json=False)
    assert "2 passed over, as they failed in the run" in printed(capsys)


@pytest.mark.parametrize("sample", [24, None])
def test_a_world_that_fails_now_is_a_difference(
    monkeypatch: pytest.MonkeyPatch, finished: Path, sample: int | None
) -> None:
    from zopa.experiments import reproduce as module

    well = module.played

    def fails(job: Any) -> Any:
        if 1 in job.points and job.tile.world <= 4 < job.tile.world + job.tile.worlds:
            raise ZeroDivisionError("division by zero")
        return well(job)

    monkeypatch.setattr(module, "played", fails)
    done = reproduce(finished, sample)
    assert (done.compared, done.different) == (24, 1)
    (one,) = done.found
    assert (one.point, one.world, one.column, one.then) == (1, 4, "status", "ok")
    assert one.now == "fails: ZeroDivisionError: division by zero"


def test_parts_that_are_gone_or_torn(tmp_path: Path, finished: Path) -> None:
    folder = copied(finished, tmp_path / "run")
    first, *others = sorted((folder / "parts").iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    done = reproduce(folder, 1)
    assert not done.same
    assert first.name in done.parts_wrong[0]
    first.unlink()
    done = reproduce(folder, 1)
    assert done.same
    assert "are not there" in done.parts
    for path in others:
        path.unlink()
    assert reproduce(folder, 1).parts.startswith("the parts are not there")


def test_a_changed_lock_is_not_taken_for_the_run(tmp_path: Path, finished: Path) -> None:
    folder = copied(finished, tmp_path / "run")
    lock = folder / "scenario.lock.yaml"
    lock.write_text(lock.read_text(encoding="utf-8").replace("slope: 0.6", "slope: 0.7"), encoding="utf-8")
    with pytest.raises(ValueError, match="they were changed"):
        reproduce(folder)


def test_what_cannot_be_reproduced_is_said(tmp_path: Path, finished: Path) -> None:
    with pytest.raises(ValueError, match="no folder of results"):
        reproduce(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="at least one row, not 0"):
        reproduce(finished, 0)
    folder = copied(finished, tmp_path / "run")
    table = pq.read_table(folder / "outcomes.parquet")
    pq.write_table(table.slice(0, 23), folder / "outcomes.parquet")
    with pytest.raises(ValueError, match="has 23 rows, not 24 of 4 points"):
        reproduce(folder)
    pq.write_table(table.sort_by("world"), folder / "outcomes.parquet")
    with pytest.raises(ValueError, match="not sorted"):
        reproduce(folder)
    with pytest.raises(ValueError, match="a shard"):
        reproduce(run(tmp_path / "other", shard=(1, 2)))


@given(rows=st.integers(1, 10_000), sample=st.integers(1, 200), seed=st.integers(0, 2**32))
def test_the_sample_is_spread_over_the_rows(rows: int, sample: int, seed: int) -> None:
    chosen = sampled_rows(rows, sample, seed)
    count = min(rows, sample)
    assert len(set(chosen)) == count
    for number, row in enumerate(chosen):
        assert number * rows // count <= row < (number + 1) * rows // count


@given(st.lists(st.none() | st.floats(allow_nan=False), max_size=20))
def test_columns_are_the_same_only_bit_by_bit(values: list[float | None]) -> None:
    column = pa.array(values, pa.float64())
    assert not unequal(column, column).any()
    negated = pa.array([None if one is None else -one for one in values], pa.float64())
    assert unequal(column, negated).tolist() == [one is not None for one in values]


def test_rows_are_read_across_groups_of_the_file(tmp_path: Path) -> None:
    points, worlds = 5, 7
    rows = [(point, world) for point in range(points) for world in range(worlds)]
    table = pa.table({"point": [p for p, _ in rows], "world": [w for _, w in rows]})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=4)
    held = SortedTable(tmp_path / "t.parquet", [worlds] * points)
    for point in range(points):
        for world in range(worlds):
            for many in range(1, worlds - world + 1):
                found = held.slice(point, world, many).to_pydict()
                assert found == {"point": [point] * many, "world": list(range(world, world + many))}
