"""GENIUS files in: the same utilities as GENIUS's, short names, and problems said where they stand."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from interop.genius_twin import genius_utility
from zopa.build.compile import compile_game, compile_play, space_of
from zopa.build.draws import Draws
from zopa.build.solve import solve
from zopa.game.luck import Luck
from zopa.interop.genius import read
from zopa.interop.xmltree import read_xml
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import Document
from zopa.talks import Talks

DATA = Path(__file__).parent / "data"
DOMAIN = DATA / "market-domain.xml"
PROFILES = [DATA / name for name in ("baker.xml", "Miller & Sons.xml", "farmer.xml")]
INDICES = (1, 3, 4, 7)


def market(**settings: object) -> Document:
    return read(DOMAIN, PROFILES, **settings)


def values_of(document: Document) -> dict[str, np.ndarray]:
    """For each party the value of every package, in lexicographic order."""
    scenario = document.scenario
    space = space_of(scenario)
    game = compile_game(scenario, Draws(scenario, Luck(0), central=True))
    packages = np.array(list(itertools.product(*map(range, map(len, space.levels)))))
    return {
        party: own[0][space.first[:-1] + packages].sum(axis=1)
        for party, own in zip(scenario.parties, game.epochs[0].cells, strict=True)
    }


def test_every_bid_has_the_utility_that_genius_gives_it() -> None:
    document = market()
    levels = [issue.levels for issue in document.scenario.issues.values()]
    for profile, values in zip(PROFILES, values_of(document).values(), strict=True):
        bids = itertools.product(*levels)
        by_hand = [genius_utility(profile, dict(zip(INDICES, map(str, bid), strict=True))) for bid in bids]
        assert values.tolist() == pytest.approx(by_hand, abs=1e-15)


def test_names_are_short_and_the_originals_are_kept() -> None:
    scenario = market().scenario
    assert (scenario.name, scenario.title, scenario.unit) == ("market", "Village market", "utility")
    assert {name: issue.title for name, issue in scenario.issues.items()} == {
        "place_stall_cart": "Place (stall & cart)", "price": "Price [€]", "date_issue": "Date",
        "issue_4th_sacks": "4th: sacks",
    }  # fmt: skip
    assert {name: party.name for name, party in scenario.parties.items()} == {
        "baker": "baker", "miller_sons": "Miller & Sons", "farmer": "farmer",
    }  # fmt: skip


def test_levels_are_numbers_where_all_are_written_as_numbers() -> None:
    levels = [issue.levels for issue in market().scenario.issues.values()]
    assert levels == [("by the well", "café & oak", '"the corner"'), (3, 4, 5, 6, 7, 8), ("Sat", "Sun"), (10, 20, 40)]


def test_reservation_and_discount_are_those_of_the_profile() -> None:
    scenario = market(rounds=21).scenario
    assert [party.disagreement for party in scenario.parties.values()] == [0.25, 0.1, 0.0]
    last = [factor**20 for factor in scenario.time.discount.values()]
    assert last == pytest.approx([0.5, 1.0, 1.0], rel=1e-14)  # a factor of 0 means none, as in GENIUS


def test_the_scenario_is_one_like_any_other() -> None:
    document = market(rounds=30, strategy="boulware", overrides=["parties.farmer.disagreement=0.2"])
    solved = solve(document)
    assert solved["packages"] == 108
    assert solved["disagreement"] == {"baker": 0.25, "miller_sons": 0.1, "farmer": 0.2}
    talks = Talks(compile_play(document.scenario, Luck(0, 0, 3)), collect=False)
    talks.play_out()
    assert talks.outcomes.agreed.shape == (3,)


def changed(tmp_path: Path, name: str, old: str, new: str) -> list[Path]:
    """The market's files with one change in one of them."""
    files = [DOMAIN, *PROFILES]
    for file in files:
        text = file.read_text(encoding="utf-8")
        if file.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    return [tmp_path / file.name for file in files]


