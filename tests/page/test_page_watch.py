"""Watching in the browser: step, scrub, jump, ask why, take over, replay a stored run, open the link of a moment."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from browser import Seen
from pages import READY, ask, browsing, go, served, until
from surface.quick_runs import run
from zopa.web.settings import Settings

FLAGSHIP = "#/watch?scenario=us_japan_2025&seed=3&world=0"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(run(folder / "made", 5), folder / "runs" / "towns")
    with served(settings=Settings(warm=False, processes=0, runs=folder / "runs")) as address:
        yield address


@pytest.fixture(scope="module")
def talk(base: str) -> dict[str, Any]:
    return dict(ask(base, "POST", "/api/watch", {"scenario": "us_japan_2025", "seed": 3}))


def shown(seen: Seen) -> str:
    """What was done in the move that is shown."""
    return str(seen.page.locator(".move .headline").inner_text())


def step(seen: Seen) -> int:
    """Number of events seen, as the address has it."""
    return int(seen.page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('step') ?? '0'"))


def changes(talk: dict[str, Any]) -> tuple[int, int]:
    """The first offer in which a party changes something: its number, and how much it changes."""
    latest: dict[str, Any] = {}
    for one in talk["events"]:
        if one["kind"] == "offer":
            before = latest.get(one["party"], one["package"])
            if changed := sum(before[name] != level for name, level in one["package"].items()):
                return one["index"], changed
            latest[one["party"]] = one["package"]
    raise AssertionError("nobody moves in these talks: take others")


def stands_at(seen: Seen, number: int) -> None:
    until(seen, f"(new URLSearchParams(location.hash.split('?')[1]).get('step') ?? '0') === '{number}'", 10)


def test_talks_are_stepped_scrubbed_and_jumped_through(base: str, talk: dict[str, Any]) -> None:
    events = talk["events"]
    first = next(at for at, one in enumerate(events) if one["kind"] == "offer")
    refusal = next(at for at, one in enumerate(events) if one["kind"] == "refuse")
    with browsing(base, f"/{FLAGSHIP}") as seen:
        page = seen.page
        page.locator(".player").wait_for()
        assert page.locator(".player-back").is_disabled()
        assert page.locator("svg .spot.newest").count() == 0, "no offer has been made"
        page.locator(".player-on").click()
        stands_at(seen, 1)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        now = page.locator("input.scrub").input_value()
        assert now == "2"
        page.evaluate(f"document.querySelector('.player').to({first + 1})")
        assert "offer" in shown(seen)
        assert page.locator(".plane-now > svg .spot.newest").count() == 1
        last = int(page.locator("input.scrub").get_attribute("max"))
        page.locator("input.scrub").fill(str(last))
        stands_at(seen, len(events))
        assert page.locator(".player-on").is_disabled()
        assert page.locator(".ended").inner_text()
        if talk["end"]["agreed"]:
            assert page.locator(".plane-now > svg .star").count() == 1
            assert page.locator("th.deal").count() == 1
        page.locator("input.jump").fill("4")
        page.locator("input.jump").press("Enter")
        page.locator(".where").filter(has_text="Round 4").wait_for()
        before = page.locator("input.scrub").input_value()
        page.locator(".player-next").click()
        assert int(page.locator("input.scrub").input_value()) > int(before)
        page.evaluate(f"document.querySelector('.player').to({refusal + 1})")
        why, numbers = page.locator(".because").inner_text(), page.locator(".compared dl").inner_text()
        digits, one = talk["table"]["digits"], events[refusal]
        gain = abs(one["worth"][one["party"]] - one["no_deal"][one["party"]])
        assert f"{gain:.{digits}f} bn USD/yr" in why
        for value in (one["worth"][one["party"]], one["no_deal"][one["party"]], one["wants"]):
            assert f"{value:.{digits}f}".replace("-", "−") in numbers
        number, changed = changes(talk)
        page.evaluate(f"document.querySelector('.player').to({number + 1})")
        assert page.locator(".sides td.changed").count() == changed
        page.keyboard.press("End")
        until(seen, "document.querySelector('.player-on').disabled")
        page.locator(".story button.when").nth(3).click()
        until(seen, "!document.querySelector('.player-on').disabled")
        assert page.locator(".story [aria-current='step']").count() == 1
        page.keyboard.press("Home")
        page.locator(".speed").select_option("fast")
        page.locator(".player-play").click()
        until(seen, "Number(document.querySelector('input.scrub').value) >= 3", 10)
        page.locator(".player-play").click()
        assert page.locator(".player-play").get_attribute("aria-pressed") == "false"
        assert seen.page.locator(".judged").count() == 1
        assert (seen.errors, seen.asked, seen.overflow) == ([], [], 0)


def test_a_link_opens_the_same_moment_and_a_form_leads_to_others(base: str) -> None:
    with browsing(base, "/#/watch") as seen:
        page = seen.page
        page.locator("#seat-us").select_option("boulware")
        assert "time-dependent" in page.locator(".about").first.inner_text()
        page.locator("#world").fill("2")
        page.locator(".watch-changes summary").click()
        page.locator("#changes").fill("time.calendar.end=2025-09-30\n")
        page.locator(".watch-setup button.main").click()
        until(seen, "location.hash.includes('seat.us=boulware')")
        until(seen, READY)
        page.locator(".watch-heading").filter(has_text="boulware").wait_for()
        page.evaluate("document.querySelector('.player').to(9)")
        stands_at(seen, 9)
        link, told, offers = (
            page.evaluate("location.hash"),
            shown(seen),
            page.locator(".sides, .offers-now").first.inner_text(),
        )
        assert "change=time.calendar.end" in link
        assert (seen.errors, seen.asked) == ([], [])
    with browsing(base, f"/{link}") as other:
        other.page.locator(".player").wait_for()
        assert shown(other) == told
        assert other.page.locator(".sides, .offers-now").first.inner_text() == offers
        go(other, link.replace("zopa=", "zopa=0.0.0a"))
        assert "was made with zopa 0.0.0a" in other.page.locator(".watching").inner_text()
        go(other, "#/watch?scenario=us_japan_2025&change=time.rounds%3Dx")
        assert other.page.locator(".watching [role=alert]").inner_text()
        other.errors.clear()  # the browser itself notes the answer 422
        go(other, "#/watch?run=nothing&point=0&world=0")
        assert "on the server that has it" in other.page.locator(".watching").inner_text()


def test_a_watched_talk_is_taken_over_from_round_4_and_left(base: str, talk: dict[str, Any]) -> None:
    at = next(at for at, one in enumerate(talk["events"]) if one["round"] == 4)
    with browsing(base, f"/{FLAGSHIP}&step={at + 1}") as seen:
        page = seen.page
        page.locator(".takeover").filter(has_text="round 4").wait_for()
        page.locator(".take[data-party=japan]").click()
        until(seen, "location.hash.startsWith('#/game/')")
        until(seen, READY)
        game = page.evaluate("location.hash.split('/')[2]")
        key = page.evaluate("JSON.parse(localStorage.getItem('zopa.keys'))")[game]
        state = ask(base, "GET", f"/api/games/{game}", key=key)
        assert (state["round"], state["me"]) == (4, "japan")
        page.locator("[data-do=leave]").click()
        page.locator("dialog button.danger").click()
        for _ in range(100):
            state = ask(base, "GET", f"/api/games/{game}", key=key)
            if state["status"] == "over":
                break
            page.wait_for_timeout(50)
        assert state["end"]["how"] == "left_japan"
        assert (seen.errors, seen.asked) == ([], [])


def test_a_stored_run_is_replayed_and_forked(base: str) -> None:
    with browsing(base, "/#/watch") as seen:
        page = seen.page
        page.locator(".tab").nth(1).click()
        page.locator("#run").wait_for()
        page.locator(".watch-setup button.main").click()
        until(seen, "location.hash.includes('run=towns')")
        until(seen, READY)
        page.locator(".watch-setup summary").first.click()
        page.locator("#point").select_option("3")
        until(seen, "location.hash.includes('point=3')")
        until(seen, READY)
        page.locator(".watch-heading").filter(has_text="tough").wait_for()
        assert "boulware" in page.locator(".watch-heading").inner_text()
        assert page.locator(".watching .notice").count() == 0, "it plays as in its table"
        page.locator(".player-last").click()
        until(seen, "location.hash.includes('step=')")
        page.locator(".takeover").filter(has_text="round").wait_for()
        page.locator(".take").first.click()
        until(seen, "location.hash.startsWith('#/game/')")
        until(seen, READY)
        assert (seen.errors, seen.asked, seen.overflow) == ([], [], 0)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"width": 390, "height": 844}, "en"), ({"color_scheme": "dark"}, "ja"), ({"reduced_motion": "reduce"}, "en")],
)
def test_the_player_is_readable_for_everybody(base: str, talk: dict[str, Any], more: dict[str, Any], code: str) -> None:
    with browsing(base, f"/{FLAGSHIP}&step={len(talk['events'])}", bypass_csp=True, **more) as seen:
        if code == "ja":
            seen.page.locator(".tools button").first.click()
            until(seen, "document.documentElement.lang === 'ja'")
            until(seen, READY)
        seen.page.locator(".player").wait_for()
        assert seen.page.locator(".player-play").count() == (0 if "reduced_motion" in more else 1)
        for number in (0, 30, len(talk["events"])):
            seen.page.evaluate(f"document.querySelector('.player').to({number})")
            assert "⟦" not in seen.page.locator("body").inner_text()
            assert seen.overflow == 0
        assert seen.page.locator("svg[role=img]").count() == 3
        assert all(one.get_attribute("aria-label") for one in seen.page.locator("svg[role=img]").all())
        assert seen.axe("serious", "critical") == []
        assert (seen.errors, seen.asked) == ([], [])
