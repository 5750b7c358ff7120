"""A world explained: reasons that hold, books that balance."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zopa.build.load import load
from zopa.experiments.simulate import run
from zopa.report.explain import Explained
from zopa.talks.table import ADDED


@pytest.fixture(scope="module")
def explained() -> list[Explained]:
    document = load("us_japan_2025")
    return [Explained(document, 1, world) for world in range(4)]


def test_the_parts_are_the_payoff(explained: list[Explained]) -> None:
    for one in explained:
        for account in one.accounts:
            total = 0.0
            for part in ADDED:
                total = total + account.parts[part]
            assert total == account.payoff


def test_the_lines_are_the_parts_up_to_rounding(explained: list[Explained]) -> None:
    for one in explained:
        for account in one.accounts:
            for part in ("issues", "politics", "market"):
                lines = sum(line.worth for line in account.lines if line.part == part)
                assert np.isclose(lines, account.parts[part], rtol=1e-9, atol=1e-9)


def test_who_accepts_gets_what_it_asks_or_is_at_a_deadline(explained: list[Explained]) -> None:
    answers = [answer for one in explained for answer in one.answers]
    assert any(answer.yes for answer in answers)
    for answer in answers:
        if answer.yes is None:
            assert "leave no package" in answer.why
        elif answer.yes:
            assert "no less than what it would ask for" in answer.why or "last exchange before a deadline" in answer.why
        else:
            assert any(reason in answer.why for reason in ("no deal is better", "ask for more", "even now", "ratify"))


def test_a_world_of_a_run_is_explained_as_it_was_played(tmp_path, capsys) -> None:
    from zopa.cli.explain import explain_command

    frame = run("us_japan_2025", worlds=3, seed=9, out=tmp_path / "kept", overrides=["time.threats=[]"])
    explain_command(str(tmp_path / "kept"), 2, None, (), as_json=True)
    said = capsys.readouterr()
    assert json.loads(said.out)["parties"]["us"]["payoff"] == frame.payoff_us[2]
    assert not said.err
    with pytest.raises(ValueError, match="has worlds 0 to 2, not 3"):
        explain_command(str(tmp_path / "kept"), 3, None, (), as_json=False)
    with pytest.raises(ValueError, match="leave out -s and --seed"):
        explain_command(str(tmp_path / "kept"), 0, 4, (), as_json=False)


def test_the_page_is_no_wider_than_people_read(explained: list[Explained]) -> None:
    for one in explained:
        text = one.text()
        assert "Why:" in text
        assert "in all" in text
        assert max(map(len, text.splitlines())) <= 100


def test_lumps_are_explained_too() -> None:
    one = Explained(load("shrinking_pie"), 0, 0)
    assert [account.parts["time"] for account in one.accounts] == [0.0, 0.0]
    assert "round 1" in one.text()


def towns(tmp_path, more=""):
    """A finished run of four points, with a table."""
    from surface.quick_runs import run as run_towns

    return run_towns(tmp_path, 5, more)


def explained_as_json(folder, world, point, capsys):
    from zopa.cli.explain import explain_command

    explain_command(str(folder), world, None, (), as_json=True, point=point)
    said = capsys.readouterr()
    return json.loads(said.out), said.err


@pytest.mark.parametrize("more", ["", "luck: independent\n"])
def test_a_world_of_a_point_is_explained_as_it_was_played(tmp_path, capsys, more) -> None:
    folder = towns(tmp_path, more)
    rows = pq.read_table(folder / "outcomes.parquet").to_pylist()
    for row in rows:
        said, warned = explained_as_json(folder, row["world"], row["point"], capsys)
        assert (said["point"], said["world"]) == (row["point"], row["world"])
        assert said["agreed"] == row["agreed"]
        assert {party: one["payoff"] for party, one in said["parties"].items()} == {
            party: row[f"payoff_{party}"] for party in ("upstream", "downstream")
        }
        assert not warned
    assert len({tuple(row[f"payoff_{party}"] for party in ("upstream", "downstream")) for row in rows}) > 5


def test_numbers_that_a_point_gives_in_place_of_draws_are_given_again(tmp_path, capsys) -> None:
    from surface.quick_runs import run as run_towns

    slope = "parties.upstream.payoffs.water.0.slope"
    drawn = "{parties.upstream.payoffs.water: [{kind: linear, slope: {low: 0.1, central: 0.6, high: 1.0}}]}"
    folder = run_towns(tmp_path, 4, "", f"\n  slope: {{draw: {slope}, levels: [0.3, 0.9]}}\n", drawn)
    for row in pq.read_table(folder / "outcomes.parquet").to_pylist():
        said, warned = explained_as_json(folder, row["world"], row["point"], capsys)
        assert said["parties"]["upstream"]["payoff"] == row["payoff_upstream"]
        assert not warned


def test_the_story_names_its_point(tmp_path, capsys) -> None:
    from zopa.cli.explain import explain_command

    folder = towns(tmp_path)
    explain_command(str(folder), 1, None, (), as_json=False, point=3)
    head = capsys.readouterr().out.splitlines()[0]
    assert head == "Log-rolling over two issues: point 3 (downstream tough, days 6), world 1 of seed 0"
    for point in (4, -1):
        with pytest.raises(ValueError, match=f"the run has points 0 to 3, not {point}"):
            explain_command(str(folder), 0, None, (), as_json=False, point=point)
    with pytest.raises(ValueError, match="a scenario has no points"):
        explain_command("log_roll", 0, None, (), as_json=False, point=0)


def test_a_row_that_is_not_as_it_was_is_said(tmp_path, capsys) -> None:
    folder = towns(tmp_path)
    table = pq.read_table(folder / "outcomes.parquet")
    at = table.column_names.index("payoff_upstream")
    values = table.column(at).to_pylist()
    values[7] += 1.0
    pq.write_table(table.set_column(at, "payoff_upstream", pa.array(values)), folder / "outcomes.parquet")
    assert not explained_as_json(folder, 2, 0, capsys)[1]
    assert "does not play as it did" in explained_as_json(folder, 2, 1, capsys)[1]


def test_a_world_that_failed_is_explained_as_it_plays_now(tmp_path, capsys) -> None:
    from surface.quick_runs import Failing
    from surface.quick_runs import run as run_towns

    folder = run_towns(tmp_path, 3, executor=Failing(lambda point, world: (point, world) == (1, 2)))
    said, warned = explained_as_json(folder, 2, 1, capsys)
    assert said["agreed"] in (True, False)
    assert "In the run this world failed (ZeroDivisionError: division by zero)" in warned


def test_a_run_without_its_table_is_explained_too(tmp_path, capsys) -> None:
    folder = towns(tmp_path)
    (folder / "outcomes.parquet").unlink()
    assert explained_as_json(folder, 4, 2, capsys)[0]["point"] == 2
    (folder / "experiment.lock.yaml").unlink()
    with pytest.raises(ValueError, match=r"has no experiment\.lock\.yaml"):
        explained_as_json(folder, 4, 2, capsys)
