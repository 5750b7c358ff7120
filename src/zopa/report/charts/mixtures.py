"""What a rational field would play: equilibria, their support in worlds drawn again, α-rank, replicator dynamics."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zopa.report.charts.look import QUIET, heading, label_pixels, many_labels, rounded, rows, shared, whole
from zopa.report.charts.pool import Pool
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.language import Language
from zopa.report.words import capital

if TYPE_CHECKING:
    import altair as alt

LEAST = 0.005
"""Strategies with less of everything are left out."""

MOST = 16
"""Strategies drawn of a seat."""

PARTS = ("equilibria", "support", "alpha_rank", "replicator")


def mixtures(findings: Mapping[str, Any], say: Language) -> Exhibit | None:
    """Weight of each strategy in four answers to what rational parties would play, side by side.

    Args:
        findings: What a scenario's `findings.json` holds.
        say: Texts of the language.

    Returns:
        The exhibit; None where there is no meta-game.
    """
    pool = Pool(findings, say)
    weights = {seat: {part: _weights(pool, seat, part) for part in PARTS} for seat in pool.shown}
    parts = [part for part in PARTS if all(weights[seat][part] for seat in pool.shown)]
    if not parts:
        return None
    import altair as alt

    panels = [_row(pool, seat, {part: weights[seat][part] for part in parts}) for seat in pool.shown]
    figure = alt.vconcat(*panels, spacing=24)
    title, told = _title(pool), " ".join(_told(pool, seat, weights[seat]) for seat in pool.shown)
    note = " ".join(
        [say("charts.mixtures.note"), *(say(f"charts.mixtures.note_{part}", **_values(pool, part)) for part in parts)]
    )
    return Exhibit(
        "mixtures",
        title,
        told,
        _twin(pool, weights, parts),
        whole(figure, title, told, say("charts.mixtures.below")),
        note,
    )


def _values(pool: Pool, part: str) -> dict[str, Any]:
    found = pool.findings.get(part) or {}
    if part == "equilibria":
        return {"count": len(found.get("list", ()))}
    if part == "support":
        return {"count": pool.findings["equilibria"].get("resamples", 0)}
    return {"model": found.get("model", "")} if part == "alpha_rank" else {"starts": found.get("starts", 0)}


def _weights(pool: Pool, seat: str, part: str) -> dict[str, list[float]]:
    """Strategy -> its weights: of equilibria one for each, of all else a single one."""
    found: Mapping[str, Any] = pool.findings.get("equilibria" if part == "support" else part) or {}
    if part == "equilibria":
        mixes = [one["mix"][seat] for one in found.get("list", ())]
        return {name: [float(mix.get(name, 0.0)) for mix in mixes] for name in pool.names[seat]} if mixes else {}
    key = {"support": "support", "alpha_rank": "masses", "replicator": "average"}[part]
    some: Mapping[str, float] = (found.get(key) or {}).get(seat) or {}
    return {name: [float(some.get(name) or 0.0)] for name in pool.names[seat]} if some else {}


def _seen(pool: Pool, seat: str, weights: Mapping[str, Mapping[str, Sequence[float]]]) -> list[str]:
    """Strategies drawn, by rank: those with the most of anything."""
    most = {name: max((max(some[name]) for some in weights.values() if some), default=0.0) for name in pool.names[seat]}
    kept = sorted((name for name in most if most[name] >= LEAST), key=lambda name: -most[name])[:MOST]
    return [name for name in pool.ranked(seat) if name in kept]


def _title(pool: Pool) -> str:
    found = (pool.findings.get("equilibria") or {}).get("list", ())
    if len(found) == 1:
        names = [_mix(pool, pool.mix(found[0], seat)) for seat in pool.seats]
        if pool.findings.get("symmetric"):
            return pool.say("charts.mixtures.one_alike", a=names[0])
        return pool.say(
            "charts.mixtures.one",
            first=pool.parties[pool.seats[0]],
            second=pool.parties[pool.seats[1]],
            a=names[0],
            b=names[1],
        )
    tops = [_top(pool, seat) for seat in pool.shown]
    if any(top is None for top in tops):
        return pool.say("charts.mixtures.plain")
    said = pool.say("charts.listing").join(
        pool.say("charts.mixtures.plays", party=pool.titled(seat), name=top)
        for seat, top in zip(pool.shown, tops, strict=True)
    )
    key = "many" if found else "ranked"
    return capital(pool.say(f"charts.mixtures.{key}", count=len(found), said=said))


def _mix(pool: Pool, mix: Mapping[str, float]) -> str:
    """A mix in a few words."""
    order = sorted(mix, key=lambda name: -mix[name])
    names = pool.labels(order)
    if len(order) == 1:
        return names[0]
    return pool.say("charts.mixtures.mix", first=names[0], share=shared(mix[order[0]], 0), more=len(order) - 1)


def _top(pool: Pool, seat: str) -> str | None:
    masses = ((pool.findings.get("alpha_rank") or {}).get("masses") or {}).get(seat) or {}
    return pool.labels([max(masses, key=lambda name: masses[name])])[0] if masses else None


def _told(pool: Pool, seat: str, weights: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    parts = []
    for part, some in weights.items():
        if some:
            best = max(some, key=lambda name: max(some[name]))
            parts.append(
                pool.say(f"charts.mixtures.alt_{part}", name=pool.labels([best])[0], share=shared(max(some[best]), 0))
            )
    return capital(
        pool.say("charts.mixtures.alt", party=pool.titled(seat), parts=pool.say("charts.listing").join(parts))
    )


def _row(pool: Pool, seat: str, weights: Mapping[str, Mapping[str, Sequence[float]]]) -> "alt.HConcatChart":
    import altair as alt

    seen = _seen(pool, seat, weights)
    hidden = len(pool.names[seat]) - len(seen)
    panels = [
        _panel(pool, seat, part, {name: some[name] for name in seen}, at == 0)
        for at, (part, some) in enumerate(weights.items())
    ]
    below = pool.say("charts.mixtures.hidden", count=hidden) if hidden else ""
    row: alt.HConcatChart = alt.hconcat(*panels, spacing=14, title=heading(pool.titled(seat), below))
    return row


def _panel(
    pool: Pool, seat: str, part: str, weights: Mapping[str, Sequence[float]], first: bool
) -> "alt.LayerChart | alt.FacetChart":
    """One answer: a bar for each strategy; of several equilibria a dot for each."""
    import altair as alt

    labels = pool.labels(list(weights))
    each = 22 if len(labels) <= 15 else 17
    several = max(map(len, weights.values())) > 1
    drawn = [
        {"s": label, "w": rounded(share, 4), "t": "" if several or share < LEAST else shared(share, 0)}
        for label, some in zip(labels, weights.values(), strict=True)
        for share in (sorted({one for one in some if one >= LEAST}) if several else some)
    ]
    axis = alt.Axis(
        **QUIET,
        labels=first,
        grid=False,
        labelPadding=8,
        labelLimit=label_pixels(labels, 12),
        **many_labels(len(labels), each),
    )
    room = (
        alt.Scale(domain=labels, padding=0.5)
        if several
        else alt.Scale(domain=labels, paddingInner=0.25, paddingOuter=0.2)
    )
    y = alt.Y("s:N", sort=labels, axis=axis, scale=room)
    x = alt.X(
        "w:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1], nice=False, clamp=True),
        axis=alt.Axis(format="~%", values=[0, 0.5, 1], labelFlush=True),
    )
    base, colour = alt.Chart(rows(drawn)), pool.colours[seat]
    tips = [
        alt.Tooltip("s:N", title=pool.say("charts.strategy")),
        alt.Tooltip("w:Q", format=".1~%", title=pool.say(f"charts.mixtures.{part}")),
    ]
    if several:
        layers = [
            base.mark_point(filled=True, size=52, opacity=0.85, color=colour, shape=pool.shapes[seat]).encode(
                x=x, y=y, tooltip=tips
            )
        ]
    else:
        right = base.transform_filter("datum.w <= 0.6").mark_text(align="left", dx=4, fontSize=11, aria=False)
        inside = base.transform_filter("datum.w > 0.6").mark_text(
            align="right", dx=-4, fontSize=11, color="white", aria=False
        )
        layers = [
            base.mark_bar(color=colour).encode(x=x, y=y, tooltip=tips),
            *(one.encode(x=x, y=y, text="t:N") for one in (right, inside)),
        ]
    return alt.layer(*layers).properties(
        width=118,
        height=each * len(labels),
        title=alt.TitleParams(
            pool.say(f"charts.mixtures.{part}"), fontSize=12, fontWeight="normal", anchor="start", offset=4
        ),
    )


def _twin(pool: Pool, weights: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]], parts: Sequence[str]) -> Twin:
    table = []
    for seat in pool.shown:
        for name in _seen(pool, seat, {part: weights[seat][part] for part in parts}):
            cells = []
            for part in parts:
                some = [shared(one) or "" for one in weights[seat][part][name]]
                cells.append("; ".join(some) if len(some) <= 8 else f"{min(some)} – {max(some)}")
            table.append((capital(pool.titled(seat)), *pool.labels([name]), *cells))
    heads = [
        pool.say("charts.col.party"),
        pool.say("charts.col.strategy"),
        *(pool.say(f"charts.mixtures.{part}") for part in parts),
    ]
    return Twin(tuple(heads), tuple(table), note=pool.say("charts.mixtures.table"))
