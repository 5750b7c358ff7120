"""`zopa validate`, `zopa show`, `zopa list`, `zopa schema`: what there is, and whether it is right."""

import dataclasses
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from zopa.build.compile import compile_play, space_of
from zopa.build.load import load, shipped
from zopa.build.names import ACCEPTANCE, MECHANISMS, MODELS, PROTOCOLS, SPEECH, Named
from zopa.build.parts import attribute_docs, bounds_of, default_of
from zopa.build.registry import named_strategies, origins
from zopa.build.strategies import scenario_model
from zopa.cli.numbers import numbers
from zopa.game.luck import Luck
from zopa.scenario.experiment import Experiment
from zopa.scenario.model import Protocol
from zopa.scenario.problems import ScenarioError, did_you_mean
from zopa.scenario.read_experiment import is_experiment
from zopa.scenario.read_tournament import is_tournament
from zopa.scenario.schema import json_schema
from zopa.scenario.terms import Gate
from zopa.scenario.tournament import Tournament
from zopa.strategies.parts.models import Given
from zopa.talks import Talks

LESSON = "lesson.yaml"
"""The file that makes a folder a lesson."""


def tables() -> dict[str, Mapping[str, Named]]:
    """Everything that has a name, by kind."""
    return {
        "strategies": named_strategies(), "protocols": PROTOCOLS, "mechanisms": MECHANISMS, "acceptance": ACCEPTANCE,
        "models": MODELS, "statements": SPEECH,
    }  # fmt: skip


def validate_command(files: list[str], overrides: tuple[str, ...]) -> None:
    """Check each file, a scenario, an experiment or a lesson; exit code 2 if any has a problem."""
    wrong = False
    for name in _files(files):
        try:
            size = _size(name, overrides)
        except ValueError as error:
            if not isinstance(error, ScenarioError) and type(error) is not ValueError:
                raise
            print(error if isinstance(error, ScenarioError) else f"{name}: {error}", file=sys.stderr)
            wrong = True
        else:
            print(f"{name}: right ({size})")
    if wrong:
        sys.exit(2)


def _files(names: list[str]) -> Iterator[str]:
    """The files named; of a folder that is no scenario's and no lesson's, those in it, and the lessons in it."""
    for name in names:
        folder = Path(name)
        whole = (folder / "scenario.yaml").exists() or (folder / LESSON).exists()
        inside = [] if whole else sorted([*folder.glob("*.yaml"), *folder.glob(f"*/{LESSON}")])
        yield from map(str, inside) if inside else (name,)


def _size(name: str, overrides: tuple[str, ...]) -> str:
    """How large what a file describes is; it is put together as far as can be without playing it."""
    if Path(name).name == LESSON or (Path(name) / LESSON).is_file():
        from zopa.web.lessons.check import check_lesson

        if overrides:
            raise ValueError("a lesson takes no -s: its changes stand in its file")
        lesson = check_lesson(Path(name)).lesson
        return f"lesson {lesson.number}: {len(lesson.steps)} steps, {lesson.minutes} minutes"
    if Path(name).is_file() and is_tournament(name):
        from zopa.experiments.tournament.entry import read_entries

        _, entries = read_entries(name, overrides)
        cells = sum(len(one.plan.points) for one in entries)
        worlds = sum(len(one.plan.points) * one.plan.study.experiment.worlds for one in entries)
        scenarios = f"{len(entries)} scenario{'' if len(entries) == 1 else 's'}"
        return f"tournament: {scenarios}, {cells:,} cells, {worlds:,} worlds at first"
    if Path(name).is_file() and is_experiment(name):
        from zopa.experiments.check import Check
        from zopa.experiments.planning import make_plan
        from zopa.experiments.study import read_study

        study = read_study(name, overrides)
        said = study.experiment
        if study.file is not None and said.expect and not (said.levers or said.uncertainties):
            check = Check([dataclasses.replace(study.file, experiment=said)])  # clauses alone: settings to compare
            clauses = f"{len(said.expect)} {'expectation' if len(said.expect) == 1 else 'expectations'}"
            return f"{clauses} of {check.arms} settings, {check.worlds:,} worlds in all"
        points = len(make_plan(study).points)
        most, design = "at most " if said.until else "", f"{said.design}: " if points > 1 else ""
        return f"{design}{points:,} {'point' if points == 1 else 'points'} × {most}{said.worlds:,} worlds"
    document = load(name, overrides)
    Talks(compile_play(document.scenario, Luck(0, 0, 1)), collect=False)
    space = space_of(document.scenario)
    packages = f"{space.packages:.3g}" if space.packages > 10**6 else f"{space.packages:,}"
    count = len(space.issues)
    return f"{count} {'issue' if count == 1 else 'issues'}, {packages} packages"


