"""What a lesson asks of the server, asked and kept."""

from typing import Any

from starlette.types import ASGIApp

from zopa.report.language import LANGUAGES
from zopa.web.export.asking import RefusedError, ask, key


async def recorded(app: ASGIApp, name: str) -> dict[str, Any]:
    """All answers that the steps of a lesson need, by what is asked.

    Args:
        app: The server's app, its life begun.
        name: The lesson.

    Raises:
        RefusedError: The server answers with a problem; there is no such lesson, for example.
    """
    answers: dict[str, Any] = {}

    async def keep(method: str, path: str, body: Any = None) -> Any:
        answers[key(method, path, body)] = found = await ask(app, method, path, body)
        return found

    lesson: dict[str, Any] = {}
    for lang in LANGUAGES:
        lesson = await keep("GET", f"/api/lessons/{name}?lang={lang}")
        heads = await ask(app, "GET", f"/api/lessons?lang={lang}")
        alone = [head for head in heads["lessons"] if head["name"] == name]
        answers[key("GET", f"/api/lessons?lang={lang}")] = {"lessons": alone, "broken": []}
        for sheet in (*(one for one in ("guide", "score") if lesson[one]), *lesson["roles"]):
            await keep("GET", f"/api/lessons/{name}/sheets/{sheet}?lang={lang}")
        for step in lesson["each"]:
            if step["asked"]:
                await keep("GET", f"/api/lessons/{name}/truths/{step['asked']['id']}?lang={lang}")
    for step in lesson["each"]:
        if step["kind"] == "watch":
            await keep("POST", "/api/watch", step["start"])
        elif step["kind"] == "vary":
            for value in step["slid"]["values"]:
                await keep("POST", "/api/explore", varied(step, value))
    return answers


def varied(step: dict[str, Any], value: float) -> dict[str, Any]:
    """What the page asks for a value of a lesson's slider (`vary.js`)."""
    start, slid = step["start"], step["slid"]
    others = [change for change in start["changes"] if not change.startswith(f"{slid['path']}=")]
    told = str(int(value)) if float(value).is_integer() else repr(float(value))
    return {
        "scenario": start["scenario"], "changes": [*others, f"{slid['path']}={told}"],
        "strategies": {party: place["strategy"] for party, place in start["seats"].items() if place["strategy"]},
        "seed": start["seed"], "points": False, "worlds": slid["worlds"],
    }  # fmt: skip


__all__ = ["RefusedError", "recorded", "varied"]
