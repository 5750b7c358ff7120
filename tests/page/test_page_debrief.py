"""The end of a game in the browser: read, gone back from, and played again."""

from collections.abc import Iterator
from typing import Any

import pytest

from browser import Seen
from pages import ask, browsing, go, served, until

HALVES = {
    "scenario": "log_roll", "seed": 3, "seats": {"upstream": {"person": True}, "downstream": {"strategy": "boulware"}},
}  # fmt: skip

DONE = "document.querySelectorAll('.debrief tr.mine ~ tr').length >= {rows} && document.querySelector('.debrief svg')"


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served() as address:
        yield address


def played(base: str, start: dict[str, Any], moves: list[dict[str, Any]]) -> tuple[str, str]:
    """A game played to its end: its name and its key."""
    opened = ask(base, "POST", "/api/games", start)
    game, (key,), state = opened["id"], opened["keys"].values(), opened["state"]
    for move in [*moves, {"do": "hand_over"}]:
        if state["end"] is None:
            state = ask(base, "POST", f"/api/games/{game}/moves", {"at": state["at"], "act": move}, key)
    return game, key


def opened(seen: Seen, game: str, key: str, language: str = "en", rows: int = 1) -> None:
    """Open a game with its key, and wait until its debrief has the first games of strategies."""
    keep = "([game, key, code]) => { localStorage.setItem('zopa.keys', JSON.stringify({[game]: key})); localStorage.setItem('zopa.language', code); }"  # noqa: E501
    seen.page.evaluate(keep, [game, key, language])
    seen.page.reload()
    until(seen, "document.documentElement.hasAttribute('data-ready')")
    go(seen, f"#/game/{game}")
    until(seen, DONE.format(rows=rows))


def test_it_is_read_and_left_for_another_round(base: str) -> None:
    game, key = played(base, HALVES, [{"do": "offer", "package": {"water": 50, "power": 50}}] * 100)
    with browsing(base, color_scheme="dark", bypass_csp=True) as seen:
        opened(seen, game, key, rows=3)
        page = seen.page
        place = page.locator(".debrief")
        lead = place.locator(".debrief-lead").inner_text()
        assert "worth 50.0 points to you: +50.0 points against no deal" in lead
        assert "your game beats 0 % of 1,000 games" in lead
        swap = place.locator(".debrief-left table").inner_text()
        assert "+13.6" in swap
        assert "+13.7" in swap
        assert place.locator(".debrief-plane svg").count() == 1
        assert "boulware" in place.locator(".debrief-people").inner_text()
        assert "Faratin" in place.locator(".debrief-people").inner_text()
        assert "time to ask for more" in place.locator(".debrief-why").inner_text()
        assert place.locator(".debrief-plane svg path[fill='#222222']").count() == 0, "dark marks on a dark page"
        assert seen.axe("serious", "critical") == []
        page.locator(".debrief-missed button").click()
        page.locator("dialog button.main").click()
        until(seen, f"!location.hash.includes('{game}') && document.querySelector('#choices')")
        assert seen.errors == []
        assert seen.asked == []


def test_the_flagship_on_a_phone_in_japanese_and_again(base: str) -> None:
    seats = {"japan": {"person": True, "strategy": "boulware"}, "us": {"strategy": ""}}
    game, key = played(base, {"seed": 3, "seats": seats}, [])
    with browsing(base, width=390, height=844) as seen:
        opened(seen, game, key, "ja")
        page = seen.page
        assert "⟦" not in page.inner_text("main")
        assert page.locator(".debrief .judged").count() == 1
        real = page.locator(".debrief-real")
        assert "19.41" in real.inner_text()
        assert "−23.82" in real.inner_text()
        assert real.locator("a[href*='2025-17389']").count() == 1
        assert seen.overflow == 0
        page.locator("#debrief-against").select_option("hidden")
        page.locator(".debrief-next button").last.click()
        until(seen, f"!location.hash.includes('{game}') && document.querySelector('#choices')")
        assert seen.errors == []
        assert seen.asked == []
