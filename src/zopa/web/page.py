"""The page itself; everything that it needs comes from this server."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request, Response

from zopa import __version__
from zopa.report.language import LANGUAGES, catalogue
from zopa.web.bundle import bundle
from zopa.web.files import File, Files
from zopa.web.settings import Settings

HERE = Path(__file__).parent / "static"

POLICY = (
    "default-src 'none'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FIRST = ("main.js", "views/home.js")
"""What the page begins with: it and all that it imports are asked for at once, not one after the other."""

_IMPORT = re.compile(r'^(?:import|export)\b[^"\n]*?"zopa/([^"]+)"', re.MULTILINE)


def modules() -> dict[str, str]:
    """The page's modules: the name under which they import each other, and their file below `static/js`."""
    root = HERE / "js"
    return {
        f"zopa/{path.relative_to(root).as_posix()}": path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*.js"))
    }


def imported(files: Iterable[str]) -> list[str]:
    """Modules and all that they import before they run, by file below `static/js`.

    >>> imported(["main.js"])[:2]
    ['main.js', 'dom.js']
    """
    found: list[str] = []
    waiting = list(files)
    while waiting:
        file = waiting.pop(0)
        path = HERE / "js" / file
        if file not in found and path.is_file():
            found.append(file)
            waiting += _IMPORT.findall(path.read_text(encoding="utf-8"))
    return found


def texts(code: str) -> dict[str, str]:
    """All texts of the page in a language, by key."""
    return {key: text for key, text in catalogue(code).items() if key.startswith("web.")}


@cache
def texts_file(code: str) -> File:
    """The same, as they are sent."""
    return File(json.dumps(texts(code), ensure_ascii=False).encode(), "application/json")


def shell(settings: Settings) -> File:
    """The page before anything runs in it: styles, the table of modules, and what is asked for at once."""
    imports = json.dumps({"imports": {name: f"/static/js/{file}" for name, file in modules().items()}})
    digest = base64.b64encode(hashlib.sha256(imports.encode()).digest()).decode()
    sheets = sorted(HERE.glob("css/*.css"), key=lambda path: (path.name != "base.css", path.name))
    styles = "\n".join(f'<link rel="stylesheet" href="/static/css/{path.name}">' for path in sheets)
    early = "\n".join(f'<link rel="modulepreload" href="/static/js/{file}">' for file in imported(FIRST))
    text = (HERE / "index.html").read_text(encoding="utf-8")
    script = f'<script type="importmap">{imports}</script>'
    # a table of modules must stand before anything that loads one
    text = text.replace('<script type="importmap">{{imports}}</script>', f"{script}\n{early}")
    text = text.replace("{{styles}}", styles).replace("{{version}}", __version__).replace("{{lang}}", settings.language)
    policy = POLICY.format(allowed=f"'sha256-{digest}'")
    return File(text.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": policy})


def page(app: FastAPI, settings: Settings) -> None:
    """Let an app show the page."""
    beginning, static = shell(settings), Files(HERE)
    app.mount("/static", static, name="static")

    @app.get("/", include_in_schema=False)
    async def show(request: Request) -> Response:
        return beginning.response(request.headers)

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon(request: Request) -> Response:
        found = static.file("icon.svg")
        assert found is not None
        return found.response(request.headers)

    @app.get("/vega.js", include_in_schema=False)
    def vega(request: Request) -> Response:
        return bundle(settings.cache).response(request.headers)

    @app.get("/texts/{code}.json", include_in_schema=False)
    async def said(request: Request, code: str) -> Response:
        return texts_file(code if code in LANGUAGES else "en").response(request.headers)
