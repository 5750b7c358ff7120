"""Pages from their parts: nothing in a text can run, nothing is loaded, and the same page gives the same bytes."""

import json
import re
import string
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import altair as alt
import pytest

from zopa.report.exhibit import Exhibit, Twin
from zopa.report.language import LANGUAGES, Language, catalogue
from zopa.report.page.drawings import as_script, drawings, flowing
from zopa.report.page.html import as_html
from zopa.report.page.markdown_page import as_markdown
from zopa.report.page.model import Commands, Page, Points, Section, Table
from zopa.report.page.tables import numeric, table_html

NASTY = "<script>alert(1)</script> </script> {{7*7}} a | b <!-- & ]]> \u2028 関税 https://example.org/x"


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.scripts, self.open = "", [], [""]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style", "title"):
            self.open.append(tag)
            self.scripts += [""] if tag == "script" else []

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1] == "script":
            self.scripts[-1] += data
        elif self.open[-1] != "style":
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def bars(**more: Any) -> alt.Chart:
    data = alt.InlineData(values=[{"x": 1, "y": 2, "t": NASTY}])
    return alt.Chart(data, **more).mark_bar().encode(x="x:Q", y="y:Q", tooltip="t:N").properties(width=300)


def nasty_page() -> Page:
    twin = Twin((NASTY, f"{NASTY} n"), ((NASTY, 1.25), ("b", None)), note=NASTY)
    exhibit = Exhibit("bars", NASTY, NASTY, twin, bars(title=NASTY), NASTY)
    parts = (NASTY, exhibit, Table(NASTY, twin), Table(NASTY, twin, folded=True), Points((NASTY,)), Commands((NASTY,)))
    return Page(NASTY, NASTY, (NASTY, NASTY), (Section("one", NASTY, parts),), ((NASTY, NASTY),), (NASTY,), NASTY)


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def html() -> str:
    return as_html([nasty_page()], NASTY, Language("en"))


def test_what_looks_like_markup_is_shown_as_text(html: str) -> None:
    seen = Seen(html)
    assert [script for script in seen.scripts if "alert(1)" in script and not script.startswith("{")] == []
    assert len(seen.scripts) == 3  # one chart, Vega, and what draws
    assert squeezed(seen.text).count(squeezed(NASTY)) >= 15
    assert "49" not in seen.text
    assert seen.named("figure")
    assert {tag for tag, _ in seen.tags} <= {
        "html", "head", "meta", "title", "style", "body", "a", "main", "article", "header", "p", "h1", "h2", "h3",
        "section", "nav", "ul", "li", "div", "figure", "figcaption", "noscript", "script", "details", "summary",
        "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "footer",
    }  # fmt: skip


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    seen = Seen(html)
    for tag, attrs in seen.tags:
        assert not {"src", "srcset", "action", "data", "poster", "xlink:href"} & attrs.keys(), (tag, attrs)
        assert (attrs.get("href") or "#").startswith("#"), (tag, attrs)
    assert "link" not in {tag for tag, _ in seen.tags}
    assert not re.search(r"@import|url\(", "".join(re.findall(r"<style>.*?</style>", html, re.DOTALL)))
    policy = next(attrs["content"] for attrs in seen.named("meta") if "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-eval" not in policy
    assert len(re.findall(r"'sha256-[\w+/]+=*'", policy)) == 2


def test_a_page_says_its_language_and_has_one_title_and_headings_in_order(html: str) -> None:
    for code in LANGUAGES:
        seen = Seen(as_html([nasty_page(), nasty_page()], "two", Language(code)))
        assert seen.named("html") == [{"lang": code}]
        levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch(r"h\d", tag)]
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
        ids = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
    assert [tag for tag, _ in Seen(html).tags].count("h1") == 1


def test_every_chart_has_its_words_and_its_table(html: str) -> None:
    seen = Seen(html)
    images = [attrs for _, attrs in seen.tags if attrs.get("role") == "img"]
    assert len(images) == 1
    assert images[0]["aria-label"] == squeezed(NASTY)
    for table in seen.named("table"):
        assert table["aria-label"]
    for head in seen.named("th"):
        assert head["scope"] in ("col", "row")


def test_the_same_page_gives_the_same_bytes(html: str) -> None:
    assert as_html([nasty_page()], NASTY, Language("en")) == html


def test_vega_is_in_the_page_once_and_only_where_there_is_a_chart(html: str) -> None:
    assert html.count("window.vegaEmbed=") == 1
    bare = Page("a", "", ("b",), (Section("s", "t", ("u",)),))
    small = as_html([bare], "a", Language("en"))
    assert len(small) < 20_000
    assert "<script" not in small
    assert "script-src 'none'" in small


def test_a_specification_cannot_end_its_script() -> None:
    text = as_script({"title": NASTY})
    assert json.loads(text) == {"title": NASTY}
    assert not set(text) & set("<>&\u2028\u2029")


def test_one_panel_takes_the_room_that_there_is_and_names_keep_theirs() -> None:
    twin = Twin(("a",), (("b",),))
    (fluid,) = drawings(Exhibit("a", "t", "x", twin, bars(title="t")))
    assert (fluid.spec["width"], fluid.widest) == ("container", 390)
    assert not {"title", "$schema"} & fluid.spec.keys()
    words = bars().encode(x="t:N")
    (own,) = drawings(Exhibit("a", "t", "x", twin, words))
    assert (own.spec["width"], own.widest) == (300, None)
    (whole,) = drawings(Exhibit("a", "t", "x", twin, alt.hconcat(bars(), bars())))
    assert whole.widest is None
    apart = drawings(Exhibit("a", "t", "x", twin, flowing(alt.vconcat(bars(), alt.hconcat(words, bars())))))
    assert [one.widest for one in apart] == [390, None, 390]
    assert all("usermeta" not in one.spec for one in apart)
    assert drawings(Exhibit("a", "t", "x", twin)) == []


def test_names_that_altair_counts_do_not_depend_on_what_was_drawn_before() -> None:
    def chart() -> Exhibit:
        pick = alt.selection_point(fields=["x"])
        return Exhibit("a", "t", "x", Twin(("a",), ()), bars().add_params(pick))

    first = drawings(chart())[0].spec
    bars().add_params(alt.selection_point())
    assert drawings(chart())[0].spec == first


def test_columns_of_numbers_stand_flush_right() -> None:
    twin = Twin(("a", "b", "c", "d", "e"), (("x", 1, "94.5 % [90.4, 97.2]", "15 apples", None),))
    assert numeric(twin) == [False, True, True, False, False]
    html = table_html(twin, "t", "T")
    assert html.startswith('<table id="t" aria-label="T">')
    assert "94.5\u00a0% [90.4,\u00a097.2]" in html


def test_a_table_without_rows_is_a_table() -> None:
    assert "<thead>" in table_html(Twin(("a", "b"), ()), "t", "T")


def test_markdown_shows_the_same_as_text() -> None:
    text = as_markdown([nasty_page()], NASTY, Language("en"), {(0, "bars"): "figures/bars.svg"})
    outside = re.sub(r"^```text$.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert outside != text
    assert not re.search(r"<[a-z/!]", outside)
    assert "![" in text
    assert "](figures/bars.svg)" in text
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 3
    assert "関税" in text


def test_languages_have_the_same_texts_with_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}

    english = catalogue("en")
    for code in LANGUAGES:
        other = catalogue(code)
        assert other.keys() == english.keys()
        different = [key for key in english if places(other[key]) != places(english[key])]
        assert different == []
        assert not [key for key, text in other.items() if not isinstance(text, str)]
