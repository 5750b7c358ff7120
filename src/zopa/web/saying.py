"""Public statements that somebody around the table listens to, and what they bring about."""

import numpy as np

from zopa.events.bond_market import BondMarket
from zopa.events.information import Listeners
from zopa.game.view import View
from zopa.politics.audience import Audience
from zopa.web.answers import Saying
from zopa.web.sitting import At


def sayings(chair: At, view: View) -> tuple[Saying, ...]:
    """What a party can say in public.

    Its own home's parameters are told as numbers, as it knows them; how much others believe is not.

    Args:
        chair: The party's place.
        view: What it may know.
    """
    parts = [part for _, part in chair.talks.play.mechanisms]
    found: list[Saying] = []
    for part in parts:
        if isinstance(part, Audience) and part.party == chair.me:
            found += _at_home(chair, part)
    listeners = [part.party for part in parts if isinstance(part, Listeners) and part.party != chair.me]
    if listeners:
        who = chair.words.joined([chair.words.party(party) for party in dict.fromkeys(listeners)])
        unit = chair.talks.play.game.unit or "1"
        most = max(1.0, round(float(view.best[0] - view.reservation[0]), 1))
        about = _say(chair, "patience", who=who)
        found.append(Saying(kind="patience", about=(about,), amount=min(1.0, most), most=most, unit=unit))
    for part in parts:
        if isinstance(part, BondMarket) and part.owner in (None, chair.me):
            found += _card(chair, part, view)
    kinds = {one.kind: one for one in found}
    told = {kind: tuple(text for one in found if one.kind == kind for text in one.about) for kind in kinds}
    return tuple(one.model_copy(update={"about": told[kind]}) for kind, one in kinds.items())


def _at_home(chair: At, part: Audience) -> list[Saying]:
    worth = _one(part.worth)
    line = _say(chair, "red_line", cost=chair.words.money(_one(part.cost) * worth))
    near = _say(chair, "celebration", cost=chair.words.money(_one(part.disappointment) * worth))
    more = (_say(chair, "cheer", share=f"{100 * _one(part.bonus):.1f}"),) if _one(part.bonus) > 0.0 else ()
    return [Saying(kind="red_line", about=(line,)), Saying(kind="celebration", about=(near, *more))]


def _card(chair: At, part: BondMarket, view: View) -> list[Saying]:
    who = chair.words.party(part.party)
    stress = float(np.nan_to_num(view.stress[0]))
    key = "hint.near" if stress >= _one(part.near) else "hint.calm"
    shown = _say(chair, key, points=f"{_one(part.hint):.0f}", who=who, stress=f"{100 * stress:.0f}")
    found = [Saying(kind="hint", about=(shown,)), Saying(kind="denial", about=(_say(chair, "denial"),))]
    if part.owner == chair.me:
        played = _say(chair, "use", points=f"{_one(part.sale_impact):.0f}", who=who)
        most = round(_one(part.holdings) / 100.0, 1)
        found.append(Saying(kind="use", about=(played,), most=most, unit=_say(chair, "use.unit")))
    return found


def _one(parameter: object) -> float:
    """A parameter of a single world."""
    return float(np.ravel(np.asarray(parameter, dtype=np.float64))[0])


def _say(chair: At, key: str, **values: str) -> str:
    return chair.words.say(f"web.play.say.{key}", **values)
