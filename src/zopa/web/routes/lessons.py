"""Lessons: what there is, one with all its steps, the answers to its questions, its sheets to print."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path

from zopa.web.asking import Ask, Lang
from zopa.web.lessons.answers import Answer, Heads, Sheet, Told
from zopa.web.lessons.asked import LessonBet

routes = APIRouter(prefix="/api", tags=["lessons"])

LessonName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,59}$", description="Name of a lesson.")]


@routes.get("/lessons")
async def lessons(ask: Ask, lang: Lang = "en") -> Heads:
    """All lessons, in their order."""
    from zopa.web.lessons.told import heads

    return await asyncio.to_thread(heads, ask.settings.lessons, lang)


@routes.get("/lessons/{name}")
async def lesson(name: LessonName, ask: Ask, lang: Lang = "en") -> Told:
    """A lesson with all its steps; the answers to its questions are asked for one by one."""
    from zopa.web.lessons.told import lesson_of, told

    file = await asyncio.to_thread(lesson_of, name, ask.settings.lessons)
    return await ask.desk(
        lambda desk: told(file, lang, lambda one: tuple(desk.scenarios.document(one).scenario.parties))
    )


@routes.get("/lessons/{name}/truths/{question}")
async def truth(name: LessonName, question: LessonName, ask: Ask, lang: Lang = "en") -> Answer:
    """What came out: the answer to a question of a lesson."""
    from zopa.web.lessons.truths import answer

    return await answer(ask, name, question, lang)


@routes.get("/lessons/{name}/sheets/{sheet}")
async def sheet(name: LessonName, sheet: LessonName, ask: Ask, lang: Lang = "en") -> Sheet:
    """A page to print: `guide`, `score`, or a party's confidential role."""
    from zopa.web.lessons.told import lesson_of
    from zopa.web.lessons.told import sheet as _sheet

    return _sheet(await asyncio.to_thread(lesson_of, name, ask.settings.lessons), sheet, lang)


@routes.post("/bets", status_code=204)
async def bet(expected: LessonBet, ask: Ask) -> None:
    """Say what one expects in a lesson, before seeing it; the first word counts."""
    from zopa.web.lessons.bets import keep
    from zopa.web.lessons.told import lesson_of

    file = await asyncio.to_thread(lesson_of, expected.lesson, ask.settings.lessons)
    await ask.desk(lambda desk: keep(desk, file, expected))
