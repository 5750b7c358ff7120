"""Conditions on the columns of results, as written after `--when`: `agreed == false and (day > 60 or joint < 0)`.

A small grammar of its own, read by hand: nothing that is written is ever run.

    condition  = each {"or" each}
    each       = test {"and" test}
    test       = "(" condition ")" | COLUMN OPERATOR VALUE | COLUMN "in" "[" VALUE {"," VALUE} "]"
    OPERATOR   = "==" | "!=" | "<" | "<=" | ">" | ">="
    VALUE      = true | false | a number | a date YYYY-MM-DD | a word, in quotes or not
"""

from collections.abc import Iterator, Mapping

from zopa.analysis.columns import Arm, Known
from zopa.analysis.condition_reader import OPERATORS, Joined, Reader, Test, Token, problem
from zopa.analysis.measures import check_measure, parts_of
from zopa.game.arrays import Bools
from zopa.scenario.experiment import Condition, Limits, Measure, Word
from zopa.scenario.problems import Problem, ScenarioError, did_you_mean, listed


class When:
    """A condition that has been read and fits the columns there are."""

    def __init__(self, text: str, known: Mapping[str, Known]) -> None:
        """Read it.

        Args:
            text: The condition as written.
            known: The columns that can be named.

        Raises:
            ScenarioError: It cannot be read, or does not fit the columns; each problem with its place.
        """
        self.text = " ".join(text.split())
        self._known = known
        self._tree = Reader(text).read()
        problems = [one for test in _tests(self._tree) for one in _problems(test, known, text)]
        if problems:
            raise ScenarioError(problems)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it names, each once, in order."""
        return tuple(dict.fromkeys(test.column.text for test in _tests(self._tree)))

    def met(self, arm: Arm) -> Bools:
        """The worlds that meet it, (W,); a missing value meets nothing.

        Args:
            arm: The worlds, with the columns that are needed.
        """
        return self._met(self._tree, arm)

    def _met(self, part: Joined | Test, arm: Arm) -> Bools:
        if isinstance(part, Test):
            ((_, told),) = parts_of(_measure(part, self._known), arm)
            return told.values > 0.0
        first, *rest = (self._met(one, arm) for one in part.parts)
        for other in rest:
            first = first & other if part.word == "and" else first | other
        return first


def _measure(test: Test, known: Mapping[str, Known]) -> Measure:
    """The share of worlds that meet a test: what checks and reads it."""
    condition = _condition(test, known[test.column.text])
    return Measure.model_construct(statistic="share", that={test.column.text: condition})


def _condition(test: Test, known: Known) -> Condition:
    """A test as measures have it."""
    words = tuple(_value(token, known) for token in test.values)
    if test.operator.text == "in":
        return words
    bound = OPERATORS[test.operator.text]
    return Limits.model_construct(_fields_set={bound}, **{bound: words[0]})


def _value(token: Token, known: Known) -> Word:
    if token.sort == "word":
        return token.text[1:-1]
    if known.sort == "word":  # levels such as 2 beside words such as none
        return token.text
    if token.sort == "number":
        return float(token.text)
    return {"true": True, "false": False}.get(token.text.lower(), token.text)


def _tests(part: Joined | Test) -> Iterator[Test]:
    if isinstance(part, Test):
        yield part
    else:
        for one in part.parts:
            yield from _tests(one)


def _problems(test: Test, known: Mapping[str, Known], text: str) -> Iterator[Problem]:
    """What in a test does not fit the columns, at the word that is wrong."""
    name = test.column.text
    if name not in known:
        hint = did_you_mean(name, known) or f"columns: {listed(known, 40)}"
        yield problem(text, test.column.at, f"unknown column '{name}'", hint)
        return
    for found in check_measure(_measure(test, known), known):
        *_, last = found.path
        at = test.operator if found.key else test.values[last if isinstance(last, int) else 0]
        yield problem(text, at.at, found.message, found.hint)