def list_command(what: str, as_json: bool) -> None:
    """One line each, or JSON."""
    if what == "lessons":
        from zopa.web.lessons.load import listed_lessons

        rows = listed_lessons()
    elif what == "scenarios":
        rows = {name: load(path).scenario.title for name, path in shipped().items()}
    elif what in tables():
        rows = {name: named.about for name, named in tables()[what].items()}
    else:
        known = ["scenarios", "lessons", *tables()]
        raise ValueError(f"nothing to list under {what!r} ({did_you_mean(what, known) or ', '.join(known)})")
    print(json.dumps(rows, indent=2, ensure_ascii=False) if as_json else _columns(rows))


def show_command(name: str, as_json: bool) -> None:
    """A part with its parameters and source, or a scenario's issues and parties."""
    found = [_part(kind, name, table[name]) for kind, table in tables().items() if name in table]
    if found:
        said = found[0] if len(found) == 1 else found  # a protocol and the strategy made for it may share a name
        text = "\n\n".join(_part_text(described) for described in found)
        print(json.dumps(said, indent=2, ensure_ascii=False) if as_json else text)
        return
    known = [*shipped(), *(part for table in tables().values() for part in table)]
    if name not in known and not Path(name).exists():
        hint = did_you_mean(name, known) or "zopa list names them: " + ", ".join(["scenarios", "lessons", *tables()])
        raise ValueError(f"there is nothing called {name!r} ({hint})")
    described = _scenario(name)
    print(json.dumps(described, indent=2, ensure_ascii=False) if as_json else _scenario_text(described))


def schema_command(experiment: bool = False, tournament: bool = False, lesson: bool = False) -> None:
    """JSON Schema of scenarios, of experiments, of tournaments or of lessons, on standard output."""
    model = Tournament if tournament else Experiment if experiment else scenario_model()
    if lesson:
        from zopa.web.lessons.model import Lesson

        model = Lesson
    print(json.dumps(json_schema(model), indent=2, ensure_ascii=False))


def _part(kind: str, name: str, named: Named) -> dict[str, Any]:
    parameters = _said_of_protocol(name) if kind == "protocols" else _parameters(named)
    text = (inspect.getdoc(named.part) or "").split("\nAttributes:")[0].strip()
    columns = dict(getattr(named.part, "columns", {}))
    said = {"kind": kind, "name": name, "about": named.about, "text": text, "parameters": parameters}
    if kind == "strategies":
        said |= _usual(name, named)
    return said | ({"columns": columns} if columns else {})


def _usual(name: str, named: Named) -> dict[str, Any]:
    """Traits of a strategy with its defaults, its usual companions, and where it comes from."""
    try:
        bidding = named.part(**named.defaults)
    except TypeError:
        return {"from": origins()[name].home}  # some parameter must be given: it has no traits without it
    model = type(getattr(bidding, "model", Given()))
    return {
        "traits": str(bidding.traits),
        "acceptance": _name_in(ACCEPTANCE, type(bidding.accepts)),
        "model": _name_in(MODELS, model),
        "from": origins()[name].home,
    }


def _name_in(table: Mapping[str, Named], part: type[Any]) -> str:
    own = (inspect.getdoc(part) or part.__name__).splitlines()[0].rstrip(".")
    return next((name for name, named in table.items() if named.part is part), own[:1].lower() + own[1:])


def _parameters(named: Named) -> dict[str, Any]:
    """Parameters of a dataclass, with the bounds within which they mean something."""
    docs, parameters = attribute_docs(named.part), {}
    for field in dataclasses.fields(named.part):
        default = default_of(named, field)  # as a file would write it
        default = "required" if default is dataclasses.MISSING else default
        parameters[field.name] = {"default": default, "about": docs.get(field.name, "")}
        if limits := bounds_of(named.part, field.name):
            said = {key: limit for key, limit in dataclasses.asdict(limits).items() if limit is not None}
            parameters[field.name] |= said
    return parameters


def _said_of_protocol(name: str) -> dict[str, Any]:
    """What a file may say of a protocol: there, parties have names."""
    union = get_args(Protocol)[0]
    model = next(m for m in get_args(union) if get_args(m.model_fields["kind"].annotation) == (name,))
    fields = {key: field for key, field in model.model_fields.items() if key != "kind"}
    return {key: {"default": field.default, "about": field.description or ""} for key, field in fields.items()}


