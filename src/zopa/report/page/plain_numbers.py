"""Means, shares and dates as pages write them."""

from zopa.analysis.intervals import Mean, Share
from zopa.report.words import finished, percent, plain, signed


def mean_text(mean: Mean | None, decimals: int, always: str, plus: bool = False) -> str:
    """A mean with its interval of 95 % in brackets.

    Args:
        mean: The mean; None where there is none.
        decimals: Digits after the point.
        always: What is said where all worlds have the same.
        plus: Whether gains have a plus.

    >>> mean_text(None, 1, "always")
    '–'
    """
    write = signed if plus else plain
    if mean is None:
        return "–"
    if mean.sd is None or mean.low is None or mean.high is None:
        return write(mean.mean, decimals)
    if mean.sd <= 1e-9 * max(1.0, abs(mean.mean)):  # rounding is no variation
        return f"{write(mean.mean, decimals)}, {always}"
    return f"{write(mean.mean, decimals)} [{write(mean.low, decimals)}, {write(mean.high, decimals)}]"


def share_text(share: Share) -> str:
    """A share with its interval of 95 % in brackets.

    >>> share_text(Share.wilson(979, 1000))
    '97.9 % [96.8, 98.6]'
    """
    low, high = (finished(percent(end)).removesuffix(" %") for end in (share.low, share.high))
    return f"{finished(percent(share.share or 0.0))} [{low}, {high}]"
