"""One game's talks on the plane: the path of offers, the deal, and what could have been agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.game.schedule import LumpSchedule
from zopa.report.charts.ground import Ground
from zopa.report.charts.look import party_shapes, rounded, whole
from zopa.report.charts.plane_marks import Mark
from zopa.report.charts.real import real_deal
from zopa.report.charts.scene import Scene
from zopa.report.charts.talks_marks import STAR, Point, Trail
from zopa.report.ended import Ended, Offer
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import GREY, INK
from zopa.report.language import Language
from zopa.report.left import Left
from zopa.report.words import GLUE, capital, decimals_for, percent, plain
from zopa.scenario.read import Document

NEAR = 0.012
"""Share of an axis within which what came is the same as what was agreed."""

SHRUNK = 0.03
"""Share of a deal lost by waiting from which on the title says so."""


@dataclass(frozen=True)
class Path:
    """A game on the plane.

    Attributes:
        scene: The ground.
        ended: The talks.
        left: What was left on the table.
        cloud: Others' games: `x`, `y`, `agreed` and how many there were as `games`; None for none.
    """

    scene: Scene
    ended: Ended
    left: Left
    cloud: Mapping[str, Any] | None = None

    def exhibit(self) -> Exhibit:
        """The plane with its words and its numbers."""
        scene, say = self.scene, self.scene.say
        marks, came, arrow = self._marks(), self._came(), self._arrow()
        trails = tuple(self._trail(p) for p in range(2))
        shown = [*marks, came] if arrow else marks
        plane = scene.plane(shown, self.cloud, trails=trails, arrow=arrow)
        title, told = self._title(), self._alt()
        table = self._twin([*marks, came] if self.ended.over else marks)
        return Exhibit("talks-plane", title, told, table, whole(plane.chart(), title, told), self._note(say, arrow))

    def _spot(self, values: Any) -> Point:
        return float(values[0]), float(values[1])

    def _marks(self) -> list[Mark]:
        """No deal and the solutions, the real deal, the deal."""
        say, ended = self.scene.say, self.ended
        found = self.scene.marks(say("ended.no_deal"))
        real = real_deal(self.scene.document)
        if real is not None:
            x, y = self._spot(ended.worth(ended.game.space.find(real.package)))
            found.append(Mark("package", say("ended.real"), x, y))
        if ended.package is not None:
            x, y = self._spot(ended.worth(ended.package))
            found.append(Mark("deal", say("ended.deal", round=ended.round), x, y, look=(STAR, 190.0, INK)))
        return found

    def _came(self) -> Mark:
        """What it came to in the end."""
        x, y = self._spot(self.ended.annual)
        return Mark("came", self.scene.say("ended.came"), x, y, look=("diamond", 80.0, GREY))

    def _arrow(self) -> tuple[Point, Point] | None:
        """From the deal, or from no deal, to what came; None where that is hardly elsewhere."""
        ended = self.ended
        if not ended.over:
            return None
        begin = self._spot(ended.no_deal if ended.package is None else ended.worth(ended.package))
        end = self._spot(ended.annual)
        spots = [*self.scene.efficient(), begin, end]
        spans = [max(one[at] for one in spots) - min(one[at] for one in spots) for at in range(2)]
        far = any(abs(a - b) > NEAR * span for a, b, span in zip(begin, end, spans, strict=True))
        return (begin, end) if far else None

    def _trail(self, party: int) -> Trail:
        """The offers of one party; the same offer twice in a row is one point."""
        scene, own = self.scene, [one for one in self.ended.offers() if one.party == party]
        name = self.ended.parties[party]
        kept = [one for at, one in enumerate(own) if at == 0 or one.package.tobytes() != own[at - 1].package.tobytes()]
        return Trail(
            scene.titles[name], scene.colours[name], party_shapes(self.ended.parties)[name],
            tuple(self._spot(one.worth) for one in kept), tuple(str(one.round) for one in kept),
            tuple(self._told(one) for one in kept),
        )  # fmt: skip

    def _told(self, offer: Offer) -> str:
        a, b = (plain(value, self._decimals) for value in self._spot(offer.worth))
        when = f" ({offer.date})" if offer.date else ""
        return f"{self.scene.say('ended.round', round=offer.round)}{when}: {a} / {b}"

    @property
    def _decimals(self) -> int:
        known = [float(one) for one in (*self.ended.no_deal, *self.ended.annual) if np.isfinite(one)]
        return min(2, decimals_for(*known))

    def _title(self) -> str:
        say, left, scene = self.scene.say, self.left, self.scene
        titles = [scene.titles[name] for name in scene.two]
        values: dict[str, Any] = {
            "first": titles[0], "second": titles[1], "unit": scene.unit, "packages": left.packages,
            "a": plain(float(left.most[0]), self._decimals), "b": plain(float(left.most[1]), self._decimals),
        }  # fmt: skip
        if not self.ended.over:
            return say("ended.title.open", **values)
        if self.ended.agreed and left.nothing and (shrunk := self._shrunk()) > SHRUNK:
            return say("ended.title.waited", share=percent(shrunk, 0).replace(GLUE, " "))
        if self.ended.agreed:
            return say("ended.title.efficient" if left.nothing else "ended.title.left", **values)
        return say("ended.title.nothing" if left.nothing else "ended.title.missed", **values)

    def _shrunk(self) -> float:
        """The share of the deal that waiting took from those who got something, where payoffs shrink with time."""
        schedule, deal = self.ended.game.schedule, self.ended.package
        if deal is None or not isinstance(schedule, LumpSchedule):
            return 0.0
        worth = self.ended.worth(deal)
        own = worth > 0.0
        return float(1.0 - (self.ended.annual[own].sum() / worth[own].sum())) if own.any() else 0.0

    def _alt(self) -> str:
        """What one sees, for those who do not."""
        say, ended, scene = self.scene.say, self.ended, self.scene
        first, second = (scene.titles[name] for name in scene.two)
        a, b = (plain(float(one), self._decimals) for one in ended.no_deal[:2])
        parts = [say("ended.alt.plane", first=first, second=second, unit=scene.unit, a=a, b=b)]
        for p, name in enumerate(scene.two):
            own = [one for one in ended.offers() if one.party == p]
            if own:
                ends = [plain(float(one.worth[q]), self._decimals) for one in (own[0], own[-1]) for q in (0, 1)]
                spots = dict(zip("abcd", ends, strict=True))
                parts.append(say("ended.alt.path", party=capital(scene.titles[name]), offers=len(own), **spots))
        if ended.package is not None:
            c, d = (plain(float(one), self._decimals) for one in ended.worth(ended.package)[:2])
            parts.append(say("ended.alt.deal", round=ended.round, a=c, b=d))
        else:
            parts.append(say("ended.alt.none" if ended.over else "ended.alt.open"))
        if self.cloud is not None:
            parts.append(say("ended.alt.cloud", games=f"{self.cloud['games']:,}"))
        return " ".join(parts)

    def _note(self, say: Language, arrow: object) -> str:
        parts = [say("ended.note"), say("ended.note.paths") if self.ended.said else ""]
        parts += [say("ended.note.came") if arrow else "", say("ended.note.cloud") if self.cloud is not None else ""]
        real = real_deal(self.scene.document)
        parts += [say("ended.note.real", source=real.source)] if real is not None and real.source else []
        parts += [say("ended.two")] if len(self.ended.parties) > 2 else []
        return " ".join(filter(None, parts))

    def _twin(self, marks: Sequence[Mark]) -> Twin:
        say, scene = self.scene.say, self.scene
        rows: list[tuple[Any, ...]] = [(one.name, rounded(one.x, 7), rounded(one.y, 7)) for one in marks if one.name]
        for offer in self.ended.offers():
            if offer.party < 2:
                who = scene.titles[self.ended.parties[offer.party]]
                name = say("ended.offer", round=offer.round, party=who)
                rows.append((name, *(rounded(one, 7) for one in self._spot(offer.worth))))
        return Twin((say("charts.plane.point"), *scene.heads), tuple(rows), self._decimals)


def talks_exhibit(
    document: Document, ended: Ended, ground: Ground, left: Left, say: Language, narrow: bool = False,
    cloud: Mapping[str, Any] | None = None,
) -> Exhibit:  # fmt: skip
    """The talks of one world on the plane.

    Args:
        document: The scenario.
        ended: The talks.
        ground: What could be agreed at the end.
        left: What was left on the table.
        say: Texts of the language.
        narrow: Whether it is for a phone.
        cloud: Others' games, as in `Path`.
    """
    return Path(Scene(document, ground, say, narrow), ended, left, cloud).exhibit()
