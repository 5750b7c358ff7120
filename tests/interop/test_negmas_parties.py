"""NegMAS's negotiators at our table: two of them deal as in NegMAS's own mechanism, and they sit with anybody."""

import dataclasses
import itertools
import pickle
from typing import Any

import numpy as np
import pytest

from twins.arena import Arena, digest
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.game.schedule import LumpSchedule
from zopa.game.view import Move, View
from zopa.interop.negmas import NegmasParty, scenario_of
from zopa.interop.negmas_out import Words
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.parts.base import Strategy
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Play, Talks

sao = pytest.importorskip("negmas.sao")

KINDS = {
    "Boulware": NegmasParty("BoulwareTBNegotiator"),
    "Conceder": NegmasParty("negmas.sao.ConcederTBNegotiator"),
    "mild": NegmasParty("AspirationNegotiator", {"aspiration_type": 2.0}),
    "MiCRO": NegmasParty("MiCRONegotiator"),
    "tit-for-tat": NegmasParty("NaiveTitForTatNegotiator"),
}
OURS = Composed(TimeDependent(0.5), TimeDependent.accepts, Given())


def talks(game: Game, *parties: Strategy, **more: Any) -> Talks:
    return Talks(Play(game, AlternatingOffers(), parties), **more)


PAIRS = [pair for pair in itertools.product(KINDS, repeat=2) if set(pair) != {"MiCRO", "tit-for-tat"}]
"""Against NegMAS's tit-for-tat, which repeats its offers, MiCRO repeats its own at random."""


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_two_of_them_deal_as_in_their_own_mechanism(pair: tuple[str, str]) -> None:
    """The same deal in the same round; in 40 rounds MiCRO does not come to the end of its 64 packages."""
    worlds = 4
    game = random_additive(3, 4, Luck(8, 0, worlds), rounds=40)
    out = talks(game, *(KINDS[name] for name in pair)).play_out()
    words = Words(game.space)
    for w in range(worlds):
        scenario = scenario_of(game, w)
        mechanism = sao.SAOMechanism(outcome_space=scenario.outcome_space, n_steps=40)
        for name, wishes in zip(pair, scenario.ufuns, strict=True):
            mechanism.add(KINDS[name].negotiator(), ufun=wishes)
        state = mechanism.run()
        assert (words.values(out.package[w]) if out.agreed[w] else None) == state.agreement
        if out.agreed[w]:
            assert out.index[w] == mechanism.full_trace[-1].step


@pytest.mark.parametrize("theirs_first", [True, False])
def test_a_batch_is_its_worlds_played_one_by_one(theirs_first: bool) -> None:
    arena = Arena(sizes=(3, 4, 2), information="none")
    team: list[Strategy] = [KINDS["Boulware"], OURS] if theirs_first else [OURS, KINDS["Boulware"]]
    whole = arena.talks(arena.luck(0, 6), AlternatingOffers(), team).play_out()
    assert whole.agreed.any()
    for w in range(6):
        alone = arena.talks(arena.luck(w, 1), AlternatingOffers(), team).play_out()
        assert digest(alone) == digest(whole, slice(w, w + 1))


def test_at_a_table_with_dates_changes_and_people_at_home() -> None:
    """The flagship: payoffs and reservation values change from week to week, and an accord may be refused."""
    play = compile_play(load("us_japan_2025").scenario, Luck(0, 0, 3))
    for seat in range(2):
        strategies = tuple(KINDS["Boulware"] if p == seat else one for p, one in enumerate(play.strategies))
        out = Talks(dataclasses.replace(play, strategies=strategies)).play_out()
        assert np.isfinite(out.payoff).all()
        assert out.offers.min() > 0


def test_other_payoffs_are_told() -> None:
    """From round 5 on the payoffs are those of other worlds; the deal is struck by what holds then."""
    game = random_additive(3, 3, Luck(5, 0, 4), rounds=30)
    later = random_additive(3, 3, Luck(5, 50, 4), rounds=30).epochs[0]
    changed = dataclasses.replace(game, epochs=(*game.epochs, Epoch(5, later.cells, later.prior)))
    before = talks(game, KINDS["Boulware"], KINDS["Boulware"]).play_out()
    after = talks(changed, KINDS["Boulware"], KINDS["Boulware"]).play_out()
    assert (before.index > 5).all()
    assert (after.package != before.package).any()
    assert min(worth.min() for worth in after.payoff) > 0.3


def test_what_no_deal_is_worth_is_told_without_a_new_beginning() -> None:
    """Under a discount of 0.9 a round no deal shrinks as well: MiCRO goes on down its ranking all the same."""
    game = random_additive(3, 3, Luck(5), rounds=12)
    half = (np.full(1, 0.5),) * 2
    schedule = LumpSchedule(12, (np.full(1, 0.9),) * 2, half, half)
    model = talks(dataclasses.replace(game, schedule=schedule), KINDS["MiCRO"], KINDS["MiCRO"])
    made, least = [], []
    while model.running:
        model.step()
        made.append(tuple(model.table.package[0].tolist()))
        least.append(model.negotiators[0].memory.worlds[0]._mine.ufun.reserved_value)
        assert least[-1] == model.moment.reservation[0][0]  # type: ignore[union-attr]
    assert len(set(made[:5])) == 5


