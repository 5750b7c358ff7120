"""The bond market: a yield that shocks, hints and sales raise and that time calms, and what its stress costs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.events.treasury_sale import cost_of_new_debt, horizon_left, loss_on_holdings
from zopa.game import statement as said
from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting, nowhere
from zopa.game.parameters import NotNegative, Party, Positive, Scalar, Share, per_world
from zopa.game.schedule import YEAR


@dataclass
class Market:
    """What the market remembers, all (W,).

    Attributes:
        gap: Yield above calm from shocks and sales, bp.
        hint: Yield above calm from hints, bp.
        struck: Whether the dated shock has come.
        hinted: Worlds in which the card has been shown.
        sold: Bonds sold, bn.
        peak: Highest stress while there was no deal.
        harm: Present value of what sales cost the party in pain.
        self_harm: Present value of what they cost the owner.
    """

    gap: Floats
    hint: Floats
    struck: bool
    hinted: Bools
    sold: Floats
    peak: Floats
    harm: Floats
    self_harm: Floats


@dataclass(frozen=True)
class BondMarket(Mechanism):
    """Stress of the market, max(0, yield − calm) / (threshold − calm), is a cost of delay for one party.

    The yield's gap over calm halves every `half_life` days. It is raised by shocks that come by chance, by a dated one,
    by hints at a sale where stress is at least `near` (a denial takes a share of that back), and by sales. While the
    talks go on the party pays pain × stress as a yearly flow (money door); D falls by what waiting to the last round
    will cost on average, pain × stress × m (1 − e^(−left/m)) with mean life m = half_life / ln 2, spread over the years
    left (D door). Strategies see the stress. A sale of the owner's bonds costs both sides once, on one horizon
    (`treasury_sale`). Nothing calms and no shock comes where rounds have no dates.

    Sources: rout and pause of 9 April 2025 (10-year yield from 3.9 to 4.51 percent); Beltran, Kretchmer, Marquez &
    Thomas (2013) on foreign holdings and yields; Schelling (1960), Baliga & Sjöström (2008) on deliberate ambiguity.

    Attributes:
        party: Whose cost of delay the stress is.
        owner: Who holds the bonds; nobody can sell where left out, and anybody's hint counts.
        calm: Yield without shocks, percent.
        threshold: Yield at which stress is 1, percent.
        pain: Cost of delay at the threshold, as a yearly flow.
        hazard: Shocks a year, by chance.
        size: Size of such a shock, bp.
        date: Day of the dated shock; none where left out.
        shock: Size of the dated shock, bp.
        half_life: Days in which the gap halves.
        near: Stress from which a hint moves the market.
        hint: What a hint then adds to the yield, bp.
        denial: Share of what is left of hints that a denial takes back.
        sale_impact: What a sale of 100 bn adds to the yield, bp.
        lasts: Years for which new debt pays that more.
        issuance: New debt of the party in pain, bn a year.
        holdings: Bonds that the owner holds, bn.
        duration: Their duration, years.
        yen: Rise of the owner's currency for 100 bn sold, percent.
        seen: Whether strategies see this market's stress; off for a market that concerns one country only.
    """

    party: Party
    owner: Party | None = None
    calm: Scalar = 4.0
    threshold: Scalar = 4.5
    pain: NotNegative = 7.3
    hazard: NotNegative = 0.0
    size: NotNegative = 25.0
    date: dt.date | None = None
    shock: NotNegative = 0.0
    half_life: Positive = 20.0
    near: NotNegative = 0.8
    hint: NotNegative = 5.0
    denial: Share = 0.8
    sale_impact: NotNegative = 15.0
    lasts: NotNegative = 1.0
    issuance: NotNegative = 4700.0
    holdings: NotNegative = 1131.0
    duration: NotNegative = 4.0
    yen: NotNegative = 2.0
    seen: bool = True

    account: ClassVar[str] = "market"
    agent: ClassVar[str] = "bond_market"
    columns: ClassVar[Mapping[str, str]] = {
        "peak": "highest stress of the bond market before a deal (1 = threshold of pain)",
        "hinted": "whether a sale was hinted at (1) or not (0)",
        "sold": "bonds sold as a threat carried out, bn",
        "harm": "what these sales cost the party in pain, present value",
        "self_harm": "what these sales cost the owner of the bonds, present value",
    }

    def begin(self, setting: Setting) -> Market:
        """A calm market."""
        w = setting.worlds
        none = [np.zeros(w) for _ in range(6)]
        return Market(none[0], none[1], False, nowhere(w), none[2], none[3], none[4], none[5])

    def act(self, now: Now, memory: Market, doors: Doors) -> None:
        """Time calms, shocks and words move; then the stress is felt."""
        self._calm_down(now, memory)
        self._shake(now, memory, doors)
        self._listen(now, memory, doors)
        stress = self.stress(memory)
        memory.peak = np.where(now.open, np.maximum(memory.peak, stress), memory.peak)
        if self.seen:
            doors.stress = stress
        flow, mean_life = self.pain * stress, self.mean_life(now.setting.worlds)
        ahead = days_ahead(now)
        average = fading(ahead, mean_life) / ahead if ahead > 0.0 else 1.0
        doors.wait(self.party, -flow * average)
        waiting = flow * fading(days_left(now), mean_life) / YEAR * now.once
        doors.lose(self.party, -np.divide(waiting, now.annuity, out=np.zeros_like(waiting), where=now.annuity > 0.0))

    def stress(self, memory: Market) -> Floats:
        """0 in a calm market, 1 at the threshold, (W,)."""
        room = np.maximum(np.subtract(self.threshold, self.calm), 0.01)  # a threshold at calm is a basis point above it
        found: Floats = np.maximum(memory.gap + memory.hint, 0.0) / (100.0 * room)
        return found

    def mean_life(self, worlds: int) -> Floats:
        """Mean life of a gap in the yield, days, (W,)."""
        out: Floats = per_world(self.half_life, worlds) / np.log(2.0)
        return out

    def _calm_down(self, now: Now, memory: Market) -> None:
        left = np.exp2(-now.days / per_world(self.half_life, now.setting.worlds))
        memory.gap, memory.hint = memory.gap * left, memory.hint * left

    def _shake(self, now: Now, memory: Market, doors: Doors) -> None:
        worlds = now.setting.worlds
        chance = -np.expm1(-per_world(self.hazard, worlds) * (now.days / YEAR))
        if chance.any():
            shaken = now.draw("shock") < chance
            memory.gap = memory.gap + np.where(shaken, self.size, 0.0)
            doors.tell("bond yields jump", shaken & now.open)
        if self.date is not None and now.date is not None and now.date >= self.date and not memory.struck:
            memory.struck = True
            since = (now.date - self.date).days
            memory.gap = memory.gap + self.shock * np.exp2(-since / per_world(self.half_life, worlds))
            doors.tell(f"bond yields have jumped on {self.date}", now.open & (per_world(self.shock, worlds) > 0.0))

    def _listen(self, now: Now, memory: Market, doors: Doors) -> None:
        close = self.stress(memory) >= self.near
        denied = nowhere(now.setting.worlds)
        for word in now.said:
            if self.owner is not None and word.by != self.owner:
                continue
            heard = word.where & now.open  # where a deal followed at once nobody minds any more
            if word.kind == said.HINT:
                memory.hint = memory.hint + np.where(heard & close, self.hint, 0.0)
                memory.hinted = memory.hinted | heard
            elif word.kind == said.DENIAL:
                denied = denied | heard
            elif word.kind == said.USE and self.owner is not None:
                self._sell(now, heard, word.amount, memory, doors)
        memory.hint = np.where(denied, memory.hint * (1.0 - per_world(self.denial, denied.shape[0])), memory.hint)

    def _sell(self, now: Now, where: Bools, hundreds: Floats, memory: Market, doors: Doors) -> None:
        assert self.owner is not None, "nobody owns the bonds"
        worlds = now.setting.worlds
        holdings = per_world(self.holdings, worlds)
        sold = np.where(where, np.minimum(100.0 * hundreds, holdings - memory.sold), 0.0)
        memory.sold = memory.sold + sold
        rise, kept = self.sale_impact * sold / 100.0, holdings - memory.sold
        memory.gap = memory.gap + rise
        force, years = horizon_left(now)
        harm = now.once * cost_of_new_debt(
            rise / 1e4, per_world(self.issuance, worlds), per_world(self.lasts, worlds), force, years
        )
        yen = per_world(self.yen, worlds) / 100.0 * sold / 100.0
        self_harm = now.once * loss_on_holdings(rise / 1e4, per_world(self.duration, worlds), yen, kept)
        self_harm = np.where(sold > 0.0, self_harm, 0.0)
        memory.harm, memory.self_harm = memory.harm + harm, memory.self_harm + self_harm
        doors.charge(self.party, -harm)
        doors.charge(self.owner, -self_harm)
        doors.tell(f"{now.setting.calls(self.owner)} sells bonds", sold > 0.0)

    def results(self, memory: Market) -> dict[str, Floats]:
        """What happened on the market."""
        return {
            "peak": memory.peak, "hinted": memory.hinted.astype(np.float64), "sold": memory.sold,
            "harm": memory.harm, "self_harm": memory.self_harm,
        }  # fmt: skip


def fading(days: float, mean_life: Floats) -> Floats:
    """Days' worth of what is 1 now and fades with a mean life m (W,), while d days pass: m (1 − e^(−d/m))."""
    out: Floats = -mean_life * np.expm1(-days / mean_life)
    return out


def days_ahead(now: Now) -> float:
    """Days until the next round; 0 at the last one and where there are no dates."""
    dates = now.setting.dates
    return float((dates[now.index + 1] - dates[now.index]).days) if now.index + 1 < len(dates) else 0.0


def days_left(now: Now) -> float:
    """Days until the last round; 0 where there are no dates."""
    dates = now.setting.dates
    return float((dates[-1] - dates[now.index]).days) if dates else 0.0
