"""Which factors matter, as exhibits: the tornado chart of each outcome, with its table."""

from collections.abc import Sequence

from zopa.analysis.effects import Effect
from zopa.report.exhibit import Cell, Exhibit, Twin
from zopa.report.language import Language
from zopa.report.page.drawings import flowing
from zopa.report.sensitivity_run import Sensitivity
from zopa.report.sensitivity_text import swing_text, titled
from zopa.report.tornado import SHOWN, tornado_panels
from zopa.report.words import decimals_for, finished, plain


def factor_exhibits(found: Sequence[Sensitivity], say: Language) -> list[Exhibit]:
    """The tornado chart of each outcome of which something can be said.

    Args:
        found: Which factors matter, outcome by outcome.
        say: The language.
    """
    some = [(at, one) for at, one in enumerate(found, 1) if one.ranking is not None and len(one.ranking.effects) > 1]
    return [_exhibit(one, f"factors-{at}", say) for at, one in some]


def reading(found: Sequence[Sensitivity], say: Language) -> str:
    """How to read these charts.

    Args:
        found: Which factors matter, outcome by outcome.
        say: The language.
    """
    methods = dict.fromkeys(one.ranking.method for one in found if one.ranking is not None)
    between = "" if say.code == "ja" else " "
    return between.join([*(say(f"page.factors.note.{method}") for method in methods), say("page.factors.note")])


def _exhibit(one: Sensitivity, name: str, say: Language) -> Exhibit:
    assert one.ranking is not None
    ranking, table = one.ranking, _twin(one, say)
    best = ranking.effects[0]
    title = say("page.factors.title", outcome=one.outcome)
    told = finished(swing_text(one, best.name))
    alt_text = say("page.factors.alt", outcome=one.outcome, count=len(ranking.effects), best=titled(one, best.name),
                   swing=told)  # fmt: skip
    rest = len(ranking.effects) - SHOWN
    notes = [*([say("page.factors.hidden", rest=rest)] if rest > 0 else []), *one.notes]
    return Exhibit(name, title, alt_text, table, flowing(tornado_panels(one, say)), " ".join(notes))


def _twin(one: Sensitivity, say: Language) -> Twin:
    assert one.ranking is not None
    effects, kinds = one.ranking.effects, list(one.ranking.dummy.indices)
    kinds.sort(key=lambda kind: kind != one.ranking.by if one.ranking else False)
    places = 2 if effects[0].indices[one.ranking.by].value >= 0.1 else 3
    if one.ranking.method == "morris":
        places = decimals_for(*(part.value for effect in effects for part in effect.indices.values()))
    rows: list[tuple[Cell, ...]] = []
    for effect in effects[:SHOWN]:
        cells = [_cell(effect, kind, places) for kind in kinds]
        rows.append((titled(one, effect.name), *cells, finished(swing_text(one, effect.name))))
    dummy = [_cell(one.ranking.dummy, kind, places) for kind in kinds]
    rows.append((say("page.factors.dummy"), *dummy, None))
    heads = (say("page.factor"), *kinds, say("page.factors.swing", outcome=one.outcome))
    rest = len(effects) - SHOWN
    return Twin(heads, tuple(rows), note=say("page.factors.rest", rest=rest) if rest > 0 else "")


def _cell(effect: Effect, kind: str, places: int) -> str:
    found = effect.indices[kind]
    if found.low is None or found.high is None:
        return plain(found.value, places)
    return f"{plain(found.value, places)} [{plain(found.low, places)}, {plain(found.high, places)}]"
