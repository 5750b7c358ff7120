"""Checks across sections that the corpus of bad files does not show one by one."""

import pytest

from unit.sale import SALE, problems, write
from zopa.scenario.read import read

LUMP = "time: {kind: lump, rounds: 10, discount: 0.9}\n"
FLOW = """\
time:
  kind: flow
  calendar: {start: 2025-04-01, end: 2025-08-01}
  horizon: 3
  discount_rate: 0.03
  in_force:
    - {since: 2025-03-01, levels: {price: 5, delivery: later}}
    - {since: 2025-05-01, levels: {price: 6}}
  threats:
    - {name: may, announced: 2025-04-02, due: 2025-05-09, levels: {price: 9}}
    - {name: july, announced: 2025-05-09, due: 2025-07-09, levels: {price: 10}, extends: may}
  reweight:
    - {party: buyer, issue: price, until: 2025-07-20, factor: 1.2}
"""
DATED = SALE.replace(LUMP, FLOW)
JOINED = (
    DATED.replace("quantities:", "clusters: {basket: [delivery, price]}\nquantities:")
    .replace("      price:\n", "      basket:\n")
    .replace("origin: 10.0}", "origin: 10.0, of: price}")
    .replace("at_most: 9}", "at_most: 9, of: price}")
    .replace("      delivery: [{kind: table, values: {now: haste, later: 0}}]\n", "")
    .replace("      price: [{kind: linear, slope: 1}]", "      basket: [{kind: linear, slope: 1, of: price}, ROWS]")
    .replace("      delivery: [{kind: table, values: {now: 0, later: 1.5}}]\n", "")
    .replace("issue: price", "issue: basket")
    .replace("slope: -1", "slope: haste")
)
TARIFF = "{kind: tariff_incidence, imports: 1, pass_through: 0.5, elasticity: 1, rent_share: 0.1, of: price, LESS}"


def messages(tmp_path, text):
    return [one.split(" ", 1)[1] for one in problems(write(tmp_path, text))]


@pytest.mark.parametrize(
    "text",
    [
        DATED,
        JOINED.replace(", ROWS", ""),
        JOINED.replace("ROWS", TARIFF.replace("LESS", "less: {by: delivery, values: {now: 0, later: 2.5}}")),
        SALE.replace("slope: 1}", "slope: 1}, {kind: gate, at_least: 9.5}") + "gates: false\n",
        SALE.replace("0.9", "{seller: 0.9, buyer: haste}").replace("central: 2, high: 4", "central: 1, high: 1"),
        SALE.replace("now", "scale").replace("scale: haste, later: 0", "scale: haste, later: -1"),
        SALE.replace("later: 1.5}", "later: {low: 1, central: 2, high: 3}}, basis: assumption"),
        SALE.replace("later: 1.5}", "later: 1.5}, factor: haste, basis: assumption"),
    ],
)
def test_right(tmp_path, text):
    read(write(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: july", "name: may", ["a second threat is called 'may'"]),
        ("extends: may", "extends: july", ["a threat extends one that stands before it; 'july' does not"]),
        ("since: 2025-05-01", "since: 2025-03-01", ["dates must rise; the entry before is since 2025-03-01"]),
        ("end: 2025-08-01", "end: 2025-03-01", ["end must not be before start"]),
        ("levels: {price: 6}", "levels: {prise: 6}", ["unknown issue 'prise'"]),
        ("horizon: 3", "horizon: 0", ["horizon must be greater than 0"]),
        ("horizon: 3", "horizon: {low: -1, central: 2, high: 3}", ["horizon must be greater than 0"]),
        ("horizon: 3", "horizon: 3\n  belief: -0.1", ["belief must be at least 0"]),
        ("horizon: 3", "horizon: 3\n  belief: {value: 1.1}", ["belief must be at most 1"]),
        (
            "end: 2025-08-01}",
            "end: 2025-08-01, dates: [2025-03-01]}",
            ["dates must lie within the calendar, 2025-04-01 to 2025-08-01"],
        ),
        (
            "slope: 1}",
            "slope: 1}, {kind: gate, at_least: 5}, {kind: gate, at_most: 4}",
            ["the gates of seller leave no level of price"],
        ),
        (
            "later: 1.5}}",
            "later: 1.5}}, {kind: gate, at_most: 5}",
            ["at_most needs levels that are numbers; delivery has words"],
        ),
        (
            "later: 1.5}}",
            "later: 1.5}}, {kind: one_off, values: {now: 1}}",
            ["no value for these levels of delivery: later"],
        ),
        ("slope: 1}", "slope: 1}, {kind: saturating, worth: 1, scale: 0}", ["scale must be greater than 0"]),
        ("slope: 1}", "slope: 1, of: delivery}", ["'delivery' is not an issue of this cluster"]),
        (
            "later: 1.5}",
            "later: 1.5}, cell_factor: 1.5, basis: assumption",
            ["an assumption needs a range: in the values, in factor or in cell_factor"],
        ),
        ("slope: 1}]", "slope: 1}, 5]", ["must be a mapping (key: value), not 5"]),
        ("price: [{kind: linear, slope: 1}]", "price: []", ["a payoff needs at least one term"]),
        ("later: 1.5}", "later: 1.5, never: 2}", ["text 'never' is not a level of delivery"]),
    ],
)
def test_wrong(tmp_path, old, new, expected):
    assert old in DATED
    assert messages(tmp_path, DATED.replace(old, new)) == expected


