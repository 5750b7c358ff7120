"""The page itself, and the bundle that draws charts; everything comes from this server."""

import json
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse

from zopa import __version__
from zopa.report.language import LANGUAGES, catalogue
from zopa.web.settings import Settings

HERE = Path(__file__).parent / "static"

POLICY = (
    "default-src 'none'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, out of the installed package."""
    import vl_convert

    text: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub asks for what may be left out
    return text


def modules() -> dict[str, str]:
    """The page's modules: the name under which they import each other, and their file below `static/js`."""
    root = HERE / "js"
    return {
        f"zopa/{path.relative_to(root).as_posix()}": path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*.js"))
    }


def texts(code: str) -> dict[str, str]:
    """All texts of the page in a language, by key."""
    return {key: text for key, text in catalogue(code).items() if key.startswith("web.")}


def page(app: FastAPI, settings: Settings) -> None:
    """Let an app show the page."""
    import base64
    import hashlib

    imports = json.dumps({"imports": {name: f"/static/js/{file}" for name, file in modules().items()}})
    digest = base64.b64encode(hashlib.sha256(imports.encode()).digest()).decode()
    sheets = sorted(HERE.glob("css/*.css"), key=lambda path: (path.name != "base.css", path.name))
    styles = "\n".join(f'<link rel="stylesheet" href="/static/css/{path.name}">' for path in sheets)
    shell = (HERE / "index.html").read_text(encoding="utf-8").replace("{{imports}}", imports)
    shell = shell.replace("{{styles}}", styles)
    shell = shell.replace("{{version}}", __version__).replace("{{lang}}", settings.language)
    policy = {"Content-Security-Policy": POLICY.format(allowed=f"'sha256-{digest}'"), "Cache-Control": "no-cache"}

    @app.get("/", include_in_schema=False)
    def show() -> Response:
        return HTMLResponse(shell, headers=policy)

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        return Response((HERE / "icon.svg").read_bytes(), media_type="image/svg+xml")

    @app.get("/vega.js", include_in_schema=False)
    def vega() -> Response:
        return Response(bundle(), media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})

    @app.get("/texts/{code}.json", include_in_schema=False)
    def said(code: str) -> Response:
        body = json.dumps(texts(code if code in LANGUAGES else "en"), ensure_ascii=False)
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-cache"})
