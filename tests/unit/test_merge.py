"""Merging: parts in any number, order and overlap come to the same table; shards are brought together or refused."""

import json
import random
import shutil
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surface.proofs import ROUNDS, TABLE, parts, play, quick, table, write
from zopa.cli.merge import merge_command
from zopa.experiments import merge as merge_module
from zopa.experiments.folder import Folder
from zopa.experiments.job import write_failed
from zopa.experiments.jobs import JobMaker
from zopa.experiments.merge import sorted_rows, write_sorted
from zopa.experiments.parts import write_part
from zopa.experiments.shards import MissingError, gather, merge_shards
from zopa.experiments.tiles import Tile, gaps

SLOTS = (2, 0, 3, 1)
"""The point in each slot; those in a part ascend."""


def _rows(tile: Tile) -> pa.Table:
    points = [point for point in SLOTS[tile.slot : tile.slot + tile.slots] for _ in range(tile.worlds)]
    worlds = list(range(tile.world, tile.world + tile.worlds)) * tile.slots
    said = [f"{point}/{world}" for point, world in zip(points, worlds, strict=True)]
    return pa.table({"point": pa.array(points, pa.int32()), "world": worlds, "said": said})


tiles = st.one_of(
    st.builds(Tile, st.integers(0, 11), st.sampled_from([0, 1, 2, 3]), st.integers(1, 9), st.just(1)),
    st.builds(Tile, st.integers(0, 11), st.just(1), st.integers(1, 9), st.just(2)),
)


@settings(max_examples=25)
@example([Tile(0, 0, 9, 1), Tile(1, 0, 2, 1), Tile(2, 0, 10, 1)], 1, random.Random(0))  # noqa: S311 - an order
@given(st.lists(tiles, max_size=8), st.sampled_from([1, 5, 12, 30, 1000]), st.randoms(use_true_random=False))
def test_parts_that_overlap_count_once(
    tmp_path_factory: pytest.TempPathFactory, some: list[Tile], group: int, order: object
) -> None:
    folder, worlds = tmp_path_factory.mktemp("parts"), 12
    covered = [*some]
    for slot, missing in enumerate(gaps(4, worlds, some)):
        covered += [Tile(first, slot, last - first, 1) for first, last in missing]
    order.shuffle(covered)  # type: ignore[attr-defined]
    held = [write_part(folder, "run", tile, _rows(tile), failed=0) for tile in covered]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_module, "GROUP", group)
        found = pa.concat_tables(sorted_rows(folder, held, SLOTS, [worlds] * 4))
    keys = list(zip(found.column("point").to_pylist(), found.column("world").to_pylist(), strict=True))
    assert keys == [(point, world) for point in range(4) for world in range(worlds)]
    assert found.column("said").to_pylist() == [f"{point}/{world}" for point, world in keys]


@pytest.mark.parametrize("pieces", [[0, 9], [0, 1, 2, 9], [0, 4, 4, 8, 9], [0, 3, 6, 9]])
def test_the_bytes_do_not_depend_on_how_rows_come(
    tmp_path: Path, pieces: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_module, "GROUP", 4)
    rows = pa.table({"world": list(range(9)), "text": [None, "a", "b"] * 3, "real": [0.5, None, 1.5] * 3})
    columns = rows.schema
    write_sorted(iter([rows]), columns, tmp_path / "one")
    cuts = [rows.slice(first, last - first) for first, last in pairwise(pieces)]
    write_sorted(iter(cuts), columns, tmp_path / "many")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "many").read_bytes()
    groups = pq.ParquetFile(tmp_path / "many").metadata
    assert [groups.row_group(at).num_rows for at in range(groups.num_row_groups)] == [4, 4, 1]


# --- shards ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in one, and in three shards; and a shard of another run."""
    folder = tmp_path_factory.mktemp("shards")
    file = write(folder, quick(record="rounds"))
    play(file, folder / "once")
    for number in (1, 2, 3):
        play(file, folder / f"s{number}", shard=(number, 3))
    play(write(folder, quick(record="rounds", seed=1), "other.yaml"), folder / "other", shard=(1, 3))
    return folder


