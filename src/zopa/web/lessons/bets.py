"""What learners expected, in a table of the store."""

import json
from collections.abc import Iterator

from zopa.web.desk import Desk
from zopa.web.lessons.asked import LessonBet
from zopa.web.lessons.load import LessonFolder
from zopa.web.lessons.model import Bet, Choice
from zopa.web.problems import WebError, missing

SCHEMA = """
CREATE TABLE IF NOT EXISTS lesson_bets (
    lesson TEXT NOT NULL, question TEXT NOT NULL, token TEXT NOT NULL, answer TEXT NOT NULL,
    made REAL NOT NULL DEFAULT (julianday('now')), PRIMARY KEY (lesson, question, token)
);
"""
MOST = 200_000
"""Bets kept; the oldest go first."""


def keep(desk: Desk, file: LessonFolder, bet: LessonBet) -> None:
    """Keep a bet; the first word counts.

    Raises:
        WebError: The lesson has no such question, or this cannot be its answer.
    """
    asked = question(file, bet.id)
    if isinstance(asked, Choice):
        if bet.answer not in asked.options:
            raise WebError(422, "this is no answer", f"answers: {', '.join(asked.options)}")
    elif isinstance(bet.answer, str) or not asked.low <= bet.answer <= asked.high:
        raise WebError(422, "this is no answer", f"a number from {asked.low:g} to {asked.high:g}")
    base = desk.store.base
    base.executescript(SCHEMA)
    with base:
        base.execute(
            "INSERT OR IGNORE INTO lesson_bets (lesson, question, token, answer) VALUES (?, ?, ?, ?)",
            (bet.lesson, bet.id, bet.token, json.dumps(bet.answer)),
        )
        base.execute(
            "DELETE FROM lesson_bets WHERE rowid IN (SELECT rowid FROM lesson_bets ORDER BY made"
            " LIMIT max(0, (SELECT count(*) FROM lesson_bets) - ?))", (MOST,),
        )  # fmt: skip


def kept(desk: Desk, lesson: str) -> Iterator[tuple[str, str, float | str]]:
    """Bets of a lesson: question, token, answer."""
    desk.store.base.executescript(SCHEMA)
    query = "SELECT question, token, answer FROM lesson_bets WHERE lesson = ? ORDER BY made"
    yield from ((asked, token, json.loads(text)) for asked, token, text in desk.store.base.execute(query, (lesson,)))


def question(file: LessonFolder, name: str) -> Bet | Choice:
    """A question of a lesson.

    Raises:
        WebError: There is none.
    """
    for step in file.lesson.steps:
        if isinstance(step, Bet | Choice) and step.id == name:
            return step
    raise missing("question", f"{file.lesson.name} does not ask {name}")
