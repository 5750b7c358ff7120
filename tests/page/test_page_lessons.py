"""Each lesson walked to its end in the browser: bets before answers, all parts at work, nothing from elsewhere."""

from collections.abc import Iterator

import pytest

from browser import Seen
from lesson_steps import LESSONS, bet, clean
from pages import browsing, go, served, until
from zopa.web.lessons.load import found, read_lesson
from zopa.web.settings import Settings


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(settings=Settings(warm=False, processes=0)) as address:
        yield address


def step(seen: Seen, kind: str) -> None:
    """Do what a step asks for."""
    page = seen.page
    if kind in ("bet", "choice"):
        bet(seen)
    elif kind == "play":
        page.locator(".play-work > button.main").click()
        page.locator(".embedded .board").wait_for()
    elif kind == "watch":
        page.locator(".watch-work .player").wait_for()
    elif kind == "vary":
        page.locator(".vary-work .vary-measures dd").first.wait_for(timeout=60_000)
    elif kind == "sandbox":
        assert page.locator(".work a").count() == 3


@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_is_walked_to_its_end(base: str, name: str) -> None:
    steps = read_lesson(found()[name]).lesson.steps
    with browsing(base, f"/#/lesson/{name}") as seen:
        page = seen.page
        for at, one in enumerate(steps, start=1):
            until(seen, f"location.hash === '#/lesson/{name}/{at}' && document.querySelector('[data-step=\"{at}\"]')")
            assert page.locator(".step .prose").first.inner_text().strip()
            step(seen, one.kind)
            clean(seen)
            page.locator(".lesson-next .next").click()
        page.locator(".lesson-end").wait_for()
        asked = [one for one in steps if one.kind in ("bet", "choice")]
        assert page.locator(".lesson-end tbody tr").count() == len(asked)
        kept = page.evaluate(f"JSON.parse(localStorage.getItem('zopa.lesson.{name}'))")
        assert kept["done"] is True
        assert set(kept["bets"]) == {one.id for one in asked}
        assert all({"answer", "came"} <= set(one) for one in kept["bets"].values()), "bet and result, together"
        clean(seen)
        go(seen, "#/lessons")
        assert page.locator(".lesson-row.done h2").inner_text() == read_lesson(found()[name]).lesson.title.en
