"""`zopa lesson export`: a lesson as one file."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zopa.web.app import create_app
from zopa.web.export.asking import key
from zopa.web.export.bundle import one_file
from zopa.web.export.opponent import Opponent
from zopa.web.export.record import recorded
from zopa.web.models import Start
from zopa.web.scenarios import Scenarios
from zopa.web.settings import Settings


@dataclass(frozen=True)
class Exported:
    """A lesson as text.

    Attributes:
        html: The file.
        left_out: Steps that can be played with a server only, with the reason.
    """

    html: str
    left_out: tuple[str, ...]


def export_lesson(name: str, language: str = "en", settings: Settings | None = None) -> Exported:
    """A lesson as one file that works from disk.

    Args:
        name: The lesson.
        language: The language that it begins with; the other is in the file too.
        settings: As for a server: where lessons and scenarios are.

    Raises:
        RefusedError: There is no such lesson, or it cannot be played.
    """
    settings = replace(settings or Settings(), store=None, warm=False, processes=0)
    return asyncio.run(_exported(name, language, settings))


async def _exported(name: str, language: str, settings: Settings) -> Exported:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        answers = await recorded(app, name)
    lesson: dict[str, Any] = answers[key("GET", f"/api/lessons/{name}?lang={language}")]
    games, left_out, scenarios = {}, [], Scenarios(settings)
    for number, step in enumerate(lesson["each"], 1):
        if step["kind"] != "play":
            continue
        try:
            opponent = Opponent(scenarios, Start.model_validate(step["start"]), step["side"])
            games[key("POST", "/api/games", step["start"])] = opponent.as_dict()
        except ValueError as error:
            left_out.append(f"step {number}: {error}")
    return Exported(one_file(lesson["title"], name, language, answers, games), tuple(left_out))


def write_lesson(name: str, file: Path, language: str = "en", settings: Settings | None = None) -> Exported:
    """The same, written to a file."""
    exported = export_lesson(name, language, settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(exported.html, encoding="utf-8")
    return exported
