"""Pages in Chromium with the network cut off: what they ask for, what they complain of, and how they look."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What the browser may be called."""

READY = "document.documentElement.hasAttribute('data-drawn') || !document.querySelector('[data-spec]')"
"""True once all charts are drawn."""


def chromium() -> str:
    """The browser's path; skips the test where there is none, or no Playwright to drive it."""
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install 'zopa[dev]'")
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.skip(f"no browser on the PATH ({', '.join(NAMES)}): apt-get install chromium")
    return found


@dataclass
class Seen:
    """A page that is open, and what it did.

    Attributes:
        page: Playwright's page.
        asked: Addresses that it asked for, but for its own file.
        errors: What it complained of: errors and warnings on the console, exceptions.
    """

    page: Any
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def axe(self, *impacts: str) -> list[str]:
        """Faults of accessibility that axe-core finds.

        Args:
            impacts: How bad: `serious`, `critical`.
        """
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
        found = axe.Axe().run(self.page).response["violations"]
        return [
            f"{one['impact']}: {one['id']} at {node['html'][:160]}"
            for one in found if one["impact"] in impacts for node in one["nodes"]
        ]  # fmt: skip

    def watch(self, mine: Callable[[str], bool]) -> None:
        """Note what the page complains of, and refuse and note every request that is not its own.

        Args:
            mine: Whether an address is the page's own.
        """

        def decide(route: Any) -> None:
            if mine(route.request.url):
                route.continue_()
            else:
                self.asked.append(route.request.url)
                route.abort()

        def heard(said: Any) -> None:
            if said.type in ("error", "warning"):
                self.errors.append(said.text)

        self.page.context.route("**/*", decide)
        self.page.on("console", heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright; skips the test where there is none."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield found
        finally:
            found.close()


def screen(chrome: Any, width: int, height: int, **more: Any) -> Seen:
    """An empty page in a context of its own: somebody's screen.

    Args:
        chrome: The browser.
        width: Pixels of the screen.
        height: The same.
        more: Further settings of Playwright's context.
    """
    return Seen(chrome.new_context(viewport={"width": width, "height": height}, **more).new_page())


@contextmanager
def opened(file: Path, width: int = 1280, height: int = 900, **more: Any) -> Iterator[Seen]:
    """Open a file; every request but for itself is refused and noted.

    Args:
        file: The page.
        width: Pixels of the screen.
        height: The same.
        more: Further settings of Playwright's context.
    """
    # axe is put into the page as a script, which a page that lets no script run would refuse
    settings = {"bypass_csp": more.pop("bypass_csp", False), "offline": True, **more}
    with browser() as chrome:
        seen = screen(chrome, width, height, **settings)
        own = file.resolve().as_uri()
        seen.watch(lambda address: address.partition("#")[0] == own)
        seen.page.goto(own)
        seen.page.wait_for_function(READY, timeout=30_000)
        yield seen
