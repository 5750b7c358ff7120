"""A lesson as the page is told of it: in one language, its texts as HTML, the answers left out."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from zopa.scenario.problems import ScenarioError
from zopa.web.lessons.answers import Asked, Broken, Head, Heads, Sheet, Slid, Step, Told
from zopa.web.lessons.load import MAIN, LessonFolder, found, read_lesson
from zopa.web.lessons.markdown import heading, rendered
from zopa.web.lessons.model import Bet, Choice, Lesson, Play, Said, Talk, Vary
from zopa.web.lessons.model import Step as Written
from zopa.web.models import Place, Start
from zopa.web.problems import WebError, missing

JUDGED = "us_japan_2025"


def lesson_of(name: str, folders: Sequence[Path]) -> LessonFolder:
    """A lesson by name; read again when one of its files has changed.

    Args:
        name: Its name.
        folders: A teacher's own folders.

    Raises:
        WebError: There is none, or something is wrong with it.
    """
    known = found(folders)
    if name not in known:
        raise missing("lesson", f"lessons: {', '.join(sorted(known))}")
    try:
        return _read(known[name], _stamp(known[name]))
    except ScenarioError as error:
        problems = [f"{one.file}:{one.line}:{one.col}: {one.message}" for one in error.problems]
        raise WebError(422, "something is wrong with this lesson", problems[0], problems=problems[:20]) from None


def _stamp(folder: Path) -> tuple[float, ...]:
    files = [folder / MAIN, *sorted(folder.glob("*/*.md"))]
    return tuple(path.stat().st_mtime for path in files)


@lru_cache(maxsize=128)
def _read(folder: Path, _: tuple[float, ...]) -> LessonFolder:
    return read_lesson(folder)


def heads(folders: Sequence[Path], code: str) -> Heads:
    """All lessons in their order, and those that cannot be read.

    Args:
        folders: A teacher's own folders.
        code: Language.
    """
    good, broken = [], []
    for name in found(folders):
        try:
            file = lesson_of(name, folders)
        except WebError as error:
            broken.append(Broken(name=name, problem=error.detail))
        else:
            good.append(head(file, code))
    return Heads(lessons=tuple(sorted(good, key=lambda one: (one.number, one.name))), broken=tuple(broken))


def head(file: LessonFolder, code: str) -> Head:
    """A lesson in the list."""
    lesson, scenario = file.lesson, file.scenario()
    return Head(
        name=lesson.name, number=lesson.number, minutes=lesson.minutes, title=said(lesson.title, code),
        idea=said(lesson.idea, code), steps=len(lesson.steps), scenario=scenario, judged=scenario == JUDGED,
        guide=lesson.guide is not None, score=lesson.score is not None,
        roles={party: heading(file.texts[code][name].text) or party for party, name in lesson.roles.items()},
    )  # fmt: skip


def told(file: LessonFolder, code: str, parties_of: Callable[[str], Sequence[str]]) -> Told:
    """A whole lesson.

    Args:
        file: The lesson.
        code: Language.
        parties_of: Names of the parties of a scenario.
    """
    each = tuple(_step(file, step, code, parties_of) for step in file.lesson.steps)
    return Told(**dict(head(file, code)), each=each)


def _step(file: LessonFolder, step: Written, code: str, parties_of: Callable[[str], Sequence[str]]) -> Step:
    talk = step if isinstance(step, Talk) else None
    parties = parties_of(file.scenario(talk.scenario)) if isinstance(talk, Play) else ()
    return Step(
        kind=step.kind, html=html_of(file, step.text, code), side=getattr(step, "side", ""),
        start=None if talk is None else start_of(file, talk, parties),
        asked=_asked(step, code) if isinstance(step, Bet | Choice) else None,
        slid=_slid(step, code) if isinstance(step, Vary) else None,
    )  # fmt: skip


def _asked(step: Bet | Choice, code: str) -> Asked:
    if isinstance(step, Choice):
        options = {name: said(text, code) for name, text in step.options.items()}
        return Asked(id=step.id, ask=said(step.ask, code), options=options)
    return Asked(
        id=step.id, ask=said(step.ask, code), unit=said(step.unit, code), low=step.low, high=step.high, step=step.step,
        digits=step.digits, of=step.truth.of, worlds=1 if step.truth.of == "world" else step.truth.worlds,
    )  # fmt: skip


def _slid(step: Vary, code: str) -> Slid:
    slider = step.slider
    return Slid(
        path=slider.path, label=said(slider.label, code), values=slider.values, measures=step.measures,
        worlds=step.worlds,
    )  # fmt: skip


def start_of(file: LessonFolder, talk: Talk, parties: Sequence[str] = ()) -> Start:
    """What fixes the talks of a step.

    Args:
        file: The lesson.
        talk: The step.
        parties: All parties; needed where an opponent is named.
    """
    seats = {name: Place(strategy=kind) for name, kind in getattr(talk, "strategies", {}).items()}
    if isinstance(talk, Play):
        seats = {name: Place(strategy=talk.opponent) for name in parties if name != talk.side}
        seats = {talk.side: Place(person=True), **seats}
    return Start(
        scenario=file.scenario(talk.scenario), changes=talk.changes, seed=talk.seed, world=talk.world, seats=seats,
        shown=getattr(talk, "shown", False), hints=getattr(talk, "hints", True), lesson=file.lesson.name,
    )  # fmt: skip


def sheet(file: LessonFolder, name: str, code: str) -> Sheet:
    """A page to print: `guide`, `score`, or the name of a party for its role sheet.

    Raises:
        WebError: There is none.
    """
    lesson: Lesson = file.lesson
    text = {"guide": lesson.guide, "score": lesson.score}.get(name, lesson.roles.get(name))
    if text is None:
        raise missing("sheet", f"sheets: {', '.join(['guide', 'score', *lesson.roles])}")
    called = (heading(file.texts[code][text].text) or name) if name in lesson.roles else ""
    return Sheet(lesson=said(lesson.title, code), party=called, html=html_of(file, text, code))


def said(text: Said, code: str) -> str:
    """A short text in a language."""
    return text.ja if code == "ja" else text.en


def html_of(file: LessonFolder, name: str, code: str) -> str:
    """A text of a lesson as HTML."""
    return rendered(file.texts[code][name].text, code)
