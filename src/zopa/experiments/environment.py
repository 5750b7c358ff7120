"""What a run was played with, and whether it is the same here and now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zopa.experiments.layout import BEHAVIOUR
from zopa.experiments.session import session

_ONLY_TOOLS = ("distributed", "SALib")
"""Libraries that move or read rows, and make none."""

_FEW = 6


def differences(manifest: Mapping[str, Any]) -> list[str]:
    """What is different here and now from what a run was played with, in words; empty where nothing is.

    Equal bits are promised where the behaviour of zopa, the versions of its libraries and the processor's vector
    instructions are the same.

    Args:
        manifest: What the run says of itself.
    """
    found: dict[str, None] = {}
    then = manifest.get("behaviour")
    if then != BEHAVIOUR:
        found[f"zopa's behaviour: version {then} then, {BEHAVIOUR} now"] = None
    sessions = manifest.get("sessions")
    now = session()
    for one in sessions if isinstance(sessions, list) else ():
        if isinstance(one, Mapping):
            found |= dict.fromkeys(_between(one, now))
    return list(found)


def _between(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key, what in (("python", "Python"), ("system", "system")):
        if key in then and then[key] != now[key]:
            yield f"{what}: {then[key]} then, {now[key]} now"
    versions = then.get("versions")
    for name, version in versions.items() if isinstance(versions, Mapping) else ():
        here = now["versions"].get(name)
        if name not in _ONLY_TOOLS and version != here:
            yield f"{name}: {version} then, {here or 'not installed'} now"
    features = then.get("processor_features")
    if isinstance(features, list):
        gone, new = ({*features} - {*now["processor_features"]}, {*now["processor_features"]} - {*features})
        if gone:
            yield f"processor: without {_some(sorted(gone))}, which it had then"
        if new:
            yield f"processor: with {_some(sorted(new))}, which it had not then"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more
