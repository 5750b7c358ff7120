"""A lesson in one file: walked to its end from disk without a network; a game in it ends as it does at a server."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lesson_steps import bet
from pages import from_disk, until
from zopa.web.app import create_app
from zopa.web.export.asking import key
from zopa.web.export.lesson import export_lesson, write_lesson
from zopa.web.export.opponent import Opponent
from zopa.web.lessons.load import found, read_lesson
from zopa.web.models import Act, Place, Start
from zopa.web.scenarios import Scenarios
from zopa.web.settings import Settings
from zopa.web.sitting import Sitting

WALKED = ("shrinking_pie", "us_japan")
"""One whose games can be played in the file, and the one with home fronts and dates."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("lessons")
    for name in WALKED:
        write_lesson(name, folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in WALKED}


@pytest.mark.parametrize("name", WALKED)
def test_it_is_walked_to_its_end_from_disk(files: dict[str, Path], name: str) -> None:
    with from_disk(files[name]) as seen:
        page = seen.page
        for at, one in enumerate(read_lesson(found()[name]).lesson.steps, start=1):
            until(seen, f"document.querySelector('[data-step=\"{at}\"]')")
            assert page.locator(".step .prose").first.inner_text().strip()
            if one.kind in ("bet", "choice"):
                bet(seen)
            elif one.kind == "watch":
                page.locator(".watch-work .player").wait_for()
            elif one.kind == "vary":
                page.locator(".vary-work .vary-measures dd").first.wait_for()
            assert page.locator(".alert").count() == 0
            page.locator(".lesson-next .next").click()
        page.locator(".lesson-end").wait_for()
        page.locator(".top nav a").last.click()
        page.locator("h1").first.wait_for()
        assert seen.asked == []
        assert seen.errors == []


def test_a_game_in_the_file_ends_as_at_a_server(files: dict[str, Path]) -> None:
    """An offer, a refusal, another offer, and then what they offer is accepted."""
    moves: list[Act] = []
    with from_disk(files["shrinking_pie"]) as seen:
        page = seen.page
        page.locator(".lesson-next .next").click()
        page.locator(".play-work > button.main").click()
        for share in (98, None, 80, "accept"):
            page.locator("#now").wait_for()
            if share == "accept":
                page.locator("[data-do=accept]").click()
                moves.append(Act(do="accept"))
            elif share is None:
                page.locator("[data-do=refuse]").click()
                moves.append(Act(do="refuse"))
            else:
                page.locator("[data-issue=share] input[type=number]").fill(str(share))
                page.locator("[data-issue=share] input[type=number]").press("Tab")
                page.locator("[data-focus=offer]").click()
                moves.append(Act(do="offer", package={"share": share}))
        page.locator(".debrief").wait_for()
        told = page.locator(".embedded").inner_text().replace("\N{MINUS SIGN}", "-")
        assert seen.errors == []
    start = first_game("shrinking_pie")
    game = Sitting(start.model_copy(update={"moves": tuple(moves)}), Scenarios(Settings()).setup(start))
    out = game.talks.outcomes
    assert game.over
    assert bool(out.agreed[0])
    assert f"{float(out.payoff[0][0]):.1f}" in told
    assert f"{float(out.payoff[1][0]):.1f}" in told


def first_game(name: str) -> Start:
    """The first game of a lesson, as the page begins it."""
    with TestClient(create_app(Settings(warm=False, processes=0))) as asking:
        lesson = asking.get(f"/api/lessons/{name}").json()
    return Start.model_validate(next(step["start"] for step in lesson["each"] if step["kind"] == "play"))


def test_the_same_lesson_gives_the_same_bytes() -> None:
    one, two = (export_lesson("one_offer").html for _ in range(2))
    assert one == two
    assert "</script><script>alert" not in one


def test_an_opponent_that_answers_in_kind_is_not_recorded() -> None:
    seats = {"first": Place(person=True), "second": Place(strategy="relative_tit_for_tat")}
    with pytest.raises(ValueError, match="depends"):
        Opponent(Scenarios(Settings()), Start(scenario="shrinking_pie", seats=seats), "first")


def test_home_fronts_and_dates_need_a_server() -> None:
    start = Start(scenario="us_japan_2025", seats={"japan": Place(person=True)})
    with pytest.raises(ValueError, match="home fronts"):
        Opponent(Scenarios(Settings()), start, "japan")


def test_numbers_are_named_as_javascript_writes_them() -> None:
    assert key("POST", "/x", {"b": 2.0, "a": [0.5, None, True]}) == 'POST /x {"a":[0.5,null,true],"b":2}'
