"""Who believes what: claims, biased and noisy estimates, and the audit, each against a scalar version."""

import datetime as dt
import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import ndtri

from twins.arena import digest
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.events.audit import Audit, agreement, waste
from zopa.events.information import Bias, Listeners, Noise
from zopa.game import statement as said
from zopa.game.doors import Doors
from zopa.game.luck import Luck
from zopa.game.mechanism import Setting
from zopa.game.space import Space
from zopa.game.statement import Statement
from zopa.talks import Talks

SPACE = Space.of({"cars": [2, 1, 0], "rice": [0, 1]})
PATIENT = "parties.us.strategy.says=[{kind: patience, claim: 3}]"
HALF = "{low: 0.4, central: 0.5, high: 0.8, unit: s, source: x}"
ALL = f"""mechanisms={{ears: {{kind: listeners, party: japan, naive: {HALF.replace("0.8", "0.7")}}},
  alliance: {{kind: bias, party: japan, about: us, factors: {{autos: 0.5, defence: 2}}, until: 2025-06-05}},
  guess: {{kind: noise, party: us, about: japan, size: {HALF}, fades: 0.2}},
  audit: {{kind: audit}}}}"""


def outcomes(first: int, worlds: int, *overrides: str):
    played = Talks(compile_play(load("us_japan_2025", overrides).scenario, Luck(7, first, worlds)), collect=False)
    return played.play_out()


def setting(worlds: int, start: list[int] | None = None, error: float | None = None) -> Setting:
    package = None if start is None else np.array(start, dtype=np.int16)
    errors = None if error is None else (np.full((worlds, 5), error), np.full((worlds, 5), 2 * error))
    return Setting(
        SPACE, Luck(1, 0, worlds), ("north", "south"), "one", {}, package, (), 1, (), np.ones(worlds), None, errors
    )  # fmt: skip


def now(world: Setting, index: int = 0, **more):
    date, w = more.pop("date", None), world.worlds
    table = {
        "standing": np.zeros(w, dtype=bool),
        "proposer": np.full(w, -1),
        "package": np.zeros((w, 2), dtype=np.int16),
    }
    more = {**table, **more}
    return SimpleNamespace(
        setting=world, index=index, date=date, open=np.ones(world.worlds, dtype=bool),
        after=lambda day: day is None or date is None or date >= day, **more,
    )  # fmt: skip


def patience(by: int, where: list[bool], amount: float) -> Statement:
    return Statement(said.PATIENCE, by, np.array(where), np.full(len(where), amount))


def test_listeners_believe_a_share_of_the_last_claim() -> None:
    world, part = setting(3), Listeners(0, np.array([0.0, 0.5, 1.0]))
    memory, doors = part.begin(world), Doors(3, 2)
    heard = [
        ((), None), ((patience(1, [True, True, False], 4.0), patience(0, [True] * 3, 9.0)), [0.0, 2.0, 0.0]),
        ((Statement(said.RED_LINE, 1, np.ones(3, dtype=bool), np.full(3, 7.0)),), [0.0, 2.0, 0.0]),
        ((patience(1, [False, True, True], 6.0),), [0.0, 3.0, 6.0]), ((), [0.0, 3.0, 6.0]),
    ]  # fmt: skip
    for statements, believed in heard:
        doors.clear()
        part.act(now(world, said=statements), memory, doors)
        assert (doors.claims == {}) == (believed is None)
        assert believed is None or doors.claims[0, 1].tolist() == believed
        assert not doors.touched.any()
    deaf, doors = Listeners(0, 0.0), Doors(3, 2)
    part.act(now(world, said=()), deaf.begin(world), doors)
    deaf.act(now(world, said=(patience(1, [True] * 3, 4.0),)), deaf.begin(world), doors)
    assert doors.claims == {}


