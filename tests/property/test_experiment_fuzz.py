"""Whatever stands in an experiment: it is read, or refused with places inside it, and its JSON Schema says the same."""

import copy
import json
import math
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from zopa.scenario.check_experiment import check_experiment
from zopa.scenario.experiment import Experiment
from zopa.scenario.include import load
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read_experiment import is_experiment, read_experiment
from zopa.scenario.schema import json_schema
from zopa.scenario.source import Source
from zopa.scenario.validate import validate
from zopa.scenario.yamltree import parse

SETTINGS = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
FOLDER = Path(__file__).parents[2] / "experiments"

STUDY = """\
schema_version: 1
id: patience
title: Patience
question: Does waiting pay?
scenario: us_japan_2025
constants: {mechanisms.extension: {kind: extension, probability: 0}}
levers:
  strategy:
    title: Japan's manner
    path: parties.japan.strategy
    levels: {tough: {kind: boulware}, linear: {kind: linear}}
  deadline: {settings: [{name: short, set: {time.rounds: 5}}, {name: long, set: {time.rounds: 20}}, {name: as it is}]}
uncertainties:
  delay: {path: time.discount_rate, levels: [0.03, 0.05], unit: a year}
  kappa: {draw: autos_precedent}
  wide: {path: time.belief, levels: [0.1, 1], low: 0.1, high: 1, scale: log, whole: false}
design: grid
luck: independent
worlds: 5000
until: {outcome: us, standard_error: 0.01, every: 256}
seed: 7
record: rounds
outcomes:
  agreement: {statistic: share, that: {agreed: true, round: {at_least: 2, below: 9}}, where: {proposer: [us, japan]}}
  us: {statistic: mean, of: annual_us, minus: {statistic: mean, of: annual_japan}}
  late: {statistic: quantile, of: day, q: 0.9, where: {agreed: true}}
expect:
- id: P.a
  clause: the patient gain
  measure: {statistic: mean, of: annual_us}
  along: strategy
  at: {delay: 0.03, deadline: [short, long]}
  relation: increases
  margin: 0.5
- id: P.b
  clause: and never lose
  measure: {statistic: mean, of: annual_us}
  relation: within
  low: 0
  high: 1e3
  verdict: fails
  because: they do
"""

SAMPLE = """\
schema_version: 1
id: sample
scenario: shrinking_pie
uncertainties:
  patience: {path: time.discount, low: 0.5, high: 0.9, scale: log}
  rounds: {path: time.rounds, low: 5, high: 20, whole: true}
design: sobol
points: 64
worlds: 1e3
"""


