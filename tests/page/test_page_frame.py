"""The page's frame: every view opens, nothing is asked from elsewhere, nothing complains."""

from collections.abc import Iterator

import pytest

from pages import READY, browsing, go, served, until

VIEWS = ("", "play", "watch", "explore", "lessons", "class", "glossary")


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served() as address:
        yield address


def test_every_view_opens_in_both_languages(base: str) -> None:
    with browsing(base) as seen:
        for code in ("en", "ja"):
            assert seen.page.evaluate("document.documentElement.lang") == code
            for view in VIEWS:
                go(seen, f"#/{view}")
                assert seen.page.locator("h1").first.inner_text()
                assert "⟦" not in seen.page.locator("body").inner_text()
                assert seen.overflow == 0
            seen.page.locator(".tools button").first.click()
            until(seen, f"document.documentElement.lang !== '{code}'")
            until(seen, READY)
        assert seen.asked == []
        assert seen.errors == []