def test_a_bias_weighs_changes_from_what_is_in_force() -> None:
    known = (np.zeros((2, 5)), np.array([[10.0, 7.0, 3.0, 1.0, 2.0]] * 2))
    factors, day = np.array([[0.5, 1.0], [2.0, 3.0]]), dt.date(2025, 6, 5)
    part, world, doors = Bias(0, 1, factors, day), setting(2, [1, 0]), Doors(2, 2)
    memory = part.begin(world)
    part.act(now(world, prior=known, date=dt.date(2025, 6, 4)), memory, doors)
    for w, (cars, rice) in enumerate(factors):
        wanted = [(cars - 1) * (10 - 7), 0.0, (cars - 1) * (3 - 7), 0.0, (rice - 1) * (2 - 1)]
        assert doors.estimate(0, 1)[w].tolist() == wanted
    assert doors.touched.all()
    for date, prior, again in ((4, known, False), (4, tuple(k + 1 for k in known), True), (5, known, True)):
        doors.clear()
        part.act(now(world, prior=prior, date=dt.date(2025, 6, date)), memory, doors)
        assert doors.touched.any() == again
    assert not doors.estimate(0, 1).any()
    assert doors.estimate(1, 0) is None
    part, undated = Bias(0, 1, factors), setting(2)
    part.act(now(undated, prior=known), part.begin(undated), doors)
    assert doors.estimate(0, 1)[0].tolist() == [-5.0, -3.5, -1.5, 0.0, 0.0]


def test_what_a_party_that_is_wrong_asks_for() -> None:
    """What its first offer was truly worth to the other; the level of an issue then, and before the error is seen."""
    world, day = setting(3, [0, 0]), dt.date(2025, 6, 5)
    part = Bias(0, 1, np.full((3, 2), 2.0), day, 0)
    memory, doors, flows = part.begin(world), Doors(3, 2), (np.zeros(3), np.array([1.0, 2.0, 3.0]))
    known = (np.zeros((3, 5)), np.array([[5.0, 2.0, 1.0, 0.0, 4.0]] * 3))
    truth = (known[0], known[1] * 10.0)
    for date, proposer, standing, package in (
        (3, [0, 1, 0], [True, True, False], [[1, 1], [2, 0], [0, 0]]),
        (4, [0, 0, 1], [True] * 3, [[2, 0], [2, 1], [0, 0]]),
        (5, [0, 0, 0], [True] * 3, [[0, 0], [0, 0], [1, 0]]),
    ):  # fmt: skip
        part.act(
            now(world, date=dt.date(2025, 6, date), prior=known, cells=truth, in_force=flows,
                package=np.array(package, dtype=np.int16), proposer=np.array(proposer), standing=np.array(standing)),
            memory, doors,
        )  # fmt: skip
    found = part.results(memory)
    assert found["opening"].tolist() == [20.0 + 40.0 - 1.0, 10.0 + 40.0 - 2.0, 20.0 + 0.0 - 3.0]
    assert found["asked_first"].tolist() == [1.0, 0.0, 1.0]  # levels 2, 1, 0
    assert np.array_equal(found["asked_before"], [0.0, 0.0, np.nan], equal_nan=True)


def test_noise_fades_in_steps() -> None:
    w = 400
    world, size = setting(w, error=2.0), np.where(np.arange(w) % 2 == 0, 0.5, 0.0)
    part, doors = Noise(0, 1, size, 0.1, 3), Doors(w, 2)
    memory = part.begin(world)
    normal = ndtri(world.luck.uniforms("mechanism:one:noise", each=5))
    for index in range(8):
        doors.clear()
        part.act(now(world, index), memory, doors)
        share = 0.9 ** {0: 0, 1: 0, 2: 0, 3: 3, 4: 3, 5: 3, 6: 6, 7: 6}[index]
        assert np.allclose(doors.estimate(0, 1), size[:, None] * 4.0 * normal * share, rtol=1e-12)
        assert (doors.touched == ((size > 0) & (index % 3 == 0))).all()
    assert (doors.estimate(0, 1)[size > 0] / (2.0 * share)).std() == pytest.approx(1.0, abs=0.05)
    blind = part.begin(setting(w))
    assert not blind.error.any()


def test_agreement_is_the_correlation_within_clusters() -> None:
    rng = np.random.default_rng(3)
    believed, true, allowed = rng.normal(size=(6, 5)), rng.normal(size=(6, 5)), rng.random((6, 5)) < 0.7
    allowed[:, [0, 3]] = True
    found = agreement(believed, true, allowed, SPACE.first)
    for w in range(6):
        pairs = []
        for low, high in ((0, 3), (3, 5)):
            kept = [c for c in range(low, high) if allowed[w, c]]
            pairs += [
                (believed[w, c] - np.mean(believed[w, kept]), true[w, c] - np.mean(true[w, kept])) for c in kept
            ]  # fmt: skip
        one, other = (np.array(side) for side in zip(*pairs, strict=True))
        assert found[w] == pytest.approx((one @ other) / np.sqrt((one @ one) * (other @ other)), abs=1e-12)
    assert np.allclose(agreement(3 * true + 7, true, allowed, SPACE.first), 1.0)
    assert np.isnan(agreement(np.ones((6, 5)), true, allowed, SPACE.first)).all()


