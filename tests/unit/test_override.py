"""Overrides by dotted path."""

import pytest

from unit.sale import SALE, Hardliner, Typed, problems, write
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import read


@pytest.fixture
def sale(tmp_path):
    return write(tmp_path, SALE)


def changed(path, *overrides):
    return read(path, overrides, Typed).scenario


def test_a_value_is_replaced(sale):
    assert changed(sale, "time.rounds=25").time.rounds == 25
    assert changed(sale, "name=another").name == "another"


def test_values_are_yaml(sale):
    assert changed(sale, "protocol.order=[seller, buyer]").protocol.order == ("seller", "buyer")
    assert changed(sale, "title='a = b'").title == "a = b"
    assert changed(sale, "protocol.order=null").protocol.order is None
    assert changed(sale, "title=NO").title == "NO"


def test_a_key_that_the_format_knows_may_be_added(sale):
    assert changed(sale, "parties.buyer.weight=2.5").parties["buyer"].weight == 2.5
    assert changed(sale, "protocol.exchanges=3").protocol.exchanges == 3


def test_a_new_kind_starts_afresh(sale):
    assert changed(sale, "parties.seller.strategy.kind=hardliner").parties["seller"].strategy == Hardliner(
        kind="hardliner"
    )


def test_parameters_may_follow_the_kind(sale):
    overrides = ("parties.seller.strategy.kind=hardliner", "parties.seller.strategy.demand=0.8")
    assert changed(sale, *overrides).parties["seller"].strategy.demand == 0.8


def test_a_kind_that_would_drop_an_earlier_override_is_refused(sale):
    overrides = ("parties.seller.strategy.beta=0.8", "parties.seller.strategy.kind=hardliner")
    assert problems(sale, *overrides) == ["1:1 setting kind starts its mapping afresh, and drops an override"]


def test_strategies_not_yet_checked_take_any_parameter(sale):
    document = read(sale, ["parties.seller.strategy.demand=0.8"])
    assert document.scenario.parties["seller"].strategy["demand"] == 0.8


def test_elements_of_lists_are_named_by_number_or_kind(sale):
    price = changed(sale, "parties.buyer.payoffs.price.gate.at_most=7").parties["buyer"].payoffs["price"]
    assert price[1].at_most == 7
    price = changed(sale, "parties.buyer.payoffs.price.1.at_most=7").parties["buyer"].payoffs["price"]
    assert price[1].at_most == 7


def test_elements_of_lists_are_named_by_their_name(tmp_path):
    threats = "[{name: may, announced: 2025-04-02, due: 2025-05-09, levels: {price: 9}}]"
    time = (
        "time: {kind: flow, calendar: {start: 2025-04-01, end: 2025-08-01}, horizon: 3, discount_rate: 0, "
        "in_force: [{since: 2025-03-01, levels: {price: 5, delivery: later}}], threats: " + threats + "}\n"
    )
    path = write(tmp_path, SALE.replace("time: {kind: lump, rounds: 10, discount: 0.9}\n", time))
    assert changed(path, "time.threats.may.levels.price=8").time.threats[0].levels == {"price": 8}


def test_an_ambiguous_kind_needs_a_number(tmp_path):
    path = write(tmp_path, SALE.replace("kind: gate, at_most: 9", "kind: linear, slope: 3"))
    with pytest.raises(ScenarioError, match=r"2 elements have kind 'linear'(.|\n)*say which by number: 0, 1"):
        read(path, ["parties.buyer.payoffs.price.linear.slope=3"])


def test_levels_that_are_numbers_are_matched_by_value(tmp_path):
    text = SALE.replace("[now, later]", "[2, 2.5]").replace("now", "2").replace("later", "2.5")
    path = write(tmp_path, text)
    for key, level in (("2", 2), ("2.5", 2.5)):
        table = changed(path, f"parties.seller.payoffs.delivery.0.values.{key}=7").parties["seller"]
        assert table.payoffs["delivery"][0].values[level] == 7


def test_later_overrides_win(sale):
    assert changed(sale, "time.rounds=25", "time.rounds=26").time.rounds == 26


def test_overriding_an_alias_leaves_what_it_names_alone(tmp_path):
    text = SALE.replace("    strategy: {kind: boulware}\n", "    strategy: &s {kind: boulware}\n")
    path = write(tmp_path, text.replace("{kind: boulware, beta: 0.2}", "*s"))
    parties = changed(path, "parties.seller.strategy.beta=0.7").parties
    assert (parties["buyer"].strategy.beta, parties["seller"].strategy.beta) == (0.2, 0.7)


def test_the_document_says_what_was_overridden(sale):
    document = read(sale, ["time.rounds=25"])
    assert document.overrides == ("time.rounds=25",)
    assert document.data["time"]["rounds"] == 25
    assert document.text == SALE
    assert document.problem_at(("time", "rounds"), "no").file == "-s time.rounds"


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("time.rounds", "1:1 an override is written path=value"),
        ("=3", "1:1 an override needs a path before the equals sign"),
        ("time.rounds=", "1:13 no value after the equals sign"),
        ("time.rounds=[1", "1:15 not YAML: a list opened by '[' is not closed, or a comma is missing"),
        ("tme.rounds=3", "1:1 unknown key 'tme'"),
        ("time.runds=3", "1:6 unknown key 'runds' in time"),
        ("time.rounds.x=3", "1:13 nothing stands below time.rounds: it is a single value"),
        ("parties.broker=3", "1:9 unknown name 'broker' in parties"),
        ("parties.broker.weight=3", "1:9 unknown name 'broker' in parties"),
        ("packages.new.levels.price=3", "1:10 unknown name 'new' in packages"),
        ("parties.buyer.payoffs.price.9.slope=1", "1:29 unknown key '9' in parties.buyer.payoffs.price"),
        ("time.rounds=x", "1:13 must be a whole number, not text 'x'"),
        ("packages.late.levels.delivery=soon", "1:31 text 'soon' is not a level of delivery"),
        ("parties.buyer.strategy.kind=hardlinr", "1:29 unknown kind 'hardlinr'"),
        ("time.kind=flow", "1:6 missing key 'calendar'"),
        ("include=[x.yaml]", "1:1 include cannot be overridden: other files make another scenario"),
        ("..=3", "1:1 an override needs a path before the equals sign"),
        ("time..rounds=3", "1:6 unknown key '' in time"),
        ("title=\ud800", "1:7 character U+D800 is not allowed in a scenario"),
    ],
)
def test_refused(sale, override, expected):
    assert problems(sale, override)[0] == expected


def test_all_wrong_overrides_are_reported_with_what_was_meant(sale):
    with pytest.raises(ScenarioError) as caught:
        read(sale, ["partes.buyer.weight=3", "parties.buyr.weight=3"])
    assert str(caught.value) == (
        "-s partes.buyer.weight:1:1: error: unknown key 'partes'\n"
        "    1 | partes.buyer.weight=3\n"
        '      | ^ did you mean "parties"?\n'
        "-s parties.buyr.weight:1:9: error: unknown name 'buyr' in parties\n"
        "    1 | parties.buyr.weight=3\n"
        '      |         ^ did you mean "buyer"?\n'
        "2 problems in -s partes.buyer.weight, -s parties.buyr.weight"
    )
