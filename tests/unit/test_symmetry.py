"""Where both sides are in the same position it does not matter which of them stands first in the file."""

import pytest

from zopa import simulate

LEVELS = "issues.share.levels=[0, 2.5, 7.5, 10]"
KINDS = {"screener", "subgame_perfect", "hardliner", "linear", "log_roller", "zeuthen"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_who_makes_the_only_offer_gets_as_much_from_either_chair(kind: str) -> None:
    both = [f"parties.{party}.strategy={{kind: {kind}}}" for party in ("proposer", "responder")]
    ends = []
    for one, other in (("proposer", "responder"), ("responder", "proposer")):
        out = simulate("ultimatum", worlds=1, overrides=[LEVELS, *both, f"protocol.proposer={one}"])
        ends.append((out.agreed[0], out[f"payoff_{one}"][0], out[f"payoff_{other}"][0]))
    assert ends[0] == ends[1]
