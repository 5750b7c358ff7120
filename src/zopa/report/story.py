"""Telling a record: what is new, round by round, in no more rounds than people care to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zopa.game.space import Level
from zopa.report.words import GLUE, capital, decimals_for, level_text, signed, with_unit, wrapped
from zopa.talks import Talks
from zopa.talks.record import News, Said

Levels = Mapping[str, Level]

COLUMN = 12
"""Columns for the date or the round."""

MOST_ROUNDS = 8
"""Rounds whose offers are told, where more of them have something new; news are always told."""

MOST_ISSUES = 6
"""Issues that an opening offer lists; a longer one is told by the table at the end alone."""


@dataclass(frozen=True)
class Names:
    """Parties and issues as people call them.

    Attributes:
        parties: Short names of the parties, in order.
        titles: Title by short name of a party or an issue.
        units: Unit of the levels, by issue.
    """

    parties: tuple[str, ...]
    titles: Mapping[str, str]
    units: Mapping[str, str]

    def party(self, index: int) -> str:
        """A party by its number."""
        return self.titles.get(self.parties[index]) or self.parties[index]

    def issue(self, name: str) -> str:
        """An issue with its unit."""
        return with_unit(self.titles.get(name) or name, self.units.get(name, ""))

    def spelt(self, levels: Levels, before: Levels | None = None) -> str:
        """Levels, and what they were before."""
        parts = []
        for name, level in levels.items():
            was = f"{GLUE}(was{GLUE}{_glued(before[name])})" if before is not None else ""
            parts.append(f"{self.titles.get(name) or name}: {_glued(level)}{was}")
        return "; ".join(parts)


@dataclass(frozen=True)
class Event:
    """Something new.

    Attributes:
        index: Number of the round, from 0.
        when: Its date, or its number for people.
        text: What to say; for an offer, who makes it.
        party: Who makes an offer, or -1.
        offer: The offer made, accepted or refused; empty where there is none.
        gains: What the offer is worth to each party over no deal.
        news: Whether it comes from outside the talks.
        to: Who made the offer that is accepted or refused, or -1.
    """

    index: int
    when: str
    text: str
    party: int = -1
    offer: Levels = field(default_factory=dict)
    gains: tuple[float, ...] = ()
    news: bool = False
    to: int = -1


class Story:
    """A world that has been played with its record kept, on its way to being told.

    Attributes:
        talks: The talks, played to their end with one world.
        names: Parties and issues as people call them.
        in_force: Levels in force at the start; empty where time is lump.
        openings: The first offer of each party that made one, by its number.
        latest: Its last offer.
        events: All that is new, in order; offers repeated are not.
    """

    def __init__(self, talks: Talks, names: Names, in_force: Levels | None = None) -> None:
        """Go through the record once."""
        self.talks, self.names = talks, names
        self.in_force = in_force or {}
        self.openings: dict[int, Levels] = {}
        self.latest: dict[int, Levels] = {}
        self._offerer: int | None = None
        self._fresh = False
        self.events = list(self._read())
        self._decimals = decimals_for(*(gain for event in self.events for gain in event.gains))

    def lines(self) -> list[str]:
        """The story, up to 100 columns wide."""
        rounds = self._chosen()
        lines, label, told, previous = [], "", dict[int, Levels](), -1
        for event in self.events:
            if event.index not in rounds:
                continue
            for when, text in [*self._silence(previous, event.index), (event.when, self._sentence(event, told))]:
                if text:
                    lines += wrapped(text, " " * COLUMN, ("" if when == label else when).ljust(COLUMN))
                    label = when
            previous = event.index
        return lines

    @property
    def thinned(self) -> bool:
        """Whether rounds with something new are left out."""
        return len(self._chosen()) < len({event.index for event in self.events})

    def _chosen(self) -> set[int]:
        """The rounds to tell: openings, news, the end, and between them an even choice of what is new."""
        fresh = list(dict.fromkeys(event.index for event in self.events))
        if len(fresh) <= MOST_ROUNDS:
            return set(fresh)
        even = {fresh[i * (len(fresh) - 1) // (MOST_ROUNDS - 1)] for i in range(MOST_ROUNDS)}
        opened = {next(e.index for e in self.events if e.party == party) for party in self.openings}
        agreed = {event.index for event in self.events if event.party == int(self.talks.outcomes.proposer[0])}
        return even | opened | {max(agreed, default=0)} | {event.index for event in self.events if event.news}

    def _silence(self, since: int, until: int) -> list[tuple[str, str]]:
        """That nothing was new between two rounds that are told, where it was so."""
        if until <= since + 1 or any(since < event.index < until for event in self.events):
            return []
        last = f" until {self._label(until - 1)}" if until > since + 2 else ""
        offered = any(event.party >= 0 and event.index <= since for event in self.events)
        what = "All repeat their offers" if offered else "Nobody makes an offer"
        return [(self._label(since + 1), f"{what}{last}.")]

    def _label(self, index: int) -> str:
        dates = self.talks.play.game.schedule.dates
        return str(dates[index]) if dates else f"round {index + 1}"

    def _sentence(self, event: Event, told: dict[int, Levels]) -> str:
        """An event in words; nothing for an offer told before or bettered at once, or for an answer to one not told."""
        if event.party < 0:
            unheard = event.to >= 0 and told.get(event.to) != event.offer
            return "" if unheard else event.text
        before = told.get(event.party)
        if event.offer == before or self._bettered(event):
            return ""
        told[event.party] = event.offer
        gains = [
            f"{self.names.party(p)} {signed(gain, self._decimals)}".replace(" ", GLUE)
            for p, gain in enumerate(event.gains)
        ]
        what = self._opening(event.offer) if before is None else f"offers {self._changed(event.offer, before)}"
        return f"{event.text} {what} [{', '.join(gains)}]."

    def _bettered(self, event: Event) -> bool:
        """Whether the same party makes another offer in the round before anybody has answered this one."""
        for later in self.events[self.events.index(event) + 1 :]:
            if later.index != event.index or later.party < 0:
                return False
            if later.party == event.party:
                return True
        return False

    def _changed(self, offer: Levels, before: Levels) -> str:
        return self.names.spelt({name: level for name, level in offer.items() if level != before[name]}, before)

    def _opening(self, offer: Levels) -> str:
        asked = {name: level for name, level in offer.items() if level != self.in_force.get(name)}
        if not asked:
            return "opens with what is in force"
        if len(asked) > MOST_ISSUES:
            return f"opens with other levels on {len(asked)} of {len(offer)} issues (see the table below)"
        rest = "; the rest as in force" if self.in_force and len(asked) < len(offer) else ""
        return f"opens with {self.names.spelt(asked)}{rest}"

    def _read(self) -> Iterator[Event]:
        record = self.talks.record
        assert record is not None
        news = [entry for entry in record.news if entry.where[0]]
        for number, said in enumerate(record.said):
            while news and news[0].after <= number:
                yield self._news(news.pop(0))
            yield from self._turn(said)
        yield from map(self._news, news)
        if not self.talks.outcomes.agreed[0]:
            yield Event(said.index, self._label(said.index), "The talks end without a deal.")

    def _news(self, news: News) -> Event:
        when = str(news.date) if news.date else self._label(news.index)
        return Event(news.index, when, f"{capital(news.text)}.", news=True)

    def _turn(self, said: Said) -> Iterator[Event]:
        """What a party's turn adds to the story: nothing where it says again what it said before."""
        party, name = said.turn.party, capital(self.names.party(said.turn.party))
        asked = said.turn.may_accept and self._offerer not in {None, party}
        when = self._label(said.index)
        if said.offered[0]:
            offer = self.talks.space.read(said.package[0])
            self._fresh = offer != self.latest.get(party)
            if self._fresh:
                yield Event(said.index, when, name, party, offer, _gains(said))
            self.openings.setdefault(party, offer)
            self.latest[party], self._offerer = offer, party
        elif said.refused[0]:
            yield self._answer(said, f"{name} accepts", ", and the accord is refused")
            self._offerer = None
        elif said.accepted[0] or (said.consented[0] and self._fresh):
            yield self._answer(said, f"{name} accepts", ": a deal" if said.accepted[0] else "")
        elif asked and not said.consented[0]:
            if self._fresh:
                yield self._answer(said, f"{name} refuses", " and offers nothing" if said.turn.may_propose else "")
            self._offerer = None

    def _answer(self, said: Said, verb: str, rest: str) -> Event:
        offerer = self._offerer
        assert offerer is not None
        whose = f" what {self.names.party(offerer)} offers" if len(self.names.parties) > 2 else ""
        text = f"{verb}{whose}{rest}."
        return Event(said.index, self._label(said.index), text, offer=self.latest[offerer], to=offerer)


def _gains(said: Said) -> tuple[float, ...]:
    pairs = zip(said.worth, said.reservation, strict=True)
    return tuple(float(worth[0] - no_deal[0]) for worth, no_deal in pairs)


def _glued(level: Level) -> str:
    return level_text(level).replace(" ", GLUE)
