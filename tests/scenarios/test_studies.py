"""The studies in experiments/studies: each runs, is told in words, and says the verdicts that its file records."""

import re
from pathlib import Path

import pytest

from zopa.experiments.answer import answer
from zopa.experiments.folder import Folder
from zopa.experiments.options import Options
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study
from zopa.scenario.read_experiment import read_experiment

EXPERIMENTS = Path(__file__).resolve().parents[2] / "experiments"
STUDIES = sorted(path.parent for path in EXPERIMENTS.glob("studies/*/study.yaml"))
FILES = sorted(EXPERIMENTS.glob("studies/*/*.yaml"))
SECTIONS = ("Question", "Prediction", "Answer", "Why", "Run it yourself")
CHART = 60_000
"""A chart weighs no more bytes than this."""

_ROW = re.compile(r"^\| ([a-z]+\.[a-z]) \|.*\| \*{0,2}(holds|fails|undecided)\*{0,2} \|$", re.MULTILINE)


def _name(path: Path) -> str:
    return path.parent.name if path.stem == "study" else f"{path.parent.name}/{path.stem}" if path.suffix else path.name


def test_the_eight_studies_are_there() -> None:
    names = {path.name for path in STUDIES}
    assert names == {
        "deadline", "election", "information", "investment", "patience", "precedent", "preparation", "threat",
    }  # fmt: skip


@pytest.mark.parametrize("folder", STUDIES, ids=lambda path: path.name)
def test_a_study_predicts_and_records(folder: Path) -> None:
    said = read_experiment(folder / "study.yaml").experiment
    assert said.id == folder.name
    assert said.question
    assert said.source
    assert said.seed == 2025
    assert 2 <= len(said.expect) <= 5
    for clause in said.expect:
        assert clause.id.startswith(f"{said.id}.")
        assert clause.kind == "predicted"
        assert clause.source
        assert clause.verdict is not None
        assert bool(clause.because) == (clause.verdict != "holds"), clause.id


@pytest.mark.parametrize("folder", STUDIES, ids=lambda path: path.name)
def test_a_study_is_told_in_words_and_in_a_chart(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[: len(SECTIONS)] == list(SECTIONS)
    assert f"zopa run experiments/studies/{folder.name}/study.yaml" in text
    assert "judged by people who knew the outcome" in " ".join(text.split())
    charts = re.findall(r"!\[[^\]]+\]\(([\w.]+)\)", text)
    assert charts
    for chart in charts:
        assert 0 < (folder / chart).stat().st_size < CHART


@pytest.mark.parametrize("folder", STUDIES, ids=lambda path: path.name)
def test_the_verdicts_told_are_those_recorded(folder: Path) -> None:
    told = dict(_ROW.findall((folder / "README.md").read_text(encoding="utf-8")))
    recorded = {clause.id: clause.verdict for clause in read_experiment(folder / "study.yaml").experiment.expect}
    assert told == recorded


def test_the_index_lists_every_study() -> None:
    text = (EXPERIMENTS / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in STUDIES} == set(re.findall(r"\]\(studies/(\w+)/README\.md\)", text))


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_a_study_runs_with_few_worlds(file: Path, tmp_path: Path) -> None:
    said = read_experiment(file).experiment
    fewer = [] if said.points is None else ["points=1"]
    fewer += [] if said.until is None else ["until=null"]
    plan = make_plan(read_study(file, fewer, worlds=2))
    ran = run_plan(plan, Folder(tmp_path / "run"), Options())
    assert (ran.whole, ran.failed) == (True, 0)
    found = answer(Results.open(ran.folder), plan.study.file)
    assert {name: len(some) for name, some in found.outcomes.items()} == dict.fromkeys(said.outcomes, len(plan.points))
    assert [one.clause.id for one in found.verdicts] == [clause.id for clause in said.expect]