def js_pattern(_validator, pattern, instance, _schema):
    """Patterns as JSON Schema means them: $ is the end, not the line feed before it."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def is_object(_checker, instance):
    """A mapping that JSON could hold: its keys are text."""
    return isinstance(instance, dict) and all(isinstance(key, str) for key in instance)


DRAFT = jsonschema.Draft202012Validator
SCHEMA = jsonschema.validators.extend(
    DRAFT, {"pattern": js_pattern}, type_checker=DRAFT.TYPE_CHECKER.redefine("object", is_object)
)(json_schema(Experiment))


def plain(text, folder):
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path).root.plain()


@pytest.fixture(scope="module")
def valid(tmp_path_factory):
    folder = tmp_path_factory.mktemp("experiments")
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("[!_]*.yaml"))]
    # the files' shared pairs are left out: what includes does is tried elsewhere
    known = [plain(re.sub("^include:.*\n", "", text, flags=re.MULTILINE), folder) for text in texts[::4]]
    for one in known:
        one["expect"] = one["expect"][:3]
    return [*[plain(STUDY, folder)] * 8, *[plain(SAMPLE, folder)] * 3, *known]


def written(value):
    """Plain data as YAML in one flow, a line for each entry; numbers stay numbers where they are keys."""
    if isinstance(value, dict):
        return "{" + ",\n".join(f"{written(key)}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n".join(map(written, value)) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return json.dumps(value)


def problems_of(path, overrides):
    """What reading says is wrong; nothing where the file is read."""
    try:
        read_experiment(path, overrides)
    except ScenarioError as error:
        assert str(error)  # noqa: PT017  (what is said can be shown)
        return error.problems
    return ()


def assert_inside(problem, path, raw):
    """A problem has words and a place that there is: in the file, or in the override."""
    assert problem.message
    assert problem.line >= 1
    assert problem.col >= 1
    if problem.file == str(path):
        lines = re.split(r"\r\n|\r|\n", raw.decode("utf-8", "replace"))
        assert problem.line <= len(lines)
        assert problem.col <= len(lines[problem.line - 1]) + 1
    else:
        assert problem.file.startswith("-s ")


def assert_alike(root, *about):
    """JSON Schema accepts what the model accepts; gives the model."""
    experiment, problems = validate(root, Experiment)
    faults = [fault.message for fault in SCHEMA.iter_errors(root.plain())]
    assert bool(faults) == bool(problems), (about, faults, problems)
    return experiment


def assert_read_or_refused(path, raw, overrides=()):
    """Nothing but a located refusal happens; JSON Schema says what the first stage of reading says."""
    path.write_bytes(raw)
    is_experiment(path)
    found = problems_of(path, overrides)
    for problem in found:
        assert_inside(problem, path, raw)
    try:
        root = load(path).root
    except ScenarioError:
        assert found
        return
    experiment = assert_alike(root)
    if found and not overrides and experiment is not None:
        assert load(path).duplicates or list(check_experiment(experiment))


def places(data, path=()):
    """Every path in plain data."""
    yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield from places(value, (*path, key))


NAMES = st.sampled_from([
    "", "x", "strategy", "delay", "deadline", "kappa", "wide", "agreed", "annual_us", "us", "short", "tough", "grid",
    "list", "lhs", "sobol", "morris", "mean", "share", "median", "log", "peaks", "within", "emergent", "historical",
    "time.rounds", "a=b", ".", "2025-07-20", "12:30", "yes", "NO", "0.03", "Ü b", "名前", "a\nb", "x\n", "x" * 101,
])  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-3, 70),
    st.sampled_from([0.0, -0.0, 1.0, 64.0, 0.5, 1e-9, 1e6, 1e15, 1e300, 2**62, 2**63, 10**30, -(2**63)]),
    st.sampled_from([math.nan, math.inf, -math.inf]),
)
KEYS = st.one_of(
    NAMES,
    st.sampled_from(sorted(Experiment.model_fields)),
    st.sampled_from(["path", "draw", "levels", "low", "high", "settings", "name", "set", "along", "at", "vary", "off"]),
    st.sampled_from(["minus", "that", "equals", 5, 0.5, -1]),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, NAMES)
VALUES = st.one_of(
    LEAVES,
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
    ),
)


def mutate(data, draw):
    path = draw.draw(st.sampled_from(sorted(places(data), key=repr)))
    if not path:
        data[draw.draw(KEYS)] = draw.draw(VALUES)
        return
    at, last = data, path[-1]
    for key in path[:-1]:
        at = at[key]
    act = draw.draw(st.sampled_from(["drop", "rename", "replace", "swap", "double", "nest", "add"]))
    if act == "drop":
        del at[last]
    elif act == "rename" and isinstance(at, dict):
        at[draw.draw(KEYS)] = at.pop(last)
    elif act == "replace":
        at[last] = copy.deepcopy(draw.draw(VALUES))
    elif act == "swap":
        other = next(iter(at)) if isinstance(at, dict) else 0
        at[last], at[other] = at[other], at[last]
    elif act == "double" and isinstance(at, list):
        at.append(copy.deepcopy(at[last]))
    elif act == "nest":
        for _ in range(draw.draw(st.sampled_from([1, 2, 60]))):
            at[last] = [at[last]] if draw.draw(st.booleans()) else {"minus": at[last]}
    elif isinstance(at[last], dict):
        at[last][draw.draw(KEYS)] = copy.deepcopy(draw.draw(VALUES))


def test_the_experiments_to_be_broken_are_right(valid, tmp_path):
    for data in valid:
        (tmp_path / "x.yaml").write_text(written(data), encoding="utf-8")
        assert list(SCHEMA.iter_errors(data)) == []
        assert is_experiment(tmp_path / "x.yaml")
        read_experiment(tmp_path / "x.yaml")


def test_the_schema_is_one():
    schema = json_schema(Experiment)
    DRAFT.check_schema(schema)
    assert schema["title"] == "zopa experiment"


EVERYTHING = """\
schema_version: 1
id: all
title: t
scenario: shrinking_pie
constants: {a: 1}
levers: {manner: {path: a.b, levels: [1, 2]}, sort: {settings: [{name: one, set: {c: 1}}, {name: two}]}}
uncertainties: {draw: {draw: d, levels: {low: 1}, low: 1, high: 2, scale: log, whole: true, title: t, unit: u}}
design: list
points: 8
luck: common
worlds: 9
until: {outcome: x, standard_error: 0.1, every: 8}
seed: 1
record: none
outcomes:
  x: {statistic: quantile, q: 0.5, of: day, where: {agreed: [true]}, minus: {of: day}}
  y: {that: {a: {equals: 1}}}
