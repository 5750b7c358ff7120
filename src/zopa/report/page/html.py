"""Pages as one file of HTML that loads nothing: no network, no other file, no text that could run."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zopa.report.exhibit import Exhibit, Twin
from zopa.report.language import Language
from zopa.report.page.drawings import as_script, drawings
from zopa.report.page.model import Commands, Page, Part, Points, Section, Table, once_noted
from zopa.report.page.tables import glued, table_html

WIDE = 520
"""Pixels: narrower charts stand two in a row where there is room."""

_HERE = Path(__file__).parent


def as_html(pages: Sequence[Page], title: str, say: Language) -> str:
    """Pages as one HTML file; the same pages give the same bytes.

    Args:
        pages: The pages; of several each is a part of the file.
        title: Title of the whole.
        say: The language of what is around them.

    Returns:
        The file, with Vega in it once where there is a chart.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    around = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    apart = [_page(page, f"p{at}-" if len(pages) > 1 else "", say) for at, page in enumerate(pages, 1)]
    drawn = any(part.get("charts") for page in apart for section in page["sections"] for part in section["parts"])
    scripts = _scripts() if drawn else ("", "")
    allowed = " ".join(map(_digest, scripts)) if drawn else "'none'"
    return around.get_template("page.html.j2").render(
        pages=apart, title=glued(title), say=say, style=Markup((_HERE / "style.css").read_text(encoding="utf-8")),  # noqa: S704
        bundle=Markup(scripts[0]), script=Markup(scripts[1]), allowed=Markup(allowed),  # noqa: S704
    )  # fmt: skip


def _scripts() -> tuple[str, str]:
    """Vega, Vega-Lite and Vega-Embed, out of the installed package; and what draws the charts."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub asks for what may be left out
    if re.search(r"</script|<!--", bundle, re.IGNORECASE):
        raise RuntimeError("vl-convert's bundle holds text that would end a <script>")
    return bundle, (_HERE / "charts.js").read_text(encoding="utf-8")


def _digest(script: str) -> str:
    """What lets this script run and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _page(page: Page, prefix: str, say: Language) -> dict[str, Any]:
    sections = [*page.sections, *_made(page, say)]
    return {
        "id": f"{prefix}top", "answer_id": f"{prefix}answer", "title": glued(page.title),
        "contents": f"{say('page.contents')}: {glued(page.title)}" if prefix else say("page.contents"),
        "question": glued(page.question), "setting": glued(page.setting),
        "answer": ("" if say.code == "ja" else " ").join(glued(sentence) for sentence in page.answer),
        "sections": [_section(section, prefix, say) for section in sections],
    }  # fmt: skip


def _made(page: Page, say: Language) -> Iterator[Section]:
    """How the page's numbers came about."""
    if not (page.provenance or page.commands):
        return
    parts: list[Part] = []
    if page.provenance:
        heads = (say("page.made.what"), say("page.made.which"))
        parts.append(Table(say("page.made.table"), Twin(heads, page.provenance)))
    if page.commands:
        parts += [say("page.made.again"), Commands(page.commands)]
    yield Section("made", say("page.made"), tuple(parts))


def _section(section: Section, prefix: str, say: Language) -> dict[str, Any]:
    name = f"{prefix}{section.id}"
    parts = [_part(part, f"{name}-{at}", prefix, say) for at, part in enumerate(once_noted(section.parts), 1)]
    return {"id": name, "heading": glued(section.heading), "parts": parts}


def _part(part: Part, name: str, prefix: str, say: Language) -> dict[str, Any]:
    if isinstance(part, Table):
        return {"kind": "table", "table": _table(part.body, name, part.title, part.folded)}
    if isinstance(part, Exhibit):
        return _exhibit(part, f"{prefix}{part.name}", say)
    if isinstance(part, Points):
        return {"kind": "points", "points": [glued(item) for item in part.items]}
    if isinstance(part, Commands):
        return {"kind": "commands", "text": "\n".join(part.lines)}
    return {"kind": "text", "text": glued(part)}


def _table(twin: Twin, name: str, title: str, folded: bool, summary: str = "") -> Mapping[str, Any]:
    from markupsafe import Markup

    html = Markup(table_html(twin, name, glued(title)))  # noqa: S704 - great_tables escapes what stands in it
    told = {"id": name, "title": glued(title), "summary": glued(summary or title), "folded": folded}
    return {**told, "html": html, "note": glued(twin.note)}


def _exhibit(exhibit: Exhibit, name: str, say: Language) -> dict[str, Any]:
    from markupsafe import Markup

    some = drawings(exhibit)
    charts = [
        {"id": f"{name}-{at}", "widest": one.widest, "json": Markup(as_script(one.spec))}  # noqa: S704 - escaped there
        for at, one in enumerate(some, 1)
    ]
    wide = not some or sum(one.widest or WIDE + 1 for one in some) > WIDE
    return {
        "kind": "exhibit", "id": name, "title": glued(exhibit.title), "alt": glued(exhibit.alt),
        "note": glued(exhibit.note), "charts": charts, "wide": wide,
        "table": _table(exhibit.table, f"{name}-numbers", exhibit.title, bool(charts), say("page.numbers")),
    }  # fmt: skip
