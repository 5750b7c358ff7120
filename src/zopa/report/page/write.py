"""Writing the report of runs: one page of HTML, the same as Markdown, and its charts as pictures where asked for."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zopa.experiments.parts import write_whole
from zopa.report.exhibit import Exhibit
from zopa.report.figure import save
from zopa.report.language import Language
from zopa.report.page.folder import page_of
from zopa.report.page.html import as_html
from zopa.report.page.markdown_page import as_markdown
from zopa.report.page.model import Page
from zopa.scenario.problems import listed

PICTURES = ("svg", "png")
"""Kinds of pictures; Markdown shows the first that there is."""

FOLDER = "figures"
"""Where pictures are, beside the page."""


@dataclass(frozen=True)
class Written:
    """The files of a report.

    Attributes:
        html: The page.
        markdown: The same as Markdown.
        pictures: Its charts.
        pages: What is in it, folder by folder.
    """

    html: Path
    markdown: Path
    pictures: tuple[Path, ...]
    pages: tuple[Page, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types under stable keys."""
        return {
            "html": str(self.html), "markdown": str(self.markdown), "figures": [str(path) for path in self.pictures],
            "pages": [
                {"title": page.title, "question": page.question, "answer": list(page.answer)} for page in self.pages
            ],
        }  # fmt: skip


def write_report(
    folders: Sequence[str | os.PathLike[str]], out: str | os.PathLike[str] | None = None, language: str = "en",
    figures: Sequence[str] = (),
) -> Written:  # fmt: skip
    """Write the report of runs or tournaments; needs neither a browser nor a network.

    Args:
        folders: Their folders, one at least.
        out: The page's file, which ends in `.html`; `report.html` in the first folder where left out.
        language: `en` or `ja`.
        figures: Kinds of pictures to write too: `svg`, `png`.

    Raises:
        ValueError: A folder is no finished run; or language, kind of picture or name of the file are none.
    """
    say = Language(language)
    unknown = [kind for kind in figures if kind not in PICTURES]
    if unknown:
        raise ValueError(f"pictures are written as {listed(PICTURES)}, not as {unknown[0]!r}")
    if not folders:
        raise ValueError("name a run's folder: zopa run FILE makes one and prints its name")
    html = Path(folders[0]) / "report.html" if out is None else Path(out)
    if html.suffix.lower() != ".html":
        raise ValueError(f"a report is written to a file that ends in .html, not {html.name!r}")
    pages = tuple(page_of(folder, say) for folder in folders)
    html.parent.mkdir(parents=True, exist_ok=True)
    files = _pictures(pages, html, figures)
    shown = {key: f"{FOLDER}/{paths[0].name}" for key, paths in files.items()}
    title = pages[0].title if len(pages) == 1 else say("page.several", count=len(pages))
    markdown = html.with_suffix(".md")
    write_whole(html, as_html(pages, title, say).encode())
    write_whole(markdown, as_markdown(pages, title, say, shown).encode())
    return Written(html, markdown, tuple(path for paths in files.values() for path in paths), pages)


def _pictures(pages: Sequence[Page], html: Path, kinds: Sequence[str]) -> Mapping[tuple[int, str], list[Path]]:
    """Each chart as a picture of every kind, by number of its page and its name."""
    some = [kind for kind in PICTURES if kind in kinds]
    found: dict[tuple[int, str], list[Path]] = {}
    for number, page in enumerate(pages):
        before = f"{number + 1}-" if len(pages) > 1 else ""
        drawn = [part for section in page.sections for part in section.parts if isinstance(part, Exhibit)]
        for exhibit in drawn if some else ():
            if exhibit.chart is not None:
                paths = [html.parent / FOLDER / f"{before}{exhibit.name}.{kind}" for kind in some]
                found[number, exhibit.name] = save(exhibit.chart, paths)
    return found
