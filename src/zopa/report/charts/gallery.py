"""All charts of a scenario of a tournament, and of a run, in the order of a report."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from zopa.build.solve import solve
from zopa.experiments.results import Results
from zopa.report.charts.efficiency import efficiency
from zopa.report.charts.endings import endings
from zopa.report.charts.field import replicator_field
from zopa.report.charts.fingerprints import fingerprints
from zopa.report.charts.gains import who_gains
from zopa.report.charts.levels import levels_by_issue
from zopa.report.charts.matrix import payoff_matrix
from zopa.report.charts.mixtures import mixtures
from zopa.report.charts.plane import outcome_plane
from zopa.report.charts.ranking import ranking
from zopa.report.charts.strategy_plane import strategy_plane
from zopa.report.charts.timing import timing
from zopa.report.exhibit import Exhibit
from zopa.report.language import Language


def of_findings(findings: Mapping[str, Any], say: Language, results: Results | None = None) -> list[Exhibit]:
    """The charts of a scenario of a tournament; those that it has nothing for are left out.

    Args:
        findings: What its `findings.json` holds.
        say: Texts of the language.
        results: Its folder, for the frontier.
    """
    found = [
        ranking(findings, say),
        payoff_matrix(findings, say),
        mixtures(findings, say),
        replicator_field(findings, say),
    ]
    found += [strategy_plane(findings, say, results), endings(findings, say), efficiency(findings, say)]
    return [one for one in (*found, *fingerprints(findings, say)) if one is not None]


def of_run(
    results: Results, say: Language, point: int = 0, dates: Sequence[tuple[dt.date, str, str]] = ()
) -> list[Exhibit]:
    """The charts of one point of a run; those that it has nothing for are left out.

    Args:
        results: The run.
        say: Texts of the language.
        point: Number of the point.
        dates: Days that press, with names and kinds.
    """
    found = [
        outcome_plane(results, say, point, solved=solve(results.document)),
        levels_by_issue(results, say, point),
        timing(results, say, point, dates),
        who_gains(results, say, point),
    ]
    return [one for one in found if one is not None]
