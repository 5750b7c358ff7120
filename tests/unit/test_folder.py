"""A run's folder: what is written there, that the lock is the same run, and who may write."""

import json
from pathlib import Path

import pytest
import yaml

from surface.proofs import ROOT, bargain, planned, play, quick, table, write
from zopa.build.load import shipped
from zopa.experiments.folder import Folder, default_folder
from zopa.experiments.layout import DESIGN, FORMAT, LOCK, SCENARIO
from zopa.experiments.lock import experiment_lock, scenario_lock
from zopa.experiments.plan import Plan
from zopa.experiments.planning import make_plan
from zopa.experiments.study import read_study

FILES = [ROOT / "experiments" / name for name in ("hindcast.yaml", "mechanisms/M02_autos_gate.yaml")]


def _relocked(plan: Plan, folder: Path) -> Plan:
    """The plan of the locks of a plan."""
    (folder / SCENARIO).write_bytes(scenario_lock(plan.document, folder / SCENARIO))
    (folder / LOCK).write_bytes(experiment_lock(plan.study.experiment, SCENARIO))
    return make_plan(read_study(folder / LOCK))


@pytest.mark.parametrize("config", [*shipped(), *FILES], ids=lambda one: Path(one).stem)
def test_the_lock_is_the_same_run(tmp_path: Path, config: str | Path) -> None:
    plan = make_plan(read_study(config, worlds=7))
    again = _relocked(plan, tmp_path)
    assert again.address == plan.address
    assert [point.labels for point in again.points] == [point.labels for point in plan.points]
    assert again.factors == plan.factors
    assert again.outcomes == plan.outcomes
    assert again.measures == plan.measures
    assert again.study.experiment.worlds == 7
    locks = [(tmp_path / name).read_bytes() for name in (SCENARIO, LOCK)]
    _relocked(again, tmp_path)
    assert [(tmp_path / name).read_bytes() for name in (SCENARIO, LOCK)] == locks


@pytest.mark.parametrize("design", ["lhs", "sobol", "morris"])
def test_the_lock_of_a_sample(tmp_path: Path, design: str) -> None:
    said = bargain(tmp_path, design=design, points=4, constants={"time.rounds": 3}, worlds=2, luck="independent")
    file = write(tmp_path, said)
    play(file, tmp_path / "run")
    play(tmp_path / "run" / LOCK, tmp_path / "again")
    assert table(tmp_path / "run") == table(tmp_path / "again")
    assert table(tmp_path / "run", DESIGN) == table(tmp_path / "again", DESIGN)


def test_what_is_written(tmp_path: Path) -> None:
    file, out = write(tmp_path, quick()), tmp_path / "out"
    play(file, out)
    names = {path.name for path in out.iterdir()}
    assert names == {
        ".lock", "design.parquet", "experiment.lock.yaml", "experiment.yaml", "manifest.json", "outcomes.parquet",
        "parts", "scenario.lock.yaml",
    }  # fmt: skip
    assert (out / "experiment.yaml").read_bytes() == file.read_bytes()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    plan = planned(file)
    said = {"format": FORMAT, "address": plan.address, "id": "quick", "worlds": 23, "rows": 69, "failed": 0}
    assert {key: manifest[key] for key in said} == said
    assert (manifest["status"], manifest["shard"], len(manifest["sessions"])) == ("finished", None, 1)
    assert default_folder(plan) == Path("runs") / f"quick-{plan.address[:7]}"
    assert default_folder(plan, (2, 9)).name == f"quick-{plan.address[:7]}-shard-2-of-9"


def test_what_was_written_stays_when_the_lock_is_run_in_its_folder(tmp_path: Path) -> None:
    file, out = write(tmp_path, quick()), tmp_path / "out"
    file.write_text("# why\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    play(file, out)
    before = table(out)
    assert play(out / LOCK, out).played == 0
    assert (out / "experiment.yaml").read_bytes() == file.read_bytes()
    assert table(out) == before
    write(tmp_path, quick(outcomes={"agreed": {"statistic": "share", "that": {"agreed": True}}}))
    assert play(file, out).played == 0  # asked otherwise, it is the same run
    assert "outcomes" in yaml.safe_load((out / LOCK).read_text(encoding="utf-8"))


def test_a_plain_scenario_is_a_run_too(tmp_path: Path) -> None:
    plan = make_plan(read_study("ultimatum", worlds=3))
    assert _relocked(plan, tmp_path).address == plan.address


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "run")
    with folder.locked():
        assert (tmp_path / "run" / ".owner").exists()
        refused = r"is being written to by another run \(process \d+ on .*\): wait for it"
        with pytest.raises(ValueError, match=refused), Folder(tmp_path / "run").locked():
            raise AssertionError
        assert (tmp_path / "run" / ".owner").exists()  # whoever was refused takes nothing with him
    assert not (tmp_path / "run" / ".owner").exists()
    with folder.locked():
        pass


def test_a_folder_has_a_name() -> None:
    with pytest.raises(ValueError, match="has no name"):
        Folder(" ")
