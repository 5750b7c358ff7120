"""What scenario discovery found, in words."""

import math
from collections.abc import Iterator, Sequence

from zopa.analysis.discovery import HALVES, SHUFFLES, TOLD, WORLDS, Discovery, Found
from zopa.report.discover_told import Searched, Told, heading, noun, phrase, told, too_little
from zopa.report.words import GLUE, WIDTH, finished, level_text, listed, percent, table, width_of, wrapped

STEADY = 0.5
"""A limit that fewer of the halves give is called unsteady."""


def discover_text(said: Searched) -> str:
    """What was found, in plain English, up to 100 columns wide.

    Args:
        said: What was searched and found.

    Returns:
        Several lines, without a line break at the end.
    """
    blocks = [wrapped(_searched(said))]
    if said.found is None:
        blocks.append(wrapped(too_little(said)))
    else:
        for number, one in enumerate(said.found.boxes):
            blocks += list(_box(said, said.found, number, one))
        if said.found.last is not None:
            blocks.append(wrapped(_nothing(said.found, said.found.last)))
        if said.found.boxes:
            blocks.append(_reading(said))
    return finished("\n\n".join("\n".join(block) for block in blocks))


def _searched(said: Searched) -> str:
    rows = f"{said.rows:,}{GLUE}{noun(said)}"
    if said.points > 1:
        rows += f" ({said.points:,} points)"
    share = percent(said.cases / said.rows) if said.rows else "none"
    text = f"{said.title}: {phrase(said.when)} in {share} of {rows}."
    if said.rows + said.failed < said.of:
        text += f" These are the {_taken(said)}, of {said.of:,} rows."
    if said.failed:
        text += f" {said.failed:,} failed and are left out."
    if said.few is not None:
        worlds = "one world" if said.few == 1 else f"{said.few} worlds"
        text += (
            f" What the scenario draws for each world is not searched: in {worlds} all draws change together"
            f" ({WORLDS} are needed to tell them apart)."
        )
    return text


def _taken(said: Searched) -> str:
    worlds = (said.rows + said.failed) // said.points
    if worlds == 0:
        return f"first world of {said.rows + said.failed:,} points"
    return f"first {worlds:,} worlds" + (" of each point" if said.points > 1 else "")


def _box(said: Searched, found: Discovery, number: int, one: Found) -> Iterator[list[str]]:
    limits = told(found, one, said.units)
    text = " and ".join(limit.text().replace(" ", GLUE) for limit in limits)
    size, rest, against = one.size, "", ""
    if number > 0:
        rest, against = " outside the boxes before", f" (of all these: {percent(size.all_cases / size.all_worlds)})"
    start = f"Box {number + 1}: {phrase(said.when)}" if len(found.boxes) > 1 else heading(said.when)
    sentence = (
        f"{start} in {percent(size.density)} of the "
        f"{size.worlds:,}{GLUE}{noun(said)}{rest} with {text}{against}. This box covers "
        f"{percent(size.cases / found.cases)} of all such {noun(said)}, in {percent(size.worlds / found.worlds)} of "
        "all."
    )
    yield wrapped(sentence)
    yield _limits(limits)
    halves = "No half of them had enough cases to search again."
    if math.isfinite(one.halves.density):
        halves = (
            f"Checked: boxes found in the same way in half of the {noun(said)} hold, in the other half, "
            f"{percent(one.halves.coverage)} of the cases at a density of {percent(one.halves.density)} (mean of "
            f"{HALVES} random halves)."
        )
    unsteady = [limit.name for limit in limits if min(limit.again) < STEADY]
    if unsteady:
        halves += f" Unsteady, as most halves do not give that limit: {listed(unsteady)}."
    yield wrapped(f"{halves} {_noise(one)}")


def _limits(limits: Sequence[Told]) -> list[str]:
    rows = [("The box", "unit", "all worlds", "quasi-p", "in halves")]
    for limit in limits:
        everything = f"{limit.number(limit.least)} to {limit.number(limit.most)}" if not limit.words else ""
        if limit.words:
            everything = ", ".join(level_text(word) for word in limit.every)
        p = ", ".join(_p(one) for one in limit.p)
        again = ", ".join(percent(one, 0) for one in limit.again)
        rows.append((limit.text(), limit.unit, everything, p, again))
    widths = [
        width_of(column, most) for column, most in zip(zip(*rows, strict=True), (44, 14, 24, 16, 10), strict=True)
    ]
    widths[0] = min(widths[0], WIDTH - sum(widths[1:]) - 8)
    return table(rows, widths)


def _p(p: float) -> str:
    return "<0.0001" if p < 0.0001 else f"{p:.2g}" if p < 0.01 else f"{p:.2f}"


def _noise(one: Found) -> str:
    shuffled = one.noise.shuffled
    return (
        f"Against noise: the densest box that covers enough, all its limits counted, reaches "
        f"{percent(one.noise.reached)}; with the outcomes shuffled ({SHUFFLES} times) "
        f"{percent(float(shuffled.mean()))}, {percent(float(shuffled.max()))} at most: p{GLUE}={GLUE}{_p(one.noise.p)}."
    )


def _nothing(found: Discovery, last: Found) -> str:
    more, where = ("another box", "In what is left nothing") if found.boxes else ("a box", "Nothing")
    text = f"{where} is told from noise: no limit on any of the {len(found.classes):,} factors makes {more}."
    if last.noise.p <= TOLD:
        text = (
            f"{where} is told from noise by itself: many of the {len(found.classes):,} factors may matter a little, "
            f"but no limit on any of them means enough to make {more}."
        )
    return f"{text} {_noise(last)}"


def _reading(said: Searched) -> list[str]:
    text = (
        "Reading: quasi-p: how likely so dense a box were by chance without the limit (binomial; too small a figure, "
        "as the limit was chosen by looking); in halves: how often half of the data gives a limit on the same side. "
        "Limits say where cases are frequent, not what causes them."
    )
    if said.shared:
        text += " The same world stands in several points: quasi-p of what a world has in all of them allows for that."
    return wrapped(text)
