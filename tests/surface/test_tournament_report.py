"""Tournaments of every sort and their pages: odd names, one seat, three parties, ties, failures, stops."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Seen, opened
from surface.quick_runs import Failing
from zopa.cli.resume import resume_command
from zopa.cli.tournament import Asked, tournament_command
from zopa.experiments.options import Options
from zopa.experiments.tournament.conduct import conduct
from zopa.experiments.tournament.entry import read_entries
from zopa.experiments.tournament.findings import findings
from zopa.report.exhibit import Exhibit
from zopa.report.language import Language
from zopa.report.page.folder import page_of
from zopa.report.page.write import write_report
from zopa.report.tournament_text import tournament_text
from zopa.scenario.problems import ScenarioError

NASTY = "<script>alert(1)</script> </script> {{7*7}} a | b 関税"

HOSTILE = f"""
schema_version: 1
id: hostile
title: {json.dumps(NASTY)}
question: {json.dumps(NASTY)}
setting: {json.dumps(NASTY)}
source: {json.dumps(NASTY)}
scenarios:
  river: {{scenario: log_roll, title: {json.dumps(NASTY)}}}
  split: {{scenario: ultimatum, only: [linear, "a|b <b>"]}}
  tariffs: {{scenario: us_japan_2025, worlds: 8, only: [linear, "{{{{7*7}}}} 日本"]}}
strategies: {{linear: , "a|b <b>": {{kind: random}}, "{{{{7*7}}}} 日本": {{kind: boulware, beta: 0.5}}}}
worlds: 16
resamples: 199
"""


def file_of(folder: Path, text: str) -> Path:
    path = folder / "t.yaml"
    path.write_text(
        f"schema_version: 1\nid: t\nresamples: 199\n{text}" if "id:" not in text else text, encoding="utf-8"
    )
    return path


def found_in(folder: Path, text: str, fails: Any = None) -> tuple[Path, dict[str, dict[str, Any]]]:
    """A tournament played in a folder, its findings as strict JSON has them."""
    file, entries = read_entries(file_of(folder, text))
    options = Options() if fails is None else Options(Failing(fails))
    conducted = conduct(file, entries, folder / "out", lambda _: options)
    found = findings(file.tournament, entries, conducted)
    return conducted.folder, json.loads(json.dumps(found, allow_nan=False))


def drawn(folder: Path, language: str = "en") -> list[str]:
    """The exhibits of a tournament's page that have a chart, each with all its numbers."""
    page = page_of(folder, Language(language))
    some = [part for section in page.sections for part in section.parts if isinstance(part, Exhibit)]
    for one in some:
        json.dumps(one.chart.to_dict(), allow_nan=False)
    return [one.name.partition("-")[2] for one in some]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("hostile")
    tournament_command(Asked(str(file_of(base, HOSTILE)), out=str(base / "out")))
    return base / "out"


