"""What the end of a game is answered with."""

from zopa.web.figures import Figure
from zopa.web.models import Level, Model, Start


class Opponent(Model):
    """Who held a seat.

    Attributes:
        party: The seat.
        person: Whether a person did, at the end.
        strategy: Name of the strategy that did, or that would have played on.
        about: What it does, in a line.
        told: What it does, in a paragraph.
        source: The paper that it comes from; empty where it is of this program.
        settings: Its parameters in this scenario.
    """

    party: str
    person: bool
    strategy: str
    about: str
    told: str = ""
    source: str = ""
    settings: dict[str, str] = {}


class Change(Model):
    """What differs in one issue, or in issues whose payoffs hang together, and what that brings each party."""

    issues: tuple[str, ...]
    before: tuple[Level, ...]
    after: tuple[Level, ...]
    gain: dict[str, float]


class Way(Model):
    """A package that nobody would have lost by.

    Attributes:
        package: The package.
        gain: What each party would have had more: than by the deal, or than without one.
        changes: What differs from the deal; nothing where there was none.
    """

    package: dict[str, Level]
    gain: dict[str, float]
    changes: tuple[Change, ...]


class Missed(Model):
    """An offer that the viewer had before it and did not take, the best of them.

    Attributes:
        round: Number of the round.
        date: Its date, ISO, or empty.
        party: Who made it.
        gain: What it was worth more to the viewer than the deal, or than no deal.
    """

    round: int
    date: str
    party: str
    gain: float


class LeftOver(Model):
    """What was left on the table.

    Attributes:
        nothing: Whether nobody could have had more without somebody having less.
        packages: Efficient packages that would have been better.
        most: The most that each party could have had more, with nobody else having less.
        step: The smallest change that all gain by.
        fair: The efficient package that shares the gains best.
        missed: The best offer that the viewer let go by, where it was better than what came.
    """

    nothing: bool
    packages: int
    most: dict[str, float]
    step: Way | None
    fair: Way | None
    missed: Missed | None


class RealDeal(Model):
    """The deal that was really made.

    Attributes:
        package: Its levels.
        about: What it is.
        source: Where that is written.
        central: What it is worth to each party at central values, by its levels alone.
        here: What it was worth to each with the numbers of this game.
        differs: Issues in which it differs from the deal of this game.
    """

    package: dict[str, Level]
    about: str
    source: str
    central: dict[str, float]
    here: dict[str, float]
    differs: tuple[str, ...]


class Item(Model):
    """A part of what it came to: where it stands in the account, what it is, how much it is a year (or as a lump)."""

    part: str
    what: str
    worth: float


class Settled(Model):
    """A bet, and what came; null where nobody can say."""

    question: str
    answer: float | str
    came: float | str | None


class Debrief(Model):
    """The end of a game, as the holder of a seat sees it.

    Attributes:
        agreed: Whether there was a deal.
        round: Number of its round.
        worth: What the deal is worth to each party while it is in force; null without one.
        no_deal: What no deal was worth to each then.
        annual: What it came to in the end.
        nash: The Nash point; null where several packages tie for it.
        plane: The talks on the plane of payoffs.
        people: Who held the other seats.
        left: What was left on the table.
        real: The real deal; null where the scenario names none.
        parts: What the viewer's result is made of, by part of the account.
        items: The same in detail.
        bets: What the viewer expected.
        spoken: Number of the last round in which anything was said: there is no use in going back further on.
        gained: What the viewer gained over no deal, all told.
        again: What fixes the game, without its moves.
    """

    agreed: bool
    round: int | None
    worth: dict[str, float] | None
    no_deal: dict[str, float]
    annual: dict[str, float]
    nash: dict[str, float] | None
    plane: Figure
    people: tuple[Opponent, ...]
    left: LeftOver
    real: RealDeal | None
    parts: dict[str, float]
    items: tuple[Item, ...]
    bets: tuple[Settled, ...]
    spoken: int
    gained: float
    again: Start


class Row(Model):
    """Games that a strategy played in the viewer's seat, against the same others.

    Attributes:
        strategy: Its name.
        own: Whether it is the scenario's own.
        games: How many.
        agreed: Share of them with a deal.
        mean: What they came to on average, by party.
        gain: What the viewer's seat gained over no deal on average, all told.
        low: What it gained at least in all but the worst tenth of them.
        high: What it gained at most in all but the best tenth.
        here: What came of the very world of this game; null where it was not among them.
    """

    strategy: str
    own: bool
    games: int
    agreed: float
    mean: dict[str, float]
    gain: float
    low: float
    high: float
    here: dict[str, float] | None


class Bots(Model):
    """What strategies did in the viewer's place.

    Attributes:
        games: How many games.
        better: Share of them in which the viewer's seat gained less over no deal, all told.
        same: Share of them in which it gained as much.
        row: The same in numbers.
        plane: The plane with these games; null where another strategy is asked for.
    """

    games: int
    better: float
    same: float
    row: Row
    plane: Figure | None
