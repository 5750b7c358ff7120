"""What the server tells of talks that are watched, and of stored runs."""

from zopa.web.answers import End, Event, Mark, Number, Table
from zopa.web.models import Model, Start


class Talk(Model):
    """Talks that strategies have played, from the first round to the last.

    Attributes:
        start: What fixes them: with a person in a seat it is a game that leaves them at a round.
        seed: Root seed.
        point: The point of the stored run, as people read it; empty where nothing is varied, or nothing is stored.
        as_stored: Whether they end as the stored run's table has it; null where there is no table, or no run.
        table: What does not change; every party with its strategy.
        marks: The calendar.
        events: All that happens, with everybody's payoffs and reasons.
        end: How they end.
    """

    start: Start
    seed: int
    point: str = ""
    as_stored: bool | None = None
    table: Table
    marks: tuple[Mark, ...]
    events: tuple[Event, ...]
    end: End


class Run(Model):
    """A stored run, in a line.

    Attributes:
        name: Name of its folder below the folder of runs; a tournament's with that of the scenario behind a slash.
        title: Title of its scenario.
        scenario: Name of its scenario.
        points: Number of points.
        worlds: Most worlds of a point.
        agreed: Share of worlds with a deal; null while it is not finished.
        seed: Root seed.
    """

    name: str
    title: str
    scenario: str
    points: int
    worlds: int
    agreed: Number
    seed: int


class Runs(Model):
    """The stored runs, the newest first.

    Attributes:
        runs: Those that can be watched.
        older: Number of folders that another version of zopa wrote.
    """

    runs: tuple[Run, ...]
    older: int


class Point(Model):
    """A point of a stored run.

    Attributes:
        number: Its number.
        labels: Level of each factor, as people read it.
        agreed: Share of worlds with a deal; null while it is not finished.
        worlds: Number of worlds.
        samples: Worlds worth seeing: `typical`, `latest`, `failed`, `earliest`, as far as there are any.
    """

    number: int
    labels: tuple[str, ...]
    agreed: Number
    worlds: int
    samples: dict[str, int]


class RunPoints(Model):
    """A stored run with its points.

    Attributes:
        run: The run.
        factors: What is varied, as people read it.
        points: The points; of very many the first ones.
    """

    run: Run
    factors: tuple[str, ...]
    points: tuple[Point, ...]
