"""PettingZoo: a scenario as an environment in which agents take the parties' seats, one turn after another.

Needs the extra `pettingzoo`. The talks are `zopa.Talks`: agents hand in moves as a person at the table does.
"""

import os
import sys
from collections.abc import Collection, Iterable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.interop.seats import FactoredActions, FlatActions, numbers_seen
from zopa.interop.told import ToldSeats
from zopa.scenario.read import Document
from zopa.talks import Play

INSTALLED = find_spec("pettingzoo") is not None
# Without PettingZoo the module can still be looked at; whoever asks for an environment is told what is missing.
spaces: Any = import_module("gymnasium.spaces") if INSTALLED else None
AECEnv: Any = import_module("pettingzoo").AECEnv if INSTALLED else object

FLAT = 4096
"""Most packages that are numbered one by one; above, an action is a verb and a cell for each cluster."""


def env(scenario: str | os.PathLike[str] | Document = "shrinking_pie", **options: Any) -> Any:
    """A scenario as a PettingZoo environment, guarded against steps out of order.

    For instance ``env("log_roll", agents=["upstream"], seed=7)``: the other party plays the scenario's strategy.

    Args:
        scenario: A YAML file, a folder, the name of a scenario that comes with zopa, or one that is loaded.
        options: As `Environment` has them.

    Raises:
        ImportError: PettingZoo is not installed.
    """
    made = Environment(scenario, **options)
    return import_module("pettingzoo.utils.wrappers").OrderEnforcingWrapper(made)


