"""`zopa report`: one page of one or more finished runs, with all that it needs in it."""

import json
import sys
import webbrowser


def report_command(
    folders: list[str], out: str | None, language: str, figures: str | None, open_browser: bool, as_json: bool
) -> None:
    """Write the page and the same as Markdown, and print the page's name (or JSON).

    Args:
        folders: Folders of runs or tournaments.
        out: The page's file; `report.html` in the first folder where left out.
        language: `en` or `ja`.
        figures: Kinds of pictures of its charts to write too, with commas between: `svg,png`.
        open_browser: Whether to show the page.
        as_json: Whether to print JSON.
    """
    from zopa.report.page.write import write_report

    kinds = [kind.strip() for kind in (figures or "").split(",") if kind.strip()]
    done = write_report(folders, out, language, kinds)
    if as_json:
        print(json.dumps(done.as_dict(), ensure_ascii=False, indent=2))
    else:
        print(done.html)
        print(f"and as Markdown: {done.markdown}", file=sys.stderr)
        if done.pictures:
            print(f"charts: {len(done.pictures)} files in {done.pictures[0].parent}", file=sys.stderr)
    if open_browser:
        webbrowser.open(done.html.resolve().as_uri())
