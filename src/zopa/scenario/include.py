"""Reading a scenario file with the files that it includes, merged section by section."""

from dataclasses import dataclass, field
from pathlib import Path

from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.source import Key, Node, Place, Source, read_source
from zopa.scenario.yamltree import collection, parse

MAIN = "scenario.yaml"
"""The file that stands for a folder."""


@dataclass
class Loaded:
    """A scenario file with its includes.

    Attributes:
        root: Everything merged; the key `include` is gone.
        source: The file itself, as written.
        files: All files read, the file itself first.
        duplicates: Keys that stand twice; the first one counts.
    """

    root: Node
    source: Source
    files: tuple[Path, ...]
    duplicates: tuple[Problem, ...] = ()


def load(path: Path, what: str = "a scenario") -> Loaded:
    """Read a file, or `scenario.yaml` of a folder, and merge in what it includes.

    Args:
        path: The file or folder.
        what: What the file should hold, in words.

    Raises:
        ScenarioError: A file is missing, not YAML, no mapping, included twice or in a circle, or two files
            set the same key.
    """
    if _is_folder(path):
        if not (path / MAIN).exists():
            raise ScenarioError([Problem(str(path), 1, 1, f"this folder holds no {MAIN}")])
        path = path / MAIN
    reading = _Reading(path.parent, what)
    root, source = reading.file(path, ())
    if reading.problems:
        raise ScenarioError([*reading.problems, *reading.duplicates])
    return Loaded(root, source, tuple(reading.files), tuple(reading.duplicates))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, say: reading it tells what is wrong
        return False


@dataclass
class _Reading:
    folder: Path
    what: str
    files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    duplicates: list[Problem] = field(default_factory=list)

    def file(self, path: Path, chain: tuple[Path, ...]) -> tuple[Node, Source]:
        source = read_source(path, str(path))
        self.files.append(path)
        root = parse(source, duplicates=self.duplicates)
        if root is None:
            raise ScenarioError([Problem(source.name, 1, 1, "the file is empty")])
        if not isinstance(root.value, dict):
            message = f"{self.what} is a mapping (key: value) at its top"
            raise ScenarioError([root.place.problem(message)])
        items = dict(root.value)
        include = items.pop("include", None)
        root = collection(root.place, items)
        for name, place in self.names(include):
            included = self.included(name, place, path, (*chain, path))
            root = root if included is None else self.merged(root, included, ())
        return root, source

    def names(self, include: tuple[Place, Node] | None) -> list[tuple[str, Place]]:
        if include is None:
            return []
        nodes = include[1].value if isinstance(include[1].value, list) else [include[1]]
        for node in nodes:
            if not isinstance(node.value, str) or not isinstance(include[1].value, list):
                self.problems.append(node.place.problem("include must be a list of file names", "include: [FILE, …]"))
        return [(node.value, node.place) for node in nodes if isinstance(node.value, str)]

    def included(self, name: str, place: Place, by: Path, chain: tuple[Path, ...]) -> Node | None:
        path = by.parent / name
        try:
            real, folder = path.resolve(), self.folder.resolve()
            known = [one.resolve() for one in chain]
            twice = real in [one.resolve() for one in self.files]
            exists = path.is_file()
        except (OSError, ValueError, RuntimeError):
            self.refuse(place, "this is not the name of a file")
            return None
        if Path(name).is_absolute() or not real.is_relative_to(folder):
            self.refuse(
                place,
                "include names a file outside the scenario's folder",
                "the folder must work wherever it is put",
            )
            return None
        if real in known:
            circle = [one.name for one in chain[known.index(real) :]] + [path.name]
            self.refuse(place, f"files include each other in a circle: {' -> '.join(circle)}")
            return None
        if twice:
            self.refuse(place, f"{name} is included twice")
            return None
        if not exists:
            self.refuse(place, f"no such file: {name}", f"looked for {path}")
            return None
        try:
            return self.file(path, chain)[0]
        except ScenarioError as error:
            self.problems.extend(error.problems)
            return None

    def refuse(self, place: Place, message: str, hint: str | None = None) -> None:
        self.problems.append(place.problem(message, hint))

    def merged(self, one: Node, other: Node, path: tuple[Key, ...]) -> Node:
        if not isinstance(one.value, dict) or not isinstance(other.value, dict):
            return one
        items = dict(one.value)
        for key, (place, node) in other.value.items():
            if key not in items:
                items[key] = (place, node)
                continue
            first, mine = items[key]
            if isinstance(mine.value, dict) and isinstance(node.value, dict):
                items[key] = (first, self.merged(mine, node, (*path, key)))
            else:
                dotted = ".".join(str(part) for part in (*path, key))
                self.refuse(place, f"{dotted} is set in two files", f"also set at {first}")
        return collection(one.place, items)
