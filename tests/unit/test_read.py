"""Reading a scenario: values as YAML 1.2 has them, includes, places, and what comes out."""

import json

import jsonschema
import pytest

from unit.sale import SALE, Boulware, Typed, problems, write
from zopa.scenario.check import resolve_package
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.quantity import Range
from zopa.scenario.read import read
from zopa.scenario.schema import json_schema


def test_a_folder_stands_for_its_scenario_file(tmp_path):
    path = write(tmp_path, SALE)
    assert read(tmp_path, model=Typed) == read(path, model=Typed)


def test_document_holds_model_data_and_text(tmp_path):
    document = read(str(write(tmp_path, SALE)), model=Typed)
    assert document.scenario.parties["seller"].strategy == Boulware(kind="boulware", beta=0.2)
    assert document.scenario.issues["price"].levels == tuple(range(11))
    assert document.data["parties"]["buyer"]["payoffs"]["price"][0]["slope"] == -1
    assert json.loads(json.dumps(document.data)) == document.data
    assert document.text == SALE
    assert (document.path, document.files, document.overrides) == (
        tmp_path / "scenario.yaml",
        (tmp_path / "scenario.yaml",),
        (),
    )


def test_words_that_yaml_1_1_would_turn_into_something_else_stay_words(tmp_path):
    text = SALE.replace("now", "NO").replace("later", "12:30")
    assert read(write(tmp_path, text)).scenario.issues["delivery"].levels == ("NO", "12:30")


def test_small_numbers_are_numbers(tmp_path):
    text = SALE.replace("slope: -1", "slope: -1e-3")
    assert read(write(tmp_path, text)).scenario.parties["buyer"].payoffs["price"][0].slope == -0.001


def test_a_package_takes_the_rest_from_its_base_and_levels_as_the_issue_writes_them(tmp_path):
    levels = resolve_package(read(write(tmp_path, SALE)).scenario, "late")
    assert levels == {"price": 5, "delivery": "later"}
    assert list(levels) == ["price", "delivery"]
    assert isinstance(levels["price"], int)


def test_an_alias_stands_for_what_it_names(tmp_path):
    text = SALE.replace("[{kind: linear, slope: 1}]", "&up [{kind: linear, slope: 1}]").replace(
        "name: sale", "name: sale\nabout: &a text\ntitle: *a"
    )
    document = read(write(tmp_path, text))
    assert document.scenario.title == "text"


def test_a_problem_in_aliased_values_points_at_where_they_are_written(tmp_path):
    text = SALE.replace("{low: 1, central: 2", "&h {low: 9, central: 2").replace("slope: 1}", "slope: *h}")
    found = problems(write(tmp_path, text))
    assert found == ["7:10 a range must be ordered: low <= central <= high"]


def test_sections_of_included_files_are_merged(tmp_path):
    head, parties = SALE.split("parties:\n")
    sides, rest = parties.split("protocol:")
    buyer, seller = sides.split("  seller:\n")
    write(tmp_path, "parties:\n" + buyer + "protocol:" + rest, "parts/buyer.yaml")
    write(tmp_path, "include: [more/seller.yaml]\n", "parts/second.yaml")
    write(tmp_path, "parties:\n  seller:\n" + seller, "parts/more/seller.yaml")
    path = write(tmp_path, head + "include: [parts/buyer.yaml, parts/second.yaml]\n")
    document = read(path, model=Typed)
    (tmp_path / "whole").mkdir()
    whole = read(write(tmp_path / "whole", SALE), model=Typed)
    assert document.scenario == whole.scenario
    assert document.data == whole.data
    assert [one.name for one in document.files] == [
        "scenario.yaml",
        "buyer.yaml",
        "second.yaml",
        "seller.yaml",
    ]


def test_a_file_included_twice_is_refused(tmp_path):
    write(tmp_path, "title: A sale\n", "title.yaml")
    path = write(tmp_path, SALE + "include: [title.yaml, title.yaml]\n")
    assert problems(path) == ["26:23 title.yaml is included twice"]


@pytest.mark.parametrize("name", ["x" * 5000, "a\\0b", "", ".", "parts/../../x"])
def test_an_include_that_is_no_file_is_refused(tmp_path, name):
    path = write(tmp_path, SALE + f'include: ["{name}"]\n')
    assert problems(path)[0].startswith("26:11 ")


def test_problems_of_all_files_come_together(tmp_path):
    write(tmp_path, "title: [1\n", "one.yaml")
    write(tmp_path, "- 1\n", "two.yaml")
    path = write(tmp_path, SALE + "include: [one.yaml, two.yaml]\n")
    assert len(problems(path)) == 2


def test_unknown_strategy_points_at_its_kind(tmp_path):
    path = write(tmp_path, SALE.replace("{kind: boulware}", "{kind: hardlinr}"))
    with pytest.raises(ScenarioError, match=r'10:22: error: unknown kind .hardlinr.(.|\n)*"hardliner"'):
        read(path, model=Typed)


def test_problems_inside_a_union_are_placed_without_its_tags(tmp_path):
    path = write(tmp_path, SALE.replace("{kind: boulware}", "{kind: hardliner, demand: x, dmand: 1}"))
    assert problems(path) == [
        "10:41 must be a number, not text 'x'",
        "10:44 unknown key 'dmand'",
    ]


