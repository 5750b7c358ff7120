"""Tournaments: cells in order, resumed, the same for any number of processes, more worlds where they are needed."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from zopa.cli.resume import resume_command
from zopa.cli.tournament import Asked, tournament_command
from zopa.experiments.executors import local
from zopa.experiments.options import Options
from zopa.experiments.reproduce import reproduce
from zopa.experiments.results import Results
from zopa.experiments.tournament.conduct import conduct
from zopa.experiments.tournament.entry import read_entries
from zopa.experiments.tournament.findings import findings
from zopa.experiments.tournament.samples import Samples
from zopa.report.tournament_text import tournament_text

TOWNS = """
schema_version: 1
id: towns
question: How should two towns share?
scenarios:
  river: {scenario: log_roll}
  short: {scenario: log_roll, title: Five rounds, set: {time.rounds: 5}, only: [offers, tough]}
strategies: {offers: {kind: random}, tough: {kind: boulware}, linear: }
worlds: 6
"""


def written(folder: Path, text: str = TOWNS) -> Path:
    path = folder / "towns.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def played(folder: Path, text: str = TOWNS, processes: int = 1):
    file, entries = read_entries(written(folder, text))
    with local(processes) as executor:
        return file, entries, conduct(file, entries, folder / "out", lambda _: Options(executor, block=4))


def test_a_cell_for_each_profile_the_last_seat_first(tmp_path):
    _, entries = read_entries(written(tmp_path))
    river, short = entries
    assert river.shape == (3, 3)
    assert [point.labels for point in river.plan.points][:4] == [
        ("offers", "offers"), ("offers", "tough"), ("offers", "linear"), ("tough", "offers"),
    ]  # fmt: skip
    assert short.shape == (2, 2)
    assert short.plan.study.overrides == ("time.rounds=5",)


def test_a_cell_is_what_the_scenario_with_these_strategies_is(tmp_path):
    import zopa

    _, _, conducted = played(tmp_path)
    cell = Results.open(conducted.folder / "river").frame().query("upstream == 'offers' and downstream == 'tough'")
    settings = ["parties.upstream.strategy={kind: random}", "parties.downstream.strategy={kind: boulware}"]
    alone = zopa.simulate("log_roll", worlds=6, overrides=settings)
    assert cell.annual_upstream.tolist() == alone.annual_upstream.tolist()


def test_again_plays_nothing_and_its_lock_is_the_same_tournament(tmp_path):
    file, entries, first = played(tmp_path)
    assert [one.played for one in first.ran.values()] == [54, 24]
    again = conduct(file, entries, first.folder, lambda _: Options())
    assert [one.played for one in again.ran.values()] == [0, 0]
    _, locked = read_entries(first.folder / "tournament.lock.yaml")
    assert [one.plan.address for one in locked] == [one.plan.address for one in entries]
    assert [list(one.seats["upstream"]) for one in locked] == [["offers", "tough", "linear"], ["offers", "tough"]]


def test_another_tournament_does_not_go_into_its_folder(tmp_path):
    played(tmp_path)
    with pytest.raises(ValueError, match="holds another tournament"):
        played(tmp_path, TOWNS + "seed: 1\n")


def test_the_same_bytes_on_one_process_and_on_two(tmp_path):
    tables = []
    for processes in (1, 2):
        (tmp_path / str(processes)).mkdir()
        _, _, conducted = played(tmp_path / str(processes), processes=processes)
        tables.append([(conducted.folder / name / "outcomes.parquet").read_bytes() for name in ("river", "short")])
    assert tables[0] == tables[1]


ADAPTIVE = TOWNS.replace("worlds: 6", "worlds: 8\nuntil: {error: 0.5, budget: 600}").replace("  short:", "  # short:")


def test_cells_in_question_get_more_worlds_and_others_do_not(tmp_path):
    _, _, conducted = played(tmp_path, ADAPTIVE)
    results = Results.open(conducted.folder / "river")
    worlds = np.array(results.worlds).reshape(3, 3)
    assert worlds.sum() <= 600
    assert worlds.min() < worlds.max()
    table = pq.read_table(results.folder / "outcomes.parquet", columns=["point", "world"])
    assert np.bincount(table.column("point").to_numpy()).tolist() == worlds.ravel().tolist()
    assert [json.loads((results.folder / "manifest.json").read_text())["rows"]] == [worlds.sum()]


def test_cells_with_more_worlds_are_reproduced_too(tmp_path):
    _, _, conducted = played(tmp_path, ADAPTIVE)
    done = reproduce(conducted.folder / "river", sample=None)
    assert (done.different, done.parts_wrong) == (0, [])
    assert done.compared == sum(Results.open(conducted.folder / "river").worlds)


def test_worlds_are_added_in_the_same_way_after_a_stop(tmp_path):
    file, entries, whole = played(tmp_path, ADAPTIVE)
    expected = (whole.folder / "river" / "outcomes.parquet").read_bytes()

    class StoppedError(Exception):
        pass

    class Watch:
        def __init__(self, after: int) -> None:
            self.after = after

        def __call__(self, done: int, failed: int) -> None:
            if done > self.after:
                raise StoppedError

    for after in (100, 200):
        folder = tmp_path / f"stopped{after}"
        with pytest.raises(StoppedError):
            conduct(file, entries, folder, lambda _, after=after: Options(watch=Watch(after), block=4))
        conduct(file, entries, folder, lambda _: Options())
        assert (folder / "river" / "outcomes.parquet").read_bytes() == expected


def test_without_self_play_nobody_meets_itself(tmp_path):
    file, entries, conducted = played(tmp_path, TOWNS + "self_play: false\n")
    worlds = np.array(Results.open(conducted.folder / "river").worlds).reshape(3, 3)
    assert worlds.tolist() == [[0, 6, 6], [6, 0, 6], [6, 6, 0]]
    found = findings(file.tournament, entries, conducted)["river"]
    assert "without self-play" in found["no_meta_game"]
    assert found["rankings"]["upstream"]["against"] == "those met"
    assert "others have met others" in tournament_text({"river": found})
    assert found["measures"]["upstream"]["value"][0][0] is None


def test_what_is_found_is_what_the_table_says(tmp_path):
    file, entries, conducted = played(tmp_path)
    found = findings(file.tournament, entries, conducted)["river"]
    assert json.loads((conducted.folder / "river" / "findings.json").read_text(encoding="utf-8")) == json.loads(
        json.dumps(found)
    )
    frame = Results.open(conducted.folder / "river").frame()
    means = frame.groupby("point").annual_upstream.mean().to_numpy().reshape(3, 3)
    assert np.array(found["measures"]["upstream"]["value"], float) == pytest.approx(means)
    rows = {row["strategy"]: row["value"] for row in found["rankings"]["upstream"]["rows"]}
    assert [rows[name] for name in ("offers", "tough", "linear")] == pytest.approx(means.mean(axis=1))
    shares = np.array([found["ends"][word] for word in found["ends"]])
    assert shares.sum(axis=0) == pytest.approx(np.ones((3, 3)))
    equilibria = found["equilibria"]["list"]
    assert equilibria
    assert all(regret <= 1e-9 for one in equilibria for regret in one["regret"].values())
    assert sum(found["alpha_rank"]["masses"]["upstream"].values()) == pytest.approx(1.0)


def test_in_a_symmetric_scenario_both_seats_are_one(tmp_path):
    text = TOWNS.replace("worlds: 6", "worlds: 6\nsymmetric: true").replace("  short:", "  # short:")
    file, entries, conducted = played(tmp_path, text)
    found = findings(file.tournament, entries, conducted)["river"]
    frame = Results.open(conducted.folder / "river").frame().groupby("point")
    values = [frame[f"annual_{seat}"].mean().to_numpy().reshape(3, 3) for seat in ("upstream", "downstream")]
    both = (values[0] + values[1].T) / 2
    assert np.array(found["measures"]["upstream"]["value"], float) == pytest.approx(both)
    rows = {row["strategy"]: row["value"] for row in found["rankings"]["upstream"]["rows"]}
    assert [rows[name] for name in ("offers", "tough", "linear")] == pytest.approx(both.mean(axis=1))
    assert list(found["equilibria"]["list"][0]["mix"]) == ["upstream"]


def test_samples_of_worlds_that_failed_are_missing(tmp_path):
    _, _, conducted = played(tmp_path)
    table = pq.read_table(conducted.folder / "river" / "outcomes.parquet")
    status = ["failed" if at == 7 else "ok" for at in range(table.num_rows)]
    table = table.set_column(table.schema.get_field_index("status"), "status", [status])
    values = Samples(table, [6] * 9).column("annual_upstream")
    assert np.argwhere(np.isnan(values)).tolist() == [[1, 1]]
    words, numbers = Samples(table, [6] * 8 + [3]).words("ended")
    assert set(words) == {"deal"}
    assert np.isnan(numbers[8]).tolist() == [False] * 3 + [True] * 3


def test_the_command_prints_the_folder_and_goes_on_where_it_was(tmp_path, capsys):
    path, out = written(tmp_path), tmp_path / "out"
    tournament_command(Asked(str(path), out=str(out)))
    said = capsys.readouterr()
    assert said.out.strip() == str(out)
    assert "78 worlds, 78 of them played now" in said.err
    assert (out / "summary.txt").read_text(encoding="utf-8").strip() in said.err
    resume_command(str(out), 1, None, as_json=True)
    said = capsys.readouterr()
    assert "78 worlds, 0 of them played now" in said.err
    assert list(json.loads(said.out)) == ["river", "short"]
