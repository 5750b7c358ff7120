"""The other talks: what a partner ahead has made cheap, and what followers get."""

from dataclasses import replace

import numpy as np
import pytest

from twins.arena import digest
from unit import around
from zopa.events.other_talks import MOST, OtherTalks
from zopa.game.mechanism import Setting
from zopa.game.space import Space

US = 0
SPACE = Space.of({"gas": ["no", "yes"], "autos": [25, 20, 15, 10], "cap": ["no", "yes"]}, {"cars": ["autos", "cap"]})
QUEUE = OtherTalks(US, 1, per_point=np.array([-0.3, -0.1, 0.0]), origin=25.0, lowest=10.0, highest=20.0)


def setting(worlds: int = 3) -> Setting:
    return replace(around.setting(worlds), space=SPACE)


def sealed(
    queue: OtherTalks, worlds: int = 3, level: int = 2, struck: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    place = setting(worlds)
    memory, doors = queue.begin(place), around.doors(worlds)
    package = np.tile(np.array([[0, 2 * level]], dtype=np.int16), (worlds, 1))
    where = np.ones(worlds, dtype=bool) if struck is None else struck
    queue.sealed(around.now(place, 0, package=package), where, memory, doors)
    return queue.results(memory)


def test_points_granted_to_somebody_ahead_are_free_where_the_deal_is_copied() -> None:
    queue = replace(QUEUE, ahead=15.0, similarity=0.5)
    place, doors = setting(), around.doors(3)
    queue.act(around.now(place, 0), queue.begin(place), doors)
    added = doors.added(US)
    assert added is not None
    for w, per_point in enumerate([-0.3, -0.1, 0.0]):
        by_level = [-per_point * 0.5 * points for points in (0, 5, 10, 10)]  # 25, 20, 15, and 10: no more than to 15
        np.testing.assert_allclose(added[w], [0, 0, *np.repeat(by_level, 2)])
    assert doors.touched.all()
    doors.clear()
    queue.act(around.now(place, 1), None, doors)
    assert not doors.touched.any()  # once and for all


def test_nobody_ahead_writes_nothing() -> None:
    place, doors = setting(), around.doors(3)
    QUEUE.act(around.now(place, 0), QUEUE.begin(place), doors)
    assert doors.added(US) is None


def test_followers_who_copy_and_who_do_not() -> None:
    every = sealed(replace(QUEUE, similarity=1.0, followers=15.0))
    np.testing.assert_array_equal(every["copied"], 1.0)
    np.testing.assert_array_equal(every["spread"], 0.0)
    np.testing.assert_array_equal(every["points"], 10.0)
    np.testing.assert_array_equal(every["edge"], 0.0)
    nobody = sealed(replace(QUEUE, similarity=0.0, followers=100.0), 2000)
    assert nobody["copied"].mean() == pytest.approx(1 / 3, abs=0.005)  # 10, 15 or 20, as it falls
    assert nobody["spread"].mean() == pytest.approx(np.std([10, 15, 20]), abs=0.05)
    assert nobody["points"].mean() == pytest.approx(10.0, abs=0.05)
    better = sealed(replace(QUEUE, similarity=0.25, followers=100.0), 2000, level=3)
    assert better["edge"].mean() == pytest.approx(0.75 * 5.0, abs=0.05)


def test_followers_by_hand() -> None:
    queue = replace(QUEUE, similarity=0.6, followers=np.array([15.0, 40.0, 75.0]))
    found = sealed(queue)
    luck = setting().luck
    copies = luck.uniforms("mechanism:part:copies", each=MOST)
    own = luck.uniforms("mechanism:part:own", each=MOST)
    for w, number in enumerate((15, 40, 75)):
        levels = [15 if copies[w, j] < 0.6 else [10, 15, 20][int(own[w, j] * 3)] for j in range(number)]
        assert found["copied"][w] == levels.count(15) / number
        assert found["spread"][w] == pytest.approx(np.std(levels), rel=1e-12)
        assert found["points"][w] == pytest.approx(25 - np.mean(levels), rel=1e-12)
        assert found["edge"][w] == pytest.approx(np.mean(levels) - 15, rel=1e-12, abs=1e-12)


def test_only_deals_have_followers() -> None:
    found = sealed(QUEUE, struck=np.array([True, False, True]))
    assert np.isnan(found["copied"]).tolist() == [False, True, False]
    assert set(found) == set(QUEUE.columns)


def test_levels_must_be_numbers() -> None:
    with pytest.raises(ValueError, match="the levels of gas are no numbers"):
        replace(QUEUE, issue=0).levels(setting())


TALKS = (
    "queue={kind: other_talks, party: us, issue: autos, per_point: autos_precedent, origin: 27.5, lowest: 10,"
    " highest: 27.5, followers: {low: 15, central: 40, high: 75, at_least: 1, at_most: 100, basis: assumption,"
    " source: test}"
)


def test_worlds_of_the_flagship_alone() -> None:
    assert around.differs_from_alone(6, f"{TALKS}, ahead: 15}}") == []


def test_followers_change_nothing_and_somebody_ahead_does() -> None:
    bare = digest(around.played(0, 40), slice(None))
    assert digest(around.played(0, 40, f"{TALKS}}}"), slice(None)) == bare
    assert digest(around.played(0, 40, f"{TALKS}, ahead: 15}}"), slice(None)) != bare
    assert digest(around.played(0, 40, f"{TALKS}, ahead: 15, similarity: 0}}"), slice(None)) == bare
