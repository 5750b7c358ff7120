"""The summary of a run in words, for people who do not read tables of numbers."""

from zopa.analysis.intervals import Mean
from zopa.analysis.summary import Agreed, Summary, When, Worth
from zopa.report.words import (
    GLUE,
    MONTHS,
    WIDTH,
    capital,
    decimals_for,
    finished,
    level_text,
    listed,
    percent,
    plain,
    signed,
    table,
    width_of,
    with_unit,
    wrapped,
)

SHOWN = 3
"""Levels of an issue that are shown."""


def summary_text(summary: Summary, about: str = "") -> str:
    """A summary in plain English, up to 100 columns wide.

    Args:
        summary: What to tell.
        about: What the scenario says of itself.

    Returns:
        Several lines, without a line break at the end.
    """
    said = summary.about
    head = f"{said.title}: {summary.worlds:,} {'world' if summary.worlds == 1 else 'worlds'}, seed {said.seed}"
    blocks = [wrapped(head), wrapped(f"{_how_often(summary)} {_when(summary.when, summary.agreed.count)}")]
    if summary.agreed.count:
        blocks.append(_levels(summary))
    blocks += [_payoffs(summary), _reading(summary)]
    if about.strip():
        blocks.append(wrapped(f"About the scenario: {' '.join(about.split())}"))
    return finished("\n\n".join("\n".join(block) for block in blocks))


def _how_often(summary: Summary) -> str:
    agreed, parties = summary.agreed, capital(listed(list(summary.about.parties.values())))
    if summary.worlds == 1:
        return f"{parties} reach {'a deal' if agreed.count else 'no deal'} in the one world played."
    if agreed.count == 0:
        where = f"in none of {agreed.of:,} worlds"
    elif agreed.count == agreed.of:
        where = f"in all {agreed.of:,} worlds"
    else:
        where = f"in {agreed.count:,} of {agreed.of:,} worlds"
    interval = f"95{GLUE}% interval {100 * agreed.low:.1f}–{100 * agreed.high:.1f}"
    return f"{parties} reach a deal {where} ({percent(agreed.count / agreed.of)}, {interval})."


def _when(when: When, deals: int) -> str:
    if not deals:
        return ""
    if when.dates:
        q, at, between = {share: day.isoformat() for share, day in when.dates.items()}, "on", "between"
    else:
        q, at, between = {share: f"{number:,}" for share, number in when.rounds.items()}, "in round", "between rounds"
    if q[0.0] == q[1.0]:
        return f"{'It' if deals == 1 else 'Every deal'} comes {at} {q[0.5]}."
    if q[0.25] == q[0.75]:
        half = f"At least half of the deals come {at} {q[0.5]}"
    else:
        half = f"Half of the deals come {between} {q[0.25]} and {q[0.75]} (median {q[0.5]})"
    text = f"{half}; nine in ten come {between} {q[0.05]} and {q[0.95]}"
    if q[0.05] == q[0.95]:
        text = f"At least nine deals in ten come {at} {q[0.5]}"
    return f"{text}. {_by_month(when, deals)}"


def _by_month(when: When, deals: int) -> str:
    if len(when.months) < 2:
        return ""
    parts, year_said = [], ""
    for written, count in when.months.items():
        year, month = written.split("-")
        name = MONTHS[int(month) - 1] + ("" if year == year_said else f"{GLUE}{year}")
        parts.append(f"{name}{GLUE}{percent(count / deals, 0)}")
        year_said = year
    return f"By month: {', '.join(parts)}."


def _levels(summary: Summary) -> list[str]:
    rows = [("What the deals say", "median", "most frequent levels (share of deals)")]
    for said in summary.issues:
        median = level_text(said.median) if said.median is not None else ""
        rows.append((with_unit(said.issue.title, said.issue.unit), median, _most_frequent(said)))
    first, second = width_of([row[0] for row in rows], 42), width_of([row[1] for row in rows], 10)
    return table(rows, (first, second, WIDTH - first - second - 4), right=(1,))


def _most_frequent(said: Agreed) -> str:
    deals = sum(said.levels.values())
    ranked = sorted(said.levels.items(), key=lambda entry: -entry[1])  # stable: ties stay in the issue's order
    parts = [(level_text(level), count) for level, count in ranked[:SHOWN]]
    rest = sum(count for _, count in ranked[SHOWN:])
    if rest:
        parts.append(("others", rest))
    return ", ".join(f"{level.replace(' ', GLUE)}{GLUE}({percent(count / deals, 0)})" for level, count in parts)


def _payoffs(summary: Summary) -> list[str]:
    said, worths = summary.about, list(summary.payoffs.values())
    both = 0 < summary.agreed.count < summary.worlds
    flow = decimals_for(*(worth.annual.mean for worth in worths))
    stock = decimals_for(*(mean.mean for worth in worths for mean in (worth.gain, worth.gain_deals) if mean))
    payoff = with_unit("payoff, spread over the horizon" if said.dated else "payoff", said.unit)
    rows = [("What it is worth", "mean over", payoff, with_unit("gain over no deal", said.money))]
    for worth in worths:
        rows += _party(worth, both, flow, stock)
    name, over, *numbers = zip(*rows, strict=True)
    widths = [width_of(name, 24), width_of(over, 10)]
    room = (WIDTH - sum(widths) - 6) // 2
    return table(rows, widths + [width_of(column, room) for column in numbers], right=(2, 3))


def _party(worth: Worth, both: bool, flow: int, stock: int) -> list[tuple[str, str, str, str]]:
    """One line, or two where it matters whether worlds without a deal are counted."""
    name = capital(worth.title)
    rows = [(name, "all worlds", _mean(worth.annual, flow), _mean(worth.gain, stock, plus=True))]
    if both and worth.annual_deals and worth.gain_deals:
        deals = _mean(worth.annual_deals, flow), _mean(worth.gain_deals, stock, plus=True)
        rows.append(("", "deals only", *deals))
    return rows


def _mean(mean: Mean, decimals: int, plus: bool = False) -> str:
    write = signed if plus else plain
    if mean.sd is None or mean.low is None or mean.high is None:
        return write(mean.mean, decimals)
    if mean.sd <= 1e-9 * max(1.0, abs(mean.mean)):  # rounding is no variation
        return f"{write(mean.mean, decimals)}, always"
    low, high = write(mean.low, decimals), write(mean.high, decimals)
    return f"{write(mean.mean, decimals)}{GLUE}[{low},{GLUE}{high}]"


def _reading(summary: Summary) -> list[str]:
    parts = ["Reading: means with 95 % intervals." if summary.worlds > 1 else "Reading:"]
    if summary.about.dated:
        parts.append("Payoffs are present values spread evenly over each world's horizon; the gain is a present value.")
    else:
        parts.append("The gain is the payoff less what no deal would have been worth at that moment.")
    if 0 < summary.agreed.count < summary.worlds:
        parts.append("Deals only leaves out the worlds without a deal: never read it alone.")
    if summary.worlds > 1:
        parts.append(
            "Intervals (Wilson for shares, Student's t for means) say how far the number of worlds pins the figures "
            "down, not how true the model is."
        )
    return wrapped(" ".join(parts))
