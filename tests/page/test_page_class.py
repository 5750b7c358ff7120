"""A class in three browsers: a teacher at a projector, two students at phones; one of them leaves."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Seen, browser, screen
from pages import READY, ask, served, until
from zopa.web.settings import Settings

HOSTILE = "<img src=x onerror=document.title=1>"


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(settings=Settings(processes=0)) as address:
        yield address


@pytest.fixture
def people(base: str) -> Iterator[Any]:
    """Opens one browser context for each person, in one browser."""
    with browser() as chrome:

        def person(start: str, width: int = 390, height: int = 844, **more: Any) -> Seen:
            seen = screen(chrome, width, height, bypass_csp=True, **more)
            seen.watch(lambda address: address.startswith((base, "data:", "blob:")))
            seen.page.set_default_timeout(30_000)
            seen.page.goto(base + start)
            until(seen, READY)
            return seen

        yield person


def joins(person: Any, code: str, name: str, side: str) -> Seen:
    seen: Seen = person(f"/#/class/{code}")
    seen.page.get_by_label("Your name").fill(name)
    seen.page.get_by_label(side).check()
    seen.page.get_by_role("button", name="Come in").click()
    seen.page.get_by_role("heading", name=f"Welcome, {name}").wait_for()
    return seen


def fine(seen: Seen) -> None:
    assert seen.asked == []
    assert seen.errors == []
    assert seen.overflow == 0
    assert "⟦" not in seen.page.locator("body").inner_text()
    assert seen.axe("serious", "critical") == []


def shot(seen: Seen, folder: Path, name: str) -> None:
    seen.page.screenshot(path=str(folder / f"class_{name}.png"), full_page=True)


def test_two_students_play_in_a_room_and_one_leaves(people: Any, tmp_path: Path) -> None:
    teacher = people("/#/class", 1920, 1080)
    page = teacher.page
    page.get_by_label("Talks").select_option("shrinking_pie")
    page.get_by_label("Two students against each other").check()
    page.get_by_label("Bots play as").select_option("")
    page.get_by_role("button", name="Open the room").click()
    page.locator(".class-big").wait_for()
    code = page.locator(".class-big").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{6}", code)
    assert float(page.locator(".class-big").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) > 100
    assert code in page.locator(".class-address").inner_text()
    fine(teacher)

    aki, ben = joins(people, code, HOSTILE, "the first party"), joins(people, code, "山田", "the second party")
    fine(aki)
    page.locator(".class-seats tbody tr").nth(1).wait_for()
    assert HOSTILE in page.locator(".class-seats").inner_text()
    shot(teacher, tmp_path, "lobby")
    page.get_by_role("button", name="Begin the games").click()
    for student in (aki, ben):  # the page goes on by itself
        student.page.wait_for_url("**/#/game/*")
        student.page.locator(".class-strip a").wait_for()
    moving, other = (aki, ben) if aki.page.locator("#choices button").count() else (ben, aki)
    moving.page.locator("#choices button").first.wait_for()
    fine(moving)
    page.locator(".status-turn").wait_for()

    ben.page.reload()  # a crash: the seat is still there
    until(ben, READY)
    ben.page.locator(".class-strip a").wait_for()
    page.get_by_role("button", name="Pause").click()
    moving.page.locator(".class-news").wait_for()
    page.get_by_role("button", name="Go on").click()

    other.page.context.close()  # who does not move leaves; the teacher gives the seat to a bot
    name = "山田" if other is ben else HOSTILE
    page.get_by_role("button", name=f"Bot takes over: {name}", exact=True).click()
    page.get_by_text("bot since round 1").wait_for()
    page.get_by_role("button", name=re.compile("Close round 1")).click()
    page.get_by_text("moves by a bot: 1").wait_for()
    fine(teacher)
    shot(teacher, tmp_path, "table")
    page.get_by_role("button", name="Let bots finish").click()
    page.get_by_role("button", name="Yes").click()
    page.get_by_text("1 of 1 games over").wait_for()

    page.get_by_role("button", name="Show the debrief").click()
    page.locator(".class-figures svg").first.wait_for()
    assert HOSTILE in page.locator(".class-figures").inner_text()
    page.get_by_role("button", name="Hide names").click()
    page.get_by_role("rowheader", name="Table 1").wait_for()
    assert "onerror" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Open it to the class").click()
    fine(teacher)
    shot(teacher, tmp_path, "debrief")
    moving.page.locator(".class-news a").click()
    moving.page.locator(".class-figures svg, figure svg").first.wait_for()
    fine(moving)
    shot(moving, tmp_path, "member")

    with page.expect_download() as saved:
        page.get_by_text("Files", exact=True).click()
        page.get_by_role("button", name="Games: CSV", exact=True).click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "山田" in text
    assert saved.value.suggested_filename == f"zopa_{code}_games.csv"

    page.get_by_role("button", name="New games, sides swapped").click()
    moving.page.wait_for_url("**/#/game/*")  # the class goes on
    assert teacher.errors == moving.errors == []


def test_a_wrong_code_is_told_and_a_room_is_read_in_japanese(base: str, people: Any, tmp_path: Path) -> None:
    made = ask(base, "POST", "/api/rooms", {"scenario": "us_japan_2025", "starts": "arrival", "opponent": "micro"})
    seen = people("/#/class")
    seen.page.get_by_label("Code of the room").fill("zzzzzz")
    seen.page.get_by_role("button", name="Go to the room").click()
    seen.page.get_by_text("There is no room with this code").wait_for()
    seen.errors.clear()  # the browser tells of the 404
    seen.page.get_by_label("Code of the room").fill(f" {made['code'].lower()} ")
    seen.page.get_by_role("button", name="Go to the room").click()
    seen.page.get_by_label("Your name").wait_for()
    seen.page.locator(".tools button").first.click()
    until(seen, "document.documentElement.lang === 'ja'")
    until(seen, READY)
    fine(seen)
    shot(seen, tmp_path, "door_ja")
    seen.page.get_by_label("名前").fill("花子")
    seen.page.get_by_role("button", name="入室する").click()
    seen.page.wait_for_url("**/#/game/*")
    seen.page.locator("#choices").wait_for()
    teacher = people(f"/#/class/{made['code']}?key={made['key']}", color_scheme="dark")
    assert "key" not in teacher.page.url  # a projector does not show it
    teacher.page.locator(".tools button").first.click()
    until(teacher, "document.documentElement.lang === 'ja'")
    teacher.page.get_by_text("花子").wait_for()
    fine(teacher)
    shot(teacher, tmp_path, "table_ja_dark_phone")
