"""Transcripts, word for word.

When a change is meant to change them, write them anew and read the difference:

    ZOPA_WRITE_GOLDEN=1 python -m pytest tests/scenarios/test_transcripts.py
"""

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from zopa.build.load import find, load
from zopa.experiments.execute import Order, play_blocks
from zopa.experiments.layout import TABLE
from zopa.experiments.rows import describe, schema
from zopa.experiments.store import write_table
from zopa.report.transcript import sample_worlds, transcript
from zopa.report.words import plain

GOLDEN = Path(__file__).parent / "golden"
WRITE = "ZOPA_WRITE_GOLDEN"

STORIES: dict[str, tuple[str, tuple[str, ...], int]] = {
    "ultimatum": ("ultimatum", (), 0),
    "ultimatum_refused": ("ultimatum", ("parties.proposer.strategy.utility=0.9",), 0),
    "shrinking_pie": ("shrinking_pie", (), 0),
    "log_roll": ("log_roll", (), 0),
    "three_parties": ("three_parties", (), 0),
    "us_japan_2025": ("us_japan_2025", (), 0),
}


@pytest.mark.parametrize("name", STORIES)
def test_the_transcript_reads_as_it_always_has(name: str) -> None:
    scenario, overrides, world = STORIES[name]
    told = transcript(load(scenario, overrides), 1, world) + "\n"
    file = GOLDEN / f"{name}.txt"
    if os.environ.get(WRITE):
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def run(scenario: str, overrides: tuple[str, ...], worlds: int, folder: Path) -> Path:
    document = load(scenario, overrides)
    order = Order(str(find(scenario)), overrides, 1, worlds)
    list(write_table(play_blocks(order), schema(describe(document, 1, worlds)), folder))
    return folder / TABLE


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run("us_japan_2025", (), 120, tmp_path_factory.mktemp("flagship"))


def test_a_story_ends_as_its_row_does_and_fits_the_page(flagship: Path) -> None:
    document, rows = load("us_japan_2025"), pq.read_table(flagship).to_pylist()
    worlds = sample_worlds(flagship)
    assert len(set(worlds)) == 3
    for world in worlds:
        row, story = rows[world], transcript(document, 1, world)
        for party in ("us", "japan"):
            worth = row[f"payoff_{party}"]
            assert any(f"{plain(worth, decimals)} bn USD in present value" in story for decimals in (1, 2))
        if row["agreed"]:
            assert story.count("accepts: a deal.") == 1
            lines = story.splitlines()
            last = next(line for line in reversed(lines) if line[:4] == "2025")
            assert last.startswith(str(row["date"]))
        else:
            assert "The talks end without a deal." in story
        assert max(map(len, story.splitlines())) <= 100
        assert "\N{NO-BREAK SPACE}" not in story
        assert len(story.splitlines()) < 120


def test_the_samples_are_a_typical_a_late_and_a_failed_world(flagship: Path) -> None:
    rows = pq.read_table(flagship).to_pylist()
    typical, latest, failed = sample_worlds(flagship)
    deals = sorted(row["round"] for row in rows if row["agreed"])
    assert rows[typical]["round"] == deals[(len(deals) - 1) // 2]
    assert rows[latest]["round"] == deals[-1]
    assert not rows[failed]["agreed"]
    for world in (typical, latest, failed):
        assert all(row["round"] != rows[world]["round"] for row in rows[:world])


def test_worlds_that_end_alike_are_told_once(tmp_path: Path) -> None:
    assert sample_worlds(run("ultimatum", (), 5, tmp_path / "a")) == [0]
    refused = run("ultimatum", STORIES["ultimatum_refused"][1], 5, tmp_path / "b")
    assert sample_worlds(refused) == [0]


@pytest.mark.parametrize("scenario", ["buyer_seller", "log_roll", "three_parties"])
def test_every_story_of_a_long_haggle_stays_short(scenario: str) -> None:
    story = transcript(load(scenario), 1, 0)
    assert len(story.splitlines()) <= 50
    assert "Small steps between the rounds told are left out." in " ".join(story.split())
    assert max(map(len, story.splitlines())) <= 100


@pytest.mark.parametrize("kinds", ["conceder linear conceder", "boulware conceder linear", "boulware linear conceder"])
def test_the_offer_agreed_on_is_always_told(kinds: str) -> None:
    parties = zip(("alder", "birch", "cedar"), kinds.split(), strict=True)
    story = transcript(load("three_parties", [f"parties.{p}.strategy.kind={kind}" for p, kind in parties]), 1, 0)
    flat = " ".join(story.split())
    assert "offers: a deal." in flat
    row = next(line.split() for line in story.splitlines() if line.startswith("transit fee paid to birch"))
    assert f"transit fee paid to birch: {row[-1]} " in flat


def test_silence_is_told_in_one_line() -> None:
    hard = tuple(f"parties.{party}.strategy.kind=hardliner" for party in ("us", "japan"))
    story = transcript(load("us_japan_2025", [*hard, "mechanisms={}"]), 1, 0)
    assert "All repeat their offers until 2025-12-24." in story
    assert story.count("opens with") == 2
    assert " ended" not in story
