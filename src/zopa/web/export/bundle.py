"""One HTML file that holds the page's modules, styles and texts, and recorded answers; it loads nothing."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from zopa import __version__
from zopa.report.language import LANGUAGES
from zopa.report.page.drawings import as_script
from zopa.web.page import HERE, modules, texts

ENTRY = "zopa/exported.js"
"""The module that begins; what it imports, directly or not, goes into the file."""

_IMPORTS = re.compile(r"""(?:from|import)\s*\(?\s*["'](zopa/[\w/.-]+\.js)["']""")

POLICY = (
    "default-src 'none'; script-src {allowed} data:; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def one_file(
    title: str, name: str, language: str, answers: Mapping[str, Any], games: Mapping[str, Any] | None = None
) -> str:  # fmt: skip
    """The page of one lesson.

    Args:
        title: Its title.
        name: Its name.
        language: The language that it begins with.
        answers: Recorded answers of the server, by `method path body`.
        games: Recorded opponents, in the same way.

    Returns:
        The file. The same lesson gives the same bytes.
    """
    sources = needed(ENTRY)
    imports = json.dumps({"imports": {one: _as_data("text/javascript", text) for one, text in sources.items()}})
    start = f'import "{ENTRY}";'
    allowed = " ".join(_digest(script) for script in (imports, start))
    held = {
        "lesson": name, "language": language, "version": __version__,
        "answers": dict(answers), "games": dict(games or {}), "texts": {code: texts(code) for code in LANGUAGES},
        "icon": _as_data("image/svg+xml", (HERE / "icon.svg").read_text(encoding="utf-8")),
    }  # fmt: skip
    return _FRAME.format(
        language=language, policy=POLICY.format(allowed=allowed), title=_escaped(title), styles=_styles(),
        held=as_script(held), imports=imports, start=start,
    )  # fmt: skip


_FRAME = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="zopa">
<title>{title}</title>
<style>
{styles}
</style>
<script type="application/json" id="held">{held}</script>
<script type="importmap">{imports}</script>
<script type="module">{start}</script>
</head>
<body>
<noscript><p>This lesson needs JavaScript, which is all in this file.</p></noscript>
</body>
</html>
"""


def needed(entry: str) -> dict[str, str]:
    """The modules that one imports, directly or not, itself first: name to text.

    Raises:
        ValueError: A module imports one that is not there.
    """
    files, found, left = modules(), dict[str, str](), [entry]
    while left:
        name = left.pop()
        if name in found:
            continue
        if name not in files:
            raise ValueError(f"a module of the page imports {name}, which is not there")
        found[name] = (HERE / "js" / files[name]).read_text(encoding="utf-8")
        left += _IMPORTS.findall(found[name])
    return {name: found[name] for name in sorted(found)}


def _styles() -> str:
    sheets = sorted((HERE / "css").glob("*.css"), key=lambda path: (path.name != "base.css", path.name))
    text = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    if "</style" in text or "url(" in text:
        raise ValueError("a style sheet would load something or end its element")
    return text


def _as_data(kind: str, text: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))
