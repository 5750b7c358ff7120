"""`zopa report`: pages of runs of every sort, opened in a browser without a network."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from scipy import stats

from browser import Seen, opened
from surface.quick_runs import Failing, run
from zopa.cli.report import report_command
from zopa.experiments.answer import answer
from zopa.experiments.results import Results
from zopa.report.answer_words import point_label
from zopa.report.language import Language
from zopa.report.page.folder import page_of
from zopa.report.page.run_answer import main_outcome
from zopa.report.page.write import write_report

NASTY = "<script>alert(1)</script> </script> {{7*7}} a | b 関税"

LEVERS = f"""
  downstream:
    title: {json.dumps(NASTY)}
    path: parties.downstream.strategy
    levels: {{offers: {{kind: random}}, tough: {{kind: boulware}}}}
  days: {{title: {json.dumps(NASTY)}, path: time.rounds, levels: [4, 6]}}
"""

EXPECT = """
expect:
- id: towns.a
  clause: a tough downstream gets more
  measure: {statistic: mean, of: annual_downstream}
  along: downstream
  relation: increases
- id: towns.b
  clause: deals come in most worlds
  measure: {statistic: share, that: {agreed: true}}
  along: days
  relation: at_least
  value: 0.01
"""


def told(text: str) -> dict[str, Any]:
    """An experiment in which every text that people write looks like mark-up."""
    data: dict[str, Any] = yaml.safe_load(text)
    data |= {"title": NASTY, "question": f"{NASTY}?", "setting": NASTY, "source": NASTY}
    for clause in data["expect"]:
        clause["clause"] = NASTY
    return data


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Runs of several points, of one, and with worlds that failed."""
    base = tmp_path_factory.mktemp("runs")
    failing = Failing(lambda point, world: point == 1 and world == 2)
    found = {
        "points": run(base / "points", more=EXPECT, levers=LEVERS),
        "single": run(base / "single", worlds=30, levers=" {}"),
        "failed": run(base / "failed", executor=failing),
    }
    lock = found["points"] / "experiment.lock.yaml"
    lock.write_text(yaml.safe_dump(told(lock.read_text(encoding="utf-8")), allow_unicode=True), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def pages(runs: dict[str, Path]) -> dict[str, Path]:
    return {name: write_report([folder]).html for name, folder in runs.items()}


@pytest.fixture(scope="module")
def several(runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page of all of them, in Japanese."""
    return write_report([*runs.values()], tmp_path_factory.mktemp("several") / "all.html", "ja").html


@pytest.fixture
def shown(pages: dict[str, Path]) -> Iterator[Seen]:
    with opened(pages["points"]) as seen:
        yield seen


def test_it_opens_without_a_network_without_an_error_and_asks_for_nothing(
    pages: dict[str, Path], several: Path
) -> None:
    for file in (pages["points"], several):
        with opened(file) as seen:
            assert seen.asked == []
            assert seen.errors == []
            drawn = seen.page.locator(".panel svg").count()
            assert drawn == seen.page.locator("[data-spec]").count() > 0


def test_what_it_would_complain_of_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text("<img src='https://example.org/x.png'><script>undefinedFunction()</script>", encoding="utf-8")
    with opened(file) as seen:
        assert seen.asked == ["https://example.org/x.png"]
        assert any("undefinedFunction" in error for error in seen.errors)


def test_texts_of_files_are_shown_as_text_and_nothing_of_them_runs(runs: dict[str, Path], shown: Seen) -> None:
    text = shown.page.inner_text("body")
    assert text.count(NASTY) >= 5
    assert shown.page.locator("h1").inner_text() == NASTY
    assert NASTY in shown.page.locator(".panel svg").first.text_content()  # the title of an axis
    markdown = (runs["points"] / "report.md").read_text(encoding="utf-8")
    assert not re.search(r"<[a-z/!]", re.sub(r"^```text$.*?^```$", "", markdown, flags=re.DOTALL | re.MULTILINE))
    assert "関税" in markdown
    assert "a \\| b" in markdown


def test_a_text_that_got_into_the_page_as_code_would_still_not_run(pages: dict[str, Path], tmp_path: Path) -> None:
    html = pages["points"].read_text(encoding="utf-8")
    file = tmp_path / "broken.html"
    file.write_text(html.replace("<footer>", "<script>document.title = 'run'</script><footer>"), encoding="utf-8")
    with opened(file) as seen:
        assert seen.page.title() != "run"
        assert any("Content Security Policy" in error for error in seen.errors)


def test_axe_finds_no_serious_fault(pages: dict[str, Path], several: Path) -> None:
    for file, width in ((pages["single"], 1280), (several, 390)):
        with opened(file, width, bypass_csp=True) as seen:
            seen.page.eval_on_selector_all("details", "some => some.forEach(element => { element.open = true })")
            assert seen.axe("serious", "critical") == []


def test_axe_would_find_one(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text("<!DOCTYPE html><title>x</title><input><img src='data:,'>", encoding="utf-8")
    with opened(file, bypass_csp=True) as seen:
        assert seen.axe("serious", "critical")


def test_on_a_phone_the_page_does_not_scroll_sideways(several: Path) -> None:
    for width in (390, 320):
        with opened(several, width) as seen:
            assert seen.overflow == 0
            wide = "some => some.filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
            assert seen.page.eval_on_selector_all(".panel:not(.own) svg", wide) == 0


def test_every_chart_has_words_and_a_table_and_its_marks_say_their_numbers(shown: Seen) -> None:
    figures = shown.page.locator("figure").all()
    assert figures
    for figure in figures:
        assert len(figure.locator("[role=img]").get_attribute("aria-label")) > 20
        assert figure.locator("details table tbody tr").count() > 0
    shown.page.locator("path[aria-roledescription=point], .mark-symbol path").first.hover()
    tip = shown.page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert "[" in tip.inner_text() or "always" in tip.inner_text()


def test_on_paper_no_chart_is_cut(pages: dict[str, Path]) -> None:
    with opened(pages["points"]) as seen:
        seen.page.emulate_media(media="print")
        seen.page.set_viewport_size({"width": 672, "height": 950})  # A4 between the margins
        cut = "some => some.filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
        assert seen.page.eval_on_selector_all(".panel svg", cut) == 0
        assert not seen.page.locator("nav").first.is_visible()
        assert seen.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_the_skip_link_is_first_and_can_be_seen_once_it_has_focus(pages: dict[str, Path]) -> None:
    with opened(pages["single"]) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        assert seen.page.locator(".skip").bounding_box()["y"] >= 0


def test_the_same_folder_gives_the_same_bytes(runs: dict[str, Path], pages: dict[str, Path], tmp_path: Path) -> None:
    for name, folder in runs.items():
        again = write_report([folder], tmp_path / f"{name}.html")
        assert again.html.read_bytes() == pages[name].read_bytes()
        assert again.markdown.read_bytes() == pages[name].with_suffix(".md").read_bytes()
        assert pages[name].stat().st_size < 1_300_000


def test_the_answer_is_three_sentences_with_the_runs_numbers(runs: dict[str, Path]) -> None:
    page = page_of(runs["points"], Language("en"))
    assert len(page.answer) == 3
    assert "4 points, 6 worlds in each, the same luck in each" in page.answer[0]
    assert re.search(r"goes from .* to .*, a difference of .* \[.*\]", page.answer[1])
    assert re.fullmatch(r"Of 2 expectations .*(held|failed|undecided)\.", page.answer[2])
    single = page_of(runs["single"], Language("en"))
    table = pq.read_table(runs["single"] / "outcomes.parquet")
    agreed = int(np.sum(table.column("agreed").to_numpy()))
    assert f"reach a deal in {agreed} of 30 worlds" in single.answer[0]
    assert "the talks are worth" in single.answer[1]
    failed = page_of(runs["failed"], Language("en"))
    assert failed.answer[0].endswith("(worlds that failed and are left out: 1)")
    assert [section.id for section in failed.sections][-1] == "failed"


def test_the_difference_is_that_of_the_worlds_themselves(runs: dict[str, Path]) -> None:
    results = Results.open(runs["points"])
    found = answer(results)
    assert main_outcome(found) == "annual_downstream"
    table = pq.read_table(runs["points"] / "outcomes.parquet").to_pandas()
    worlds = table.pivot_table(index="world", columns="point", values="annual_downstream")
    low, high = worlds.mean().idxmin(), worlds.mean().idxmax()
    apart = worlds[high] - worlds[low]
    half = stats.t.ppf(0.975, len(apart) - 1) * apart.sem()
    sentence = page_of(runs["points"], Language("en")).answer[1]
    told = re.search(r"a difference of (\S+) \[(\S+), (\S+)\]", sentence)
    assert told is not None
    numbers = [float(one.replace("−", "-")) for one in told.groups()]
    assert numbers == pytest.approx([apart.mean(), apart.mean() - half, apart.mean() + half], abs=0.006)
    assert point_label(found, int(low)) in sentence
    assert point_label(found, int(high)) in sentence


def test_the_command_prints_the_page_and_writes_markdown_and_pictures(
    runs: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sub" / "both.html"
    report_command([str(runs["points"]), str(runs["single"])], str(out), "ja", "svg,png", False, False)
    said = capsys.readouterr()
    assert said.out == f"{out}\n"
    assert "both.md" in said.err
    pictures = sorted(path.name for path in (out.parent / "figures").iterdir())
    assert pictures
    assert {name.rpartition(".")[2] for name in pictures} == {"svg", "png"}
    markdown = out.with_suffix(".md").read_text(encoding="utf-8")
    for file in re.findall(r"\]\((figures/[^)]*)\)", markdown):
        assert (out.parent / file).exists()
    assert "## 答え" in markdown or "### 答え" in markdown
    assert '<html lang="ja">' in out.read_text(encoding="utf-8")
    report_command([str(runs["single"])], str(out), "en", None, False, True)
    found = json.loads(capsys.readouterr().out)
    assert found["html"] == str(out)
    assert len(found["pages"][0]["answer"]) == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"folders": ["none"]}, "is no folder of results"),
        ({"folders": []}, "name a run's folder"),
        ({"out": "x.pdf"}, r"ends in \.html"),
        ({"language": "de"}, "there is no language 'de'"),
        ({"figures": ["gif"]}, "not as 'gif'"),
    ],
)
def test_what_it_refuses(runs: dict[str, Path], change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        write_report(**{"folders": [runs["single"]], **change})


def test_a_tournaments_folder_goes_to_the_page_of_tournaments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import ModuleType

    (tmp_path / "tournament.json").write_text("{}", encoding="utf-8")
    other = ModuleType("zopa.report.tournament_page")
    other.tournament_page = lambda folder, say: (folder, say.code)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "zopa.report.tournament_page", other)
    assert page_of(tmp_path, Language("ja")) == (tmp_path, "ja")