class Environment(AECEnv):  # type: ignore[misc]
    """Talks of a scenario in one world; agents are parties, in turn (PettingZoo's AEC interface).

    *Observation*: a dictionary. `observation` is all that the party may know, float32, laid end to end; `layout` says
    what stands where (own payoffs by cell, the offer on the table, the share of time gone, …). Payoffs are in the
    scenario's unit. `action_mask` says which actions may be taken.

    *Action*: up to 4096 packages, a number (`Discrete`): 0 to n − 1 offers that package, n accepts, n + 1 does neither,
    n + 2 leaves the table for good. Above, a `MultiDiscrete`: a verb (0 offer, 1 accept, 2 neither, 3 leave), then a
    cell for each cluster; the mask stands under `cells_mask` then, verbs and cells end to end. What may not be done
    counts as doing neither. Agents say nothing in public (red lines, patience); parties that play strategies do.

    *Reward*: 0 until the end; then the party's payoff less what no deal was worth to it on the first day, as present
    values in the scenario's unit. What is taken off is the same however the talks of a world end, so that rewards rank
    the ends as payoffs do: no deal after a costly wait is worth less than 0.

    *Episodes*: each `reset` goes on to the next world of the seed, with its own draw of the uncertain numbers; a seed
    begins again at world 0, and `options={"world": n}` goes to world n.

    Attributes:
        possible_agents: Names of the parties that are moved from outside.
        layout: For each agent the part of its observation under each name.
        seats: The talks.
    """

    metadata = {"name": "zopa_v0", "render_modes": ["ansi", "human"], "is_parallelizable": False}  # noqa: RUF012

    def __init__(
        self, scenario: str | os.PathLike[str] | Document = "shrinking_pie", *, agents: Collection[str] | None = None,
        strategies: dict[str, Any] | None = None, overrides: Iterable[str] = (), seed: int = 0, central: bool = False,
        flat: int = FLAT, render_mode: str | None = None,
    ) -> None:  # fmt: skip
        """Load the scenario.

        Args:
            scenario: A YAML file, a folder, the name of a scenario that comes with zopa, or one that is loaded.
            agents: Parties moved from outside; all where left out. The others play the scenario's strategies.
            strategies: Strategies for parties that are not moved from outside, instead of the scenario's.
            overrides: Texts `dotted.path=value`.
            seed: Root seed until `reset` gives another.
            central: Whether uncertain numbers keep their central values.
            flat: Most packages that are numbered one by one.
            render_mode: `ansi` (text is handed back), `human` (it is written to standard output), or None.

        Raises:
            ImportError: PettingZoo is not installed.
            ValueError: There is no such party, or no agent.
        """
        if not INSTALLED:
            raise ImportError("zopa.interop.pettingzoo needs PettingZoo: pip install 'zopa[pettingzoo]'")
        self._document = scenario if isinstance(scenario, Document) else load(scenario, overrides)
        self._parties = list(self._document.scenario.parties)
        self._strategies, self._central, self.render_mode = strategies or {}, central, render_mode
        asked = self._parties if agents is None else list(agents)
        unknown = [name for name in [*asked, *self._strategies] if name not in self._parties]
        if unknown or not asked:
            raise ValueError(f"agents must be among {', '.join(self._parties)}, not {', '.join(unknown) or 'nobody'}")
        self.possible_agents = [name for name in self._parties if name in asked]
        self.agents: list[str] = []
        self._seed, self._world = seed, -1
        self.seats: ToldSeats | None = None
        play = self._compiled(0)
        space = play.game.space
        self._actions = FlatActions(space) if space.packages <= flat else FactoredActions(space)
        first = ToldSeats(play, self._indices())
        self.layout = {name: _layout(numbers_seen(first.seen_by(self._index(name)))) for name in self.possible_agents}
        first.close()
        self._seen = {name: self._space_of(self.layout[name]) for name in self.possible_agents}
        self._doable = {name: self._action_space() for name in self.possible_agents}

    def _space_of(self, layout: dict[str, slice]) -> Any:
        size = max(part.stop for part in layout.values())
        mask = self._actions.size if isinstance(self._actions, FlatActions) else int(self._actions.sizes.sum())
        numbers = spaces.Box(-np.inf, np.inf, (size,), dtype=np.float32)
        return spaces.Dict({"observation": numbers, self._mask: spaces.Box(0, 1, (mask,), dtype=np.int8)})

    def _action_space(self) -> Any:
        if isinstance(self._actions, FlatActions):
            return spaces.Discrete(self._actions.size)
        return spaces.MultiDiscrete(self._actions.sizes)

    @property
    def _mask(self) -> str:
        return "action_mask" if isinstance(self._actions, FlatActions) else "cells_mask"

    def observation_space(self, agent: str) -> Any:
        """What an agent's observations look like."""
        return self._seen[agent]

    def action_space(self, agent: str) -> Any:
        """What an agent's actions look like."""
        return self._doable[agent]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None) -> None:
        """Begin the talks of another world.

        Args:
            seed: Root seed; begins again at world 0. Where left out, the next world of the same seed.
            options: `{"world": n}` goes to world n; all else is passed over.
        """
        self._seed, self._world = (self._seed, self._world + 1) if seed is None else (seed, 0)
        self._world = int((options or {}).get("world", self._world))
        self.close()
        self.seats = ToldSeats(self._compiled(self._world), self._indices())
        self.agents = list(self.possible_agents)
        self.rewards = dict.fromkeys(self.agents, 0.0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0.0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos: dict[str, dict[str, Any]] = {name: {} for name in self.agents}
        self._skip_agent_selection = None
        self.agent_selection = self.agents[0]
        self._select()

    def step(self, action: Any) -> None:
        """Take the action of the agent whose turn it is; the others' strategies move until an agent's turn comes."""
        agent = self.agent_selection
        if self.terminations[agent] or self.truncations[agent]:
            self._was_dead_step(action)
            return
        seats = self._talks()
        assert seats.facing is not None
        self._cumulative_rewards[agent] = 0.0
        self._clear_rewards()
        seats.move(self._actions.move(seats.facing, action))
        self._select()
        self._accumulate_rewards()

    def observe(self, agent: str) -> dict[str, Any]:
        """What an agent may know now."""
        facing = self._talks().seen_by(self._index(agent))
        seen = np.concatenate(list(numbers_seen(facing).values())).astype(np.float32)
        return {"observation": seen, self._mask: self._actions.mask(facing).astype(np.int8)}

    def named(self, agent: str) -> dict[str, Floats]:
        """An agent's observation by name, in full precision."""
        return numbers_seen(self._talks().seen_by(self._index(agent)))

    def render(self) -> str | None:
        """Tell what has happened in this world."""
        text = "\n".join(self._talks().story)
        if self.render_mode == "human":
            sys.stdout.write(text + "\n")
            return None
        return text

    def close(self) -> None:
        """Let go of the talks."""
        if self.seats is not None:
            self.seats.close()
            self.seats = None

    def _select(self) -> None:
        """Hand the turn on; at the end, rewards."""
        seats = self._talks()
        self.infos = {name: {"world": self._world, "round": seats.talks.index + 1} for name in self.agents}
        if seats.facing is not None:
            self.agent_selection = self._parties[seats.facing.turn.party]
            return
        out = seats.outcomes
        for name in self.agents:
            p = self._index(name)
            payoff, no_deal = float(out.payoff[p][0]), seats.no_deal[p]
            self.rewards[name], self.terminations[name] = payoff - no_deal, True
            self.infos[name] |= {"agreed": bool(out.agreed[0]), "payoff": payoff, "no_deal": no_deal}
        self.agent_selection = self.agents[0]

    def _compiled(self, world: int) -> Play:
        play = compile_play(self._document.scenario, Luck(self._seed, world), self._central)
        chosen = [self._strategies.get(name, own) for name, own in zip(self._parties, play.strategies, strict=True)]
        return replace(play, strategies=tuple(chosen))

    def _talks(self) -> ToldSeats:
        if self.seats is None:
            raise RuntimeError("the talks have not begun: call reset first")
        return self.seats

    def _index(self, agent: str) -> int:
        return self._parties.index(agent)

    def _indices(self) -> list[int]:
        return [self._index(name) for name in self.possible_agents]


def _layout(seen: dict[str, Floats]) -> dict[str, slice]:
    """Where each of the named arrays lies when they are laid end to end."""
    ends = np.cumsum([value.size for value in seen.values()]).tolist()
    return {name: slice(end - value.size, end) for (name, value), end in zip(seen.items(), ends, strict=True)}
