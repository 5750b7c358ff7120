"""Lessons in the browser, part by part: games, bets, terms by keyboard, phone, paper, Japanese, the glossary."""

from collections.abc import Iterator
from typing import Any

import pytest

from browser import Seen
from lesson_steps import LESSONS, bet, clean
from pages import READY, ask, browsing, go, served, until
from zopa.web.lessons.load import found, read_lesson
from zopa.web.settings import Settings


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(settings=Settings(warm=False, processes=0)) as address:
        yield address


def test_a_game_in_a_lesson_is_played_and_is_still_there(base: str) -> None:
    with browsing(base, "/#/lesson/one_offer/2") as seen:
        page = seen.page
        page.locator(".play-work > button.main").click()
        page.locator(".embedded .board").wait_for()
        page.locator("button", has_text="Walk away").first.click()
        if page.locator("dialog[open] button, .confirm button").count():
            page.locator("dialog[open] button, .confirm button").first.click()
        until(seen, "document.querySelector('.embedded').innerText.includes('The story so far')")
        game = page.evaluate("JSON.parse(localStorage.getItem('zopa.lesson.one_offer')).games[2]")
        go(seen, "#/lesson/one_offer/3")
        with page.expect_response(f"**/api/games/{game}/bets") as kept:
            bet(seen)
        assert kept.value.status == 204, "the bet is kept with the game as well"
        key = page.evaluate(f"JSON.parse(localStorage.getItem('zopa.keys'))['{game}']")
        assert ask(base, "GET", f"/api/games/{game}", key=key)["lesson"] == "one_offer"
        go(seen, "#/lesson/one_offer/2")
        page.locator(".embedded .board").wait_for()
        clean(seen)


def test_a_bet_comes_back_as_it_was_placed(base: str) -> None:
    with browsing(base, "/#/lesson/shrinking_pie/3") as seen:
        page = seen.page
        slider, field = page.locator(".bet input[type=range]"), page.locator(".bet input[type=number]")
        assert field.input_value() == ""
        page.locator(".bet button.main").click()
        assert page.locator(".bet-verdict").count() == 0, "nobody is told a number to begin with"
        slider.focus()
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        assert field.input_value() == "3"
        field.press("Enter")
        page.locator(".bet-verdict").wait_for()
        assert page.locator(".bet-verdict").inner_text() == "Your bet was 3 rounds too low."
        assert "came: 6 rounds" in page.locator(".bet-chart svg").text_content()
        assert "41 of the 100 slices" in page.locator(".bet .prose").inner_text()
        page.reload()
        until(seen, READY)
        page.locator(".bet-verdict").wait_for()
        assert page.locator(".bet form").count() == 0
        go(seen, "#/lesson/shrinking_pie/7")
        assert page.locator(".marks a").count() == 7, "what lies behind an open question is no link"
        clean(seen)


def test_terms_by_keyboard_by_mouse_and_by_touch(base: str) -> None:
    with browsing(base, "/#/lesson/one_offer/1", bypass_csp=True) as seen:
        page, tip = seen.page, seen.page.locator(".tip")
        page.locator("#main").focus()
        for _ in range(20):
            page.keyboard.press("Tab")
            if tip.count():
                break
        assert page.evaluate("document.activeElement.dataset.term") == "proposer"
        assert "makes the only one" in tip.inner_text()
        assert seen.axe("serious", "critical") == []
        page.keyboard.press("Escape")
        assert tip.count() == 0
        assert page.evaluate("document.activeElement.dataset.term") == "proposer", "the focus stays"
        page.keyboard.press("Enter")
        assert tip.count() == 1
        page.keyboard.press("Tab")
        assert "if there is no deal" in page.evaluate("document.activeElement.innerText")
        assert "disagreement point" in tip.inner_text()
        page.locator(".step .kicker").click()
        assert tip.count() == 0
        page.locator("[data-term=proposer]").hover()
        tip.hover()
        page.wait_for_timeout(400)
        assert tip.count() == 1, "one can move onto it"
        page.mouse.move(2, 2)
        tip.wait_for(state="detached")
        clean(seen)
    with browsing(base, "/#/lesson/one_offer/1", width=390, height=844, has_touch=True) as seen:
        for at in range(seen.page.locator(".term").count()):
            seen.page.locator(".term").nth(at).tap()
            box = seen.page.locator(".tip").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 844
        seen.page.locator("h1").tap()
        assert seen.page.locator(".tip").count() == 0
        clean(seen)


def shown(seen: Seen, path: str) -> Any:
    go(seen, path)
    seen.page.wait_for_timeout(100)
    clean(seen)
    return seen.page


def test_on_a_phone_in_japanese_and_in_the_dark_nothing_is_wrong(base: str) -> None:
    with browsing(base, "/", width=390, height=844, bypass_csp=True, color_scheme="dark") as seen:
        seen.page.locator(".tools button").first.click()
        until(seen, f"document.documentElement.lang === 'ja' && {READY}")
        for path in ("lessons", "glossary", *(f"lesson/one_offer/{part}" for part in (3, 7, 9, "guide", "score")),
                     "lesson/shrinking_pie/9", "lesson/one_offer/roles/responder"):  # fmt: skip
            page = shown(seen, f"#/{path}")
            assert seen.axe("serious", "critical") == [], path
        go(seen, "#/lesson/one_offer/7")
        page.locator(".bet input[type=radio]").nth(1).check()
        page.locator(".bet button.main").click()
        page.locator(".bet-verdict").wait_for()
        assert page.locator(".bet-verdict").inner_text().startswith("正解です")
        go(seen, "#/lesson/one_offer/6")
        page.locator(".bet input[type=number]").fill("90")
        page.locator(".bet button.main").click()
        page.locator(".bet-verdict").wait_for(timeout=60_000)
        assert seen.axe("serious", "critical") == []
        clean(seen)
        go(seen, "#/lessons")
        page.locator(".teacher summary").first.click()
        assert "役割シート（部外秘）：提案者" in page.locator(".teacher ul").first.inner_text()
        assert seen.axe("serious", "critical") == []
        clean(seen)


def test_the_glossary_finds_words(base: str) -> None:
    with browsing(base, "/#/glossary/zopa", bypass_csp=True) as seen:
        page = seen.page
        assert page.locator(".entry.wanted dt").inner_text() == "zone of possible agreement (ZOPA)"
        assert seen.axe("serious", "critical") == []
        page.locator("#seek").fill("below zero in every deal")
        until(seen, "document.querySelectorAll('.entry').length === 1")
        assert page.locator(".entry dt").inner_text() == "negative payoff"
        page.locator("#seek").fill("xyzzy")
        until(seen, "document.querySelectorAll('.entry').length === 0")
        assert page.locator("main .note").first.inner_text() == "There is no such word here."
        clean(seen)


def test_role_sheets_come_on_paper_alone(base: str) -> None:
    with browsing(base) as seen:
        page = seen.page
        for name in LESSONS:
            texts = []
            for party in read_lesson(found()[name]).lesson.roles:
                shown(seen, f"#/lesson/{name}/roles/{party}")
                assert "Confidential" in page.locator(".sheet").inner_text()
                page.emulate_media(media="print")
                for hidden in (".top", ".foot", ".sheet .screen"):
                    assert not page.locator(hidden).first.is_visible(), hidden
                assert page.locator(".sheet .prose").is_visible()
                page.emulate_media(media="screen")
                texts.append(page.locator(".sheet .prose").inner_text())
            assert texts[0] != texts[1]