def _part_text(described: dict[str, Any]) -> str:
    lines = [f"{described['name']} ({described['kind']}): {described['about']}", "", described["text"]]
    usual = {"traits": "traits", "acceptance": "accepts by", "model": "model of the others", "from": "comes from"}
    told = {words: described[key] for key, words in usual.items() if key in described}
    if told and told.get("comes from") == "zopa":
        del told["comes from"]
    if told:
        lines += ["", *(f"{words}: {said}" for words, said in told.items())]
    if described["parameters"]:
        lines += ["", "parameters:"]
    for name, said in described["parameters"].items():
        limits = [f"{key.replace('_', ' ')} {said[key]:g}" for key in ("above", "at_least", "at_most") if key in said]
        bounds = f" ({', '.join(limits)})" if limits else ""
        default = "left out" if said["default"] is None else said["default"]
        default = ", ".join(map(str, default)) if isinstance(default, tuple) else default
        lines.append(f"  {name} = {default}{bounds}: {said['about']}")
    if described.get("columns"):
        lines += ["", "columns of the results, after the mechanism's name and an underscore:"]
        lines += [f"  {name}: {meaning}" for name, meaning in described["columns"].items()]
    return "\n".join(lines)


def _scenario(name: str) -> dict[str, Any]:
    scenario = load(name).scenario
    space = space_of(scenario)
    return {
        "kind": "scenario",
        "name": scenario.name,
        "title": scenario.title,
        "about": scenario.about.strip(),
        "unit": scenario.unit,
        "packages": space.packages,
        "parties": {n: f"{p.name or n}, plays {p.strategy.kind}" for n, p in scenario.parties.items()},
        "issues": {n: [*i.levels] for n, i in scenario.issues.items()},
        "named_packages": list(scenario.packages),
        "protocol": scenario.protocol.model_dump(mode="json"),
        "information": scenario.information,
        "gates": [f"{party} {issue}: {_gate(term)}" for party, issue, term in _gates(scenario)],
        "mechanisms": {name: _mechanism(said) for name, said in scenario.mechanisms.items()},
        "numbers": list(numbers(scenario)),
    }


def _scenario_text(said: dict[str, Any]) -> str:
    lines = [f"{said['name']}: {said['title']}", "", said["about"], "", f"packages: {said['packages']:,}"]
    lines += ["parties:", _columns(said["parties"]), "issues:"]
    lines.append(_columns({n: _some(levels) for n, levels in said["issues"].items()}))
    if said["named_packages"]:
        lines += ["named packages: " + ", ".join(said["named_packages"])]
    lines += ["protocol: " + ", ".join(f"{key} {value}" for key, value in said["protocol"].items())]
    lines += [f"information: {said['information']}"]
    if said["gates"]:
        lines += ["gates:", *(f"  {gate}" for gate in said["gates"])]
    if said["mechanisms"]:
        lines += ["mechanisms (`zopa show KIND` has the equation):", _columns(said["mechanisms"])]
    if said["numbers"]:
        lines += ["numbers, central [5th, 95th percentile]:"]
    for number in said["numbers"]:
        lines.append(f"  {number['path']} = {number['value']} {number['unit']} ({number['basis']})")
        if number["source"]:
            lines.append(f"      {number['source']}")
    return "\n".join(lines)


def _mechanism(said: Any) -> str:
    about = f"{said.kind}: {MECHANISMS[said.kind].about}"
    return about if said.active else f"{about} (switched off)"


def _gates(scenario: Any) -> Iterator[tuple[str, str, Gate]]:
    for name, party in scenario.parties.items():
        for issue, terms in party.payoffs.items():
            yield from ((name, term.of or issue, term) for term in terms if isinstance(term, Gate))


def _gate(gate: Gate) -> str:
    if gate.accepts is not None:
        return "accepts " + ", ".join(map(str, gate.accepts))
    limits = (("at least", gate.at_least), ("at most", gate.at_most))
    return " and ".join(f"{words} {limit:g}" for words, limit in limits if limit is not None)


def _some(levels: list[Any]) -> str:
    shown = levels if len(levels) <= 14 else [*levels[:6], "…", *levels[-3:]]
    return ", ".join(map(str, shown))


def _columns(rows: Mapping[str, str]) -> str:
    width = max(len(name) for name in rows)
    return "\n".join(f"  {name:<{width}}  {said}" for name, said in rows.items())
