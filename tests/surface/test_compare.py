"""`zopa compare`: tables on standard output, gates by exit code, what cannot be compared said in words."""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from unit.run_folders import deals, write_run
from zopa.cli.main import main


class Done(NamedTuple):
    returncode: int | str
    stdout: str
    stderr: str


def zopa(*words: str | Path) -> Done:
    """Run the command in this process, as the shell would: exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["zopa", "compare", *map(str, words)])
        try:
            code = main()
        except SystemExit as end:
            code = end.code
    return Done(code or 0, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A base, a tougher US that gains in each deal and loses by the deals that it misses, and a softer one."""
    folder, n = tmp_path_factory.mktemp("runs"), np.arange(120)
    half = n % 2 == 0
    points = {
        "base": [deals([True] * 120, list(6.0 + n % 3), list(4.0 - n % 3))] * 2,
        "tough": [deals(list(half), list(np.where(half, 8.0 + n % 3, 0.0)), [1.0] * 120)] * 2,
        "soft": [deals([True] * 120, list(5.0 + n % 3), list(5.0 - n % 3))] * 2,
    }
    given = {"delay": [0.03, 0.05]}
    made = [write_run(folder / name, some, given, scenario={"unit": name}) for name, some in points.items()]
    return made[0], made[1], made[2]


def test_it_prints_settings_differences_and_a_reading(runs: tuple[Path, Path, Path]) -> None:
    done = zopa(runs[0], runs[1], "--by", "delay")
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    for said in (
        "Settings that differ (1) A B unit base tough", "common luck: yes → paired by world",
        "agreement rate 100.0 % 50.0 % −50.0 pp [−", "all worlds 7.00 4.50 −2.50 [−", "deals of each (A 240, B 120)",
        "where both agree (120) 7.00 9.00 +2.00 (in every world) 100 % 0 %", "delay = 0.03 (1 point)",
        "Mind the trap: among deals The US's payoff seems to rise",
    ):  # fmt: skip
        assert said in text
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_gates_decide_the_exit_code(runs: tuple[Path, Path, Path]) -> None:
    passed = zopa(runs[0], runs[1], "--gate", "annual_us|both>=0", "--gate", "agreement<=0")
    assert passed.returncode == 0, passed.stderr
    assert "gate annual_us|both>=0: passed: the lower end of the interval of the difference is 2" in passed.stderr
    failed = zopa(runs[0], runs[1], "--gate", "annual_us|both>=0", "--gate", "joint>=-0.01")
    assert failed.returncode == 1
    assert "gate joint>=-0.01: FAILED: the lower end" in failed.stderr
    wrong = zopa(runs[0], runs[1], "--gate", "joint=0")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "a gate is written OUTCOME>=NUMBER" in wrong.stderr


def test_json_alone_and_every_run_against_the_first(runs: tuple[Path, Path, Path]) -> None:
    done = zopa(*runs, "--json", "--gate", "annual_us>=-1.5")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert [one["second"]["name"] for one in told["comparisons"]] == ["tough", "soft"]
    assert [one["gates"][0]["passed"] for one in told["comparisons"]] == [False, True]
    assert told["passed"] is False
    agreement = told["comparisons"][1]["outcomes"][0]["rows"][0]
    assert (agreement["first"], agreement["second"], agreement["difference"]) == (1.0, 1.0, 0.0)
    assert agreement["low"] < 0.0 < agreement["high"]  # nothing changed in 120 worlds, but something might


def test_what_cannot_be_compared_is_said(runs: tuple[Path, Path, Path], tmp_path: Path) -> None:
    for words, message in (
        ((runs[0],), "compare takes two folders"),
        ((runs[0], tmp_path / "nowhere"), "is no folder of results"),
        ((runs[0], tmp_path), "has no manifest.json"),
        ((runs[0], runs[1], "--by", "patience"), "do not vary 'patience'"),
    ):
        done = zopa(*words)
        assert done.returncode == 2
        assert done.stdout == ""
        assert message in done.stderr
        assert "Traceback" not in done.stderr