@pytest.fixture(scope="module")
def japanese(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report([folder], tmp_path_factory.mktemp("ja") / "report.html", "ja").html


@pytest.fixture
def shown(folder: Path) -> Iterator[Seen]:
    with opened(folder / "report.html") as seen:
        yield seen


def test_the_page_opens_without_a_network_or_a_complaint_and_every_chart_is_drawn(shown: Seen) -> None:
    assert shown.asked == []
    assert shown.errors == []
    figures = shown.page.locator("figure")
    assert figures.count() >= 18
    bare = "some => some.filter(e => !e.querySelector('svg .mark-group')).map(e => e.id)"
    assert figures.evaluate_all(bare) == []
    names = figures.evaluate_all("some => some.map(e => e.id)")
    assert {"river-ranking", "split-payoff-matrix", "tariffs-strategy-plane"} <= set(names)
    assert any(name.startswith("tariffs-timing") for name in names)
    assert "Error" not in " ".join(shown.page.locator(".chart").all_inner_texts())


def test_names_and_titles_are_shown_as_text(folder: Path, shown: Seen) -> None:
    assert shown.page.locator("h1").inner_text() == NASTY
    text = shown.page.inner_text("body")
    assert text.count(NASTY) >= 5
    assert "{{7*7}} 日本" in text
    assert "a|b <b>" in shown.page.locator("#river-ranking svg").text_content()
    assert "nan" not in text.lower().split()
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    assert not re.search(r"<[a-z/!]", re.sub(r"^```text$.*?^```$", "", markdown, flags=re.DOTALL | re.MULTILINE))
    assert "a \\| b" in markdown


def test_in_japanese_on_a_phone_it_is_as_good(japanese: Path) -> None:
    with opened(japanese, 390, bypass_csp=True) as seen:
        assert (seen.asked, seen.errors, seen.overflow) == ([], [], 0)
        assert seen.page.locator("html").get_attribute("lang") == "ja"
        assert seen.page.locator(".panel svg").count() == seen.page.locator("[data-spec]").count() > 0
        seen.page.eval_on_selector_all("details", "some => some.forEach(element => { element.open = true })")
        assert seen.overflow == 0
        assert seen.axe("serious", "critical") == []


def test_the_same_folder_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = write_report([folder], tmp_path / "again.html")
    assert again.html.read_bytes() == (folder / "report.html").read_bytes()
    assert again.markdown.read_bytes() == (folder / "report.md").read_bytes()


def test_scenarios_of_other_parties_are_not_compared(folder: Path) -> None:
    page = page_of(folder, Language("en"))
    across = next(section for section in page.sections if section.id == "across")
    assert len(across.parts) == 2
    assert "not compared" in str(across.parts[1])
    assert page.answer[0].startswith(f"{NASTY}: Against all")


def test_a_party_may_be_called_like_a_column(folder: Path) -> None:
    found = json.loads((folder / "split" / "findings.json").read_text(encoding="utf-8"))
    assert list(found["seats"]) == ["proposer", "responder"]
    _, entries = read_entries(folder / "tournament.lock.yaml")
    assert [factor.name for factor in entries[1].plan.factors] == ["proposer_seat", "responder"]


def test_what_is_wrong_with_a_strategy_stands_at_its_place_where_its_party_is_called_like_a_column(
    tmp_path: Path,
) -> None:
    text = "scenarios: {a: {scenario: ultimatum}}\nseats: {proposer: {x: {kind: boulware, beta: none}}}\n"
    with pytest.raises(ScenarioError) as error:
        read_entries(file_of(tmp_path, text))
    assert [problem.line for problem in error.value.problems] == [5]


@pytest.mark.parametrize("names", [["linear"], ["linear", "random"]])
def test_strategies_of_one_seat_alone_are_ranked_and_no_game_is_solved(tmp_path: Path, names: list[str]) -> None:
    text = f"scenarios: {{a: {{scenario: log_roll}}}}\nseats: {{downstream: [{', '.join(names)}]}}\nworlds: 16\n"
    folder, found = found_in(tmp_path, text)
    assert len(found["a"]["rankings"]["downstream"]["rows"]) == len(names)
    assert "equilibria" not in found["a"]
    assert "with what the others play in the scenario" in tournament_text(found)
    assert drawn(folder) == ["ranking", "endings", "efficiency"]
    answer = page_of(folder, Language("en")).answer
    assert answer[0].startswith("With what the others play in the scenario, the downstream town does best")
    assert (
        answer[1] == "What a rational field would play is not worked out: the strategies of one seat alone are varied."
    )


def test_of_one_strategy_a_seat_there_is_a_page(tmp_path: Path) -> None:
    text = "scenarios: {a: {scenario: log_roll}}\nseats: {upstream: [linear], downstream: [random]}\nworlds: 16\n"
    folder, found = found_in(tmp_path, text)
    assert found["a"]["equilibria"]["list"][0]["pure"]
    assert {"ranking", "payoff-matrix", "mixtures"} <= set(drawn(folder))


def test_of_three_parties_there_are_ranks_and_alpha_rank(tmp_path: Path) -> None:
    text = "scenarios: {a: {scenario: three_parties}}\nstrategies: [linear, boulware]\nworlds: 4\n"
    folder, found = found_in(tmp_path, text)
    assert list(found["a"]["rankings"]) == ["alder", "birch", "cedar"]
    assert {"ranking", "mixtures", "endings"} <= set(drawn(folder))
    page = page_of(folder, Language("en"))
    assert page.answer[0].startswith("Against all strategies of the others")
    made = dict(page.provenance)
    assert made["Cells"] == "a: 8 cells, 32 worlds in all"


@pytest.mark.parametrize("more", ["", "self_play: false\n"])
def test_of_a_symmetric_scenario_there_is_a_page(tmp_path: Path, more: str) -> None:
    names = f"strategies: [random, boulware]\nsymmetric: true\nworlds: 16\n{more}"
    text = f"scenarios: {{a: {{scenario: shrinking_pie}}}}\n{names}"
    folder, found = found_in(tmp_path, text)
    first, second = (found["a"]["measures"][seat]["value"] for seat in ("first", "second"))
    assert [list(row) for row in zip(*second, strict=True)] == [
        [None if x is None else pytest.approx(x) for x in row] for row in first
    ]
    for language in ("en", "ja"):
        assert "payoff-matrix" in drawn(folder, language)
    assert "either side does best" in page_of(folder, Language("en")).answer[0]


def test_where_nobody_ever_agrees_all_are_alike(tmp_path: Path) -> None:
    greedy = "{greedy: {kind: fixed_demand, utility: 1.0}, mean: {kind: fixed_demand, utility: 0.99}}"
    text = f"scenarios: {{a: {{scenario: log_roll}}}}\nstrategies: {greedy}\nworlds: 4\n"
    folder, found = found_in(tmp_path, text)
    assert found["a"]["measures"]["agreement"]["value"] == [[0.0, 0.0], [0.0, 0.0]]
    assert "Nothing varied in any of 4 worlds" in tournament_text(found)
    assert "ranking" in drawn(folder)


def test_worlds_that_failed_are_left_out_and_widen_the_bound(tmp_path: Path) -> None:
    text = "scenarios: {a: {scenario: log_roll}}\nstrategies: [linear, random]\nworlds: 8\n"
    folder, found = found_in(tmp_path, text, lambda point, world: point == 1 and world > 0)
    assert found["a"]["failed"] == 7
    assert found["a"]["bound"]["bernstein"]["upstream"] is None
    assert "∞ by the empirical" in re.sub(r"\s+", " ", tournament_text(found))
    assert "ranking" in drawn(folder)


def test_where_all_worlds_failed_it_says_so(tmp_path: Path) -> None:
    text = "scenarios: {a: {scenario: log_roll}}\nstrategies: [linear, random]\nworlds: 2\n"
    with pytest.raises(ValueError, match="all worlds failed"):
        found_in(tmp_path, text, lambda *_: True)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("strategies: [linear]\nself_play: false\n", "nobody meets anybody", 6),
        ("strategies: {a: linear, b: {kind: linear}}\n", "this is the same as strategy 'a'", 5),
    ],
)
def test_what_could_not_be_worked_out_is_said_before_anything_is_played(
    tmp_path: Path, text: str, message: str, line: int
) -> None:
    with pytest.raises(ScenarioError, match=message) as error:
        read_entries(file_of(tmp_path, f"scenarios: {{a: {{scenario: log_roll}}}}\n{text}"))
    assert [problem.line for problem in error.value.problems] == [line]


def test_a_stopped_tournament_says_so_and_its_folder_is_enough_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenarios = "scenarios:\n  a: {scenario: log_roll}\n  b: {scenario: log_roll, set: {time.rounds: 5}}\n"
    file, entries = read_entries(file_of(tmp_path, f"{scenarios}strategies: [linear, random]\nworlds: 8\n"))

    def watch(done: int, _: int) -> None:
        if done > 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        conduct(file, entries, tmp_path / "out", lambda _: Options(watch=watch, block=4))
    with pytest.raises(ValueError, match=r"is not finished \(a has no findings.json\): zopa resume"):
        write_report([tmp_path / "out"])
    file.path.unlink()
    resume_command(str(tmp_path / "out"), 1, None, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert [sum(map(sum, found[name]["worlds"])) for name in ("a", "b")] == [32, 32]
    assert "time.rounds: 5" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
