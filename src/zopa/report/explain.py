"""One world explained: what was said, why offers failed, who blocked, and what each payoff is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from zopa.analysis.outcomes import money_unit
from zopa.game.values import value_of
from zopa.report.transcript import Pins, replayed, told
from zopa.report.words import capital, decimals_for, finished, listed, plain, signed, table, wrapped
from zopa.scenario.read import Document
from zopa.talks import Talks
from zopa.talks.record import Said
from zopa.talks.table import ADDED

MOST_ANSWERS = 16
"""Answers that are explained, where there are more: the first ones and the last ones."""

MEANING = {
    "issues": "the levels agreed, from the deal",
    "time": "what was in force without a deal",
    "politics": "the home front and the leaders",
    "market": "the bond market",
}
"""What each part of a payoff stands for."""


@dataclass(frozen=True)
class Line:
    """One line of a party's account: where it stands, what it is, and its present value."""

    part: str
    what: str
    worth: float


@dataclass(frozen=True)
class Account:
    """What a party's payoff is made of.

    Attributes:
        party: Its short name.
        parts: Present value by part; added up in the order of `ADDED` they are the payoff, to the last bit.
        lines: The parts in detail, up to rounding.
        payoff: The payoff.
    """

    party: str
    parts: Mapping[str, float]
    lines: tuple[Line, ...]
    payoff: float


@dataclass(frozen=True)
class Answer:
    """Why a party answered an offer as it did.

    Attributes:
        when: Date or round.
        party: Short name.
        yes: Whether it accepted; None where it had nothing to answer and could offer nothing.
        why: The reason, in words.
        blocked: Home constituencies that would not have ratified it.
    """

    when: str
    party: str
    yes: bool | None
    why: str
    blocked: tuple[str, ...]


class Explained:
    """A world that has been played again, ready to be explained.

    Attributes:
        document: The scenario.
        seed: Root seed.
        world: Number of the world.
        accounts: What each party's payoff is made of.
        story: The world in words.
        answers: Why offers were accepted or refused, in order.
    """

    def __init__(
        self, document: Document, seed: int, world: int, pins: Pins = (), salt: str = "", words: str = ""
    ) -> None:  # fmt: skip
        """Play the world again with its record kept.

        Args:
            document: The scenario.
            seed: The run's root seed.
            world: Number of the world.
            pins: Numbers that its point gives in place of draws.
            salt: What sets its point's luck apart.
            words: Its point, as the headline names it.
        """
        self.document, self.seed, self.world = document, seed, world
        talks = replayed(document, seed, world, pins, salt)
        self.agreed = bool(talks.outcomes.agreed[0])
        self.accounts = tuple(account_of(talks, p) for p in range(len(talks.negotiators)))
        self.answers = tuple(_answers(talks))
        self.story = told(talks, document, words)
        talks.release()

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "world": self.world,
            "seed": self.seed,
            "agreed": self.agreed,
            "parties": {
                a.party: {
                    "payoff": a.payoff,
                    **a.parts,
                    "lines": [{"part": one.part, "what": one.what, "worth": one.worth} for one in a.lines],
                }
                for a in self.accounts
            },
            "answers": [
                {"when": a.when, "party": a.party, "accepted": a.yes, "why": a.why, "blocked": list(a.blocked)}
                for a in self.answers
            ],
        }

    def text(self) -> str:
        """The whole explanation, up to 100 columns wide."""
        lines = [self.story, "", *self._why(), "", *self._books()]
        return finished("\n".join(lines))

    def _why(self) -> Iterator[str]:
        unit = f", in {self.document.scenario.unit}" if self.document.scenario.unit else ""
        yield from wrapped(f"Why: what each answer compared{unit}.")
        many = len(self.answers)
        half = MOST_ANSWERS // 2
        shown = self.answers if many <= MOST_ANSWERS else (*self.answers[:half], *self.answers[-half:])
        names = {name: party.name or name for name, party in self.document.scenario.parties.items()}
        for number, answer in enumerate(shown):
            if many > MOST_ANSWERS and number == half:
                yield f"  ... {many - MOST_ANSWERS} answers more ..."
            verb = {True: "accepts", False: "refuses", None: "is silent"}[answer.yes]
            text = f"{capital(names[answer.party])} {verb}: {answer.why}."
            yield from wrapped(text, " " * 12, answer.when.ljust(12))

    def _books(self) -> Iterator[str]:
        unit = money_unit(self.document.scenario.unit)
        titles = {name: party.name or name for name, party in self.document.scenario.parties.items()}
        decimals = decimals_for(*(a.payoff for a in self.accounts))
        for account in self.accounts:
            rows = [(f"{capital(titles[account.party])}, present value", unit, "")]
            for part in ADDED:
                rows.append((part, plain(account.parts[part], decimals), MEANING[part]))
                rows += [(f"  {one.what}", plain(one.worth, decimals), "") for one in account.lines if one.part == part]
            rows.append(("in all", plain(account.payoff, decimals), ""))
            yield from table(rows, [44, max(10, len(unit)), 42], right=[1])
            yield ""


