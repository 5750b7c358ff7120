"""Strategies at the ends of what scenarios may say: no warning (pytest makes errors of them), no number missing."""

import numpy as np
import pytest

from zopa import simulate


@pytest.mark.parametrize("kind", ["reputational", "war_of_attrition", "audience_war"])
@pytest.mark.parametrize("discount", [0, 1])
def test_who_waits_for_nothing_or_for_all(kind: str, discount: int) -> None:
    both = [f"parties.{party}.strategy={{kind: {kind}}}" for party in ("first", "second")]
    out = simulate("shrinking_pie", worlds=50, overrides=[*both, f"time.discount={discount}"])
    assert np.isfinite(out[["payoff_first", "payoff_second"]].to_numpy()).all()
