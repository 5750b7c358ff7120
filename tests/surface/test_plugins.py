"""Strategies from elsewhere: files named on the command line, and installed packages; YAML never names code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zopa import check_strategy, load
from zopa.build.contract.check import BrokenContractError
from zopa.build.registry import VARIABLE, add_plugin, named_strategies, origins

HALF_WAY = '''
"""Strategies of my own."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, traits
from zopa.strategies.parts.search import Search


@dataclass(frozen=True)
class HalfWay:
    """Asks for everything, and from the middle of the talks on for half.

    Attributes:
        half: What it comes down to.
    """

    half: Share = 0.5

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """All, or half."""
        return memory.offer(view, belief, view.payoff(np.where(view.gone > 0.5, self.half, 1.0)))
'''
SAYS = "parties.first.strategy={kind: half_way, half: 0.4}"


@pytest.fixture(autouse=True)
def _no_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(HALF_WAY, encoding="utf-8")
    return path


def zopa(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zopa", *words]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env=os.environ | environment, timeout=300
    )


def test_a_file_brings_its_strategies(file: Path) -> None:
    assert "half_way" not in named_strategies()
    add_plugin(file)
    assert named_strategies()["half_way"].about.startswith("asks for everything, and from the middle")
    assert origins()["half_way"].home.startswith("mine.py sha256:")
    assert load("shrinking_pie", [SAYS]).scenario.parties["first"].strategy.half == 0.4
    with pytest.raises(ValueError, match="must be at most 1"):
        load("shrinking_pie", ["parties.first.strategy={kind: half_way, half: 2}"])
    assert len(check_strategy("half_way")) == 8


def test_processes_of_a_run_have_it_too(file: Path, tmp_path: Path) -> None:
    said = ("run", "shrinking_pie", "-s", SAYS, "--worlds", "2000", "--json", "--plugin", str(file))
    two = zopa(*said, "-j", "2", "-o", "two", cwd=tmp_path)
    assert two.returncode == 0, two.stderr
    manifest = json.loads((tmp_path / "two/manifest.json").read_text(encoding="utf-8"))
    assert manifest["strategies_from_elsewhere"] == {"half_way": origins_of(file)}
    one = zopa(f"--plugin={file}", *said[:-2], "-o", "one", cwd=tmp_path)
    assert one.returncode == 0, one.stderr
    assert (tmp_path / "one/outcomes.parquet").read_bytes() == (tmp_path / "two/outcomes.parquet").read_bytes()


def origins_of(file: Path) -> str:
    add_plugin(file)
    return origins()["half_way"].home


def test_another_text_of_the_file_is_another_run(file: Path) -> None:
    from zopa.experiments.store import address

    add_plugin(file)
    before = address(load("shrinking_pie", [SAYS]), 0)
    file.write_text(HALF_WAY.replace("> 0.5", "> 0.6"), encoding="utf-8")
    assert address(load("shrinking_pie", [SAYS]), 0) != before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = (", "SyntaxError"),
        ("x = 1\n", "no strategy in this file"),
        (HALF_WAY.replace('    traits: ClassVar[Traits] = traits("time", "payoffs")\n', ""), "lacks traits"),
        (HALF_WAY.replace("HalfWay", "Boulware"), "has the name of one of zopa"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(text, encoding="utf-8")
    run = zopa("list", "strategies", "--plugin", str(path), cwd=tmp_path)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_no_such_file(tmp_path: Path) -> None:
    run = zopa("list", "strategies", "--plugin", "nowhere.py", cwd=tmp_path)
    assert run.returncode == 2
    assert "nowhere.py" in run.stderr
    assert "there is no such file" in run.stderr


def test_yaml_never_names_code(file: Path) -> None:
    for kind in ("mine.HalfWay", str(file), "os.system"):
        with pytest.raises(ValueError, match="kind"):
            load("shrinking_pie", [f"parties.first.strategy={{kind: '{kind}'}}"])


def test_a_strategy_that_says_what_is_not_true_of_itself(file: Path, tmp_path: Path) -> None:
    file.write_text(
        HALF_WAY.replace('traits("time", "payoffs")', 'traits("payoffs", "home", memory=True)'), encoding="utf-8"
    )
    add_plugin(file)
    with pytest.raises(BrokenContractError) as broken:
        check_strategy("half_way")
    assert "do not name 'time'" in str(broken.value).replace("its traits do not name", "do not name")
    assert "name 'home'" in str(broken.value)
    assert "memory=True" in str(broken.value)
    run = zopa("check-strategy", "half_way", "--plugin", str(file), cwd=tmp_path)
    assert run.returncode == 1
    assert "broken  its traits are true" in run.stdout


def test_an_installed_package_registers_by_entry_point(tmp_path: Path) -> None:
    """A real package, built and installed into a folder of its own."""
    project = tmp_path / "toy"
    project.mkdir()
    (project / "zopa_toy.py").write_text(HALF_WAY, encoding="utf-8")
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "zopa-toy"\nversion = "1.2"\n'
        '[project.entry-points."zopa.strategies"]\nhalf_way = "zopa_toy:HalfWay"\nlost = "zopa_toy:Nowhere"\n'
        '[tool.hatch.build.targets.wheel]\ninclude = ["zopa_toy.py"]\n',
        encoding="utf-8",
    )
    installed = install(project, tmp_path / "site")
    run = zopa("list", "strategies", cwd=tmp_path, PYTHONPATH=str(installed))
    assert run.returncode == 0, run.stderr
    assert "half_way" in run.stdout
    assert "the strategy lost of zopa-toy 1.2 is left out" in run.stderr
    shown = zopa("show", "half_way", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "comes from: zopa-toy 1.2" in shown.stdout
    checked = zopa("check-strategy", "half_way", cwd=tmp_path, PYTHONPATH=str(installed))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    played = zopa(
        "run", "shrinking_pie", "-s", SAYS, "--worlds", "5", "--json", cwd=tmp_path, PYTHONPATH=str(installed)
    )
    assert played.returncode == 0, played.stderr


def install(project: Path, site: Path) -> Path:
    """Install with pip, as anybody would; without a network for the build, lay the same files out by hand."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site)]
    if subprocess.run([*pip, str(project)], capture_output=True, check=False, timeout=300).returncode == 0:
        return site
    info = site / "zopa_toy-1.2.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (site / "zopa_toy.py").write_bytes((project / "zopa_toy.py").read_bytes())
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zopa-toy\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[zopa.strategies]\nhalf_way = zopa_toy:HalfWay\nlost = zopa_toy:Nowhere\n", encoding="utf-8"
    )
    return site