def account_of(talks: Talks, p: int) -> Account:
    """What the payoff of a party is made of, once the talks have ended.

    Args:
        talks: Talks of one world.
        p: Index of the party.
    """
    out, doors, party = talks.outcomes, talks.surroundings.doors, talks.negotiators[p].party
    parts = {part: float(out.parts[p][part][0]) for part in ADDED}
    lines: list[Line] = []
    agreed, moment = bool(out.agreed[0]), talks.moment
    assert moment is not None
    space, package = talks.space, out.package
    if agreed:
        base, years = talks.payoffs.base[p], float(moment.annuity[p][0])
        for k, name in enumerate(space.names):
            worth = years * float(base[0, space.first[k] + package[0, k]])
            if worth:
                lines.append(Line("issues", talks.play.game.titles.get(name) or name.replace("_", " "), worth))
    for (account, mechanism), (paid, added) in doors.ledger(p).items():
        worth = 0.0 if paid is None else float(paid[0])
        if agreed and added is not None:
            worth += float(moment.annuity[p][0]) * float(value_of(added, package, space.first)[0])
        if worth:
            lines.append(Line(account, mechanism.replace("_", " "), worth))
    return Account(party, parts, tuple(lines), float(out.payoff[p][0]))


def _answers(talks: Talks) -> Iterator[Answer]:
    """Answers to offers that the party had not just answered, and why it could offer nothing where that is new."""
    assert talks.record is not None
    heard: dict[int, bytes] = {}
    silent: dict[int, bool] = {}
    for said in talks.record.said:
        party = said.turn.party
        void = bool(said.void[0]) and said.turn.may_propose
        if void and not silent.get(party):
            when = str(said.date) if said.date else f"round {said.index + 1}"
            why = "the agenda, demands and red lines leave no package that may be offered"
            yield Answer(when, talks.negotiators[party].party, None, why, ())
        silent[party] = void
        if not said.answers[0] or (heard.get(party) == said.faced[0].tobytes() and not _yes(said)):
            continue
        heard[party] = said.faced[0].tobytes()
        when = str(said.date) if said.date else f"round {said.index + 1}"
        blocked = tuple(name for name, where in said.objectors if where[0])
        yield Answer(when, talks.negotiators[party].party, _yes(said), reason(said, blocked), blocked)


def _yes(said: Said) -> bool:
    return bool(said.accepted[0] or said.consented[0] or said.refused[0])


def reason(said: Said, blocked: tuple[str, ...]) -> str:
    """What the answer compared; for statements made in yearly flows (or lumps) over no deal."""
    p = said.turn.party
    no_deal, offer = float(said.reservation[p][0]), float(said.offer[0])
    decimals = decimals_for(
        *(float(worth[0]) - float(d[0]) for worth, d in zip(said.worth, said.reservation, strict=True))
    )
    gain = signed(offer - no_deal, decimals)
    wants = float(said.wants[0])
    asks = "" if np.isnan(wants) else f", its own next offer {signed(wants - no_deal, decimals)}"
    told = f"the offer is worth {gain} over no deal{asks}"
    if _yes(said):
        why = (
            "no less than what it would ask for"
            if offer >= wants
            else "the last exchange before a deadline it believes in"
        )
        refused = "; but the accord is refused at home or by the leader" if said.refused[0] else ""
        return f"{told}; {why}{refused}"
    if blocked:
        return f"{told}; {listed([name.replace('_', ' ') for name in blocked])} would not ratify it"
    if offer < no_deal:
        return f"{told}; no deal is better"
    return f"{told}; there is time to ask for more" if not said.late[0] else f"{told}; too little even now"
