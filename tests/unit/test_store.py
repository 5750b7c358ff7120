"""Where a run is kept, and that no run overwrites another."""

from pathlib import Path

import pytest

from zopa import run
from zopa.build.load import load
from zopa.experiments.store import address


def test_the_address_is_what_decides_the_outcomes() -> None:
    plain = load("log_roll")
    again = load("log_roll", ["title=Another title"])
    other = load("log_roll", ["parties.upstream.strategy.kind=linear"])
    assert address(plain, 1) == address(again, 1)
    assert len({address(plain, 1), address(plain, 2), address(other, 1)}) == 3


def test_the_same_run_may_be_repeated_into_its_folder(tmp_path: Path) -> None:
    first = run("log_roll", worlds=5, seed=1, out=tmp_path / "talks")
    again = run("log_roll", worlds=5, seed=1, out=tmp_path / "talks")
    assert first.equals(again)
    assert first.attrs["folder"] == str(tmp_path / "talks")


@pytest.mark.parametrize("change", [{"seed": 2}, {"overrides": ["parties.upstream.strategy.kind=micro"]}])
def test_another_run_does_not_take_its_place(change: dict[str, object], tmp_path: Path) -> None:
    settings: dict[str, object] = {"worlds": 5, "seed": 1, "out": tmp_path}
    run("log_roll", **settings)  # type: ignore[arg-type]
    before = (tmp_path / "outcomes.parquet").read_bytes()
    with pytest.raises(ValueError, match="holds the results of another run"):
        run("log_roll", **(settings | change))  # type: ignore[arg-type]
    assert (tmp_path / "outcomes.parquet").read_bytes() == before


def test_a_folder_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="has no name"):
        run("log_roll", worlds=10, out=" ")


def test_more_worlds_of_the_same_run_go_into_the_same_folder(tmp_path: Path) -> None:
    few = run("log_roll", worlds=5, seed=1, out=tmp_path)
    more = run("log_roll", worlds=9, seed=1, out=tmp_path)
    assert len(more) == 9
    assert more.head(5).equals(few)