@pytest.fixture
def mine(shards: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(shards, tmp_path / "mine")
    return tmp_path / "mine"


def _three(folder: Path) -> list[str]:
    return [str(folder / f"s{number}") for number in (1, 2, 3)]


def test_what_is_refused(mine: Path) -> None:
    def refused(*names: str, out: str | None = None) -> str:
        with pytest.raises(ValueError, match=str(mine)) as error:
            gather([mine / name for name in names], None if out is None else mine / out)
        return str(error.value).replace(str(mine), "")

    assert refused("s1", "s2", "s1") == "/s1 is named twice: name each shard once"
    assert refused("s1", "nowhere").startswith("/nowhere is no folder: zopa run FILE --shard I/N makes one")
    assert refused("s1", "once") == "/once is no shard: it holds a run that was played in one"
    assert refused("s1/parts") == "/s1/parts is no shard: it has no manifest.json"
    assert refused("s1", "other").startswith("/s1 and /other are shards of different runs (addresses ")
    assert refused("s1", "s2", out="s2") == "/s2 is one of the shards: give another folder after -o"
    (mine / "s1" / "experiment.lock.yaml").unlink()
    assert refused("s1") == "/s1 has no experiment.lock.yaml: copy the whole folder of the shard"
    manifest = json.loads((mine / "s2" / "manifest.json").read_text())
    (mine / "s2" / "manifest.json").write_text(json.dumps({**manifest, "address": "0" * 64}))
    assert "was played by another version of zopa, or with other strategies" in refused("s2")
    (mine / "s2" / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    assert "was written by a newer version of zopa" in refused("s2")


def test_the_folder_may_not_hold_something_else(mine: Path) -> None:
    with pytest.raises(ValueError, match="holds another shard of this run"):
        merge_shards(gather([mine / "s1", mine / "s2"], mine / "s3"))
    play(write(mine, quick(seed=5), "third.yaml"), mine / "third")
    with pytest.raises(ValueError, match="holds the results of another run"):
        merge_shards(gather(_three(mine), mine / "third"))
    with pytest.raises(MissingError):  # a whole run's folder takes shards in
        merge_shards(gather([mine / "s1"], mine / "new"))
    assert merge_shards(gather([mine / "s2", mine / "s3"], mine / "new")).whole
    assert table(mine / "new") == table(mine / "once")


@pytest.mark.parametrize("links", [True, False])
def test_shards_are_linked_or_copied(mine: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    ran = merge_shards(gather(_three(mine), mine / "whole"))
    assert (ran.played, ran.rows, ran.whole) == (0, 69, True)
    assert table(mine / "whole") == table(mine / "once")
    assert table(mine / "whole", ROUNDS) == table(mine / "once", ROUNDS)
    first = parts(mine / "s1")[0]
    assert (mine / "whole" / "parts" / first.name).samefile(first) == links
    manifest = Folder(mine / "whole").read_manifest()
    assert manifest is not None
    assert [one["shard"] for one in manifest["merged_from"]] == [[1, 3], [2, 3], [3, 3]]
    assert manifest["shard"] is None
    assert merge_shards(gather(_three(mine), mine / "whole")).played == 0  # once more changes nothing
    assert play(mine / "experiment.yaml", mine / "whole").played == 0


def test_what_is_missing_is_said_and_can_be_played(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torn = parts(mine / "s1")[0]
    torn.write_bytes(torn.read_bytes()[:-1])
    with pytest.raises(SystemExit) as ended:
        merge_command([str(mine / "s1"), str(mine / "s2")], str(mine / "whole"), False)
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert told.out == f"{mine / 'whole'}\n"
    assert f"left out: {torn}: torn" in told.err
    assert "not here: shard 3 of 3" in told.err
    assert "46 worlds are missing" in told.err
    assert f"zopa run FILE -o {mine / 'whole'}, plays the rest" in told.err
    assert not (mine / "whole" / TABLE).exists()
    assert play(mine / "experiment.yaml", mine / "whole").played == 46
    assert table(mine / "whole") == table(mine / "once")


def test_shards_asked_for_different_numbers_of_worlds(mine: Path) -> None:
    play(mine / "experiment.yaml", mine / "s1", shard=(1, 3), worlds=30)
    with pytest.raises(MissingError, match="14 worlds are missing") as missing:
        merge_shards(gather(_three(mine), mine / "whole"))
    assert "(shard 2 of 3) was asked for 23 worlds, others for 30" in missing.value.why[0]
    for number in (2, 3):
        play(mine / "experiment.yaml", mine / f"s{number}", shard=(number, 3), worlds=30)
    merge_shards(gather(_three(mine), mine / "whole"))
    play(mine / "experiment.yaml", mine / "once", worlds=30)
    assert table(mine / "whole") == table(mine / "once")


def test_rows_that_failed_are_brought_along_unless_another_has_them(mine: Path) -> None:
    gathered = gather(_three(mine), mine / "whole")
    make = JobMaker(Folder(mine / "s1"), gathered.plan)
    good = next(path for path in parts(mine / "s2") if "s0000001+1-" in path.name)
    write_failed(make(Tile(4, 1, 1, 1)), "of point 1, which the second shard has")
    assert merge_shards(gathered).failed == 0
    assert table(mine / "whole") == table(mine / "once")
    shutil.rmtree(mine / "whole")
    good.unlink()
    for world in range(23):
        write_failed(make(Tile(world, 1, 1, 1)), "nobody has it")
        write_failed(make(Tile(world, 1, 1, 1)), "said again")
    ran = merge_shards(gathered)
    assert (ran.failed, ran.rows) == (23, 69)
    rows = pq.read_table(mine / "whole" / TABLE)
    assert rows.num_rows == 69
    assert rows.column("status").to_pylist() == ["ok"] * 23 + ["failed"] * 23 + ["ok"] * 23
