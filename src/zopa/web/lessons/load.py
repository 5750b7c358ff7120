"""Finding and reading lessons: those that come with zopa, and a teacher's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zopa.report.language import LANGUAGES
from zopa.scenario.problems import Problem, ScenarioError, did_you_mean
from zopa.scenario.source import Source, read_source
from zopa.scenario.written import Written, read_written
from zopa.web.lessons.crossing import crossing
from zopa.web.lessons.markdown import unknown_terms
from zopa.web.lessons.model import Lesson

MAIN = "lesson.yaml"
"""The file that makes a folder a lesson."""

OWN_SCENARIO = "scenario.yaml"
"""What a lesson calls the scenario in its own folder."""


@dataclass(frozen=True)
class LessonFolder(Written):
    """A lesson that has been read and found right.

    Attributes:
        lesson: The validated lesson.
        texts: Its Markdown by language and file.
    """

    lesson: Lesson
    texts: dict[str, dict[str, Source]] = field(repr=False, compare=False)

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.path.parent

    def scenario(self, name: str = "") -> str:
        """What the server calls a scenario of this lesson.

        Args:
            name: As the lesson calls it; empty for the lesson's own.
        """
        wanted = name or self.lesson.scenario
        return own_name(self.lesson.name) if wanted == OWN_SCENARIO else wanted


def own_name(lesson: str) -> str:
    """What the server calls the scenario in a lesson's folder."""
    return f"lesson_{lesson}"


def found(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Folders of lessons by name: those that come with zopa, then a teacher's own, which may stand in for them.

    Args:
        folders: Lessons, or folders of lessons.
    """
    return {path.name: path for folder in (*_folders(), *folders) for path in _lessons(folder)}


def own_scenarios(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Scenarios in the folders of lessons, by the name that the server gives them."""
    return {
        own_name(name): path / OWN_SCENARIO for name, path in found(folders).items() if (path / OWN_SCENARIO).is_file()
    }


def _folders() -> Iterator[Path]:
    here = Path(__file__).resolve().parents[2]
    for folder in (here / "lessons", here.parent.parent / "lessons"):  # installed; or a checkout
        if folder.is_dir():
            yield folder


def _lessons(folder: Path) -> Iterator[Path]:
    if (folder / MAIN).is_file():
        yield folder
    elif folder.is_dir():
        yield from (path for path in sorted(folder.iterdir()) if (path / MAIN).is_file())


def find(name: str, folders: Sequence[Path] = ()) -> Path:
    """The folder of a lesson, by name.

    Raises:
        ScenarioError: There is none.
    """
    known = found(folders)
    if name not in known:
        hint = did_you_mean(name, known) or "see: zopa list lessons"
        raise ScenarioError([Problem(name, 1, 1, "no such lesson", hint)])
    return known[name]


def listed_lessons(folders: Sequence[Path] = ()) -> dict[str, str]:
    """Number, title and idea of each lesson, by name, in their order; or what is wrong with it.

    Args:
        folders: A teacher's own folders.
    """
    rows = {}
    for name, path in found(folders).items():
        try:
            lesson = read_lesson(path).lesson
        except ScenarioError as error:
            rows[name] = (1_000, f"cannot be read: zopa validate {error.problems[0].file}")
        else:
            rows[name] = (lesson.number, f"{lesson.number}. {lesson.title.en}: {lesson.idea.en}")
    return {name: text for name, (_, text) in sorted(rows.items(), key=lambda row: (row[1][0], row[0]))}


def read_lesson(path: Path) -> LessonFolder:
    """Read a lesson: its file, its texts in both languages, and the terms that they use.

    Args:
        path: Its folder, or its `lesson.yaml`.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    file = path / MAIN if path.is_dir() else path
    lesson, written = read_written(file, "a lesson", Lesson, (), crossing)
    problems = [] if lesson.name == file.resolve().parent.name else [_misnamed(written, file)]
    texts: dict[str, dict[str, Source]] = {code: {} for code in LANGUAGES}
    for place, name in named_texts(lesson):
        for code in LANGUAGES:
            where = file.parent / code / name
            try:
                texts[code][name] = read_source(where, str(where))
            except ScenarioError as error:
                told = error.problems[0]
                missing = told.message == "no such file"
                message = f"there is no {code}/{name}" if missing else f"{code}/{name}: {told.message}"
                problems.append(written.problem_at(place, message, "a text is there in every language"))
    problems += [one for some in texts.values() for source in some.values() for one in unknown_terms(source)]
    if problems:
        raise ScenarioError(problems)
    return LessonFolder(**vars(written), lesson=lesson, texts=texts)


def _misnamed(written: Written, file: Path) -> Problem:
    folder = file.resolve().parent.name
    return written.problem_at(("name",), f"a lesson is called like its folder, {folder}")


def named_texts(lesson: Lesson) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """All texts that a lesson names, each with its place in the file."""
    for number, step in enumerate(lesson.steps):
        yield ("steps", number, "text"), step.text
        if because := getattr(step, "because", None):
            yield ("steps", number, "because"), because
    for key in ("guide", "score"):
        if name := getattr(lesson, key):
            yield (key,), name
    for party, name in lesson.roles.items():
        yield ("roles", party), name
