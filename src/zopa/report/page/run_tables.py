"""The tables of a run's page: outcomes, what deals say, what they are worth, what was expected, what failed."""

from collections import Counter
from collections.abc import Iterator

import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.analysis.summary import Summary
from zopa.experiments.answer import Answer
from zopa.experiments.layout import TABLE
from zopa.experiments.results import Results
from zopa.report.answer_text import long, spread
from zopa.report.answer_words import Numbers, clauses_alone, level_label, measured, outcome_name, told_factors
from zopa.report.check_text import evidence_text
from zopa.report.exhibit import Cell, Twin
from zopa.report.language import Language
from zopa.report.page.model import Points, Table
from zopa.report.page.plain_numbers import mean_text
from zopa.report.words import capital, decimals_for, finished, level_text, percent, with_unit

MOST_FAILURES = 5
"""Messages of worlds that failed."""


def outcomes_table(answer: Answer, say: Language) -> Table:
    """Every outcome in every point, or how they spread where points are many.

    Args:
        answer: What the run says.
        say: The language.
    """
    results, legend = answer.results, "; ".join(_legend(answer, say))
    if long(results):
        _, *rows = spread(answer)
        heads = tuple(say(f"page.spread.{key}") for key in ("of", "mean", "low", "q05", "median", "q95", "high"))
        return Table(say("page.outcomes.spread"), Twin(heads, tuple(map(tuple, rows)), note=legend))
    factors = told_factors(results)
    columns = [[level_label(one) for one in results.design.column(name).to_pylist()] for name in factors]
    columns += [[Numbers(answer, name).estimate(one) for one in some] for name, some in answer.outcomes.items()]
    heads = (*factors, *(outcome_name(answer, name) for name in answer.outcomes))
    if results.points == 1:
        rows = [[outcome_name(answer, name), *column] for name, column in zip(answer.outcomes, columns, strict=True)]
        words = [measured(answer, name, say) for name in answer.outcomes]
        told = [(*row, with_unit(*pair)) for row, pair in zip(rows, words, strict=True)]
        return Table(
            say("page.outcomes.table"), Twin((say("page.outcome"), say("page.value"), say("page.what")), tuple(told))
        )
    return Table(say("page.outcomes.table"), Twin(heads, tuple(zip(*columns, strict=True)), note=legend))


def _legend(answer: Answer, say: Language) -> Iterator[str]:
    for name in answer.outcomes:
        yield f"{outcome_name(answer, name)}: {with_unit(*measured(answer, name, say))}"


def factors_table(results: Results, say: Language) -> Table | None:
    """What is varied, and over which levels; None where nothing is.

    Args:
        results: The run.
        say: The language.
    """
    if not results.factors or clauses_alone(results):
        return None
    rows: list[tuple[Cell, ...]] = []
    for name, info in results.factors.items():
        known = list(dict.fromkeys(map(level_label, results.design.column(name).to_pylist())))
        levels = ", ".join(known)
        if info.low is not None and info.high is not None:
            levels = f"{level_label(float(info.low))} – {level_label(float(info.high))}"
        elif len(known) > 12:
            levels = say("page.factor.many", count=len(known))
        rows.append((name, with_unit(" ".join(info.title.split()), info.unit), say(f"page.role.{info.role}"), levels))
    heads = tuple(say(key) for key in ("page.factor", "page.what", "page.role", "page.levels"))
    return Table(say("page.factors.table"), Twin(heads, tuple(rows)))


def worth_table(summary: Summary, say: Language) -> Table:
    """What the talks are worth to each party.

    Args:
        summary: The run's summary.
        say: The language.
    """
    about, worths = summary.about, list(summary.payoffs.values())
    both = 0 < summary.agreed.count < summary.worlds
    flow = decimals_for(*(worth.annual.mean for worth in worths))
    stock = decimals_for(*(mean.mean for worth in worths for mean in (worth.gain, worth.gain_deals) if mean))
    always, rows = say("page.always"), []
    for worth in worths:
        name = capital(worth.title)
        gain = mean_text(worth.gain, stock, always, plus=True)
        rows.append((name, say("page.worlds.all"), mean_text(worth.annual, flow, always), gain))
        if both:
            gain = mean_text(worth.gain_deals, stock, always, plus=True)
            rows.append((name, say("page.worlds.deals"), mean_text(worth.annual_deals, flow, always), gain))
    payoff = say("page.payoff.yearly" if about.dated else "page.payoff")
    heads = (say("page.party"), say("page.worlds.over"), with_unit(payoff, about.unit),
             with_unit(say("page.gain"), about.money))  # fmt: skip
    return Table(say("page.worth.table"), Twin(heads, tuple(rows), note=say("page.worth.note")))


def levels_table(summary: Summary, say: Language) -> Table | None:
    """What the deals say, issue by issue; None without deals.

    Args:
        summary: The run's summary.
        say: The language.
    """
    deals, rows = summary.agreed.count, []
    if not deals:
        return None
    for said in summary.issues:
        ranked = sorted(said.levels.items(), key=lambda entry: -entry[1])  # stable: ties stay in the issue's order
        told = [f"{level_text(level)} ({finished(percent(count / deals, 0))})" for level, count in ranked[:3]]
        rest = sum(count for _, count in ranked[3:])
        told += [say("page.levels.others", share=finished(percent(rest / deals, 0)))] if rest else []
        median = level_text(said.median) if said.median is not None else None
        rows.append((with_unit(said.issue.title, said.issue.unit), median, ", ".join(told)))
    heads = (say("page.issue"), say("page.median"), say("page.levels.frequent"))
    return Table(say("page.levels.table"), Twin(heads, tuple(rows)))


def expectations_tables(answer: Answer, say: Language) -> Iterator[Table]:
    """What was expected with its verdict, and the comparisons behind it.

    Args:
        answer: What the run says.
        say: The language.
    """
    found = answer.verdicts
    rows = [
        (one.clause.id, capital(" ".join(one.clause.clause.split())), say(f"page.kind.{one.clause.kind}"),
         say(f"page.verdict.{one.verdict}"), one.reason or " ".join(one.clause.source.split()))
        for one in found
    ]  # fmt: skip
    heads = tuple(say(f"page.expected.{key}") for key in ("id", "clause", "kind", "verdict", "why"))
    yield Table(say("page.expected.table"), Twin(heads, tuple(rows), note=say("page.expected.note")))
    behind = [(one.clause.id, line) for one in found for line in evidence_text(one)]
    heads = (say("page.expected.id"), say("page.expected.numbers"))
    yield Table(say("page.expected.behind"), Twin(heads, tuple(behind)), folded=True)


def failures(results: Results, say: Language) -> tuple[str, Points]:
    """How many worlds failed, and the messages of most of them.

    Args:
        results: The run; some of its worlds failed.
        say: The language.
    """
    failed = pq.read_table(
        results.folder / TABLE, columns=["point", "message"], filters=pc.field("status") != "ok", partitioning=None
    )
    tally = Counter(failed.column("message").to_pylist())
    points = len(set(failed.column("point").to_pylist()))
    told = [f"{count:,} × {message}" for message, count in tally.most_common(MOST_FAILURES)]
    if len(tally) > MOST_FAILURES:
        told.append(say("page.failed.more", count=len(tally) - MOST_FAILURES))
    head = say("page.failed.text", count=f"{failed.num_rows:,}", points=f"{points:,}", all=f"{results.points:,}")
    return head, Points(tuple(told))
