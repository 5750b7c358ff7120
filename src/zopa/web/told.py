"""What has happened in talks, event by event, as far as somebody may know."""

from collections.abc import Container, Iterator
from typing import Any, Literal

import numpy as np

from zopa.game.space import Level, Space
from zopa.talks import Talks
from zopa.talks.record import News, Said
from zopa.web.answers import Event

Kind = Literal["sent_home", "accept", "consent", "refuse"]
Why = Literal["", "enough", "last_exchange", "home", "no_deal", "time", "too_little"]


def events(talks: Talks, viewer: int | None, over: bool, own: Container[int] = ()) -> list[Event]:
    """All that has happened.

    Args:
        talks: The talks, their record kept.
        viewer: Index of the party that looks; None for somebody who may see all.
        over: Whether the talks have ended: then all may see all.
        own: Numbers of the turns that people decided themselves: no reason is read into these.
    """
    assert talks.record is not None
    known = viewer if talks.play.game.information != "complete" else None
    sees_all = viewer is None or over
    found: list[Event] = []
    news, offered = list(talks.record.news), None
    for number, said in enumerate(talks.record.said):
        while news and news[0].after <= number:
            found += _news(news.pop(0), len(found))
        mine = said.turn.party == viewer
        if said.turn.sealed and not (sees_all or mine) and said.index == talks.index:
            continue  # a sealed offer that has not been opened
        for one in _said(talks, said, offered, sees_all or mine, None if sees_all else known):
            found.append(
                one.model_copy(update={"index": len(found)} | ({"why": "", "wants": None} if number in own else {}))
            )
        offered = said if said.offered[0] else offered
    for late in news:
        found += _news(late, len(found))
    return found


def _news(news: News, index: int) -> Iterator[Event]:
    if news.where[0]:
        text = news.text[:1].upper() + news.text[1:]
        yield Event(index=index, round=news.index + 1, date=_day(news.date), kind="news", text=f"{text}.")


def _said(talks: Talks, said: Said, before: Said | None, told: bool, viewer: int | None) -> Iterator[Event]:
    """An answer, where there was something to answer, and an offer.

    Args:
        talks: The talks.
        said: One party's turn.
        before: The turn that put on the table what had to be answered.
        told: Whether the party's reasons are known.
        viewer: Whose payoffs are known; None for everybody's.
    """
    space, names, p = talks.space, talks.play.game.parties, said.turn.party
    seen = range(len(names)) if viewer is None else [viewer]
    base: dict[str, Any] = {"index": 0, "round": said.index + 1, "date": _day(said.date), "party": names[p]}
    no_deal: dict[str, float | None] = {names[q]: float(said.reservation[q][0]) for q in seen}
    wants = float(said.wants[0]) if told else None
    if said.answers[0]:
        yes = bool(said.accepted[0] or said.consented[0] or said.refused[0])
        kind: Kind = (
            "sent_home" if said.refused[0] else "accept" if said.accepted[0] else "consent" if yes else "refuse"
        )
        blocked = tuple(name for name, where in said.objectors if where[0]) if told else ()
        faced: dict[str, float | None] = {
            names[q]: float((said.offer if q == p or before is None else before.worth[q])[0]) for q in seen
        }
        yield Event(
            **base, worth=dict(faced), kind=kind, package=_levels(space, said.faced[0]), no_deal=no_deal, wants=wants,
            blocked=blocked, why=_why(said, bool(blocked)) if told else "",
        )  # fmt: skip
    if said.offered[0]:
        base["worth"] = {names[q]: float(said.worth[q][0]) for q in seen}
        yield Event(
            **base, kind="offer", package=_levels(space, said.package[0]), no_deal=no_deal, wants=wants
        )  # fmt: skip
    elif not said.answers[0] and said.turn.may_propose:
        yield Event(**base, kind="silent", no_deal=no_deal)


def _why(said: Said, blocked: bool) -> Why:
    """What decided an answer."""
    p = said.turn.party
    no_deal, offer, wants = float(said.reservation[p][0]), float(said.offer[0]), float(said.wants[0])
    if said.accepted[0] or said.consented[0] or said.refused[0]:
        return "enough" if offer >= wants else "last_exchange"
    if blocked:
        return "home"
    if offer < no_deal:
        return "no_deal"
    return "too_little" if said.late[0] else "time"


def _levels(space: Space, package: np.ndarray) -> dict[str, Level]:
    return dict(space.read(package))


def _day(date: object) -> str | None:
    return None if date is None else str(date)
