"""Play in the browser: a whole game by mouse, another by keyboard alone, forks, links, people who wait, phones."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from browser import Seen
from pages import ask, browsing, go, served, until
from zopa.web.settings import Settings

ENDED = "document.querySelector('.debrief-place') && !document.querySelector('.choices')"
ANSWERED = "document.activeElement?.id === 'now' && !document.querySelector('[aria-busy]')"
TALKS = ("three_parties?", "log_roll?change=protocol.kind=monotonic_concession&", "buyer_seller?")


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(settings=Settings(processes=0)) as address:
        yield address


def game_of(seen: Seen) -> str:
    return str(seen.page.evaluate("location.hash")).rsplit("/", 1)[1]


def state_of(base: str, seen: Seen) -> Any:
    key = seen.page.evaluate("JSON.parse(localStorage.getItem('zopa.keys'))[location.hash.split('/')[2]]")
    return ask(base, "GET", f"/api/games/{game_of(seen)}", key=key)


def begun(seen: Seen, address: str) -> None:
    go(seen, address)
    seen.page.click("#begin")
    seen.page.wait_for_selector("#now")


def moved(base: str, seen: Seen, at: int) -> Any:
    """The state once a move has been answered, on the server and on the page."""
    until(seen, ANSWERED)
    state = state_of(base, seen)
    assert state["at"] > at
    return state


def shown(seen: Seen, selector: str) -> float:
    """A number on the page, its real minus made a plain one."""
    return float(seen.page.locator(selector).first.inner_text().replace("\N{MINUS SIGN}", "-").replace(",", ""))


def test_a_whole_game_by_mouse_forked_and_opened_from_its_link_elsewhere(base: str) -> None:
    with browsing(base, "/#/play/log_roll?seed=3&opponent=conceder") as seen:
        page = seen.page
        page.get_by_label("the upstream town").click()
        page.click("#begin")
        page.wait_for_selector(".composer")
        first = state_of(base, seen)
        assert (first["me"], first["status"]) == ("upstream", "your_turn")
        # composing asks nobody: payoffs follow from what is there already
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator("[data-issue=power] input[type=number]").fill("20")
        page.locator("[data-issue=power] input[type=number]").press("Tab")
        assert shown(seen, ".sendbar .big") == pytest.approx(60 + 0.4 * 20)
        assert asked == []
        page.click("[data-focus=offer]")
        state = moved(base, seen, 0)
        assert page.evaluate("document.getElementById('live').textContent")
        for _ in range(30):
            if state["status"] == "over":
                break
            if page.locator("[data-do=accept]").is_visible() and shown(seen, ".offered .big") > 45:
                page.click("[data-do=accept]")
            else:
                page.locator("[data-issue=power] input[type=number]").fill("0")
                page.locator("[data-issue=power] input[type=number]").press("Tab")
                page.click("[data-focus=offer]")
            state = moved(base, seen, state["at"])
        until(seen, ENDED)
        assert state["end"]["agreed"]
        assert "deal" in page.locator("#now").inner_text()
        assert seen.asked == []
        assert seen.errors == []

        link, told = state["link"], page.locator(".story").inner_text()

    with browsing(base, f"/#/link/{link}") as other:
        page = other.page
        page.wait_for_selector("#now")
        again = state_of(base, other)
        assert {**again, "id": ""} == {**state, "id": ""}
        assert again["id"] != state["id"]
        assert page.locator(".story").inner_text() == told

        page.select_option("#back", "1")
        page.click("[data-focus=fork]")
        page.locator("dialog button").first.click()
        page.wait_for_selector(".composer")
        forked = state_of(base, other)
        assert (forked["at"], forked["round"]) == (0, 1)
        assert forked["id"] != again["id"]
        assert other.errors == []


def test_a_whole_game_by_keyboard_alone(base: str) -> None:
    with browsing(base, "/#/play/shrinking_pie?seed=3&opponent=linear") as seen:
        press = seen.page.keyboard.press
        seen.page.evaluate("document.getElementById('main').focus()")
        tab_to(seen, "document.activeElement.name === 'side'")
        tab_to(seen, "document.activeElement.id === 'begin'")
        press("Enter")
        seen.page.wait_for_selector(".composer")
        state = state_of(base, seen)
        for number in range(12):
            if state["status"] == "over":
                break
            if state["turn"]["may_propose"]:
                tab_to(seen, "document.activeElement.type === 'range'")
                before = shown(seen, ".sendbar .big")
                for _ in range(20):
                    press("ArrowLeft")
                assert shown(seen, ".sendbar .big") < before
                tab_to(seen, "document.activeElement.dataset.focus === 'offer'")
            else:
                tab_to(seen, "document.activeElement.dataset.do === 'refuse'")
            press("Enter" if number % 2 else "Space")
            state = moved(base, seen, state["at"])
        assert state["end"]["agreed"]
        until(seen, ENDED)
        assert seen.errors == []


def tab_to(seen: Seen, where: str, most: int = 60) -> None:
    """Press Tab until the focus is somewhere."""
    for _ in range(most):
        if seen.page.evaluate(f"Boolean({where})"):
            return
        seen.page.keyboard.press("Tab")
    raise AssertionError(f"never reached by Tab: {where}")


def test_some_rounds_of_the_flagship(base: str) -> None:
    with browsing(base, bypass_csp=True) as seen:
        page = seen.page
        begun(seen, "#/play/us_japan_2025?seed=5&side=japan&opponent=own")
        assert "knew how they ended" in page.locator(".judged").inner_text()
        assert "statecraft" in page.locator(".seats").inner_text()
        assert "election (Japan)" in page.locator(".days").inner_text()
        state = state_of(base, seen)
        while state["turn"]["nothing"]:
            page.click("[data-do=refuse]")
            state = moved(base, seen, state["at"])
        page.get_by_role("button", name="Open all issues").click()
        rice = page.locator("[data-issue=rice]")
        rice.get_by_label("260, worth", exact=False).check()
        low = shown(seen, ".sendbar .big")
        rice.get_by_label("260, worth", exact=False).press("ArrowLeft")  # 130
        assert shown(seen, ".sendbar .big") > low
        closed = page.locator("[data-issue=investment] .height.closed").last
        closed.click()
        assert page.locator("[data-focus=offer]").is_disabled()
        assert "could not ratify" in page.locator("#home").inner_text()
        page.get_by_role("button", name="my best").click()
        assert page.locator("[data-focus=offer]").is_enabled()
        page.click(".saying summary")
        page.check("[data-focus=say-red_line]")
        page.locator(".lines label").first.click()
        page.click("[data-focus=offer]")
        state = moved(base, seen, state["at"])
        assert any("red line" in one["text"] for one in state["events"])
        page.click("[data-do=hint]")
        page.wait_for_selector(".hint [data-focus=take]")
        assert seen.axe("serious", "critical") == []
        page.click("[data-do=leave]")
        assert page.locator("dialog").is_visible()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.do") == "leave"
        assert state_of(base, seen)["at"] == state["at"]
        page.click("[data-do=leave]")
        page.locator("dialog button.danger").click()
        state = moved(base, seen, state["at"])
        assert state["end"]["how"] == "left_japan"
        assert seen.errors == []
        assert seen.asked == []


def test_less_than_no_deal_is_accepted_only_after_a_question(base: str) -> None:
    with browsing(base) as seen:
        begun(seen, "#/play/log_roll?seed=1&opponent=hardliner&change=parties.upstream.disagreement=30")
        seen.page.click("[data-do=refuse]")
        moved(base, seen, 0)
        assert shown(seen, ".offered .big") < 30
        seen.page.click("[data-do=accept]")
        assert "30.0" in seen.page.locator("dialog").inner_text()
        seen.page.get_by_role("button", name="No", exact=True).click()
        assert state_of(base, seen)["status"] == "your_turn"


def test_two_people_and_a_phone_in_japanese(base: str) -> None:
    seats = {"upstream": {"person": True}, "downstream": {"person": True}}
    opened = ask(base, "POST", "/api/games", {"scenario": "log_roll", "seats": seats})
    with browsing(base, width=390, height=844, bypass_csp=True) as seen:
        keys = json.dumps({opened["id"]: opened["keys"]["downstream"]})
        seen.page.evaluate("keys => localStorage.setItem('zopa.keys', keys)", keys)
        seen.page.locator(".tools button").first.click()
        until(seen, "document.documentElement.lang === 'ja'")
        go(seen, f"#/game/{opened['id']}")
        assert "待っています" in seen.page.locator("#now").inner_text()
        act = {"do": "offer", "package": {"water": 100, "power": 40}}
        ask(base, "POST", f"/api/games/{opened['id']}/moves", {"at": 0, "act": act}, opened["keys"]["upstream"])
        seen.page.wait_for_selector("[data-do=accept]", timeout=8000)
        assert shown(seen, ".offered .big") == pytest.approx(42.0)
        assert "⟦" not in seen.page.locator("body").inner_text()
        assert seen.overflow == 0
        assert seen.axe("serious", "critical") == []
        begun(seen, "#/play/us_japan_2025?seed=5&side=us")
        for _ in range(12):
            if seen.page.locator("[data-focus=offer]").is_visible():
                break
            at = state_of(base, seen)["at"]
            seen.page.click("[data-do=refuse]")
            moved(base, seen, at)
        assert seen.overflow == 0
        assert seen.axe("serious", "critical") == []
        assert "⟦" not in seen.page.locator("body").inner_text()
        assert seen.errors == []


def test_other_talks_are_played_some_rounds(base: str) -> None:
    with browsing(base) as seen:
        for talks in TALKS:
            begun(seen, f"#/play/{talks}seed=4")
            for _ in range(3):
                state = state_of(base, seen)
                if state["status"] == "over":
                    break
                seen.page.click("[data-focus=offer]")
                state = moved(base, seen, state["at"])
            assert any(one["kind"] == "offer" for one in state["events"])
        assert seen.errors == []


def test_rounds_in_which_nothing_can_be_done_pass_at_once(base: str) -> None:
    with browsing(base, "/#/") as seen:
        page = seen.page
        page.locator("[data-do=start]").click()
        page.locator("#now").wait_for()
        go(seen, "#/play/us_japan_2025?side=japan&opponent=hidden&seed=5")
        page.click("#begin")
        page.locator("[data-do=wait]").wait_for()
        assert "11 Jun 2025" in page.locator("[data-do=wait]").inner_text()
        reached = []
        while page.locator("[data-do=wait]").count():
            page.locator("[data-do=wait]").focus()
            page.keyboard.press("Enter")
            until(seen, "document.activeElement.id === 'now'")
            until(seen, "!document.querySelector('[aria-busy]')")
            reached.append(page.locator(".days .now b").inner_text())
            assert "passed" in page.locator("#live").inner_text()
        assert reached == ["Round 4 of 38", "Round 8 of 38", "Round 9 of 38"]
        assert page.locator("[data-do=accept]").count() == 1
        assert seen.errors == []
