"""Charts of exhibits as pages draw them: by Vega in the reader's browser, in pieces that flow on narrow screens."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zopa.report.exhibit import Exhibit

FLOW = "flow"
"""A chart with this in its `usermeta` is panels beside or below each other, as there is room for them."""

ROOM = 90
"""Pixels for the axis beside a panel."""

SANS = (
    "'Source Sans 3', 'Source Sans Pro', 'Helvetica Neue', Arial, 'Noto Sans', 'Noto Sans CJK JP', 'Noto Sans JP', "
    "'Hiragino Sans', 'Yu Gothic', Meiryo, sans-serif"
)
"""The font of charts on pages: that of their tables. Names in quotes, else one with a number in it spoils all."""

_NAMED = re.compile(r"\b(?:view|param|concat)_\d+\b")


@dataclass(frozen=True)
class Drawing:
    """A chart, or a panel of one, as a page draws it.

    Attributes:
        spec: Its specification for Vega-Lite.
        widest: Pixels that it takes at most, where it takes the width that there is; None where its width is its own.
    """

    spec: dict[str, Any]
    widest: int | None = None


def flowing(chart: Any) -> Any:
    """Mark a chart of several panels: on a page they stand beside each other only where there is room.

    Args:
        chart: An Altair chart made by `hconcat`, `vconcat` or `concat`; its panels must not share axes.
    """
    return chart.properties(usermeta={"zopa": FLOW})


def drawings(exhibit: Exhibit) -> list[Drawing]:
    """The drawings of an exhibit's chart: one, or one for each panel of a chart that flows.

    The title is left out, which the page says above the chart; a chart with numbers or dates along its axis takes the
    width that there is, up to the one that it was made for.

    Args:
        exhibit: The exhibit.

    Returns:
        None where the exhibit has no chart.
    """
    if exhibit.chart is None:
        return []
    spec = _numbered(exhibit.chart.to_dict())
    flows = (spec.pop("usermeta", None) or {}).get("zopa") == FLOW
    for key in ("title", "$schema"):
        spec.pop(key, None)
    shared = {"config": _config(spec.pop("config", {}))}
    if "datasets" in spec:
        shared["datasets"] = spec.pop("datasets")
    return [_fluid({**shared, **panel}) for panel in (_leaves(spec) if flows else [spec])]


def as_script(spec: Mapping[str, Any]) -> str:
    """A specification as it stands in a `<script>`: nothing in it can end that, or begin a comment.

    Args:
        spec: The specification.

    >>> as_script({"a": "</script>"}) == '{"a":"' + chr(92) + 'u003c/script' + chr(92) + 'u003e"}'
    True
    """
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _config(config: Mapping[str, Any]) -> dict[str, Any]:
    config = {key: value for key, value in config.items() if key != "padding"}
    return {**config, "font": SANS, "background": "transparent", "padding": 2}


def _numbered(spec: dict[str, Any]) -> dict[str, Any]:
    """With names that Altair counts through a process counted from the chart's own first."""
    text = json.dumps(spec)
    found = dict.fromkeys(_NAMED.findall(text))
    if not found:
        return spec
    names = {name: f"{name.partition('_')[0]}_{at}" for at, name in enumerate(found, 1)}
    renamed: dict[str, Any] = json.loads(_NAMED.sub(lambda one: names[one[0]], text))
    return renamed


def _leaves(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The panels of a chart of charts, in order."""
    kind = next((kind for kind in ("hconcat", "vconcat", "concat") if kind in spec), None)
    if kind is None:
        yield spec
    else:
        for panel in spec[kind]:
            yield from _leaves(panel)


def _fluid(spec: dict[str, Any]) -> Drawing:
    """As wide as its place where it is one panel whose axis counts."""
    width = spec.get("width")
    if not isinstance(width, int | float) or _crowded(spec):
        return Drawing(spec)
    fitted = {**spec, "width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    return Drawing(fitted, int(width) + ROOM)


def _crowded(spec: Mapping[str, Any]) -> bool:
    """Whether a chart needs the width that it was given: many panels, or an axis of names."""
    if not {"mark", "layer"} & spec.keys() or {"facet", "repeat"} & spec.keys():
        return True
    parts = [spec, *spec.get("layer", ())]
    axes = [part.get("encoding", {}).get("x", {}) for part in parts]
    kinds = {axis.get("type") for axis in axes if isinstance(axis, Mapping)}
    return bool(kinds & {"nominal", "ordinal"})
