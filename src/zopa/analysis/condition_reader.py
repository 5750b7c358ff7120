"""Reading a condition from left to right, by hand."""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from zopa.scenario.problems import Problem, ScenarioError

OPERATORS = {
    "==": "equals", "!=": "is_not", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least",
}  # fmt: skip
"""Operators, and what `scenario.experiment.Limits` calls them."""

_MISTAKEN = {
    "=": "write == for equal", "&&": "write and", "&": "write and", "||": "write or", "|": "write or",
    "!": "write COLUMN != VALUE", "<>": "write !=", "=>": "write >=", "=<": "write <=",
}  # fmt: skip

_RESERVED = ("and", "or", "in", "not")

_DEEPEST = 50
"""Brackets within brackets."""

_TOKENS = re.compile(
    r"""\s*(?:
        (?P<word>'[^']*'|"[^"]*")
      | (?P<date>\d{4}-\d{2}-\d{2}(?![\w.]))
      | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
      | (?P<name>[^\W\d][\w.-]*)
      | (?P<sign>==|!=|<=|>=|<>|=>|=<|&&|\|\||[<>=!&|()\[\],])
      | (?P<other>\S)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A word of the condition: its sort, its text and the column it starts in, from 1."""

    sort: str
    text: str
    at: int


@dataclass(frozen=True)
class Test:
    """A column compared with a value or a list, and where the parts stand."""

    column: Token
    operator: Token
    values: tuple[Token, ...]


@dataclass(frozen=True)
class Joined:
    """Tests joined by one word."""

    word: Literal["and", "or"]
    parts: "tuple[Joined | Test, ...]"


def problem(text: str, at: int, message: str, hint: str | None) -> Problem:
    """A problem at a column of the text, from 1."""
    return Problem("--when", 1, at, message, hint, text.replace("\n", " "))


class Reader:
    """Reads a condition from left to right."""

    def __init__(self, text: str) -> None:
        """Cut the text into words."""
        self.text = text
        self.tokens = [
            Token(str(found.lastgroup), found[found.lastgroup or 0], found.start(found.lastgroup or 0) + 1)
            for found in _TOKENS.finditer(text)
        ]
        self.at = 0

    def read(self) -> Joined | Test:
        """The whole of it."""
        tree = self._joined("or", 0)
        if self.at < len(self.tokens):
            wrong = self.tokens[self.at]
            self._wrong(f"'{wrong.text}' where and, or or the end was expected", _MISTAKEN.get(wrong.text))
        return tree

    def _joined(self, word: Literal["and", "or"], deep: int) -> Joined | Test:
        parts = [self._part(word, deep)]
        while self._next() is not None and self.tokens[self.at].text == word:
            self.at += 1
            parts.append(self._part(word, deep))
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _part(self, word: str, deep: int) -> Joined | Test:
        return self._joined("and", deep) if word == "or" else self._test(deep)

    def _test(self, deep: int) -> Joined | Test:
        if self._next() == "(":
            if deep == _DEEPEST:
                self._wrong(f"more than {_DEEPEST} brackets within brackets")
            self.at += 1
            inner = self._joined("or", deep + 1)
            self._take(")")
            return inner
        column = self._column()
        operator = self._operator()
        if operator.text != "in":
            return Test(column, operator, (self._word(),))
        self._take("[")
        values = [self._word()]
        while self._next() == ",":
            self.at += 1
            values.append(self._word())
        self._take("]")
        return Test(column, operator, tuple(values))

    def _column(self) -> Token:
        if self._next() == "not":
            self._wrong("there is no 'not'", "turn the operator round: ==, !=, <, <=, >, >=")
        if self._next() in (None, *_RESERVED) or self.tokens[self.at].sort != "name":
            self._wrong(f"{self._said()} where a column was expected", 'such as "agreed == false"')
        return self._step()

    def _operator(self) -> Token:
        text = self._next()
        if text != "in" and text not in OPERATORS:
            expected = f"one of {', '.join(OPERATORS)}, in [..]"
            self._wrong(f"{self._said()} where an operator was expected", _MISTAKEN.get(text or "", expected))
        return self._step()

    def _word(self) -> Token:
        if self._next() in (None, *_RESERVED) or self.tokens[self.at].sort in ("sign", "other"):
            self._wrong(f"{self._said()} where a value was expected", "a number, true, false, a date or a word")
        return self._step()

    def _take(self, sign: str) -> None:
        if self._next() != sign:
            self._wrong(f"{self._said()} where '{sign}' was expected")
        self.at += 1

    def _step(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _next(self) -> str | None:
        return self.tokens[self.at].text if self.at < len(self.tokens) else None

    def _said(self) -> str:
        text = self._next()
        return "the end" if text is None else f"'{text}'"

    def _wrong(self, message: str, hint: str | None = None) -> NoReturn:
        at = self.tokens[self.at].at if self.at < len(self.tokens) else len(self.text.rstrip()) + 1
        raise ScenarioError([problem(self.text or " ", at, message, hint)])
