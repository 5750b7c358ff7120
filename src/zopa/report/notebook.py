"""Talks in a notebook: what they are as a table, and on the plane of payoffs as a chart, without a network."""

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from zopa.build.compile import compile_play
from zopa.build.door import Talks as _Talks
from zopa.game.luck import Luck
from zopa.report.exhibit import Exhibit
from zopa.report.words import plain
from zopa.scenario.html import html_table
from zopa.talks import Talks as Model

HEIGHT = 600
"""Pixels that a chart is given."""


@dataclass(frozen=True)
class Shown:
    """A chart that a notebook shows by itself, with all that it needs inside it.

    Attributes:
        exhibit: The chart, its title, what is seen in it, its numbers as a table.
    """

    exhibit: Exhibit

    @property
    def chart(self) -> Any:
        """The Altair chart."""
        return self.exhibit.chart

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it to a file that ends in `.html`, `.svg` or `.png`."""
        from zopa.report.figure import check_names, save

        file = Path(path)
        check_names([file])
        return save(self.chart, [file])[0]

    def _repr_html_(self) -> str:
        """A frame of its own, so that nothing of the notebook and the chart get in each other's way."""
        inside = escape(self.chart.to_html(inline=True), quote=True)
        return (
            f'<iframe title="{escape(self.exhibit.title, quote=True)}" srcdoc="{inside}" '
            f'style="width:100%;height:{HEIGHT}px;border:0"></iframe><p>{escape(self.exhibit.note)}</p>'
        )

    def __repr__(self) -> str:
        return f"{self.exhibit.title}. {self.exhibit.alt}"


class Talks(_Talks):
    """Talks of a scenario, as a Mesa model that a notebook can show.

    >>> talks = Talks("log_roll")
    >>> _ = talks.play_out()
    >>> talks.show().exhibit.table.rows[0]
    ('no deal', 0.0, 0.0)
    """

    def show(self, world: int = 0, lang: str = "en") -> Shown:
        """The path of offers over what could be agreed, as far as the talks have come.

        Args:
            world: Which of the worlds, from 0. It is played again with its record kept.
            lang: `en` or `ja`.

        Raises:
            ValueError: There is no such world, or nothing has been said yet.
        """
        if not 0 <= world < self.worlds:
            raise ValueError(f"there is no world {world}: these talks have {self.worlds}, counted from 0")
        if self.index < 0:
            raise ValueError("nothing has been said yet: call step() or play_out() first")
        from zopa.report.charts.talks_plane import talks_exhibit
        from zopa.report.ended import Ended
        from zopa.report.language import Language
        from zopa.report.left import left_on_table

        talks = self._again(world)
        ended = Ended.of(talks)
        ground = ended.ground()
        left = left_on_table(ended, ground)
        talks.release()
        return Shown(talks_exhibit(self.document, ended, ground, left, Language(lang)))

    def _again(self, world: int) -> Model:
        """One world alone, as far as these talks have come: it plays as it does among others."""
        luck = Luck(self.root_seed, self.first_world + world, 1)
        talks = Model(compile_play(self.document.scenario, luck), record=True, collect=False)
        for _ in range(self.index + 1):
            talks.step()
        return talks

    def _repr_html_(self) -> str:
        scenario, out = self.document.scenario, self.outcomes
        deals = int(out.agreed.sum())
        state = f"round {self.index + 1} of {self.play.rounds}" if self.running else "ended"
        lines = [(name, party.name or name, party.strategy.kind) for name, party in scenario.parties.items()]
        means = [() if self.running else (plain(float(own.mean()), 2),) for own in out.annual]
        rows = [(*line, *mean) for line, mean in zip(lines, means, strict=True)]
        unit = f" ({scenario.unit})" if scenario.unit else ""
        heads = ["party", "name", "strategy", *([] if self.running else [f"mean payoff{unit}"])]
        worlds = "1 world" if self.worlds == 1 else f"{self.worlds:,} worlds"
        head = f"{scenario.title or scenario.name}: {worlds}, seed {self.root_seed}, {state}, deals {deals:,}"
        return f"<p><b>{escape(head)}</b></p>{html_table(heads, rows)}"
