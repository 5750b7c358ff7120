"""Parts: their names say what they hold, and nothing but what was written counts."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.experiments.parts import Part, parts_in, read_parts, write_part, write_whole
from zopa.experiments.tiles import Tile

RUN = "a" * 64
tiles = st.builds(
    Tile, st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 10**6), st.integers(1, 10**6)
)  # fmt: skip


@given(tiles, st.integers(0, 10**6), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_names_are_read_as_they_are_written(tile: Tile, failed: int, digest: str) -> None:
    part = Part(tile, failed, digest)
    assert Part.named(part.name) == part


@pytest.mark.parametrize("name", ["", "x.parquet", "s1+1-w1+1-f0-0.parquet", ".s0000000+1-w0+1-f0-" + "0" * 32])
def test_other_names_are_no_parts(name: str) -> None:
    assert Part.named(name) is None


def _written(folder: Path, world: int = 0, failed: int = 0, run: str = RUN) -> Part:
    rows = pa.table({"point": pa.array([1, 1], pa.int32()), "world": [world, world + 1]})
    return write_part(folder, run, Tile(world, 1, 2, 1), rows, failed)


def test_a_part_is_whole_or_not_there(tmp_path: Path) -> None:
    part = _written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [part.name]
    assert read_parts(tmp_path, RUN, points=2) == ([part], [])
    assert list(parts_in(tmp_path)) == [part]
    assert pq.read_table(tmp_path / part.name, partitioning=None).column("world").to_pylist() == [0, 1]
    assert _written(tmp_path) == part  # the same rows, the same name
    held = (tmp_path / part.name).read_bytes()
    for at in (0, len(held) // 2, len(held) - 1):
        (tmp_path / part.name).write_bytes(held[:at] + bytes([held[at] ^ 1]) + held[at + 1 :])
        good, wrong = read_parts(tmp_path, RUN, points=2)
        assert not good
        assert wrong == [f"{part.name}: torn, changed or of another run, its digest is another"]


def test_a_part_of_another_run_is_none_of_this_one(tmp_path: Path) -> None:
    part = _written(tmp_path, run="b" * 64)
    assert read_parts(tmp_path, RUN, points=2)[0] == []
    assert read_parts(tmp_path, "b" * 64, points=2) == ([part], [])


def test_points_that_the_run_does_not_have_and_rows_that_failed(tmp_path: Path) -> None:
    part, failed = _written(tmp_path), _written(tmp_path, world=2, failed=2)
    good, wrong = read_parts(tmp_path, RUN, points=1)
    assert (good, [text.partition(": ")[2] for text in wrong]) == ([], ["the run has no such points"] * 2)
    assert read_parts(tmp_path, RUN, points=2) == ([part], [f"{failed.name}: 2 of its worlds failed"])
    assert read_parts(tmp_path, RUN, points=2, failures=True) == ([part, failed], [])


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "file", b"before")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "file", b"after")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"before"}
