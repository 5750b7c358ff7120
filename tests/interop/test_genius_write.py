"""Scenarios out to GENIUS files and back, and to YAML and back: names, packages and utilities come through."""

import itertools
import tempfile
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from yamlcore import CoreDumper

from interop.test_genius import DOMAIN, PROFILES, market, values_of
from zopa.build.load import load as load_own
from zopa.build.solve import solve
from zopa.cli.convert import convert_command
from zopa.cli.solve import solve_command
from zopa.interop.additive import additive
from zopa.interop.formats import WRITERS, load, write
from zopa.interop.genius import read
from zopa.interop.yaml_write import yaml_of
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import Document

SHIPPED = ["buyer_seller", "log_roll", "shrinking_pie", "three_parties", "ultimatum"]


def there_and_back(document: Document) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        files = write(document, Path(folder) / "out", "genius")
        return read(files[0], files[1:], rounds=document.scenario.time.rounds)


def packages_of(solved: dict, key: str) -> set[tuple]:
    return {tuple(point["package"].items()) for point in solved[key]}


def test_what_genius_said_comes_back_as_it_was() -> None:
    document = market(rounds=50)
    back = there_and_back(document)
    assert back.scenario.issues == document.scenario.issues
    assert [party.name for party in back.scenario.parties.values()] == ["baker", "miller_sons", "farmer"]
    assert back.scenario.time.discount == pytest.approx(document.scenario.time.discount, rel=1e-14)
    for party, values in values_of(document).items():
        assert values_of(back)[party] == pytest.approx(values, abs=1e-15)
        assert back.scenario.parties[party].disagreement == document.scenario.parties[party].disagreement


@pytest.mark.parametrize("name", SHIPPED)
def test_scenarios_solve_to_the_same_packages(name: str) -> None:
    document = load_own(name)
    back = there_and_back(document)
    before, after = solve(document), solve(back)
    assert list(back.scenario.parties) == list(document.scenario.parties)
    for key in ("nash", "kalai_smorodinsky"):
        assert packages_of(after, key) == packages_of(before, key), key
    assert packages_of(before, "pareto") <= packages_of(after, "pareto")
    kept = packages_of(before, "pareto")
    efficient = np.array([[*p["utilities"].values()] for p in after["pareto"] if tuple(p["package"].items()) in kept])
    for point in after["pareto"]:  # what a tie kept out before may come in by a rounding error, and by no more
        assert (efficient >= np.array([*point["utilities"].values()]) - 1e-12).all(axis=1).any()


@pytest.mark.parametrize("name", SHIPPED)
def test_utilities_are_payoffs_moved_and_stretched_as_said(name: str) -> None:
    document = load_own(name)
    back, said = there_and_back(document), additive(document, "GENIUS")
    for party, values in values_of(document).items():
        utility = said.parties[party]
        again = utility.low + utility.scale * values_of(back)[party]
        assert again == pytest.approx(values, abs=1e-12 * max(1.0, np.abs(values).max()))
        assert values_of(back)[party].min() >= 0.0
        assert values_of(back)[party].max() == pytest.approx(1.0, abs=1e-12)
        no_deal = utility.low + utility.scale * back.scenario.parties[party].disagreement
        assert no_deal == pytest.approx(document.scenario.parties[party].disagreement, abs=1e-9)


numbers = st.one_of(st.integers(-50, 50), st.floats(-1e3, 1e3).map(lambda x: round(x, 3)))
texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


