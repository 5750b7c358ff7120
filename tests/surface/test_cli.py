"""The command line: results on standard output, words on standard error, exit codes, files."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
FLAGSHIP = "configs/us_japan_2025"


def zopa(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zopa", *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def test_run_prints_the_folder_alone_and_fills_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = zopa("run", FLAGSHIP, "--worlds", "30", "--seed", "4", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{out}\n"
    names = {path.name for path in out.iterdir()}
    assert {"outcomes.parquet", "summary.txt", "transcripts.txt", "scenario.lock.yaml", "manifest.json"} <= names
    assert {"chart.svg", "chart.png"} <= names
    assert pq.read_table(out / "outcomes.parquet").num_rows == 30
    assert "reach a deal in" in done.stderr
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["worlds"]) == (4, 30)


def test_the_lock_is_the_scenario_as_it_was_played(tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    change = "parties.japan.strategy.kind=conceder"
    assert zopa("run", FLAGSHIP, "--worlds", "20", "-o", str(first), "-s", change).returncode == 0
    assert zopa("run", str(first / "scenario.lock.yaml"), "--worlds", "20", "-o", str(again)).returncode == 0
    one, two = (pq.read_table(folder / "outcomes.parquet") for folder in (first, again))
    assert one.equals(two)


def test_run_as_json_prints_json_alone(tmp_path: Path) -> None:
    done = zopa("run", "ultimatum", "--worlds", "5", "--json", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["worlds"] == 5


def test_value_as_json_has_package_party_issue() -> None:
    table = json.loads(zopa("value", FLAGSHIP, "--json").stdout)
    assert len(table) == 10
    japan = table["actual_deal"]["japan"]
    assert japan["total"] == pytest.approx(sum(v for k, v in japan.items() if k != "total"))
    assert {"autos", "reciprocal", "investment", "rice"} <= set(japan)


def test_value_of_a_package_spelt_out() -> None:
    spelt = "autos=15,reciprocal=15,stacking=all_in,alaska_lng=1"
    table = json.loads(zopa("value", FLAGSHIP, "--json", "--package", spelt).stdout)
    assert list(table) == [spelt]
    assert table[spelt]["us"]["alaska_lng"] == pytest.approx(0.25)


def test_value_of_a_named_package_with_a_change() -> None:
    spelt = "actual_deal,rice=0"
    changed = json.loads(zopa("value", FLAGSHIP, "--json", "--package", spelt).stdout)[spelt]
    deal = json.loads(zopa("value", FLAGSHIP, "--json", "--package", "actual_deal").stdout)["actual_deal"]
    assert changed["japan"]["rice"] == 0.0
    assert changed["japan"]["total"] == pytest.approx(deal["japan"]["total"] + 0.30)


def test_the_transcript_of_a_world_is_that_of_its_row() -> None:
    from zopa import simulate

    rows = simulate("us_japan_2025", worlds=20, seed=1)
    for row in (rows[rows.agreed].iloc[0], rows[~rows.agreed].iloc[0]):
        told = zopa("transcript", "us_japan_2025", "--world", str(row.world), "--seed", "1").stdout
        assert ("accepts: a deal" in told) == row.agreed
        if row.agreed:
            assert f"{row.date:%Y-%m-%d}" in told


def test_show_tells_every_number_with_its_source() -> None:
    shown = json.loads(zopa("show", "us_japan_2025", "--json").stdout)
    numbers = {number["path"]: number for number in shown["numbers"]}
    assert numbers["quantities.autos_pass_through"]["value"] == "0.3 [0.05, 0.6]"
    assert all(number["source"] and number["unit"] for number in numbers.values())
    assert shown["gates"] == ["us reciprocal: at least 10", "japan autos: at most 15"]


def test_show_tells_what_a_file_may_say_of_a_protocol() -> None:
    assert "proposer = left out: Who makes the offer" in zopa("show", "ultimatum").stdout


def test_the_version() -> None:
    assert zopa("--version").stdout.strip() == "0.1.0"


def test_solve_as_json_has_the_solutions() -> None:
    solved = json.loads(zopa("solve", "log_roll", "--json").stdout)
    assert {"packages", "pareto", "nash", "kalai_smorodinsky", "egalitarian", "utilitarian"} <= set(solved)
    assert solved["nash"] == [
        {"package": {"water": 100, "power": 0}, "utilities": {"upstream": 60.0, "downstream": 70.0}}
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", FLAGSHIP, "--worlds", "1000000000000"), "worlds must be between 1 and"),
        (("run", FLAGSHIP, "--worlds", "0"), "worlds must be between 1 and"),
        (("run", FLAGSHIP, "-s", "parties.japn.strategy.kind=linear"), 'did you mean "japan"?'),
        (("run", FLAGSHIP, "-s", "parties.japan.strategy.kind=hardlinr"), 'did you mean "hardliner"?'),
        (("run", "no_such_thing"), "no such file, folder or shipped scenario"),
        (("value", FLAGSHIP, "--package", "actual_dela"), 'did you mean "actual_deal"?'),
        (("value", FLAGSHIP, "--package", "autos=14"), "autos has no level '14'"),
        (("run", "log_roll", "--worlds", "3", "-o", "README.md"), "cannot write the results to README.md"),
        (("run", "log_roll", "--worlds", "3", "-o", ""), "has no name"),
        (("run", "log_roll", "-j", "-1"), "-j takes a number of processes"),
        (("transcript", "log_roll", "--world", "-1"), "worlds are numbered from 0"),
        (("list", "strategys"), "strategies"),
        (("show", "no_such_thing"), "there is nothing called"),
        (("validate", "tests/bad/unknown_key.yaml"), 'did you mean "discount"?'),
    ],
)
def test_bad_input_is_said_in_words_with_exit_code_2(words: tuple[str, ...], said: str) -> None:
    done = zopa(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_every_shipped_scenario_is_right_and_listed() -> None:
    listed = json.loads(zopa("list", "scenarios", "--json").stdout)
    done = zopa("validate", *listed)
    assert done.returncode == 0, done.stderr
    assert set(listed) == {"buyer_seller", "log_roll", "shrinking_pie", "three_parties", "ultimatum", "us_japan_2025"}


@pytest.mark.parametrize("what", ["strategies", "protocols", "acceptance", "models"])
def test_everything_listed_can_be_shown(what: str) -> None:
    from zopa.cli.about import show_command, tables

    names = json.loads(zopa("list", what, "--json").stdout)
    assert set(names) == set(tables()[what])
    for name in names:
        show_command(name, as_json=True)


def test_the_schema_knows_every_strategy_and_its_parameters() -> None:
    schema = json.loads(zopa("schema").stdout)
    said = json.dumps(schema)
    assert "micro_coarse" in said
    assert "Utility conceded at each step." in said
