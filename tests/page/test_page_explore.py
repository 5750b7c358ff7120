"""Explore in the browser: sliders by keyboard, before against after, the link, one world of the thousand."""

from collections.abc import Iterator

import pytest

from pages import browsing, go, served, until

DONE = "document.querySelector('.xp-results[aria-busy=false][data-worlds=\"1000\"]')"
ROWS = "[...document.querySelectorAll('tr[data-measure]')].map(row => row.innerText).join('|')"


def done(change: str = "") -> str:
    """True once all worlds of a setting are shown."""
    return f"{DONE} && {DONE}.dataset.changes.includes({change!r})"


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served() as address:
        yield address


def test_a_slider_by_keyboard_the_baseline_and_the_link(base: str) -> None:
    with browsing(base, "/#/explore/ultimatum") as seen:
        page = seen.page
        until(seen, done())
        slider = page.get_by_role("slider").first
        assert slider.get_attribute("aria-valuetext") == "0.60, as the scenario has it"
        before = page.evaluate(ROWS)
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        until(seen, done("=0.7"))
        assert slider.get_attribute("aria-valuetext") == "0.70 in all worlds"
        row = page.locator("tr[data-measure=annual_proposer]").inner_text()
        assert all(number in row for number in ("6.00", "7.00", "+1.00")), row
        until(seen, "location.hash.includes('change=')")
        link, moved = page.url, page.evaluate(ROWS)
        assert moved != before
        page.get_by_role("button", name="Make this the new baseline").click()
        until(seen, "document.querySelector('tr[data-measure=annual_proposer]').innerText.split('7.00').length > 2")
        page.get_by_role("button", name="Start over").click()
        until(seen, f"{done()} && {ROWS} === {before!r}")
        assert (seen.errors, seen.asked) == ([], [])
    with browsing(base, link.removeprefix(base)) as seen:
        until(seen, done("=0.7"))
        assert seen.page.evaluate(ROWS) == moved
        assert seen.page.get_by_role("slider").first.get_attribute("aria-valuetext") == "0.70 in all worlds"


def test_the_flagship_says_what_it_is_and_leads_to_one_world(base: str) -> None:
    with browsing(base, "/#/explore", bypass_csp=True) as seen:
        page = seen.page
        until(seen, done())
        assert page.locator(".judged").count() == 1
        slider = page.get_by_role("slider", name="Belief that the threat is meant")
        slider.focus()
        page.keyboard.press("ArrowRight")
        until(seen, done("belief"))
        low, high = page.locator("tr[data-measure=annual_us] td:nth-of-type(3) small").inner_text().split(" to ")
        assert float(low.replace("−", "-")) < float(high.replace("−", "-"))
        assert page.locator(".xp-deals.before, .xp-none.before, .xp-deals.after, .xp-none.after").count() == 4
        page.get_by_text("The numbers as a table").click()
        assert page.locator(".twin tbody tr").count() == 4
        assert seen.axe("serious", "critical") == []
        watch = page.get_by_role("link", name="Watch it").get_attribute("href") or ""
        assert watch.startswith("#/watch?scenario=us_japan_2025")
        assert "belief" in watch
        play = page.get_by_role("link", name="Play in it").get_attribute("href") or ""
        assert play.startswith("#/play/us_japan_2025?")
        assert "belief" in play
        go(seen, "#/explore/log_roll")
        until(seen, done())
        page.locator("#xp-strategy-upstream").select_option("hardliner")
        until(seen, f"{done()} && location.hash.includes('seat.upstream=hardliner')")
        assert page.locator(".judged").count() == 0
        assert (seen.errors, seen.asked) == ([], [])


def test_on_a_phone_and_in_japanese(base: str) -> None:
    with browsing(base, "/#/explore", width=390, height=844) as seen:
        until(seen, done())
        seen.page.get_by_role("button", name="日本語").click()
        until(seen, "document.documentElement.lang === 'ja' && document.querySelector('main').dataset.shown")
        until(seen, f"{DONE} && document.querySelector('.dial')")
        assert seen.page.get_by_role("slider", name="脅しが本気だという見込み").count() == 1
        assert "⟦" not in seen.page.inner_text("body")
        assert seen.overflow == 0
        assert (seen.errors, seen.asked) == ([], [])


def test_what_cannot_be_played_is_said(base: str) -> None:
    with browsing(base, "/#/explore/ultimatum?change=nowhere=1") as seen:
        until(seen, "document.querySelector('.xp-results [role=alert]')")
        assert "nowhere" in seen.page.locator(".xp-results [role=alert]").inner_text()


def test_a_lesson_can_hold_a_slider(base: str) -> None:
    script = """async () => {
      const { explore_part } = await import("/static/js/parts/lesson/vary.js");
      const slider = { path: "parties.proposer.strategy.utility", label: { en: "Demand" }, values: [0.5, 0.7, 0.9] };
      const part = explore_part({ scenario: "ultimatum", seed: 1, worlds: 1000, slider,
        measures: ["agreed", "annual_responder"] });
      document.querySelector("main").replaceChildren(part);
    }"""
    with browsing(base, "/#/glossary") as seen:
        page = seen.page
        page.evaluate(script)
        until(seen, "document.querySelectorAll('.vary tbody tr').length === 3")
        assert "3.00" in page.locator(".vary-measures").inner_text()
        page.get_by_label("Demand").focus()
        page.keyboard.press("ArrowRight")
        until(seen, "document.querySelector('.vary-measures').innerText.includes('0.0 %')")
        assert page.locator(".vary tbody th").all_text_contents() == ["0.5", "0.7", "0.9"]
        assert (seen.errors, seen.asked) == ([], [])
