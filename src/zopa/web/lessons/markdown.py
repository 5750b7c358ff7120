"""Markdown to HTML, without any HTML of its own, and with terms of the glossary."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from zopa.report.language import Language, catalogue
from zopa.scenario.problems import Problem, did_you_mean
from zopa.scenario.source import Source

_TERM = re.compile(r"\{\{\s*term:\s*([a-z_]+)\s*(?:\|\s*([^{}|]+?)\s*)?\}\}")
_BRACES = re.compile(r"\{\{.*?\}\}")
_MARKED = re.compile("\ue000([a-z_]+)\ue001([^\ue002]*)\ue002")
_GLOSSARY = "web.glossary."


@cache
def terms(code: str = "en") -> dict[str, str]:
    """The glossary: terms by key, as the language calls them."""
    known = catalogue(code)
    return {
        key.removeprefix(_GLOSSARY).removesuffix(".about"): known[key.removesuffix(".about")]
        for key in known
        if key.startswith(_GLOSSARY) and key.endswith(".about")
    }


def unknown_terms(source: Source) -> Iterator[Problem]:
    """Everything in double braces that is no term of the glossary.

    Args:
        source: A Markdown text.
    """
    for number, line in enumerate(source.lines, start=1):
        for found in _BRACES.finditer(line):
            named = _TERM.fullmatch(found.group())
            if named is None:
                hint = "{{term:payoff}} or {{term:payoff|what it is called here}}"
                yield source.problem(number, found.start() + 1, "this is no term of the glossary", hint)
            elif named.group(1) not in terms():
                hint = did_you_mean(named.group(1), terms()) or "see src/zopa/report/messages/en/web_glossary.yaml"
                message = f"the glossary has no term {named.group(1)}"
                yield source.problem(number, found.start() + named.start(1) + 1, message, hint)


@cache
def _renderer() -> Any:
    from markdown_it import MarkdownIt

    # a teacher's text is text: no HTML, and no pictures, which would be asked for from elsewhere
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")


def heading(text: str) -> str:
    """The heading of a Markdown text, up to a colon in it; empty where it has none."""
    found = re.search(r"^# +(.+?) *$", text, re.MULTILINE)
    return re.split("[:：]", found.group(1))[0].strip() if found else ""


def rendered(text: str, code: str) -> str:
    """A Markdown text as HTML.

    Args:
        text: The text.
        code: Its language, for what terms are called.
    """
    said = Language(code)

    def marked(found: re.Match[str]) -> str:
        # through characters of no meaning, as a stroke would end the cell of a table
        return f"\ue000{found.group(1)}\ue001{found.group(2) or said(_GLOSSARY + found.group(1))}\ue002"

    markup: str = _renderer().render(_TERM.sub(marked, text))
    markup = markup.replace(" %", "\u00a0%")  # a number and its sign stay on one line
    return _MARKED.sub(r'<span class="term" data-term="\1">\2</span>', markup)
