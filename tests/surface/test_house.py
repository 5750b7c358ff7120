"""The rules of the house that a script can check: sizes, paths, the public names, where luck is drawn."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

import zopa

SOURCE = Path(zopa.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
TEXTS = ("*.cff", "*.md", "*.toml", "*.txt", "Makefile", ".ci/run", ".gitignore")
FOLDERS = ("configs", "experiments", "src", "tests")
FOLDER_OF_A_MACHINE = re.compile(r"(?<![\w.}\])])/(?:home|root|work|Users)/")


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(SOURCE)}:{getattr(node, 'lineno', 0)}"


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def test_no_module_is_longer_than_400_lines() -> None:
    assert {str(path): line_count(path) for path in MODULES if line_count(path) > 400} == {}


def test_the_median_module_fits_on_a_few_screens() -> None:
    assert median(line_count(path) for path in MODULES) <= 120


def test_no_function_is_longer_than_80_lines() -> None:
    lengths = {
        f"{where(path, node)} {node.name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > 80} == {}


def texts(root: Path) -> Iterator[tuple[Path, str]]:
    """Every text file of the project with its content; what is not UTF-8 is no text."""
    found = [path for pattern in TEXTS for path in root.glob(pattern)]
    found += [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file()]
    for path in found:
        if "__pycache__" in path.parts:
            continue
        try:
            yield path.relative_to(root), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_folder_of_somebodys_machine(repo_root: Path) -> None:
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts(repo_root)
        for number, line in enumerate(text.splitlines(), start=1)
        if FOLDER_OF_A_MACHINE.search(line)
    ]
    assert found == []


def test_the_public_names_are_sorted_and_exact() -> None:
    assert list(zopa.__all__) == sorted(set(zopa.__all__))
    assert [name for name in zopa.__all__ if not hasattr(zopa, name)] == []
    ours = {
        name
        for name, value in vars(zopa).items()
        if not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("zopa")
    }
    assert ours <= set(zopa.__all__)


def draws_luck(node: ast.AST) -> bool:
    """Whether a node reaches for a random number generator, the standard library's or NumPy's."""
    match node:
        case ast.Import(names=names):
            return any(re.match(r"(random|secrets|numpy\.random)\b", alias.name) for alias in names)
        case ast.ImportFrom(module=str(module), names=names):
            from_numpy = module == "numpy" and any(alias.name == "random" for alias in names)
            return from_numpy or re.match(r"(random|secrets|numpy\.random)\b", module) is not None
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"):
            return True
    return False


def test_luck_is_drawn_in_one_module_alone() -> None:
    found = {path.relative_to(SOURCE).as_posix() for path in MODULES if any(map(draws_luck, nodes(path)))}
    assert found == {"game/luck.py", "web/keys.py"}  # keys that nobody can guess are no luck of a game


@pytest.mark.parametrize(
    "line",
    ["import random", "import numpy.random as r", "from numpy import random", "from random import gauss"],
)
def test_every_way_to_reach_a_generator_is_seen(line: str) -> None:
    assert draws_luck(ast.parse(line).body[0])
