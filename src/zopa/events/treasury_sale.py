"""A sale of bonds as a threat carried out: what it costs the debtor and the seller, on one horizon.

Worth on the day of the sale. The debtor's cost builds up over years, the seller's falls due at once: only over the same
years can they be compared.
"""

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.mechanism import Now
from zopa.game.schedule import YEAR


def horizon_left(now: Now) -> tuple[Floats, Floats]:
    """The force of interest δ, (W,), a year, and the years left to the horizon, (W,), read off present values.

    With v = e^(−δt) for 1 paid now, t years from the start, and A = v (1 − e^(−δT)) / δ for 1 a year to the horizon,
    δ = −ln v / t and T = −ln(1 − δA/v) / δ; T = A/v where there is no interest, or no time has passed to read it off.
    """
    dates, years = now.setting.dates, now.annuity / now.once
    passed = (dates[now.index] - dates[0]).days / YEAR if dates else 0.0
    if passed <= 0.0:
        return np.zeros_like(years), years
    force = -np.log(now.once) / passed
    some = force > 1e-9
    left = -np.log1p(-np.where(some, np.minimum(force * years, 1.0 - 1e-12), 0.0))
    return np.where(some, force, 0.0), np.divide(left, force, out=years.copy(), where=some)


def worth_of_years(years: Floats, force: Floats) -> Floats:
    """Worth today of 1 a year for so many years, (1 − e^(−δT)) / δ; T without interest, (W,)."""
    some = force > 1e-9
    return np.divide(-np.expm1(-force * years), force, out=years.astype(np.float64), where=some)


def cost_of_new_debt(rise: Floats, issuance: Floats, lasts: Floats, force: Floats, years: Floats) -> Floats:
    """Worth today of the coupons that a higher yield adds to new debt, (W,), bn.

    Debt issued while the yield is higher, L = min(lasts, T) years, pays the difference to the horizon T: a flow of
    issuance × rise × min(s, L) at time s, worth issuance × rise × (L a(T) − (L − a(L)) / δ), a(x) being the worth of 1
    a year for x years; issuance × rise × (L T − L²/2) without interest.

    Args:
        rise: Rise of the yield as a share (0.0015 is 15 bp), (W,).
        issuance: New debt, bn a year, (W,).
        lasts: Years for which the yield is higher, (W,).
        force: Force of interest a year, (W,).
        years: Years to the horizon, (W,).
    """
    span = np.minimum(lasts, years)
    some = force > 1e-6
    ramp = np.divide(span - worth_of_years(span, force), force, out=span * span / 2.0, where=some)
    out: Floats = issuance * rise * (span * worth_of_years(years, force) - ramp)
    return out


def loss_on_holdings(rise: Floats, duration: Floats, currency: Floats, kept: Floats) -> Floats:
    """What the seller loses on the bonds that it keeps, (W,), bn: (duration × rise + rise of its currency) × kept.

    Args:
        rise: Rise of the yield as a share, (W,).
        duration: Duration of the bonds, years, (W,).
        currency: Rise of the seller's currency as a share, (W,).
        kept: Bonds kept, bn, (W,).
    """
    out: Floats = (duration * rise + currency) * kept
    return out