pairs: {one: {a: 1}}
expect:
- {id: X, clause: c, kind: predicted, measure: {}, along: draw, at: {manner: [1]}, given: {}, off: {}, without: [{}]}
- {id: Y, clause: c, measure: {}, vary: [{}], relation: peaks, margin: 1, over: ends, value: 1, low: 1, high: 2}
- {id: Z, clause: c, measure: {}, observed: 1, source: s, verdict: fails, because: b}
"""

ODD = [
    None, True, 1, 1.0, 0, -1, 0.5, 1e6, 2**62, 1e300, "", "x", "agreed", "1", "X", "a=b", ".", "x\n", "é", "x" * 101,
    [], {}, [1], [[]], {"a": 1}, {"x": None}, {5: 1}, {"A": 1}, {"agreed": {}}, {"gain_x": {}},
]  # fmt: skip


BASE = ("schema_version", "id", "scenario")


def test_every_place_of_an_experiment_takes_what_the_schema_says(tmp_path):
    root = plain(EVERYTHING, tmp_path)
    sections = [{key: value} for key, value in root.items() if key != "expect"]
    for section in [*sections, *({"expect": [clause]} for clause in root["expect"])]:  # small files are quick
        for path in filter(None, places(section)):
            for odd in ODD:
                data = {**{key: root[key] for key in BASE}, **copy.deepcopy(section)}
                at = data
                for key in path[:-1]:
                    at = at[key]
                at[path[-1]] = odd
                assert_alike(parse(Source("x", written(data))), path, odd)


@SETTINGS
@given(draw=st.data(), times=st.integers(1, 3))
def test_an_experiment_with_parts_dropped_renamed_replaced_swapped_or_nested(valid, tmp_path, draw, times):
    data = copy.deepcopy(draw.draw(st.sampled_from(valid)))
    for _ in range(times):
        mutate(data, draw)
    assert_read_or_refused(tmp_path / "x.yaml", written(data).encode())


@SETTINGS
@given(
    text=st.sampled_from([STUDY, SAMPLE]),
    at=st.floats(0, 1),
    skip=st.integers(0, 12),
    insert=st.text(alphabet="ab1.:-[]{}&*!|>'\"%@#,? \n\t\r=~", max_size=6) | st.text(max_size=3),
)
def test_an_experiment_with_a_slip_of_the_pen(tmp_path, text, at, skip, insert):
    cut = int(at * len(text))
    raw = (text[:cut] + insert + text[cut + skip :]).encode("utf-8", "surrogatepass")
    assert_read_or_refused(tmp_path / "x.yaml", raw)


@SETTINGS
@given(at=st.floats(0, 1), skip=st.integers(0, 40), insert=st.binary(max_size=8))
@example(at=0.0, skip=0, insert=b"\xef\xbb\xbf")
@example(at=0.5, skip=0, insert=b"\x00")
@example(at=0.5, skip=0, insert=b"\xe2\x80\xa8")
@example(at=0.0, skip=9999, insert=b"")
def test_an_experiment_with_bytes_changed(tmp_path, at, skip, insert):
    raw = STUDY.encode()
    cut = int(at * len(raw))
    assert_read_or_refused(tmp_path / "x.yaml", raw[:cut] + insert + raw[cut + skip :])


PATHS = st.sampled_from([
    "worlds", "design", "points", "levers", "levers.strategy", "levers.strategy.levels.tough", "until", "until.every",
    "uncertainties.delay.levels.0", "uncertainties.kappa.low", "expect.0.at", "expect.P", "outcomes.us", "id", "seed.x",
    "pairs.x", "constants.x", "levers.new", "expect.9", "include", "time.rounds",
])  # fmt: skip


@SETTINGS
@given(
    override=st.text(max_size=20)
    | st.builds("{}={}".format, PATHS, st.text(max_size=8))
    | st.builds("{}={}".format, PATHS, VALUES.map(written))
)
@example(override="worlds=10")
@example(override="design=lhs")
def test_any_override(tmp_path, override):
    assert_read_or_refused(tmp_path / "x.yaml", STUDY.encode(), [override])
