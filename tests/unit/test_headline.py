"""Headline and substance: the weights, how a deal reads, and a tilt of 0 that is no mechanism at all."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from unit.sale import SALE, write
from zopa import simulate
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.doors import Doors
from zopa.game.luck import Luck
from zopa.game.mechanism import Setting
from zopa.politics.headline import Headline
from zopa.talks import Talks

COLUMNS = list(Headline.columns)
OFF = "mechanisms={}"
PRESS = """{kind: headline, party: us, giver: japan, share: {investment_fund: 0.8, rice: {low: 0.4, central: 0.7,
  high: 0.9, at_most: 1, unit: s, source: x}}, tilt: {low: -0.3, central: 0.2, high: 0.6, unit: s, source: x}}"""
ON = f"mechanisms={{press: {PRESS}}}"


def played(first: int, worlds: int, *overrides: str) -> Talks:
    talks = Talks(compile_play(load("us_japan_2025", overrides).scenario, Luck(7, first, worlds)), collect=False)
    talks.play_out()
    return talks


def test_weights_of_headline_and_substance() -> None:
    """By hand: headline counts 1 + tilt and substance 1 − tilt, over the start; written once while payoffs stay."""
    talks = played(0, 40, ON)
    part = dict(talks.play.mechanisms)["press"]
    space, own, start = talks.play.game.space, talks.play.game.epochs[0].cells[0], talks.play.game.start
    added = talks.surroundings.doors.added(0)
    for w in (0, 17, 39):
        for k, name in enumerate(space.names):
            share = part.share[w, k]
            assert share == (0.8 if name == "investment_fund" else share if name == "rice" else 0.0)
            for cell in range(space.first[k], space.first[k + 1]):
                over = own[w, cell] - own[w, space.first[k] + start[k]]
                headline, substance = (1 + part.tilt[w]) * share * over, (1 - part.tilt[w]) * (1 - share) * over
                assert over + added[w, cell] == pytest.approx(headline + substance, abs=1e-12)
    assert talks.surroundings.doors.added(1) is None
    assert not talks.surroundings.doors.touched.any()  # of the last round: nothing had changed


def test_payoffs_that_change_are_weighed_again() -> None:
    """Rice costs Japan more before the vote, so its cells are others after it; worlds without a tilt stay untouched."""
    game = compile_play(load("us_japan_2025", [OFF]).scenario, Luck(7, 0, 5)).game
    tilt, share = np.array([0.5, 0.0, -0.5, 0.25, 0.0]), np.zeros((5, len(game.space.names)))
    share[:, game.space.names.index("rice")] = 1.0
    part, doors = Headline(1, share, tilt), Doors(5, 2)
    place = SimpleNamespace(space=game.space, worlds=5, name="press", start=game.start)
    place.over_start = lambda cells: Setting.over_start(place, cells)
    memory = part.begin(place)
    rice, autos = (game.space.cells_of(game.space.names.index(name)) for name in ("rice", "autos"))
    before, after = game.epochs[0].cells, game.epochs[-1].cells
    for cells, again in ((before, True), (before, False), (after, True)):
        doors.clear()
        part.act(SimpleNamespace(cells=cells), memory, doors)
        assert np.allclose(doors.added(1)[:, rice], tilt[:, None] * cells[1][:, rice])
        cars = cells[1][:, autos] - cells[1][:, autos][:, :1]  # 27.5, in force at the start, comes first
        assert np.allclose(doors.added(1)[:, autos], -tilt[:, None] * cars)
        assert doors.touched.tolist() == [again, False, again, again, False]


def test_how_a_deal_reads() -> None:
    talks = played(0, 60, ON)
    out, game, part = talks.outcomes, talks.play.game, dict(talks.play.mechanisms)["press"]
    space, start = game.space, game.start
    found = {name: out.extra[f"press_{name}"] for name in COLUMNS}
    assert out.agreed.any()
    for w in range(60):
        if not out.agreed[w]:
            assert all(np.isnan(found[name][w]) for name in COLUMNS)
            continue
        cells = game.epochs[game.epoch_at(int(out.index[w]))].cells
        headline = substance = gains = loud = transfer = 0.0
        for k in range(len(space.clusters)):
            to, before = space.first[k] + out.package[w, k], space.first[k] + start[k]
            mine, theirs = cells[0][w, to] - cells[0][w, before], cells[1][w, to] - cells[1][w, before]
            share = part.share[w, k]
            headline += share * mine
            substance += (1 - share) * mine
            if mine > 0:
                gains, loud = gains + mine, loud + share * mine
            if theirs < 0:
                transfer += (1 - share) * -theirs
        expected = {
            "headline": headline, "substance": substance, "gap": headline - substance, "gained": loud / gains,
            "transfer": transfer,
        }  # fmt: skip
        for name, value in expected.items():
            assert found[name][w] == pytest.approx(value, abs=1e-10), name


@pytest.mark.parametrize("width", [1, 7])
def test_a_world_does_not_depend_on_its_block(width: int) -> None:
    whole = played(30, 21, ON).outcomes
    for low in range(0, 21, width):
        part = played(30 + low, width, ON).outcomes
        for name in COLUMNS:
            assert part.extra[f"press_{name}"].tobytes() == whole.extra[f"press_{name}"][low : low + width].tobytes()
        for party in range(2):
            assert part.payoff[party].tobytes() == whole.payoff[party][low : low + width].tobytes()


def test_a_tilt_of_zero_is_the_game_without_it() -> None:
    plain = simulate("us_japan_2025", worlds=60, seed=4, overrides=[OFF])
    press = "mechanisms={press: {kind: headline, party: us, share: {rice: 0.7}}}"
    silent = simulate("us_japan_2025", worlds=60, seed=4, overrides=[press])
    tilted = simulate("us_japan_2025", worlds=60, seed=4, overrides=[ON])
    shared = list(plain.columns)
    assert silent[shared].equals(plain)
    assert not tilted[shared].equals(plain)
    assert sorted(set(silent.columns) - set(plain.columns)) == sorted(f"press_{name}" for name in COLUMNS)


def test_what_a_tilt_adds_is_booked_as_politics() -> None:
    """The payoffs of tilted talks count the tilt; it stands in the accounts of politics and of nothing else."""
    talks = played(0, 40, ON)
    doors = talks.surroundings.doors
    assert doors.added(0, "politics") is not None
    assert doors.added(0, "market") is None


def test_without_dates_a_deal_reads_by_itself(tmp_path: Path) -> None:
    """Seller's price in headline, delivery in substance; the buyer's 10 − price + haste × (now) is never a loss."""
    press = "mechanisms: {press: {kind: headline, party: seller, share: {price: 1}, tilt: 0.5}}"
    path = write(tmp_path, f"{SALE}{press}\n")
    worlds = simulate(path, worlds=30, seed=1)
    deals = worlds[worlds.agreed]
    assert len(deals)
    later = (deals.delivery == "later").to_numpy()
    assert np.allclose(deals.press_headline, deals.price.astype(float))
    assert np.allclose(deals.press_substance, np.where(later, 1.5, 0.0))
    assert np.allclose(deals.press_transfer, 0.0)


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mechanisms\.press\.share must be between 0 and 1"):
        played(0, 3, "mechanisms={press: {kind: headline, party: us, share: {rice: 1.5}}}")