def test_an_offer_that_no_longer_may_be_made_is_not_made() -> None:
    game = random_additive(2, 3, Luck(5), rounds=6)
    model = talks(game, KINDS["Boulware"], OURS)
    model.step()
    party, moment = model.negotiators[0], model.open_round()
    view = party.view(model.turns()[0], moment, final=False)
    shut = dataclasses.replace(view, allowed=np.zeros_like(view.allowed))
    move, _ = party.strategy.move(shut, party.memory)
    assert move.accept[0] or (move.silent is not None and move.silent[0])


def test_it_is_told_the_others_payoffs_only_where_they_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    class Curious(sao.BoulwareTBNegotiator):  # type: ignore[misc,name-defined]
        def propose(self, state: Any, dest: str | None = None) -> Any:
            seen.append(self.opponent_ufun)
            return super().propose(state)

    monkeypatch.setattr(sao, "Curious", Curious, raising=False)
    for information in ("none", "complete"):
        game = random_additive(2, 3, Luck(1), rounds=3, information=information)
        talks(game, NegmasParty("Curious"), OURS).play_out()
    assert seen[0] is None
    assert seen[-1](("x", "x") and (0, 0)) == pytest.approx(scenario_of(game).ufuns[1]((0, 0)))


def test_who_ends_the_negotiation_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fed(sao.SAOCallNegotiator):  # type: ignore[misc,name-defined]
        def __call__(self, state: Any, dest: str | None = None) -> Any:
            return sao.SAOResponse(sao.ResponseType.END_NEGOTIATION, None)

    monkeypatch.setattr(sao, "Fed", Fed, raising=False)
    game = random_additive(2, 3, Luck(1, 0, 2), rounds=5)
    model = talks(game, NegmasParty("Fed"), OURS)
    model.step()
    assert not model.outcomes.agreed.any()
    assert not model.table.open.any()


def test_an_accord_that_is_refused_leaves_the_negotiator_at_the_table() -> None:
    """What it accepts in round 0 does not come about; it goes on from round 1 as if it had said nothing."""
    game = random_additive(2, 3, Luck(1), rounds=6)
    sure = {"p_acceptance": 1.0, "p_rejection": 0.0, "p_ending": 0.0}
    model = talks(game, OURS, NegmasParty("RandomNegotiator", sure))
    said: list[Move] = []
    party = model.negotiators[1]
    for _ in range(3):
        moment = model.open_round()
        model.take(model.turns()[0], model.negotiators[0].move(model.turns()[0], moment, False))
        said.append(party.move(model.turns()[1], moment, False))
        model.table.standing[:] = False
    assert [bool(move.accept[0]) for move in said] == [True, True, True]
    assert all(move.walks is not None and not move.walks.any() for move in said)


def test_it_is_a_frozen_dataclass_of_parameters_that_travels() -> None:
    party = NegmasParty("BoulwareTBNegotiator", {})
    again = pickle.loads(pickle.dumps(party))  # noqa: S301 - our own bytes
    assert again == party
    game = random_additive(2, 3, Luck(1), rounds=6)
    assert digest(talks(game, party, OURS).play_out()) == digest(talks(game, again, OURS).play_out())


def test_three_parties_are_too_many() -> None:
    game = random_additive(2, 3, Luck(1), parties=3)
    with pytest.raises(ValueError, match="tables of two here, not of 3"):
        talks(game, *(KINDS["Boulware"],) * 3).play_out()


def test_it_makes_no_offer_that_may_not_be_made() -> None:
    arena = Arena(restricted=True, sizes=(4, 4, 4))
    seen: list[np.ndarray] = []

    @dataclasses.dataclass(frozen=True)
    class Watched:
        party: NegmasParty

        def begin(self, view: View) -> Any:
            return self.party.begin(view)

        def move(self, view: View, memory: Any) -> tuple[Move, Any]:
            move, memory = self.party.move(view, memory)
            made = view.open & ~move.accept & (move.silent == 0)
            seen.append(np.take_along_axis(view.allowed, move.package + view.space.first[:-1], axis=1)[made])
            return move, memory

    arena.talks(arena.luck(0, 5), AlternatingOffers(), [Watched(KINDS["mild"]), OURS]).play_out()
    assert sum(map(len, seen)) > 20
    assert all(chosen.all() for chosen in seen)


def test_their_luck_is_the_worlds_own_in_any_block() -> None:
    arena, team = Arena(rounds=6), [NegmasParty("RandomNegotiator"), OURS]
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - that is what they draw from
    whole = arena.talks(arena.luck(3, 5), AlternatingOffers(), team).play_out()
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002
    for w in range(5):
        alone = arena.talks(arena.luck(3 + w, 1), AlternatingOffers(), team).play_out()
        assert digest(alone) == digest(whole, slice(w, w + 1))