def test_waste_is_what_enumeration_finds() -> None:
    rng, w = np.random.default_rng(4), 30
    world = setting(w)
    cells = (rng.normal(size=(w, 5)), rng.normal(size=(w, 5)))
    package = np.stack([rng.integers(0, 3, w), rng.integers(0, 2, w)], axis=1).astype(np.int16)
    allowed = np.ones((w, 5), dtype=bool)
    allowed[::2, 4] = False
    package[::2, 1] = 0
    struck = rng.random(w) < 0.8
    found = waste(now(world, cells=cells, package=package), struck, allowed)
    for n, i in enumerate(np.flatnonzero(struck)):
        worth = lambda p, a, b, i=i: cells[p][i, a] + cells[p][i, 3 + b]  # noqa: E731
        had, gains = [worth(p, *package[i]) for p in (0, 1)], []
        for p in (0, 1):
            able = [
                (a, b) for a, b in itertools.product(range(3), range(2))
                if allowed[i, 3 + b] and worth(p, a, b) >= had[p]
            ]  # fmt: skip
            gains.append(max(worth(1 - p, *one) for one in able) - had[1 - p])
        assert found[n] == pytest.approx(sum(gains) / 2, abs=1e-12)
    assert (found > 0.1).any()
    assert (found == 0.0).any()


def test_the_audit_sees_beliefs_and_changes_nothing() -> None:
    plain, audited = outcomes(0, 40, "mechanisms={}"), outcomes(0, 40, "mechanisms={audit: {kind: audit}}")
    assert digest(audited) == digest(plain)
    found = {name: audited.extra[f"audit_{name}"] for name in Audit.columns}
    assert (np.isfinite(found["waste"]) == audited.agreed).all()
    assert (found["waste"][audited.agreed] >= 0.0).all()
    assert (found["efficient"][audited.agreed] == (found["waste"][audited.agreed] <= 0.01)).all()
    assert np.isfinite(found["accuracy_first"]).all()
    assert np.isfinite(found["accuracy_last"]).all()
    assert (found["accuracy_last"] > 0.0).all()
    known = outcomes(0, 20, "mechanisms={audit: {kind: audit}}", "information=complete")
    assert np.allclose(known.extra["audit_accuracy_first"], 1.0)
    noisy = ["mechanisms={audit: {kind: audit}, guess: {kind: noise, party: us, about: japan, size: 3, fades: 0.3}}"]
    guess = outcomes(0, 40, *noisy).extra
    assert (guess["audit_accuracy_first"] < found["accuracy_first"]).mean() > 0.8
    assert np.nanmean(guess["audit_accuracy_last"] - guess["audit_accuracy_first"]) > 0.05


def test_a_world_does_not_see_its_block() -> None:
    whole = outcomes(3, 6, ALL, PATIENT)
    for w in range(6):
        alone = outcomes(3 + w, 1, ALL, PATIENT)
        assert digest(alone) == digest(whole, slice(w, w + 1))
        for name, column in alone.extra.items():
            assert np.array_equal(column, whole.extra[name][w : w + 1], equal_nan=True)


def test_switched_off_or_neutral_it_is_the_game_without() -> None:
    plain = digest(outcomes(0, 20, "mechanisms={}"))
    off = [f"mechanisms.{name}.active=false" for name in ("ears", "alliance", "guess", "audit")]
    assert digest(outcomes(0, 20, ALL, PATIENT, *off)) == plain
    neutral = ["mechanisms.ears.naive=0", "mechanisms.alliance.factors={autos: 1}", "mechanisms.guess.size=0"]
    assert digest(outcomes(0, 20, ALL, PATIENT, *neutral)) == plain
    for n in range(3):
        one = [f"mechanisms.{name}.active=false" for i, name in enumerate(("ears", "alliance", "guess")) if i != n]
        assert digest(outcomes(0, 20, ALL, PATIENT, *one)) != plain