@st.composite
def scenarios(draw: st.DrawFn) -> dict:
    """Plain data of an additive scenario with titles and levels of all sorts."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    issues, parties = {}, {}
    for number, size in enumerate(sizes):
        levels = draw(st.lists(st.one_of(texts, st.integers(-9, 99)), min_size=size, max_size=size, unique_by=str))
        issues[f"issue_{number}"] = {"title": draw(texts), "levels": levels}
    for name in "abc"[: draw(st.integers(2, 3))]:
        payoffs = {}
        for issue, said in issues.items():
            payoffs[issue] = [{"kind": "table", "values": {level: draw(numbers) for level in said["levels"]}}]
        no_deal = draw(numbers)
        strategy = {"kind": "linear"}
        parties[name] = {"name": draw(texts), "strategy": strategy, "payoffs": payoffs, "disagreement": no_deal}
    time = {"kind": "lump", "rounds": draw(st.integers(1, 9)), "discount": draw(st.floats(0.5, 1.0))}
    return {
        "schema_version": 1, "name": "any", "issues": issues, "parties": parties,
        "protocol": {"kind": "alternating_offers"}, "time": time,
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_any_additive_scenario_keeps_names_order_and_ratios(data: dict) -> None:
    document = document_from(data)
    assume(all(np.ptp(values) > 0.0 for values in values_of(document).values()))
    back = there_and_back(document)
    assert list(back.scenario.issues) == list(document.scenario.issues)
    assert list(back.scenario.parties) == list(document.scenario.parties)
    assert [list(map(str, issue.levels)) for issue in back.scenario.issues.values()] == [
        list(map(str, issue.levels)) for issue in document.scenario.issues.values()
    ]
    for party, values in values_of(document).items():
        utility, no_deal = values_of(back)[party], back.scenario.parties[party].disagreement
        before = np.append(values, document.scenario.parties[party].disagreement)
        after = np.append(utility, no_deal)
        assert after.min() >= 0.0
        reach = before.max() - before.min()
        slope = reach / np.ptp(after)
        assert before - before.min() == pytest.approx(slope * (after - after.min()), abs=1e-9 * max(1.0, reach))


def document_from(data: dict) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.yaml"
        path.write_text(yaml.dump(data, Dumper=CoreDumper, allow_unicode=True), encoding="utf-8")
        return load_own(path)


@settings(max_examples=40, deadline=None)
@given(scenarios())
def test_yaml_says_the_same(data: dict) -> None:
    document = document_from(data)
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write(document, Path(folder) / "x.yaml")
        again = load_own(path)
    assert again.scenario == document.scenario


def test_yaml_keeps_words_that_look_like_numbers(tmp_path: Path) -> None:
    said = {"levels": ["1e3", "0o7", "NO", "12:30", "~", "2020-01-01", " a"]}
    values = dict.fromkeys(said["levels"], 1)
    party = {"strategy": {"kind": "linear"}, "payoffs": {"x": [{"kind": "table", "values": values}]}}
    document = document_from({
        "schema_version": 1, "name": "odd", "issues": {"x": said}, "parties": {"a": party, "b": party},
        "protocol": {"kind": "alternating_offers"}, "time": {"kind": "lump", "rounds": 3},
    })  # fmt: skip
    (tmp_path / "odd.yaml").write_text(yaml_of(document), encoding="utf-8")
    assert load_own(tmp_path / "odd.yaml").scenario.issues["x"].levels == tuple(said["levels"])


def test_gates_become_values_that_are_not_on_offer() -> None:
    payoffs = "parties.seller.payoffs.price"
    document = load_own("buyer_seller", [f"{payoffs}=[{{kind: linear, slope: 1}}, {{kind: gate, at_least: 15}}]"])
    back = there_and_back(document)
    assert min(back.scenario.issues["price"].levels) == 15
    assert solve(back)["packages"] == solve(document)["allowed"]


def test_what_genius_cannot_say_is_refused_with_every_place(tmp_path: Path) -> None:
    document = load_own("us_japan_2025")
    with pytest.raises(ScenarioError) as error:
        write(document, tmp_path, "genius")
    said = {problem.message for problem in error.value.problems}
    assert "GENIUS knows no mechanisms" in said
    assert "GENIUS knows rounds, and no dates or yearly payoffs" in said
    assert any("clusters" in message for message in said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("parties.buyer.weight=2", "bargaining weights"),
        ("time.discount=0", "discount factors above 0 and up to 1"),
        ("parties.buyer.payoffs.price=[{kind: indifferent}]", "does not care what is agreed"),
        ("time.outside={buyer: 3}", "no outside options"),
    ],
)
def test_other_things_that_genius_cannot_say(tmp_path: Path, override: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        write(load_own("buyer_seller", [override]), tmp_path, "genius")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    document = market()
    write(document, tmp_path, "genius")
    with pytest.raises(ValueError, match=r"market-domain\.xml is there already"):
        write(document, tmp_path, "genius")
    write(document, tmp_path / "a.yaml")
    with pytest.raises(ValueError, match=r"a\.yaml is there already"):
        write(document, tmp_path / "a.yaml")


def test_parties_of_one_title_get_a_file_each(tmp_path: Path) -> None:
    files = write(read(DOMAIN, [PROFILES[0], PROFILES[0]]), tmp_path, "genius")
    assert [path.name for path in files] == ["market-domain.xml", "baker.xml", "baker_2.xml"]


def test_the_domain_may_stand_anywhere_among_the_files() -> None:
    one, other = load([DOMAIN, *PROFILES]), load([*PROFILES, DOMAIN])
    assert one.scenario == other.scenario


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (PROFILES, "none of these files is a GENIUS domain"),
        ([DOMAIN, DOMAIN, *PROFILES], "this is a second GENIUS domain"),
        ([DOMAIN, PROFILES[0]], "talks need two parties or more"),
        ([DOMAIN, "log_roll"], "these files do not make one scenario"),
        (["log_roll", "ultimatum"], "these files do not make one scenario"),
        (["nowhere.xml"], "no such file"),
    ],
)
def test_files_that_make_no_scenario(files: list, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        load(files)


def test_the_commands_take_files_of_other_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(DOMAIN), *map(str, PROFILES)]
    convert_command(files, str(tmp_path / "market.yaml"), None, 40, None, ("parties.farmer.disagreement=0.2",))
    assert capsys.readouterr().out == f"{tmp_path / 'market.yaml'}\n"
    own = load_own(tmp_path / "market.yaml")
    assert (own.scenario.time.rounds, own.scenario.parties["farmer"].disagreement) == (40, 0.2)
    convert_command([str(tmp_path / "market.yaml")], str(tmp_path / "genius"), "genius", 100, None, ())
    assert len(capsys.readouterr().out.splitlines()) == 4
    solve_command(files, (), as_json=True)
    assert '"packages": 108' in capsys.readouterr().out
    with pytest.raises(ValueError, match="say --to with one of"):
        convert_command(files, str(tmp_path / "x"), None, 40, None, ())
    assert {"genius", "yaml"} <= set(WRITERS)


def test_bits_of_a_package_do_not_change_through_yaml(tmp_path: Path) -> None:
    document = market()
    (path,) = write(document, tmp_path / "m.yaml")
    for (_, before), (_, after) in zip(values_of(document).items(), values_of(load_own(path)).items(), strict=True):
        assert list(itertools.chain(before)) == list(itertools.chain(after))
