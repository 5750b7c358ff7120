"""Pages as Markdown: the same words and numbers, tables in the place of charts."""

from collections.abc import Iterator, Mapping, Sequence

from zopa.report.exhibit import Exhibit, Twin
from zopa.report.language import Language
from zopa.report.markdown import block, escaped, picture, rows
from zopa.report.page.model import Commands, Page, Part, Points, Section, Table, once_noted
from zopa.report.page.tables import numeric, written
from zopa.report.words import finished


def as_markdown(pages: Sequence[Page], title: str, say: Language, pictures: Mapping[tuple[int, str], str]) -> str:
    """Pages as one Markdown file.

    Args:
        pages: The pages; of several each is a part of the file.
        title: Title of the whole.
        say: The language of what is around them.
        pictures: Number of a page (from 0) and name of an exhibit -> the file of its picture, beside this one.

    Returns:
        Markdown with a line break at the end.
    """
    several = len(pages) > 1
    lines = [f"# {escaped(title)}", ""] if several else []
    for at, page in enumerate(pages):
        files = {name: file for (number, name), file in pictures.items() if number == at}
        lines += _page(page, say, files, "##" if several else "#")
    return finished("\n".join(lines)).rstrip("\n") + "\n"


def _page(page: Page, say: Language, files: Mapping[str, str], mark: str) -> Iterator[str]:
    yield from (f"{mark} {escaped(page.title)}", "")
    if page.question.strip():
        yield from (f"> {escaped(page.question)}", "")
    if page.setting.strip():
        yield from (escaped(page.setting), "")
    between = "" if say.code == "ja" else " "
    yield from (f"{mark}# {say('page.answer')}", "", escaped(between.join(page.answer)), "")
    for section in page.sections:
        yield from _section(section, files, f"{mark}#")
    if page.provenance or page.commands:
        yield from (f"{mark}# {say('page.made')}", "")
        for what, which in page.provenance:
            yield f"- {escaped(what)}: {escaped(which)}"
        yield ""
        if page.commands:
            yield from (escaped(say("page.made.again")), "", *block("\n".join(page.commands)), "")


def _section(section: Section, files: Mapping[str, str], mark: str) -> Iterator[str]:
    yield from (f"{mark} {escaped(section.heading)}", "")
    for part in once_noted(section.parts):
        yield from _part(part, files, mark)
        yield ""


def _part(part: Part, files: Mapping[str, str], mark: str) -> Iterator[str]:
    if isinstance(part, Exhibit):
        yield from (f"{mark}# {escaped(part.title)}", "")
        if part.name in files:
            yield from (picture(part.alt, files[part.name]), "")
        if part.note:
            yield from (escaped(part.note), "")
        yield from _table(part.table)
    elif isinstance(part, Table):
        yield from (f"**{escaped(part.title)}**", "")
        yield from _table(part.body)
    elif isinstance(part, Points):
        yield from (f"- {escaped(item)}" for item in part.items)
    elif isinstance(part, Commands):
        yield from block("\n".join(part.lines))
    else:
        yield escaped(part)


def _table(twin: Twin) -> Iterator[str]:
    cells = [[written(cell, twin.digits) for cell in row] for row in twin.rows]
    head, *rest = rows([[*map(finished, twin.columns)], *cells])
    flush = numeric(twin)
    yield head
    yield f"| {' | '.join('---:' if right and at else '---' for at, right in enumerate(flush))} |"
    yield from rest[1:]
    if twin.note:
        yield from ("", escaped(twin.note))