def test_a_key_called_like_a_tag_is_still_found(tmp_path):
    path = write(tmp_path, SALE.replace("slope: 1}", "slope: 1, linear: {slope: 3}}"))
    assert problems(path) == ["19:40 unknown key 'linear'"]


def test_a_key_that_is_missing_because_it_was_misspelt_is_reported_once(tmp_path):
    path = write(tmp_path, SALE.replace("rounds: 10", "rouns: 10"))
    assert problems(path) == ["22:20 unknown key 'rouns'"]


def test_the_hint_for_an_unknown_key_is_the_nearest_key_of_all(tmp_path):
    text = SALE.replace("middle: {levels: {price: 5.0, delivery: now}}", "middle: {bse: late}")
    path = write(tmp_path, text)
    assert problems(path)[:2] == ["24:11 missing key 'levels'", "24:12 unknown key 'bse'"]


def test_strategies_may_use_quantities(tmp_path):
    path = write(tmp_path, SALE.replace("beta: 0.2", "beta: hast"))
    assert problems(path) == ["17:38 unknown quantity 'hast'"]


def test_schema_problems_and_crossing_problems_come_together(tmp_path):
    path = write(tmp_path, SALE.replace("rounds: 10", "rounds: 0").replace("later: 0}", "lter: 0}"))
    assert problems(path) == [
        "15:53 text 'lter' is not a level of delivery",
        "22:28 must be at least 1, not 0",
    ]


def test_later_layers_can_place_their_problems(tmp_path):
    document = read(write(tmp_path, SALE))
    value = document.problem_at(("parties", "buyer", "payoffs", "price", 0, "slope"), "too steep", "try -2")
    assert (value.line, value.col, value.hint) == (13, 33, "try -2")
    assert document.problem_at(("parties", "buyer"), "no").line == 9
    assert document.problem_at(("parties", "buyer", "weight"), "no").line == 9
    assert document.problem_at(("time", "rounds"), "no", key=True).col == 20
    assert document.problem_at((), "no").line == 1


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "x: " * 2000])
def test_depth_of_any_kind_is_a_problem_not_a_crash(tmp_path, text):
    assert len(problems(write(tmp_path, text))) == 1


def test_depth_by_aliases_is_a_problem_too(tmp_path):
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 90))]
    assert problems(write(tmp_path, "\n".join(lines))) == ["50:12 nested deeper than 50 levels"]


@pytest.mark.parametrize("path", ["nowhere.yaml", "a\0b", "x" * 5000, ".", "nowhere/at/all"])
def test_what_cannot_be_read_is_a_problem(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as caught:
        read(path)
    assert len(caught.value.problems) == 1


def test_a_file_too_large_is_a_problem(tmp_path):
    assert "larger than 2,000,000 bytes" in problems(write(tmp_path, "#" * 2_000_001))[0]


def test_a_number_of_many_digits_is_a_problem(tmp_path):
    found = problems(write(tmp_path, SALE.replace("slope: 1}", f"slope: {'9' * 5000}}}")))
    assert found == ["19:37 this number cannot be read"]


def test_windows_lines_and_byte_order_marks_change_nothing(tmp_path):
    plain = read(write(tmp_path, SALE)).data
    path = tmp_path / "scenario.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SALE.replace("\n", "\r\n").encode())
    assert read(path).data == plain
    assert read(path).text.startswith("schema_version")
    path.write_bytes(SALE.replace("rounds", "runds").replace("\n", "\r\n").encode())
    assert problems(path) == ["22:20 unknown key 'runds'"]


def test_a_caret_stands_under_wide_characters():
    problem = Problem("f", 3, 6, "no", None, "日本: [x")
    assert problem.render().splitlines()[1:] == ["    3 | 日本: [x", "      |        ^"]


def test_a_long_line_is_cropped_around_the_caret():
    problem = Problem("f", 1, 5001, "no", "here", "a" * 5000 + "b" + "c" * 5000)
    _, line, caret = problem.render().splitlines()
    assert len(line) < 180
    assert line[caret.index("^")] == "b"


def test_problems_are_sorted_and_counted_once():
    one, two = Problem("f", 2, 1, "b"), Problem("f", 1, 9, "a")
    error = ScenarioError([one, two, one])
    assert error.problems == (two, one)
    assert str(error) == "f:1:9: error: a\nf:2:1: error: b\n2 problems in f"


def test_the_schema_for_editors_accepts_what_is_read(tmp_path):
    schema = json_schema(Typed)
    jsonschema.Draft202012Validator.check_schema(schema)
    data = read(write(tmp_path, SALE), model=Typed).data
    jsonschema.Draft202012Validator(schema).validate(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**data, "tme": 1})


def test_a_range_is_read_as_a_range(tmp_path):
    text = SALE.replace("slope: 1}", "slope: {low: 1, central: 2, high: 3}}")
    slope = read(write(tmp_path, text)).scenario.parties["seller"].payoffs["price"][0].slope
    assert slope == Range(low=1.0, central=2.0, high=3.0)