WRONG = {
    "a tag not closed": ("baker.xml", "</objective>", "", "28:3", "not XML: mismatched tag"),
    "a bare <": ("baker.xml", 'name="Date"', 'name="<Date"', "11:28", "not XML: not well-formed"),
    "a document type": ("baker.xml", "<utility_space>", '<!DOCTYPE a [<!ENTITY b "c">]><utility_space>', "1:13",
                        "document types and entities are not read"),
    "an evaluation in words": ("baker.xml", 'evaluation="80"', 'evaluation="high"', "5:54",
                               "evaluation of <item> is no number: 'high'"),
    "an evaluation missing": ("baker.xml", ' evaluation="80"', "", "3:78",
                              "the issue 'Place (stall & cart)' has no evaluation of café & oak"),
    "an evaluation null": ("baker.xml", 'evaluation="80"', 'evaluation="null"', "3:78", "has no evaluation of café"),
    "an evaluation below 0": ("baker.xml", 'evaluation="80"', 'evaluation="-1"', "5:54", "is 0 or more, not -1"),
    "a value of another name": ("farmer.xml", '"Sat"', '"Saturday"', "11:28", "has no evaluation of Sat"),
    "no weight": ("baker.xml", '<weight index="4" value="0.125"/>', "", "11:19", "no <weight> for the issue 'Date'"),
    "a weight below 0": ("baker.xml", 'index="4" value="0.125"', 'index="4" value="-0.125"', "23:30",
                         "a weight is 0 or more, not -0.125"),
    "another domain's": ("baker.xml", '<issue index="4"', '<issue index="5"', "1:1", "profile says nothing on Date"),
    "no evaluator": ("baker.xml", '<evaluator ftype="linear" slope="-0.2" offset="1.0"/>', "", "8:43",
                     "the issue 'Price [€]' has no <evaluator>"),
    "a triangle": ("baker.xml", 'ftype="linear"', 'ftype="triangular"', "9:25", "an evaluator of type 'triangular'"),
    "a discount above 1": ("baker.xml", '"0.5"/>\n  <res', '"1.5"/>\n  <res', "26:27", "lies between 0 and 1, not 1.5"),
    "a reservation in words": ("baker.xml", '<reservation value="0.25"', '<reservation value="low"', "27:23",
                               "value of <reservation> is no number: 'low'"),
    "not additive": ("baker.xml", "<discount_factor", "<rules/><discount_factor", "26:3", "is not a sum over issues"),
    "an index twice": ("market-domain.xml", 'index="7"', 'index="4"', "16:21", "the index 4 stands twice"),
    "no index": ("market-domain.xml", 'index="7"', 'index="x"', "16:21", "needs an index, a whole number"),
    "a type unknown": ("market-domain.xml", ' type="integer" vtype', ' type="price" vtype', "11:46", "of type 'price'"),
    "bounds upside down": ("market-domain.xml", 'upperbound="8"', 'upperbound="2"', "11:115", "below the lower bound"),
    "a real issue": ("market-domain.xml", 'etype="integer" type="integer"', 'etype="real" type="real"', "11:43",
                     "the issue 'Price [€]' takes any number from 3 to 8"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_place(tmp_path: Path, case: str) -> None:
    name, old, new, place, message = WRONG[case]
    files = changed(tmp_path, name, old, new)
    with pytest.raises(ScenarioError) as error:
        read(files[0], files[1:])
    said = [f"{p.line}:{p.col}: {p.message}" for p in error.value.problems if p.file == str(tmp_path / name)]
    assert any(line.startswith(f"{place}: ") and message in line for line in said), said


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    files = changed(tmp_path, "baker.xml", 'evaluation="80"', 'evaluation="high"')
    (tmp_path / "farmer.xml").write_text("<utility_space>", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        read(files[0], files[1:])
    assert {Path(problem.file).name for problem in error.value.problems} == {"baker.xml", "farmer.xml"}


def test_a_problem_found_later_points_into_the_xml() -> None:
    with pytest.raises(ScenarioError, match=r"there: 3, 4, 5|unknown") as error:
        market(overrides=["parties.baker.payoffs.price.0.values.9=1"])
    assert error.value.problems[0].file.startswith("-s ")
    with pytest.raises(ScenarioError) as error:
        read(DOMAIN, PROFILES[:1])
    assert error.value.problems[0].message == "must have at least 2 entries, has 1"
    assert error.value.problems[0].file == str(DOMAIN)


def test_weights_that_lead_beyond_1_are_divided_and_the_scenario_says_so(tmp_path: Path) -> None:
    files = changed(tmp_path, "farmer.xml", '<weight index="7" value="0.4"/>', '<weight index="7" value="0.8"/>')
    document = read(files[0], files[1:])
    assert "The weights of farmer sum to 1.4 and were divided by it" in document.scenario.about
    assert values_of(document)["farmer"].max() == pytest.approx(1.0)
    assert "baker" not in document.scenario.about.partition("). ")[2]


def test_weights_below_1_count_as_written(tmp_path: Path) -> None:
    files = changed(tmp_path, "farmer.xml", '<weight index="7" value="0.4"/>', '<weight index="7" value="0.2"/>')
    document = read(files[0], files[1:])
    assert values_of(document)["farmer"].max() == pytest.approx(0.8)
    assert "divided" not in document.scenario.about


def test_a_real_issue_is_cut_into_levels_when_asked(tmp_path: Path) -> None:
    files = changed(tmp_path, "market-domain.xml", 'etype="integer" type="integer"', 'etype="real" type="real"')
    for profile in files[1:]:
        text = profile.read_text(encoding="utf-8").replace('type="integer"', 'type="real"')
        profile.write_text(text.replace("slope", "parameter1").replace("offset", "parameter0"), encoding="utf-8")
    document = read(files[0], files[1:], steps=3)
    assert document.scenario.issues["price"].levels == (3.0, 5.5, 8.0)
    (term,) = document.scenario.parties["miller_sons"].payoffs["price"]
    assert list(term.values.values()) == pytest.approx([0.8, 1.0, 1.0])  # 0.3·x − 0.1, cut at 1


def test_a_value_that_stands_twice_is_one_level(tmp_path: Path) -> None:
    files = changed(
        tmp_path, "market-domain.xml", '<item index="2" value="Sun"/>', '<item value="Sun"/><item value="Sun"/>'
    )
    scenario = read(files[0], files[1:]).scenario
    assert scenario.issues["date_issue"].levels == ("Sat", "Sun")
    assert "The value Sun of Date stood twice" in scenario.about


def test_nested_objectives_come_first_and_only_weights_of_issues_count(tmp_path: Path) -> None:
    issue = '<issue index="{0}" name="i{0}"><item value="a"{1}/><item value="b"/></issue>'
    inner = '<objective index="9" name="in">{}</objective>'
    (tmp_path / "d.xml").write_text(
        '<negotiation_template><utility_space><objective index="0" name="root">' + issue.format(1, "")
        + inner.format(issue.format(2, "")) + "</objective></utility_space></negotiation_template>",
        encoding="utf-8",
    )  # fmt: skip
    worth = '<issue index="{0}"><item value="a" evaluation="1"/><item value="b" evaluation="2"/></issue>'
    for name in ("p", "q"):
        (tmp_path / f"{name}.xml").write_text(
            '<utility_space><objective index="0"><weight index="1" value="0.25"/><weight index="9" value="0.75"/>'
            + worth.format(1) + inner.format(worth.format(2) + '<weight index="2" value="0.75"/>')
            + "</objective></utility_space>",
            encoding="utf-8",
        )  # fmt: skip
    document = read(tmp_path / "d.xml", [tmp_path / "p.xml", tmp_path / "q.xml"])
    assert list(document.scenario.issues) == ["i2", "i1"]
    assert values_of(document)["p"].tolist() == [0.5, 0.625, 0.875, 1.0]
    assert document.scenario.title == "d"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'<a b="1 & 2"/>', "1 & 2"),
        (b'<a b="1 &amp; 2"/>', "1 & 2"),
        (b'<a b="\x80 10"/>', "€ 10"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a b="caf\xe9"/>', "café"),
        (b'<!-- first --><?xml version="1.0" encoding="utf-8"?><a b="caf\xc3\xa9"/>', "café"),
        ('<?xml version="1.0" encoding="utf-16"?><a b="é"/>'.encode("utf-16"), "é"),
        (b'\xef\xbb\xbf<a b="x&#10;y"/>', "x\ny"),
    ],
)
def test_what_genius_puts_up_with_is_read(tmp_path: Path, raw: bytes, value: str) -> None:
    (tmp_path / "a.xml").write_bytes(raw)
    assert read_xml(tmp_path / "a.xml").get("b") == value


def test_entities_do_not_grow(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    (tmp_path / "a.xml").write_text(f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l9;</a>', encoding="utf-8")
    with pytest.raises(ScenarioError, match="document types and entities are not read"):
        read_xml(tmp_path / "a.xml")


@pytest.mark.parametrize(
    ("text", "message"), [("", "the file is empty"), ("domain", "syntax error"), ("<a>", "<a> of line 1")]
)
def test_a_file_that_is_not_xml_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=message):
        read_xml(tmp_path / "a.xml")