ROW = "{levels: {price: %s, delivery: %s}, value: 1}"
ALL_ROWS = [ROW % (price, when) for price in range(11) for when in ("now", "later")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ALL_ROWS, []),
        (ALL_ROWS[1:], ["no row for delivery: now, price: 0"]),
        ([*ALL_ROWS, ALL_ROWS[3]], ["these levels stand twice: later, 1"]),
        ([*ALL_ROWS[1:], "{levels: {price: 0}, value: 1}"], ["no level for delivery"]),
        ([*ALL_ROWS[1:], ROW % (0, "nw")], ["text 'nw' is not a level of delivery"]),
        ([*ALL_ROWS[1:], ROW % (0, "now, rice: 1")], ["'rice' is not an issue of this cluster"]),
    ],
)
def test_joint_tables_have_every_combination_once(tmp_path, rows, expected):
    path = write(tmp_path, JOINED.replace("ROWS", f"{{kind: joint_table, rows: [{', '.join(rows)}]}}"))
    if expected:
        assert [one.split(" ", 1)[1] for one in problems(path)] == expected
    else:
        read(path)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (TARIFF.replace("LESS", "less: {by: rice, values: {}}"), "'rice' is not an issue of this cluster"),
        (
            TARIFF.replace("LESS", "less: {by: delivery, values: {now: 1}}"),
            "no value for these levels of delivery: later",
        ),
        (
            TARIFF.replace("of: price, LESS", "of: delivery"),
            "tariff_incidence needs levels that are numbers; delivery has words",
        ),
        (
            "{kind: linked, by: delivery, factors: {now: 1, later: 2}, terms: [{kind: linear, slope: 1}]}",
            "missing key 'of': the cluster has several issues",
        ),
        (
            "{kind: linked, by: delivery, factors: {now: 1}, terms: [{kind: linear, slope: 1, of: price}]}",
            "no value for these levels of delivery: later",
        ),
    ],
)
def test_terms_of_clusters(tmp_path, terms, expected):
    assert messages(tmp_path, JOINED.replace("ROWS", terms)) == [expected]


def test_discount_factors_are_given_for_every_party_or_for_all_at_once(tmp_path):
    assert messages(tmp_path, SALE.replace("0.9", "{buyer: 0.9}")) == ["no discount factor for seller"]


def test_a_fact_among_assumptions_is_no_range(tmp_path):
    text = SALE.replace("later: 1.5}", "later: {value: 1.5}}, basis: assumption")
    assert messages(tmp_path, text) == ["an assumption needs a range: in the values, in factor or in cell_factor"]


def test_reweighting_an_issue_inside_a_cluster_names_the_cluster(tmp_path):
    text = JOINED.replace(", ROWS", "").replace("issue: basket", "issue: price")
    assert messages(tmp_path, text) == ["price is part of the cluster basket"]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ("[[haste, haste]]", ["this correlates a quantity with itself"]),
        ("[[haste, calm], [calm, haste]]", ["this correlates the same two again"]),
        ("[[haste]]", ["the list is too short"]),
    ],
)
def test_correlations(tmp_path, pairs, expected):
    entries = pairs[1:-1].replace("[", "{rank: 0.5, between: [").replace("]", "]}")
    extra = "  calm: {low: 1, central: 2, high: 3}\n"
    text = SALE.replace("parties:", f"{extra}correlate: [{entries}]\nparties:").replace("slope: 1}", "slope: calm}")
    assert messages(tmp_path, text) == expected


def test_a_threat_may_have_a_word_for_a_level_only_as_the_issue_has_it(tmp_path):
    text = SALE.replace("[now, later]", '["1", "2"]').replace("now", '"1"').replace("later", '"2"')
    read(write(tmp_path, text))
    wrong = text.replace('delivery: "2"', "delivery: 2")
    assert messages(tmp_path, wrong) == ["2 is not a level of delivery"]
