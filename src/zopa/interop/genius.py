"""GENIUS: XML domains and linear additive profiles in (Lin et al. 2014, Computational Intelligence 30:48-70).

A domain file lists issues, a profile file what they are worth to one party. As in GENIUS 10:

* u = Σ w_i · e_i(value). On a discrete issue e_i is the evaluation divided by the largest one of its issue (0 where
  that is below 0.00001); on an integer issue it is `slope · (value − lower bound) + offset`, on a real one
  `parameter1 · value + parameter0`, both cut to 0..1.
* Weights count as written: GENIUS divides them by nothing when it reads a file, and cuts u at 1. A cut sum does not add
  up over issues, so weights that lead beyond 1 by more than rounding are divided by their sum here, and the scenario's
  `about` says so.
* Profiles and domain are matched by the index of an issue and the text of a value. Weights of objectives count nothing.
* `reservation` is what no deal is worth, 0 where left out. A `discount_factor` d makes u worth u·d^t, 0 means none.
* Levels of an integer issue are numbers; so are those of a discrete issue all of whose values are written as numbers.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from zopa.interop.draft import ROUNDS, STRATEGY, Draft, document_of
from zopa.interop.genius_domain import read_domain
from zopa.interop.genius_profile import read_profile
from zopa.interop.genius_xml import Findings
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import Document


def read(
    domain: str | os.PathLike[str],
    profiles: Sequence[str | os.PathLike[str]],
    rounds: int = ROUNDS,
    steps: int | None = None,
    strategy: str = STRATEGY,
    overrides: Iterable[str] = (),
) -> Document:
    """A GENIUS domain with the profiles of two or more parties, as a scenario.

    Parties are named after their profiles' files, in the order given. Names are made short; the originals are titles.

    Args:
        domain: The domain's file.
        profiles: The parties' files.
        rounds: Rounds until the talks end; `document_of` says how the discount factor is spread over them.
        steps: Levels that a real issue is cut into, bounds included; where left out, a real issue is a problem.
        strategy: Kind of strategy of all parties.
        overrides: Texts `dotted.path=value`.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    return document_of(draft(Path(domain), [Path(one) for one in profiles], steps), rounds, strategy, overrides)


def draft(domain: Path, profiles: Sequence[Path], steps: int | None = None) -> Draft:
    """What the files say, before it is made a scenario.

    Args:
        domain: The domain's file.
        profiles: The parties' files.
        steps: Levels that a real issue is cut into.

    Raises:
        ScenarioError: With every problem found.
    """
    findings = Findings()
    known = read_domain(domain, steps, findings)
    notes, sides = [*known.notes], []
    for path in profiles:
        try:
            sides.append(read_profile(path, known, findings, notes))
        except ScenarioError as error:
            findings.problems += error.problems
    if findings.problems:
        raise ScenarioError(findings.problems)
    issues = tuple(known.issues.values())
    return Draft(known.name, known.title, "GENIUS", (domain, *profiles), issues, tuple(sides), notes)
