"""The same rows whatever the block size, the number of processes, and the seed of Python's hashes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from zopa import simulate
from zopa.experiments.execute import Order, play_blocks

ROOT = Path(__file__).parents[2]
FLAGSHIP = str(ROOT / "configs" / "us_japan_2025")


def rows(worlds: int, block: int, processes: int = 1, overrides: tuple[str, ...] = ()) -> pa.Table:
    order = Order(FLAGSHIP, overrides, 3, worlds, block)
    return pa.concat_tables(play_blocks(order, processes)).combine_chunks()


@pytest.fixture(scope="module")
def whole() -> pa.Table:
    return rows(57, 1024)


@pytest.mark.parametrize("block", [1, 7, 8, 56, 57])
def test_any_block_size_gives_the_same_bits(block: int, whole: pa.Table) -> None:
    assert rows(57, block).equals(whole)


def test_two_processes_give_the_same_bits(whole: pa.Table) -> None:
    assert rows(57, 20, processes=2).equals(whole)


def test_more_worlds_leave_the_first_as_they_were(whole: pa.Table) -> None:
    assert rows(1100, 1024).slice(0, 57).equals(whole.replace_schema_metadata(rows(1100, 1024).schema.metadata))


def test_complete_information_too() -> None:
    overrides = ("information=complete",)
    assert rows(23, 5, overrides=overrides).equals(rows(23, 1024, overrides=overrides))


def test_hashes_of_python_do_not_matter() -> None:
    code = (
        "import hashlib, pickle; from zopa import simulate;"
        f"d = simulate({FLAGSHIP!r}, worlds=20, seed=3); print(hashlib.sha256(d.to_csv().encode()).hexdigest())"
    )
    said = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        said.add(done.stdout.strip())
    here = simulate(FLAGSHIP, worlds=20, seed=3)
    assert said == {hashlib.sha256(here.to_csv().encode()).hexdigest()}


def test_strategies_face_the_same_worlds() -> None:
    """Common random numbers: no deal is worth the same to both, whoever plays, where nothing was carried out."""
    bare, tough = "mechanisms={}", "parties.us.strategy.kind=hardliner"
    whole = rows(57, 1024, overrides=(bare,))
    other = rows(57, 1024, overrides=(bare, tough, "parties.japan.strategy.kind=hardliner"))
    again = rows(57, 1024, overrides=(bare, tough, "parties.japan.strategy.kind=micro"))
    assert not any(other["agreed"].to_pylist())
    assert other["no_deal_us"].equals(again["no_deal_us"])
    without = [i for i, agreed in enumerate(whole["agreed"].to_pylist()) if not agreed]
    for column in ("no_deal_us", "no_deal_japan"):
        assert [whole[column][i] for i in without] == [other[column][i] for i in without]


def test_another_seed_is_other_worlds(whole: pa.Table) -> None:
    other = simulate(FLAGSHIP, worlds=57, seed=4)
    assert (other.payoff_us.to_numpy() != whole["payoff_us"].to_numpy()).all()
