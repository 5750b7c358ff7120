"""Who stands behind a party: those who must ratify, and those whose support moves with what lies on the table."""

from collections.abc import Iterator

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.space import Space
from zopa.politics.constituency import Constituency
from zopa.politics.linkage import Linkage
from zopa.web.answers import Home
from zopa.web.sitting import At


def homes(chair: At) -> tuple[Home, ...]:
    """Who stands behind a party, and who else must ratify, as far as it knows."""
    return (*_ratifying(chair), *_supporting(chair))


def _ratifying(chair: At) -> Iterator[Home]:
    talks = chair.talks
    names, parts = talks.play.game.parties, dict(talks.play.mechanisms)
    for name, party, cells, least in talks.surroundings.doors.known_consents(chair.me):
        if np.isfinite(least[0]):
            kind = "formula" if isinstance(parts.get(name), Linkage) else "home"
            yield Home.model_validate(
                {
                    "name": name, "title": chair.words.name(name), "party": names[party], "kind": kind,
                    "least": float(least[0]), "worth": _by_cluster(talks.space, cells),
                }
            )  # fmt: skip


def _supporting(chair: At) -> Iterator[Home]:
    """A party knows what its own people like; whether they will be asked is another matter."""
    talks = chair.talks
    for agent in talks.surroundings.agents:
        part, memory = agent.part, agent.memory
        if isinstance(part, Constituency) and part.party == chair.me:
            yield Home(
                name=agent.name, title=chair.words.name(agent.name), party=talks.play.game.parties[part.party],
                least=None, worth=_by_cluster(talks.space, part.payoffs), base=float(memory.base[0]),
                weight=float(memory.weight[0]), start=float(memory.start[0]), reacts=float(memory.reacts[0]),
            )  # fmt: skip


def _by_cluster(space: Space, cells: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(cells[0, space.cells_of(k)].tolist()) for k in range(len(space.clusters)))
