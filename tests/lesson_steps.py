"""What tests of lessons in the browser share."""

from browser import Seen
from zopa.web.lessons.load import found, read_lesson

LESSONS = sorted(found(), key=lambda name: read_lesson(found()[name]).lesson.number)
"""All lessons, in their order."""


def clean(seen: Seen) -> None:
    assert seen.errors == []
    assert seen.asked == []
    assert seen.overflow == 0
    assert "⟦" not in seen.page.locator("body").inner_text()


def bet(seen: Seen) -> None:
    """Answer the question of a step: before it, there is no way on."""
    page = seen.page
    assert page.locator(".lesson-next .next").count() == 0
    field = page.locator(".bet input[type=number]")
    if field.count():
        field.fill(field.get_attribute("max"))
    else:
        page.locator(".bet input[type=radio]").last.check()
    page.locator(".bet button.main").click()
    page.locator(".bet-verdict").wait_for(timeout=60_000)
