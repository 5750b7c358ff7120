"""The catalogue of strategies names what there is, and only that."""

import re
from pathlib import Path

import pytest

import zopa
from zopa.build.names import ACCEPTANCE, MODELS, STRATEGIES

README = (Path(zopa.__file__).parent / "strategies/README.md").read_text(encoding="utf-8")
TABLE = "\n".join(line.split("|")[2] for line in README.splitlines() if line.startswith("| ") and "---" not in line)


def test_every_strategy_stands_in_the_catalogue_once() -> None:
    named = re.findall(r"`(\w+)`", TABLE)
    assert sorted(named) == sorted(STRATEGIES)


def test_every_rule_and_every_model_is_named() -> None:
    below = README.split("Acceptance:")[1].split("##")[0]
    assert set(re.findall(r"`(\w+)`", below)) == ACCEPTANCE.keys() | MODELS.keys()


@pytest.mark.parametrize("place", ["interop/README.md"])
def test_the_python_of_a_page_runs(place: str) -> None:
    pytest.importorskip("negmas")
    pytest.importorskip("pettingzoo")
    text = (Path(zopa.__file__).parent / place).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block, place, "exec"), {})  # noqa: S102 - our own page
