"""Whatever stands in a file: it is read, or refused with places inside it; nothing else ever happens."""

import copy
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from unit.sale import SALE, Typed
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import read

SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

FLOW = {
    "kind": "flow",
    "calendar": {"start": "2025-04-01", "end": "2025-08-01"},
    "horizon": {"low": 2, "central": 3, "high": 4},
    "discount_rate": 0.03,
    "in_force": [{"since": "2025-03-01", "levels": {"price": 5, "delivery": "later", "rice": 1}}],
    "threats": [
        {"name": "may", "announced": "2025-04-02", "due": "2025-05-09", "levels": {"price": 9}},
        {
            "name": "july",
            "announced": "2025-04-09",
            "due": "2025-07-09",
            "levels": {"price": 10},
            "extends": "may",
        },
    ],
    "reweight": [{"party": "buyer", "issue": "basket", "until": "2025-07-20", "factor": 1.2}],
}


@pytest.fixture(scope="module")
def valid(tmp_path_factory):
    path = tmp_path_factory.mktemp("sale") / "scenario.yaml"
    path.write_text(SALE, encoding="utf-8")
    data = read(path, model=Typed).data
    data["issues"]["rice"] = {"levels": [1, 2]}
    data["clusters"] = {"basket": ["delivery", "rice"]}
    data["packages"]["middle"]["levels"]["rice"] = 1
    for party in data["parties"].values():
        (table,) = party["payoffs"].pop("delivery")
        linked = {
            "kind": "linked",
            "by": "delivery",
            "factors": {"now": 1, "later": 2},
            "terms": [{"kind": "linear", "slope": 1, "of": "rice"}],
        }
        rows = [
            {"levels": {"delivery": when, "rice": rice}, "value": 1} for when in ("now", "later") for rice in (1, 2)
        ]
        joint = {"kind": "joint_table", "rows": rows}
        party["payoffs"]["basket"] = [{**table, "of": "delivery"}, linked, joint]
    data["correlate"] = []
    return data


def outcome(path, *overrides):
    """None where the file is read, else the problems."""
    try:
        read(path, overrides, Typed)
    except ScenarioError as error:
        return error
    return None


def assert_read_or_refused(path, raw):
    path.write_bytes(raw)
    error = outcome(path)
    if error is not None:
        count = len(raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        assert error.problems
        assert all(1 <= one.line <= count and one.col >= 1 for one in error.problems)
        assert str(error).isprintable() or "\n" in str(error)


@SETTINGS
@given(raw=st.binary(max_size=200))
@example(raw=b"\xff\xfe")
@example(raw=b"a: \xe2\x80\xa8 b")
def test_any_bytes(tmp_path, raw):
    assert_read_or_refused(tmp_path / "any.yaml", raw)


@SETTINGS
@given(text=st.text(alphabet="ab:-[]{}&*!|>'\"%@#,?~ \n\t019.<", max_size=80))
@example(text="? [a]\n: b")
@example(text="a: |\n  b\n c")
def test_any_text_that_looks_like_yaml(tmp_path, text):
    assert_read_or_refused(tmp_path / "any.yaml", text.encode())


@SETTINGS
@given(
    cut=st.integers(0, len(SALE)),
    insert=st.text(alphabet="ab:-[]{}&*!'\" \n01,", max_size=6),
    skip=st.integers(0, 9),
)
def test_a_scenario_with_a_slip_of_the_pen(tmp_path, cut, insert, skip):
    assert_read_or_refused(tmp_path / "any.yaml", (SALE[:cut] + insert + SALE[cut + skip :]).encode())


def places(data, path=()):
    """Every path in plain data."""
    yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield from places(value, (*path, key))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", "now", "price", "buyer", "haste", "basket", "2025-07-20", "gate", "table", "Ü b"]),
    st.sampled_from([[], {}, [1], ["x", "x"], [[]], [{}], {"a": 1}, {"kind": "gate"}, {"kind": []}, {"value": 1}]),
)


@SETTINGS
@given(draw=st.data(), flow=st.booleans(), times=st.integers(1, 3))
def test_a_scenario_with_nodes_dropped_renamed_or_replaced(valid, tmp_path, draw, flow, times):
    data = copy.deepcopy(valid)
    if flow:
        data["time"] = copy.deepcopy(FLOW)
    for _ in range(times):
        path = draw.draw(st.sampled_from(sorted(places(data), key=repr)))
        if not path:
            continue
        at = data
        for key in path[:-1]:
            at = at[key]
        act = draw.draw(st.sampled_from(["drop", "rename", "replace", "double"]))
        if act == "replace":
            at[path[-1]] = copy.deepcopy(draw.draw(VALUES))
        elif act == "rename" and isinstance(at, dict):
            at[f"{path[-1]}x"] = at.pop(path[-1])
        elif act == "double" and isinstance(at, list):
            at.append(copy.deepcopy(at[path[-1]]))
        elif act == "drop":
            del at[path[-1]]
    assert_read_or_refused(tmp_path / "any.yaml", json.dumps(data, indent=1).encode())


@pytest.mark.parametrize("flow", [False, True])
def test_the_scenario_to_be_broken_is_right(valid, tmp_path, flow):
    path = tmp_path / "any.yaml"
    path.write_text(json.dumps({**valid, "time": FLOW} if flow else valid), encoding="utf-8")
    assert outcome(path) is None


@SETTINGS
@given(
    override=st.one_of(
        st.text(max_size=30),
        st.builds(
            "{}={}".format,
            st.sampled_from(["time.rounds", "parties.buyer.payoffs.price.0", "issues", "protocol", "x", "name"]),
            st.text(max_size=12),
        ),
    )
)
def test_any_override(tmp_path, override):
    path = tmp_path / "sale.yaml"
    path.write_text(SALE, encoding="utf-8")
    outcome(path, override)
