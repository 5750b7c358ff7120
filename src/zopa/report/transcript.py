"""One world, told in plain English: the talks are played again with their record kept."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from zopa.analysis.outcomes import Outcomes, money_unit
from zopa.analysis.summary import quantile
from zopa.build.compile import compile_play
from zopa.build.schedule import in_force_on
from zopa.game.luck import Luck
from zopa.report.story import Levels, Names, Story
from zopa.report.words import WIDTH, capital, decimals_for, finished, level_text, plain, table, width_of, wrapped
from zopa.scenario.read import Document
from zopa.scenario.time import FlowTime
from zopa.talks import Talks

SAMPLES = 3
"""Worlds that are told after a run."""


Pins = Sequence[tuple[str, float]]
"""Numbers given in place of draws: their address, and the number."""


def transcript(
    document: Document, seed: int, world: int, pins: Pins = (), salt: str = "", words: str = ""
) -> str:  # fmt: skip
    """Play one world again and tell it.

    A world alone plays exactly as it does among others, so the story is that of the run's row.

    Args:
        document: The scenario.
        seed: The run's root seed.
        world: Number of the world.
        pins: Numbers that its point gives in place of draws.
        salt: What sets its point's luck apart.
        words: Its point, as the headline names it.

    Returns:
        Several lines, up to 100 columns wide, without a line break at the end.
    """
    talks = replayed(document, seed, world, pins, salt)
    text = told(talks, document, words)
    talks.release()
    return text


def replayed(document: Document, seed: int, world: int, pins: Pins = (), salt: str = "") -> Talks:
    """One world played again to its end, with its record kept.

    Args:
        document: The scenario.
        seed: The run's root seed.
        world: Number of the world.
        pins: Numbers that its point gives in place of draws.
        salt: What sets its point's luck apart.
    """
    given = {address: np.array([number]) for address, number in pins}
    play = compile_play(document.scenario, Luck(seed, world, 1, salt), pins=given)
    talks = Talks(play, record=True, collect=False)
    talks.play_out()
    return talks


def told(talks: Talks, document: Document, words: str = "") -> str:
    """The story of talks that `replayed` has played.

    Args:
        talks: The talks.
        document: Their scenario.
        words: Their point, as the headline names it.
    """
    scenario, luck, story = document.scenario, talks.luck, _story(talks, document)
    unit = f", in {scenario.unit}" if scenario.unit else ""
    note = f"In brackets: what an offer is worth to each side over no deal, as that looks on the day{unit}."
    if not story.in_force:
        note = f"In brackets: what an offer is worth to each side over no deal{unit}."
    if story.thinned:
        note += " Small steps between the rounds told are left out."
    point = f"{words}, " if words else ""
    head = f"{scenario.title or scenario.name}: {point}world {luck.first:,} of seed {luck.seed}"
    lines = [*wrapped(head), *wrapped(note), "", *story.lines(), "", *_compared(story), "", *_ending(story)]
    return finished("\n".join(lines))


def sample_worlds(path: str | os.PathLike[str]) -> list[int]:
    """Worlds worth telling: a typical deal, the latest one, and talks that failed.

    The first world whose deal comes in the median round, the first of those with the latest deal, and the first
    without a deal; where all agree, the first of those with the earliest deal instead.

    Args:
        path: The Parquet file.

    Returns:
        One to three different worlds: no two of them ended without a deal, or in the same round.
    """
    found = telling_worlds(
        pair
        for piece in Outcomes(path).pieces(["world", "round"])
        for pair in zip(piece.column("world").to_pylist(), piece.column("round").to_pylist(), strict=True)
    )
    return list(dict.fromkeys(found.values()))[:SAMPLES]


def telling_worlds(worlds: Iterable[tuple[int, int | None]]) -> dict[str, int]:
    """Worlds worth telling.

    Args:
        worlds: Number of each world, and the round of its deal; None where there is none.

    Returns:
        The first world whose deal comes in the median round as `typical`, the first of those with the latest deal as
        `latest`, the first without a deal as `failed`, the first of those with the earliest as `earliest`; as far as
        there are any.

    >>> telling_worlds([(0, 4), (1, None), (2, 9), (3, 4)])
    {'typical': 0, 'latest': 2, 'failed': 1, 'earliest': 0}
    """
    first: dict[int, int] = {}
    deals: Counter[int] = Counter()
    failed: list[int] = []
    for world, number in worlds:
        if number is None:
            failed = failed or [world]
        else:
            deals[number] += 1
            first.setdefault(number, world)
    typical, latest, earliest = ([first[quantile(deals, q)]] if deals else [] for q in (0.5, 1.0, 0.0))
    kinds = {"typical": typical, "latest": latest, "failed": failed, "earliest": earliest}
    return {kind: some[0] for kind, some in kinds.items() if some}


def _story(talks: Talks, document: Document) -> Story:
    game, time = talks.play.game, document.scenario.time
    names = Names(game.parties, game.titles, game.units)
    if not isinstance(time, FlowTime):
        return Story(talks, names)
    return Story(talks, names, in_force_on(time, time.calendar.start))


def _compared(story: Story) -> list[str]:
    """Where everybody began and ended, beside the deal."""
    talks, names = story.talks, story.names
    columns: list[tuple[str, Levels]] = [("in force", story.in_force)] if story.in_force else []
    agreed = bool(talks.outcomes.agreed[0])
    for party, offer in story.openings.items():
        columns.append((f"{names.party(party)} opened", offer))
        if not agreed and story.latest[party] != offer:
            columns.append((f"{names.party(party)} ended", story.latest[party]))
    if agreed:
        columns.append(("deal", talks.space.read(talks.outcomes.package[0])))
    if not columns:
        return ["Nobody made an offer."]
    rows = [
        ("The deal" if agreed else "No deal", *(title for title, _ in columns)),
        *((names.issue(i), *(level_text(levels[i]) for _, levels in columns)) for i in talks.space.issues),
    ]
    first, *others = zip(*rows, strict=True)
    most = min(16, max(8, (WIDTH - 30) // len(others) - 2))
    widths = [width_of(cells, most) for cells in others]
    left = max(20, WIDTH - sum(widths) - 2 * len(widths))
    return table(rows, [width_of(first, left), *widths], right=range(1, len(rows[0])))


def _ending(story: Story) -> list[str]:
    """What each side got."""
    out, unit = story.talks.outcomes, story.talks.play.game.unit
    amount = f" {money_unit(unit)} in present value" if story.in_force else f" {unit}".rstrip()
    decimals = decimals_for(*(float(worth[0]) for worth in (*out.payoff, *out.no_deal)))
    lines = []
    for p in range(len(story.names.parties)):
        worth, without, name = float(out.payoff[p][0]), float(out.no_deal[p][0]), capital(story.names.party(p))
        got = f"{plain(worth, decimals)}{amount}"
        if out.agreed[0]:
            gain = f"{plain(abs(worth - without), decimals)} {'more' if worth >= without else 'less'}"
            after = "" if worth >= without else " What followed the deal cost it more than had been foreseen."
            lines += wrapped(f"{name} gets {got}, {gain} than no deal promised.{after}")
        else:
            lines += wrapped(f"{name} is left with {got}.")
    return lines
