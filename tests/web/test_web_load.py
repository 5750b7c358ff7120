"""Twenty people who play at once on one server: no error, no move lost, none made twice; how fast, no test asks."""

import asyncio
from pathlib import Path

from zopa.cli.benching.players import lost
from zopa.cli.benching.serve import crowd
from zopa.cli.benching.server import serving, warmed


def test_every_move_of_twenty_players_is_kept_once(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        warmed(served)
        seen = asyncio.run(crowd(served.port, 20, 5.0, (0.3, 0.6)))
    assert seen.errors == []
    assert len(seen.sent) >= 20
    assert any(seen.sent.values())
    assert lost(tmp_path / "games.sqlite", seen.sent) == []


def test_a_move_that_is_not_in_the_store_is_found(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        warmed(served)
        seen = asyncio.run(crowd(served.port, 2, 1.5, (0.1, 0.2)))
    game = next(name for name, acts in seen.sent.items() if acts)
    seen.sent[game].append({"do": "refuse"})
    assert len(lost(tmp_path / "games.sqlite", seen.sent)) == 1
    seen.sent[game] = [{"do": "leave"}, *seen.sent[game][1:-1]]
    assert len(lost(tmp_path / "games.sqlite", seen.sent)) == 1
