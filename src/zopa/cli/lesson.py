"""`zopa lesson export`: a lesson as one file that works from disk, without a server."""

import sys
from pathlib import Path


def export_command(name: str, out: Path | None, language: str, folders: tuple[Path, ...]) -> None:
    """Write a lesson to a file; its name is printed on standard output.

    Args:
        name: The lesson.
        out: The file; `NAME.html` where left out.
        language: `en` or `ja`: what it begins with.
        folders: Folders with lessons, besides those that come with zopa.

    Raises:
        ValueError: There is no such lesson or language, or it cannot be played.
    """
    from zopa.report.language import Language
    from zopa.web.export.asking import RefusedError
    from zopa.web.export.lesson import write_lesson
    from zopa.web.settings import Settings

    Language(language)
    file = out or Path(f"{name}.html")
    try:
        exported = write_lesson(name, file, language, Settings(lessons=folders))
    except RefusedError as error:
        raise ValueError(str(error)) from None
    for told in exported.left_out:
        print(f"{told}; that step is played with `zopa serve`", file=sys.stderr)
    print(f"{len(exported.html.encode()) / 1e6:.1f} MB, open it in any browser", file=sys.stderr)
    print(file)
